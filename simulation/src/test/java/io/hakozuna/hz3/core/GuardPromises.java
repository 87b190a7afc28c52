package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.PAGE;
import static io.hakozuna.hz3.core.Steps.SEGMENT;
import static io.hakozuna.hz3.core.Steps.allocate;
import static io.hakozuna.hz3.core.Steps.free;
import static io.hakozuna.hz3.core.Steps.passEvents;

import io.hakozuna.hz3.simulation.SimulationFailure;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about where guard pages are, where there are none, and what they cost. */
final class GuardPromises {
    private static final int PAGES = 20;
    private static final long MOST = 12_288;
    private static final long MOST_SEGMENTS = 4096;

    private GuardPromises() {
    }

    private static boolean isClosed(long address) {
        try {
            Memory.getLong(address);
            return false;
        } catch (SimulationFailure e) {
            return true;
        }
    }

    private static void expectGuards(long block, boolean wanted) {
        expect(isClosed(block - 8) == wanted, wanted ? "no guard before a block" : "a guard before a block", block);
        expect(isClosed(block + Blocks.usableSize(block)) == wanted, wanted ? "no guard behind a block" : "a guard behind a block", block);
    }

    /** A block of so many pages at the address, all of which can be used and nothing beside it, for so many calls. */
    private static void expectBlock(Ledger ledger, Interventions interventions, long address, int pages, int calls) {
        long before = interventions.calls();
        long block = ledger.allocate(Runs.bytesOf(pages));
        expect(block == address, "a block that is not at 0x" + Long.toHexString(address), block);
        expect(interventions.calls() - before == calls, "calls, in place of " + calls, interventions.calls() - before);
        for (long at = 4096; at < Runs.bytesOf(pages) - 4096; at += 4096) {
            Memory.putLong(block + at, at);
        }
        expectGuards(block, true);
    }

    /** Guards stay for the next block of the place and length; others open what they have use for, and close their own ends. */
    static void aroundBlocks(Ledger ledger, Interventions interventions) {
        passEvents(ledger, 64);
        long first = ledger.allocate(Runs.bytesOf(PAGES));
        long second = ledger.allocate(Runs.bytesOf(PAGES));
        expect(second == first + PAGES * PAGE, "the second block is elsewhere", second);
        expectGuards(first, true);
        expectGuards(second, true);
        for (int i = 0; i < 2; i++) {
            free(ledger, new long[] {first, second});
            expectBlock(ledger, interventions, first, PAGES, 0);
            expectBlock(ledger, interventions, second, PAGES, 0);
            free(ledger, new long[] {first, second});
            expectBlock(ledger, interventions, first, 2 * PAGES, 1);
            ledger.free(first);
            expectBlock(ledger, interventions, first, PAGES, 1);
            expectBlock(ledger, interventions, second, PAGES, 1);
        }
        ledger.free(first);
        // A span takes the place, in which nothing may be closed.
        interventions.refuse(1);
        allocate(ledger, 8, 30_000);
    }

    /** Where a span was there is no guard until the next block closes its ends. */
    static void afterSpans(Ledger ledger, Interventions interventions) {
        passEvents(ledger, 64);
        long[] blocks = allocate(ledger, 64, 28_672);
        long page = Arena.pageOf(blocks[0]);
        int pages = Memory.getInt(Arena.spanRecord(page) + Span.PAGES);
        expect(pages > 2, "a span that is too short to see anything", pages);
        free(ledger, blocks);
        Sweep.sweepAll(Tls.heap());
        for (int length = 1; length <= pages; length++) {
            expectBlock(ledger, interventions, Runs.start(page), length, 2);
            ledger.free(Runs.start(page));
            Runs.sweep(Tls.heap());
        }
    }

