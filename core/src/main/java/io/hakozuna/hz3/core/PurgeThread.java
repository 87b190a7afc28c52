package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * What a thread of hz3's own does for programs that fall silent ({@code HZ3_PURGE_THREAD}). Everything else here runs at the events of the
 * program's threads; when all of them sleep there are no events, and what the last burst left free stays. The purge thread has the ticks
 * that they would have had: for heaps whose threads have ended, and by {@link IdleHeaps} for those whose threads sleep.
 *
 * <p>It is no owner of anything but the heap that it tends at a moment, under a lock that a fork takes first, so that the child finds no
 * heap in the middle of a tick. It takes a rest after a bounded number of ticks, whether or not there is more to do, and so never more than
 * a part of a processor.
 *
 * <p>Ancestors: jemalloc's background threads, tcmalloc's {@code ProcessBackgroundActions}. Both are off by default as well: a process that
 * has a second thread may not do all that one with a single one may.
 */
@StaticInit
@Unmanaged
public final class PurgeThread {
    /** Each of at most {@link Purge#BUDGET}. */
    private static final int TICKS_A_ROUND = 64;
    private static final long SHORTEST_REST_MS = 50;
    private static final int LEFTOVERS_A_ROUND = 4;

    private PurgeThread() {
    }

    private static long lock() {
        return Globals.at(Globals.PURGE_THREAD_LOCK);
    }

    /** Whether the process is to have such a thread. */
    public static boolean isWanted() {
        return Knobs.purgeThread() != 0;
    }

    /** One round, of which there is one at a time. Returns for how many milliseconds the thread is to rest then. */
    public static int round() {
        boolean more = true;
        for (int ticks = 0; more && ticks < TICKS_A_ROUND; ticks++) {
            more = tick();
        }
        return (int) Math.max(Knobs.purgeDecayMs() / 2, SHORTEST_REST_MS);
    }

    /** Looks at every heap until one has had a tick; returns whether one has, or whether mappings were given back. */
    private static boolean tick() {
        long now = Os.milliseconds();
        Lock.take(lock());
        boolean found = DirectCache.expire(now) != 0;
        for (long looked = 0; looked < Heaps.owners() && !found; looked += DeadHeaps.LOOKS) {
            found = DeadHeaps.tend(now, Purge.BUDGET);
        }
        if (!found) {
            Leftovers.retry(LEFTOVERS_A_ROUND);
        }
        Lock.leave(lock());
        return found;
    }

    static void forkPrepare() {
        Lock.take(lock());
    }

    static void forkParent() {
        Lock.leave(lock());
    }

    static void forkChild() {
        Lock.reset(lock());
    }
}
