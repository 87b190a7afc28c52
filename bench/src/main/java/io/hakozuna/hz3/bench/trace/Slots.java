package io.hakozuna.hz3.bench.trace;

import java.util.Arrays;

/**
 * Numbers for blocks. One that a block had comes up again two epochs after its end at the soonest: in the replay the threads may be so
 * far apart, and must not take one block for another.
 */
final class Slots {
    private static final int REST = 2;

    /** The freed slots and when they were, oldest first, as a ring. */
    private int[] freed = new int[1024];
    private int[] epochs = new int[1024];
    private int oldest;
    private int resting;
    private int count;

    int take(int epoch) {
        if (resting > 0 && epochs[oldest] + REST <= epoch) {
            int slot = freed[oldest];
            oldest = oldest + 1 & freed.length - 1;
            resting--;
            return slot;
        }
        return count++;
    }

    void free(int slot, int epoch) {
        if (resting == freed.length) {
            freed = unrolled(freed);
            epochs = unrolled(epochs);
            oldest = 0;
        }
        int place = oldest + resting++ & freed.length - 1;
        freed[place] = slot;
        epochs[place] = epoch;
    }

    /** A ring of double size that begins with the oldest. */
    private int[] unrolled(int[] ring) {
        int[] larger = Arrays.copyOfRange(ring, oldest, oldest + 2 * ring.length);
        System.arraycopy(ring, 0, larger, ring.length - oldest, oldest);
        return larger;
    }

    /** How many numbers were given out, from 0 on. */
    int count() {
        return count;
    }
}
