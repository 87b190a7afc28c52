package io.hakozuna.hz3.sys;

/** Nobody watches a simulated process. */
public final class Events {
    private Events() {
    }

    public static void refill(long size) {
    }
}
