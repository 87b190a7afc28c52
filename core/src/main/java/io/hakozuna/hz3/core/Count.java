package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Counts what a program asks for: blocks by class, frees by thread, and how long blocks live. It is a box of the lane "count" alone
 * ({@code HZ3_COUNT}); the statistics have its lines there, and {@code ./hz3 advise} reads them.
 *
 * <p>Each heap has counters of its own, written by its thread. A life is measured in bytes that the allocating thread allocated meanwhile,
 * which does not depend on the machine. One block in 64 is followed, in a table found by a hash of its address; a block whose place is
 * taken is not. Blocks still there at the end have not been freed.
 * <pre>
 *   counters:  blocks, bytes, frees of own blocks, of others', blocks by bin (0 for those above the bins), lives by the length of
 *              their number of bytes in bits
 *   place:     block or 0, counters of who allocated it, its bytes then, -
 * </pre>
 * What a thread does before it has a heap, which is its first call, is not counted; nor are guests' calls.
 */
@StaticInit
@Unmanaged
public final class Count {
    private static final long BLOCKS = 0;
    private static final long ALLOCATED = 8;
    private static final long OWN_FREES = 16;
    private static final long OTHERS_FREES = 24;
    private static final long BY_BIN = 32;
    private static final int BINS = SizeClasses.BINS + SizeClasses.RUN_BIN_PAGES;
    private static final long LIVES = BY_BIN + BINS * 8L;
    private static final int LENGTHS = 48;

    static final long BYTES = LIVES + LENGTHS * 8L;

    private static final int FOLLOWED = 64;
    private static final int PLACES = 4096;
    private static final int PLACE_SHIFT = 5;
    private static final long WHO = 8;
    private static final long BIRTH = 16;
    /** In the place of a block that is just being noted. */
    private static final long BUSY = 1;

    private Count() {
    }

    private static long counters(long heap) {
        return heap + Heap.counts();
    }

    private static void add(long counter, long delta) {
        Memory.putLong(counter, Memory.getLong(counter) + delta);
    }

    /** Counts a block that the calling thread got; returns it. 0 is none. */
    public static long allocated(long block, long size) {
        if (Knobs.count() != 0 && block != 0 && !Heap.isNone(Tls.heap())) {
            count(counters(Tls.heap()), block, size);
        }
        return block;
    }

    private static void count(long counters, long block, long size) {
        add(counters + BLOCKS, 1);
        add(counters + ALLOCATED, size);
        add(counters + BY_BIN + binOf(size) * 8L, 1);
        if (Memory.getLong(counters + BLOCKS) % FOLLOWED == 0) {
            follow(counters, block);
        }
    }

    private static int binOf(long size) {
        return size <= SizeClasses.SMALL_LIMIT ? SizeClasses.binOf(Math.max(size, 1))
            : size <= Runs.bytesOf(SizeClasses.RUN_BIN_PAGES) ? SizeClasses.runBinOf(Runs.pagesFor(size)) : 0;
    }

    /** The calling thread is about to free a block; 0 is none. */
    public static void freeing(long block) {
        if (Knobs.count() != 0 && block != 0 && !Heap.isNone(Tls.heap())) {
            long page = Arena.pageOf(block);
            if (page >= 0) {
                boolean own = Arena.tagOf(page) >>> PageTag.OWNER_SHIFT == Heap.owner(Tls.heap());
                add(counters(Tls.heap()) + (own ? OWN_FREES : OTHERS_FREES), 1);
            }
            unfollow(block);
        }
    }

    private static long table() {
        return Memory.getLongAcquire(Globals.at(Globals.FOLLOWED_BLOCKS));
    }

    private static long place(long table, long block) {
        return table + ((block * 0x9E3779B97F4A7C15L >>> 52) << PLACE_SHIFT);
    }

    private static void follow(long counters, long block) {
        long table = table();
        if (table == 0) {
            table = Os.map((long) PLACES << PLACE_SHIFT);
            if (table == 0) {
                return;
            }
            // Whoever is late follows nothing this time.
            if (!Memory.compareAndSetLongVolatile(Globals.at(Globals.FOLLOWED_BLOCKS), 0, table)) {
                Os.unmap(table, (long) PLACES << PLACE_SHIFT);
                return;
            }
        }
        long place = place(table, block);
        if (Memory.getLongOpaque(place) == 0 && Memory.compareAndSetLongVolatile(place, 0, BUSY)) {
            Memory.putLong(place + WHO, counters);
            Memory.putLong(place + BIRTH, Memory.getLong(counters + ALLOCATED));
            // Release: who finds the block finds the two words.
            Memory.putLongRelease(place, block);
        }
    }

    private static void unfollow(long block) {
        long table = table();
        if (table == 0) {
            return;
        }
        long place = place(table, block);
        if (Memory.getLongAcquire(place) == block) {
            // The one thread that frees the block is the only one that can be here.
            long who = Memory.getLong(place + WHO);
            long life = Memory.getLongOpaque(who + ALLOCATED) - Memory.getLong(place + BIRTH);
            add(counters(Tls.heap()) + LIVES + Math.min(LENGTHS - 1, 64 - Cpu.leadingZeros(life | 1)) * 8L, 1);
            Memory.putLongRelease(place, 0);
        }
    }

    private static long sum(long counter) {
        return Statistics.sum(Heap.counts() + counter);
    }

    /** The lines of the statistics. */
    static void print() {
        if (Knobs.count() == 0) {
            return;
        }
        Console.box(Text.COUNT);
        Console.pair(Text.BLOCKS, sum(BLOCKS));
        Console.pair(Text.BYTES, sum(ALLOCATED));
        Console.pair(Text.OWN_FREES, sum(OWN_FREES));
        Console.pair(Text.OTHERS_FREES, sum(OTHERS_FREES));
        Console.pair(Text.THREADS, Heaps.owners());
        Console.end();
        Console.box(Text.CLASSES);
        for (int bin = 0; bin < BINS; bin++) {
            long blocks = sum(BY_BIN + bin * 8L);
            if (blocks != 0) {
                Console.pairOf(SizeClasses.sizeOf(bin), blocks);
            }
        }
        Console.end();
        Console.box(Text.LIVES);
        for (int length = 0; length < LENGTHS; length++) {
            long lives = sum(LIVES + length * 8L);
            if (lives != 0) {
                Console.pairOf(1L << length, lives);
            }
        }
        Console.pair(Text.UNTIL_THE_END, stillFollowed());
        Console.end();
    }

    private static long stillFollowed() {
        long table = table();
        long blocks = 0;
        for (int i = 0; i < PLACES && table != 0; i++) {
            if (Memory.getLongOpaque(table + ((long) i << PLACE_SHIFT)) != 0) {
                blocks++;
            }
        }
        return blocks;
    }
}
