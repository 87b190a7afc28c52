package io.hakozuna.hz3.preload;

import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** The calling thread's errno. */
@StaticInit
@Unmanaged
@Include("hz3_native.h")
final class Errno {
    static final int ENOMEM = 12;
    static final int EINVAL = 22;

    private Errno() {
    }

    @Import(name = "hz3_errno_get")
    static native int get();

    @Import(name = "hz3_errno_set")
    static native void set(int value);
}
