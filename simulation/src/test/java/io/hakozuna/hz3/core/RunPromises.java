package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.MIB;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.dirty;
import static io.hakozuna.hz3.core.Steps.free;
import static io.hakozuna.hz3.core.Steps.passEvents;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about which freed runs lie in bins, and which give their pages back at once. */
final class RunPromises {
    private static final int PAGES = 4;

    private RunPromises() {
    }

    private static boolean isAttached(long run) {
        return (Arena.tagOf(Arena.pageOf(run)) & PageTag.RUN) == 0;
    }

    /** Makes as many runs attached ones as may be, all of them in use. The first ticks have passed, and no time does. */
    private static long[] attachAll(Ledger ledger) {
        passEvents(ledger, 64);
        int count = (int) (Knobs.runCacheBytes() / (PAGES * PAGE));
        free(ledger, allocate(ledger, count, PAGES * PAGE));
        long[] runs = allocate(ledger, count, PAGES * PAGE);
        for (long run : runs) {
            expect(isAttached(run), "a run that came and went is not attached", run);
        }
        return runs;
    }

    /** Up to a mebibyte, those that come and go are attached. */
    static void attached(Ledger ledger, Interventions interventions) {
        passEvents(ledger, 64);
        long before = dirty();
        long run = ledger.allocate(MIB);
        ledger.free(run);
        expect(dirty() <= before, "the pages of a run that may be attached go back", dirty());
        expect(ledger.allocate(MIB) == run && isAttached(run), "the next block is not the run that was freed", run);
    }

    /** Past their bound a bin that is empty keeps one, which is the next block, and the look for what is old sends it back. */
    static void kept(Ledger ledger, Interventions interventions) {
        attachAll(ledger);
        long run = ledger.allocate(PAGES * PAGE);
        long other = ledger.allocate(PAGES * PAGE);
        long before = dirty();
        ledger.free(run);
        expect(dirty() == before, "a run that its bin may keep goes back", run);
        ledger.free(other);
        expect(dirty() == before + PAGES, "a bin keeps two runs past the bound", other);
        expect(ledger.allocate(PAGES * PAGE) == run, "what the bin keeps is not the next block", run);
        expect(!isAttached(run), "a run was attached past the bound", run);
        ledger.free(run);
        long attached = Memory.getLong(Tls.heap() + Heap.ATTACHED_RUN_PAGES);
        Runs.sweep(Tls.heap());
        expect(dirty() == before + 2 * PAGES, "what is kept stays in the bin", run);
        expect(Memory.getLong(Tls.heap() + Heap.ATTACHED_RUN_PAGES) == attached, "what is kept counts as attached", run);
    }

    /** The longer a run, the less it costs to take it anew, so only short ones are kept. */
    static void longOnes(Ledger ledger, Interventions interventions) {
        attachAll(ledger);
        int pages = (int) (Knobs.runCacheBytes() / PAGE / Runs.KEPT_SHARE);
        for (int length : new int[] {pages, pages + 1}) {
            long run = ledger.allocate(length * PAGE);
            long before = dirty();
            ledger.free(run);
            expect(dirty() == before + (length > pages ? length : 0), "a run of " + length + " pages is kept, or is not", run);
        }
    }

    /** The second free of a run that is kept. */
    static void twice(Ledger ledger, Interventions interventions) {
        attachAll(ledger);
        long run = ledger.allocate(PAGES * PAGE);
        ledger.free(run);
        Misuse.expectStop(() -> Allocator.free(run, Tls.heap()), "double free");
    }

    /** The same where by then there is room to attach it. */
    static void twiceWithRoom(Ledger ledger, Interventions interventions) {
        long[] attached = attachAll(ledger);
        long run = ledger.allocate(PAGES * PAGE);
        ledger.free(run);
        ledger.reallocate(attached[0], (PAGES - 1) * PAGE);
        Misuse.expectStop(() -> Allocator.free(run, Tls.heap()), "double free");
    }

