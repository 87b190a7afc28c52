package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * What a thread of its own does for programs that fall silent ({@code HZ3_PURGE_THREAD}). Everything else here runs at the events of the
 * program's threads; when all of them sleep there are no events, and what the last burst left free stays. The watch has the ticks that
 * such threads would have had: for heaps whose threads have ended, and by {@link IdleHeaps} for those whose threads sleep.
 *
 * <p>It is no owner of anything but the heap that it tends at a moment, under a lock that a fork takes first, so that the child finds no
 * heap in the middle of a tick. It wakes up every few milliseconds while there is much to do, and every two seconds while there is nothing.
 *
 * <p>Ancestors: jemalloc's background threads, tcmalloc's {@code ProcessBackgroundActions}. Both are off by default as well: a process that
 * has a second thread may not do all that one with a single one may.
 */
@StaticInit
@Unmanaged
public final class Watch {
    /** Ticks in a row, each of at most {@link Purge#BUDGET}, before the processor is left to others for a moment. */
    private static final int TICKS_A_ROUND = 16;
    private static final int PAUSE_MS = 1;
    private static final int SHORTEST_MS = 10;
    /** A program that falls silent waits so long at most for the first of the two looks that take its heaps. */
    private static final int LONGEST_MS = 2000;
    private static final int LEFTOVERS_A_ROUND = 4;

    private Watch() {
    }

    private static long lock() {
        return Globals.at(Globals.WATCH_LOCK);
    }

    /** Whether the process is to have such a thread. */
    public static boolean isWanted() {
        return Knobs.purgeThread() != 0;
    }

    /** One round, of which there is one at a time. Returns for how many milliseconds there is nothing to do. */
    public static int round() {
        for (int tick = 0; tick < TICKS_A_ROUND; tick++) {
            if (!tick()) {
                return rest();
            }
        }
        Memory.putInt(Globals.at(Globals.WATCH_REST), 0);
        return PAUSE_MS;
    }

    /** Looks at every heap until one has had a tick; returns whether one has, or whether mappings were given back. */
    private static boolean tick() {
        long now = Os.milliseconds();
        Lock.take(lock());
        boolean found = DirectCache.expire(now) != 0;
        for (long looked = 0; looked < Heaps.owners() && !found; looked += Heaps.LOOKS) {
            found = Heaps.tend(now, Purge.BUDGET);
        }
        if (!found) {
            Leftovers.retry(LEFTOVERS_A_ROUND);
        }
        Lock.leave(lock());
        return found;
    }

    /** A quarter of the decay after a round that was full, and twice as long after each one that was not. */
    private static int rest() {
        int last = Memory.getInt(Globals.at(Globals.WATCH_REST));
        int shortest = Math.max((int) Knobs.purgeDecayMs() / 4, SHORTEST_MS);
        int rest = last == 0 ? shortest : Math.min(last * 2, Math.max(LONGEST_MS, shortest));
        Memory.putInt(Globals.at(Globals.WATCH_REST), rest);
        return rest;
    }

    static void forkPrepare() {
        Lock.take(lock());
    }

    static void forkParent() {
        Lock.leave(lock());
    }

    static void forkChild() {
        Lock.reset(lock());
        Memory.putInt(Globals.at(Globals.WATCH_REST), 0);
    }
}
