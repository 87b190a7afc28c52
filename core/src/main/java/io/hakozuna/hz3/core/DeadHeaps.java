package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Heaps without a thread. A thread that ends leaves its heap dead, and the next thread that begins takes it over whole, with everything in
 * it. A thread that comes within the decay time finds the caches of the last one, so that short-lived threads cost little; later the
 * caches are emptied into the spans and the free memory goes back, at the events of other threads.
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
final class DeadHeaps {
    /** A dead heap keeps so much free memory, and all of them together {@link Surroundings#warmBound}. */
    private static final long WARM_BYTES_A_HEAP = 512 << 10;
    /** Heaps that {@link #tend} looks at to find one that needs it. */
    static final int LOOKS = 8;
    /** Dead heaps that are looked at for a certain one, for one that nobody is tidying up, or for those that are unfinished. */
    private static final int LOOKS_AT_THE_DEAD = 64;

    private DeadHeaps() {
    }

    /**
     * A dead heap, of those that died last, alive again: the owner's with the number, or any for 0. Returns 0 if there is none. The caller
     * holds the arena lock.
     */
    static long take(long owner) {
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

    /** Gives the heap of a thread that ends to the next one, with all that it cached of its own. */
    static void release(long heap) {
        DirectCache.clear();
        Quarantine.empty(heap);
        long now = Os.milliseconds();
        Inbox.drainAll(heap);
        Sweep.sendHome(heap, Integer.MAX_VALUE);
        WaitingMail.giveBack(heap, Integer.MAX_VALUE);
        makeSmall(heap);
        leave(heap, now);
        tidyIfDead(heap);
        tend(now, Purge.BUDGET);
        finish();
    }

    /**
     * A thread that ends is nobody's malloc, and has time: it finishes what callers with less of it have begun, the mail of dead heaps, and
     * purges those that have too much by now. The threads that live on may have no tick for long.
     */
    private static void finish() {
        long owners = Heaps.owners();
        long hand = Memory.getLongOpaque(Globals.at(Globals.FINISH_HAND));
        for (int looked = 0; looked < LOOKS_AT_THE_DEAD && looked < owners; looked++) {
            hand = hand >= owners ? 1 : hand + 1;
            long heap = Arena.heapOf(hand);
            // Once more where others have sent mail meanwhile, and left it because the heap was claimed.
            for (int turn = 0; turn < 2 && isUnfinished(heap) && claim(heap); turn++) {
                Inbox.drainAll(heap);
                makeSmall(heap);
                letGo(heap);
            }
        }
        // Racy: two threads may finish the same ones, and then those that come next are for the next thread.
        Memory.putLongOpaque(Globals.at(Globals.FINISH_HAND), hand);
    }

    /**
     * A racy look at a heap that may have an owner. Its inbox is for those who have sent what is in there. Twice the bound: who ends at the
     * same time counts as well, and keeps the bound himself.
     */
    private static boolean isUnfinished(long heap) {
        long warm = Memory.getLongOpaque(heap + Heap.WARM_BYTES);
        return Memory.getIntOpaque(heap + Heap.STATE) == Heap.STATE_DEAD
            && (Memory.getLongOpaque(heap + Heap.UNSORTED) != 0 || warm > WARM_BYTES_A_HEAP
            || warm > 0 && Memory.getLongOpaque(Globals.at(Globals.WARM_BYTES)) > 2 * Surroundings.warmBound());
    }

    /** Makes the heap of a thread that has left a dead one. What it holds ages from now on. */
    static void leave(long heap, long now) {
        Quarantine.empty(heap);
        WaitingMail.giveBack(heap, Purge.BUDGET);
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

    /** If a heap that is or will be dead has too much, its free pages go back; and all that it caches, if without them it still had. */
    private static void makeSmall(long heap) {
        long cached = cachedBytes(heap);
        long bytes = cached + bytesOf(heap, Heap.DIRTY_PAGES);
        long all = countWarm(heap, bytes);
        if (isTooMuch(bytes, all)) {
            if (isTooMuch(cached, all - bytes + cached)) {
                settle(heap);
            }
            Purge.everything(heap);
            countWarm(heap, warmBytes(heap));
        }
    }

    /** Counts the free memory of a heap that is dead. Returns whether it, or all of them together, have too much. */
    private static boolean hasTooMuch(long heap) {
        long bytes = warmBytes(heap);
        return isTooMuch(bytes, countWarm(heap, bytes));
    }

    private static boolean isTooMuch(long bytes, long all) {
        return all > Surroundings.warmBound() || bytes > WARM_BYTES_A_HEAP;
    }

    /** At most so much memory is free in the heap: its free pages, and what it caches. */
    private static long warmBytes(long heap) {
        return cachedBytes(heap) + bytesOf(heap, Heap.DIRTY_PAGES);
    }

    /** All that was ever carved of the attached spans, and the runs that are kept. */
    private static long cachedBytes(long heap) {
        return Spans.attachedBytes(heap) + bytesOf(heap, Heap.ATTACHED_RUN_PAGES);
    }

    private static long bytesOf(long heap, long pages) {
        return Memory.getLong(heap + pages) << Arena.PAGE_SHIFT;
    }

    /** Returns what all dead heaps hold, so much being this one's. Others may be counting at the same time: a sum is all it is. */
    private static long countWarm(long heap, long bytes) {
        long change = bytes - Memory.getLong(heap + Heap.WARM_BYTES);
        Memory.putLong(heap + Heap.WARM_BYTES, bytes);
        return Memory.getAndAddLongVolatile(Globals.at(Globals.WARM_BYTES), change) + change;
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
            long dirty = Memory.getLong(heap + Heap.DIRTY_PAGES);
            Inbox.drain(heap);
            if (hasTooMuch(heap)) {
                Purge.warm(heap, dirty);
            }
            boolean more = Memory.getLong(heap + Heap.UNSORTED) != 0;
            Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
            if (more) {
                return;
            }
        }
    }

    /**
     * A living heap's tick: the next dead heap in turn that has anything to give back has a tick as well, so that its memory ages as
     * if its thread were there, of what the living one has left of its budget; and heaps whose threads sleep are taken. Returns whether
     * there is more to do.
     */
    static boolean tend(long now, int budget) {
        long owners = Heaps.owners();
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
                tidyIfDead(heap);
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
