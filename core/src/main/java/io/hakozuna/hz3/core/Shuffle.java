package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Random places ({@code HZ3_RANDOM_PLACES}): the objects that are cut off a span together, a page of the system's, go to the bin in
 * random order, so that nobody can say which block lies behind which. Objects above 2 KiB are cut off one by one, and keep their order.
 *
 * <p>The order is Fisher and Yates's, its numbers are Marsaglia's xorshift (2003), a state a heap. It is no cipher: it makes an attacker
 * guess, and does not keep one from learning who sees many addresses.
 */
@StaticInit
@Unmanaged
final class Shuffle {
    /** The most objects of 16 bytes in a page of the system's. */
    private static final int MOST = 256;

    private Shuffle() {
    }

    static boolean isOn() {
        return Knobs.randomPlaces() != 0;
    }

    /**
     * Links the objects, two or more of the size that follow each other, in random order. Returns the one that is left over for the
     * caller; the list begins with the one that is put into the head.
     */
    static long link(long heap, long head, long start, int size, int count) {
        long order = Memory.onStack(MOST * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            // Inside out: position i gets what was at a random one up to it, which gets i.
            int at = below(heap, i + 1);
            Memory.putInt(order + i * 4L, Memory.getInt(order + at * 4L));
            Memory.putInt(order + at * 4L, i);
        }
        long next = 0;
        for (int i = 1; i < count; i++) {
            long object = start + (long) Memory.getInt(order + i * 4L) * size;
            FreeLink.put(object, next);
            next = object;
        }
        Memory.putLong(head, next);
        return start + (long) Memory.getInt(order) * size;
    }

    /** A random number from 0 to below the bound, which is small. */
    private static int below(long heap, int bound) {
        long random = Memory.getLong(heap + Heap.RANDOM);
        if (random == 0) {
            random = Os.secret() | 1;
        }
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        Memory.putLong(heap + Heap.RANDOM, random);
        return (int) ((random >>> 32) * bound >>> 32);
    }
}
