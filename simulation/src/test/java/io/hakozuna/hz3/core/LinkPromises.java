package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Misuse.expectStop;
import static io.hakozuna.hz3.core.Steps.PAGE;

import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/**
 * The programs of promises about links between free objects: which lists are stopped at, with which line, and what lies in an object where
 * links are encoded.
 */
final class LinkPromises {
    private static final int SIZE = 64;

    private LinkPromises() {
    }

    private static long allocate(long size) {
        return Allocator.allocate(size, Tls.heap());
    }

    private static void free(long block) {
        Allocator.free(block, Tls.heap());
    }

    private static long[] blocks(int count, long size) {
        long[] blocks = new long[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = allocate(size);
        }
        return blocks;
    }

    /** Links objects in their order; the last one has no next. */
    private static void link(long... objects) {
        for (int i = 0; i < objects.length; i++) {
            FreeLink.put(objects[i], i + 1 < objects.length ? objects[i + 1] : 0);
        }
    }

    private static long owner() {
        return Heap.owner(Tls.heap());
    }

    private static String line(String box, String what, long owner, long size, long address) {
        return box + ": " + what + ": owner=" + owner + " class=" + size + " address=0x" + Long.toHexString(address);
    }

    private static void walk(long bin, long[] chain, int count) {
        ListCheck.chain(Text.BINS, owner(), bin, chain[0], chain[chain.length - 1], count);
    }

    private static void expectBroken(long[] chain, int count, String what, long address) {
        expectStop(() -> walk(SizeClasses.binOf(SIZE), chain, count), line("bins", what, owner(), SIZE, address));
    }

    /** A list that is whole passes, and of one that is not a line says what is wrong, whose list it is and where. */
    static void brokenLists(Ledger ledger, Interventions interventions) {
        chains();
        runs();
        messages();
    }

    private static void chains() {
        int bin = SizeClasses.binOf(SIZE);
        long[] chain = blocks(11, SIZE);
        long other = allocate(SIZE);
        link(chain);
        walk(bin, chain, 11);
        expectBroken(chain, 10, "list has not as many objects as were counted", chain[0]);
        FreeLink.put(chain[10], other);
        FreeLink.put(other, 0);
        expectBroken(chain, 12, "list goes on after its last object", other);
        for (int back = 0; back < 11; back++) {
            link(chain);
            FreeLink.put(chain[10], chain[back]);
            int begin = back;
            expectStop(() -> ListCheck.chain(Text.BINS, owner(), bin, chain[0], ListCheck.UNKNOWN, ListCheck.UNKNOWN),
                "list goes in a circle: owner=" + owner() + " class=" + SIZE);
            expectStop(() -> ListCheck.chain(Text.BINS, owner(), bin, chain[begin], ListCheck.UNKNOWN, ListCheck.UNKNOWN), "in a circle");
        }
        link(chain);
        FreeLink.put(chain[4], 0);
        expectBroken(chain, 5, "list ends before its last object", chain[10]);
        FreeLink.put(chain[4], 4096);
        expectBroken(chain, 11, "link leads out of the arena", 4096);
        FreeLink.put(chain[4], other + 8);
        expectBroken(chain, 11, "link leads to no object", other + 8);
        long large = allocate(2 * SIZE);
        long run = allocate(2 * PAGE);
        for (long wrong : new long[] {large, run}) {
            FreeLink.put(chain[4], wrong);
            expectBroken(chain, 11, "link leads to another class", wrong);
        }
        long[] others = new long[1];
        Threads.join(Threads.begin(() -> others[0] = allocate(SIZE)));
        FreeLink.put(chain[4], others[0]);
        expectBroken(chain, 11, "link leads to another owner", others[0]);
        // Where nothing begins, whoever's it were.
        FreeLink.put(chain[4], run + PAGE);
        expectStop(() -> ListCheck.chain(Text.STASH, ListCheck.ANY, ListCheck.ANY, chain[0], ListCheck.UNKNOWN, ListCheck.UNKNOWN),
            line("stash", "link leads to no object", 0, 0, run + PAGE));
        FreeLink.put(chain[4], others[0] + 8);
        expectStop(() -> ListCheck.chain(Text.STASH, ListCheck.ANY, ListCheck.ANY, chain[0], ListCheck.UNKNOWN, ListCheck.UNKNOWN),
            line("stash", "link leads to no object", owner() + 1, SIZE, others[0] + 8));
    }

