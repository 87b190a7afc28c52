package io.hakozuna.jmh.rival;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

final class NettyBuffers implements BlockRival {
    private final ByteBufAllocator allocator;

    NettyBuffers(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public Object allocate(int size) {
        ByteBuf buffer = allocator.directBuffer(size);
        Touch.buffer(buffer, size);
        return buffer;
    }

    @Override
    public void free(Object block) {
        ((ByteBuf) block).release();
    }
}
