package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A program's wish that all free memory goes back ({@code malloc_trim}) reaches heaps whose threads are running: nobody but such a thread
 * may touch its heap, so a request is a number that each heap compares with the last one it has honoured, at its ticks. From the first
 * tick on after a request a heap empties one class after the other and then has a pass that takes all free pages for old ones, within the
 * ticks' budget. Threads whose calls all take the fast paths come by because whoever asks sets traps in their pages.
 *
 * <p>Ordering: none is needed. A heap that sees the number late is late by a tick; a tag is changed by compare and set, so what its owner
 * has made of it meanwhile stays, and an owner's later store only loses the trap.
 */
@StaticInit
@Unmanaged
final class Trim {
    /** The step after the last class: the pass. Before it a step is the next bin to sweep; 0 is none. */
    private static final int PASS = SizeClasses.BINS + 1;

    private Trim() {
    }

    /** A new request. Heaps that have given everything back on behalf of it are to be told by {@link #done}. */
    static void ask() {
        Memory.getAndAddLongVolatile(Globals.at(Globals.TRIM_REQUESTS), 1);
    }

    private static long requests() {
        return Memory.getLongOpaque(Globals.at(Globals.TRIM_REQUESTS));
    }

    /** The heap has nothing to do for the requests until now. */
    static void done(long heap) {
        Memory.putLong(heap + Heap.TRIM_SEEN, requests());
        Memory.putLong(heap + Heap.TRIM_STEP, 0);
    }

    static boolean isDue(long heap) {
        return Memory.getLong(heap + Heap.TRIM_STEP) != 0 || Memory.getLong(heap + Heap.TRIM_SEEN) != requests();
    }

    /** Sets a trap in each page whose frees take the fast path of another thread. */
    static void trapOthers(long heap) {
        if (Knobs.tickTraps() == 0 || Heaps.owners() <= 1) {
            return;
        }
        long pages = Memory.getLongAcquire(Globals.at(Globals.ARENA_PAGES));
        long tags = Memory.getLong(Globals.at(Globals.TAGS));
        int own = Memory.getInt(heap + Heap.OWNER_TAG);
        for (long page = 0; page < pages; page++) {
            int tag = Memory.getIntOpaque(tags + (page << 2));
            boolean fast = (tag & PageTag.BIN_MASK) != 0 && (tag & (PageTag.DETACHED | PageTag.RUN | PageTag.TRAP)) == 0;
            if (fast && (tag ^ own) >>> PageTag.OWNER_SHIFT != 0) {
                Memory.compareAndSetIntAcquire(tags + (page << 2), tag, tag | PageTag.TRAP);
            }
        }
    }

    /** At a tick: goes on with what was asked for, if anything was. Returns the budget that is left. */
    static int piece(long heap, long now, int budget) {
        if (!isDue(heap)) {
            return budget;
        }
        if (Memory.getLong(heap + Heap.TRIM_SEEN) != requests()) {
            done(heap);
            Memory.putLong(heap + Heap.TRIM_STEP, 1);
            RemoteFree.flush(heap);
            Purge.forgetDemand(heap);
        }
        int step = (int) Memory.getLong(heap + Heap.TRIM_STEP);
        int rest = budget;
        for (; step < SizeClasses.BINS && rest > 0; step++) {
            rest = Sweep.sweepSome(heap, step, rest);
        }
        if (step == SizeClasses.BINS && !Sweep.anyGoHome(heap)) {
            Runs.sweep(heap);
            Purge.beginPassOverAll(heap, now);
            step = PASS;
        } else if (step == PASS && !Purge.isPassUnderWay(heap)) {
            step = 0;
        }
        Memory.putLong(heap + Heap.TRIM_STEP, step);
        return rest;
    }
}
