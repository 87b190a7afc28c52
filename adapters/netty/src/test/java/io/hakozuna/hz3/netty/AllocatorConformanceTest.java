package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.AbstractByteBufAllocatorTest;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

/** Netty's own tests of an allocator. */
class AllocatorConformanceTest extends AbstractByteBufAllocatorTest<Hz3ByteBufAllocator> {
    @Override
    protected Hz3ByteBufAllocator newAllocator(boolean preferDirect) {
        return new Hz3ByteBufAllocator(preferDirect);
    }

    @Override
    protected Hz3ByteBufAllocator newUnpooledAllocator() {
        return newAllocator(false);
    }

    @Test
    @Override
    public void testUnsafeHeapBufferAndUnsafeDirectBuffer() {
        for (boolean preferDirect : new boolean[] {true, false}) {
            Hz3ByteBufAllocator allocator = newAllocator(preferDirect);
            ByteBuf any = allocator.buffer();
            assertEquals(preferDirect, any.isDirect());
            any.release();
            ByteBuf direct = allocator.directBuffer();
            assertInstanceOf(direct, Hz3ByteBuf.class);
            direct.release();
            ByteBuf heap = allocator.heapBuffer();
            assertInstanceOf(heap, HeapByteBuf.class);
            assertFalse(heap.isDirect());
            heap.release();
            assertTrue(allocator.isDirectBufferPooled());
        }
    }

    /** Not a test here: heap buffers are not pooled. */
    @Override
    public void shouldReuseChunks() {
        throw new UnsupportedOperationException();
    }
}
