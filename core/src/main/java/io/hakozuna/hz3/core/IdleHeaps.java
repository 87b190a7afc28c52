package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Takes the heaps of threads that sleep. A thread that waits for work for an hour passes no event, and what it has cached, and what
 * others send to its inbox meanwhile, would lie there for that hour. So others take its heap, which from then on is dead like that of a
 * thread that has ended; when the thread wakes up and allocates, it binds itself to a heap again, likely the same. The sleeper does
 * nothing for it and its fast paths know nothing of it.
 *
 * <p>Proof that nobody is inside the heap, under the lock that guards the taking:
 * <ol>
 * <li>The thread sleeps in a system call, and no word of its stack points into the allocator's code: no call of ours is under way in
 *     it, not even one that a signal handler, in which the thread now sleeps, has interrupted.</li>
 * <li>Its word for the heap, in its thread-local storage, is set to "none". Calls that begin later do not find the heap.</li>
 * <li>The first point is looked at again, and the thread has not run in between, by the scheduler's own count. So no call can have begun
 *     after the first point and before the second.</li>
 * </ol>
 * What the thread wrote to the heap is seen here, and what is written here is seen by the thread, by the locks under which the kernel
 * put it to sleep, looked at it and will wake it up.
 *
 * <p>On the JVM no callback tells that a thread ends, and so its heap is taken in the same way; and a stack is what the JVM tells of it,
 * which is proof enough whether the thread sleeps or not (its back end has the argument).
 *
 * <p>Where anything is not as expected (a stack that is not the thread's own, no /proc, a count that differs) the heap stays with its
 * thread. A heap is tried when its lists have been the same at two looks that are a decay time apart.
 *
 * <p>Rivals: jemalloc and tcmalloc leave a sleeping thread its cache; mimalloc lets others reclaim only the segments of threads that
 * ended; a cache per processor (tcmalloc, by restartable sequences) has the problem a processor at a time.
 */
@StaticInit
@Unmanaged
final class IdleHeaps {
    /** A heap that holds fewer pages than this, in use or not, and has no mail is left alone. */
    private static final long WORTH_PAGES = 4;

    /** Messages in an inbox that make it worth a look at its thread: 8 MiB at most in {@code scale}. And how often there may be one. */
    private static final long MANY_MESSAGES = 32;
    /** Pages of large runs that count like a message more: few of them may be on their way in a pipeline, 7 of 4 MiB are many. */
    private static final long PAGES_A_MESSAGE = 16;
    private static final long RETRY_MS = 10;
    /** Heaps that a thread looks at that needs one, to find one whose thread has ended. */
    private static final int LOOKS_FOR_ENDED = 64;

    private IdleHeaps() {
    }

    private static long lock() {
        return Globals.at(Globals.TAKING_LOCK);
    }

    /** The calling thread has bound itself to the heap. From here on it may be taken while the thread sleeps. */
    static void offer(long heap) {
        Memory.putLong(heap + Heap.TLS_SLOT, Tls.slot());
        Memory.putLong(heap + Heap.STACK_TOP, Tls.stackTop());
        // Opaque: others look at these, and may set the first, at any time.
        Memory.putLongOpaque(heap + Heap.SEEN_AT, Memory.getLong(heap + Heap.CLOCK));
        Memory.putLongOpaque(heap + Heap.LENT_AT, Os.milliseconds());
        // Release: who sees the thread sees the two words above.
        Memory.putIntRelease(heap + Heap.THREAD, Os.threadId());
    }

    /** The calling thread's own heap, if it still is; else 0. Waits until nobody is in the middle of taking it. */
    static long stillOwn() {
        long own = Tls.ownHeap();
        if (own == 0) {
            return 0;
        }
        Lock.take(lock());
        boolean still = Tls.heap() == own;
        Lock.leave(lock());
        if (!still) {
            Tls.setOwnHeap(0);
        }
        return still ? own : 0;
    }

    /** The calling thread parts from its heap for good. Returns the heap, or 0 if it has none any more. */
    static long withdraw() {
        long own = Tls.ownHeap();
        if (own == 0) {
            return 0;
        }
        Lock.take(lock());
        boolean still = Tls.heap() == own;
        if (still) {
            Memory.putIntOpaque(own + Heap.THREAD, 0);
        }
        Tls.setHeap(Tls.noHeap());
        Tls.setOwnHeap(0);
        Lock.leave(lock());
        return still ? own : 0;
    }

    /** A look at somebody's heap, at most once in the decay time. Returns whether it was taken: then the caller owns it. */
    static boolean takeIfIdle(long heap, long now) {
        if (takeIfEnded(heap)) {
            return true;
        }
        if (Knobs.takeIdleHeaps() == 0 || Memory.getIntOpaque(heap + Heap.THREAD) == 0
            || now - Memory.getLongOpaque(heap + Heap.SEEN_AT) < Knobs.purgeDecayMs()) {
            return false;
        }
        long seen = fingerprint(heap);
        boolean rests = seen == Memory.getLongOpaque(heap + Heap.SEEN);
        Memory.putLongOpaque(heap + Heap.SEEN, seen);
        Memory.putLongOpaque(heap + Heap.SEEN_AT, now);
        return rests && isWorthIt(heap) && take(heap);
    }

    /**
     * The calling thread has just sent a message, a run of so many pages or 0, to a heap. If much has come together there, its thread may
     * sleep, and the memory in the mail is of no use to anybody. So it is not waited for the decay time, but the heap taken at once, if it
     * can be.
     */
    static void takeIfBuried(long heap, int runPages) {
        // Racy: they are numbers for a guess.
        long messages = Memory.getLongOpaque(heap + Heap.MESSAGES) + 1;
        long pages = Memory.getLongOpaque(heap + Heap.MAILED_RUN_PAGES) + runPages;
        Memory.putLongOpaque(heap + Heap.MESSAGES, messages);
        Memory.putLongOpaque(heap + Heap.MAILED_RUN_PAGES, pages);
        if (Cpu.unlikely(messages + pages / PAGES_A_MESSAGE >= MANY_MESSAGES) && Memory.getIntOpaque(heap + Heap.THREAD) != 0
            && Knobs.takeIdleHeaps() != 0) {
            long now = Os.milliseconds();
            if (now - Memory.getLongOpaque(heap + Heap.TRIED_AT) >= RETRY_MS) {
                Memory.putLongOpaque(heap + Heap.TRIED_AT, now);
                if (take(heap)) {
                    DeadHeaps.leave(heap, now);
                }
            }
        }
    }

    /** Takes a heap whose thread has ended unseen. Returns whether it was taken: then the caller owns it. */
    static boolean takeIfEnded(long heap) {
        if (!Tls.endsUnseen()) {
            return false;
        }
        int thread = Memory.getIntOpaque(heap + Heap.THREAD);
        return thread != 0 && Tls.ended(thread) && take(heap);
    }

    /** The heap of a thread that has ended unseen, for the caller; 0 if none is found. */
    static long takeOfEnded() {
        if (!Tls.endsUnseen()) {
            return 0;
        }
        long owners = Heaps.owners();
        // Racy, as the hand of the ticks.
        long hand = Memory.getLongOpaque(Globals.at(Globals.ENDED_HAND));
        long taken = 0;
        for (int looked = 0; looked < LOOKS_FOR_ENDED && looked < owners && taken == 0; looked++) {
            hand = hand >= owners ? 1 : hand + 1;
            long heap = Arena.heapOf(hand);
            if (takeIfEnded(heap)) {
                taken = heap;
            }
        }
        Memory.putLongOpaque(Globals.at(Globals.ENDED_HAND), hand);
        return taken;
    }

    /** The heads of all lists, mixed; equal at two looks if the thread did not use the heap, or used it like a stack. */
    private static long fingerprint(long heap) {
        long mixed = Memory.getLongOpaque(heap + Heap.EVENTS);
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            mixed = mixed * 31 + Memory.getLongOpaque(Heap.head(heap, bin));
        }
        return mixed;
    }

    /** Pages inside spans that nobody needs are not counted, so they count only where a purge thread has the time to look for them. */
    private static boolean isWorthIt(long heap) {
        return Memory.getLongOpaque(heap + Heap.INBOX) != 0 || Sweep.anyGoHome(heap)
            || Memory.getLongOpaque(heap + Heap.DIRTY_PAGES) + Memory.getLongOpaque(heap + Heap.ATTACHED_PAGES)
                + Memory.getLongOpaque(heap + Heap.ATTACHED_RUN_PAGES) >= WORTH_PAGES
            || PurgeThread.isWanted() && Memory.getLongOpaque(heap + Heap.ALL_SEGMENTS) != 0;
    }

    /** Takes a heap from its thread, if that sleeps. Returns whether it did; then the caller owns the heap. */
    static boolean take(long heap) {
        if (!Lock.tryTake(lock())) {
            return false;
        }
        // Acquire: the two words that were written before the thread's number.
        int thread = Memory.getIntAcquire(heap + Heap.THREAD);
        boolean taken = thread != 0 && takeFrom(thread, heap);
        if (taken) {
            Memory.putIntOpaque(heap + Heap.THREAD, 0);
            if (Tls.endsUnseen()) {
                Tls.forget(thread);
            }
            Heap.count(heap, Heap.TAKEN, 1);
        }
        Lock.leave(lock());
        return taken;
    }

    private static boolean takeFrom(int thread, long heap) {
        long slot = Memory.getLong(heap + Heap.TLS_SLOT);
        long stackTop = Memory.getLong(heap + Heap.STACK_TOP);
        long before = Os.sleepsOutside(thread, stackTop);
        if (before == 0 || !Memory.compareAndSetLongVolatile(slot, heap, Tls.noHeap())) {
            return false;
        }
        if (Os.sleepsOutside(thread, stackTop) == before) {
            return true;
        }
        // The thread cannot have another heap yet: it would have waited for the lock first.
        Memory.putLongRelease(slot, heap);
        return false;
    }

    /** In the child of a fork: the heaps of threads that are not there stay as they were cut off. */
    static void forkChild() {
        Lock.reset(lock());
        // Not one that was taken while the thread slept.
        long own = Tls.heap() == Tls.ownHeap() ? Tls.ownHeap() : 0;
        long owners = Heaps.owners();
        for (int owner = 1; owner <= owners; owner++) {
            long heap = Arena.heapOf(owner);
            Memory.putIntOpaque(heap + Heap.THREAD, heap == own ? Os.threadId() : 0);
        }
    }
}
