package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.bind;
import static io.hakozuna.hz3.core.Steps.free;
import static io.hakozuna.hz3.core.Steps.heapOf;
import static io.hakozuna.hz3.core.Steps.untilAsleep;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.simulation.Threads.Mailbox;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.Arrays;
import java.util.stream.LongStream;

/** The programs of promises about blocks that go home as addresses in a batch. */
final class BatchPromises {
    private static final int MANY = (int) Batch.MOST + 38;

    private BatchPromises() {
    }

    /** Starts an owner of so many blocks of 64 bytes, who then waits for the end, and does something before his own. */
    private static SimulatedThread owner(Ledger ledger, long[] blocks, Mailbox end, Runnable atTheEnd) {
        Mailbox begun = new Mailbox();
        SimulatedThread owner = Threads.begin(() -> {
            System.arraycopy(allocate(ledger, blocks.length, 64), 0, blocks, 0, blocks.length);
            begun.put(1);
            end.take();
            atTheEnd.run();
        });
        begun.take();
        return owner;
    }

    /** What the links of freed blocks would be written over. */
    private static long[] words(long[] blocks) {
        return LongStream.of(blocks).flatMap(block -> LongStream.of(Memory.getLong(block), Memory.getLong(block + 8))).toArray();
    }

    private static long groups(long first) {
        long groups = 0;
        for (long group = first; group != 0; group = Mail.next(Mail.linkOf(group))) {
            groups++;
        }
        return groups;
    }

    /** Who frees for another thread does not write to what he frees; the batches come back to him, and no batch for them goes there. */
    static void many(Ledger ledger, Interventions interventions) {
        bind(ledger);
        Mailbox end = new Mailbox();
        long[] blocks = new long[MANY];
        long sender = Tls.heap();
        SimulatedThread owner = owner(ledger, blocks, end, () -> {
            Inbox.drainAll(Tls.heap());
            RemoteFree.flush(Tls.heap());
            long mail = Memory.getLongAcquire(sender + Heap.INBOX);
            expect(groups(mail) == 2 && !Mail.hasMore(Mail.linkOf(mail)), "the batches come back otherwise than as two objects", mail);
        });
        long heap = heapOf(blocks[0]);
        long[] words = words(blocks);
        free(ledger, blocks);
        RemoteFree.flush(sender);
        expect(Arrays.equals(words, words(blocks)), "who frees blocks writes to them", heap);
        long mail = Memory.getLongAcquire(heap + Heap.INBOX);
        expect(groups(mail) == 2 && Mail.hasMore(Mail.linkOf(mail)), MANY + " blocks that are not two batches", mail);
        end.put(1);
        Threads.join(owner);
    }

    /** A few objects are linked, and what would have been their batch is free at once. */
    static void few(Ledger ledger, Interventions interventions) {
        bind(ledger);
        Mailbox end = new Mailbox();
        long[] blocks = new long[5];
        SimulatedThread owner = owner(ledger, blocks, end, () -> { });
        long heap = heapOf(blocks[0]);
        free(ledger, blocks);
        long batch = Batch.of(Outbox.next(Outbox.row(Tls.heap(), Heap.owner(heap))));
        RemoteFree.flush(Tls.heap());
        long mail = Memory.getLongAcquire(heap + Heap.INBOX);
        expect(groups(mail) == blocks.length && !Mail.hasMore(Mail.linkOf(mail)), "few blocks in a batch", mail);
        expect(ledger.allocate(512) == batch, "a batch that was not needed is kept", batch);
        end.put(1);
        Threads.join(owner);
    }

    /** Who has no memory for a batch frees all the same. */
    static void withoutMemory(Ledger ledger, Interventions interventions) {
        bind(ledger);
        Mailbox end = new Mailbox();
        long[] blocks = new long[MANY];
        SimulatedThread owner = owner(ledger, blocks, end, () -> { });
        long heap = heapOf(blocks[0]);
        interventions.refuse(Integer.MAX_VALUE);
        while (ledger.allocate(PAGE) != 0) {
            // Until the heap has no page more.
        }
        free(ledger, blocks);
        interventions.refuse(0);
        RemoteFree.flush(Tls.heap());
        long mail = Memory.getLongAcquire(heap + Heap.INBOX);
        expect(groups(mail) == MANY && !Mail.hasMore(Mail.linkOf(mail)), "batches from nowhere", mail);
        end.put(1);
        Threads.join(owner);
    }

    /** Lanes that zero what is freed have no batches, of which addresses would be left. */
    static void zeroes(Ledger ledger, Interventions interventions) {
        free(ledger, allocate(ledger, 16, 512));
        Mailbox end = new Mailbox();
        long[] blocks = new long[MANY];
        SimulatedThread owner = owner(ledger, blocks, end, () -> { });
        free(ledger, blocks);
        RemoteFree.flush(Tls.heap());
        end.put(1);
        Threads.join(owner);
        Inbox.drainAll(Tls.heap());
        for (long block : LongStream.generate(() -> Allocator.allocate(512, Tls.heap())).limit(16).toArray()) {
            for (long at = 0; at < 512; at += 8) {
                expect(Memory.getLong(block + at) == 0, "byte " + at + " of a block that was free", block);
            }
            Allocator.free(block, Tls.heap());
        }
    }

    /** The segment of the dead whose objects were sent in a batch is taken over, and not that of the batch. */
    static void adopted(Ledger ledger, Interventions interventions) {
        bind(ledger);
        Mailbox end = new Mailbox();
        long[] blocks = new long[MANY];
        SimulatedThread owner = owner(ledger, blocks, end, () -> { });
        end.put(1);
        Threads.join(owner);
        free(ledger, blocks);
        RemoteFree.flush(Tls.heap());
        ledger.allocate(3000);
        long adopted = Memory.getLong(Tls.heap() + Heap.ADOPTED_SEGMENTS);
        expect(adopted == 1, "segments taken over: " + adopted, blocks[0]);
    }

    /** At a trim the batches that are in one heap's mail go home before their owner is purged. */
    static void atATrim(Ledger ledger, Interventions interventions) {
        Mailbox end = new Mailbox();
        Mailbox blocks = new Mailbox();
        SimulatedThread sender = Threads.begin(() -> {
            bind(ledger);
            for (int i = 0; i < MANY; i++) {
                ledger.free(blocks.take());
            }
        });
        while (Heaps.owners() == 0) {
            Threads.sleep(1);
        }
        long[] owners = new long[MANY];
        SimulatedThread owner = owner(ledger, owners, end, () -> { });
        long heap = heapOf(owners[0]);
        for (long block : owners) {
            blocks.put(block);
        }
        Threads.join(sender);
        untilAsleep(heap);
        Lifecycle.trim(Tls.heap());
        expect(Statistics.arenaBytesInUse() + Statistics.arenaBytesRetained() == 0, "a trim leaves what is in another's mail", heap);
        end.put(1);
        Threads.join(owner);
    }
}
