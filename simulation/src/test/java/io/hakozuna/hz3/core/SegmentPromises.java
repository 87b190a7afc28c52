package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about which free pages of a heap's segments are taken. */
final class SegmentPromises {
    private static final int PAGES = 4;

    private SegmentPromises() {
    }

    private static long heap(Ledger ledger) {
        ledger.allocate(64);
        return Tls.heap();
    }

    /** Pages that have their memory come first, and of others it is told that they read as zero. */
    static void dirtyFirst(Ledger ledger, Interventions interventions) {
        long heap = heap(ledger);
        long low = Segments.take(heap, PAGES, 1);
        long high = Segments.take(heap, PAGES, 1);
        expect((low & high & 1) == 1, "pages that were never used do not read as zero", low);
        Segments.give(heap, low >> 1, PAGES);
        long mask = (1L << PAGES) - 1 << (low >> 1 & Arena.SEGMENT_PAGES - 1);
        Segments.clean(heap, Segments.ofPage(low >> 1), mask);
        Segments.give(heap, high >> 1, PAGES);
        long taken = Segments.take(heap, PAGES, 1);
        expect(taken == (high & ~1), "pages without memory are taken before others", taken >> 1);
        Segments.give(heap, taken >> 1, PAGES);
    }

    /** While more is held than the limit allows, only pages that have their memory are taken. */
    static void belowALimit(Ledger ledger, Interventions interventions) {
        long heap = heap(ledger);
        long page = Segments.take(heap, PAGES, 1) >> 1;
        Segments.give(heap, page, PAGES);
        long held = Globals.at(Globals.HELD_BYTES);
        Memory.getAndAddLongVolatile(held, 1L << 30);
        expect(Segments.take(heap, PAGES, 1) >> 1 == page, "pages that have their memory are refused", page);
        expect(!Segments.takeAt(heap, page + PAGES, 1), "a page is taken past the limit", page + PAGES);
        Memory.getAndAddLongVolatile(held, -(1L << 30));
        Segments.give(heap, page, PAGES);
    }

    /** What grows stays in its segment. */
    static void withinASegment(Ledger ledger, Interventions interventions) {
        long heap = heap(ledger);
        long segment = Arena.takeSegment(heap);
        Segments.link(heap, segment);
        long page = Segments.firstPage(segment);
        long last = page + Arena.SEGMENT_PAGES - 1;
        expect(!Segments.takeAt(heap, page, 1), "a block grows into the next segment", page);
        expect(!Segments.takeAt(heap, last, 2), "a block grows past its segment", last);
        expect(Segments.takeAt(heap, last - 1, 2), "a block does not grow to the end of its segment", last);
        Segments.give(heap, last - 1, 2);
    }

    /** Aligned pages are found at all multiples of the alignment. */
    static void aligned(Ledger ledger, Interventions interventions) {
        long heap = heap(ledger);
        long first = Segments.take(heap, 2, PAGES) >> 1;
        long second = Segments.take(heap, 2, PAGES) >> 1;
        expect(first % PAGES == 0 && second % PAGES == 0, "pages that are not aligned", first);
        expect(Segments.ofPage(first) == Segments.ofPage(second), "a new segment while there are aligned pages", second);
        Segments.give(heap, first, 2);
        Segments.give(heap, second, 2);
    }
}
