package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.allocate;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about which pages inside a span go back, and when they come into use again. */
final class ThinningPromises {
    private static final long SIZE = 64;
    private static final int SPAN = 1024;
    /** Objects of a page of the system. */
    private static final int IN_PAGE = 64;
    private static final int ALL = Integer.MAX_VALUE;

    private ThinningPromises() {
    }

    /** A detached span of which all objects are free but for those that are named. Returns all its objects. */
    private static long[] spanWith(Ledger ledger, long size, int... used) {
        int count = (int) (SizeClasses.pagesOf(SizeClasses.binOf(size)) * Arena.PAGE_BYTES / size);
        long[] blocks = allocate(ledger, count, size);
        ledger.allocate(size);
        for (int i = 0; i < count; i++) {
            boolean stays = false;
            for (int index : used) {
                stays |= index == i;
            }
            if (!stays) {
                ledger.free(blocks[i]);
            }
        }
        return blocks;
    }

    private static int hollow(long block) {
        return Memory.getInt(SpanPromises.of(block) + Span.HOLLOW_PAGES);
    }

    private static int hidden(long block) {
        return Memory.getInt(SpanPromises.of(block) + Span.HIDDEN);
    }

    private static long segmentOf(long block) {
        return Segments.ofPage(Arena.pageOf(block));
    }

    private static int thin(long block, int budget) {
        return Thinning.segment(Tls.heap(), segmentOf(block), Long.MAX_VALUE, budget);
    }

    /** All pages go back that have no object in use, and no others. */
    static void freePages(Ledger ledger, Interventions interventions) {
        long[] blocks = spanWith(ledger, SIZE, 0, 3 * IN_PAGE - 1, 5 * IN_PAGE, SPAN - 1);
        int spent = thin(blocks[0], ALL);
        expect(hollow(blocks[0]) == 0b0111_1111_1101_1010, "other pages: " + Integer.toBinaryString(hollow(blocks[0])), blocks[0]);
        expect(hidden(blocks[0]) == 12 * IN_PAGE, "hidden objects: " + hidden(blocks[0]), blocks[0]);
        // Three ranges of pages count, the free objects that were looked through, and the look at the span.
        expect(spent == SPAN - 4 + 3 * 128 + 1, "it is said to have cost: " + spent, blocks[0]);
        expect(thin(blocks[0], ALL) == 1, "a span is looked through again without need", blocks[0]);
    }

    /** Objects that lie in two pages keep both, and what lies in a hollow page and another one is hidden. */
    static void acrossPages(Ledger ledger, Interventions interventions) {
        // The fifth object of 1008 bytes lies in the first and the second page.
        long[] blocks = spanWith(ledger, 1008, 4);
        thin(blocks[0], ALL);
        expect(hollow(blocks[0]) == 0b0111_1111_1111_1100, "other pages: " + Integer.toBinaryString(hollow(blocks[0])), blocks[0]);
        expect(hidden(blocks[0]) == 53, "hidden objects: " + hidden(blocks[0]), blocks[0]);
        long span = SpanPromises.of(blocks[0]);
        int free = Span.freeObjects(span);
        expect(Thinning.revive(Tls.heap(), span) == 4, "of a page of four objects come back", hidden(blocks[0]));
        expect(Span.freeObjects(span) == free + 4, "not four objects more are free", span);
        expect(hollow(blocks[0]) == 0b0111_1111_1111_1000, "another page comes back", hollow(blocks[0]));
    }

    /** Of a page that is free later only itself goes back, even if an object of it is hidden with another page. */
    static void oneMorePage(Ledger ledger, Interventions interventions) {
        // Objects 4 and 8 lie in page 1 and in one beside it.
        long[] blocks = spanWith(ledger, 1008, 0, 4);
        long heap = Tls.heap();
        thin(blocks[0], ALL);
        expect(hollow(blocks[0]) == 0b0111_1111_1111_1100, "other pages: " + Integer.toBinaryString(hollow(blocks[0])), blocks[0]);
        ledger.free(blocks[4]);
        thin(blocks[0], ALL);
        expect(hollow(blocks[0]) == 0b0111_1111_1111_1110, "other pages: " + Integer.toBinaryString(hollow(blocks[0])), blocks[0]);
        expect(Memory.getLong(heap + Heap.HOLLOWED_PAGES) == 14, "pages went back twice", Memory.getLong(heap + Heap.HOLLOWED_PAGES));
    }

