package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.allocate;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about what a bin is refilled from. */
final class BinPromises {
    private static final long SIZE = 4096;
    /** Objects of a span. */
    private static final int SPAN = 16;

    private BinPromises() {
    }

    /** Makes detached spans with so many free objects each; the last one is what a refill looks at first. Returns all objects. */
    private static long[] spansWith(Ledger ledger, int... free) {
        long[] blocks = allocate(ledger, (free.length + 1) * SPAN, SIZE);
        for (int span = 0; span < free.length; span++) {
            for (int i = 0; i < free[span]; i++) {
                ledger.free(blocks[span * SPAN + i]);
            }
        }
        return blocks;
    }

    private static boolean isDetached(long block) {
        return (Arena.tagOf(Arena.pageOf(block)) & PageTag.DETACHED) != 0;
    }

    private static long span(long block) {
        return Span.ofPage(Tls.heap(), Arena.pageOf(block));
    }

    /** Of a span with little to give only the objects are taken; one with plenty is attached, and not together with others' objects. */
    static void sparseSpans(Ledger ledger, Interventions interventions) {
        long[] blocks = spansWith(ledger, SPAN / 2, 1);
        long taken = ledger.allocate(SIZE);
        expect(taken == blocks[SPAN], "not the object of the span that was freed to last", taken);
        expect(isDetached(taken), "a span with little to give is attached", taken);
        expect(isDetached(blocks[0]), "a span is attached although there are objects", blocks[0]);
        taken = ledger.allocate(SIZE);
        expect(Arena.pageOf(taken) == Arena.pageOf(blocks[0]) && !isDetached(taken), "a span with plenty is not attached", taken);
    }

    /** A refill looks at some spans, until it has enough. */
    static void enough(Ledger ledger, Interventions interventions) {
        expectLeft(ledger, spansWith(ledger, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 2);
        expectLeft(ledger, spansWith(ledger, 3, 3, 3, 3, 3, 3, 3, 3), 2);
    }

    private static void expectLeft(Ledger ledger, long[] blocks, int spans) {
        ledger.allocate(SIZE);
        int left = 0;
        for (int i = SPAN - 1; i < blocks.length; i += SPAN) {
            left += isDetached(blocks[i]) && Span.freeObjects(span(blocks[i])) != 0 ? 1 : 0;
        }
        expect(left == spans, left + " spans have free objects after a refill in place of so many", spans);
        ledger.addresses().forEach(ledger::free);
        Sweep.sweepAll(Tls.heap());
    }

    /** A class whose blocks are replaced at random attaches what it finds. */
    static void replaced(Ledger ledger, Interventions interventions) {
        long[] blocks = spansWith(ledger, 1);
        Sweep.sweepAll(Tls.heap());
        expect(isDetached(blocks[1]), "a sweep leaves a span attached", blocks[1]);
        long taken = ledger.allocate(SIZE);
        expect(Arena.pageOf(taken) == Arena.pageOf(blocks[1]) && !isDetached(taken), "more spans are wanted, and none is attached", taken);
    }

    /** Of a span of which only hollow pages are left, one is taken back into use. */
    static void hollow(Ledger ledger, Interventions interventions) {
        int count = 1024;
        long[] blocks = allocate(ledger, 2 * count, 64);
        for (int i = 1; i < count; i++) {
            ledger.free(blocks[i]);
        }
        Thinning.everything(Tls.heap());
        int free = Span.freeObjects(span(blocks[0]));
        expect(free < count / 2, "nothing is hollow", free);
        for (int i = 0; i <= free; i++) {
            long taken = ledger.allocate(64);
            expect(Arena.pageOf(taken) == Arena.pageOf(blocks[0]), "a new span while one has hollow pages", taken);
        }
    }

    /** A span whose count is wrong stops the process where a refill looks at it. */
    static void wrongCount(Ledger ledger, Interventions interventions) {
        long span = span(spansWith(ledger, 2)[2]);
        Memory.putInt(span + Span.OUT, Memory.getInt(span + Span.OUT) + 1);
        Misuse.expectStop(() -> Bins.refill(Tls.heap(), SizeClasses.binOf(SIZE)), "count");
    }
}
