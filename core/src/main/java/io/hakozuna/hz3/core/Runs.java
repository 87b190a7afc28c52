package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Blocks above the size classes and up to a segment: one block is one run of pages of the owner's segments. No lock is involved; what
 * a run does not use of its last page is never touched. Only the first page of a run carries a tag, so an address inside the run is
 * told from its start.
 *
 * <p>Taking pages and giving them back costs some 200 instructions, so runs of up to 16 pages that come and go are kept in bins, as
 * spans are: a freed run is <i>attached</i>, its tag becomes that of its bin, and from then on both its malloc and its free take the
 * fast paths. The pages of attached runs are bounded ({@code HZ3_RUN_CACHE_BYTES}). Past that a bin that is empty keeps one run that is
 * not attached: where blocks are replaced among many, the next malloc wants just that. What lies in the bins when the heap looks at the
 * clock goes back.
 */
@StaticInit
@Unmanaged
final class Runs {
    /** A run that is kept without being attached takes at most this part of what attached ones may. */
    static final int KEPT_SHARE = 8;

    private Runs() {
    }

    /** The size of the largest run. */
    static long limit() {
        return bytesOf(Arena.SEGMENT_PAGES - Guards.ofSegment());
    }

    /** The most that a run's block can be aligned to: where there are guards, it begins behind one. */
    static long mostAlignment() {
        return Guards.areOn() ? Guards.margin() : Arena.SEGMENT_BYTES;
    }

    static int pagesFor(long size) {
        return (int) (size + 2 * Guards.margin() + Arena.PAGE_BYTES - 1 >>> Arena.PAGE_SHIFT);
    }

    /** The size of the block that so many pages are. */
    static long bytesOf(int pages) {
        return ((long) pages << Arena.PAGE_SHIFT) - 2 * Guards.margin();
    }

    /** Where the block of the run that begins with the page does. */
    static long start(long page) {
        return Arena.addressOf(page) + Guards.margin();
    }

    /** The block's address, plus 1 if it reads as zero; 0 if there is no memory. Alignment in pages. */
    static long allocate(long heap, long size, int alignment) {
        int pages = pagesFor(size);
        if (alignment == 1 && pages <= SizeClasses.RUN_BIN_PAGES) {
            long head = Heap.head(heap, SizeClasses.runBinOf(pages));
            long run = Memory.getLong(head);
            if (run != 0) {
                Memory.putLong(head, FreeLink.get(run));
                Hardening.handOut(run, SizeClasses.runBinOf(pages));
                return run;
            }
        }
        long taken = Segments.take(heap, pages, alignment);
        if (taken < 0) {
            return 0;
        }
        long page = taken >> 1;
        if (Guards.areOn() && !Guards.enclose(page, pages)) {
            Segments.give(heap, page, pages);
            return 0;
        }
        Memory.putInt(Arena.spanRecord(page) + Span.PAGES, pages);
        PageTag.set(heap, page, Memory.getInt(heap + Heap.OWNER_TAG) | PageTag.RUN);
        Heap.count(heap, Heap.RUNS_OPENED, 1);
        ObjectStates.handOutNew(start(page));
        return start(page) | taken & 1;
    }

    /** Frees one of the heap's own runs that is not attached: attaches or keeps it if there is room for it, else gives its pages back. */
    static void free(long heap, long page, long address) {
        checkStart(page, address);
        int pages = Memory.getInt(Arena.spanRecord(page) + Span.PAGES);
        if (!keep(heap, page, address, pages)) {
            release(heap, page, pages);
        }
        Purge.event(heap);
    }

    /** Puts a run into its bin, if that may have it; returns whether it may. */
    private static boolean keep(long heap, long page, long address, int pages) {
        if (pages > SizeClasses.RUN_BIN_PAGES) {
            return false;
        }
        int bin = SizeClasses.runBinOf(pages);
        long head = Heap.head(heap, bin);
        long first = Memory.getLong(head);
        if (first == address) {
            Console.fatal(Text.DOUBLE_FREE_OF_AN_OBJECT, address);
        }
        long attached = Memory.getLong(heap + Heap.ATTACHED_RUN_PAGES) + pages;
        if (attached << Arena.PAGE_SHIFT <= Knobs.runCacheBytes()) {
            Memory.putLong(heap + Heap.ATTACHED_RUN_PAGES, attached);
            PageTag.set(heap, page, (int) Memory.getLong(heap + Heap.OWNER_TAG) | bin);
        } else if (first != 0 || (long) pages << Arena.PAGE_SHIFT > Knobs.runCacheBytes() / KEPT_SHARE) {
            return false;
        }
        FreeLink.put(address, first);
        Memory.putLong(head, address);
        return true;
    }

    private static void release(long heap, long page, int pages) {
        PageTag.set(heap, page, 0);
        Segments.give(heap, page, pages);
    }

    /** Gives back the pages of all runs that lie in bins. */
    static void sweep(long heap) {
        for (int pages = 1; pages <= SizeClasses.RUN_BIN_PAGES; pages++) {
            long head = Heap.head(heap, SizeClasses.runBinOf(pages));
            long run = Memory.getLong(head);
            if (ListCheck.ofBins()) {
                ListCheck.chain(Text.RUNS, Heap.owner(heap), SizeClasses.runBinOf(pages), run, ListCheck.UNKNOWN, ListCheck.UNKNOWN);
            }
            Memory.putLong(head, 0);
            while (run != 0) {
                long next = FreeLink.get(run);
                long page = Arena.pageOf(run);
                detach(heap, page, pages);
                release(heap, page, pages);
                run = next;
            }
        }
    }

    static void checkStart(long page, long address) {
        if (start(page) != address) {
            Console.fatal(Text.FREE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, address);
        }
    }

    static long usableSize(long page) {
        return bytesOf(Memory.getInt(Arena.spanRecord(page) + Span.PAGES));
    }

    /** Grows or shrinks one of the heap's own runs where it is. Returns false, with nothing changed, if the pages behind it are taken. */
    static boolean resize(long heap, long page, long size) {
        long record = Arena.spanRecord(page);
        int before = Memory.getInt(record + Span.PAGES);
        int after = pagesFor(size);
        if (after == before) {
            return true;
        }
        if (after > before && !Segments.takeAt(heap, page + before, after - before)) {
            return false;
        }
        if (after < before) {
            // Before a guard is there.
            Hardening.takeBackRange(start(page) + bytesOf(after), bytesOf(before) - bytesOf(after));
        }
        if (Guards.areOn() && !Guards.enclose(page, after)) {
            // Of a run that shrinks there is nothing to open.
            Segments.give(heap, page + before, after - before);
            return false;
        }
        if (after < before) {
            Segments.give(heap, page + after, before - after);
            Purge.event(heap);
        }
        Memory.putInt(record + Span.PAGES, after);
        // A run that changes its size leaves the bin of its old one.
        detach(heap, page, before);
        return true;
    }

    /** From here on the run belongs to no bin. */
    static void detach(long heap, long page, int pages) {
        int tag = (int) Memory.getLong(heap + Heap.OWNER_TAG) | PageTag.RUN;
        if (PageTag.get(heap, page) != tag) {
            PageTag.set(heap, page, tag);
            Memory.putLong(heap + Heap.ATTACHED_RUN_PAGES, Memory.getLong(heap + Heap.ATTACHED_RUN_PAGES) - pages);
        }
    }
}
