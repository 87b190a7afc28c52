package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.DECAY_MS;
import static io.hakozuna.hz3.core.Steps.LARGE;
import static io.hakozuna.hz3.core.Steps.MAPPING;
import static io.hakozuna.hz3.core.Steps.MIB;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.free;
import static io.hakozuna.hz3.core.Steps.heapOf;
import static io.hakozuna.hz3.core.Steps.heapThatWasLeft;
import static io.hakozuna.hz3.core.Steps.held;
import static io.hakozuna.hz3.core.Steps.passEvents;
import static io.hakozuna.hz3.core.Steps.tendAll;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about what threads that have ended leave. */
final class DeadPromises {
    private DeadPromises() {
    }

    /** What a thread leaves is there for the next one until the decay, and then goes back by other threads' ticks. */
    static void dead(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long heap = heapThatWasLeft(ledger, 100, 1000);
        long left = held(heap);
        expect(left > 0, "a thread leaves nothing", heap);
        Threads.sleep(DECAY_MS - 1);
        passEvents(ledger, 64);
        expect(held(heap) == left && Memory.getLong(heap + Heap.DIRTY_PAGES) == 0, "what a thread has left goes before the decay", heap);
        for (int i = 0; i < 12; i++) {
            Threads.sleep(DECAY_MS / 4);
            passEvents(ledger, 32);
        }
        expect(held(heap) == 0, "what a thread has left stays", heap);
    }

    /** A thread that had much leaves nothing of it. */
    static void deadWithMuch(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long heap = heapThatWasLeft(ledger, 8, 2 * PAGE);
        expect(held(heap) == 0, "a thread that ends leaves too much", held(heap));
        long[] blocks = new long[3];
        Threads.join(Threads.begin(() -> {
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = ledger.allocate(LARGE);
            }
        }));
        for (long block : blocks) {
            ledger.handOver(block);
        }
        expect(Memory.getLong(heap + Heap.DIRTY_PAGES) <= 3 * LARGE / PAGE - 2 * 8, "who sends much to a dead owner leaves it there", heap);
    }

    private static void expectDrained(long heap, int drains) {
        long objects = Memory.getLong(heap + Heap.INBOX_OBJECTS);
        long more = objects - (long) drains * Inbox.OBJECTS_A_DRAIN;
        expect(more >= 0 && more < drains * Batch.MOST, objects + " objects taken home instead of those of drains", drains);
    }

    /** Of much mail to a dead owner its sender takes a part home, and each tick as much as it may. */
    static void muchMailOfTheDead(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long[][] blocks = new long[1][];
        Threads.join(Threads.begin(() -> blocks[0] = allocate(ledger, 5 * Inbox.OBJECTS_A_DRAIN, 16)));
        long heap = heapOf(blocks[0][0]);
        free(ledger, blocks[0]);
        RemoteFree.flush(Tls.heap());
        expectDrained(heap, 1);
        Heaps.tend(Os.milliseconds(), 2 * Inbox.OBJECTS_A_DRAIN);
        expectDrained(heap, 3);
        tendAll();
        expectDrained(heap, 5);
    }

    /** All that ended threads leave together has a bound: 2 MiB for each of two processors. */
    static void manyDead(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        int count = 20;
        Mailbox end = new Mailbox();
        Mailbox begun = new Mailbox();
        SimulatedThread[] threads = new SimulatedThread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = Threads.begin(() -> {
                free(ledger, allocate(ledger, 6, PAGE));
                begun.put(1);
                end.take();
            });
            begun.take();
        }
        for (int i = 0; i < count; i++) {
            end.put(1);
        }
        Threads.join(threads);
        long pages = 0;
        for (int owner = 2; owner <= Heaps.owners(); owner++) {
            pages += held(Arena.heapOf(owner));
        }
        expect(pages <= 4 * MIB / PAGE, "ended threads have left " + pages + " pages", 0);
        expect(pages >= 2 * MIB / PAGE, "ended threads have left no more than " + pages + " pages", 0);
    }

    /** Its rounds have the ticks of those that have none. */
    static void purgeThread(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        heapThatWasLeft(ledger, 100, 1000);
        long heap = heapThatWasLeft(ledger, 4, PAGE);
        ledger.allocate(MAPPING);
        ledger.free(ledger.allocate(MAPPING));
        PurgeThread.round();
        expect(DirectCache.mappings() == 1, "a mapping goes before the decay", 0);
        for (int i = 0; i < 12; i++) {
            Threads.sleep(PurgeThread.round());
        }
        expect(held(heap) == 0, "rounds leave memory of a thread that has ended", heap);
        expect(DirectCache.mappings() == 0, "rounds leave a mapping", 0);
        long mapping = Os.map(MAPPING);
        interventions.refuse(1);
        Direct.unmap(mapping, MAPPING);
        for (int i = 0; i < 4; i++) {
            PurgeThread.round();
        }
        expect(!Leftovers.retry(1), "rounds leave what could not be given back", 0);
    }
}
