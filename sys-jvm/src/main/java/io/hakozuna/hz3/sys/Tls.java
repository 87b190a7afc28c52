package io.hakozuna.hz3.sys;

/** What belongs to the calling thread: its heap block, whether it is on its way out, and a word for the trace. */
public final class Tls {
    /** A zeroed block that stands for "no heap yet": every list in it is empty and every address is out of its range. */
    private static final long NO_HEAP = Os.map(4096);
    /** Virtual threads spread over so many common heaps, a power of two. */
    private static final long STRIPES = Integer.highestOneBit(4 * Os.processors() - 1);

    private Tls() {
    }

    /** This thread's heap block, or {@link #noHeap} before its first allocation. Never 0. */
    public static long heap() {
        Thread thread = Thread.currentThread();
        long number = thread.threadId();
        // Two loads in two places: the compiler knows of this one that it is within bounds and aligned, and of the other it would not.
        return Threads.isFirst(number) ? heapOf(Threads.firstEntry(number)) : heapFurtherOn(thread, number);
    }

    private static long heapFurtherOn(Thread thread, long number) {
        long entry = Threads.entryFurtherOn(thread, number);
        return entry == 0 ? NO_HEAP : heapOf(entry);
    }

    private static long heapOf(long entry) {
        // Opaque: see Threads. It costs no instruction.
        return Memory.checked(Memory.getLongOpaque(entry + Threads.HEAP));
    }

    public static void setHeap(long heap) {
        put(Threads.HEAP, heap);
    }

    public static long noHeap() {
        return NO_HEAP;
    }

    /** The heap block that this thread was given, or 0; {@link #heap} is no longer the same if another thread has taken it. */
    public static long ownHeap() {
        return get(Threads.OWN_HEAP);
    }

    public static void setOwnHeap(long heap) {
        put(Threads.OWN_HEAP, heap);
    }

    /** Whether the calling thread can have a heap of its own. A virtual thread cannot: there may be a million. */
    public static boolean mayOwnHeap() {
        return Threads.entryOrNew() != 0;
    }

    /** Where the calling thread's {@link #heap} is kept, for those who take it. */
    public static long slot() {
        return Threads.entry() + Threads.HEAP;
    }

    /** A number that differs between threads that live at the same time, but for virtual ones, of which there are few kinds. */
    public static long identity() {
        Thread thread = Thread.currentThread();
        return thread.isVirtual() ? thread.threadId() & STRIPES - 1 : thread.threadId();
    }

    /** An address above the calling thread's stack; 0 here. */
    public static long stackTop() {
        return 0;
    }

    /** Whether the thread's exit callback has run, so that no further one may come. */
    public static boolean exiting() {
        return get(Threads.EXITING) != 0;
    }

    public static void setExiting() {
        if (Threads.entryOrNew() != 0) {
            put(Threads.EXITING, 1);
        }
    }

    /** A word for the trace, 0 to begin with. */
    public static long trace() {
        return get(Threads.TRACE);
    }

    public static void setTrace(long word) {
        if (Threads.entryOrNew() != 0) {
            put(Threads.TRACE, word);
        }
    }

    /** Asks for the exit callback of this thread. Here nobody tells that a thread ends, see {@link #ended}. */
    public static void watchExit() {
    }

    /** Whether threads end without their exit callback, so that others must look whether they have. */
    public static boolean endsUnseen() {
        return true;
    }

    /** Whether the thread of that number has ended; see {@link Os#threadId}. What it did before is seen by who is told so. */
    public static boolean ended(int thread) {
        return Threads.ended(thread);
    }

    /** The caller has taken the heap of the thread; if that has {@link #ended}, its number may be another's from now on. */
    public static void forget(int thread) {
        Threads.forget(thread);
    }

    private static long get(long word) {
        long entry = Threads.entry();
        return entry == 0 ? 0 : Memory.getLong(entry + word);
    }

    /** The caller has made sure that the thread has an entry. */
    private static void put(long word, long value) {
        Memory.putLong(Threads.entry() + word, value);
    }
}
