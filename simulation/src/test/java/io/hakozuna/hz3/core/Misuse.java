package io.hakozuna.hz3.core;

import io.hakozuna.hz3.simulation.SimulationFailure;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises that one that frees wrongly is stopped. Nothing is looked at after that. */
final class Misuse {
    private static final long RUN = 20 << 16;
    private static final String NOT_ALLOCATED = "free of an address that is not allocated";

    private Misuse() {
    }

    static void expectStop(Runnable call, String text) {
        try {
            call.run();
        } catch (SimulationFailure e) {
            Ledger.expect(e.getMessage().contains(text), "stopped with: " + e.getMessage(), 0);
            return;
        }
        Ledger.expect(false, "goes on after a wrong call", 0);
    }

    private static void free(long address) {
        Allocator.free(address, Tls.heap());
    }

    /** In a thread that has nothing of its own. */
    private static void elsewhere(Runnable body) {
        Threads.join(Threads.begin(() -> {
            free(Allocator.allocate(5 << 20, Tls.heap()));
            body.run();
        }));
    }

    /** The last one into the stash again. */
    static void twice(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(64);
        elsewhere(() -> {
            free(block);
            expectStop(() -> free(block), "double free");
        });
    }

    /** The last one into the inbox again. */
    static void twiceSent(Ledger ledger, Interventions interventions) {
        long run = ledger.allocate(RUN);
        elsewhere(() -> {
            free(run);
            expectStop(() -> free(run), "double free");
        });
    }

    static void inside(Ledger ledger, Interventions interventions) {
        long run = ledger.allocate(RUN);
        elsewhere(() -> expectStop(() -> free(run + 64), NOT_ALLOCATED));
    }

    static void insideOfOwn(Ledger ledger, Interventions interventions) {
        long run = ledger.allocate(RUN);
        expectStop(() -> free(run + 64), NOT_ALLOCATED);
    }

    /** Where nothing begins: a page in a run. */
    static void nowhere(Ledger ledger, Interventions interventions) {
        long run = ledger.allocate(RUN);
        expectStop(() -> free(run + (1 << 16)), NOT_ALLOCATED);
    }

    /** The same by a thread that can have no heap. */
    static void nowhereWithoutAHeap(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        for (int i = 0; i < 7; i++) {
            Lock.take(Globals.at(Globals.ARENA_LOCK));
            Heaps.create();
            Lock.leave(Globals.at(Globals.ARENA_LOCK));
        }
        long run = ledger.allocate(RUN);
        Threads.join(Threads.begin(() -> {
            interventions.refuse(Integer.MAX_VALUE);
            expectStop(() -> free(run + (1 << 16)), NOT_ALLOCATED);
        }));
    }

    static void foreign(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        expectStop(() -> free(4096), "was not allocated by hz3");
    }

    /** Mail of an object whose page is nobody's. */
    static void mailFromNowhere(Ledger ledger, Interventions interventions) {
        long run = ledger.allocate(RUN);
        long heap = Tls.heap();
        Mail.linkOne(run + (1 << 16), 0);
        Inbox.push(heap, run + (1 << 16), run + (1 << 16));
        expectStop(() -> Inbox.drain(heap), NOT_ALLOCATED);
    }

    /** Mail of another owner, where nobody takes anything of others. */
    static void mailOfAnother(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(64);
        elsewhere(() -> {
            Mail.linkOne(block, 0);
            Inbox.push(Tls.heap(), block, block);
            expectStop(() -> Inbox.drain(Tls.heap()), NOT_ALLOCATED);
        });
    }

    /** A heap without a thread may be freed to, but not by what is no block of anybody's. */
    static void ownOfAnother(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(64);
        elsewhere(() -> {
            long page = Arena.pageOf(block);
            long kind = Arena.tagOf(page) ^ Heap.owner(Tls.heap()) << PageTag.OWNER_SHIFT;
            expectStop(() -> Allocator.freeOwn(Tls.heap(), page, block, kind), NOT_ALLOCATED);
        });
    }

