package io.hakozuna.hz3.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A page of 4 KiB with who touched each of its cells of four bytes last. */
final class Page {
    static final int SHIFT = 12;
    static final int BYTES = 1 << SHIFT;
    private static final int CELLS = BYTES / 4;

    final long[] words = new long[BYTES / 8];
    /** Epochs of the last plain writes and reads. */
    final int[] written = new int[CELLS];
    final int[] read = new int[CELLS];
    /** Cells that several threads have read since they were written, with each thread's time. */
    final Map<Integer, int[]> readers = new HashMap<>();
    /** It was taken away from the program, with its contents. */
    boolean closed;
    private Location[] locations;

    Location location(int cell) {
        return locations == null ? null : locations[cell];
    }

    void setLocation(int cell, Location location) {
        if (locations == null) {
            locations = new Location[CELLS];
        }
        locations[cell] = location;
    }

    /** Everything reads as zero, which the thread has written. */
    void clear(int epoch) {
        Arrays.fill(words, 0);
        Arrays.fill(written, epoch);
        Arrays.fill(read, 0);
        readers.clear();
        locations = null;
    }

    long get(int cell, int bytes) {
        long word = words[cell >>> 1];
        return bytes == 8 ? word : (int) (word >>> (cell & 1) * 32);
    }

    void put(int cell, int bytes, long value) {
        if (bytes == 8) {
            words[cell >>> 1] = value;
        } else {
            int shift = (cell & 1) * 32;
            words[cell >>> 1] = words[cell >>> 1] & ~(0xffffffffL << shift) | (value & 0xffffffffL) << shift;
        }
    }

    static int cell(long address) {
        return (int) (address & BYTES - 1) >>> 2;
    }
}