    /** A page that has only a part of an object brings none back, and the next one is taken too. */
    static void partsOfObjects(Ledger ledger, Interventions interventions) {
        long[] blocks = spanWith(ledger, 8192, 0);
        thin(blocks[0], ALL);
        expect(hollow(blocks[0]) == 0xfffc && hidden(blocks[0]) == 7, "other pages: " + Integer.toHexString(hollow(blocks[0])), blocks[0]);
        long span = SpanPromises.of(blocks[0]);
        expect(Thinning.revive(Tls.heap(), span) == 1 && hollow(blocks[0]) == 0xfff0, "one object is not two pages", hollow(blocks[0]));
        // A refill takes memory back into use as it needs it.
        ledger.allocate(8192);
        ledger.allocate(8192);
        expect(hollow(blocks[0]) == 0xffc0 && hidden(blocks[0]) == 5, "two objects are not four pages", hollow(blocks[0]));
    }

    /** Spans with much in use stay as they are, and so do those of which little has come back since the last look. */
    static void worthIt(Ledger ledger, Interventions interventions) {
        int[] used = new int[49];
        for (int i = 0; i < used.length; i++) {
            used[i] = i;
        }
        long[] blocks = spanWith(ledger, SIZE, used);
        expect(thin(blocks[0], ALL) == 1 && hollow(blocks[0]) == 0, "a span with 49 objects in use is thinned", blocks[0]);
        ledger.free(blocks[0]);
        expect(thin(blocks[0], ALL) > 1 && hollow(blocks[0]) == 0xfffe, "a span with 48 objects in use is not thinned", blocks[0]);
        for (int i = 1; i < 12; i++) {
            ledger.free(blocks[i]);
        }
        expect(thin(blocks[0], ALL) == 1, "a span is looked through although little has come back", blocks[0]);
        ledger.free(blocks[12]);
        expect(thin(blocks[0], ALL) > 1, "a span is not looked through although a quarter has come back", blocks[0]);
    }

    /** A class that had a refill since the deadline is left alone, and so are large objects, attached spans and runs. */
    static void rests(Ledger ledger, Interventions interventions) {
        long[] blocks = spanWith(ledger, SIZE, 0);
        long[] large = spanWith(ledger, 9216, 0);
        ledger.allocate(3 * Arena.PAGE_BYTES);
        long heap = Tls.heap();
        long record = Heap.classRecord(heap, SizeClasses.binOf(SIZE));
        long refill = 1000;
        Memory.putLong(record + Heap.LAST_REFILL, refill);
        expect(Thinning.segment(heap, segmentOf(blocks[0]), refill - 1, ALL) == 1, "not one span is looked at", blocks[0]);
        expect(hollow(blocks[0]) == 0, "a class in use is thinned", blocks[0]);
        Thinning.segment(heap, segmentOf(blocks[0]), refill, ALL);
        expect(hollow(blocks[0]) == 0xfffe, "a class that rests is not thinned", blocks[0]);
        expect(hollow(large[0]) == 0, "large objects are thinned", large[0]);
    }

    /** The budget ends the work in a segment, at a span. */
    static void budget(Ledger ledger, Interventions interventions) {
        long[] first = spanWith(ledger, SIZE, 0);
        long[] second = spanWith(ledger, 2 * SIZE, 0);
        int spent = thin(first[0], 1);
        expect(hollow(first[0]) != 0 && hollow(second[0]) == 0, "the budget is for all spans", spent);
        thin(first[0], 2);
        expect(hollow(second[0]) != 0, "a second call does not go on", second[0]);
    }

    /** Where a span is not carved to its end, what was never carved counts for nothing. */
    static void partlyCarved(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 4 * IN_PAGE, SIZE);
        long heap = Tls.heap();
        for (int i = 1; i < blocks.length; i++) {
            ledger.free(blocks[i]);
        }
        Sweep.sweepAll(heap);
        int carved = Memory.getInt(SpanPromises.of(blocks[0]) + Span.CARVED);
        expect(carved == 4 * IN_PAGE, "carved: " + carved, blocks[0]);
        long purged = interventions.calls();
        thin(blocks[0], ALL);
        expect(hollow(blocks[0]) == 0b1110, "other pages: " + Integer.toBinaryString(hollow(blocks[0])), blocks[0]);
        expect(interventions.calls() == purged + 1, "one range is given back in so many calls", interventions.calls() - purged);
    }
}
