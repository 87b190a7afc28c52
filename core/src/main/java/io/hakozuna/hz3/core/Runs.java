package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Blocks above the size classes and up to a segment: one block is one run of pages of the owner's segments. No lock is involved; what
 * a run does not use of its last page is never touched. Only the first page of a run carries a tag, so an address inside the run is
 * told from its start.
 */
@StaticInit
@Unmanaged
final class Runs {
    static final long LIMIT = Arena.SEGMENT_BYTES;

    private Runs() {
    }

    static int pagesFor(long size) {
        return (int) (size + Arena.PAGE_BYTES - 1 >>> Arena.PAGE_SHIFT);
    }

    /** The block's address, plus 1 if it reads as zero; 0 if there is no memory. Alignment in pages. */
    static long allocate(long heap, long size, int alignment) {
        int pages = pagesFor(size);
        long taken = Segments.take(heap, pages, alignment);
        if (taken < 0) {
            return 0;
        }
        long page = taken >> 1;
        Memory.putInt(Arena.spanRecord(page) + Span.PAGES, pages);
        PageTag.set(heap, page, Memory.getInt(heap + Heap.OWNER_TAG) | PageTag.RUN);
        Heap.count(heap, Heap.RUNS_OPENED, 1);
        return Arena.addressOf(page) | taken & 1;
    }

    /** Gives the pages of one of the heap's own runs back. */
    static void free(long heap, long page, long address) {
        checkStart(page, address);
        int pages = Memory.getInt(Arena.spanRecord(page) + Span.PAGES);
        PageTag.set(heap, page, 0);
        Segments.give(heap, page, pages);
        Purge.event(heap);
    }

    static void checkStart(long page, long address) {
        if (Arena.addressOf(page) != address) {
            Console.fatal(Text.FREE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, address);
        }
    }

    static long usableSize(long page) {
        return (long) Memory.getInt(Arena.spanRecord(page) + Span.PAGES) << Arena.PAGE_SHIFT;
    }

    /** Grows or shrinks one of the heap's own runs where it is. Returns false, with nothing changed, where the pages behind it are taken. */
    static boolean resize(long heap, long page, long size) {
        long record = Arena.spanRecord(page);
        int before = Memory.getInt(record + Span.PAGES);
        int after = pagesFor(size);
        if (after > before && !Segments.takeAt(heap, page + before, after - before)) {
            return false;
        }
        if (after < before) {
            Segments.give(heap, page + after, before - after);
            Purge.event(heap);
        }
        Memory.putInt(record + Span.PAGES, after);
        return true;
    }
}
