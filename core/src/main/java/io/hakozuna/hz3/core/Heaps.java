package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Binds threads to heaps, one to one. A thread that ends leaves its heap dead, and the next thread that begins takes it over whole,
 * with everything in it. A thread that comes within the decay time finds the caches of the last one, so that short-lived threads cost
 * little; later the caches are emptied into the spans and the free memory goes back, at the events of other threads.
 *
 * <p>Whoever holds a heap's state LIVE or CLAIMED is its owner and may touch everything in the block. A dead heap's inbox is emptied by
 * the very thread that pushes to it: it claims the heap, drains the inbox, purges, and lets go. Neither side may miss the other:
 * <pre>
 *   sender:  push to inbox (A)          leaver:  state = DEAD (C)
 *            read state (B)                      read inbox (D)
 * </pre>
 * All four are sequentially consistent. If B reads LIVE, it comes before C in the one order, so A comes before D and the leaver sees
 * the mail. With acquire and release alone both could read the old value and the chain would lie until the heap lives again.
 */
@StaticInit
@Unmanaged
final class Heaps {
    private static final int BLOCKS_PER_MAPPING = 8;
    /** A dead heap keeps so much free memory, and all of them together {@link Surroundings#warmBound}. */
    private static final long WARM_BYTES_A_HEAP = 512 << 10;
    /** Heaps that {@link #tend} looks at to find one that needs it. */
    static final int LOOKS = 8;
    /** Dead heaps that are looked at for a certain one, or for one that nobody is tidying up. */
    private static final int LOOKS_AT_THE_DEAD = 64;

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
            release(bound);
        }
    }

    private static long acquire(long owner) {
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        Arena.open();
        long heap = owner == 0 ? 0 : takeDead(owner);
        if (heap == 0) {
            heap = takeDead(0);
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

    /** A dead heap, of those that died last; the owner's with the number, or any for 0. Returns 0 if there is none. */
    private static long takeDead(long owner) {
        long link = Globals.at(Globals.DEAD_HEAPS);
        long heap = Memory.getLong(link);
        for (int looked = 0; heap != 0 && looked < LOOKS_AT_THE_DEAD; looked++) {
            // Acquire: what the last owner, or whoever tidied up after it, did to the heap.
            if ((owner == 0 || owner == Heap.owner(heap))
                && Memory.compareAndSetIntAcquire(heap + Heap.STATE, Heap.STATE_DEAD, Heap.STATE_LIVE)) {
                Memory.putLong(link, Memory.getLong(heap + Heap.NEXT_DEAD));
                Memory.putLong(Globals.at(Globals.DEAD_HEAP_COUNT), Memory.getLong(Globals.at(Globals.DEAD_HEAP_COUNT)) - 1);
                countWarm(heap, 0);
                Heap.count(heap, Heap.ADOPTIONS, 1);
                return heap;
            }
            link = heap + Heap.NEXT_DEAD;
            heap = Memory.getLong(link);
        }
        return 0;
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

    /** Gives the heap of a thread that ends to the next one, with all that it cached of its own. */
    static void release(long heap) {
        DirectCache.clear();
        Quarantine.empty(heap);
        long now = Os.milliseconds();
        Inbox.drainAll(heap);
        Sweep.sendHome(heap, Integer.MAX_VALUE);
        if (hasTooMuch(heap)) {
            settle(heap);
            Purge.everything(heap);
            countWarm(heap, warmBytes(heap));
        }
        leave(heap, now);
        tidyIfDead(heap);
        tend(now, Purge.BUDGET);
    }

    /** Makes the heap of a thread that has left a dead one. What it holds ages from now on. */
    static void leave(long heap, long now) {
        Quarantine.empty(heap);
        WaitingMail.giveBack(heap);
        RemoteFree.flush(heap);
        Memory.putLong(heap + Heap.LEFT_AT, now);
        Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        Memory.putLong(heap + Heap.NEXT_DEAD, Memory.getLong(Globals.at(Globals.DEAD_HEAPS)));
        Memory.putLong(Globals.at(Globals.DEAD_HEAPS), heap);
        Memory.putLong(Globals.at(Globals.DEAD_HEAP_COUNT), Memory.getLong(Globals.at(Globals.DEAD_HEAP_COUNT)) + 1);
        Lock.leave(lock);
    }

    /** Counts the free memory of a heap that is or will be dead. Returns whether it, or all of them together, have too much. */
    private static boolean hasTooMuch(long heap) {
        long bytes = warmBytes(heap);
        return countWarm(heap, bytes) > Surroundings.warmBound() || bytes > WARM_BYTES_A_HEAP;
    }

    /** At most so much memory is free in the heap: its free pages, and all that was ever carved of the attached spans. */
    private static long warmBytes(long heap) {
        long pages = Memory.getLong(heap + Heap.DIRTY_PAGES) + Memory.getLong(heap + Heap.ATTACHED_RUN_PAGES);
        return (pages << Arena.PAGE_SHIFT) + Spans.attachedBytes(heap);
    }

    /** Returns what all dead heaps hold, so much being this one's. Others may be counting at the same time: a sum is all it is. */
    private static long countWarm(long heap, long bytes) {
        long change = bytes - Memory.getLong(heap + Heap.WARM_BYTES);
        Memory.putLong(heap + Heap.WARM_BYTES, bytes);
        return Memory.getAndAddLongVolatile(Globals.at(Globals.WARM_BYTES), change) + change;
    }

    /** The highest owner number; all from 1 on have a heap. */
    static long owners() {
        return Memory.getLongAcquire(Globals.at(Globals.OWNER_COUNT));
    }

    /** Empties the inbox and the bins into the spans, so that each span knows exactly what is out and the empty ones are retired. */
    static void settle(long heap) {
        Inbox.drainAll(heap);
        Sweep.sweepAll(heap);
        Runs.sweep(heap);
    }

    /** For a heap that found no memory: gives back all that it holds without using it, so that another class or size can have it. */
    static void recover(long heap) {
        Quarantine.empty(heap);
        RemoteFree.flush(heap);
        settle(heap);
        // Batches that came with the mail.
        RemoteFree.flush(heap);
    }

    /**
     * Takes mail of a dead heap home; the caller has just pushed some, or has just let the heap die. Each caller does its part: where
     * there is more, it is for those who come next, and for the ticks.
     */
    static void tidyIfDead(long heap) {
        while (Memory.getIntVolatile(heap + Heap.STATE) == Heap.STATE_DEAD && Memory.getLongVolatile(heap + Heap.INBOX) != 0) {
            if (!Memory.compareAndSetIntAcquire(heap + Heap.STATE, Heap.STATE_DEAD, Heap.STATE_CLAIMED)) {
                // Somebody else has it: the one who claimed it looks at the inbox again after letting go, as here.
                return;
            }
            Inbox.drain(heap);
            if (hasTooMuch(heap)) {
                Purge.warm(heap);
            }
            Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
        }
    }

    /**
     * A living heap's tick: the next dead heap in turn that has anything to give back has a tick as well, so that its memory ages as
     * if its thread were there, of what the living one has left of its budget; and heaps whose threads sleep are taken. Returns whether
     * there is more to do.
     */
    static boolean tend(long now, int budget) {
        long owners = owners();
        // Racy: two ticks may look at the same heaps, and then none of them is forgotten.
        long hand = Memory.getLongOpaque(Globals.at(Globals.TEND_HAND));
        boolean found = false;
        for (int looked = 0; looked < LOOKS && looked < owners && !found; looked++) {
            hand = hand >= owners ? 1 : hand + 1;
            long heap = Arena.heapOf(hand);
            int state = Memory.getIntOpaque(heap + Heap.STATE);
            if (state == Heap.STATE_DEAD) {
                found = needsTick(heap, now) && tick(heap, now, budget);
            } else if (state == Heap.STATE_LIVE && IdleHeaps.takeIfIdle(heap, now)) {
                // Its caches have rested for the decay time already.
                leave(heap, now - Knobs.purgeDecayMs());
                found = true;
            }
        }
        Memory.putLongOpaque(Globals.at(Globals.TEND_HAND), hand);
        return found;
    }

    private static boolean tick(long heap, long now, int budget) {
        if (!claim(heap)) {
            return false;
        }
        RemoteFree.flush(heap);
        int rest = drainSome(heap, budget);
        if (now - Memory.getLong(heap + Heap.LEFT_AT) >= Knobs.purgeDecayMs()) {
            rest = settleSome(heap, rest);
        }
        Purge.tick(heap, now, rest);
        letGo(heap);
        return true;
    }

    /** Whether the heap has no thread; then the caller owns it until it lets it go. */
    static boolean claim(long heap) {
        return Memory.compareAndSetIntAcquire(heap + Heap.STATE, Heap.STATE_DEAD, Heap.STATE_CLAIMED);
    }

    /** Ends what {@link #claim} began. */
    static void letGo(long heap) {
        countWarm(heap, warmBytes(heap));
        Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
        tidyIfDead(heap);
    }

    /** Does what {@link #settle} does, and returns true, unless that would take more than the budget. */
    static boolean settleWithin(long heap, int budget) {
        int rest = drainSome(heap, budget);
        rest -= Sweep.sendHome(heap, Math.max(rest, 0));
        return settleSome(heap, rest) > 0;
    }

    /** Takes mail home; returns the budget that is left, 0 or less where there may be more. */
    private static int drainSome(long heap, int budget) {
        int rest = budget;
        for (; rest > 0 && Inbox.hasMail(heap); rest -= Inbox.OBJECTS_A_DRAIN) {
            Inbox.drain(heap);
        }
        return rest;
    }

    /** Sweeps a few of the classes that still have something cached; returns the budget that is left. */
    private static int settleSome(long heap, int budget) {
        int rest = budget;
        for (int bin = 1; bin < SizeClasses.BINS && rest > 0; bin++) {
            rest = Sweep.sweepSome(heap, bin, rest);
        }
        Runs.sweep(heap);
        return rest;
    }

    /** A racy look at a heap that may have an owner. */
    private static boolean needsTick(long heap, long now) {
        return Memory.getLongOpaque(heap + Heap.INBOX) != 0 || Memory.getLongOpaque(heap + Heap.UNSORTED) != 0
            || Memory.getLongOpaque(heap + Heap.ALL_SEGMENTS) != 0
                && (now >= Memory.getLongOpaque(heap + Heap.NEXT_PURGE) || Memory.getLongOpaque(heap + Heap.PASS_HAND) != 0
                    || Sweep.anyGoHome(heap) || Purge.isOverBound(heap));
    }

    /** Sends all that a dead heap has cached to where it belongs; does nothing to a heap that has a thread. */
    static void settleIfDead(long heap) {
        if (claimSettled(heap)) {
            letGo(heap);
        }
    }

    /** Gives back all memory that a dead heap does not use; does nothing to a heap that has a thread. */
    static void purgeIfDead(long heap) {
        if (claimSettled(heap)) {
            Thinning.everything(heap);
            Purge.everything(heap);
            Trim.done(heap);
            letGo(heap);
        }
    }

    private static boolean claimSettled(long heap) {
        if (!claim(heap)) {
            return false;
        }
        RemoteFree.flush(heap);
        settle(heap);
        return true;
    }
}
