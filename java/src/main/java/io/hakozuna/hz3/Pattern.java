package io.hakozuna.hz3;

import io.hakozuna.hz3.sys.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Ranges of bytes of one value, in which a write that should not have been shows. */
final class Pattern {
    /** In blocks that nobody has written to yet. */
    static final byte FRESH = (byte) 0xa5;
    /** In blocks that were freed. */
    static final byte FREED = (byte) 0x5a;
    /** Before and behind blocks. */
    static final byte CANARY = (byte) 0xc9;

    private Pattern() {
    }

    private static MemorySegment range(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    static void fill(long address, long bytes, byte value) {
        range(address, bytes).fill(value);
    }

    /** The index of the first byte of another value, or -1. */
    static long firstOther(long address, long bytes, byte value) {
        long word = (value & 0xffL) * 0x0101_0101_0101_0101L;
        long index = 0;
        while (index + Long.BYTES <= bytes && Memory.getLong(address + index) == word) {
            index += Long.BYTES;
        }
        while (index < bytes && at(address, index) == value) {
            index++;
        }
        return index < bytes ? index : -1;
    }

    /** The index of the last byte of another value, of which there is one at the first or behind it. */
    static long lastOther(long address, long bytes, byte value, long first) {
        long index = bytes - 1;
        while (index > first && at(address, index) == value) {
            index--;
        }
        return index;
    }

    static byte at(long address, long index) {
        return range(address, index + 1).get(ValueLayout.JAVA_BYTE, index);
    }
}
