package io.hakozuna.hz3.sys;

import io.hakozuna.hz3.simulation.Accesses;
import io.hakozuna.hz3.simulation.Order;
import io.hakozuna.hz3.simulation.Simulation;

/** Access to simulated memory. Each name carries the ordering that the simulation shows. */
public final class Memory {
    private Memory() {
    }

    private static Accesses accesses() {
        return Simulation.current().accesses();
    }

    public static long getLong(long address) {
        return accesses().get(address, 8);
    }

    public static void putLong(long address, long value) {
        accesses().put(address, 8, value);
    }

    public static int getInt(long address) {
        return (int) accesses().get(address, 4);
    }

    public static void putInt(long address, int value) {
        accesses().put(address, 4, value);
    }

    public static void putByte(long address, byte value) {
        accesses().putByte(address, value);
    }

    public static byte getByte(long address) {
        return (byte) accesses().getByte(address);
    }

    public static long getLongOpaque(long address) {
        return accesses().getAtomic(address, 8, Order.OPAQUE);
    }

    public static int getIntOpaque(long address) {
        return (int) accesses().getAtomic(address, 4, Order.OPAQUE);
    }

    public static long getUnsignedIntOpaque(long address) {
        return Integer.toUnsignedLong(getIntOpaque(address));
    }

    public static void putIntOpaque(long address, int value) {
        accesses().putAtomic(address, 4, value, Order.OPAQUE);
    }

    public static void putLongOpaque(long address, long value) {
        accesses().putAtomic(address, 8, value, Order.OPAQUE);
    }

    public static int getIntAcquire(long address) {
        return (int) accesses().getAtomic(address, 4, Order.ACQUIRE);
    }

    public static long getLongAcquire(long address) {
        return accesses().getAtomic(address, 8, Order.ACQUIRE);
    }

    public static void putLongRelease(long address, long value) {
        accesses().putAtomic(address, 8, value, Order.RELEASE);
    }

    public static void putIntRelease(long address, int value) {
        accesses().putAtomic(address, 4, value, Order.RELEASE);
    }

    public static long getLongVolatile(long address) {
        return accesses().getAtomic(address, 8, Order.VOLATILE);
    }

    public static int getIntVolatile(long address) {
        return (int) accesses().getAtomic(address, 4, Order.VOLATILE);
    }

    public static void putIntVolatile(long address, int value) {
        accesses().putAtomic(address, 4, value, Order.VOLATILE);
    }

    public static boolean compareAndSetLongVolatile(long address, long expected, long value) {
        return accesses().compareAndExchange(address, 8, expected, value, Order.VOLATILE) == expected;
    }

    public static long getAndAddLongVolatile(long address, long delta) {
        return accesses().getAndAdd(address, 8, delta, Order.VOLATILE);
    }

    public static boolean compareAndSetIntAcquire(long address, int expected, int value) {
        return (int) accesses().compareAndExchange(address, 4, expected, value, Order.ACQUIRE) == expected;
    }

    public static long getAndSetLongAcquire(long address, long value) {
        return accesses().getAndSet(address, 8, value, Order.ACQUIRE);
    }

    public static int getAndSetIntAcquire(long address, int value) {
        return (int) accesses().getAndSet(address, 4, value, Order.ACQUIRE);
    }

    public static int getAndSetIntRelease(long address, int value) {
        return (int) accesses().getAndSet(address, 4, value, Order.RELEASE);
    }

    /** As on the JVM: by the int around the byte. */
    public static byte getAndSetByteVolatile(long address, byte value) {
        long word = address & -4L;
        int shift = (int) (address & 3) << 3;
        int before;
        int after;
        do {
            before = getIntVolatile(word);
            after = before & ~(0xff << shift) | (value & 0xff) << shift;
        } while ((int) accesses().compareAndExchange(word, 4, before, after, Order.VOLATILE) != before);
        return (byte) (before >>> shift);
    }

    public static void copy(long source, long target, long bytes) {
        accesses().copy(source, target, bytes);
    }

    public static void zero(long address, long bytes) {
        accesses().zero(address, bytes);
    }

    public static long onStack(int bytes) {
        return Simulation.current().stack();
    }
}
