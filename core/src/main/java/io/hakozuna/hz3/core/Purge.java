package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Gives the memory of free pages back to the system, in whole ranges. It runs at the heap's own events, a bounded number of pages at a
 * time, so that no call takes long; a segment that is all free and purged goes back to the arena, but for the heap's last one. Two
 * things make a page go:
 *
 * <p><b>Age</b>: it has been free for the decay time ({@code HZ3_PURGE_DECAY_MS}). A pass over all segments begins four times in that
 * time, and each event's tick does a piece of it.
 *
 * <p><b>Volume</b>: the heap holds more free pages than {@code HZ3_DIRTY_BYTES}, or than {@link Surroundings} leave it. A program that
 * frees a burst and then does nothing passes no event at which age could tell, so what is above the bound goes while the burst is being
 * freed. For a program that takes its memory back soon this would be a waste, and it shows: clean pages are taken within the decay time
 * after others were purged for volume. To purge and to miss a page costs more than to keep a few for the decay time. So for each that was
 * missed the bound grows by four, and by no more in all than would be free had none been purged: the second burst finds the memory of the
 * first. Without such a second the growth halves every few seconds until it is gone.
 */
@StaticInit
@Unmanaged
final class Purge {
    /** Events between two looks at the clock, unless much gets free. */
    private static final long EVENTS_PER_TICK = 16;
    /**
     * What a tick may do in all, its share of other heaps' work included: less than half a millisecond, or a third more after the free of
     * a run that is larger than what that is enough for. The unit is an object that is walked, perhaps from a line that is in no cache.
     */
    static final int BUDGET = 3072;
    /** Of that, what other heaps may always have. */
    private static final int SHARE_OF_OTHERS = BUDGET / 6;
    /** A page that is given back, if all of its memory was used. */
    static final int PAGE_COST = 64;
    /** What {@link Sweep} may take home at an event, and at a tick. */
    private static final int SENT_HOME_AN_EVENT = 1024;
    private static final int SENT_HOME_A_TICK = BUDGET / 2;
    private static final int SEGMENTS_A_TICK = 256;
    private static final long FEW_PAGES = 8;
    private static final long MOST_MARGIN = 16;
    /**
     * Pages that the sender of a message to a dead heap gives back of it, beyond those that got free by that; and the most in all, with
     * which the sender's part is at most 5/3 of {@link #BUDGET}.
     */
    private static final int WARM_PAGES = 16;
    private static final int MOST_WARM_PAGES = 64;
    /** Pages of the system that a pass may hollow out: 16 MiB, so that a program in full swing spends a few percent of its time on it. */
    private static final long HOLLOW_A_PASS = 4096;
    private static final long BOUND_HALVES_MS = 5000;
    /** By how many pages the bound grows for each one that was missed. */
    private static final int GROWTH_A_MISS = 4;
    private static final int LEFTOVERS_A_PASS = 4;

    private Purge() {
    }

    /**
     * Counts an event: pages were given back, or a bin needed a new span. A heap that is claimed by somebody who tidies it up has its tick
     * from that.
     */
    static void event(long heap) {
        long events = Memory.getLong(heap + Heap.EVENTS) + 1;
        Memory.putLong(heap + Heap.EVENTS, events);
        if (events % EVENTS_PER_TICK == 0 || hasFreedMuch(heap)) {
            long purged = Memory.getLong(heap + Heap.PURGED_PAGES);
            lookAtClock(heap);
            noteDirty(heap, isOverBound(heap) && Memory.getLong(heap + Heap.PURGED_PAGES) != purged);
        } else if (Sweep.anyGoHome(heap)) {
            Sweep.sendHome(heap, SENT_HOME_AN_EVENT);
        }
    }

    /** Whether more pages above the bound got free than a tick gives back. Where pages are taken as well, only what they come to counts. */
    private static boolean hasFreedMuch(long heap) {
        return freedSinceLook(heap) >= BUDGET / PAGE_COST && isOverBound(heap);
    }

