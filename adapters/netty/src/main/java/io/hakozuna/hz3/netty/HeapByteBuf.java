package io.hakozuna.hz3.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;

/** Netty's unpooled heap buffer, counted. */
final class HeapByteBuf extends UnpooledHeapByteBuf {
    HeapByteBuf(ByteBufAllocator allocator, int initialCapacity, int maxCapacity) {
        super(allocator, initialCapacity, maxCapacity);
    }

    @Override
    protected byte[] allocateArray(int initialCapacity) {
        byte[] array = super.allocateArray(initialCapacity);
        ((Hz3ByteBufAllocator) alloc()).countHeap(array.length);
        return array;
    }

    @Override
    protected void freeArray(byte[] array) {
        ((Hz3ByteBufAllocator) alloc()).countHeap(-array.length);
        super.freeArray(array);
    }
}
