package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.MIB;
import static io.hakozuna.hz3.core.Steps.allocate;

import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** The programs of promises about which freed mappings are cached, and which blocks they serve. */
final class DirectCachePromises {
    private static final long DEMAND_MS = 100;

    private DirectCachePromises() {
    }

    private static void expectCached(long... mebibytes) {
        long sum = 0;
        for (long bytes : mebibytes) {
            sum += bytes * MIB;
        }
        boolean holds = DirectCache.mappings() == mebibytes.length && DirectCache.cachedBytes() == sum;
        expect(holds, DirectCache.mappings() + " mappings are cached with MiB", DirectCache.cachedBytes() / MIB);
    }

    /** A size of eight a doubling fits the next block of it without a call; what is too large or too small goes back at once. */
    static void sizes(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(5 * MIB + 1);
        expect(Blocks.usableSize(block) == 5 * MIB + MIB / 2, "a mapping of another size", Blocks.usableSize(block));
        ledger.free(block);
        long calls = interventions.callsOf(() -> expect(ledger.allocate(5 * MIB + MIB / 2) == block, "another mapping", block));
        expect(calls == 0, "calls for a mapping that is cached", calls);
        ledger.free(ledger.allocate(32 * MIB));
        expectCached(32);
        long hits = DirectCache.hits();
        ledger.free(ledger.allocate(40 * MIB));
        expect(DirectCache.hits() == hits, "a block that is too large for it is served by the cache", hits);
        expectCached(32);
        long small = ledger.reallocate(ledger.allocate(8 * MIB), 3 * MIB);
        ledger.free(small);
        expect(DirectPromises.isFree(small), "a mapping that has become small is kept", small);
        expectCached(24);
        Lifecycle.trim(Tls.heap());
        long aligned = ledger.allocate(8 * MIB);
        ledger.free(aligned);
        expect(ledger.allocateAligned(16 * MIB, 8 * MIB) != aligned, "an aligned block of the cache", aligned);
        expectCached(8);
    }

    /** Mappings are kept while blocks of their kind are in demand. */
    static void demand(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(8 * MIB);
        Threads.sleep(DEMAND_MS);
        ledger.free(block);
        expectCached(8);
        ledger.allocate(8 * MIB);
        Threads.sleep(DEMAND_MS + 1);
        ledger.free(block);
        expectCached();
        expect(DirectPromises.isFree(block), "a mapping is kept that nobody asked for lately", block);
    }

