package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/** Events in the life of the process and its threads. */
@StaticInit
@Unmanaged
public final class Lifecycle {
    private Lifecycle() {
    }

    /** The calling thread ends. What it allocates from here on, in other exit callbacks, it borrows a heap for. */
    public static void threadExit() {
        Tls.setExiting();
        long heap = IdleHeaps.withdraw();
        if (heap != 0) {
            DeadHeaps.release(heap);
        }
    }

    /**
     * The calling thread makes no call for a while: it leaves its heap, which is a dead one's from now on, and gets one again when it needs
     * it.
     */
    public static void rest() {
        long heap = IdleHeaps.withdraw();
        if (heap != 0) {
            DeadHeaps.leave(heap, Os.milliseconds());
            DeadHeaps.tidyIfDead(heap);
        }
    }

    /** Takes all locks, so that no other thread is between two states of what they guard when the process is copied. */
    public static void forkPrepare() {
        // First: it holds the others.
        PurgeThread.forkPrepare();
        Lock.take(Globals.at(Globals.TAKING_LOCK));
        Lock.take(Globals.at(Globals.STATISTICS_LOCK));
        Guests.lockAll();
        Lock.take(Globals.at(Globals.ARENA_LOCK));
        Direct.lockAll();
        DirectCache.lock();
        Leftovers.lock();
    }

    public static void forkParent() {
        Leftovers.unlock();
        DirectCache.unlock();
        Direct.unlockAll();
        Lock.leave(Globals.at(Globals.ARENA_LOCK));
        Guests.unlockAll();
        Lock.leave(Globals.at(Globals.STATISTICS_LOCK));
        Lock.leave(Globals.at(Globals.TAKING_LOCK));
        PurgeThread.forkParent();
    }

    /**
     * In the child only the forking thread lives on. The heaps of the others stay as they were cut off: nobody may own them again, for
     * their threads may have been in the middle of a change, but their objects can be read, and freed into their inboxes.
     */
    public static void forkChild() {
        Direct.resetLocks();
        DirectCache.resetLock();
        Leftovers.resetLock();
        Lock.reset(Globals.at(Globals.ARENA_LOCK));
        Lock.reset(Globals.at(Globals.STATISTICS_LOCK));
        Guests.forkChild();
        IdleHeaps.forkChild();
        PurgeThread.forkChild();
    }

    /**
     * Gives back all memory that the calling thread's heap, the heaps of threads that sleep and those without a thread do not use;
     * threads that run give back what they have at their next ticks. Returns whether there was any at once.
     */
    public static boolean trim(long current) {
        long before = Statistics.purgedPages();
        boolean any = DirectCache.clear();
        Trim.ask();
        if (Knobs.takeMail() != 0 || Batch.areOn()) {
            sendHome(current);
        }
        if (!Heap.isNone(current)) {
            DeadHeaps.recover(current);
            Thinning.everything(current);
            Purge.everything(current);
            Trim.done(current);
        }
        long owners = Heaps.owners();
        for (int owner = 1; owner <= owners; owner++) {
            long heap = Arena.heapOf(owner);
            takeIfItSleeps(heap, current);
            DeadHeaps.purgeIfDead(heap);
        }
        Trim.trapOthers(current);
        // Last, since heaps have just given segments up.
        any |= Arena.giveBack();
        any |= Leftovers.retry(Integer.MAX_VALUE);
        return any || Statistics.purgedPages() != before;
    }

    /** What heaps have of each other's ({@link WaitingMail}, {@link Batch}) must be at home before any of them is purged. */
    private static void sendHome(long current) {
        long owners = Heaps.owners();
        for (int owner = 1; owner <= owners; owner++) {
            long heap = Arena.heapOf(owner);
            takeIfItSleeps(heap, current);
            DeadHeaps.settleIfDead(heap);
        }
    }

    private static void takeIfItSleeps(long heap, long current) {
        if (heap != current && (Knobs.takeIdleHeaps() != 0 ? IdleHeaps.take(heap) : IdleHeaps.takeIfEnded(heap))) {
            DeadHeaps.leave(heap, Os.milliseconds());
        }
    }
}
