package io.hakozuna.hz3.sys;

/** What belongs to the calling thread: its heap block, its stack, whether it is on its way out, and a word for the trace. */
public final class Tls {
    /** A zeroed block that stands for "no heap yet": every list in it is empty and every address is out of its range. */
    private static final long NO_HEAP = Os.map(4096);

    private static final ThreadLocal<long[]> STATE = ThreadLocal.withInitial(() -> new long[] {NO_HEAP, 0, 0, 0});

    private Tls() {
    }

    /** This thread's heap block, or {@link #noHeap} before its first allocation. Never 0. */
    public static long heap() {
        return STATE.get()[0];
    }

    public static void setHeap(long heap) {
        STATE.get()[0] = heap;
    }

    public static long noHeap() {
        return NO_HEAP;
    }

    /** The heap block that this thread was given, or 0; {@link #heap} is no longer the same if another thread has taken it. */
    public static long ownHeap() {
        return STATE.get()[3];
    }

    public static void setOwnHeap(long heap) {
        STATE.get()[3] = heap;
    }

    /** Where the calling thread's {@link #heap} is kept; 0 where other threads cannot write it, as here. */
    public static long slot() {
        return 0;
    }

    /** A number that differs between threads that live at the same time. */
    public static long identity() {
        return Thread.currentThread().threadId();
    }

    /** An address above the calling thread's stack; 0 here. */
    public static long stackTop() {
        return 0;
    }

    /** Whether the thread's exit callback has run, so that no further one may come. */
    public static boolean exiting() {
        return STATE.get()[1] != 0;
    }

    public static void setExiting() {
        STATE.get()[1] = 1;
    }

    /** A word for the trace, 0 to begin with. */
    public static long trace() {
        return STATE.get()[2];
    }

    public static void setTrace(long word) {
        STATE.get()[2] = word;
    }

    /** Asks for the exit callback of this thread. On the JVM the library's own thread handling calls the core instead. */
    public static void watchExit() {
    }
}
