package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.bind;
import static io.hakozuna.hz3.core.Steps.heapOf;
import static io.hakozuna.hz3.core.Steps.skipOwners;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about blocks that wait in the heap of the thread that has freed them for others. */
final class StashPromises {
    private StashPromises() {
    }

    /** Threads that had so many blocks of some sizes at the same time and have ended: each one's blocks. */
    private static long[][] blocksOfSome(Ledger ledger, int threads, int count, long... sizes) {
        long[][] blocks = new long[threads][count * sizes.length];
        Mailbox begun = new Mailbox();
        Mailbox end = new Mailbox();
        SimulatedThread[] owners = new SimulatedThread[threads];
        for (int i = 0; i < threads; i++) {
            long[] mine = blocks[i];
            owners[i] = Threads.begin(() -> {
                for (int k = 0; k < mine.length; k++) {
                    mine[k] = ledger.allocate(sizes[k % sizes.length]);
                }
                begun.put(1);
                end.take();
            });
            begun.take();
        }
        for (int i = 0; i < threads; i++) {
            end.put(1);
        }
        Threads.join(owners);
        return blocks;
    }

    /** Frees what several owners have in turns. */
    private static void freeInTurns(Ledger ledger, long[][] blocks) {
        for (int i = 0; i < blocks[0].length; i++) {
            for (long[] of : blocks) {
                ledger.free(of[i]);
            }
        }
        RemoteFree.flush(Tls.heap());
        Invariants.check(ledger.addresses());
    }

    /** Where the stash has groups, blocks of one class and owner are one, and each owner has one message. */
    static void grouped(Ledger ledger, Interventions interventions) {
        bind(ledger);
        freeInTurns(ledger, blocksOfSome(ledger, 2, 40, 100, 3000));
        long heap = Tls.heap();
        expect(Memory.getLong(heap + Heap.REMOTE_HANDOVERS) == 2, "more than a message for an owner", heap);
        expect(Memory.getLong(heap + Heap.REMOTE_GROUPS) == 4, "more than a group for a class", heap);
    }

    /** A sort has windows, and each its groups. */
    static void sortedInWindows(Ledger ledger, Interventions interventions) {
        bind(ledger);
        freeInTurns(ledger, blocksOfSome(ledger, 1, 600, 100));
        long groups = Memory.getLong(Tls.heap() + Heap.REMOTE_GROUPS);
        expect(groups == 3, "groups of 600 blocks in windows of 256: " + groups, 0);
    }

    /** Blocks of all classes of several owners: more groups than some stashes have places for. */
    static void allClasses(Ledger ledger, Interventions interventions) {
        bind(ledger);
        long[] sizes = new long[2 * (SizeClasses.BINS - 1)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = SizeClasses.sizeOf(1 + i / 2);
        }
        freeInTurns(ledger, blocksOfSome(ledger, 3, 1, sizes));
    }

    /** Owners whose numbers have the same low bits share a row of the outbox. */
    static void sharedRows(Ledger ledger, Interventions interventions) {
        bind(ledger);
        long[][] blocks = new long[2][];
        blocks[0] = blocksOfSome(ledger, 1, 8, 100)[0];
        long first = heapOf(blocks[0][0]);
        expect(DeadHeaps.claim(first), "a heap that was left is not dead", first);
        skipOwners(Outbox.ROWS - 1);
        blocks[1] = blocksOfSome(ledger, 1, 8, 100)[0];
        DeadHeaps.letGo(first);
        long second = heapOf(blocks[1][0]);
        expect(Heap.owner(second) == Heap.owner(first) + Outbox.ROWS, "not the owners that were meant", second);
        freeInTurns(ledger, blocks);
    }

    /** A row that nobody has had is no owner's, though others have rows with the number of none. */
    static void manyRows(Ledger ledger, Interventions interventions) {
        bind(ledger);
        skipOwners(Outbox.ROWS - 1 - Heap.owner(Tls.heap()));
        long[][] blocks = blocksOfSome(ledger, 2, 8, 100);
        expect(Heap.owner(heapOf(blocks[0][0])) == Outbox.ROWS, "not the owner that was meant", blocks[0][0]);
        freeInTurns(ledger, blocks);
    }
}
