package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.LARGE;
import static io.hakozuna.hz3.core.Steps.MAPPING;
import static io.hakozuna.hz3.core.Steps.MIB;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.SEGMENT;
import static io.hakozuna.hz3.core.Steps.allocate;

import io.hakozuna.hz3.simulation.Simulation;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about what calloc, aligned_alloc, realloc and malloc_usable_size answer, and at which cost. */
final class BlockPromises {
    private BlockPromises() {
    }

    private static int tellings() {
        return Simulation.current().kernel().outOfMemories();
    }

    private static long reallocate(long block, long size) {
        return Blocks.reallocate(Tls.heap(), block, size);
    }

    static boolean isMapping(long block) {
        return Arena.ownPageOf(block) < 0;
    }

    /** What the system gives reads as zero and is not touched for that; what was used is zeroed. */
    static void zeroed(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        for (long size : new long[] {MAPPING, LARGE}) {
            long block = Blocks.allocateZeroed(Tls.heap(), size);
            expect(block != 0 && Os.residentBytes(block, size) == 0, "a new block of " + size + " is touched to be zeroed", block);
            for (long at = 0; at < size; at += PAGE) {
                Memory.putLong(block + at + 8, -1);
            }
            Allocator.free(block, Tls.heap());
            expect(ledger.allocateZeroed(size) == block, "the next block is not the one that was freed", block);
        }
        expect(Blocks.allocateZeroed(Tls.heap(), -1) == 0, "a zeroed block of 2^64 - 1 bytes", 0);
        interventions.refuse(Integer.MAX_VALUE);
        expect(Blocks.allocateZeroed(Tls.heap(), MAPPING) == 0, "a zeroed block without memory", 0);
        interventions.refuse(0);
        expect(tellings() == 2, "the program is not told twice that there is no memory", tellings());
    }

    /** The size that is told with a free is a guess: a block goes where it belongs, whatever is said of it. */
    static void freedWithSizes(Ledger ledger, Interventions interventions) {
        long others = ledger.allocate(100);
        for (long told : new long[] {100, 1024, 0, 5000, LARGE, -1}) {
            for (long size : new long[] {100, 1024, 5000, 32768}) {
                long block = ledger.allocate(size);
                ledger.freeSized(block, told);
                expect(ledger.allocate(size) == block, "a block of " + size + " is not in its list, freed as one of " + told, block);
            }
            ledger.freeSized(ledger.allocate(LARGE), told);
            ledger.freeSized(ledger.allocate(MAPPING), told);
            Allocator.freeSized(0, told, Tls.heap());
        }
        Threads.join(Threads.begin(() -> {
            ledger.allocate(100);
            ledger.freeSized(others, 100);
            expect(ledger.allocate(100) != others, "another owner's block went into the own list", others);
        }));
    }

    /** An aligned block is there, and takes no more than its size at the alignment asks for. */
    static void aligned(Ledger ledger, Interventions interventions) {
        long[][] small = {{32, 100, 128}, {64, 100, 128}, {256, 1000, 1024}, {4096, 100, 4096}, {32768, 10, 32768}, {32, 0, 32}};
        for (long[] row : small) {
            long block = ledger.allocateAligned(row[0], row[1]);
            expect(block != 0 && Blocks.usableSize(block) <= row[2], row[1] + " bytes at " + row[0] + " take more than a class", block);
        }
        for (long[] row : new long[][] {{16, 100}, {PAGE, 100}, {64, 100_000}, {MIB, LARGE}, {4096, MAPPING}, {MIB, MAPPING}}) {
            expect(ledger.allocateAligned(row[0], row[1]) != 0, "no block of " + row[1] + " at " + row[0], 0);
        }
        int before = tellings();
        for (long[] row : new long[][] {{16, -1}, {64, -1}, {64, Long.MAX_VALUE}, {Long.MIN_VALUE, 64}, {1L << 62, 64}}) {
            long block = Blocks.allocateAligned(Tls.heap(), row[0], row[1]);
            expect(block == 0, "a block of " + row[1] + " at " + row[0], block);
        }
        expect(tellings() == before + 5, "the program is not told that there is no memory", before);
        Steps.skipOwners(7);
        Threads.join(Threads.begin(() -> {
            interventions.refuse(Integer.MAX_VALUE);
            long calls = interventions.callsOf(() -> expect(Heaps.bind(Tls.heap()) == 0, "a heap from nowhere", Tls.heap()));
            interventions.refuse((int) calls);
            long block = ledger.allocateAligned(64, 100);
            expect(block != 0 && isMapping(block), "an aligned block without a heap is no mapping", block);
        }));
    }

    /** Where the arena is full, a small block is a mapping, at whatever alignment. */
    static void alignedInAFullArena(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        allocate(ledger, 15, SEGMENT);
        allocate(ledger, 63, PAGE);
        long blocks = Direct.blocks();
        for (long alignment = 4096; alignment <= 32768; alignment *= 2) {
            for (int i = 0; i < 3; i++) {
                long block = ledger.allocateAligned(alignment, 3000);
                expect(block != 0 && isMapping(block), "no mapping in a full arena at " + alignment, block);
                expect(Direct.blocks() == ++blocks, "another mapping is left behind", block);
            }
        }
    }

