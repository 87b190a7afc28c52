package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.AbstractByteBufTest;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Netty's own tests of a buffer. */
class ConformanceTest extends AbstractByteBufTest {
    private final Hz3ByteBufAllocator allocator = new Hz3ByteBufAllocator(true);

    @Override
    protected ByteBuf newBuffer(int capacity, int maxCapacity) {
        return allocator.directBuffer(capacity, maxCapacity);
    }

    @AfterEach
    @Override
    public void dispose() {
        super.dispose();
        assertEquals(0, allocator.metric().usedDirectMemory(), "not released");
    }

    /** Netty's expects a buffer that cannot grow without a copy. */
    @Test
    @Override
    public void testMaxFastWritableBytes() {
        ByteBuf buffer = newBuffer(150, 500).writerIndex(100);
        int fast = buffer.maxFastWritableBytes();
        assertTrue(fast >= 50 && fast < 400, "" + fast);
        long address = buffer.memoryAddress();
        buffer.writeBytes(new byte[fast]);
        assertEquals(0, buffer.maxFastWritableBytes());
        assertEquals(address, buffer.memoryAddress());
        buffer.capacity(500);
        assertEquals(400 - fast, buffer.maxFastWritableBytes(), "no more than the largest capacity");
        buffer.release();
    }
}
