package io.hakozuna.hz3.sys;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What belongs to each platform thread, in an open hash table by thread number, which costs the fast path two loads where a
 * {@link ThreadLocal} costs ten. Thread numbers grow by one, so threads that live at the same time rarely collide; one that finds no entry
 * in its window, and every virtual thread, has no heap of its own and is a guest in common ones. The numbers are an array, since the
 * compiler has less to do for an access to that, and the rest lies outside the Java heap, where others reach it by its address:
 * <pre>
 *   entry   0  heap            {@link Tls#heap}; who takes the heap sets it to "none"
 *           8  own heap        {@link Tls#ownHeap}
 *          16  exiting
 *          24  word for the trace
 *          32  pinned          somebody holds the heap's address elsewhere
 * </pre>
 * Only a thread itself reads the entry that has its number, so its plain reads see its own writes; but for the heap, which others may set
 * to "none".
 *
 * <p><b>Proof that a thread is not inside the allocator</b>, for those who take its heap. The JVM tells nobody that a thread ends; instead,
 * others see that it has: {@link Thread#isAlive} that returns false comes after everything the thread did (JLS 17.4.4). Of a thread that
 * lives, {@link Thread#getStackTrace} is what the native back end reads of its stack: HotSpot stops the thread at a safepoint for it,
 * wherever it is, and tells all frames, those that were compiled into their callers too. If none is of this module, no call of ours is
 * under way. What the caller wrote before is seen by the thread when it goes on. And the thread's next call loads the word for the heap
 * anew: the load is opaque, so the compiler neither keeps an earlier one's value nor moves it up over the safepoint.
 */
final class Threads {
    static final long HEAP = 0;
    static final long OWN_HEAP = 8;
    static final long EXITING = 16;
    static final long TRACE = 24;
    static final long PINNED = 32;

    private static final String OURS = "io.hakozuna.hz3.";
    private static final int INSIDE = 0;
    private static final int HAS_ENDED = 1;
    private static final int OUTSIDE = 2;

    private static final int ENTRY_SHIFT = 6;
    private static final int ENTRIES = 1 << 14;
    private static final int WINDOW = 32;
    private static final long TABLE = Os.map((long) ENTRIES + 2 * WINDOW << ENTRY_SHIFT);
    /** The number of the thread that has each entry, 0 if it is free. */
    private static final long[] NUMBERS = new long[ENTRIES + WINDOW];
    /** Who has each entry. The first to set itself here owns the entry. */
    private static final AtomicReferenceArray<Thread> OWNERS = new AtomicReferenceArray<>(ENTRIES + WINDOW);

    private Threads() {
    }

    /** The calling thread's entry, or 0. */
    static long entry() {
        Thread thread = Thread.currentThread();
        long number = thread.threadId();
        return isFirst(number) ? firstEntry(number) : entryFurtherOn(thread, number);
    }

    /** Whether the thread with the number has the {@link #firstEntry} for it. */
    static boolean isFirst(long number) {
        return NUMBERS[firstOf(number)] == number;
    }

    /** Where the entry of the thread with the number is, if no other one has that. */
    static long firstEntry(long number) {
        return TABLE + (number << ENTRY_SHIFT & (ENTRIES - 1L << ENTRY_SHIFT));
    }

    /** The entry, where it is not the {@link #firstEntry}, or 0. */
    static long entryFurtherOn(Thread thread, long number) {
        if (thread.isVirtual()) {
            return 0;
        }
        int first = firstOf(number);
        for (int i = first + 1; i < first + WINDOW; i++) {
            if (NUMBERS[i] == number) {
                return at(i);
            }
        }
        return 0;
    }

    private static int firstOf(long number) {
        return (int) number & ENTRIES - 1;
    }

    private static long at(int index) {
        return TABLE + ((long) index << ENTRY_SHIFT);
    }

    /** The calling thread's entry, a new one if it has none; 0 for a virtual thread, and where the table is full. */
    static long entryOrNew() {
        long entry = entry();
        Thread thread = Thread.currentThread();
        if (entry != 0 || thread.isVirtual()) {
            return entry;
        }
        int first = firstOf(thread.threadId());
        for (int i = first; i < first + WINDOW; i++) {
            Thread before = OWNERS.get(i);
            // Of a thread that has ended the entry can only be reused once its heap has been taken. Acquire: see forget.
            boolean free = before == null || !before.isAlive() && Memory.getLongAcquire(at(i) + OWN_HEAP) == 0;
            if (free && OWNERS.compareAndSet(i, before, thread)) {
                fill(at(i));
                NUMBERS[i] = thread.threadId();
                return at(i);
            }
        }
        return 0;
    }

    private static void fill(long entry) {
        Memory.putLong(entry + HEAP, Tls.noHeap());
        Memory.putLong(entry + OWN_HEAP, 0);
        Memory.putLong(entry + EXITING, 0);
        Memory.putLong(entry + TRACE, 0);
        Memory.putLong(entry + PINNED, 0);
    }

    /** A number of the calling thread, which has an entry, for {@link #ended}; never 0. */
    static int number() {
        return (int) (entry() - TABLE >>> ENTRY_SHIFT) + 1;
    }

    /** Whether the thread of the number has ended. */
    static boolean ended(int number) {
        Thread thread = OWNERS.get(number - 1);
        return thread != null && !thread.isAlive();
    }

    /** Whether the thread of the number is outside the allocator for sure: not 0, and the same as long as it is so for the same reason. */
    static int outside(int number) {
        Thread thread = OWNERS.get(number - 1);
        if (thread == null || !thread.isAlive()) {
            return thread == null ? INSIDE : HAS_ENDED;
        }
        if (isInside(thread)) {
            return INSIDE;
        }
        // After the stack: who pinned its heap and was outside again by then is seen to have done so.
        return Memory.getLongOpaque(at(number - 1) + PINNED) != 0 ? INSIDE : OUTSIDE;
    }

    private static boolean isInside(Thread thread) {
        StackTraceElement[] stack;
        try {
            stack = thread.getStackTrace();
        } catch (OutOfMemoryError | StackOverflowError e) {
            return true;
        }
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith(OURS)) {
                return true;
            }
        }
        return false;
    }

    /** The caller has taken the thread's heap; if it has ended, its entry is free now. */
    static void forget(int number) {
        Thread thread = OWNERS.get(number - 1);
        long entry = at(number - 1);
        if (thread.isAlive()) {
            // Opaque: the thread finds this or the heap that is no longer its own, and either way gets another one.
            Memory.putLongOpaque(entry + OWN_HEAP, 0);
            return;
        }
        NUMBERS[number - 1] = 0;
        // Release: another thread may fill the entry as soon as it sees this, and the number written above must not come after its own.
        Memory.putLongRelease(entry + OWN_HEAP, 0);
        OWNERS.compareAndSet(number - 1, thread, null);
    }

    /**
     * Lets go of threads that have ended after their heaps had been taken: nobody asks for them any more, and through them the garbage
     * collector would find all that their class loaders hold. Their numbers stay, which are never another thread's.
     */
    static void forgetEnded() {
        for (int i = 0; i < OWNERS.length(); i++) {
            Thread thread = OWNERS.get(i);
            if (thread != null && !thread.isAlive() && Memory.getLongAcquire(at(i) + OWN_HEAP) == 0) {
                OWNERS.compareAndSet(i, thread, null);
            }
        }
    }

    /** Whether there is an object for the thread of the number. */
    static boolean isKnown(int number) {
        return OWNERS.get(number - 1) != null;
    }

    /** Nobody may take the calling thread's heap while it lives. */
    static void pin() {
        Memory.putLong(entry() + PINNED, 1);
    }

    /** No thread has a heap any more. */
    static void forgetAll() {
        for (int i = 0; i < OWNERS.length(); i++) {
            if (OWNERS.getAndSet(i, null) != null) {
                NUMBERS[i] = 0;
                fill(at(i));
            }
        }
    }

    static long table() {
        return TABLE;
    }
}