    private static long freedSinceLook(long heap) {
        return Memory.getLong(heap + Heap.DIRTY_PAGES) - Memory.getLong(heap + Heap.DIRTY_AT_LOOK);
    }

    /**
     * After each look, by the count of events, at the clock: so that the same calls have the same ticks above the bound, whatever the time
     * is. What the tick was too little for is for the next one, which is to come soon, as long as ticks are of use.
     */
    private static void noteDirty(long heap, boolean more) {
        long dirty = Memory.getLong(heap + Heap.DIRTY_PAGES);
        Memory.putLong(heap + Heap.DIRTY_AT_LOOK, more ? Math.min(dirty, Memory.getLong(heap + Heap.DIRTY_AT_LOOK)) : dirty);
    }

    private static void lookAtClock(long heap) {
        if (Memory.getIntOpaque(heap + Heap.STATE) != Heap.STATE_LIVE) {
            return;
        }
        long now = Os.milliseconds();
        // The clock's step is long: where the last tick was in the same one and left nothing to do, it is too early for another.
        if (now != Memory.getLong(heap + Heap.CLOCK) || Trap.wantsTick(heap, now) || hasMore(heap, now)) {
            tickOfLiving(heap, now);
        }
    }

    /** The caller is the heap's thread. */
    static void tickOfLiving(long heap, long now) {
        // A run of 4 MiB has more pages than the budget is for, and one tick for each of them must be enough.
        long freed = Math.min(freedSinceLook(heap), Arena.SEGMENT_PAGES);
        int rest = tick(heap, now, Math.max(BUDGET, pageCost(freed)));
        boolean more = DeadHeaps.tend(now, Math.max(rest, SHARE_OF_OTHERS));
        Trap.set(heap, now, more || hasMore(heap, now));
    }

    private static boolean hasMore(long heap, long now) {
        return isPassUnderWay(heap) || isOverBound(heap) || Sweep.hasLooks(heap) || Sweep.anyGoHome(heap) || Trim.isDue(heap)
            || DirectCache.hasExpired(now);
    }

    static boolean isPassUnderWay(long heap) {
        return Memory.getLong(heap + Heap.PASS_HAND) != 0;
    }

    /** The caller is the heap's owner, or has claimed it. Returns the budget that is left. */
    static int tick(long heap, long now, int budget) {
        long before = Memory.getLong(heap + Heap.CLOCK);
        Memory.putLong(heap + Heap.CLOCK, now);
        if (now >= Memory.getLong(heap + Heap.NEXT_PURGE) && !isPassUnderWay(heap)) {
            beginPass(heap, now);
        }
        int rest = budget - pageCost(DirectCache.expire(now) >>> Arena.PAGE_SHIFT);
        rest -= Sweep.sendHome(heap, Math.min(rest, SENT_HOME_A_TICK));
        Surroundings.report(heap);
        if (isOverBound(heap)) {
            rest -= downToBound(heap, rest);
        }
        rest = Trim.piece(heap, now, rest);
        // A refill since the last tick carries that one's time.
        rest = Sweep.sweepRested(heap, Math.min(now - Knobs.purgeDecayMs(), before - 1), rest);
        rest -= pieceOfPass(heap, rest);
        Surroundings.report(heap);
        return rest;
    }

    private static int pageCost(long pages) {
        return (int) pages * PAGE_COST;
    }

    private static void beginPass(long heap, long now) {
        beginPass(heap, now, now - Knobs.purgeDecayMs(), Memory.getLong(heap + Heap.HOLLOWED_PAGES) + HOLLOW_A_PASS);
        Sweep.beginLooks(heap);
        Leftovers.retry(LEFTOVERS_A_PASS);
        Runs.sweep(heap);
        shrinkBound(heap, now);
    }

