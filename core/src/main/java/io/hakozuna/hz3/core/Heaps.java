package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Binds threads to heaps, one to one. A thread that begins takes a dead heap over whole, with everything in it ({@link DeadHeaps}), or
 * gets a new one.
 */
@StaticInit
@Unmanaged
final class Heaps {
    private static final int BLOCKS_PER_MAPPING = 8;

    private Heaps() {
    }

    /**
     * The calling thread's heap, given what {@link Tls#heap} says; acquires one if there is none. Returns 0 if there is no memory for it.
     * A thread whose exit callback has run gets no other one, so it only borrows the heap until {@link #unbind}; and so do
     * {@link Guests}.
     */
    static long bind(long current) {
        return bind(current, 0);
    }

    /**
     * The same for a thread that has a block to free: if it has no heap and the block's owner is dead, it becomes the owner. Who begins
     * with the blocks of another thread is likely to take its place.
     */
    static long bind(long current, long owner) {
        if (!Heap.isNone(current)) {
            return current;
        }
        long heap = IdleHeaps.stillOwn();
        if (heap != 0) {
            return heap;
        }
        heap = Guests.canOwn() ? acquire(owner) : 0;
        if (heap == 0) {
            return Guests.enter();
        }
        if (!Tls.exiting()) {
            give(heap);
        }
        return heap;
    }

    /** Makes the calling thread, which has none, the owner of a heap that is alive and nobody's. */
    static void give(long heap) {
        // The heap first: asking for the callback may allocate.
        Tls.setOwnHeap(heap);
        Tls.setHeap(heap);
        Tls.watchExit();
        IdleHeaps.offer(heap);
    }

    /** Ends what {@link #bind} began. */
    static void unbind(long current, long bound) {
        if (bound == current || bound == 0) {
            return;
        }
        if (Guests.isCommon(bound)) {
            Guests.leave(bound);
        } else if (Tls.exiting()) {
            DeadHeaps.release(bound);
        }
    }

    private static long acquire(long owner) {
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        Arena.open();
        long heap = owner == 0 ? 0 : DeadHeaps.take(owner);
        if (heap == 0) {
            heap = DeadHeaps.take(0);
        }
        if (heap == 0) {
            heap = IdleHeaps.takeOfEnded();
        }
        if (heap == 0 && Guests.mayCreate()) {
            heap = create();
        }
        Lock.leave(lock);
        return heap;
    }

    /** A new heap, live; 0 if there is no memory or no number for it. The caller holds the arena lock. */
    static long create() {
        long owner = Memory.getLong(Globals.at(Globals.OWNER_COUNT)) + 1;
        if (Memory.getLong(Globals.at(Globals.OWNERS)) == 0 || owner >= Arena.OWNERS) {
            return 0;
        }
        long heap = Memory.getLong(Globals.at(Globals.HEAP_BUMP));
        if (heap == Memory.getLong(Globals.at(Globals.HEAP_BUMP_END))) {
            heap = Os.map(Heap.bytes() * BLOCKS_PER_MAPPING);
            if (heap == 0) {
                return 0;
            }
            Memory.putLong(Globals.at(Globals.HEAP_BUMP_END), heap + Heap.bytes() * BLOCKS_PER_MAPPING);
        }
        Memory.putLong(Globals.at(Globals.HEAP_BUMP), heap + Heap.bytes());
        Memory.putLong(Memory.getLong(Globals.at(Globals.OWNERS)) + owner * 8, heap);
        Memory.putInt(heap + Heap.OWNER_TAG, (int) owner << PageTag.OWNER_SHIFT);
        Memory.putLong(heap + Heap.ARENA_PAGES, Memory.getLong(Globals.at(Globals.ARENA_PAGES)));
        Memory.putLong(heap + Heap.ARENA_BASE, Memory.getLong(Globals.at(Globals.ARENA_BASE)));
        Memory.putLong(heap + Heap.TAGS, Memory.getLong(Globals.at(Globals.TAGS)));
        Memory.putLong(heap + Heap.SPANS, Memory.getLong(Globals.at(Globals.SPANS)));
        Memory.putLong(heap + Heap.STASH_ROOM, Knobs.remoteStashBytes());
        Memory.putLong(heap + Heap.CLOCK, Os.milliseconds());
        Trim.done(heap);
        Memory.putInt(heap + Heap.STATE, Heap.STATE_LIVE);
        // Release: whoever acquires the count and goes through the directory finds a whole heap behind each number.
        Memory.putLongRelease(Globals.at(Globals.OWNER_COUNT), owner);
        return heap;
    }

    /** The highest owner number; all from 1 on have a heap. */
    static long owners() {
        return Memory.getLongAcquire(Globals.at(Globals.OWNER_COUNT));
    }
}
