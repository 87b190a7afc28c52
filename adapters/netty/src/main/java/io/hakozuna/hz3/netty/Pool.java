package io.hakozuna.hz3.netty;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The idle buffers of an allocator and the sum of the capacities of those in use, by thread: a table of {@link Cache}s by thread number.
 * Thread numbers grow by one, so threads that live at the same time rarely collide. Virtual threads, and a thread that finds no place,
 * are guests: what they leave idle lies in places that all of them share, one buffer each.
 */
final class Pool {
    private static final int SLOTS = 1 << 10;
    /** Where a thread may have its cache, from the slot of its number on. */
    private static final int WINDOW = 8;
    private static final int GUESTS = 64;
    /** References in a cache line: guests' places are as far from each other. */
    private static final int SPREAD_SHIFT = 4;

    /** A cache is published to its own thread alone, and to others under the lock. */
    private final Cache[] caches = new Cache[SLOTS + WINDOW];
    private final Depot depot = new Depot();
    private final AtomicReferenceArray<Hz3ByteBuf> guests = new AtomicReferenceArray<>(GUESTS << SPREAD_SHIFT);
    private final LongAdder guestBytes = new LongAdder();

    /** The calling thread's cache; null for a guest. */
    Cache cache() {
        Thread thread = Thread.currentThread();
        long number = thread.threadId();
        Cache cache = caches[(int) number & SLOTS - 1];
        return cache != null && cache.thread == number ? cache : cacheFurtherOn(thread, number);
    }

    private Cache cacheFurtherOn(Thread thread, long number) {
        if (thread.isVirtual()) {
            return null;
        }
        int first = (int) number & SLOTS - 1;
        boolean room = false;
        for (int i = first; i < first + WINDOW; i++) {
            Cache cache = caches[i];
            if (cache != null && cache.thread == number) {
                return cache;
            }
            room |= cache == null || cache.isAbandoned();
        }
        return room ? newCache(thread, first) : null;
    }

    private synchronized Cache newCache(Thread thread, int first) {
        for (int i = first; i < first + WINDOW; i++) {
            Cache before = caches[i];
            if (before == null || before.isAbandoned()) {
                Cache cache = before == null ? new Cache(thread, depot) : new Cache(thread, before);
                caches[i] = cache;
                return cache;
            }
        }
        return null;
    }

    private static int placeOfGuest() {
        return ((int) Thread.currentThread().threadId() & GUESTS - 1) << SPREAD_SHIFT;
    }

    /** For a guest: an idle buffer, or null. */
    Hz3ByteBuf take() {
        int place = placeOfGuest();
        return guests.getOpaque(place) == null ? null : guests.getAndSet(place, null);
    }

    /** A buffer that has been released. */
    void give(Hz3ByteBuf buffer) {
        Cache cache = cache();
        // The capacity first: the buffer may be another's from then on.
        if (cache != null) {
            cache.count(-buffer.capacity);
            cache.give(buffer);
        } else {
            countGuest(-buffer.capacity);
            guests.compareAndSet(placeOfGuest(), null, buffer);
        }
    }

    void count(long change) {
        Cache cache = cache();
        if (cache != null) {
            cache.count(change);
        } else {
            countGuest(change);
        }
    }

    void countGuest(long change) {
        guestBytes.add(change);
    }

    /** The capacities of all buffers in use: exact while nobody allocates or releases, else a moment's view. */
    synchronized long bytes() {
        long bytes = guestBytes.sum();
        for (Cache cache : caches) {
            bytes += cache == null ? 0 : cache.bytes();
        }
        return bytes;
    }
}
