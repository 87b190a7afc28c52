package io.hakozuna.hz3.simulation;

import java.util.Arrays;

/**
 * Vector clocks and epochs. A thread's own component grows after each of its releases, so an event happens before all that a thread does
 * now if the thread's clock has reached the event's epoch. An epoch is a time and a thread in one int; 0 is before everything.
 */
final class Clock {
    static final int MOST_THREADS = 32;
    private static final int THREAD_BITS = 5;

    private Clock() {
    }

    static int[] of(int thread) {
        int[] clock = new int[MOST_THREADS];
        clock[thread] = 1;
        return clock;
    }

    static int epoch(int[] clock, int thread) {
        return clock[thread] << THREAD_BITS | thread;
    }

    static int threadOf(int epoch) {
        return epoch & MOST_THREADS - 1;
    }

    static boolean covers(int[] clock, int epoch) {
        return clock[threadOf(epoch)] >= epoch >>> THREAD_BITS;
    }

    static void join(int[] clock, int[] other) {
        if (other != null) {
            for (int i = 0; i < MOST_THREADS; i++) {
                clock[i] = Math.max(clock[i], other[i]);
            }
        }
    }

    static int[] copy(int[] clock) {
        return Arrays.copyOf(clock, MOST_THREADS);
    }
}
