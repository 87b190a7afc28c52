package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Misuse.expectStop;
import static io.hakozuna.hz3.core.Steps.MAPPING;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.SEGMENT;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.free;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about the arena's addresses and segments: what they cost, who else may be there, what goes back. */
final class ArenaPromises {
    private static final long OS_PAGE = 4096;
    private static final String NOT_ALLOCATED = "free of an address that is not allocated";
    private static final String FOREIGN = "was not allocated by hz3";

    private ArenaPromises() {
    }

    /** The arena's base. */
    private static long begin(Ledger ledger) {
        ledger.allocate(64);
        return Statistics.arenaBase();
    }

    /** A segment that is one block. */
    private static void expectSegmentAt(Ledger ledger, long address) {
        long block = ledger.allocate(SEGMENT);
        expect(block == address, "a segment at another address than 0x" + Long.toHexString(address), block);
    }

    /** Another one's mapping. */
    private static void map(long address, long bytes) {
        expect(Os.mapAt(address, bytes) == 1, "addresses are taken that nobody needs", address);
        Memory.putLong(address, address);
    }

    private static void expectTaken(long address) {
        expect(Os.mapAt(address, OS_PAGE) == -1, "another mapping gets into the arena", address);
    }

    private static void expectCommitted(long segments) {
        expect(Statistics.arenaBytesCommitted() == segments * SEGMENT, "committed, in place of " + segments + " segments",
            Statistics.arenaBytesCommitted());
    }

    /** Gives back what there is in the arena, without a call if that is nothing. */
    private static void giveBack(Interventions interventions, boolean any) {
        long calls = interventions.calls();
        expect(Arena.giveBack() == any, "something was given back, or nothing", calls);
        expect(any || interventions.calls() == calls, "calls for nothing", interventions.calls() - calls);
    }

    /** The arena's addresses are nobody else's, and no others are kept; a segment costs one call, and each 16th two more for its tables. */
    static void reserved(Ledger ledger, Interventions interventions) {
        // One page of the system is left above the arena, and almost a segment below it.
        Os.map((Os.map(OS_PAGE) & SEGMENT - 1) - OS_PAGE);
        long base = begin(ledger);
        long end = base + Statistics.arenaBytes();
        map(end, OS_PAGE);
        map(base - SEGMENT + OS_PAGE, OS_PAGE);
        expectTaken(base + SEGMENT);
        expectTaken(end - OS_PAGE);
        expect(Memory.getLong(Tls.heap() + Heap.ARENA_PAGES) > 0, "a heap does not know where its own blocks are", Tls.heap());
        expect(Arena.residentTables() >= 4 * OS_PAGE, "tables that are in use are not in memory", Arena.residentTables());
        for (int i = 1; i < 16; i++) {
            long calls = interventions.calls();
            expectSegmentAt(ledger, base + i * SEGMENT);
            expect(interventions.calls() == calls + 1, "calls for segment " + i, interventions.calls() - calls);
        }
        long calls = interventions.calls();
        long segment = Arena.takeSegment(Tls.heap());
        expect(segment != 0 && interventions.calls() == calls + 3, "calls for a segment and tables", interventions.calls() - calls);
        Arena.releaseSegment(segment);
        expectStop(() -> Allocator.free(base + 20 * SEGMENT, Tls.heap()), NOT_ALLOCATED);
    }

    /** Where there is no room for the arena, or for its tables, one of half the size is tried. */
    static void smaller(Ledger ledger, Interventions interventions) {
        // The range is aligned already: only one end is cut off before the tables are asked for.
        Os.map(Os.map(OS_PAGE) & SEGMENT - 1);
        interventions.refuseAfter(2, 1);
        long base = begin(ledger);
        expect(Statistics.arenaBytes() == 32 << 20, "not half of what the system refused", Statistics.arenaBytes());
        expectSegmentAt(ledger, base + SEGMENT);
    }

    /** Where there is no room for two segments there is no arena, and it is not tried again. */
    static void none(Ledger ledger, Interventions interventions) {
        interventions.refuse(4);
        expectNone(ledger);
        interventions.refuse(0);
        expectNone(ledger);
    }

    /** The same below a limit. */
    static void noneWithinALimit(Ledger ledger, Interventions interventions) {
        expectNone(ledger);
    }

    private static void expectNone(Ledger ledger) {
        expect(ledger.allocate(64) != 0, "no block without an arena", 0);
        expect(Statistics.arenaBase() == 0 && Statistics.arenaBytes() == 0, "an arena of less than two segments", Statistics.arenaBase());
        expect(Arena.residentTables() == 0, "tables of no arena", Arena.residentTables());
    }

    /** Mappings that wait for their next blocks go back for a segment that the system refuses, and for none that there is not. */
    static void cachedMappings(Ledger ledger, Interventions interventions) {
        begin(ledger);
        long heap = Tls.heap();
        interventions.refuse(1);
        expect(Arena.takeSegment(heap) == 0, "the system is asked twice, and nothing has changed", 0);
        ledger.free(ledger.allocate(MAPPING));
        interventions.refuse(1);
        long segment = Arena.takeSegment(heap);
        expect(segment != 0 && DirectCache.mappings() == 0, "no segment while there are cached mappings", segment);
        ledger.free(ledger.allocate(MAPPING));
        expect(Arena.takeSegment(heap) == 0 && DirectCache.mappings() == 1, "mappings went back for a full arena", 0);
        Arena.releaseSegment(segment);
        giveBack(interventions, true);
        interventions.refuse(1);
        expect(Arena.takeSegment(heap) == segment && DirectCache.mappings() == 0, "a free segment that is refused is none", segment);
        Arena.releaseSegment(segment);
    }

