package io.hakozuna.hz3.sys;

/** Tells whoever watches the process what happens at events. On the JVM that is the flight recorder. */
public final class Events {
    private Events() {
    }

    /** The caller's cache had no block of the size and is about to be refilled. */
    public static void refill(long size) {
        AllocationEvent.sampled(size);
    }
}
