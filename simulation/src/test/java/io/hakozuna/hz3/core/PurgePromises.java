package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.DECAY_MS;
import static io.hakozuna.hz3.core.Steps.LARGE;
import static io.hakozuna.hz3.core.Steps.MIB;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.SEGMENT;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.dirty;
import static io.hakozuna.hz3.core.Steps.free;
import static io.hakozuna.hz3.core.Steps.passEvents;
import static io.hakozuna.hz3.core.Steps.segments;

import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about when a heap's free memory goes back, and when it stays. */
final class PurgePromises {
    private PurgePromises() {
    }

    /** Free pages stay for the decay and no longer, and empty segments go back but for one. */
    static void age(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long[] blocks = allocate(ledger, 4, SEGMENT);
        passEvents(ledger, 32);
        free(ledger, blocks);
        passEvents(ledger, 64);
        Threads.sleep(DECAY_MS - 1);
        passEvents(ledger, 64);
        expect(Statistics.purgedPages() == 0, "pages went back before the decay", Statistics.purgedPages());
        expect(dirty() >= 4 * Arena.SEGMENT_PAGES, "free pages are not counted", dirty());
        for (int i = 0; i < 5; i++) {
            Threads.sleep(DECAY_MS / 4);
            passEvents(ledger, 32);
        }
        expect(dirty() <= 2 * LARGE / PAGE, "pages stay for longer than the decay: " + dirty(), Tls.heap());
        expect(segments(Tls.heap()) <= 2, "empty segments stay: " + segments(Tls.heap()), Tls.heap());
        expect(Statistics.purgedPages() >= 4 * Arena.SEGMENT_PAGES, "purged pages miscounted", Statistics.purgedPages());
    }

    /** What is freed in a burst stays up to a bound, and what is less stays whole. */
    static void volume(Ledger ledger, Interventions interventions) {
        long bound = Knobs.dirtyBytes() / PAGE;
        ledger.allocate(64);
        free(ledger, allocate(ledger, (int) bound - 8, PAGE));
        expect(Statistics.purgedPages() == 0, "pages went back although they are few", Statistics.purgedPages());
        free(ledger, allocate(ledger, 64, 8 * PAGE));
        // Of one page, for which no memory is missed.
        passEvents(ledger, 256, PAGE);
        expect(dirty() <= bound + 16, "a burst that was freed stays: " + dirty(), Tls.heap());
        expect(dirty() >= bound - 1, "of a burst less stays than may: " + dirty(), Tls.heap());
    }

    /** Large runs bring more in a few events than a tick gives back, and each free gives back as much as it brings. */
    static void volumeOfLargeRuns(Ledger ledger, Interventions interventions) {
        long bound = Knobs.dirtyBytes() / PAGE;
        ledger.allocate(64);
        for (int pages : new int[] {3, 20, 47, 62}) {
            long[] blocks = allocate(ledger, 600 / pages, pages * PAGE);
            Purge.forgetDemand(Tls.heap());
            long purged = Statistics.purgedPages();
            for (long block : blocks) {
                ledger.free(block);
                long now = Statistics.purgedPages();
                expect(now - purged <= Arena.SEGMENT_PAGES, "a free gives so many pages back", now - purged);
                purged = now;
            }
            expect(dirty() <= bound + 64, "of a burst of runs of " + pages + " pages stay " + dirty(), Tls.heap());
        }
    }

