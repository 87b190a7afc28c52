package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;
import static io.hakozuna.hz3.core.Steps.MAPPING;
import static io.hakozuna.hz3.core.Steps.MIB;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import java.util.ArrayList;
import java.util.List;

/** The programs of promises about blocks that are mappings: what they cost, where they are found again, what a refusal leaves behind. */
final class DirectPromises {
    private static final int STRIPES = 16;
    private static final long STRIPE_BYTES = 64;
    private static final long TABLE_BYTES = 4096;

    private DirectPromises() {
    }

    /** Whether nothing is mapped at an address. */
    static boolean isFree(long address) {
        boolean free = Os.mapAt(address, Direct.OS_PAGE) == 1;
        if (free) {
            Os.unmap(address, Direct.OS_PAGE);
        }
        return free;
    }

    /** Where the system puts the next mapping of so many bytes. */
    static long next(long bytes) {
        long mapping = Os.map(bytes);
        Os.unmap(mapping, bytes);
        return mapping;
    }

    /** A mapping that has moved has made the tables of all stripes, so that others cost no call for that. */
    static void makeTables(Ledger ledger) {
        long block = ledger.allocate(MAPPING);
        ledger.allocate(MAPPING);
        long moved = ledger.reallocate(block, 2 * MAPPING);
        expect(moved != block && Direct.tableBytes() == STRIPES * TABLE_BYTES, "tables are missing after a move", moved);
        ledger.free(moved);
    }

    private static void expectStripes(boolean held) {
        for (int i = 0; i < STRIPES; i++) {
            long stripe = Globals.at(Globals.DIRECT_STRIPES) + i * STRIPE_BYTES;
            expect(Memory.getIntAcquire(stripe) != 0 == held, "a table is open while the process is copied, or closed afterwards", stripe);
        }
    }

    /** A mapping takes one call of the system, and what is mapped for its alignment goes back. */
    static void mapped(Ledger ledger, Interventions interventions) {
        makeTables(ledger);
        long calls = interventions.callsOf(() -> ledger.allocate(MAPPING));
        expect(calls == 1, "calls for a mapping", calls);
        long end = next(7 * MIB) + 7 * MIB;
        for (long beside = 0; beside <= 4096; beside += 4096) {
            long bytes = MAPPING + end % MIB + beside;
            long mapping = next(bytes + MIB);
            boolean isAligned = mapping % MIB == 0;
            long[] block = new long[1];
            calls = interventions.callsOf(() -> block[0] = ledger.allocateAligned(MIB, bytes));
            expect(calls == (isAligned ? 2 : 3), "calls for an aligned mapping", calls);
            expect(isAligned || isFree(mapping), "what lies before an aligned mapping stays", mapping);
            expect(isFree(block[0] + bytes), "what lies behind an aligned mapping stays", block[0]);
            expect(isAligned == (beside == 0), "both cases are looked at", mapping);
            ledger.free(block[0]);
        }
        interventions.refuse(Integer.MAX_VALUE);
        calls = interventions.callsOf(() -> expect(Direct.mapAligned(MAPPING, MIB) == 0, "a mapping that was refused", 0));
        interventions.refuse(0);
        expect(calls == 1, "calls for an aligned mapping that is refused", calls);
    }

    /** Where it can, a mapping changes its size in place by one call; else its pages move, and none is copied. */
    static void resized(Ledger ledger, Interventions interventions) {
        makeTables(ledger);
        long block = ledger.allocate(2 * MAPPING);
        long mapped = Direct.mappedBytes();
        long[] sizes = {2 * MAPPING - 100, MAPPING + MIB, 2 * MAPPING};
        int[] calls = {0, 1, 1};
        for (int i = 0; i < sizes.length; i++) {
            long size = sizes[i];
            long made = interventions.callsOf(() -> expect(ledger.reallocate(block, size) == block, "not in place: " + size, block));
            expect(made == calls[i], "calls to get to " + size, made);
            expect(Direct.mappedBytes() == mapped - (2 * MAPPING - size & -4096), "a mapping is told wrongly", Direct.mappedBytes());
        }
        Os.mapAt(block + 2 * MAPPING, 4096);
        long moved = ledger.reallocate(block, 3 * MAPPING);
        expect(moved != block && Direct.mappedBytes() == mapped + MAPPING, "a mapping does not move", moved);
        expect(Os.residentBytes(moved, 3 * MAPPING) <= 8 * 4096, "pages are copied that may move", Os.residentBytes(moved, 3 * MAPPING));
        // What has become small stays a mapping if it is more than half of what a run may be, and goes back when it is freed.
        expect(ledger.reallocate(moved, 3 * MIB) == moved, "a mapping is copied to a run that is not much smaller", moved);
        long run = ledger.reallocate(moved, MIB);
        expect(!BlockPromises.isMapping(run), "a small block stays a mapping", run);
    }

