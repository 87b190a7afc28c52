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
 * after others were purged for volume.
 * Then the bound grows by as many pages, so that the second burst finds the memory of the first; without such a second it halves
 * every few seconds until it is what it was.
 */
@StaticInit
@Unmanaged
final class Purge {
    /** Events between two looks at the clock. */
    private static final long EVENTS_PER_TICK = 16;
    /** Pages that a tick may purge: about a quarter of a millisecond, if all of their memory was used. */
    private static final int PAGES_A_TICK = 64;
    private static final int SEGMENTS_A_TICK = 256;
    private static final long FEW_PAGES = 8;
    /** Pages of the system that a pass may hollow out: 16 MiB, so that a program in full swing spends a few percent of its time on it. */
    private static final long HOLLOW_A_PASS = 4096;
    /** Free objects that a tick may look at in its search for hollow pages: about as long again. */
    private static final int OBJECTS_A_TICK = 16_384;
    private static final long BOUND_HALVES_MS = 5000;
    private static final int LEFTOVERS_A_PASS = 4;

    private Purge() {
    }

    /** Counts an event: pages were given back, or a bin needed a new span. */
    static void event(long heap) {
        long events = Memory.getLong(heap + Heap.EVENTS) + 1;
        Memory.putLong(heap + Heap.EVENTS, events);
        if (events % EVENTS_PER_TICK == 0) {
            tick(heap);
        }
    }

    private static void tick(long heap) {
        long now = Os.milliseconds();
        if (Memory.getIntOpaque(heap + Heap.STATE) == Heap.STATE_LIVE) {
            tickOfLiving(heap, now);
        } else {
            tick(heap, now);
        }
    }

    /** The caller is the heap's thread. */
    static void tickOfLiving(long heap, long now) {
        tick(heap, now);
        boolean more = Heaps.tend(now);
        Trap.set(heap, now, more || Memory.getLong(heap + Heap.PASS_HAND) != 0);
    }

    /** The caller is the heap's owner, or has claimed it. */
    static void tick(long heap, long now) {
        Memory.putLong(heap + Heap.CLOCK, now);
        if (now >= Memory.getLong(heap + Heap.NEXT_PURGE)) {
            beginPass(heap, now);
        }
        int purged = pieceOfPass(heap);
        Surroundings.report(heap);
        if (Memory.getLong(heap + Heap.DIRTY_PAGES) > bound(heap)) {
            downToBound(heap, PAGES_A_TICK - purged);
        }
    }

    private static void beginPass(long heap, long now) {
        Memory.putLong(heap + Heap.NEXT_PURGE, now + Knobs.purgeDecayMs() / 4);
        Memory.putLong(heap + Heap.PASS_DEADLINE, now - Knobs.purgeDecayMs());
        Memory.putLong(heap + Heap.PASS_HAND, Memory.getLong(heap + Heap.ALL_SEGMENTS));
        Memory.putLong(heap + Heap.PASS_HOLLOWED, Memory.getLong(heap + Heap.HOLLOWED_PAGES) + HOLLOW_A_PASS);
        DirectCache.expire(now);
        Leftovers.retry(LEFTOVERS_A_PASS);
        Runs.sweep(heap);
        if (now - Memory.getLong(heap + Heap.BOUND_CHANGED) > BOUND_HALVES_MS) {
            Memory.putLong(heap + Heap.BOUND_GROWTH, Memory.getLong(heap + Heap.BOUND_GROWTH) / 2);
            Memory.putLong(heap + Heap.BOUND_CHANGED, now);
        }
    }

    /** Goes on with the pass where it ended last; returns the pages purged. */
    private static int pieceOfPass(long heap) {
        long deadline = Memory.getLong(heap + Heap.PASS_DEADLINE);
        int purged = 0;
        int walked = 0;
        for (int looked = 0; looked < SEGMENTS_A_TICK && purged < PAGES_A_TICK; looked++) {
            long segment = Memory.getLong(heap + Heap.PASS_HAND);
            if (segment == 0) {
                break;
            }
            if (Memory.getLong(heap + Heap.HOLLOWED_PAGES) < Memory.getLong(heap + Heap.PASS_HOLLOWED)) {
                walked += Thinning.segment(heap, segment, deadline, OBJECTS_A_TICK - walked);
            }
            if (walked >= OBJECTS_A_TICK) {
                // The next tick comes to this segment again, and what is thinned already is not looked at twice.
                break;
            }
            Memory.putLong(heap + Heap.PASS_HAND, Memory.getLong(segment + Segments.ALL_NEXT));
            if (Memory.getLong(segment + Segments.DIRTY_PAGES) != 0 && Memory.getLong(segment + Segments.DIRTY_SINCE) <= deadline) {
                purged += purge(heap, segment);
                purged += releaseIfEmpty(heap, segment);
            }
        }
        return purged;
    }

