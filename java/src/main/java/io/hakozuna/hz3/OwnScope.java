package io.hakozuna.hz3;

import java.lang.foreign.Arena;

/** A scope of the JDK that is one shared arena's alone, and the blocks whose segments have it. */
final class OwnScope extends BlockStack {
    final Arena session = Arena.ofShared();

    /** Of an arena that is closed: it never was alive. */
    static OwnScope closed() {
        OwnScope scope = new OwnScope();
        scope.session.close();
        scope.take();
        return scope;
    }
}
