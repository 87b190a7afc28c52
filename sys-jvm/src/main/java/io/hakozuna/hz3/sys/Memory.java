package io.hakozuna.hz3.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Raw memory access by address. A name without an ordering is a plain access: no other thread may race with it. {@code Opaque} is a
 * relaxed atomic access, {@code Acquire} and {@code Release} are what C11 and {@link VarHandle} call so. Addresses are aligned to the
 * size of the access and are not checked.
 */
public final class Memory {
    /** The whole address space. A static final segment folds to a constant, so an access is one machine instruction. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /** Plain accesses skip the check of alignment, which those by handles cannot. */
    private static final ValueLayout.OfLong PLAIN_LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt PLAIN_INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    /** User space ends at bit 47 (x86-64, four levels of page tables, which is what a process has unless it asks for five). */
    private static final long ADDRESS_BITS = (1L << 47) - 1;

    private static final ThreadLocal<MemorySegment> STACK = ThreadLocal.withInitial(() -> MemorySegment.NULL);

    private Memory() {
    }

    /** The address itself, in a form from which the compiler sees that accesses near it are within bounds and need no check. */
    static long checked(long address) {
        return address & ADDRESS_BITS;
    }

    public static long getLong(long address) {
        return ALL.get(PLAIN_LONG, address);
    }

    public static void putLong(long address, long value) {
        ALL.set(PLAIN_LONG, address, value);
    }

    public static int getInt(long address) {
        return ALL.get(PLAIN_INT, address);
    }

    public static void putInt(long address, int value) {
        ALL.set(PLAIN_INT, address, value);
    }

    public static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    public static long getLongOpaque(long address) {
        return (long) LONG.getOpaque(ALL, address);
    }

    public static int getIntOpaque(long address) {
        return (int) INT.getOpaque(ALL, address);
    }

    /** An int as a long from 0 to 2^32 - 1. */
    public static long getUnsignedIntOpaque(long address) {
        return Integer.toUnsignedLong(getIntOpaque(address));
    }

    public static void putIntOpaque(long address, int value) {
        INT.setOpaque(ALL, address, value);
    }

    public static void putLongOpaque(long address, long value) {
        LONG.setOpaque(ALL, address, value);
    }

    public static int getIntAcquire(long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    public static long getLongAcquire(long address) {
        return (long) LONG.getAcquire(ALL, address);
    }

    public static void putLongRelease(long address, long value) {
        LONG.setRelease(ALL, address, value);
    }

    public static void putIntRelease(long address, int value) {
        INT.setRelease(ALL, address, value);
    }

    /** Volatile accesses take part in one order that all threads agree on (sequential consistency). */
    public static long getLongVolatile(long address) {
        return (long) LONG.getVolatile(ALL, address);
    }

    public static int getIntVolatile(long address) {
        return (int) INT.getVolatile(ALL, address);
    }

    public static void putIntVolatile(long address, int value) {
        INT.setVolatile(ALL, address, value);
    }

    public static boolean compareAndSetLongVolatile(long address, long expected, long value) {
        return LONG.compareAndSet(ALL, address, expected, value);
    }

    /** Returns the value before. */
    public static long getAndAddLongVolatile(long address, long delta) {
        return (long) LONG.getAndAdd(ALL, address, delta);
    }

    /** Compare and set with the ordering of an acquire. */
    public static boolean compareAndSetIntAcquire(long address, int expected, int value) {
        return (int) INT.compareAndExchangeAcquire(ALL, address, expected, value) == expected;
    }

    public static long getAndSetLongAcquire(long address, long value) {
        return (long) LONG.getAndSetAcquire(ALL, address, value);
    }

    public static int getAndSetIntAcquire(long address, int value) {
        return (int) INT.getAndSetAcquire(ALL, address, value);
    }

    public static int getAndSetIntRelease(long address, int value) {
        return (int) INT.getAndSetRelease(ALL, address, value);
    }

    /** Returns the value before. There is no such access to a byte here, so the int around it is compared and set; its other bytes stay. */
    public static byte getAndSetByteVolatile(long address, byte value) {
        long word = address & -4L;
        int shift = (int) (address & 3) << 3;
        int before;
        int after;
        do {
            before = (int) INT.getVolatile(ALL, word);
            after = before & ~(0xff << shift) | (value & 0xff) << shift;
        } while (!INT.compareAndSet(ALL, word, before, after));
        return (byte) (before >>> shift);
    }

    /** Copies bytes between ranges that do not overlap. */
    public static void copy(long source, long target, long bytes) {
        MemorySegment.copy(ALL, source, ALL, target, bytes);
    }

    public static void zero(long address, long bytes) {
        ALL.asSlice(address, bytes).fill((byte) 0);
    }

    /**
     * So many bytes, with old contents, that live as long as the call of the method that asks for them: here a block of the thread's,
     * which the next call gets as well.
     */
    public static long onStack(int bytes) {
        MemorySegment block = STACK.get();
        if (block.byteSize() < bytes) {
            block = Arena.ofAuto().allocate(bytes, Long.BYTES);
            STACK.set(block);
        }
        return block.address();
    }
}
