package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Misuse.expectStop;
import static io.hakozuna.hz3.core.Steps.LARGE;
import static io.hakozuna.hz3.core.Steps.SEGMENT;

import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about the states of objects, where they are kept: which calls are stopped, and what the table takes. */
final class StatePromises {
    private static final long SIZE = 64;

    private StatePromises() {
    }

    private static long allocate(long size) {
        return Allocator.allocate(size, Tls.heap());
    }

    private static void free(long block) {
        Allocator.free(block, Tls.heap());
    }

    private static String line(String what, long size, long address) {
        return "objects: " + what + ": owner=" + Heap.owner(Tls.heap()) + " class=" + size + " address=0x" + Long.toHexString(address);
    }

    private static void expectFreeStopped(long address, String what, long size) {
        expectStop(() -> free(address), line(what, size, address));
    }

    /** A free of what no block begins at is stopped at once, by a line that says what is there; and so is a list that leads to a block. */
    static void wrongFrees(Ledger ledger, Interventions interventions) {
        newSpans();
        frees();
        linkedToABlock();
    }

    private static void frees() {
        long block = allocate(SIZE);
        long freed = allocate(SIZE);
        free(freed);
        expectFreeStopped(freed, "double free of an object", SIZE);
        long sized = allocate(SIZE);
        // A trap would lead past what is asked for.
        PageTag.set(Tls.heap(), Arena.pageOf(sized), Arena.tagOf(Arena.pageOf(sized)) & ~PageTag.TRAP);
        Allocator.freeSized(sized, SIZE, Tls.heap());
        expectStop(() -> Allocator.freeSized(sized, SIZE, Tls.heap()), line("double free of an object", SIZE, sized));
        expectFreeStopped(block + 16, "free of an address inside an object", SIZE);
        expectFreeStopped(block + 8, "free of a misaligned address", SIZE);
        expectFreeStopped(block + 1024 * SIZE - SIZE, "free of an object that was never allocated", SIZE);
        expectStop(() -> Blocks.usableSize(freed), line("use of an address that is not allocated", SIZE, freed));
        expectStop(() -> Blocks.usableSize(block + 16), line("use of an address that is not allocated", SIZE, block + 16));
        expect(Blocks.usableSize(block) == SIZE, "a block of another size", block);
        long run = allocate(LARGE);
        long other = allocate(LARGE);
        free(other);
        free(run);
        Threads.join(Threads.begin(() -> {
            allocate(SIZE);
            expectStop(() -> free(block + 8), "misaligned address: owner=1 class=64");
            expectStop(() -> free(freed), "double free of an object: owner=1 class=64");
        }));
        free(block);
    }

    /** What was in use is forgotten with its span: of the next one in its place no block was ever allocated. */
    private static void newSpans() {
        long[] blocks = new long[1024];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = allocate(SIZE);
        }
        for (long block : blocks) {
            free(block);
        }
        Sweep.sweepAll(Tls.heap());
        long block = allocate(2 * SIZE);
        expect(block == blocks[0], "a span in another place", block);
        expectFreeStopped(block + 400 * SIZE, "free of an object that was never allocated", 2 * SIZE);
    }

    /** A block that is in use is not handed out a second time, whatever a list says. */
    private static void linkedToABlock() {
        long block = allocate(SIZE);
        long freed = allocate(SIZE);
        free(freed);
        Memory.putLong(freed, block);
        expect(allocate(SIZE) == freed, "not the block that was freed last", freed);
        expectStop(() -> allocate(SIZE), "links: link leads to no free object: owner=1 class=64 address=0x" + Long.toHexString(block));
    }

    /** The table is there where the arena is, and takes no more than that. */
    static void table(Ledger ledger, Interventions interventions) {
        memory(ledger, interventions);
        addresses(ledger, interventions);
    }

    /** What it takes is told, and goes back with what it is for. */
    private static void memory(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(SIZE);
        long run = ledger.allocate(LARGE);
        expect(ObjectStates.residentBytes() >= 4096, "states that are not in memory", ObjectStates.residentBytes());
        ledger.free(run);
        long calls = interventions.calls();
        Purge.everything(Tls.heap());
        expect(interventions.calls() == calls + 2, "calls for a range of pages and its states", interventions.calls() - calls);
        ledger.free(block);
    }

    /** A segment is none without its states, which the system may refuse, and of which it may have got the addresses back. */
    private static void addresses(Ledger ledger, Interventions interventions) {
        long base = Arena.addressOf(Arena.pageOf(ledger.allocate(SIZE)));
        interventions.refuse(1);
        expectSegment(ledger, base + SEGMENT);
        long page = 2 * Arena.SEGMENT_PAGES;
        interventions.refuse(1);
        expect(!unreserve(page), "addresses are gone that the system refused", page);
        expectSegment(ledger, base + 2 * SEGMENT);
        page += Arena.SEGMENT_PAGES;
        expect(unreserve(page) && !unreserve(page), "addresses that can be given back are not, or are twice", page);
        interventions.refuse(1);
        expectSegment(ledger, base + 3 * SEGMENT);
        // The states are there, and the segment is not.
        interventions.refuseAfter(1, 1);
        expectSegment(ledger, base + 4 * SEGMENT);
        expectSegment(ledger, base + 5 * SEGMENT);
    }

    private static boolean unreserve(long page) {
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        boolean any = ObjectStates.unreserve(page);
        Lock.leave(lock);
        return any;
    }

    private static void expectSegment(Ledger ledger, long address) {
        long block = ledger.allocate(SEGMENT);
        expect(block == address, "a segment at another address than 0x" + Long.toHexString(address), block);
    }
}