    /** So many bytes are cached at most, the last ones that were freed, to the page; and who is not kept takes nobody's place. */
    static void bytes(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 4, 24 * MIB);
        for (int i = 0; i < 3; i++) {
            ledger.free(blocks[i]);
        }
        expectCached(16, 24, 24);
        expect(DirectPromises.isFree(blocks[0] + 16 * MIB), "not the end of the oldest mapping goes", blocks[0]);
        Threads.sleep(DEMAND_MS + 1);
        ledger.free(blocks[3]);
        expectCached(16, 24, 24);
        expect(ledger.allocate(24 * MIB) == blocks[2], "not the mapping that was cached last", blocks[2]);
    }

    /** So many mappings are cached at most; past that the oldest goes, unless two lie side by side and become one, as old as the older. */
    static void places(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 34, 5 * MIB);
        for (int i = 0; i < 17; i++) {
            expect(DirectCache.mappings() == i, "mappings are not cached", i);
            ledger.free(blocks[2 * i]);
        }
        expect(DirectCache.mappings() == 16 && DirectPromises.isFree(blocks[0]), "mappings past the last place", DirectCache.mappings());
        Threads.sleep(DEMAND_MS);
        ledger.free(blocks[7]);
        expect(DirectCache.mappings() == 16 && DirectPromises.isFree(blocks[2]), "mappings past the last place", DirectCache.mappings());
        ledger.free(blocks[5]);
        expect(DirectCache.mappings() == 16 && DirectCache.cachedBytes() == 85 * MIB, "mappings are not joined", DirectCache.cachedBytes());
        Threads.sleep(Knobs.purgeDecayMs() - DEMAND_MS);
        while (DirectCache.expire(Os.milliseconds()) != 0) {
            Accounts.check();
        }
        expectCached(5);
    }

    /** Of a larger mapping the rest stays, as old as it is; what lies side by side serves one block. None of it takes a call. */
    static void cut(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(12 * MIB);
        ledger.free(block);
        Threads.sleep(DEMAND_MS);
        long calls = interventions.callsOf(() -> {
            expect(ledger.allocate(5 * MIB) == block, "a block is not cut off a larger one", block);
            expectCached(7);
            ledger.free(block);
            expectCached(7, 5);
            expect(ledger.allocate(8 * MIB) == block, "a block is not of two that lie side by side", block);
            expectCached(4);
        });
        expect(calls == 0, "calls to cut mappings", calls);
        Threads.sleep(Knobs.purgeDecayMs() - DEMAND_MS);
        expect(DirectCache.expire(Os.milliseconds()) == 4 * MIB, "the rest has become younger", DirectCache.cachedBytes());
        expectCached();
        Accounts.check();
    }

    /** The smallest range is taken that is large enough, and all of it if it is as large as that. */
    static void smallest(Ledger ledger, Interventions interventions) {
        long[] blocks = {ledger.allocate(8 * MIB), ledger.allocate(6 * MIB)};
        expect(blocks[1] + 6 * MIB == blocks[0], "the system maps blocks side by side", blocks[1]);
        Steps.free(ledger, blocks);
        expect(ledger.allocate(7 * MIB) == blocks[0], "not the smallest range that is large enough", blocks[0]);
        expectCached(1, 6);
        ledger.free(blocks[0]);
        long calls = interventions.callsOf(() -> expect(ledger.allocate(14 * MIB) == blocks[1], "not of all three", blocks[1]));
        expect(calls == 0, "calls for what is cached", calls);
        expectCached();
        Accounts.check();
    }

    /** A block that does not begin at a multiple of 8 MiB. */
    private static long crooked(Ledger ledger, long bytes) {
        long block = ledger.allocate(bytes);
        while ((block & 8 * MIB - 1) == 0) {
            block = ledger.allocate(bytes);
        }
        return block;
    }

    private static void expectCachedBytes(long bytes, int mappings) {
        boolean holds = DirectCache.cachedBytes() == bytes && DirectCache.mappings() == mappings;
        expect(holds, DirectCache.mappings() + " mappings are cached with bytes", DirectCache.cachedBytes());
    }

    /** An aligned block is cut out where it fits; what lies before it stays, and so does what is behind. Nothing grows for it. */
    static void aligned(Ledger ledger, Interventions interventions) {
        long other = ledger.allocate(5 * MIB);
        ledger.allocate(5 * MIB);
        long whole = crooked(ledger, 24 * MIB);
        long start = whole + 8 * MIB - 1 & -8 * MIB;
        ledger.free(whole);
        ledger.free(other);
        expect(ledger.allocateAligned(8 * MIB, 6 * MIB) == start, "an aligned block is not cut out of the middle", start);
        expectCachedBytes(23 * MIB, 3);
        expect(ledger.allocate(5 * MIB) == other, "a mapping is lost where another one is cut", other);
        ledger.free(start);
        expect(ledger.allocateAligned(8 * MIB, 14 * MIB) == start, "an aligned block is not of two that lie side by side", start);
        ledger.free(start);
        long hits = DirectCache.hits();
        ledger.allocateAligned(8 * MIB, 24 * MIB);
        expect(DirectCache.hits() == hits, "a mapping grows for an aligned block", hits);
        Accounts.check();
    }

    /** Where there is no place for what lies before it, an aligned block is a mapping of its own; any other is still cut off. */
    static void noPlaceForAnAlignedCut(Ledger ledger, Interventions interventions) {
        long[] blocks = allocate(ledger, 32, 5 * MIB);
        long large = crooked(ledger, 24 * MIB);
        for (int i = 0; i < 15; i++) {
            ledger.free(blocks[2 * i]);
        }
        ledger.free(large);
        expectCachedBytes(99 * MIB, 16);
        ledger.allocateAligned(8 * MIB, 6 * MIB);
        expectCachedBytes(99 * MIB, 16);
        ledger.allocate(4 * MIB + MIB / 2);
        expectCachedBytes(94 * MIB + MIB / 2, 16);
        ledger.allocate(5 * MIB);
        ledger.allocateAligned(8 * MIB, 6 * MIB);
        expectCachedBytes(83 * MIB + MIB / 2, 16);
        Accounts.check();
    }

    /** Between guards an aligned block is served by a mapping of its size that happens to be aligned. */
    static void alignedBetweenGuards(Ledger ledger, Interventions interventions) {
        ledger.free(crooked(ledger, 24 * MIB));
        long aligned = ledger.allocateAligned(8 * MIB, 6 * MIB);
        expectCachedBytes(24 * MIB, 1);
        ledger.free(aligned);
        expect(ledger.allocateAligned(8 * MIB, 6 * MIB) == aligned, "an aligned mapping does not serve the next block", aligned);
        expectCachedBytes(24 * MIB, 1);
        Accounts.check();
    }

    /** A block grows over what is cached behind it, if that is enough. */
    static void behind(Ledger ledger, Interventions interventions) {
        long behind = ledger.allocate(8 * MIB);
        long block = ledger.allocate(6 * MIB);
        expect(block + 6 * MIB == behind, "the system maps blocks side by side", block);
        ledger.free(behind);
        long calls = interventions.callsOf(() -> expect(ledger.reallocate(block, 10 * MIB) == block, "a block moves that may grow", block));
        expect(calls == 0 && Blocks.usableSize(block) == 10 * MIB, "calls to grow over what is cached", calls);
        expectCached(4);
        expect(ledger.reallocate(block, 16 * MIB) != block, "a block grows over what is not there", block);
        expectCached(4);
        Lifecycle.trim(Tls.heap());
        long[] large = {ledger.allocate(30 * MIB), ledger.allocate(30 * MIB)};
        expect(large[1] + 30 * MIB == large[0], "the system maps blocks side by side", large[1]);
        ledger.free(large[0]);
        ledger.reallocate(large[1], 36 * MIB);
        expectCached(30);
        Accounts.check();
    }

    /** Where nothing is large enough, the largest mapping grows, if it has half of the size. */
    static void resized(Ledger ledger, Interventions interventions) {
        long[] blocks = {ledger.allocate(5 * MIB), ledger.allocate(4 * MIB + MIB / 2), ledger.allocate(6 * MIB)};
        // So that they do not lie side by side.
        ledger.free(blocks[1]);
        Lifecycle.trim(Tls.heap());
        Memory.putLong(blocks[2] + MIB, 7);
        ledger.free(blocks[2]);
        ledger.free(blocks[0]);
        long hits = DirectCache.hits();
        long grown = ledger.allocate(12 * MIB);
        expect(DirectCache.hits() == hits + 1 && Memory.getLong(grown + MIB) == 7, "no mapping grows", grown);
        expectCached(5);
        ledger.allocate(11 * MIB);
        expect(DirectCache.hits() == hits + 1, "a mapping grows to more than the double", DirectCache.hits());
        expectCached(5);
        Accounts.check();
    }

    /** What has been cached for longer than the decay goes back in parts, by one call each; what is refused gives its memory back. */
    static void parts(Ledger ledger, Interventions interventions) {
        expect(!DirectCache.hasExpired(Os.milliseconds()), "there is something old where nothing is", 0);
        ledger.free(ledger.allocate(10 * MIB));
        Threads.sleep(Knobs.purgeDecayMs() - 1);
        expect(!DirectCache.hasExpired(Os.milliseconds()), "what is young is old", 0);
        Threads.sleep(1);
        for (long left : new long[] {6, 2}) {
            long[] bytes = new long[1];
            interventions.refuse(left == 2 ? 1 : 0);
            long calls = interventions.callsOf(() -> bytes[0] = DirectCache.expire(Os.milliseconds()));
            expect(calls == (left == 2 ? 2 : 1) && bytes[0] == 4 * MIB, "a part of " + bytes[0] + " goes by calls", calls);
            expectCached(left);
        }
        expect(DirectCache.expire(Os.milliseconds()) == 2 * MIB, "the rest stays", DirectCache.cachedBytes());
        expectCached();
    }

    /** Of two who find the same mapping old, neither gives back one that is young. */
    static void oldForTwo(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        for (int accesses = 1; accesses < 6; accesses++) {
            long[] blocks = {ledger.allocate(5 * MIB), ledger.allocate(8 * MIB)};
            ledger.free(blocks[0]);
            Threads.sleep(DEMAND_MS);
            ledger.free(blocks[1]);
            Threads.sleep(Knobs.purgeDecayMs() - DEMAND_MS);
            long now = Os.milliseconds();
            SimulatedThread other = Threads.begin(() -> DirectCache.expire(now));
            interventions.stop(other, accesses);
            for (int i = 0; i < 3; i++) {
                Threads.sleep(0);
            }
            long given = DirectCache.expire(now) + DirectCache.expire(now);
            Threads.join(other);
            interventions.stopNone();
            expect(DirectCache.cachedBytes() >= 8 * MIB, "what is young was given back after an old one of " + given, accesses);
            Lifecycle.trim(Tls.heap());
        }
    }

    /** Below a limit a cached mapping that cannot be resized, by the system or for the limit, is none any more. */
    static void belowALimit(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        ledger.free(ledger.allocate(5 * MIB));
        interventions.refuse(2);
        expect(ledger.allocate(8 * MIB) != 0, "no mapping below the limit", 0);
        interventions.refuse(0);
        expectCached();
        allocate(ledger, 3, 15 * MIB);
        ledger.free(ledger.allocate(6 * MIB));
        expect(Direct.allocate(12 * MIB, 1) == 0, "a mapping grows past the limit", Direct.mappedBytes());
        expectCached();
        Accounts.check();
    }
}
