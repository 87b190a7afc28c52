package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Gives the memory of free pages back to the system, in whole ranges, once they have been free for the decay time. It runs at the
 * heap's own events; a segment that is all free and purged goes back to the arena, but for the heap's last one.
 */
@StaticInit
@Unmanaged
final class Purge {
    /** Events between two looks at the clock. */
    private static final long EVENTS_PER_TICK = 16;

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
        Memory.putLong(heap + Heap.CLOCK, now);
        if (now < Memory.getLong(heap + Heap.NEXT_PURGE)) {
            return;
        }
        Memory.putLong(heap + Heap.NEXT_PURGE, now + Knobs.purgeDecayMs() / 4);
        Runs.sweep(heap);
        dirtySince(heap, now - Knobs.purgeDecayMs());
    }

    /** Purges all free pages of the heap, whatever their age, and gives up all its empty segments. */
    static void everything(long heap) {
        long segment = Memory.getLong(heap + Heap.ALL_SEGMENTS);
        while (segment != 0) {
            long next = Memory.getLong(segment + Segments.ALL_NEXT);
            purge(heap, segment);
            if (Segments.isEmpty(segment)) {
                Segments.unlink(heap, segment);
                Arena.releaseSegment(segment);
            }
            segment = next;
        }
    }

    /** As {@link #everything}, if more than so many pages are free and hold memory. */
    static void downTo(long heap, int pages) {
        if (Memory.getLong(heap + Heap.DIRTY_PAGES) > pages) {
            everything(heap);
        }
    }

    private static void dirtySince(long heap, long deadline) {
        long segment = Memory.getLong(heap + Heap.ALL_SEGMENTS);
        while (segment != 0) {
            long next = Memory.getLong(segment + Segments.ALL_NEXT);
            if (Memory.getLong(segment + Segments.DIRTY_PAGES) != 0 && Memory.getLong(segment + Segments.DIRTY_SINCE) <= deadline) {
                purge(heap, segment);
                boolean last = next == 0 && Memory.getLong(heap + Heap.ALL_SEGMENTS) == segment;
                if (Segments.isEmpty(segment) && !last) {
                    Segments.unlink(heap, segment);
                    Arena.releaseSegment(segment);
                }
            }
            segment = next;
        }
    }

    private static void purge(long heap, long segment) {
        long dirty = Memory.getLong(segment + Segments.DIRTY_PAGES);
        long address = Segments.address(segment);
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
                Heap.count(heap, Heap.PURGED_PAGES, pages);
            } else {
                // Locked memory (mlock) cannot be given back: these pages stay dirty, and are tried again after another decay.
                Memory.putLong(segment + Segments.DIRTY_SINCE, Memory.getLong(heap + Heap.CLOCK));
            }
        }
    }
}
