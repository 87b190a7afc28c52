package io.hakozuna.hz3.netty;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Kinds of buffers that ours meet. */
final class Kinds {
    interface Kind {
        ByteBuf make(int capacity);
    }

    private static final AdaptiveByteBufAllocator ADAPTIVE = new AdaptiveByteBufAllocator();
    private static final Hz3ByteBufAllocator OURS = Hz3ByteBufAllocator.DEFAULT;

    static final List<Kind> ALL = List.of(
        OURS::directBuffer,
        OURS::heapBuffer,
        capacity -> OURS.directBuffer(capacity + 7).slice(5, capacity),
        capacity -> OURS.directBuffer(capacity).duplicate(),
        Kinds::swapped,
        Kinds::composite,
        Kinds::mixedComposite,
        ADAPTIVE::directBuffer,
        ADAPTIVE::heapBuffer,
        PooledByteBufAllocator.DEFAULT::directBuffer,
        UnpooledByteBufAllocator.DEFAULT::directBuffer,
        UnpooledByteBufAllocator.DEFAULT::heapBuffer,
        capacity -> Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(capacity)).clear());

    private Kinds() {
    }

    @SuppressWarnings("deprecation")
    private static ByteBuf swapped(int capacity) {
        return OURS.directBuffer(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuf composite(int capacity) {
        int half = capacity / 2;
        CompositeByteBuf buffer = OURS.compositeDirectBuffer();
        buffer.addComponent(true, OURS.directBuffer(half + 1).writeZero(half));
        buffer.addComponent(true, OURS.directBuffer(capacity).writeZero(capacity - half));
        return buffer.clear();
    }

    private static ByteBuf mixedComposite(int capacity) {
        int third = capacity / 3;
        CompositeByteBuf buffer = ADAPTIVE.compositeBuffer();
        buffer.addComponent(true, OURS.heapBuffer(third).writeZero(third));
        buffer.addComponent(true, OURS.directBuffer(third).writeZero(third));
        buffer.addComponent(true, ADAPTIVE.directBuffer(capacity).writeZero(capacity - 2 * third));
        return buffer.clear();
    }
}
