package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Misuse.expectStop;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.free;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises that one that frees objects of spans wrongly is stopped. Nothing is looked at after that. */
final class SpanMisuse {
    private static final long SIZE = 4096;
    /** Objects of a span. */
    private static final int SPAN = 16;

    private SpanMisuse() {
    }

    /** An object that is freed twice in a row to its span. */
    static void twice(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 2 * SPAN, SIZE);
        ledger.free(blocks[0]);
        ledger.free(blocks[1]);
        expectStop(() -> Allocator.free(blocks[1], Tls.heap()), "double free");
    }

    /** One that is freed twice, and another one in between, is met twice where free objects are looked through. */
    static void twiceApart(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 2048, 64);
        for (int i = 1; i < 1024; i++) {
            ledger.free(blocks[i]);
        }
        Memory.putInt(SpanPromises.of(blocks[0]) + Span.OUT, 2);
        Allocator.free(blocks[7], Tls.heap());
        expectStop(() -> Thinning.everything(Tls.heap()), "double free");
    }

    /** An address within an object of a detached span, where lists are checked. */
    static void insideChecked(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 2 * SPAN, SIZE);
        expectStop(() -> Allocator.free(blocks[0] + 64, Tls.heap()), "leads to no object");
    }

    /** What lies in a bin is written to, and seen where it comes home; so is a count that is wrong. */
    static void takenHomeChecked(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 3 * SPAN, SIZE);
        long heap = Tls.heap();
        expectStop(() -> Spans.takeHome(heap, Memory.getLong(heap + Heap.ARENA_BASE) + Arena.PAGE_BYTES * 63), "another owner");
        Memory.putInt(SpanPromises.of(blocks[0]) + Span.OUT, SPAN - 1);
        expectStop(() -> Allocator.free(blocks[0], heap), "not as many");
    }

    /** Of objects that are under way one is written to. */
    static void writtenUnderWay(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 8, SIZE);
        long heap = Tls.heap();
        free(ledger, blocks);
        Sweep.sweepSome(heap, SizeClasses.binOf(SIZE), 65);
        Memory.putLong(blocks[3], 4096);
        expectStop(() -> ledger.allocate(SIZE), "leads out");
    }

    /** One that is freed twice in a row and kept in the bin. */
    static void twiceKept(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 3 * SPAN, SIZE);
        ledger.free(blocks[0]);
        expect(Memory.getLong(Heap.head(Tls.heap(), SizeClasses.binOf(SIZE))) == blocks[0], "a bin keeps nothing", blocks[0]);
        expectStop(() -> Allocator.free(blocks[0], Tls.heap()), "double free");
    }

    /** An address within an object goes to the bin, and is stopped where it comes home. */
    static void inside(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(SIZE);
        long heap = Tls.heap();
        expectStop(() -> Spans.takeHome(heap, Memory.getLong(heap + Heap.ARENA_BASE) + Arena.PAGE_BYTES * 63), "inside an object");
        Allocator.free(block + 64, heap);
        expectStop(() -> Sweep.sweepAll(heap), "inside an object");
    }
}
