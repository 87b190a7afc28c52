package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.MIB;

import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about the guard pages of mappings: where they are, what they cost, and that they go with their block. */
final class MappingGuardPromises {
    private static final long GUARD = 4096;
    /** A mapping that is freed so long after the last was asked for is not cached. */
    private static final long OUT_OF_DEMAND_MS = 101;
    private static final String CLOSED = "is reserved and not committed";
    private static final long SIZE = 8 * MIB;
    private static final long LESS = 6 * MIB;

    private MappingGuardPromises() {
    }

    /** All of the block can be used, and nothing beside it. */
    private static void expectGuards(long block, long bytes) {
        expect(Blocks.usableSize(block) == bytes, "a block of another size", block);
        for (long at : new long[] {block + 16, block + bytes - 16}) {
            Memory.putLong(at, Memory.getLong(at));
        }
        for (long at : new long[] {block - GUARD, block - 8, block + bytes, block + bytes + GUARD - 8}) {
            Misuse.expectStop(() -> Memory.putLong(at, 1), CLOSED);
        }
    }

    /** A guard has no memory: what was written there before it was one is gone. */
    private static void expectNothingIn(long guard) {
        Os.commit(guard, GUARD);
        for (long at = guard + 16; at < guard + GUARD; at += 512) {
            expect(Memory.getLong(at) == 0, "a guard has old contents", at);
        }
        Os.protect(guard, GUARD);
    }

    private static void fill(long from, long to) {
        for (long at = from + 16; at < to; at += 512) {
            Memory.putLong(at, -1);
        }
    }

    /** Guards are put up by a call each, stay while the block is cached, and go with it. */
    static void putUp(Ledger ledger, Interventions interventions) {
        DirectPromises.makeTables(ledger);
        Lifecycle.trim(Tls.heap());
        long[] block = new long[1];
        long calls = interventions.callsOf(() -> block[0] = ledger.allocate(2 * SIZE));
        expect(calls == 3, "calls for a mapping with guards", calls);
        expectGuards(block[0], 2 * SIZE);
        ledger.free(block[0]);
        calls = interventions.callsOf(() -> expect(ledger.allocate(2 * SIZE) == block[0], "another mapping than the cached one", block[0]));
        expect(calls == 0, "calls for a cached mapping with guards", calls);
        calls = interventions.callsOf(() -> ledger.reallocate(block[0], 2 * SIZE - 100));
        expect(calls == 0, "calls for a mapping that keeps its size", calls);
        expectGuards(block[0], 2 * SIZE);
        Threads.sleep(OUT_OF_DEMAND_MS);
        ledger.free(block[0]);
        expect(DirectPromises.isFree(block[0] - GUARD) && DirectPromises.isFree(block[0] + 2 * SIZE), "guards stay alone", block[0]);
        Accounts.check();
        // One before an aligned block lies at the end of a range of the alignment, of which the rest goes.
        long mapping = DirectPromises.next(2 * MIB + SIZE + GUARD);
        calls = interventions.callsOf(() -> block[0] = ledger.allocateAligned(MIB, SIZE));
        expect(calls == (mapping % MIB == 0 ? 5 : 6), "calls for an aligned mapping with guards", calls);
        expectGuards(block[0], SIZE);
        expect(DirectPromises.isFree(block[0] - 2 * GUARD), "what lies before the guard stays", block[0]);
        expect(DirectPromises.isFree(block[0] + SIZE + GUARD), "what lies behind the guard stays", block[0]);
    }

    /** The system has only so many mappings: while there are many blocks, others have no guards. */
    static void ofSoMany(Ledger ledger, Interventions interventions) {
        DirectPromises.makeTables(ledger);
        long entries = Globals.at(Globals.DIRECT_STRIPES) + 8;
        for (int blocks : new int[] {4096, 4095}) {
            int more = blocks - (int) Direct.blocks();
            Memory.putInt(entries, Memory.getInt(entries) + more);
            long block = MappingGuards.map(SIZE, 1);
            Memory.putInt(entries, Memory.getInt(entries) - more);
            if (blocks == 4096) {
                fill(block - GUARD, block);
                fill(block + SIZE, block + SIZE + GUARD);
            } else {
                Misuse.expectStop(() -> fill(block - GUARD, block), CLOSED);
            }
            MappingGuards.unmap(block, SIZE);
        }
    }

