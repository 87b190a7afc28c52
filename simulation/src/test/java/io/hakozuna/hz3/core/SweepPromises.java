package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.SpanPromises.isDetached;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.free;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about which classes are swept, and how far at a time. */
final class SweepPromises {
    private static final long RESTING = 64;
    private static final long IN_USE = 128;
    private static final long OUT = 192;
    private static final long REFILLED = 256;

    private SweepPromises() {
    }

    private static int bin(long size) {
        return SizeClasses.binOf(size);
    }

    private static long record(long size) {
        return Heap.classRecord(Tls.heap(), bin(size));
    }

    private static int listed(long first) {
        int count = 0;
        for (long object = first; object != 0; object = FreeLink.get(object)) {
            count++;
        }
        return count;
    }

    private static int inBin(long size) {
        return listed(Memory.getLong(Heap.head(Tls.heap(), bin(size))));
    }

    private static int goingHome(long size) {
        return listed(Memory.getLong(Tls.heap() + Heap.GOING_HOME + bin(size) * 8L));
    }

    /** New spans sweep the classes whose bins look as they did at the last look, but for the one that asks. */
    static void resting(Ledger ledger, Interventions interventions) {
        long resting = ledger.allocate(RESTING);
        long inUse = ledger.allocate(IN_USE);
        long asking = ledger.allocate(OUT);
        long heap = Tls.heap();
        for (int look = 1; look < SizeClasses.BINS; look += 2) {
            Sweep.sweepRestingClasses(heap, bin(OUT));
        }
        long hand = Memory.getLong(heap + Heap.SWEEP_HAND);
        expect(hand == SizeClasses.BINS - 1, "looks go another way", hand);
        expect(!isDetached(resting), "a class is swept at the first look", resting);
        ledger.allocate(IN_USE);
        for (int look = 1; look < SizeClasses.BINS; look += 2) {
            Sweep.sweepRestingClasses(heap, bin(OUT));
        }
        expect(isDetached(resting), "a class that rests is not swept", resting);
        expect(!isDetached(inUse), "a class that is in use is swept", inUse);
        expect(!isDetached(asking), "the class that asks is swept", asking);
    }

    /** Without a new span: classes with something in the bin that has not changed, and without a refill since the deadline. */
    static void rested(Ledger ledger, Interventions interventions) {
        long resting = ledger.allocate(RESTING);
        long inUse = ledger.allocate(IN_USE);
        long out = ledger.allocate(OUT);
        while (inBin(OUT) != 0) {
            ledger.allocate(OUT);
        }
        long refilled = ledger.allocate(REFILLED);
        long heap = Tls.heap();
        long deadline = Memory.getLong(heap + Heap.CLOCK);
        Memory.putLong(record(REFILLED) + Heap.LAST_REFILL, deadline + 1);
        expect(!Sweep.hasLooks(heap) && Sweep.sweepRested(heap, deadline, 1000) == 1000, "looks are under way", heap);
        look(heap, deadline);
        expect(!isDetached(resting), "a class is swept at the first look", resting);
        ledger.allocate(IN_USE);
        look(heap, deadline);
        expect(isDetached(resting), "a class that rests is not swept", resting);
        expect(!isDetached(inUse), "a class that is in use is swept", inUse);
        expect(!isDetached(out), "a class with nothing in its bin is swept", out);
        expect(!isDetached(refilled), "a class is swept that had a refill since the deadline", refilled);
        expect(Sweep.sweepRested(heap, deadline, 1000) == 1000, "looks go on for ever", heap);
        look(heap, deadline + 1);
        expect(isDetached(refilled), "a class that had its refill at the deadline is not swept", refilled);
    }

    /** All classes are looked at, ten at a time. */
    private static void look(long heap, long deadline) {
        Sweep.beginLooks(heap);
        int ticks = 0;
        while (Sweep.hasLooks(heap)) {
            int hand = (int) Memory.getLong(heap + Heap.REST_HAND);
            int rest = Sweep.sweepRested(heap, deadline, 10);
            int looked = (int) Memory.getLong(heap + Heap.REST_HAND) - hand;
            expect(looked > 0 && looked <= 10, looked + " classes in a tick", heap);
            expect(rest <= 10 - looked, "a look costs nothing", rest);
            ticks++;
        }
        expect(ticks >= (SizeClasses.BINS - 1 + 9) / 10, "all in so many ticks", ticks);
    }

