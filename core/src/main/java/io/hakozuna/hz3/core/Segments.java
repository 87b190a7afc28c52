package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The segments of one heap: pages are given out and taken back here without any lock, since a segment belongs to one owner. A segment
 * has 64 pages, so one long says which are free, and another which of the free ones were used since their memory was last given back.
 * A taken page is dirty if it may hold old contents; dirty pages are preferred, because their memory is there already.
 */
@StaticInit
@Unmanaged
final class Segments {
    static final long RECORD_BYTES = 64;

    /** What the system has given for the segment: one of the three below. All but {@link #COMMITTED} only in the arena. */
    private static final long STATE = 0;
    /** The number of the heap that has the segment; 0 in the arena. */
    private static final long OWNER = 4;
    static final long FREE_PAGES = 8;
    /** Free pages with old contents. A subset of {@link #FREE_PAGES}. */
    static final long DIRTY_PAGES = 16;
    /** Links the heap's segments that have a free page; and the arena's free segments. */
    static final long NEXT = 24;
    static final long PREVIOUS = 32;
    /** Links all segments of the heap. */
    static final long ALL_NEXT = 40;
    static final long ALL_PREVIOUS = 48;
    /** When the first of the dirty pages became dirty, in milliseconds. */
    static final long DIRTY_SINCE = 56;

    /** Memory that can be used, or that will be, past the frontier. */
    static final int COMMITTED = 0;
    /** Addresses that must be committed first. */
    static final int RESERVED = 1;
    /** Nothing: other mappings may lie there. */
    static final int GONE = 2;

    /** A search for several pages looks at this many segments before it asks for a new one. */
    private static final int SEARCH_LIMIT = 1024;
    private static final long NOT_THERE = -2;

    private Segments() {
    }

    static long address(long segment) {
        return Arena.addressOf(firstPage(segment));
    }

    static long firstPage(long segment) {
        return (segment - Memory.getLong(Globals.at(Globals.SEGMENTS))) / RECORD_BYTES * Arena.SEGMENT_PAGES;
    }

    static long ofPage(long page) {
        return Memory.getLong(Globals.at(Globals.SEGMENTS)) + page / Arena.SEGMENT_PAGES * RECORD_BYTES;
    }

    /**
     * Takes adjacent pages (1 to 64) whose first page number is a multiple of the alignment (a power of two up to 64). The result is
     * twice the first page's number, plus 1 if all of them read as zero; or -1 if there is no memory.
     */
    static long take(long heap, int pages, int alignment) {
        long taken = Memory.getLong(heap + Heap.DIRTY_PAGES) < pages ? NOT_THERE : search(heap, pages, alignment, true);
        if (taken == NOT_THERE) {
            taken = search(heap, pages, alignment, false);
        }
        if (taken != NOT_THERE) {
            return taken;
        }
        long segment = Arena.takeSegment(heap);
        if (segment == 0) {
            return -1;
        }
        link(heap, segment);
        return takeWithinLimit(heap, segment, Guards.ofSegment(), pages);
    }

    /** Takes pages from the first segment that has such, all of them dirty if that is wanted. */
    private static long search(long heap, int pages, int alignment, boolean dirty) {
        long segment = Memory.getLong(heap + Heap.AVAILABLE_SEGMENTS);
        for (int looked = 0; segment != 0 && looked < SEARCH_LIMIT; looked++) {
            long mask = dirty ? Memory.getLong(segment + DIRTY_PAGES) : Memory.getLong(segment + FREE_PAGES);
            long starts = starts(mask, pages, alignment);
            if (starts != 0) {
                return takeWithinLimit(heap, segment, Cpu.trailingZeros(starts), pages);
            }
            segment = Memory.getLong(segment + NEXT);
        }
        return NOT_THERE;
    }

    private static long takeWithinLimit(long heap, long segment, int index, int pages) {
        return takesWithinLimit(segment, mask(index, pages)) ? takeFrom(heap, segment, index, pages) : -1;
    }

    /** Counts the clean ones of the pages for the limit, if there are any. */
    private static boolean takesWithinLimit(long segment, long mask) {
        if (!Limit.isSet()) {
            return true;
        }
        long clean = mask & ~Memory.getLong(segment + DIRTY_PAGES);
        return clean == 0 || Limit.take(Limit.ofPages(Cpu.bitCount(clean)));
    }

    /** Takes the given pages of the heap's segments, if all of them are free and in one segment. */
    static boolean takeAt(long heap, long page, int pages) {
        int index = (int) (page & Arena.SEGMENT_PAGES - 1);
        if (index == 0 || index + pages > Arena.SEGMENT_PAGES) {
            return false;
        }
        long segment = ofPage(page);
        long mask = mask(index, pages);
        if ((Memory.getLong(segment + FREE_PAGES) & mask) != mask || !takesWithinLimit(segment, mask)) {
            return false;
        }
        takeFrom(heap, segment, index, pages);
        return true;
    }