    /** Writes to all of a block but its ends, which the ledger looks after. */
    private static void fill(long block, long bytes) {
        for (long at = 4096; at + 4096 < bytes; at += 4096) {
            Memory.putLong(block + at, at);
        }
    }

    /** A run grows into free pages behind it, moves where there are none, and gives back what it shrinks by. */
    static void resized(Ledger ledger, Interventions interventions) {
        passEvents(ledger, 64);
        long run = ledger.allocate(20 * PAGE);
        expect(ledger.reallocate(run, 20 * PAGE - 100) == run, "the same pages are not enough", run);
        expect(ledger.reallocate(run, 24 * PAGE) == run, "a run does not grow into free pages", run);
        expect(Blocks.usableSize(run) == 24 * PAGE, "a run that has grown does not know it", Blocks.usableSize(run));
        long behind = ledger.allocate(20 * PAGE);
        expect(behind == run + 24 * PAGE, "the next run is elsewhere", behind);
        expect(Runs.resize(Tls.heap(), Arena.pageOf(run), 24 * PAGE), "a run of the same length is resized", run);
        long before = dirty();
        long moved = ledger.reallocate(run, 30 * PAGE);
        expect(moved != run && dirty() == before + 24, "a run grew into another one, or left its pages", moved);
        before = dirty();
        expect(ledger.reallocate(behind, 17 * PAGE) == behind, "a run does not shrink where it is", behind);
        expect(dirty() == before + 3, "what a run has shrunk by is not free", dirty());
    }

    /** An attached run that changes its length is one no more. */
    static void resizedWhenAttached(Ledger ledger, Interventions interventions) {
        passEvents(ledger, 64);
        ledger.free(ledger.allocate(PAGES * PAGE));
        long run = ledger.allocate(PAGES * PAGE);
        long attached = Memory.getLong(Tls.heap() + Heap.ATTACHED_RUN_PAGES);
        expect(ledger.reallocate(run, PAGES * PAGE - 100) == run, "the same pages are not enough", run);
        expect(isAttached(run), "an attached run that keeps its length is one no more", run);
        expect(ledger.reallocate(run, (PAGES + 1) * PAGE) == run, "an attached run does not grow", run);
        expect(!isAttached(run), "a run is in the bin of another length", run);
        expect(Memory.getLong(Tls.heap() + Heap.ATTACHED_RUN_PAGES) == attached - PAGES, "it still counts as attached", run);
    }

    /** Behind a guard nothing is aligned to more than that. */
    static void alignedBehindGuards(Ledger ledger, Interventions interventions) {
        for (long alignment = 4096; alignment <= MIB; alignment *= 2) {
            ledger.allocateAligned(alignment, 20 * PAGE);
        }
    }

    /** A guard that the system does not open is in no run: not in a new one, nor in one that grows. */
    static void guardsThatStay(Ledger ledger, Interventions interventions) {
        passEvents(ledger, 64);
        long bytes = Runs.bytesOf(20);
        long[] runs = allocate(ledger, 3, bytes);
        expect(ledger.reallocate(runs[2], bytes + PAGE) == runs[2], "a run with guards does not grow", runs[2]);
        ledger.free(runs[1]);
        interventions.refuse(1);
        long moved = ledger.reallocate(runs[0], bytes + PAGE);
        interventions.refuse(0);
        expect(moved != runs[0], "a run grew over a guard", moved);
        fill(moved, bytes + PAGE);
        ledger.free(runs[2]);
        interventions.refuse(2);
        long block = ledger.allocate(Runs.bytesOf(40));
        interventions.refuse(0);
        fill(block, Runs.bytesOf(40));
    }

    /** The links of free runs are looked at before they are followed, where lists are. */
    static void writtenInABin(Ledger ledger, Interventions interventions) {
        passEvents(ledger, 64);
        long run = ledger.allocate(PAGES * PAGE);
        ledger.free(run);
        Memory.putLong(run, run + 64);
        Misuse.expectStop(() -> Runs.sweep(Tls.heap()), "runs: link leads to no object");
    }
}