    /** What is set aside goes home as far as the budget goes; a refill takes what is still there. */
    static void inPieces(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 200, RESTING);
        long heap = Tls.heap();
        free(ledger, blocks);
        int free = inBin(RESTING);
        expect(Sweep.sweepSome(heap, bin(IN_USE), 500) == 500, "a class that has nothing costs something", heap);
        int rest = Sweep.sweepSome(heap, bin(RESTING), 100);
        int home = free - goingHome(RESTING);
        expect(inBin(RESTING) == 0 && rest == 0 && home > 0 && home < 100, "objects that go home at once: " + home, rest);
        expect(Sweep.anyGoHome(heap), "nothing is under way", heap);
        expect(Sweep.sendHome(heap, 10) == 10 && goingHome(RESTING) == free - home - 10, "ten objects are not ten", heap);
        // One of those that are under way, and the others with it.
        long taken = ledger.allocate(RESTING);
        expect(inBin(RESTING) == free - home - 11 && !Sweep.anyGoHome(heap), "a refill leaves what is under way", taken);
        expect(isDetached(taken), "a span is attached while its objects are under way", taken);
        expect(Sweep.sendHome(heap, 10) == 0, "objects go home from nowhere", heap);
        Sweep.sweepSome(heap, bin(RESTING), 65);
        expect(goingHome(RESTING) == free - home - 12, "what a bin holds and no span has attached is not swept", heap);
        Sweep.sweepSome(heap, bin(RESTING), 65);
        Sweep.sweep(heap, bin(IN_USE));
        expect(!Sweep.anyGoHome(heap), "a sweep leaves what is under way", heap);
    }

    /** While a class's objects are under way, what comes into its bin stays there. */
    static void underWay(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 64, RESTING);
        long heap = Tls.heap();
        free(ledger, blocks);
        long kept = Allocator.allocate(RESTING, heap);
        Sweep.sweepSome(heap, bin(RESTING), 65);
        int under = goingHome(RESTING);
        // As taken mail comes there.
        FreeLink.put(kept, 0);
        Memory.putLong(Heap.head(heap, bin(RESTING)), kept);
        Sweep.beginAll(heap);
        expect(goingHome(RESTING) == under && inBin(RESTING) == 1, "what is under way is lost", heap);
    }

    /** Classes of both words of bits, from the first to the last. */
    static void allClasses(Ledger ledger, Interventions interventions) {
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            long[] blocks = allocate(ledger, 2, SizeClasses.sizeOf(bin));
            free(ledger, blocks);
        }
        long heap = Tls.heap();
        Sweep.beginAll(heap);
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            expect(Memory.getLong(Heap.head(heap, bin)) == 0, "a class is left out", bin);
        }
        while (Sweep.anyGoHome(heap)) {
            expect(Sweep.sendHome(heap, 100) > 0, "objects do not go home", heap);
        }
        Sweep.sweepAll(heap);
        expect(Memory.getLong(heap + Heap.ATTACHED_PAGES) == 0, "a span is attached after a sweep", heap);
        expect(Memory.getLong(heap + Heap.SPANS_RETIRED) == Memory.getLong(heap + Heap.SPANS_OPENED), "spans that are empty stay", heap);
    }

    /** A class that has lost eight spans loses what its bin holds, too; one that has lost less keeps it. */
    static void shrinking(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 10 * 16, 4096);
        long heap = Tls.heap();
        int bin = bin(4096);
        long newest = blocks[blocks.length - 1];
        for (int i = 0; i < 8 * 16; i++) {
            expect(!isDetached(newest), "swept after " + i + " frees", newest);
            ledger.free(blocks[i]);
        }
        expect(isDetached(newest), "a class that has lost eight spans is not swept", newest);
        expect(Memory.getInt(Heap.classRecord(heap, bin) + Heap.RETIRED_COUNT) == 0, "a sweep does not begin anew", newest);
        long sweeps = Memory.getLong(heap + Heap.SWEEPS);
        // With nothing attached there is nothing to sweep.
        for (int i = 8 * 16; i < 10 * 16; i++) {
            ledger.free(blocks[i]);
        }
        Memory.putInt(Heap.classRecord(heap, bin) + Heap.RETIRED_COUNT, 100);
        Sweep.sweepIfItShrinks(heap, bin);
        expect(Memory.getLong(heap + Heap.SWEEPS) == sweeps, "a class with nothing attached is swept", heap);
    }
}
