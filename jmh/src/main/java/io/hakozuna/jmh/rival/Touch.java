package io.hakozuna.jmh.rival;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/**
 * Writes to a new block as who asked for it would: the first eight bytes, or with {@code -Dhz3.jmh.touch=pages} a byte of each page as
 * well, so that all of it is resident.
 */
final class Touch {
    private static final boolean PAGES = System.getProperty("hz3.jmh.touch", "").equals("pages");
    private static final int PAGE = 4096;
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Touch() {
    }

    static void at(long address, int size) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, size);
        if (PAGES) {
            eachPage(size, offset -> ALL.set(ValueLayout.JAVA_BYTE, address + offset, (byte) 1));
        }
    }

    static void segment(MemorySegment segment, int size) {
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, size);
        if (PAGES) {
            eachPage(size, offset -> segment.set(ValueLayout.JAVA_BYTE, offset, (byte) 1));
        }
    }

    static void buffer(ByteBuffer buffer, int size) {
        buffer.putLong(0, size);
        if (PAGES) {
            eachPage(size, offset -> buffer.put(offset, (byte) 1));
        }
    }

    static void buffer(ByteBuf buffer, int size) {
        buffer.setLong(0, size);
        if (PAGES) {
            eachPage(size, offset -> buffer.setByte(offset, 1));
        }
    }

    /** Also of the last page, on which a block that is not aligned ends. */
    private static void eachPage(int size, IntConsumer write) {
        for (int offset = PAGE; offset < size; offset += PAGE) {
            write.accept(offset);
        }
        write.accept(size - 1);
    }
}
