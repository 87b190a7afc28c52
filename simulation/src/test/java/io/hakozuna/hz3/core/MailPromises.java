package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.bind;
import static io.hakozuna.hz3.core.Steps.expectOwnBins;
import static io.hakozuna.hz3.core.Steps.heapOf;
import static io.hakozuna.hz3.core.Steps.isGuest;
import static io.hakozuna.hz3.core.Steps.skipOwners;
import static io.hakozuna.hz3.core.Steps.untilAsleep;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about blocks that others have freed: their way home, and who takes them. */
final class MailPromises {
    private MailPromises() {
    }

    /** Mail is sorted in pieces, and a thread that only frees comes for it too. */
    static void muchMail(Ledger ledger, Interventions interventions) {
        int count = 3000;
        Mailbox blocks = new Mailbox();
        Mailbox sent = new Mailbox();
        SimulatedThread owner = Threads.begin(() -> {
            long run = ledger.allocate(20 * PAGE);
            for (int i = 0; i < count; i++) {
                blocks.put(ledger.allocate(16));
            }
            sent.take();
            long heap = Tls.heap();
            ledger.free(run);
            expect(Memory.getLongAcquire(heap + Heap.INBOX) == 0, "a thread that only frees does not come for its mail", heap);
            long objects = Memory.getLong(heap + Heap.INBOX_OBJECTS);
            long more = objects - Inbox.OBJECTS_A_DRAIN;
            expect(more >= 0 && more < Batch.MOST, "a drain takes another number of objects", objects);
            expect(Inbox.hasMail(heap), "mail that was not sorted is forgotten", heap);
            Inbox.drainAll(heap);
            expect(Memory.getLong(heap + Heap.INBOX_OBJECTS) == count, "mail that was not sorted is forgotten", heap);
        });
        for (int i = 0; i < count; i++) {
            ledger.free(blocks.take());
        }
        RemoteFree.flush(Tls.heap());
        sent.put(1);
        Threads.join(owner);
    }