    private static long takeFrom(long heap, long segment, int index, int pages) {
        long mask = mask(index, pages);
        long dirty = Memory.getLong(segment + DIRTY_PAGES);
        long free = Memory.getLong(segment + FREE_PAGES) & ~mask;
        Memory.putLong(segment + FREE_PAGES, free);
        clean(heap, segment, mask);
        if (free == 0) {
            unlinkAvailable(heap, segment);
        }
        if ((dirty & mask) == 0) {
            Purge.tookClean(heap, pages);
        }
        return firstPage(segment) + index << 1 | ((dirty & mask) == 0 ? 1 : 0);
    }

    /** Takes pages back. */
    static void give(long heap, long page, int pages) {
        long segment = ofPage(page);
        long mask = mask((int) (page & Arena.SEGMENT_PAGES - 1), pages);
        long free = Memory.getLong(segment + FREE_PAGES);
        long dirty = Memory.getLong(segment + DIRTY_PAGES);
        if (dirty == 0) {
            Memory.putLong(segment + DIRTY_SINCE, Memory.getLong(heap + Heap.CLOCK));
        }
        Memory.putLong(segment + FREE_PAGES, free | mask);
        Memory.putLong(segment + DIRTY_PAGES, dirty | mask);
        Heap.count(heap, Heap.DIRTY_PAGES, pages);
        if (free == 0) {
            linkAvailable(heap, segment);
        }
    }

    /** Notes that pages hold no old contents any more, or are no longer free. */
    static void clean(long heap, long segment, long mask) {
        long dirty = Memory.getLong(segment + DIRTY_PAGES);
        if ((dirty & mask) != 0) {
            Memory.putLong(segment + DIRTY_PAGES, dirty & ~mask);
            Heap.count(heap, Heap.DIRTY_PAGES, -Cpu.bitCount(dirty & mask));
        }
    }

    static int state(long segment) {
        return Memory.getIntOpaque(segment + STATE);
    }

    static void setState(long segment, int state) {
        Memory.putIntOpaque(segment + STATE, state);
    }

    static boolean isEmpty(long segment) {
        return Memory.getLong(segment + FREE_PAGES) == allFree();
    }

    /** The free pages of a segment of which none is in use. */
    static long allFree() {
        return -1L << Guards.ofSegment();
    }

    private static long mask(int index, int pages) {
        return -1L >>> (Arena.SEGMENT_PAGES - pages) << index;
    }

    /** The positions in a mask of pages where a range of the wanted length begins at a multiple of the alignment. */
    private static long starts(long mask, int pages, int alignment) {
        long starts = mask;
        // Invariant: a set bit begins a range of at least `length` set bits of the mask.
        int length = 1;
        while (length < pages && starts != 0) {
            int step = Math.min(length, pages - length);
            starts &= starts >>> step;
            length += step;
        }
        return alignment == 1 ? starts : starts & multiplesOf(alignment);
    }

    private static long multiplesOf(int alignment) {
        long bits = 1;
        for (int width = alignment; width < Arena.SEGMENT_PAGES; width <<= 1) {
            bits |= bits << width;
        }
        return bits;
    }

    /**
     * The number of the heap that has the segment, 0 if none has. Only who owns or has claimed that heap knows that it stays so. Acquire:
     * with the number the heap's entry in the directory is seen.
     */
    static int owner(long segment) {
        return Memory.getIntAcquire(segment + OWNER);
    }

    /** Gives a segment to the heap. */
    static void link(long heap, long segment) {
        // Release: see owner.
        Memory.putIntRelease(segment + OWNER, (int) Heap.owner(heap));
        Heap.count(heap, Heap.DIRTY_PAGES, Cpu.bitCount(Memory.getLong(segment + DIRTY_PAGES)));
        Links.push(heap + Heap.ALL_SEGMENTS, segment, ALL_NEXT, ALL_PREVIOUS);
        if (Memory.getLong(segment + FREE_PAGES) != 0) {
            linkAvailable(heap, segment);
        }
    }

    /** Takes a segment from the heap. */
    static void unlink(long heap, long segment) {
        Memory.putIntOpaque(segment + OWNER, 0);
        Heap.count(heap, Heap.DIRTY_PAGES, -Cpu.bitCount(Memory.getLong(segment + DIRTY_PAGES)));
        if (Memory.getLong(segment + FREE_PAGES) != 0) {
            unlinkAvailable(heap, segment);
        }
        Links.remove(heap + Heap.ALL_SEGMENTS, segment, ALL_NEXT, ALL_PREVIOUS);
    }

    private static void linkAvailable(long heap, long segment) {
        Links.push(heap + Heap.AVAILABLE_SEGMENTS, segment, NEXT, PREVIOUS);
    }

    private static void unlinkAvailable(long heap, long segment) {
        Links.remove(heap + Heap.AVAILABLE_SEGMENTS, segment, NEXT, PREVIOUS);
    }
}
