package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.free;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about which spans are attached, how far they are carved, and when they are retired. */
final class SpanPromises {
    private static final long SIZE = 4096;
    /** Objects of a span. */
    private static final int SPAN = 16;

    private SpanPromises() {
    }

    static boolean isDetached(long block) {
        return (Arena.tagOf(Arena.pageOf(block)) & PageTag.DETACHED) != 0;
    }

    static long of(long block) {
        return Span.ofPage(Tls.heap(), Arena.pageOf(block));
    }

    private static boolean isFree(long page) {
        return Arena.tagOf(page) == 0;
    }

    /** As many spans of a class are attached as may be, the newest ones. */
    static void newestAttached(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 4 * SPAN, SIZE);
        for (int span = 0; span < 4; span++) {
            long block = blocks[span * SPAN];
            expect(isDetached(block) == (span < 4 - Knobs.attachedSpans()), "span " + span + " of 4 is attached, or not", block);
            expect(!isDetached(block) || Memory.getInt(of(block) + Span.OUT) == SPAN, "what is detached does not count", block);
        }
        long pages = Memory.getLong(Tls.heap() + Heap.ATTACHED_PAGES);
        expect(pages == Knobs.attachedSpans(), "pages of attached spans: " + pages, Tls.heap());
        // Of one that goes home all, the last one retires it, and not before.
        for (int i = 0; i < SPAN; i++) {
            expect(!isFree(Arena.pageOf(blocks[0])), "a span in use is retired", blocks[0]);
            ledger.free(blocks[i]);
        }
        expect(isFree(Arena.pageOf(blocks[0])), "a span that is empty stays", blocks[0]);
    }

    /** Objects are carved up to the end of the system's page, and one at least; in their order. */
    static void carvedInPages(Ledger ledger, Interventions interventions) {
        int[] sizes = {16, 48, 1024, 2048, 2304, 4096, 8192, 28672};
        int[][] carved = {{256, 512}, {85, 86, 170}, {4, 8}, {2, 4}, {1, 2, 3}, {1, 2}, {1, 2}, {1, 2}};
        for (int i = 0; i < sizes.length; i++) {
            long block = ledger.allocate(sizes[i]);
            long record = Heap.classRecord(Tls.heap(), SizeClasses.binOf(sizes[i]));
            for (int objects : carved[i]) {
                int now = Memory.getInt(of(block) + Span.CARVED);
                expect(now == objects, now + " objects of " + sizes[i] + " bytes are carved in place of " + objects, block);
                for (long last = 0; Memory.getLong(Heap.head(Tls.heap(), SizeClasses.binOf(sizes[i]))) != 0;) {
                    long next = ledger.allocate(sizes[i]);
                    expect(last == 0 || next == last + sizes[i], "objects do not lie in order", next);
                    last = next;
                }
                ledger.allocate(sizes[i]);
            }
            expect(Memory.getLong(record + Heap.CARVE_SPAN) == of(block), "a span that has room is not carved", block);
        }
    }

    /** A span that is carved to its end is not carved any more, and what was attached is told in whole pages of the system. */
    static void carvedToTheEnd(Ledger ledger, Interventions interventions) {
        long first = ledger.allocate(64);
        long heap = Tls.heap();
        expect(Spans.attachedBytes(heap) == 4096, "attached bytes: " + Spans.attachedBytes(heap), first);
        for (int i = 1; i < 65; i++) {
            ledger.allocate(64);
        }
        ledger.allocate(2304);
        expect(Spans.attachedBytes(heap) == 3 * 4096, "attached bytes of two classes: " + Spans.attachedBytes(heap), first);
        for (int i = 65; i < 1024; i++) {
            ledger.allocate(64);
        }
        long record = Heap.classRecord(heap, SizeClasses.binOf(64));
        expect(Memory.getLong(record + Heap.CARVE_SPAN) == 0, "a span that is carved to its end is to be carved", first);
        long next = ledger.allocate(64);
        expect(Memory.getLong(record + Heap.CARVE_SPAN) == of(next) && of(next) != of(first), "another span is carved", next);
    }

    /** A span that is attached again goes on being carved only if no other one is. */
    static void carvedOneAtATime(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 4, SIZE);
        long heap = Tls.heap();
        int bin = SizeClasses.binOf(SIZE);
        long record = Heap.classRecord(heap, bin);
        Sweep.sweep(heap, bin);
        expect(isDetached(blocks[0]), "a sweep leaves a span attached", blocks[0]);
        expect(Memory.getLong(record + Heap.CARVE_SPAN) == 0, "a detached span is carved", blocks[0]);
        long taken = ledger.allocate(SIZE);
        expect(of(taken) == of(blocks[0]) && Memory.getLong(record + Heap.CARVE_SPAN) == of(taken), "a span with room is left", taken);
        Sweep.sweep(heap, bin);
        // Another one, while the first waits with room.
        long first = of(blocks[0]);
        Spans.unlinkPartial(record, first);
        long second = Spans.open(heap, bin);
        expect(Memory.getLong(record + Heap.CARVE_SPAN) == second, "a new span is not carved", second);
        Spans.attach(heap, first);
        expect(Memory.getLong(record + Heap.CARVE_SPAN) == second, "a span is carved while another one is", first);
        Allocator.free(Spans.carve(heap, record, second, Heap.head(heap, bin)), heap);
    }

    /** Past the bound on attached pages a new span makes classes be looked at, and not before. */
    static void boundOnAttachedPages(Ledger ledger, Interventions interventions) {
        int bound = Knobs.attachedPages();
        for (int bin = 1; bin <= bound; bin++) {
            ledger.allocate(bin * 16L);
        }
        long heap = Tls.heap();
        expect(Memory.getLong(heap + Heap.ATTACHED_PAGES) == bound, "other pages are attached", heap);
        expect(Memory.getLong(heap + Heap.SWEEP_HAND) == 0, "classes are looked at below the bound", heap);
        ledger.allocate((bound + 1) * 16L);
        expect(Memory.getLong(heap + Heap.SWEEP_HAND) != 0, "no class is looked at past the bound", heap);
    }

    /** How many objects of detached spans the bin has kept, of those that are freed now. */
    private static int kept(Ledger ledger, long[] blocks, int from, int count) {
        int kept = 0;
        for (int i = from; i < from + count; i++) {
            // Of all spans in turn, so that none has plenty.
            long block = blocks[i % 11 * SPAN + i / 11];
            expect(isDetached(block), "a span is attached", block);
            ledger.free(block);
            kept += Memory.getLong(Heap.head(Tls.heap(), SizeClasses.binOf(SIZE))) == block ? 1 : 0;
        }
        return kept;
    }

    /** Makes the bin empty, and then one refill. */
    private static void refill(Ledger ledger) {
        while (Memory.getLong(Heap.head(Tls.heap(), SizeClasses.binOf(SIZE))) != 0) {
            ledger.allocate(SIZE);
        }
        ledger.allocate(SIZE);
    }

    /** A bin keeps a few frees of detached spans after a refill, twice as many after one when it kept them all, and few after a sweep. */
    static void keptFrees(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 12 * SPAN, SIZE);
        int bin = SizeClasses.binOf(SIZE);
        // A bin of objects of 4 KiB keeps 16 KiB at the most, and one more.
        expect(KeptFrees.allowed(Tls.heap(), bin) == 4, "allowed: " + KeptFrees.allowed(Tls.heap(), bin), bin);
        expect(kept(ledger, blocks, 0, 2) == 2, "less is kept than may be", bin);
        refill(ledger);
        expect(KeptFrees.allowed(Tls.heap(), bin) == 4, "more is allowed although less was kept", KeptFrees.allowed(Tls.heap(), bin));
        expect(kept(ledger, blocks, 2, 8) == 4, "not as many are kept as may be", bin);
        refill(ledger);
        expect(kept(ledger, blocks, 10, 10) == 5, "not as many are kept as bytes allow", bin);
        Sweep.sweepAll(Tls.heap());
        expect(kept(ledger, blocks, 20, 4) == 0, "a bin keeps something after a sweep", bin);
        refill(ledger);
        expect(KeptFrees.allowed(Tls.heap(), bin) == 4, "a sweep does not begin anew", KeptFrees.allowed(Tls.heap(), bin));
    }

    /** Objects that are carved together lie in random order, all of them, and differently each time; large ones are carved one by one. */
    static void randomPlaces(Ledger ledger, Interventions interventions) {
        for (long size : new long[] {16, 1024}) {
            int count = (int) (4096 / size);
            long[] first = allocate(ledger, count, size);
            long[] second = allocate(ledger, count, size);
            boolean ascending = true;
            boolean same = true;
            long sum = 0;
            for (int i = 0; i < count; i++) {
                ascending &= i == 0 || first[i] > first[i - 1];
                same &= first[i] - first[0] == second[i] - second[0];
                sum += (first[i] & 4095) / size;
            }
            expect(sum == (long) count * (count - 1) / 2, "not all objects of a page are there", sum);
            expect(!ascending || count == 4, "objects lie in order", first[0]);
            expect(!same || count == 4, "pages have the same order", first[0]);
        }
        long[] large = allocate(ledger, 4, 4096);
        expect(large[3] - large[0] == 3 * 4096, "large objects are not in order", large[0]);
    }

    /** The smallest class that holds a size at an alignment; and spans of the fewest pages, a power of two, that hold eight objects. */
    static void sizeClasses(Ledger ledger, Interventions interventions) {
        int[] sizes = new int[SizeClasses.BINS];
        for (int bin = 1; bin < sizes.length; bin++) {
            sizes[bin] = SizeClasses.sizeOf(bin);
        }
        for (long alignment = 16; alignment <= Arena.PAGE_BYTES; alignment *= 2) {
            for (long size = 16; size <= 2 * SizeClasses.SMALL_LIMIT; size += 16) {
                int expected = 0;
                for (int bin = SizeClasses.BINS - 1; bin > 0; bin--) {
                    expected = sizes[bin] >= size && sizes[bin] % alignment == 0 ? bin : expected;
                }
                long needed = SizeClasses.alignedSize(size, alignment);
                int found = needed > SizeClasses.SMALL_LIMIT ? 0 : SizeClasses.binOf(needed);
                expect(found == expected, found + " is the bin for " + size + " bytes aligned to " + alignment, expected);
            }
        }
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            int pages = 1;
            while (pages * Arena.PAGE_BYTES / SizeClasses.sizeOf(bin) < 8) {
                pages *= 2;
            }
            expect(SizeClasses.pagesOf(bin) == pages, "pages of a span of bin " + bin + ": " + SizeClasses.pagesOf(bin), pages);
        }
        ledger.allocate(16);
    }

    /** Without memory for the pages at a span's ends there is no span, and its pages are free again. */
    static void withoutGuards(Ledger ledger, Interventions interventions) {
        ledger.allocate(16);
        free(ledger, allocate(ledger, 4, PAGE));
        long inUse = Statistics.arenaBytesInUse();
        interventions.refuse(Integer.MAX_VALUE);
        long block = ledger.allocate(SIZE);
        interventions.refuse(0);
        expect(block == 0, "a span with a page that is closed", block);
        expect(Statistics.arenaBytesInUse() == inUse, "a refused span keeps its pages", Statistics.arenaBytesInUse());
        free(ledger, allocate(ledger, 4, PAGE));
    }

    /** A span that is attached in place of the oldest does not end the carving of another one. */
    static void carvedOn(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 2 * SPAN + 2, SIZE);
        long carved = of(blocks[2 * SPAN]);
        for (int i = 0; i < SPAN - 1; i++) {
            ledger.free(blocks[i]);
        }
        long taken = ledger.allocate(SIZE);
        expect(of(taken) == of(blocks[0]) && !isDetached(taken) && isDetached(blocks[SPAN]), "other spans are attached", taken);
        long record = Heap.classRecord(Tls.heap(), SizeClasses.binOf(SIZE));
        expect(Memory.getLong(record + Heap.CARVE_SPAN) == carved, "the span that was carved is not any more", carved);
    }

    /** A class whose blocks are not replaced at random attaches no sparse span, even where it has none. */
    static void noneAttached(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 2 * SPAN, SIZE);
        ledger.free(blocks[0]);
        Sweep.sweepAll(Tls.heap());
        long taken = ledger.allocate(SIZE);
        expect(taken == blocks[0] && isDetached(taken), "a sparse span is attached", taken);
    }

    /** A class whose blocks are replaced at random has no more attached spans than it should. */
    static void enoughAttached(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 8 * SPAN, SIZE);
        // Four that the bin keeps, and one of each of some spans.
        for (int i = 0; i < 8; i++) {
            ledger.free(blocks[Math.max(0, i - 3) * SPAN + Math.min(i, 3)]);
        }
        allocate(ledger, 4, SIZE);
        long record = Heap.classRecord(Tls.heap(), SizeClasses.binOf(SIZE));
        int attached = Memory.getInt(record + Heap.ATTACHED_COUNT);
        expect(attached == Knobs.attachedSpansReplaced(), "attached: " + attached, record);
        long taken = ledger.allocate(SIZE);
        expect(isDetached(taken) && taken != blocks[0], "a sparse span too many is attached", taken);
    }
}