    /** Where the system protects no page, and where there are as many guards as may be, a block has none; the next one of the place may. */
    static void few(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        long guards = Memory.getLongOpaque(Globals.at(Globals.GUARDS));
        interventions.refuse(2);
        long block = ledger.allocate(Runs.bytesOf(PAGES));
        expectGuards(block, false);
        ledger.free(block);
        expectBlock(ledger, interventions, block, PAGES, 2);
        expect(Memory.getLongOpaque(Globals.at(Globals.GUARDS)) == guards + 2, "guards are miscounted", guards);
        Memory.getAndAddLongVolatile(Globals.at(Globals.GUARDS), MOST);
        long calls = interventions.calls();
        long other = ledger.allocate(Runs.bytesOf(PAGES));
        expect(interventions.calls() == calls, "calls for more guards than there may be", other);
        expectGuards(other, false);
        Memory.getAndAddLongVolatile(Globals.at(Globals.GUARDS), -MOST);
    }

    /** A block that is all of a segment at the address, which has a guard before it or has none, for so many calls. */
    private static void expectSegment(Ledger ledger, Interventions interventions, long address, boolean guarded, int calls) {
        expectBlock(ledger, interventions, address + PAGE + Guards.margin(), Arena.SEGMENT_PAGES - 1, calls + 2);
        expect(isClosed(address) == guarded, guarded ? "no guard where a segment begins" : "a guard where a segment begins", address);
        expect(isClosed(address + PAGE - 8) == guarded, "a segment's guard is not the whole page, or is there", address);
    }

    private static void giveBack(Ledger ledger, long address) {
        ledger.free(address + PAGE + Guards.margin());
        Lifecycle.trim(Tls.heap());
    }

    /** A segment begins with a guard, whether it is new or was given back, unless the system refuses it or there are too many. */
    static void segments(Ledger ledger, Interventions interventions) {
        segments(ledger, interventions, 0);
    }

    /** The same where a segment is mapped, and not only committed: what others have where it could be is not closed. */
    static void segmentsWithinALimit(Ledger ledger, Interventions interventions) {
        long address = segments(ledger, interventions, 1) + SEGMENT;
        expect(Os.mapAt(address, PAGE) == 1, "addresses are taken that nobody needs", address);
        ledger.allocate(Runs.limit());
        Memory.putLong(address, 1);
        Memory.getAndAddLongVolatile(Globals.at(Globals.COMMITTED_SEGMENTS), MOST_SEGMENTS);
        expectSegment(ledger, interventions, address + 2 * SEGMENT, false, 1);
        Memory.getAndAddLongVolatile(Globals.at(Globals.COMMITTED_SEGMENTS), -MOST_SEGMENTS);
    }

    /** A segment takes one call, and more where it is mapped. Returns where the last one is. */
    private static long segments(Ledger ledger, Interventions interventions, int more) {
        ledger.allocate(64);
        long address = Statistics.arenaBase() + SEGMENT;
        for (int i = 0; i < 2; i++) {
            expectSegment(ledger, interventions, address, true, 1 + more);
            giveBack(ledger, address);
        }
        interventions.refuse(Integer.MAX_VALUE);
        expect(ledger.allocate(Runs.limit()) == 0, "a segment without memory", address);
        interventions.refuseAfter(more, 1);
        expectSegment(ledger, interventions, address, false, 2);
        giveBack(ledger, address);
        Memory.getAndAddLongVolatile(Globals.at(Globals.COMMITTED_SEGMENTS), MOST_SEGMENTS);
        expectSegment(ledger, interventions, address, false, 1);
        Memory.getAndAddLongVolatile(Globals.at(Globals.COMMITTED_SEGMENTS), -MOST_SEGMENTS);
        return address;
    }

    /** The guards of a segment that its heap gives up are opened, or have gone with its memory, which does not come back for that. */
    static void left(Ledger ledger, Interventions interventions) {
        ledger.allocate(Runs.limit());
        long heap = Tls.heap();
        long first = ledger.allocate(Runs.bytesOf(PAGES));
        long second = ledger.allocate(Runs.bytesOf(PAGES));
        free(ledger, new long[] {first, second});
        Purge.everything(heap);
        expectBlock(ledger, interventions, first, 2 * PAGES, 2);
        ledger.free(first);
        // Locked memory: what cannot be purged is replaced.
        interventions.refuse(1);
        Purge.everything(heap);
        expect(Os.residentBytes(first, PAGES * PAGE) == 0 && isClosed(first), "memory of a segment that was given up", first);
        expectBlock(ledger, interventions, first, 2 * PAGES, 3);
    }
}
