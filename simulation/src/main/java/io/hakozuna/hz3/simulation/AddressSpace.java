package io.hakozuna.hz3.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which addresses the simulated process has, and which pages of them there are. A range is reserved or usable; a page comes to be with its
 * first access. New mappings go below the lowest gap from the top that fits, as Linux does.
 */
final class AddressSpace {
    private static final long TOP = 1L << 38;
    private static final long BOTTOM = 1L << 32;
    private static final int LEAF_SHIFT = 13;
    private static final int LEAF_PAGES = 1 << LEAF_SHIFT;

    enum State { RESERVED, USABLE }

    private record Range(long end, State state) {
    }

    private final TreeMap<Long, Range> ranges = new TreeMap<>();
    private final Page[][] leaves = new Page[(int) (TOP >>> Page.SHIFT + LEAF_SHIFT)][];

    /** The page of an address that may be used. */
    Page page(long address) {
        long number = address >>> Page.SHIFT;
        if (Long.compareUnsigned(address, TOP) < 0) {
            Page[] leaf = leaves[(int) (number >>> LEAF_SHIFT)];
            Page page = leaf == null ? null : leaf[(int) number & LEAF_PAGES - 1];
            if (page != null) {
                if (page.closed) {
                    throw closed(address);
                }
                return page;
            }
        }
        return newPage(address);
    }

    private static SimulationFailure closed(long address) {
        return new SimulationFailure("access to 0x" + Long.toHexString(address) + ", which is reserved and not committed");
    }

    /** A page that there is, whoever may use it. */
    Page existing(long number) {
        return leaves[(int) (number >>> LEAF_SHIFT)][(int) number & LEAF_PAGES - 1];
    }

    private Page newPage(long address) {
        Map.Entry<Long, Range> range = ranges.floorEntry(address);
        if (range == null || range.getValue().end <= address) {
            throw new SimulationFailure("access to 0x" + Long.toHexString(address) + ", where nothing is mapped");
        }
        if (range.getValue().state != State.USABLE) {
            throw closed(address);
        }
        int leaf = (int) (address >>> Page.SHIFT + LEAF_SHIFT);
        if (leaves[leaf] == null) {
            leaves[leaf] = new Page[LEAF_PAGES];
        }
        Page page = new Page();
        leaves[leaf][(int) (address >>> Page.SHIFT) & LEAF_PAGES - 1] = page;
        return page;
    }

    /** Maps a range where there is room; 0 if there is none. */
    long map(long bytes, State state) {
        long end = TOP;
        for (Map.Entry<Long, Range> range : ranges.descendingMap().entrySet()) {
            if (end - range.getValue().end >= bytes) {
                break;
            }
            end = range.getKey();
        }
        long address = end - bytes;
        if (bytes <= 0 || address < BOTTOM) {
            return 0;
        }
        ranges.put(address, new Range(end, state));
        return address;
    }

    /** Whether nothing is mapped in a range. */
    boolean isFree(long address, long bytes) {
        Map.Entry<Long, Range> below = ranges.lowerEntry(address + bytes);
        return address >= BOTTOM && address + bytes <= TOP && (below == null || below.getValue().end <= address);
    }

    void mapAt(long address, long bytes) {
        ranges.put(address, new Range(address + bytes, State.USABLE));
    }

    /** Whether all of a range is mapped, in whatever state. */
    boolean isMapped(long address, long bytes) {
        long at = address;
        while (at < address + bytes) {
            Map.Entry<Long, Range> range = ranges.floorEntry(at);
            if (range == null || range.getValue().end <= at) {
                return false;
            }
            at = range.getValue().end;
        }
        return true;
    }

    void setState(long address, long bytes, State state) {
        if (!isMapped(address, bytes)) {
            throw new SimulationFailure("a call of the system for 0x" + Long.toHexString(address) + ", of which not all is mapped");
        }
        unmapRanges(address, bytes);
        ranges.put(address, new Range(address + bytes, state));
        for (long number : numbers(address, bytes)) {
            existing(number).closed = state == State.RESERVED;
        }
    }

    void unmap(long address, long bytes) {
        unmapRanges(address, bytes);
        drop(address, bytes);
    }

    private void unmapRanges(long address, long bytes) {
        split(address);
        split(address + bytes);
        ranges.subMap(address, address + bytes).clear();
    }

    private void split(long address) {
        Map.Entry<Long, Range> range = ranges.lowerEntry(address);
        if (range != null && range.getValue().end > address) {
            ranges.put(range.getKey(), new Range(address, range.getValue().state));
            ranges.put(address, range.getValue());
        }
    }

    /** Forgets the contents. */
    void drop(long address, long bytes) {
        for (long number : numbers(address, bytes)) {
            leaves[(int) (number >>> LEAF_SHIFT)][(int) number & LEAF_PAGES - 1] = null;
        }
    }

    /** The numbers of the pages of a range that there are. */
    List<Long> numbers(long address, long bytes) {
        List<Long> found = new ArrayList<>();
        long last = address + bytes - 1 >>> Page.SHIFT;
        long number = address >>> Page.SHIFT;
        while (number <= last) {
            Page[] leaf = leaves[(int) (number >>> LEAF_SHIFT)];
            if (leaf == null) {
                number = (number >>> LEAF_SHIFT) + 1 << LEAF_SHIFT;
            } else {
                if (leaf[(int) number & LEAF_PAGES - 1] != null) {
                    found.add(number);
                }
                number++;
            }
        }
        return found;
    }

    /** Moves the pages of a range to another one. */
    void move(long from, long to, long bytes) {
        for (long number : numbers(from, bytes)) {
            Page page = existing(number);
            long target = (number << Page.SHIFT) - from + to;
            page(target);
            leaves[(int) (target >>> Page.SHIFT + LEAF_SHIFT)][(int) (target >>> Page.SHIFT) & LEAF_PAGES - 1] = page;
        }
    }
}
