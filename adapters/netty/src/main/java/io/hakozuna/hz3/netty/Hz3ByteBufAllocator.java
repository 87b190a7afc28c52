package io.hakozuna.hz3.netty;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.concurrent.atomic.LongAdder;

/**
 * Direct buffers in memory of hz3.
 *
 * {@snippet :
 * new ServerBootstrap()
 *     .option(ChannelOption.ALLOCATOR, Hz3ByteBufAllocator.DEFAULT)
 *     .childOption(ChannelOption.ALLOCATOR, Hz3ByteBufAllocator.DEFAULT);
 * }
 *
 * <p>Each direct buffer is a block of its own, so one that lives long holds back nothing but itself, and what is released may go back to
 * the system. A block goes back to hz3 when its buffer is released, by whichever thread, and its object is used again: in the long run no
 * garbage is made by buffers, but for what Netty's leak detection makes. Where a block has more room than its buffer's capacity, the buffer
 * grows into it without a copy. As with all of Netty's pooled buffers, contents are old ones until written, and a buffer that is used after
 * its release may be somebody else's.
 *
 * <p>Heap buffers are Netty's unpooled ones: the garbage collector is their allocator.
 *
 * <p>All threads may use one allocator, virtual ones as well. All allocators take from the same memory, and differ in what they count. What
 * buffers may take is limited by {@code -Dhz3.mem.limit}; past it an allocation throws an {@link OutOfMemoryError}.
 */
public final class Hz3ByteBufAllocator extends AbstractByteBufAllocator implements ByteBufAllocatorMetricProvider {
    /** The allocator for all of a program. It prefers direct buffers. */
    public static final Hz3ByteBufAllocator DEFAULT = new Hz3ByteBufAllocator(true);

    private final Pool pool = new Pool();
    private final LongAdder heapBytes = new LongAdder();
    private final ByteBufAllocatorMetric metric = new ByteBufAllocatorMetric() {
        @Override
        public long usedHeapMemory() {
            return heapBytes.sum();
        }

        @Override
        public long usedDirectMemory() {
            return pool.bytes();
        }
    };

    /** Whether {@link #buffer()} gives direct buffers is what the argument says. */
    public Hz3ByteBufAllocator(boolean preferDirect) {
        super(preferDirect);
    }

    /** True: allocating and releasing are cheap. */
    @Override
    public boolean isDirectBufferPooled() {
        return true;
    }

    /** The capacities of all buffers that are in use, in bytes; exact while nobody allocates or releases. */
    @Override
    public ByteBufAllocatorMetric metric() {
        return metric;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return toLeakAwareBuffer(new HeapByteBuf(this, initialCapacity, maxCapacity));
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        Cache cache = pool.cache();
        Hz3ByteBuf idle = cache != null ? cache.take() : pool.take();
        Hz3ByteBuf buffer = idle != null ? idle : new Hz3ByteBuf(this);
        buffer.open(initialCapacity, maxCapacity);
        if (cache != null) {
            cache.count(initialCapacity);
        } else {
            pool.countGuest(initialCapacity);
        }
        return toLeakAwareBuffer(buffer);
    }

    /** A buffer was released. */
    void recycle(Hz3ByteBuf buffer) {
        pool.give(buffer);
    }

    /** A direct buffer's capacity changed. */
    void count(int change) {
        pool.count(change);
    }

    void countHeap(int change) {
        heapBytes.add(change);
    }
}
