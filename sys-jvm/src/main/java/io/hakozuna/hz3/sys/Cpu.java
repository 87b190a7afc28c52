package io.hakozuna.hz3.sys;

/** What the processor offers beyond arithmetic. On the JVM the compiler's intrinsics do it, and profiling replaces the hints. */
public final class Cpu {
    private Cpu() {
    }

    /** Says that the condition rarely holds, so that the code it guards stays out of the straight line. */
    public static boolean unlikely(boolean condition) {
        return condition;
    }

    /** The value itself. The native back end hides its origin from the C compiler; on the JVM there is nothing to gain. */
    public static long opaque(long value) {
        return value;
    }

    /**
     * The value itself, of which the caller knows that it is from 0 to the mask, a power of two less one. On the JVM the compiler knows it
     * as well then, and leaves out the check of bounds where an address is made of the value.
     */
    public static long within(long value, long mask) {
        return value & mask;
    }

    /** Tells the processor that this is a waiting loop. */
    public static void pause() {
        Thread.onSpinWait();
    }

    /** Asks for the cache line at the address; any address is allowed. */
    public static void prefetch(long address) {
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
