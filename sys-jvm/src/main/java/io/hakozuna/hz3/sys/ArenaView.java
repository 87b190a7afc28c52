package io.hakozuna.hz3.sys;

/**
 * What a free needs of the arena, which is the same for all heaps. Here it is in static fields, of which the compiler makes a load at
 * once; for an access outside the Java heap it goes through some 600 nodes of its graph, and a loop with two pairs has no more than it
 * inlines.
 */
public final class ArenaView {
    private static long base;
    private static long tags;

    private ArenaView() {
    }

    /**
     * The arena has its place, before there is any heap. Who has a heap, or is a guest in one, sees it by the lock under which it is made or
     * by the acquire with which it is found.
     */
    public static void open(long base, long tags) {
        ArenaView.base = base;
        ArenaView.tags = tags;
    }

    /** Where the arena begins, or anything as long as the caller has no heap; the heap has it at the address. */
    public static long base(long inHeap) {
        return base;
    }

    /** Where the tags of its pages begin, in the same way. */
    public static long tags(long inHeap) {
        return tags;
    }
}