    /** Of the mappings are told how many there are and what is in memory, all of it where somebody is at work. A fork waits for those. */
    static void told(Ledger ledger, Interventions interventions) {
        makeTables(ledger);
        long cached = DirectCache.residentBytes();
        expect(cached > 0 && cached <= 4 * 4096, "bytes of cached mappings in memory", cached);
        for (int i = 1; i < 8; i++) {
            ledger.allocate(i * MAPPING);
        }
        long resident = ledger.addresses().stream().mapToLong(block -> Os.residentBytes(block, Blocks.usableSize(block))).sum();
        expect(Direct.blocks() == ledger.addresses().size(), "mappings are miscounted", Direct.blocks());
        expect(Direct.residentBytes() == resident && resident > 0, "bytes in memory are told wrongly", Direct.residentBytes());
        ledger.free(ledger.addresses().getLast());
        Lifecycle.forkPrepare();
        expectStripes(true);
        expect(Direct.residentBytes() == Direct.mappedBytes(), "what is at work is told without a look", Direct.residentBytes());
        expect(DirectCache.residentBytes() == DirectCache.cachedBytes(), "the same of the cache", DirectCache.residentBytes());
        expect(DirectCache.cachedBytes() > 0, "nothing is cached", 0);
        expectStripes(true);
        expect(Memory.getIntAcquire(Globals.at(Globals.DIRECT_CACHE)) != 0, "the cache is open while the process is copied", 0);
        Lifecycle.forkParent();
        expectStripes(false);
    }

    private static void add(List<Long> blocks, int count) {
        for (int i = 0; i < count; i++) {
            long block = Direct.allocate(1 + blocks.size() % 3 * 4096, 1) & -2L;
            expect(block != 0, "no mapping after " + blocks.size(), 0);
            blocks.add(block);
        }
    }

    /** However many mappings there are, each is found, none that is freed is, and their tables cost a few calls. */
    static void many(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        List<Long> blocks = new ArrayList<>();
        long calls = interventions.callsOf(() -> add(blocks, 1800));
        // Where they cannot grow, tables are filled up; each mapping takes its one call before that.
        for (int i = 0; i < 600; i++) {
            interventions.refuseAfter(1, 1);
            add(blocks, 1);
        }
        interventions.refuse(0);
        calls += interventions.callsOf(() -> add(blocks, 200));
        long tables = 0;
        for (int i = 0; i < STRIPES; i++) {
            long capacity = Memory.getLong(Globals.at(Globals.DIRECT_STRIPES) + i * STRIPE_BYTES + 24);
            // The first one, and for each time that it grew another one, while the one before goes back.
            tables += 1 + 2 * Long.numberOfTrailingZeros(capacity / 256);
        }
        expect(tables > STRIPES && calls == 2000 + tables, "calls for " + tables + " tables and 2000 mappings", calls);
        expect(Direct.blocks() == blocks.size(), "mappings are miscounted", Direct.blocks());
        expectFound(blocks, 0);
        for (int i = 0; i < 1000; i++) {
            expect(Direct.free(blocks.get(i)), "a mapping is lost", blocks.get(i));
            expect(Direct.usableSize(blocks.get(i)) == 0 && !Direct.free(blocks.get(i)), "what was freed is found", blocks.get(i));
        }
        expectFound(blocks, 1000);
        blocks.subList(1000, blocks.size()).forEach(block -> expect(Direct.free(block), "a mapping is lost", block));
    }