    /** A pass that takes all that is free now for old. */
    static void beginPassOverAll(long heap, long now) {
        beginPass(heap, now, now, Long.MAX_VALUE);
    }

    private static void beginPass(long heap, long now, long deadline, long hollowed) {
        Memory.putLong(heap + Heap.NEXT_PURGE, now + Knobs.purgeDecayMs() / 4);
        Memory.putLong(heap + Heap.PASS_DEADLINE, deadline);
        Memory.putLong(heap + Heap.PASS_HAND, Memory.getLong(heap + Heap.ALL_SEGMENTS));
        Memory.putLong(heap + Heap.PASS_HOLLOWED, hollowed);
    }

    /** Halves what the bound has grown by, once for each few seconds, whether or not there were ticks in them. */
    private static void shrinkBound(long heap, long now) {
        long halvings = (now - Memory.getLong(heap + Heap.BOUND_CHANGED)) / BOUND_HALVES_MS;
        if (halvings > 0) {
            Memory.putLong(heap + Heap.BOUND_GROWTH, Memory.getLong(heap + Heap.BOUND_GROWTH) >>> Math.min(halvings, Long.SIZE - 1));
            Memory.putLong(heap + Heap.BOUND_CHANGED, now);
        }
    }

    /** Goes on with the pass where it ended last; returns what was spent of the budget. */
    private static int pieceOfPass(long heap, int budget) {
        long deadline = Memory.getLong(heap + Heap.PASS_DEADLINE);
        int spent = 0;
        for (int looked = 0; looked < SEGMENTS_A_TICK && spent < budget; looked++) {
            long segment = Memory.getLong(heap + Heap.PASS_HAND);
            if (segment == 0) {
                break;
            }
            spent++;
            if (Memory.getLong(heap + Heap.HOLLOWED_PAGES) < Memory.getLong(heap + Heap.PASS_HOLLOWED)) {
                spent += Thinning.segment(heap, segment, deadline, budget - spent);
            }
            boolean old = Memory.getLong(segment + Segments.DIRTY_PAGES) != 0 && Memory.getLong(segment + Segments.DIRTY_SINCE) <= deadline;
            if (old && spent < budget) {
                spent += purge(heap, segment, budget - spent);
            }
            if (spent >= budget) {
                // The next tick comes to this segment again, and what is done already is not done twice.
                break;
            }
            Memory.putLong(heap + Heap.PASS_HAND, Memory.getLong(segment + Segments.ALL_NEXT));
            if (old || Memory.getLong(segment + Segments.DIRTY_PAGES) == 0) {
                spent += pageCost(releaseIfEmpty(heap, segment));
            }
        }
        return spent;
    }

    /** Whether the heap has too many free pages, by a margin that is worth a call. A racy look where it is somebody else's. */
    static boolean isOverBound(long heap) {
        long bound = bound(heap);
        return Memory.getLongOpaque(heap + Heap.DIRTY_PAGES) > bound + Math.min(bound >>> 4, MOST_MARGIN)
            && Memory.getLongOpaque(heap + Heap.CLOCK) >= Memory.getLongOpaque(heap + Heap.STUCK_UNTIL);
    }

    private static long bound(long heap) {
        return Surroundings.share(heap, (Knobs.dirtyBytes() >>> Arena.PAGE_SHIFT) + Memory.getLongOpaque(heap + Heap.BOUND_GROWTH));
    }

