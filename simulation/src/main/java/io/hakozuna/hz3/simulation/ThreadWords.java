package io.hakozuna.hz3.simulation;

/** What a simulated thread has in its block, by offset. */
public final class ThreadWords {
    public static final long HEAP = 0;
    public static final long OWN_HEAP = 8;
    public static final long EXITING = 16;
    public static final long TRACE = 24;

    private ThreadWords() {
    }

    static void begin(Accesses accesses, SimulatedThread thread, long noHeap) {
        accesses.put(thread.block + HEAP, 8, noHeap);
    }
}
