package io.hakozuna.hz3.netty;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where threads that release what others allocated leave full magazines of idle buffers, and take empty ones; the others the other way
 * round. So buffers that go from thread to thread are used again as well. A magazine too many is the garbage collector's.
 */
final class Depot {
    private static final int PLACES = 16;

    private final AtomicReferenceArray<Hz3ByteBuf[]> full = new AtomicReferenceArray<>(PLACES);
    private final AtomicReferenceArray<Hz3ByteBuf[]> empty = new AtomicReferenceArray<>(PLACES);

    /** A full magazine, or null. */
    Hz3ByteBuf[] takeFull(long thread) {
        return take(full, thread);
    }

    void giveFull(long thread, Hz3ByteBuf[] magazine) {
        give(full, thread, magazine);
    }

    Hz3ByteBuf[] takeEmpty(long thread) {
        Hz3ByteBuf[] magazine = take(empty, thread);
        return magazine != null ? magazine : new Hz3ByteBuf[Cache.MAGAZINE];
    }

    void giveEmpty(long thread, Hz3ByteBuf[] magazine) {
        give(empty, thread, magazine);
    }

    /** Threads begin at different places, so that they do not meet at one. */
    private static Hz3ByteBuf[] take(AtomicReferenceArray<Hz3ByteBuf[]> places, long thread) {
        for (int i = 0; i < PLACES; i++) {
            int place = (int) thread + i & PLACES - 1;
            if (places.getOpaque(place) != null) {
                Hz3ByteBuf[] magazine = places.getAndSet(place, null);
                if (magazine != null) {
                    return magazine;
                }
            }
        }
        return null;
    }

    private static void give(AtomicReferenceArray<Hz3ByteBuf[]> places, long thread, Hz3ByteBuf[] magazine) {
        for (int i = 0; i < PLACES; i++) {
            int place = (int) thread + i & PLACES - 1;
            if (places.getOpaque(place) == null && places.compareAndSet(place, null, magazine)) {
                return;
            }
        }
    }
}