    /** Runs in a bin may be such as it only keeps; nothing else may be there. */
    private static void runs() {
        long[] runs = blocks(3, 2 * PAGE);
        int bin = SizeClasses.runBinOf(2);
        free(runs[1]);
        expect(allocate(2 * PAGE) == runs[1], "a run that was freed is not the next one", runs[1]);
        link(runs);
        walk(bin, runs, 3);
        long small = allocate(SIZE);
        FreeLink.put(runs[2], small);
        expectStop(() -> ListCheck.chain(Text.RUNS, owner(), bin, runs[0], ListCheck.UNKNOWN, ListCheck.UNKNOWN),
            line("runs", "link leads to another class", owner(), 2 * PAGE, small));
        for (long[] order : new long[][] {{runs[0], runs[1], runs[2]}, {runs[1], runs[0], runs[2]}}) {
            message(order);
        }
    }

    private static void message(long[] group) {
        link(group);
        Mail.seal(group[0], group[group.length - 1]);
        ListCheck.message(Text.INBOX, owner(), group[0], group[0]);
    }

    /** The chains of a message are looked at as well: a group is of one class. */
    private static void messages() {
        long[] group = blocks(4, SIZE);
        message(group);
        long large = allocate(2 * SIZE);
        expectStop(() -> message(new long[] {group[0], group[1], large, group[3]}),
            line("inbox", "link leads to another class", owner(), SIZE, large));
    }

    /** A block that is freed twice, and others in between, is met at once where the lists of spans are looked at. */
    static void alreadyThere(Ledger ledger, Interventions interventions) {
        long[] blocks = blocks(2048, SIZE);
        for (int i = 1; i < 64; i++) {
            free(blocks[i]);
        }
        expectStop(() -> free(blocks[7]), line("spans", "object is in the list already", owner(), SIZE, blocks[7]));
        FreeLink.put(blocks[63], 0);
        expectStop(() -> free(blocks[0]), "list has not as many objects as were counted");
    }

    /** Encoded links serve as others do, tell no address, and stop at who writes to a block after its free. */
    static void encoded(Ledger ledger, Interventions interventions) {
        for (long size : new long[] {16, 100, 3000, 3 * PAGE}) {
            long[] blocks = blocks(3, size);
            for (int i = 0; i < 2; i++) {
                for (long block : blocks) {
                    free(block);
                }
                for (int k = 2; k >= 0; k--) {
                    expect(allocate(size) == blocks[k], "not the block that was freed last", blocks[k]);
                }
            }
        }
        encodedMail();
        long[] blocks = blocks(3, SIZE);
        free(blocks[0]);
        free(blocks[1]);
        long lying = Memory.getLong(blocks[1]);
        expect(lying != blocks[0] && (Cpu.reverseBytes(lying) ^ blocks[1]) != blocks[0], "a link that can be read", blocks[1]);
        Memory.putLong(blocks[1], blocks[2]);
        expectWritten(() -> allocate(SIZE), SIZE, blocks[1]);
    }

    /** What is on its way to its owner has a second link. */
    private static void encodedMail() {
        long[] blocks = blocks(40, SIZE);
        long large = allocate(2 * SIZE);
        long heap = Tls.heap();
        long[] mixed = {allocate(SIZE), allocate(2 * SIZE), allocate(SIZE)};
        send(blocks);
        send(mixed);
        Inbox.drainAll(heap);
        expect(allocate(2 * SIZE) == mixed[1], "a block that was sent home is lost", mixed[1]);
        send(large);
        Memory.putLong(large + 8, blocks[0]);
        expectWritten(() -> Inbox.drain(heap), 2 * SIZE, large);
    }

    /** Another thread frees the blocks. */
    private static void send(long... blocks) {
        Threads.join(Threads.begin(() -> {
            for (long block : blocks) {
                free(block);
            }
            RemoteFree.flush(Tls.heap());
        }));
    }

    private static void expectWritten(Runnable call, long size, long block) {
        expectStop(call, line("links", "object was written to after its free", owner(), size, block));
    }
}