    /**
     * Purges until the heap is back at its bound, or the budget is used up: segments with many free pages first, since a range costs one
     * call, and others where there are no such. Returns what was spent.
     */
    private static int downToBound(long heap, int budget) {
        long before = Memory.getLong(heap + Heap.PURGED_PAGES);
        int spent = someDownTo(heap, bound(heap), budget);
        long purged = Memory.getLong(heap + Heap.PURGED_PAGES) - before;
        long now = Memory.getLong(heap + Heap.CLOCK);
        // Nobody missed those of long ago.
        boolean counts = now - Memory.getLong(heap + Heap.VOLUME_PURGED_AT) <= Knobs.purgeDecayMs();
        Memory.putLong(heap + Heap.VOLUME_PURGED, (counts ? Memory.getLong(heap + Heap.VOLUME_PURGED) : 0) + purged);
        Memory.putLong(heap + Heap.VOLUME_PURGED_AT, now);
        if (purged == 0 && spent != 0) {
            // Locked memory.
            Memory.putLong(heap + Heap.STUCK_UNTIL, now + Knobs.purgeDecayMs());
        }
        return spent;
    }

    private static int someDownTo(long heap, long bound, int budget) {
        int most = (int) Math.min(budget, (Memory.getLong(heap + Heap.DIRTY_PAGES) - bound) * PAGE_COST);
        int spent = 0;
        for (int least = Arena.SEGMENT_PAGES / 2; least >= 1 && spent == 0; least >>= 2) {
            spent = purgeSegmentsWith(heap, least, most);
        }
        return spent;
    }

    /** Of the free pages that a dead heap holds beyond a few, purges as many as there are more than before, and some; a bounded number. */
    static void warm(long heap, long before) {
        long pages = Memory.getLong(heap + Heap.DIRTY_PAGES);
        if (pages > FEW_PAGES) {
            long part = Math.min(Math.max(pages - before, 0) + WARM_PAGES, MOST_WARM_PAGES);
            someDownTo(heap, FEW_PAGES, (int) part * PAGE_COST);
        }
    }

    private static int purgeSegmentsWith(long heap, int least, int budget) {
        int spent = 0;
        long segment = Memory.getLong(heap + Heap.ALL_SEGMENTS);
        for (int looked = 0; looked < SEGMENTS_A_TICK && spent < budget && segment != 0; looked++) {
            long next = Memory.getLong(segment + Segments.ALL_NEXT);
            if (Cpu.bitCount(Memory.getLong(segment + Segments.DIRTY_PAGES)) >= least) {
                spent += purge(heap, segment, budget - spent);
                if (spent < budget) {
                    // Nothing is dirty there any more but what is locked.
                    spent += pageCost(releaseIfEmpty(heap, segment));
                }
            }
            segment = next;
        }
        return spent;
    }

    /** The heap takes pages whose memory it does not have: pages that were purged for their volume may be missed. */
    static void tookClean(long heap, int pages) {
        long purged = Memory.getLong(heap + Heap.VOLUME_PURGED);
        if (purged == 0) {
            return;
        }
        long now = Os.milliseconds();
        if (now - Memory.getLong(heap + Heap.VOLUME_PURGED_AT) > Knobs.purgeDecayMs()) {
            Memory.putLong(heap + Heap.VOLUME_PURGED, 0);
            return;
        }
        long missed = Math.min(purged, pages);
        Memory.putLong(heap + Heap.VOLUME_PURGED, purged - missed);
        long growth = Memory.getLong(heap + Heap.BOUND_GROWTH);
        long grown = Math.min(growth + GROWTH_A_MISS * missed, Memory.getLong(heap + Heap.DIRTY_PAGES) + purged);
        if (grown > growth) {
            Memory.putLong(heap + Heap.BOUND_GROWTH, grown);
            Memory.putLong(heap + Heap.BOUND_CHANGED, now);
        }
    }

    /** Returns how many pages had to be given back for that. */
    private static int releaseIfEmpty(long heap, long segment) {
        boolean last = Memory.getLong(heap + Heap.ALL_SEGMENTS) == segment && Memory.getLong(segment + Segments.ALL_NEXT) == 0;
        return last ? 0 : releaseEvenLast(heap, segment);
    }

