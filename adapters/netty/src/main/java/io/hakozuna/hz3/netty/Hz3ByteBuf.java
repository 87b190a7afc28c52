package io.hakozuna.hz3.netty;

import io.hakozuna.hz3.Hz3;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A buffer that is one block of hz3. The object is used again once it has been released, for another block; the block goes back at once.
 */
final class Hz3ByteBuf extends NioByteBuf {
    private final Hz3ByteBufAllocator allocator;
    /** The block's bytes, 0 while nobody has asked. */
    private int usable;

    Hz3ByteBuf(Hz3ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Begins a life. If there is no memory the object is good for nothing. */
    void open(int initialCapacity, int maxCapacity) {
        address = Hz3.allocate(initialCapacity);
        capacity = initialCapacity;
        usable = 0;
        maxCapacity(maxCapacity);
        clear();
        markReaderIndex();
        markWriterIndex();
        resetRefCnt();
    }

    @Override
    protected void deallocate() {
        // The object last: from then on it may be another thread's.
        Hz3.free(address);
        allocator.recycle(this);
    }

    @Override
    public ByteBufAllocator alloc() {
        return allocator;
    }

    private int usable() {
        if (usable == 0) {
            usable = (int) Math.min(Hz3.usableSize(address), Integer.MAX_VALUE);
        }
        return usable;
    }

    @Override
    public int maxFastWritableBytes() {
        return Math.min(usable(), maxCapacity()) - writerIndex();
    }

    @Override
    public ByteBuf capacity(int newCapacity) {
        checkNewCapacity(newCapacity);
        int before = capacity;
        if (newCapacity < before || newCapacity > usable()) {
            address = Hz3.reallocate(address, newCapacity);
            usable = 0;
        }
        capacity = newCapacity;
        trimIndicesToCapacity(newCapacity);
        allocator.count(newCapacity - before);
        return this;
    }
}
