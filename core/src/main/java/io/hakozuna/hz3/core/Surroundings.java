package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * How large the machine or the container is that the process runs in, looked at once, before the first block. What is free and kept for
 * later is bounded by it, beside the knobs: 16 MiB of free pages a heap and 64 MiB of cached mappings are nothing in 64 GiB and would
 * be most of a container of 128 MiB.
 *
 * <p>With a limit on memory, the free pages of all heaps together have {@code limit / 32}. Each heap adds what it has more or less than
 * at its last tick to the common sum and takes what the others leave; the sum is as old as the heaps' last ticks.
 */
@StaticInit
@Unmanaged
final class Surroundings {
    private static final int SHARE_OF_FREE_PAGES = 32;
    private static final int SHARE_OF_MAPPINGS = 8;
    /** A thread that ends leaves its caches for the next one; the more processors, the more of them end at a time. */
    private static final long WARM_BYTES_A_PROCESSOR = 2 << 20;
    private static final long MOST_WARM_BYTES = 64 << 20;
    /** Every heap may keep so many free pages. */
    private static final long FEW_PAGES = 8;

    private Surroundings() {
    }

    /** The caller holds the arena lock. */
    static void look() {
        long limit = Os.memoryLimit();
        int processors = Os.processors();
        Memory.putLong(Globals.at(Globals.MEMORY_LIMIT), limit);
        Memory.putLong(Globals.at(Globals.PROCESSORS), processors);
        Memory.putLong(Globals.at(Globals.MAPPINGS_BOUND), Math.min(Knobs.directCacheBytes(), limit / SHARE_OF_MAPPINGS));
        Memory.putLong(Globals.at(Globals.WARM_BOUND),
            Math.min(Math.min(WARM_BYTES_A_PROCESSOR * processors, MOST_WARM_BYTES), limit / SHARE_OF_FREE_PAGES));
    }

    /** Bytes of freed mappings that may be cached; 0 before the look. */
    static long mappingsBound() {
        return Memory.getLongOpaque(Globals.at(Globals.MAPPINGS_BOUND));
    }

    /** Bytes of free memory that all dead heaps together may keep. */
    static long warmBound() {
        return Memory.getLongOpaque(Globals.at(Globals.WARM_BOUND));
    }

    private static long limit() {
        return Memory.getLongOpaque(Globals.at(Globals.MEMORY_LIMIT));
    }

    /** Counts the heap's free pages for the common bound. The caller is the heap's owner, or has claimed it. */
    static void report(long heap) {
        if (limit() != Long.MAX_VALUE) {
            long pages = Memory.getLong(heap + Heap.DIRTY_PAGES);
            long change = pages - Memory.getLong(heap + Heap.REPORTED_PAGES);
            if (change != 0) {
                Memory.putLong(heap + Heap.REPORTED_PAGES, pages);
                Memory.getAndAddLongVolatile(Globals.at(Globals.REPORTED_PAGES), change);
            }
        }
    }

    /** Free pages that the heap, which would like to hold so many, may hold beside the others. A racy look where it is somebody else's. */
    static long share(long heap, long pages) {
        if (limit() == Long.MAX_VALUE) {
            return pages;
        }
        long others = Memory.getLongOpaque(Globals.at(Globals.REPORTED_PAGES)) - Memory.getLongOpaque(heap + Heap.REPORTED_PAGES);
        long left = (limit() / SHARE_OF_FREE_PAGES >>> Arena.PAGE_SHIFT) - others;
        return Math.min(pages, Math.max(left, FEW_PAGES));
    }

    /** The line of the statistics; 0 stands for no limit. */
    static void print() {
        Console.box(Text.SYSTEM);
        Console.pair(Text.MEMORY_LIMIT, limit() == Long.MAX_VALUE ? 0 : limit());
        Console.pair(Text.PROCESSORS, Memory.getLongOpaque(Globals.at(Globals.PROCESSORS)));
        Console.end();
    }
}
