package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The stash of the lanes "s97_1": buckets by owner and class, in a hash table of 128 places with linear probing. Frees of one class are
 * joined while they are written, so that the owner takes a chain home with one look at a page tag instead of one an object. A table
 * that has no place near an object's own is sent off.
 * <pre>
 *   place:  first, last, owner and class or 0, -
 * </pre>
 * After S97-1 of the C hz3, which fills such a table from its ring at the time of a flush; here the object is in the cache.
 */
@StaticInit
@Unmanaged
final class HashedStash {
    private static final int PLACES = 128;
    private static final int PLACE_SHIFT = 5;
    private static final long KEY = 16;
    private static final int PROBES = 8;
    /** 2^32 divided by the golden ratio (Knuth 6.4): the product's upper bits spread owners and classes that follow each other. */
    private static final long SPREAD = 2654435769L;

    /** Bytes in the heap block: the places, and a bit for each that is taken. */
    static final long BYTES = (PLACES << PLACE_SHIFT) + PLACES / Byte.SIZE;

    private HashedStash() {
    }

    private static long place(long heap, int index) {
        return heap + Heap.BUCKETS + ((long) index << PLACE_SHIFT);
    }

    private static long taken(long heap, int word) {
        return heap + Heap.BUCKETS + (PLACES << PLACE_SHIFT) + (long) word * Long.BYTES;
    }

    static void add(long heap, long object, long tag) {
        long key = tag & ~(PageTag.DETACHED | PageTag.TRAP);
        int index = (int) (key * SPREAD >>> 25) & PLACES - 1;
        long place = place(heap, index);
        if (Cpu.unlikely(Memory.getLong(place + KEY) != key)) {
            place = find(heap, key, index);
        }
        Bucket.add(place, object);
    }

    private static long find(long heap, long key, int start) {
        int index = start;
        for (int probe = 0; probe < PROBES; probe++) {
            long place = place(heap, index);
            long taken = Memory.getLong(place + KEY);
            if (taken == key) {
                return place;
            }
            if (taken == 0) {
                return take(heap, key, index);
            }
            index = index + 1 & PLACES - 1;
        }
        RemoteFree.flush(heap);
        return take(heap, key, start);
    }

    private static long take(long heap, long key, int index) {
        long word = taken(heap, index >>> 6);
        Memory.putLong(word, Memory.getLong(word) | 1L << (index & Long.SIZE - 1));
        long place = place(heap, index);
        Memory.putLong(place + KEY, key);
        return place;
    }

    /** Writes all that is in the stash into the outbox. */
    static void empty(long heap) {
        for (int half = 0; half < PLACES / Long.SIZE; half++) {
            long rest = Memory.getLong(taken(heap, half));
            Memory.putLong(taken(heap, half), 0);
            while (rest != 0) {
                long place = place(heap, half * Long.SIZE + Cpu.trailingZeros(rest));
                long key = Memory.getLong(place + KEY);
                Bucket.empty(heap, place, key >>> PageTag.OWNER_SHIFT, key & PageTag.BIN_MASK);
                Memory.putLong(place + KEY, 0);
                rest &= rest - 1;
            }
        }
    }
}
