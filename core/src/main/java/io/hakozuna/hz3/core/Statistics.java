package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * One-shot statistics: a line a box, summed over all heaps when somebody asks. The counters are each heap's own and are read here
 * while their owners may go on, so a sum is a moment's view; each is exact once the threads have stopped.
 */
@StaticInit
@Unmanaged
public final class Statistics {
    private Statistics() {
    }

    /** Over all heaps. */
    static long sum(long counter) {
        long owners = Heaps.owners();
        long total = 0;
        for (int owner = 1; owner <= owners; owner++) {
            total += Memory.getLongOpaque(Arena.heapOf(owner) + counter);
        }
        return total;
    }

    static long spansOpened() {
        return sum(Heap.SPANS_OPENED);
    }

    static long purgedPages() {
        return sum(Heap.PURGED_PAGES);
    }

    static long hollowedPages() {
        return sum(Heap.HOLLOWED_PAGES);
    }

    /** Bytes of the arena's pages that are in spans and runs. */
    static long arenaBytesInUse() {
        return pages(false) << Arena.PAGE_SHIFT;
    }

    /** Bytes of free pages of the arena whose memory has not been given back yet. */
    static long arenaBytesRetained() {
        return pages(true) << Arena.PAGE_SHIFT;
    }

    private static long pages(boolean dirty) {
        long segments = Arena.frontier();
        long total = 0;
        for (long i = 0; i < segments; i++) {
            long segment = Memory.getLong(Globals.at(Globals.SEGMENTS)) + i * Segments.RECORD_BYTES;
            long mask = dirty ? Memory.getLongOpaque(segment + Segments.DIRTY_PAGES)
                : Segments.allFree() ^ Memory.getLongOpaque(segment + Segments.FREE_PAGES);
            total += Cpu.bitCount(mask);
        }
        return total;
    }

    /**
     * Address of the arena's first page, a multiple of the segment size, and the bytes of its range; both 0 before the first block.
     * No block of the arena crosses a multiple of the segment size.
     */
    public static long arenaBase() {
        return Memory.getLongOpaque(Globals.at(Globals.ARENA_BASE));
    }

    public static long arenaBytes() {
        return Memory.getLongOpaque(Globals.at(Globals.SEGMENT_CAPACITY)) << Arena.SEGMENT_SHIFT;
    }

    /** Bytes of the arena that can be used without asking the system again. */
    static long arenaBytesCommitted() {
        return Memory.getLongOpaque(Globals.at(Globals.COMMITTED_SEGMENTS)) << Arena.SEGMENT_SHIFT;
    }

    /** Bytes of the arena that are cached, and those that are cached or in use; see {@link Usage}. */
    public static long arenaBytesCached(long current) {
        return Usage.cached(current);
    }

    public static long arenaBytesOut() {
        return Usage.out();
    }

    /** Bytes of the arena that are in memory, with the states of its objects. */
    public static long arenaBytesResident() {
        return Usage.residentInArena() + ObjectStates.residentBytes();
    }

    /** Bytes that {@code malloc_trim} can give back of free pages and cached mappings. */
    public static long bytesRetained() {
        return Usage.retained();
    }

    /** Bytes in memory of all that is the allocator's. */
    public static long bytesResident() {
        return Usage.resident();
    }

    public static long directBlocks() {
        return Direct.blocks();
    }

    /** Bytes mapped for direct blocks. */
    public static long directBytes() {
        return Direct.mappedBytes();
    }

    public static long cachedMappings() {
        return DirectCache.mappings();
    }

    public static long cachedMappingBytes() {
        return DirectCache.cachedBytes();
    }

    /** Writes all lines. */
    public static void print() {
        // It tidies heaps up, for which it takes other locks.
        long cached = Usage.cached(Tls.heap());
        long lock = Globals.at(Globals.STATISTICS_LOCK);
        Lock.take(lock);
        printAll(cached);
        Lock.leave(lock);
    }

    /**
     * The same from a signal handler: not at all if somebody is printing, for that may be the interrupted thread. Its lists may be in the
     * middle of a change, so what is cached counts as in use here.
     */
    public static void tryPrint() {
        long lock = Globals.at(Globals.STATISTICS_LOCK);
        if (Lock.tryTake(lock)) {
            printAll(0);
            Lock.leave(lock);
        }
    }

    private static void printAll(long cached) {
        Console.begin();
        Surroundings.print();
        Console.box(Text.MEMORY);
        Console.pair(Text.IN_USE, Math.max(arenaBytesOut() - cached, 0) + directBytes());
        Console.pair(Text.CACHED, cached);
        Console.pair(Text.RETAINED, bytesRetained());
        Console.pair(Text.RESIDENT, bytesResident());
        Console.end();
        Console.box(Text.ARENA);
        Console.pair(Text.RESERVED, arenaBytes());
        Console.pair(Text.COMMITTED, arenaBytesCommitted());
        Console.pair(Text.IN_USE, arenaBytesInUse());
        Console.end();
        Console.box(Text.HEAPS);
        Console.pair(Text.OPENED, Heaps.owners());
        Console.pair(Text.DEAD, Memory.getLongOpaque(Globals.at(Globals.DEAD_HEAP_COUNT)));
        Console.pair(Text.ADOPTIONS, sum(Heap.ADOPTIONS));
        Console.pair(Text.TAKEN, sum(Heap.TAKEN));
        Console.pair(Text.ADOPTED_SEGMENTS, sum(Heap.ADOPTED_SEGMENTS));
        Console.end();
        Console.box(Text.GUESTS);
        Console.pair(Text.COMMON, Memory.getLongOpaque(Globals.at(Globals.COMMON_COUNT)));
        Console.pair(Text.CALLS, sum(Heap.GUEST_CALLS));
        Console.pair(Text.LEASES, sum(Heap.LEASES));
        Console.end();
        Console.box(Text.BINS);
        Console.pair(Text.REFILLS, sum(Heap.REFILLS));
        Console.pair(Text.CARVED, sum(Heap.CARVED_OBJECTS));
        Console.pair(Text.HARVESTED, sum(Heap.HARVESTED_OBJECTS));
        Console.end();
        Console.box(Text.SPANS);
        Console.pair(Text.OPENED, spansOpened());
        Console.pair(Text.RETIRED, sum(Heap.SPANS_RETIRED));
        Console.pair(Text.SWEEPS, sum(Heap.SWEEPS));
        Console.end();
        Console.box(Text.RUNS);
        Console.pair(Text.OPENED, sum(Heap.RUNS_OPENED));
        Console.end();
        Console.box(Text.REMOTE);
        Console.pair(Text.HANDOVERS, sum(Heap.REMOTE_HANDOVERS));
        Console.pair(Text.GROUPS, sum(Heap.REMOTE_GROUPS));
        Console.end();
        Console.box(Text.INBOX);
        Console.pair(Text.OBJECTS, sum(Heap.INBOX_OBJECTS));
        Console.pair(Text.DRAINS, sum(Heap.INBOX_DRAINS));
        Console.pair(Text.TAKEN, sum(Heap.TAKEN_MAIL));
        Console.end();
        Console.box(Text.PURGE);
        Console.pair(Text.PAGES, purgedPages());
        Console.pair(Text.HOLLOWED, hollowedPages());
        Console.end();
        Console.box(Text.DIRECT);
        Console.pair(Text.BLOCKS, directBlocks());
        Console.pair(Text.BYTES, directBytes());
        Console.pair(Text.CACHED, DirectCache.cachedBytes());
        Console.pair(Text.HITS, DirectCache.hits());
        Console.end();
        Count.print();
        Console.finish();
    }
}