    private static void expectFound(List<Long> blocks, int from) {
        for (int i = from; i < blocks.size(); i++) {
            expect(Direct.usableSize(blocks.get(i)) == (1 + i % 3 * 4096 + 4095 & -4096), "a mapping is not found as it is", blocks.get(i));
        }
    }

    private static void expectAsItWas(long block, long bytes) {
        expect(Direct.usableSize(block) == bytes, "a mapping that stays is another one", Direct.usableSize(block));
        Accounts.check();
    }

    /** A refusal leaves nothing behind that counts, be it of a mapping, of a table for it, or where one would change its size. */
    static void refused(Ledger ledger, Interventions interventions) {
        ledger.allocate(64);
        interventions.refuseAfter(1, 1);
        expect(Direct.allocate(MAPPING, 1) == 0, "a mapping that no table has", 0);
        Accounts.check();
        interventions.refuse(Integer.MAX_VALUE);
        Lifecycle.trim(Tls.heap());
        long calls = interventions.callsOf(() -> expect(Direct.allocate(MAPPING, 1) == 0, "a mapping that was refused", 0));
        interventions.refuse(0);
        expect(calls == 1, "the system is asked again although nothing was given back", calls);
        Accounts.check();
        long block = ledger.allocate(MAPPING);
        interventions.refuse(2);
        expect(Direct.resize(block, 2 * MAPPING) == 0, "a mapping moves without a table for it", block);
        interventions.refuse(0);
        expectAsItWas(block, MAPPING);
        long tables = Direct.tableBytes() / TABLE_BYTES;
        long[] moved = new long[1];
        calls = interventions.callsOf(() -> moved[0] = ledger.reallocate(block, 2 * MAPPING));
        expect(moved[0] != block && Direct.tableBytes() == STRIPES * TABLE_BYTES, "a mapping does not move", moved[0]);
        expect(calls == 3 + STRIPES - tables, "calls for a move and " + (STRIPES - tables) + " tables", calls);
        Os.mapAt(moved[0] + 2 * MAPPING, 4096);
        interventions.refuse(3);
        expect(Direct.resize(moved[0], 3 * MAPPING) == 0, "a mapping moves although the system refuses", block);
        expectAsItWas(moved[0], 2 * MAPPING);
        expect(Direct.resize(moved[0], 64 * MIB) == 0, "a mapping grows past the limit", moved[0]);
        expectAsItWas(moved[0], 2 * MAPPING);
    }

    /** What is cached makes room below the limit, unless all of it would be too little. */
    static void madeRoom(Ledger ledger, Interventions interventions) {
        long[] blocks = Steps.allocate(ledger, 2, 8 * MIB);
        Steps.free(ledger, blocks);
        expect(DirectCache.cachedBytes() == 16 * MIB, "freed mappings are not cached", DirectCache.cachedBytes());
        long block = ledger.allocate(24 * MIB);
        expect(block != 0, "what is cached does not make room", block);
        Accounts.check();
        ledger.free(block);
        for (long size : new long[] {1L << 37, 1L << 62, Long.MAX_VALUE - 4095, Long.MAX_VALUE}) {
            expect(Allocator.allocate(size, Tls.heap()) == 0, "a block of " + size, 0);
            expect(DirectCache.cachedBytes() == 24 * MIB, "caches go for a block that there cannot be: " + size, 0);
            Accounts.check();
        }
    }

    /** A mapping that could not be given back serves nothing that is larger, however large. */
    static void leftForSmaller(Ledger ledger, Interventions interventions) {
        long block = ledger.allocate(MAPPING);
        interventions.refuse(1);
        ledger.free(block);
        for (long size : new long[] {1L << 62, Long.MAX_VALUE}) {
            expect(Allocator.allocate(size, Tls.heap()) == 0, "a block of " + size, block);
        }
        expect(ledger.allocate(MAPPING) == block, "not the mapping that could not be given back", block);
    }
}