    private static long bound(long heap) {
        return Surroundings.share(heap, (Knobs.dirtyBytes() >>> Arena.PAGE_SHIFT) + Memory.getLong(heap + Heap.BOUND_GROWTH));
    }

    /**
     * Purges until the heap is back at its bound, or has purged about so many pages: segments with many free pages first, since a range
     * costs one call, and others where there are no such.
     */
    private static void downToBound(long heap, int pages) {
        int purged = someDownTo(heap, bound(heap), pages);
        Memory.putLong(heap + Heap.VOLUME_PURGED, Memory.getLong(heap + Heap.VOLUME_PURGED) + purged);
        Memory.putLong(heap + Heap.VOLUME_PURGED_AT, Memory.getLong(heap + Heap.CLOCK));
    }

    private static int someDownTo(long heap, long bound, int pages) {
        int purged = 0;
        for (int least = Arena.SEGMENT_PAGES / 2; least >= 1 && purged == 0; least >>= 2) {
            purged = purgeSegmentsWith(heap, least, pages, bound);
        }
        return purged;
    }

    /** Of the free pages that a dead heap holds beyond a few, purges a bounded part. */
    static void warm(long heap) {
        if (Memory.getLong(heap + Heap.DIRTY_PAGES) > FEW_PAGES) {
            someDownTo(heap, FEW_PAGES, PAGES_A_TICK);
        }
    }

    private static int purgeSegmentsWith(long heap, int least, int pages, long bound) {
        int purged = 0;
        long segment = Memory.getLong(heap + Heap.ALL_SEGMENTS);
        for (int looked = 0; looked < SEGMENTS_A_TICK && purged < pages && segment != 0; looked++) {
            long next = Memory.getLong(segment + Segments.ALL_NEXT);
            if (Cpu.bitCount(Memory.getLong(segment + Segments.DIRTY_PAGES)) >= least) {
                purged += purge(heap, segment);
                purged += releaseIfEmpty(heap, segment);
                if (Memory.getLong(heap + Heap.DIRTY_PAGES) <= bound) {
                    break;
                }
            }
            segment = next;
        }
        return purged;
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
        Memory.putLong(heap + Heap.BOUND_GROWTH, Memory.getLong(heap + Heap.BOUND_GROWTH) + missed);
        Memory.putLong(heap + Heap.BOUND_CHANGED, now);
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
            Segments.setState(segment, Segments.RESERVED);
            Segments.clean(heap, segment, dirty);
            count(heap, pages);
        }
        release(heap, segment);
        return pages;
    }

    private static void count(long heap, int purged) {
        Heap.count(heap, Heap.PURGED_PAGES, purged);
        Limit.give((long) purged << Arena.PAGE_SHIFT);
    }

    private static void release(long heap, long segment) {
        if (Memory.getLong(heap + Heap.PASS_HAND) == segment) {
            Memory.putLong(heap + Heap.PASS_HAND, Memory.getLong(segment + Segments.ALL_NEXT));
        }
        Segments.unlink(heap, segment);
        Arena.releaseSegment(segment);
    }

    /** Purges all free pages of the heap, whatever their age, and gives up all its empty segments. */
    static void everything(long heap) {
        Memory.putLong(heap + Heap.BOUND_GROWTH, 0);
        Memory.putLong(heap + Heap.VOLUME_PURGED, 0);
        long segment = Memory.getLong(heap + Heap.ALL_SEGMENTS);
        while (segment != 0) {
            long next = Memory.getLong(segment + Segments.ALL_NEXT);
            purge(heap, segment);
            releaseEvenLast(heap, segment);
            segment = next;
        }
        Surroundings.report(heap);
    }

    /** Purges the segment's free pages; returns how many that were. */
    private static int purge(long heap, long segment) {
        long dirty = Memory.getLong(segment + Segments.DIRTY_PAGES);
        long address = Segments.address(segment);
        int purged = 0;
        while (dirty != 0) {
            int first = Cpu.trailingZeros(dirty);
            long rest = ~(dirty >>> first);
            // All 64 bits from the first one on set: there is no end to find.
            int pages = rest == 0 ? Arena.SEGMENT_PAGES : Cpu.trailingZeros(rest);
            pages = Math.min(pages, Arena.SEGMENT_PAGES - first);
            long range = -1L >>> (Arena.SEGMENT_PAGES - pages) << first;
            dirty &= ~range;
            if (Os.purge(address + ((long) first << Arena.PAGE_SHIFT), (long) pages << Arena.PAGE_SHIFT)) {
                Segments.clean(heap, segment, range);
                purged += pages;
            } else {
                // Locked memory (mlock) cannot be purged: these pages stay dirty, and are tried again after another decay.
                Memory.putLong(segment + Segments.DIRTY_SINCE, Memory.getLong(heap + Heap.CLOCK));
            }
        }
        count(heap, purged);
        return purged;
    }
}
