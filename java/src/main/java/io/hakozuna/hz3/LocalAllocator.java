package io.hakozuna.hz3;

import io.hakozuna.hz3.core.Allocator;
import io.hakozuna.hz3.sys.Library;
import io.hakozuna.hz3.sys.Tls;

/**
 * One thread's allocator: the same blocks as {@link Hz3}'s, without the look-up of the thread. Only the thread that asked for it may use
 * it, and nobody after {@link Hz3#close}, which is checked by an assertion alone. Its blocks may be freed by any thread with
 * {@link Hz3#free(long)}, and those of others with this one's. While the thread lives, nobody else can give back what its heap keeps free;
 * the half a second's decay then depends on calls of this thread.
 */
public final class LocalAllocator {
    private final long heap;

    private LocalAllocator(long heap) {
        this.heap = heap;
    }

    static LocalAllocator ofThread() {
        // Binds the thread to a heap.
        Hz3.free(Hz3.allocate(1));
        long heap = Tls.ownHeap();
        if (heap == 0) {
            throw new IllegalStateException(Thread.currentThread().isVirtual()
                ? "a virtual thread has no heap of its own: use Hz3.allocate" : "there is no heap for this thread (-Dhz3.num.shards)");
        }
        Library.pinHeap();
        return new LocalAllocator(heap);
    }

    /** As {@link Hz3#allocate}. */
    public long allocate(long size) {
        assert heap == Tls.heap() : "another thread's allocator";
        if (Check.ON) {
            return Hz3.allocate(size);
        }
        long address = Allocator.allocate(size, Library.checkedHeap(heap));
        return address != 0 ? address : Failure.noMemory(size);
    }

    /** As {@link Hz3#free(long)}. */
    public void free(long address) {
        assert heap == Tls.heap() : "another thread's allocator";
        if (Check.ON) {
            Hz3.free(address);
            return;
        }
        Allocator.free(address, Library.checkedHeap(heap));
    }

    /** As {@link Hz3#free(long, long)}. */
    public void free(long address, long size) {
        assert heap == Tls.heap() : "another thread's allocator";
        if (Check.ON) {
            Hz3.free(address);
            return;
        }
        Allocator.freeSized(address, size, Library.checkedHeap(heap));
    }
}
