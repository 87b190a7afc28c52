package io.hakozuna.hz3.simulation;

/** The ordering of an atomic access. */
public enum Order {
    OPAQUE(false, false), ACQUIRE(true, false), RELEASE(false, true), ACQUIRE_RELEASE(true, true), VOLATILE(true, true);

    private final boolean acquires;
    private final boolean releases;

    Order(boolean acquires, boolean releases) {
        this.acquires = acquires;
        this.releases = releases;
    }

    boolean acquires() {
        return acquires;
    }

    boolean releases() {
        return releases;
    }
}
