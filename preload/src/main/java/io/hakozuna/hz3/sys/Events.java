package io.hakozuna.hz3.sys;

import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/** Tells whoever watches the process what happens at events. Here nobody does: the statistics are the counters. */
@StaticInit
@Unmanaged
public final class Events {
    private Events() {
    }

    /** The caller's cache had no block of the size and is about to be refilled. */
    public static void refill(long size) {
    }
}
