package io.hakozuna.hz3.sys;

import io.hakozuna.hz3.simulation.Simulation;

/** The processor that simulated threads run on, one at a time. */
public final class Cpu {
    private Cpu() {
    }

    public static boolean unlikely(boolean condition) {
        return condition;
    }

    public static long opaque(long value) {
        return value;
    }

    public static long within(long value, long mask) {
        return value;
    }

    public static void pause() {
        Simulation.current().pause();
    }

    public static void prefetch(long address) {
        Simulation.current().accesses().prefetch(address);
    }

    public static int leadingZeros(long value) {
        return Long.numberOfLeadingZeros(value);
    }

    public static int trailingZeros(long value) {
        return Long.numberOfTrailingZeros(value);
    }

    public static long reverseBytes(long value) {
        return Long.reverseBytes(value);
    }

    public static int bitCount(long value) {
        return Long.bitCount(value);
    }
}
