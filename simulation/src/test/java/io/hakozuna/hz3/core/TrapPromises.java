package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.DECAY_MS;
import static io.hakozuna.hz3.core.Steps.LARGE;
import static io.hakozuna.hz3.core.Steps.MAPPING;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.free;
import static io.hakozuna.hz3.core.Steps.held;
import static io.hakozuna.hz3.core.Steps.isTrapped;
import static io.hakozuna.hz3.core.Steps.passEvents;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about ticks of threads whose calls all take the fast paths, and about trims. */
final class TrapPromises {
    private TrapPromises() {
    }

    /** A trim reaches a thread whose calls all take the fast paths. */
    static void trimOfWhoRuns(Ledger ledger, Interventions interventions) {
        Mailbox calls = new Mailbox();
        Mailbox done = new Mailbox();
        ledger.allocate(64);
        SimulatedThread thread = Threads.begin(() -> {
            ledger.allocate(1000);
            free(ledger, allocate(ledger, 8, 2 * PAGE));
            free(ledger, allocate(ledger, 200, 2000));
            free(ledger, allocate(ledger, 2 * Purge.BUDGET, 16));
            long heap = Tls.heap();
            for (int bin = 1; bin < SizeClasses.BINS; bin++) {
                for (long span = Memory.getLong(Heap.classRecord(heap, bin) + Heap.OLDEST_ATTACHED); span != 0;
                    span = Memory.getLong(span + Span.NEXT)) {
                    Spans.tag(heap, span, 0);
                }
            }
            // A trim is worth more than the patience, which is over soon.
            Memory.putLong(heap + Heap.TRAP_AT, Long.MAX_VALUE);
            Memory.putLong(heap + Heap.PATIENCE, 10);
            Memory.putLong(heap + Heap.CAUGHT_AT, Os.milliseconds());
            done.put(heap);
            calls.take();
            for (int i = 0; i < 2000; i++) {
                ledger.free(ledger.allocate(1000));
            }
            expect(!Trim.isDue(heap), "a thread that runs has not heard of a trim", heap);
            expect(Memory.getLong(heap + Heap.DIRTY_PAGES) == 0, "a thread that runs keeps free pages at a trim", heap);
            expect(Memory.getLong(heap + Heap.ATTACHED_RUN_PAGES) == 0, "a thread that runs keeps free runs at a trim", heap);
            expect(held(heap) <= 1, "a thread that runs keeps spans at a trim", held(heap));
            done.put(1);
        });
        long heap = done.take();
        // As if the thread were not asleep.
        int number = Memory.getIntOpaque(heap + Heap.THREAD);
        Memory.putIntOpaque(heap + Heap.THREAD, 0);
        Lifecycle.trim(Tls.heap());
        Memory.putIntOpaque(heap + Heap.THREAD, number);
        calls.put(1);
        done.take();
        Threads.join(thread);
    }

    /** A trim says whether it gave anything back. */
    static void trimTells(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        ledger.free(ledger.allocate(10 * PAGE));
        expect(Lifecycle.trim(Tls.heap()), "a trim did not give back what was free", 0);
        Lifecycle.trim(Tls.heap());
        expect(!Lifecycle.trim(Tls.heap()), "a trim gave back what there was not", 0);
        ledger.allocate(MAPPING);
        ledger.free(ledger.allocate(MAPPING));
        expect(DirectCache.mappings() == 1, "a mapping is not kept", 0);
        expect(Lifecycle.trim(Tls.heap()), "a trim did not give back what was cached", 0);
        expect(DirectCache.mappings() == 0, "a trim keeps a mapping", 0);
    }

    /** A thread whose frees all take the fast path has ticks, of which its frees remember the last. */
    static void quiet(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(1000);
        long heap = Tls.heap();
        ledger.allocate(LARGE);
        expect(isTrapped(block), "a new span is not trapped", block);
        ledger.free(ledger.allocate(10 * PAGE));
        long events = Memory.getLong(heap + Heap.EVENTS);
        for (int round = 0; round < 20; round++) {
            long before = Memory.getLong(heap + Heap.CLOCK);
            Threads.sleep(DECAY_MS / 4);
            for (int i = 0; i < 20; i++) {
                ledger.free(ledger.allocate(1000));
            }
            expect(Memory.getLong(heap + Heap.CLOCK) > before, "no tick in round " + round, heap);
        }
        expect(Memory.getLong(heap + Heap.EVENTS) == events, "events in the fast path", heap);
        expect(held(heap) <= 1, "a thread that passes no event keeps its free pages: " + held(heap), heap);
    }

