package io.hakozuna.hz3.sys;

/** What a free needs of the arena: in the heap, where each simulated process has its own. */
public final class ArenaView {
    private ArenaView() {
    }

    public static void open(long base, long tags) {
    }

    public static long base(long inHeap) {
        return Memory.getLong(inHeap);
    }

    public static long tags(long inHeap) {
        return Memory.getLong(inHeap);
    }
}