    /**
     * Releases a segment if it is empty and holds no memory, for nobody looks after that in the arena. What could not be purged, because
     * it is locked (mlock), can be replaced; where that fails as well the segment stays, and is tried again after another decay.
     */
    private static int releaseEvenLast(long heap, long segment) {
        if (!Segments.isEmpty(segment)) {
            return 0;
        }
        long dirty = Memory.getLong(segment + Segments.DIRTY_PAGES);
        if (dirty != 0 && !Os.decommit(Segments.address(segment), Arena.SEGMENT_BYTES)) {
            return 0;
        }
        int pages = Cpu.bitCount(dirty);
        if (dirty != 0) {
            ObjectStates.purge(Segments.address(segment), Arena.SEGMENT_BYTES);
            Segments.setState(segment, Segments.RESERVED);
            Segments.clean(heap, segment, dirty);
            count(heap, pages);
        }
        release(heap, segment);
        return pages;
    }

    private static void count(long heap, int purged) {
        Heap.count(heap, Heap.PURGED_PAGES, purged);
        Limit.give(Limit.ofPages(purged));
    }

    private static void release(long heap, long segment) {
        if (Guards.areOn()) {
            Guards.leave(segment);
        }
        leave(heap, segment);
        Arena.releaseSegment(segment);
    }

    /** Takes a segment from the heap; a pass that has come to it goes on with the next. */
    static void leave(long heap, long segment) {
        if (Memory.getLong(heap + Heap.PASS_HAND) == segment) {
            Memory.putLong(heap + Heap.PASS_HAND, Memory.getLong(segment + Segments.ALL_NEXT));
        }
        Segments.unlink(heap, segment);
    }

    /** That memory was missed in the past is no reason to keep any. */
    static void forgetDemand(long heap) {
        Memory.putLong(heap + Heap.BOUND_GROWTH, 0);
        Memory.putLong(heap + Heap.VOLUME_PURGED, 0);
    }

    /** Purges all free pages of the heap, whatever their age, and gives up all its empty segments. */
    static void everything(long heap) {
        forgetDemand(heap);
        long segment = Memory.getLong(heap + Heap.ALL_SEGMENTS);
        while (segment != 0) {
            long next = Memory.getLong(segment + Segments.ALL_NEXT);
            purge(heap, segment, Integer.MAX_VALUE);
            releaseEvenLast(heap, segment);
            segment = next;
        }
        Surroundings.report(heap);
    }

    /** Purges the segment's free pages, all of them unless that takes the whole budget, which is more than 0; returns what was spent. */
    private static int purge(long heap, long segment, int budget) {
        int most = (int) (((long) budget + PAGE_COST - 1) / PAGE_COST);
        long dirty = Memory.getLong(segment + Segments.DIRTY_PAGES);
        long address = Segments.address(segment);
        int purged = 0;
        int tried = 0;
        while (dirty != 0 && tried < most) {
            int first = Cpu.trailingZeros(dirty);
            long rest = ~(dirty >>> first);
            // All 64 bits from the first one on set: there is no end to find.
            int pages = rest == 0 ? Arena.SEGMENT_PAGES : Cpu.trailingZeros(rest);
            pages = Math.min(Math.min(pages, Arena.SEGMENT_PAGES - first), most - tried);
            long range = -1L >>> (Arena.SEGMENT_PAGES - pages) << first;
            dirty &= ~range;
            tried += pages;
            if (Os.purge(address + ((long) first << Arena.PAGE_SHIFT), (long) pages << Arena.PAGE_SHIFT)) {
                ObjectStates.purge(address + ((long) first << Arena.PAGE_SHIFT), (long) pages << Arena.PAGE_SHIFT);
                Segments.clean(heap, segment, range);
                purged += pages;
            } else {
                // Locked memory (mlock) cannot be purged: these pages stay dirty, and are tried again after another decay.
                Memory.putLong(segment + Segments.DIRTY_SINCE, Memory.getLong(heap + Heap.CLOCK));
            }
        }
        count(heap, purged);
        return pageCost(tried);
    }
}
