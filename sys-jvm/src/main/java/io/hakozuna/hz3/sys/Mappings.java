package io.hakozuna.hz3.sys;

import java.util.Map;
import java.util.TreeMap;

/** The address ranges that are mapped for the allocator, so that all of them can be given back at once. Calls are rare. */
final class Mappings {
    /** By address, each with its bytes; no two touch the same byte. */
    private static final TreeMap<Long, Long> RANGES = new TreeMap<>();

    private Mappings() {
    }

    static synchronized void add(long address, long bytes) {
        RANGES.put(address, bytes);
    }

    /** Takes a range out, which may be a part of one mapping or span several. */
    static synchronized void remove(long address, long bytes) {
        long end = address + bytes;
        Map.Entry<Long, Long> range = RANGES.lowerEntry(end);
        while (range != null && range.getKey() + range.getValue() > address) {
            long begin = range.getKey();
            long last = begin + range.getValue();
            RANGES.remove(begin);
            if (begin < address) {
                RANGES.put(begin, address - begin);
            }
            if (last > end) {
                RANGES.put(end, last - end);
            }
            range = RANGES.lowerEntry(end);
        }
    }

    /** All ranges, by address. */
    static synchronized Map<Long, Long> snapshot() {
        return new TreeMap<>(RANGES);
    }
}