    /** Who needs memory takes the mail of an owner that does not come for it, if it is much, and leaves none of it behind. */
    static void takenMail(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox end = new Mailbox();
        bind(ledger);
        SimulatedThread owner = Threads.begin(() -> {
            for (int i = 0; i < 16; i++) {
                blocks.put(ledger.allocate(32768));
            }
            blocks.put(ledger.allocate(20 * PAGE));
            end.take();
        });
        long[] taken = new long[17];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = blocks.take();
        }
        ledger.handOver(taken[0]);
        ledger.handOver(taken[1]);
        long heap = heapOf(taken[2]);
        Threads.join(Threads.begin(() -> {
            ledger.allocate(32768);
            expect(Statistics.sum(Heap.TAKEN_MAIL) == 0, "mail was taken that is not much", heap);
        }));
        ledger.handOver(taken[2]);
        ledger.handOver(taken[16]);
        Threads.join(Threads.begin(() -> {
            ledger.allocate(64);
            ledger.allocate(1000);
            long mine = Tls.heap();
            expect(Memory.getLong(mine + Heap.TAKEN_MAIL) == 1, "mail that waits is not taken", heap);
            expect(heapOf(ledger.allocate(32768)) == heap, "mail that was taken is not used", heap);
        }));
        for (int i = 1; i <= Heaps.owners(); i++) {
            expectOwnBins(Arena.heapOf(i));
        }
        end.put(1);
        Threads.join(owner);
    }

    /** What was taken serves the block that it was taken for. */
    static void takenMailAtOnce(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox end = new Mailbox();
        bind(ledger);
        SimulatedThread owner = Threads.begin(() -> {
            for (int i = 0; i < 3; i++) {
                blocks.put(ledger.allocate(64));
            }
            end.take();
        });
        long heap = 0;
        for (int i = 0; i < 3; i++) {
            long block = blocks.take();
            heap = heapOf(block);
            ledger.handOver(block);
        }
        expect(heapOf(ledger.allocate(64)) == heap, "mail that was taken does not serve who took it", heap);
        end.put(1);
        Threads.join(owner);
    }

    /** Who needs memory for a batch alone takes no mail for it. */
    static void mailIsNotForBatches(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox end = new Mailbox();
        bind(ledger);
        SimulatedThread owner = Threads.begin(() -> {
            blocks.put(ledger.allocate(64));
            blocks.put(ledger.allocate(64));
            end.take();
        });
        ledger.handOver(blocks.take());
        Threads.join(Threads.begin(() -> {
            bind(ledger);
            ledger.free(blocks.take());
            expect(Memory.getLong(Tls.heap() + Heap.TAKEN_MAIL) == 0, "mail was taken for a batch", Tls.heap());
            ledger.allocate(3000);
            expect(Memory.getLong(Tls.heap() + Heap.TAKEN_MAIL) == 1, "mail that waits is not taken", Tls.heap());
        }));
        end.put(1);
        Threads.join(owner);
    }

    /** A run that is too large for a bin is none, whatever lies behind the bins. */
    static void largeRun(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(64);
        Threads.join(Threads.begin(() -> ledger.handOver(block)));
        expect(Inbox.hasMail(Tls.heap()), "no mail", block);
        ledger.allocate((SizeClasses.RUN_BIN_PAGES + 1) * PAGE);
    }

    /** Where no mail is to be taken it waits for its owner. */
    static void mailLeftAlone(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox end = new Mailbox();
        bind(ledger);
        SimulatedThread owner = Threads.begin(() -> {
            for (int i = 0; i < 4; i++) {
                blocks.put(ledger.allocate(32768));
            }
            end.take();
        });
        for (int i = 0; i < 4; i++) {
            ledger.handOver(blocks.take());
        }
        ledger.allocate(32768);
        expect(Statistics.sum(Heap.TAKEN_MAIL) == 0, "mail was taken where none is to be", 0);
        end.put(1);
        Threads.join(owner);
    }

    /** A heap that has mail of its own which no drain could sort at once goes on with that, and takes no other. */
    static void unsortedMail(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox sent = new Mailbox();
        Mailbox end = new Mailbox();
        int count = 3 * Inbox.OBJECTS_A_DRAIN;
        bind(ledger);
        SimulatedThread owner = Threads.begin(() -> {
            for (int i = 0; i < count; i++) {
                blocks.put(ledger.allocate(16));
            }
            sent.take();
            long heap = Tls.heap();
            ledger.allocate(4096);
            expect(Memory.getLong(heap + Heap.TAKEN_MAIL) == 0, "mail was taken although there is its own", heap);
            Inbox.drainAll(heap);
            long objects = Memory.getLong(heap + Heap.INBOX_OBJECTS);
            expect(objects == count, "mail of its own is lost", objects);
        });
        SimulatedThread other = Threads.begin(() -> {
            for (int i = 0; i < 8; i++) {
                blocks.put(ledger.allocate(4096));
            }
            end.take();
        });
        for (int i = 0; i < count + 8; i++) {
            ledger.free(blocks.take());
        }
        RemoteFree.flush(Tls.heap());
        sent.put(1);
        Threads.join(owner);
        end.put(1);
        Threads.join(other);
    }

    /** At a trim what a heap has of another's goes home before that one is purged. */
    static void takenMailAtATrim(Ledger ledger, Interventions interventions) {
        Mailbox blocks = new Mailbox();
        Mailbox ends = new Mailbox();
        SimulatedThread owner = Threads.begin(() -> {
            for (int i = 0; i < 16; i++) {
                blocks.put(ledger.allocate(32768));
            }
            ends.take();
        });
        long heap = 0;
        for (int i = 0; i < 16; i++) {
            long block = blocks.take();
            heap = heapOf(block);
            ledger.handOver(block);
        }
        untilAsleep(heap);
        SimulatedThread taker = Threads.begin(() -> {
            ledger.free(ledger.allocate(32768));
            blocks.put(Tls.heap());
            ends.take();
        });
        long takers = blocks.take();
        untilAsleep(takers);
        Lifecycle.trim(Tls.heap());
        expect(Statistics.arenaBytesInUse() + Statistics.arenaBytesRetained() == 0, "a trim leaves what one has of another's", heap);
        ends.put(1);
        ends.put(1);
        Threads.join(owner, taker);
    }

    /** A thread that can have no heap, since there is no memory for one, frees all the same. */
    static void freeWithoutAHeap(Ledger ledger, Interventions interventions) {
        bind(ledger);
        skipOwners(7);
        long block = ledger.allocate(64);
        Threads.join(Threads.begin(() -> {
            interventions.refuse(Integer.MAX_VALUE);
            ledger.free(block);
            expect(ledger.allocate(64) == 0, "memory from nowhere", 0);
            interventions.refuse(0);
            expect(isGuest(), "a heap from nowhere", Tls.heap());
        }));
        expect(Inbox.hasMail(Tls.heap()), "a block that was freed is lost", block);
    }
}