    /** A thread that frees much is let go until its next natural tick; patience comes back with time. */
    static void busy(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(1000);
        long heap = Tls.heap();
        long page = Arena.pageOf(block);
        long now = Os.milliseconds();
        Memory.putLong(heap + Heap.TRAPS_SET_AT, 0);
        Trap.set(heap, now, false);
        expect(isTrapped(block), "the traps are not set", block);
        long next = Memory.getLong(heap + Heap.TRAP_AT);
        expect(next > now && next <= now + DECAY_MS, "the next tick is to come in " + (next - now), heap);
        Memory.putLong(heap + Heap.PATIENCE, 2);
        Memory.putLong(heap + Heap.CAUGHT_AT, now);
        Trap.caught(heap, page, now);
        Trap.caught(heap, page, now);
        expect(isTrapped(block), "let go with patience left", block);
        Trap.caught(heap, page, now);
        expect(!isTrapped(block), "not let go without patience", block);
        Trap.set(heap, now + 3, false);
        expect(!isTrapped(block), "the traps are set too often", block);
        Trap.set(heap, now + 4, true);
        expect(isTrapped(block), "the traps are not set again", block);
        expect(Memory.getLong(heap + Heap.TRAP_AT) <= now + 5, "with more to do the next tick is late", heap);
        Memory.putLong(heap + Heap.TRAP_AT, Long.MAX_VALUE);
        Trap.caught(heap, page, now + 5);
        expect(isTrapped(block), "let go although time went by", block);
        // A tick brings all of the patience back, once in an eighth of the decay.
        Memory.putLong(heap + Heap.PATIENT_SINCE, now);
        Memory.putLong(heap + Heap.PATIENCE, 0);
        Memory.putLong(heap + Heap.TRAP_AT, now);
        Trap.caught(heap, page, now + 6);
        expect(Memory.getLong(heap + Heap.PATIENCE) < Knobs.tickTraps(), "patience too early", heap);
        expect(Memory.getLong(heap + Heap.PATIENT_SINCE) == now, "patience too early", heap);
        Memory.putLong(heap + Heap.TRAP_AT, now);
        Trap.caught(heap, page, now + 20);
        expect(Memory.getLong(heap + Heap.PATIENCE) == Knobs.tickTraps(), "no patience after a tick", heap);
        expect(Memory.getLong(heap + Heap.PATIENT_SINCE) == now + 20, "patience from before", heap);
        expect(Memory.getLong(heap + Heap.CLOCK) == now + 20, "no tick", heap);
        Memory.putLong(heap + Heap.PATIENCE, 1);
        Memory.putLong(heap + Heap.TRAP_AT, Long.MAX_VALUE);
        Trap.caught(heap, page, now + 20);
        expect(Memory.getLong(heap + Heap.PATIENCE) == 0, "patience for nothing", heap);
        // Ticks that are wanted soon: the ones that were missed at once, then one a millisecond.
        Memory.putLong(heap + Heap.TICKS_LEFT, 2);
        Memory.putLong(heap + Heap.TICKED_AT, now);
        for (int i = 0; i < 2; i++) {
            Trap.set(heap, now, true);
            expect(Memory.getLong(heap + Heap.TRAP_AT) == now, "a tick that was missed is not had at once", heap);
        }
        Trap.set(heap, now, true);
        expect(Memory.getLong(heap + Heap.TRAP_AT) == now + 1, "more ticks than one a millisecond", heap);
        Memory.putLong(heap + Heap.CLOCK, now);
        Memory.putLong(heap + Heap.TRAP_AT, 0);
        Memory.putLong(heap + Heap.TRAPS_SET_AT, 0);
    }

    /** Mail of a trapped page is no free that the trap waits for: it lets the page go. */
    static void mailOfATrappedPage(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(1000);
        long other = ledger.allocate(1000);
        long heap = Tls.heap();
        expect(isTrapped(block), "a new span is not trapped", block);
        Threads.join(Threads.begin(() -> ledger.handOver(other)));
        Inbox.drainAll(heap);
        expect(!isTrapped(block), "mail keeps a page trapped", block);
        expect(Memory.getLong(Heap.head(heap, SizeClasses.binOf(1000))) == other, "mail of a trapped page is not in the bin", other);
    }

    static void noTraps(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(1000);
        passEvents(ledger, 32);
        Threads.sleep(DECAY_MS);
        passEvents(ledger, 32);
        expect(!isTrapped(block), "a trap where there are to be none", block);
        Threads.join(Threads.begin(() -> {
            ledger.allocate(64);
            Lifecycle.trim(Tls.heap());
        }));
        expect(!isTrapped(block), "a trap where there are to be none", block);
    }
}
