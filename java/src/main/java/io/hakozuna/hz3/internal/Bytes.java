package io.hakozuna.hz3.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Bytes at raw addresses, aligned or not, in either byte order: {@code LE} is little-endian, without it is big-endian. Addresses are not
 * checked; a range of the Java heap is.
 */
public final class Bytes {
    /** The whole address space. A static final segment folds to a constant, so an access is one machine instruction. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT_LE = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT_LE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_LE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Bytes() {
    }

    public static byte get(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    public static short getShort(long address) {
        return ALL.get(SHORT, address);
    }

    public static short getShortLE(long address) {
        return ALL.get(SHORT_LE, address);
    }

    public static int getInt(long address) {
        return ALL.get(INT, address);
    }

    public static int getIntLE(long address) {
        return ALL.get(INT_LE, address);
    }

    public static long getLong(long address) {
        return ALL.get(LONG, address);
    }

    public static long getLongLE(long address) {
        return ALL.get(LONG_LE, address);
    }

    public static void put(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    public static void putShort(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    public static void putShortLE(long address, short value) {
        ALL.set(SHORT_LE, address, value);
    }

    public static void putInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    public static void putIntLE(long address, int value) {
        ALL.set(INT_LE, address, value);
    }

    public static void putLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    public static void putLongLE(long address, long value) {
        ALL.set(LONG_LE, address, value);
    }

    public static void get(long address, byte[] target, int index, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, target, index, length);
    }

    public static void put(long address, byte[] source, int index, int length) {
        MemorySegment.copy(source, index, ALL, ValueLayout.JAVA_BYTE, address, length);
    }

    /** Copies bytes between ranges that may overlap. */
    public static void copy(long source, long target, long bytes) {
        MemorySegment.copy(ALL, source, ALL, target, bytes);
    }

    public static void zero(long address, long bytes) {
        ALL.asSlice(address, bytes).fill((byte) 0);
    }
}