    /** realloc allocates and frees at the edges, leaves a small block where it fits well, and lets one that grows have a quarter more. */
    static void resized(Ledger ledger, Interventions interventions) {
        expect(Blocks.usableSize(0) == 0, "no block has a size", Blocks.usableSize(0));
        long block = reallocate(0, 1000);
        expect(block != 0 && Blocks.usableSize(block) == 1008, "no block by realloc", block);
        expect(reallocate(block, 0) == 0, "a block of no bytes", block);
        expect(ledger.allocate(1000) == block, "realloc to no bytes does not free", block);
        long empty = reallocate(0, 0);
        expect(empty != 0, "realloc of no block to no bytes is not malloc", empty);
        Allocator.free(empty, Tls.heap());
        expect(ledger.reallocate(block, 504) == block, "a block moves although it fits well", block);
        expect(Blocks.usableSize(ledger.reallocate(block, 503)) == 512, "a block keeps more than twice of what it needs", block);
        for (long[] row : new long[][] {{20_000, 9000, 9216}, {1000, 1010, 1024}, {2000, 2100, 2560}}) {
            long bytes = Blocks.usableSize(ledger.reallocate(ledger.allocate(row[0]), row[1]));
            expect(bytes == row[2], "a block of " + row[0] + " that is resized to " + row[1] + " is as large as", bytes);
        }
        long run = ledger.allocate(LARGE);
        for (long size : new long[] {-1, Long.MAX_VALUE, 1L << 48, (1L << 48) + LARGE}) {
            expect(reallocate(run, size) == 0 && Blocks.usableSize(run) == LARGE, "a block of " + size, run);
        }
        Threads.join(Threads.begin(() -> {
            expect(ledger.reallocate(run, LARGE / 2) == run, "another's run moves although it fits well", run);
            long moved = ledger.reallocate(run, LARGE / 2 - 1);
            expect(moved != run && Blocks.usableSize(moved) == LARGE / 2, "another's run keeps more than twice of what it needs", moved);
        }));
        expect(Blocks.usableSize(ledger.reallocate(ledger.allocate(LARGE), 1000)) == 1008, "a run serves a small block", 0);
    }

    /** Without room for a quarter more, or for a smaller copy, what there is serves; the program is told what fails, once. */
    static void resizedBelowALimit(Ledger ledger, Interventions interventions) {
        long run = ledger.allocate(48 * PAGE);
        ledger.allocate(16 * PAGE);
        long other = ledger.allocate(64 * PAGE);
        ledger.allocate(64 * PAGE);
        ledger.allocate(12 * PAGE);
        long moved = ledger.reallocate(run, 50 * PAGE);
        expect(moved != run && Blocks.usableSize(moved) == 50 * PAGE, "no growth without room for a quarter more", moved);
        int before = tellings();
        expect(reallocate(moved, MAPPING * 2) == 0 && Blocks.usableSize(moved) == 50 * PAGE, "growth without memory", moved);
        expect(tellings() == before + 1, "the program is not told once that there is no memory", tellings() - before);
        while (ledger.allocate(PAGE) != 0) {
            Accounts.check();
        }
        expect(reallocate(other, 20_000) == other, "no room for a smaller copy, and the block does not stay", other);
        Accounts.check();
    }

    /** Large blocks are runs as long as the memory of freed blocks can be had, from wherever it lies. */
    static void largeBlocks(Ledger ledger, Interventions interventions) {
        // Cached, and as much as half of the limit.
        ledger.free(ledger.allocate(8 * MIB));
        for (int i = 0; i < 4; i++) {
            long run = ledger.allocate(3 * MIB);
            expect(run != 0 && !isMapping(run), "a mapping in place of a run", run);
        }
        long heap = Tls.heap();
        long sent = ledger.allocate(LARGE);
        Threads.join(Threads.begin(() -> ledger.free(sent)));
        expect(Inbox.hasMail(heap), "another thread's free of a run sends nothing", sent);
        long next = ledger.allocate(LARGE + PAGE);
        expect(!Inbox.hasMail(heap), "who only allocates large blocks does not look at its mail", next);
    }

    private static void expectUseStops(long address, String text) {
        Misuse.expectStop(() -> Blocks.usableSize(address), text);
        Misuse.expectStop(() -> reallocate(address, 100), text);
    }

    /** Addresses that hz3 has not given out are another allocator's, unless they lie in the arena. */
    static void usesOfStrangers(Ledger ledger, Interventions interventions) {
        long mapping = ledger.allocate(MAPPING);
        long run = ledger.allocate(LARGE);
        for (long address : new long[] {4096, mapping + 64}) {
            expectUseStops(address, "was not allocated by hz3");
        }
        for (long address = mapping + 4096; address < mapping + 64 * 4096; address += 4096) {
            expectUseStops(address, "was not allocated by hz3");
        }
        expectUseStops(run + PAGE, "use of an address that is not allocated");
    }

    /** Where all blocks are hz3's own, such an address is a mistake. */
    static void refusedStrangers(Ledger ledger, Interventions interventions) {
        long mapping = ledger.allocate(MAPPING);
        for (long address : new long[] {4096, mapping + 64, mapping + 4096}) {
            expectUseStops(address, "use of an address that is not allocated");
            Misuse.expectStop(() -> Allocator.free(address, Tls.heap()), "free of an address that is not allocated");
        }
    }
}