    /** A block is written to after its free, and seen where lists pass from the stash on. */
    static void writtenInTheStash(Ledger ledger, Interventions interventions) {
        long[] blocks = {ledger.allocate(64), ledger.allocate(64)};
        elsewhere(() -> {
            for (long block : blocks) {
                free(block);
            }
            writeAll(blocks[1]);
            expectStop(() -> RemoteFree.flush(Tls.heap()), "link leads");
        });
    }

    /** The same where they have come to the owner. */
    static void writtenInTheInbox(Ledger ledger, Interventions interventions) {
        long[] blocks = {ledger.allocate(64), ledger.allocate(64)};
        elsewhere(() -> {
            for (long block : blocks) {
                free(block);
            }
            RemoteFree.flush(Tls.heap());
        });
        writeAll(blocks[1]);
        expectStop(() -> Inbox.drain(Tls.heap()), "link leads");
    }

    private static void writeAll(long block) {
        for (int at = 0; at < 64; at += 8) {
            Memory.putLong(block + at, 4096);
        }
    }

    /** A link of one's own block is made one to another's, and seen where the bin is swept. */
    static void linkedToAnothers(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(64);
        long[] others = new long[1];
        Threads.join(Threads.begin(() -> others[0] = ledger.allocate(64)));
        free(block);
        Memory.putLong(block, others[0]);
        expectStop(() -> Sweep.sweepAll(Tls.heap()), "another owner");
    }

    /** An address within an object is handed over at once. */
    static void insideAtOnce(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(64);
        elsewhere(() -> expectStop(() -> RemoteFree.handOverOne(Heap.owner(Steps.heapOf(block)), block + 16), "link leads"));
    }

    private static void overflow(long block) {
        Memory.putLong(block + Blocks.usableSize(block), 0);
    }

    /** A program writes past the end of a block, and frees it. */
    static void overflown(Ledger ledger, Interventions interventions) {
        for (long size : new long[] {64, 3000}) {
            long block = ledger.allocate(size);
            long canary = Memory.getLong(block + Blocks.usableSize(block));
            Ledger.expect((canary & 1) != 0 && (canary | 1) != (block | 1), "a canary without a secret", block);
            overflow(block);
            expectStop(() -> free(block), "past its end");
        }
    }

    /** The same by a thread that is not its owner, and by one that has nothing else. */
    static void overflownOfAnother(Ledger ledger, Interventions interventions) {
        long first = ledger.allocate(64);
        long second = ledger.allocate(64);
        overflow(first);
        overflow(second);
        elsewhere(() -> expectStop(() -> free(first), "past its end"));
        Threads.join(Threads.begin(() -> expectStop(() -> free(second), "past its end")));
    }

    /** Two threads free a block of a third one at the same time: one of them is stopped. */
    static void twiceAtATime(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(64);
        int[] stopped = new int[1];
        Runnable body = () -> {
            free(Allocator.allocate(5 << 20, Tls.heap()));
            try {
                free(block);
            } catch (SimulationFailure e) {
                Ledger.expect(e.getMessage().contains("double free"), "stopped with: " + e.getMessage(), block);
                stopped[0]++;
            }
        };
        Threads.join(Threads.begin(body), Threads.begin(body));
        Ledger.expect(stopped[0] == 1, "of two frees are stopped: " + stopped[0], block);
    }

    /** A program writes to a block that waits after its free. */
    static void writtenInQuarantine(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(64);
        free(block);
        Memory.putLong(block + 56, 1);
        expectStop(() -> Quarantine.empty(Tls.heap()), "written to after its free");
    }

    /** Sizes and addresses at the edge are no mistakes. */
    static void edges(Ledger ledger, Interventions interventions) {
        free(0);
        Ledger.expect(Allocator.allocate(-1, Tls.heap()) == 0, "a block of 2^64 - 1 bytes", 0);
        ledger.allocate(0);
        Lifecycle.rest();
        Lifecycle.rest();
        free(0);
    }
}