    /** A block moves with its guards, by page tables; where a guard comes to be, nothing is kept. */
    static void moved(Ledger ledger, Interventions interventions) {
        DirectPromises.makeTables(ledger);
        ledger.allocate(SIZE);
        long block = ledger.allocate(2 * MIB + SIZE);
        Os.mapAt(block + 2 * MIB + SIZE + GUARD, GUARD);
        long[] moved = new long[1];
        long calls = interventions.callsOf(() -> moved[0] = ledger.reallocate(block, 2 * SIZE));
        // The guards open, twice the system is asked for the place, and they are closed again.
        expect(moved[0] != block && calls == 5, "calls for a mapping with guards that moves", calls);
        expect(Os.residentBytes(moved[0], 2 * SIZE) <= 8 * 4096, "pages are copied that may move", moved[0]);
        expectGuards(moved[0], 2 * SIZE);
        fill(moved[0] + SIZE, moved[0] + SIZE + GUARD);
        moved[0] = ledger.reallocate(moved[0], SIZE);
        expectGuards(moved[0], SIZE);
        expectNothingIn(moved[0] + SIZE);
        // What moves must be of one kind.
        interventions.refuse(1);
        expect(Direct.resize(moved[0], 2 * SIZE) == 0, "a mapping moves although its guards do not open", moved[0]);
        expectGuards(moved[0], SIZE);
        Os.mapAt(moved[0] + SIZE + GUARD, GUARD);
        interventions.refuseAfter(1, 2);
        expect(Direct.resize(moved[0], 2 * SIZE) == 0, "a mapping moves although the system refuses", moved[0]);
        expectGuards(moved[0], SIZE);
        Accounts.check();
    }

    /** A part of a cached mapping that goes back leaves a guard where the rest ends. */
    static void cut(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(10 * MIB);
        fill(block + LESS - GUARD, block + LESS + 2 * GUARD);
        ledger.free(block);
        Threads.sleep(Knobs.purgeDecayMs());
        expect(DirectCache.expire(Os.milliseconds()) == 4 * MIB, "no part goes back", block);
        Accounts.check();
        expect(ledger.allocate(LESS) == block, "the rest does not serve a block", block);
        expectGuards(block, LESS);
        expect(Memory.getLong(block + LESS - GUARD + 16) == -1, "the rest has lost its end", block);
        expectNothingIn(block + LESS);
        expect(DirectPromises.isFree(block + LESS + GUARD), "the part that went is there", block);
        Accounts.check();
    }

    /** Between its guards a cached mapping serves one block, to which it shrinks or grows, if that is not too far. */
    static void resized(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        ledger.free(ledger.allocate(16 * MIB));
        long hits = DirectCache.hits();
        ledger.allocate(7 * MIB);
        expect(DirectCache.hits() == hits, "a mapping shrinks to less than the half", DirectCache.hits());
        for (long size : new long[] {9 * MIB, 8 * MIB, 8 * MIB, 11 * MIB}) {
            long block = ledger.allocate(size);
            expectGuards(block, size);
            ledger.free(block);
            expect(DirectCache.mappings() == 1 && DirectCache.cachedBytes() == size, "what is left of a mapping with guards is kept", size);
        }
        expect(DirectCache.hits() == hits + 4, "a mapping with guards does not serve other sizes", DirectCache.hits());
        Accounts.check();
    }

    /** What the system does not take back serves other blocks, between guards of their own; the guards that stay are lost at most. */
    static void leftovers(Ledger ledger, Interventions interventions) {
        DirectPromises.makeTables(ledger);
        long block = ledger.allocate(2 * SIZE);
        Threads.sleep(OUT_OF_DEMAND_MS);
        interventions.refuse(1);
        ledger.free(block);
        expect(DirectPromises.isFree(block - GUARD) && DirectPromises.isFree(block + 2 * SIZE), "guards stay alone", block);
        expect(DirectPromises.isFree(block), "the mapping stays", block);
        Accounts.check();
        long other = ledger.allocate(2 * SIZE);
        fill(other, other + GUARD);
        fill(other + SIZE, other + SIZE + 3 * GUARD);
        Threads.sleep(OUT_OF_DEMAND_MS);
        interventions.refuse(4);
        ledger.free(other);
        interventions.refuse(0);
        Accounts.check();
        long part = ledger.allocate(SIZE);
        expect(part == other + GUARD, "not the mapping that could not be given back", part);
        expectGuards(part, SIZE);
        expectNothingIn(part - GUARD);
        expectNothingIn(part + SIZE);
        Accounts.check();
    }
}