    /** Where runs come and go, what goes is not given back for what comes: between two ticks only the sum counts. */
    static void volumeOfRunsThatComeAndGo(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 30, 20 * PAGE);
        for (int i = 0; i < 6; i++) {
            ledger.free(blocks[i]);
        }
        long heap = Tls.heap();
        Memory.putLong(heap + Heap.EVENTS, 0);
        Memory.putLong(heap + Heap.DIRTY_AT_LOOK, dirty());
        long purged = Statistics.purgedPages();
        for (int i = 6; i < 18; i += 2) {
            ledger.free(blocks[i]);
            ledger.free(blocks[i + 1]);
            ledger.allocate(20 * PAGE);
            ledger.allocate(20 * PAGE);
        }
        expect(Statistics.purgedPages() == purged, "pages that are wanted went back", Statistics.purgedPages() - purged);
    }

    /** A second burst at once makes the bound grow by what it missed, and time makes it what it was. */
    static void missed(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        free(ledger, allocate(ledger, 64, 8 * PAGE));
        long purged = Statistics.purgedPages();
        expect(purged > 0, "nothing was purged", 0);
        long heap = Tls.heap();
        expect(Memory.getLong(heap + Heap.BOUND_GROWTH) == 0, "the bound has grown after one burst", heap);
        free(ledger, allocate(ledger, 64, 8 * PAGE));
        long growth = Memory.getLong(heap + Heap.BOUND_GROWTH);
        expect(growth > 0, "what was missed does not make the bound grow", heap);
        expect(growth <= purged, "the bound has grown by more than was purged", growth);
        for (int i = 0; i < 4; i++) {
            Threads.sleep(1250);
            passEvents(ledger, 96);
        }
        expect(Memory.getLong(heap + Heap.BOUND_GROWTH) == growth / 2, "the bound does not halve", heap);
        long changed = Memory.getLong(heap + Heap.BOUND_CHANGED);
        Threads.sleep(1);
        Memory.putLong(heap + Heap.VOLUME_PURGED, 0);
        Memory.putLong(heap + Heap.VOLUME_PURGED_AT, Os.milliseconds());
        Purge.tookClean(heap, 1);
        expect(Memory.getLong(heap + Heap.BOUND_CHANGED) == changed, "the bound is said to have changed", heap);
        Memory.putLong(heap + Heap.BOUND_GROWTH, 1 << 20);
        Memory.putLong(heap + Heap.VOLUME_PURGED, 1);
        Purge.tookClean(heap, 1);
        expect(Memory.getLong(heap + Heap.BOUND_GROWTH) == 1 << 20, "the bound shrinks by what is missed", heap);
        expect(Memory.getLong(heap + Heap.BOUND_CHANGED) == changed, "a bound that has grown enough is kept for longer", heap);
        Memory.putLong(heap + Heap.BOUND_GROWTH, growth / 2);
        // What was purged long ago is not missed, and not counted together with what is purged now.
        long[] blocks = allocate(ledger, 64, 8 * PAGE);
        Memory.putLong(heap + Heap.VOLUME_PURGED, 1 << 20);
        Memory.putLong(heap + Heap.VOLUME_PURGED_AT, Os.milliseconds() - DECAY_MS - 1);
        purged = Statistics.purgedPages();
        free(ledger, blocks);
        purged = Statistics.purgedPages() - purged;
        expect(Memory.getLong(heap + Heap.VOLUME_PURGED) <= purged, "what was purged long ago still counts", heap);
        expect(Memory.getLong(heap + Heap.VOLUME_PURGED) > 2 * Purge.BUDGET / Purge.PAGE_COST, "what is purged is not summed up", heap);
        Threads.sleep(DECAY_MS + 1);
        growth = Memory.getLong(heap + Heap.BOUND_GROWTH);
        allocate(ledger, 64, 8 * PAGE);
        expect(Memory.getLong(heap + Heap.BOUND_GROWTH) <= growth, "what was purged long ago counts as missed", heap);
    }

    /** A heap keeps its last segment when it is empty, and no other. */
    static void lastSegment(Ledger ledger, Interventions interventions) {
        free(ledger, allocate(ledger, 1, LARGE));
        long heap = Tls.heap();
        for (int count = 1; count <= 2; count++) {
            for (int i = 0; i < 20; i++) {
                Threads.sleep(DECAY_MS / 2);
                Purge.tick(heap, Os.milliseconds(), Purge.BUDGET);
            }
            expect(dirty() == 0, "free pages stay: " + dirty(), heap);
            expect(segments(heap) == 1, "a heap has " + segments(heap) + " empty segments", heap);
            free(ledger, allocate(ledger, 3, SEGMENT));
        }
    }

    /** What a sweep has set aside goes home at the next events, in pieces. */
    static void sweptInPieces(Ledger ledger, Interventions interventions) {
        int count = 4000;
        long run = ledger.allocate(LARGE);
        long[] runs = allocate(ledger, 3, LARGE);
        free(ledger, allocate(ledger, count, 16));
        long heap = Tls.heap();
        Memory.putLong(heap + Heap.EVENTS, 0);
        Sweep.sweepSome(heap, SizeClasses.binOf(16), 65);
        long inUse = Statistics.arenaBytesInUse();
        ledger.free(run);
        expect(Sweep.anyGoHome(heap), "an event has sent all of much home", heap);
        free(ledger, runs);
        expect(!Sweep.anyGoHome(heap), "what was set aside stays there", heap);
        expect(Statistics.arenaBytesInUse() <= inUse - 4 * LARGE - count * 16 / PAGE * PAGE, "the spans stay", inUse);
    }

    /** A segment that could not be given back does not read as zero. */
    static void lockedSegment(Ledger ledger, Interventions interventions) {
        for (int i = 0; i < 2; i++) {
            free(ledger, allocate(ledger, 4, PAGE));
            interventions.refuse(Integer.MAX_VALUE);
            Lifecycle.trim(Tls.heap());
            interventions.refuse(0);
            for (int k = 0; k < 4; k++) {
                ledger.allocateZeroed(PAGE);
            }
            ledger.addresses().forEach(ledger::free);
        }
    }

    /** Of spans with few blocks in use, the system's pages between these go back after the decay. */
    static void hollow(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 400, 1000);
        long heap = Tls.heap();
        for (int i = 0; i < blocks.length; i++) {
            if (i % 32 != 0) {
                ledger.free(blocks[i]);
            }
        }
        for (int i = 0; i < 20; i++) {
            Threads.sleep(DECAY_MS / 2);
            Purge.tick(heap, Os.milliseconds(), Purge.BUDGET);
        }
        expect(Memory.getLong(heap + Heap.HOLLOWED_PAGES) > 0, "spans with few blocks in use keep all of their memory", heap);
    }

    /** A tick is a bounded piece of work, and the next one goes on. */
    static void budget(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        free(ledger, allocate(ledger, 40, MIB));
        long heap = Tls.heap();
        long before = Statistics.purgedPages();
        for (int tick = 0; tick < 40; tick++) {
            Purge.tick(heap, Memory.getLong(heap + Heap.CLOCK) + 2 * DECAY_MS, Purge.BUDGET);
            long purged = Statistics.purgedPages() - before;
            expect(purged <= Purge.BUDGET / Purge.PAGE_COST, purged + " pages in a tick", heap);
            before += purged;
        }
        expect(dirty() == 0, "ticks do not get to the end: " + dirty(), heap);
        Memory.putLong(heap + Heap.CLOCK, Os.milliseconds());
        Memory.putLong(heap + Heap.NEXT_PURGE, Os.milliseconds());
    }

    /** Memory that cannot be given back is tried again after the decay, and not at every tick. */
    static void locked(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long[] blocks = allocate(ledger, 31, 4 * PAGE);
        long purged = Statistics.purgedPages();
        interventions.refuse(Integer.MAX_VALUE);
        free(ledger, blocks);
        passEvents(ledger, 64);
        long calls = interventions.calls();
        Threads.sleep(1);
        passEvents(ledger, 64);
        expect(interventions.calls() == calls, "memory that is locked is tried all the time", interventions.calls() - calls);
        expect(Statistics.purgedPages() == purged, "pages that were not purged count as such", Statistics.purgedPages());
        long retained = dirty();
        interventions.refuse(0);
        passEvents(ledger, 64);
        expect(dirty() >= retained - LARGE / PAGE, "pages that were purged before their time", dirty());
        for (int i = 0; i < 5; i++) {
            Threads.sleep(DECAY_MS / 2);
            passEvents(ledger, 32);
        }
        expect(dirty() <= 2 * LARGE / PAGE, "memory that was locked once stays: " + dirty(), Tls.heap());
    }

    /** A last segment of which some memory was locked, for a moment, goes back whole at a trim. */
    static void lockedForAMoment(Ledger ledger, Interventions interventions) {
        free(ledger, allocate(ledger, 4, PAGE));
        interventions.refuse(1);
        Lifecycle.trim(Tls.heap());
        expect(Statistics.arenaBytesRetained() == 0, "a trim leaves " + Statistics.arenaBytesRetained(), Tls.heap());
    }

    /** What a thread frees by the slow path alone empties spans, which go. */
    static void shrink(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 1000, 2000);
        long inUse = Statistics.arenaBytesInUse();
        free(ledger, blocks);
        expect(Statistics.arenaBytesInUse() <= inUse / 4, "spans of which all is free stay", Statistics.arenaBytesInUse());
    }
}