    /**
     * What is given back is charged no more and stays the arena's; it is used again before anything else, those first that were given up
     * last, and what the system refuses is there for later.
     */
    static void givenBack(Ledger ledger, Interventions interventions) {
        long base = begin(ledger);
        long heap = Tls.heap();
        long[] blocks = allocate(ledger, 17, SEGMENT);
        expectCommitted(18);
        free(ledger, blocks);
        expect(Lifecycle.trim(heap), "nothing goes back", 0);
        expectCommitted(1);
        for (long block : blocks) {
            expect(Os.residentBytes(block, SEGMENT) == 0, "memory of a free segment", block);
            expectTaken(block);
            expectStop(() -> Memory.getLong(block), "not committed");
        }
        expectTaken(base + 30 * SEGMENT);
        giveBack(interventions, false);
        interventions.refuse(16);
        expectSegmentAt(ledger, base + 18 * SEGMENT);
        interventions.refuse(1);
        expectSegmentAt(ledger, blocks[1]);
        expectSegmentAt(ledger, blocks[0]);
        expectCommitted(4);
        long segment = Arena.takeSegment(heap);
        Arena.releaseSegment(segment);
        long calls = interventions.calls();
        expect(Arena.takeSegment(heap) == segment && interventions.calls() == calls, "a segment that is there is asked for", segment);
        Arena.releaseSegment(segment);
        interventions.refuse(1);
        expect(!Arena.giveBack(), "a segment is gone that the system refused", segment);
        expectCommitted(5);
        giveBack(interventions, true);
        expectCommitted(4);
        // Locked memory: what cannot be purged is replaced.
        ledger.free(blocks[0]);
        interventions.refuse(1);
        Purge.everything(heap);
        expectCommitted(3);
        giveBack(interventions, false);
    }

    /** Below a limit on addresses a segment takes some while it is used, and what others have there meanwhile is theirs. */
    static void scarce(Ledger ledger, Interventions interventions) {
        long base = begin(ledger);
        map(base + SEGMENT, OS_PAGE);
        expectSegmentAt(ledger, base + 2 * SEGMENT);
        expectCommitted(2);
        expectStop(() -> Allocator.free(base + SEGMENT, Tls.heap()), FOREIGN);
        expectStop(() -> Allocator.free(base + 2 * SEGMENT + PAGE, Tls.heap()), NOT_ALLOCATED);
        expectStop(() -> Allocator.free(base + 3 * SEGMENT, Tls.heap()), FOREIGN);
        expectSegmentAt(ledger, base + 3 * SEGMENT);
        free(ledger, new long[] {base + 2 * SEGMENT, base + 3 * SEGMENT});
        interventions.refuseAfter(2, 1);
        Lifecycle.trim(Tls.heap());
        expectCommitted(2);
        map(base + 3 * SEGMENT, SEGMENT);
        giveBack(interventions, true);
        expectCommitted(1);
        giveBack(interventions, false);
        map(base + 2 * SEGMENT, SEGMENT);
        expectSegmentAt(ledger, base + 4 * SEGMENT);
        Os.unmap(base + 2 * SEGMENT, SEGMENT);
        interventions.refuse(1);
        expectSegmentAt(ledger, base + 5 * SEGMENT);
        expectSegmentAt(ledger, base + 2 * SEGMENT);
        expectCommitted(4);
        // Locked memory: what cannot be purged is replaced, and its addresses go back as others do.
        ledger.free(base + 2 * SEGMENT);
        interventions.refuse(1);
        Purge.everything(Tls.heap());
        expectCommitted(3);
        giveBack(interventions, true);
        expectCommitted(3);
        for (long address : new long[] {base + SEGMENT, base + 3 * SEGMENT}) {
            expect(Memory.getLong(address) == address, "another one's mapping was changed", address);
            expectStop(() -> Allocator.free(address, Tls.heap()), FOREIGN);
        }
    }

    /** Below a limit that is far the arena is reserved, until it is time to give back. */
    static void farLimit(Ledger ledger, Interventions interventions) {
        long base = begin(ledger);
        expectTaken(base + SEGMENT);
        interventions.refuse(1);
        expect(!Arena.giveBack(), "addresses are gone that the system refused", base);
        expectTaken(base + SEGMENT);
        expectSegmentAt(ledger, base + SEGMENT);
        giveBack(interventions, true);
        map(base + 2 * SEGMENT, OS_PAGE);
        giveBack(interventions, false);
        expectStop(() -> Allocator.free(base + 2 * SEGMENT, Tls.heap()), FOREIGN);
        expectSegmentAt(ledger, base + 3 * SEGMENT);
        expectStop(() -> Allocator.free(base + SEGMENT + PAGE, Tls.heap()), NOT_ALLOCATED);
    }
}
