package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;

import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;

/** What the programs of promises have in common. */
final class Steps {
    static final long DECAY_MS = 100;
    static final long PAGE = 1 << 16;
    static final long MIB = 1 << 20;
    static final long SEGMENT = 4 << 20;
    static final long MAPPING = 5 << 20;
    /** A run that has no bin. */
    static final long LARGE = 20 * PAGE;

    private Steps() {
    }

    /** So many calls of malloc, and as many of free. */
    static void calls(Ledger ledger, int count) {
        for (int i = 0; i < count; i++) {
            ledger.free(ledger.allocate(64));
        }
    }

    /** Ticks come with every 16th of these. */
    static void passEvents(Ledger ledger, int count) {
        passEvents(ledger, count, LARGE);
    }

    static void passEvents(Ledger ledger, int count, long size) {
        for (int i = 0; i < count; i++) {
            ledger.free(ledger.allocate(size));
        }
    }

    static long[] allocate(Ledger ledger, int count, long size) {
        long[] blocks = new long[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = ledger.allocate(size);
        }
        return blocks;
    }

    static void free(Ledger ledger, long[] blocks) {
        for (long block : blocks) {
            ledger.free(block);
        }
    }

    static long dirty() {
        return Memory.getLong(Tls.heap() + Heap.DIRTY_PAGES);
    }

    static int segments(long heap) {
        int count = 0;
        for (long s = Memory.getLong(heap + Heap.ALL_SEGMENTS); s != 0; s = Memory.getLong(s + Segments.ALL_NEXT)) {
            count++;
        }
        return count;
    }

    /** Every heap is looked at once, as by ticks of living heaps. */
    static void tendAll() {
        for (long owner = 0; owner < Heaps.owners(); owner++) {
            DeadHeaps.tend(Os.milliseconds(), Purge.BUDGET);
        }
    }

    static long held(long heap) {
        return Memory.getLong(heap + Heap.DIRTY_PAGES) + Memory.getLong(heap + Heap.ATTACHED_PAGES)
            + Memory.getLong(heap + Heap.ATTACHED_RUN_PAGES);
    }

    static long heapOf(long block) {
        return Arena.heapOf(Arena.tagOf(Arena.pageOf(block)) >>> PageTag.OWNER_SHIFT);
    }

    static int stateOf(long heap) {
        return Memory.getIntAcquire(heap + Heap.STATE);
    }

    /** Waits until the heap's thread sleeps, and runs on. */
    static void untilAsleep(long heap) {
        while (Os.sleepsOutside(Memory.getIntOpaque(heap + Heap.THREAD), 0) == 0) {
            Cpu.pause();
        }
    }

    static boolean isGuest() {
        return Heap.isNone(Tls.heap()) && Tls.ownHeap() == 0;
    }

    static void lookForAWhile() {
        for (int i = 0; i < 4; i++) {
            Threads.sleep(DECAY_MS);
            tendAll();
        }
    }

    /** Makes the calling thread's heap without a segment of the arena. */
    static void bind(Ledger ledger) {
        ledger.allocate(MAPPING);
    }

    /** Makes so many heaps that no thread has. */
    static void skipOwners(long count) {
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        for (long i = 0; i < count; i++) {
            Heaps.create();
        }
        Lock.leave(lock);
    }

    static long heapThatWasLeft(Ledger ledger, int count, long size) {
        long[] heap = new long[1];
        Threads.join(Threads.begin(() -> {
            free(ledger, allocate(ledger, count, size));
            heap[0] = Tls.heap();
        }));
        return heap[0];
    }

    static boolean isTrapped(long block) {
        return (Arena.tagOf(Arena.pageOf(block)) & PageTag.TRAP) != 0;
    }

    static void expectOwnBins(long heap) {
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            for (long at = Memory.getLong(Heap.head(heap, bin)); at != 0; at = Memory.getLong(at)) {
                expect(heapOf(at) == heap, "another's block in a bin", at);
            }
        }
    }

    /** Allocates until a new span is needed, and more. */
    static void fill(Ledger ledger) {
        for (int i = 0; i < 40; i++) {
            ledger.allocate(4096);
        }
    }
}
