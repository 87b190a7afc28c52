package io.hakozuna.hz3.bench.trace;

/**
 * Block numbers by address: an open table with linear probing, which doubles when it is half full and closes the gap on removal
 * (Knuth, volume 3, 6.4, algorithm R).
 */
final class AddressMap {
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 1024;

    /** 0 is a free place; no block has that address. */
    private long[] keys = new long[FIRST_CAPACITY];
    private int[] values = new int[FIRST_CAPACITY];
    private int size;

    /** Returns what the address stood for before, or {@link #NONE}. */
    int put(long address, int value) {
        if (2 * size >= keys.length) {
            grow();
        }
        int place = find(address);
        int before = keys[place] == 0 ? NONE : values[place];
        if (before == NONE) {
            keys[place] = address;
            size++;
        }
        values[place] = value;
        return before;
    }

    /** Returns what the address stood for, or {@link #NONE}. */
    int remove(long address) {
        int gap = find(address);
        if (keys[gap] == 0) {
            return NONE;
        }
        int value = values[gap];
        size--;
        for (int i = next(gap); keys[i] != 0; i = next(i)) {
            int distanceHome = i - home(keys[i]) & keys.length - 1;
            if (distanceHome >= (i - gap & keys.length - 1)) {
                keys[gap] = keys[i];
                values[gap] = values[i];
                gap = i;
            }
        }
        keys[gap] = 0;
        return value;
    }

    private int find(long address) {
        int place = home(address);
        while (keys[place] != 0 && keys[place] != address) {
            place = next(place);
        }
        return place;
    }

    private int home(long address) {
        return (int) (address * 0x9E3779B97F4A7C15L >>> 33) & keys.length - 1;
    }

    private int next(int place) {
        return place + 1 & keys.length - 1;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new int[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int place = find(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }
}
