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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /** Of a thread that had few free pages these stay, too; and of one that had many of them, all that lies in its bins. */
    static void deadWithFreePages(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long heap = heapThatWasLeft(ledger, 4, PAGE);
        expect(Memory.getLong(heap + Heap.DIRTY_PAGES) >= 4, "a thread that ends gives few free pages back", heap);
        Threads.join(Threads.begin(() -> {
            free(ledger, allocate(ledger, 100, 1000));
            free(ledger, allocate(ledger, 12, PAGE));
        }));
        expect(Memory.getLong(heap + Heap.DIRTY_PAGES) == 0, "a thread that ends leaves many free pages", heap);
        expect(Memory.getLong(heap + Heap.ATTACHED_PAGES) > 0, "a thread that ends leaves nothing in its bins", heap);
    }

    private static void expectDrained(long heap, int drains) {
        long objects = Memory.getLong(heap + Heap.INBOX_OBJECTS);
        long more = objects - (long) drains * Inbox.OBJECTS_A_DRAIN;
        expect(more >= 0 && more < drains * Batch.MOST, objects + " objects taken home instead of those of drains", drains);
    }

    /** Of much mail to a dead owner its sender takes a part home, and each tick as much as it may. */
    static void muchMailOfTheDead(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long heap = heapWithMail(ledger);
        DeadHeaps.tend(Os.milliseconds(), 2 * Inbox.OBJECTS_A_DRAIN);
        expectDrained(heap, 3);
        tendAll();
        expectDrained(heap, 5);
    }

    /** Nor does the next sender take all of it home. */
    static void moreMailOfTheDead(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long[][] blocks = new long[1][];
        Threads.join(Threads.begin(() -> blocks[0] = allocate(ledger, 5 * Inbox.OBJECTS_A_DRAIN + 1, 16)));
        long heap = heapOf(blocks[0][0]);
        long last = blocks[0][5 * Inbox.OBJECTS_A_DRAIN];
        blocks[0] = Arrays.copyOf(blocks[0], 5 * Inbox.OBJECTS_A_DRAIN);
        free(ledger, blocks[0]);
        RemoteFree.flush(Tls.heap());
        expectDrained(heap, 1);
        ledger.handOver(last);
        expectDrained(heap, 2);
        tendAll();
    }

    /** A thread that has nothing to do with others ends, and the heap is not the one that it gets. */
    private static void endOfAnother(Ledger ledger, long heap) {
        Memory.compareAndSetIntAcquire(heap + Heap.STATE, Heap.STATE_DEAD, Heap.STATE_CLAIMED);
        Threads.join(Threads.begin(() -> {
            expect(heapOf(ledger.allocate(64)) != heap, "a thread has a heap that is claimed", heap);
            Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
        }));
    }

    /** A dead heap with much mail, of which who has sent it took home a part. */
    private static long heapWithMail(Ledger ledger) {
        long[][] blocks = new long[1][];
        Threads.join(Threads.begin(() -> blocks[0] = allocate(ledger, 5 * Inbox.OBJECTS_A_DRAIN, 16)));
        long heap = heapOf(blocks[0][0]);
        free(ledger, blocks[0]);
        RemoteFree.flush(Tls.heap());
        expectDrained(heap, 1);
        return heap;
    }

    /** Who frees blocks of the dead gives back what gets free by a message, and not only the same few pages for any. */
    static void freesOfTheDead(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long[][] blocks = new long[1][];
        Threads.join(Threads.begin(() -> blocks[0] = allocate(ledger, 256, SizeClasses.SMALL_LIMIT)));
        long heap = heapOf(blocks[0][0]);
        for (int round = 0; round < 4; round++) {
            for (int i = 64 * round; i < 64 * round + 64; i++) {
                ledger.free(blocks[0][i]);
            }
            RemoteFree.flush(Tls.heap());
        }
        expect(held(heap) <= 8, "a dead heap keeps what was freed of it: " + held(heap), heap);
    }

    /** What those who send do not get done for the dead, the next thread that ends does, and leaves warm what is not too much. */
    static void finishedAtAnEnd(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long heap = heapWithMail(ledger);
        endOfAnother(ledger, heap);
        expect(Memory.getLong(heap + Heap.UNSORTED) == 0, "mail of the dead waits after a thread's end", heap);
        expect(held(heap) > 0, "what is not too much goes back", heap);
    }

    /** The same where others have freed so much of the dead that it is too much. */
    static void tooMuchAtAnEnd(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long[][] blocks = new long[1][];
        Threads.join(Threads.begin(() -> blocks[0] = allocate(ledger, 200, SizeClasses.SMALL_LIMIT)));
        long heap = heapOf(blocks[0][0]);
        free(ledger, blocks[0]);
        RemoteFree.flush(Tls.heap());
        expect(held(heap) > 16, "whoever frees blocks of the dead gives all back", held(heap));
        endOfAnother(ledger, heap);
        expect(held(heap) == 0, "a dead heap keeps too much: " + held(heap), heap);
    }

    /** Of what others have freed of many that are dead, a little each, twice the bound stays when the next thread ends. */
    static void muchInAllAtAnEnd(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        List<Long> blocks = new ArrayList<>();
        endTogether(24, () -> {
            for (int i = 0; i < 7; i++) {
                blocks.add(ledger.allocate(PAGE));
            }
        });
        blocks.forEach(ledger::handOver);
        expect(heldByOthers() > 2 * 4 * MIB / PAGE, "no more is held than may be", heldByOthers());
        Threads.join(Threads.begin(() -> ledger.allocate(64)));
        expect(heldByOthers() <= 2 * 4 * MIB / PAGE, "the dead hold too much together", heldByOthers());
        expect(heldByOthers() >= 4 * MIB / PAGE, "the dead hold less than they may", heldByOthers());
    }

    /** Begins so many threads, of which none ends before all have done their part. */
    private static void endTogether(int count, Runnable body) {
        Mailbox end = new Mailbox();
        Mailbox begun = new Mailbox();
        SimulatedThread[] threads = new SimulatedThread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = Threads.begin(() -> {
                body.run();
                begun.put(1);
                end.take();
            });
            begun.take();
        }
        for (int i = 0; i < count; i++) {
            end.put(1);
        }
        Threads.join(threads);
    }

    private static long heldByOthers() {
        long pages = 0;
        for (int owner = 2; owner <= Heaps.owners(); owner++) {
            pages += held(Arena.heapOf(owner));
        }
        return pages;
    }

    /** Two that end at the same time do not both take the same mail home. */
    static void finishedByTwo(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long heap = heapWithMail(ledger);
        Memory.compareAndSetIntAcquire(heap + Heap.STATE, Heap.STATE_DEAD, Heap.STATE_CLAIMED);
        int[] begun = new int[1];
        Runnable body = () -> {
            ledger.allocate(64);
            if (++begun[0] == 2) {
                Memory.putIntVolatile(heap + Heap.STATE, Heap.STATE_DEAD);
            }
        };
        Threads.join(Threads.begin(body), Threads.begin(body));
        long home = Memory.getLong(heap + Heap.INBOX_OBJECTS);
        expect(home == 5 * Inbox.OBJECTS_A_DRAIN, "objects of mail that came home: " + home, heap);
    }

    /** All that ended threads leave together has a bound: 2 MiB for each of two processors. */
    static void manyDead(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        endTogether(20, () -> free(ledger, allocate(ledger, 6, PAGE)));
        long pages = heldByOthers();
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
