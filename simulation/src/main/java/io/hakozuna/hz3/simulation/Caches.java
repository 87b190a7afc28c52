package io.hakozuna.hz3.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * What the simulated threads have in caches of their own, each as if on a processor of its own with room for everything; to count what does
 * not depend on a clock. Who stores to a line of 64 bytes has it alone then, who loads it shares it with those who have it (MESI). A load
 * waits for a line that only others have, and an atomic operation for one that others have too; a store takes it, and the processor goes on
 * meanwhile. A line that was asked for ahead is there at once. Lines that nobody has come from memory, and are not counted.
 */
public final class Caches {
    static final Caches NONE = new Caches(false);

    private static final int LINE_SHIFT = 6;
    private static final long NEVER = -1;

    /** Who has a line: a bit a thread. And when, by the count of accesses, who asked for it ahead, where nobody has used it since then. */
    private static final class Line {
        int holders;
        long askedAt = NEVER;
        SimulatedThread askedBy;
    }

    private final boolean areThere;
    private final Map<Long, Line> lines = new HashMap<>();
    private boolean counts;
    private long accesses;
    private long atomics;
    private long waits;
    private long taken;
    private long used;
    private long lead;

    /** What was counted: of all threads together. */
    public record Counts(long accesses, long atomics, long waits, long taken, double lead) {
    }

    private Caches(boolean areThere) {
        this.areThere = areThere;
    }

    /** Caches in which nothing is yet. */
    public static Caches empty() {
        return new Caches(true);
    }

    /** Whether accesses are counted from now on; those that are not move lines all the same. */
    public void count(boolean on) {
        counts = on;
    }

    /**
     * Loads, stores and atomic operations; of these the atomic ones; the lines that loads and atomic operations had to wait for, and those
     * that stores took from others; and how many accesses before its use of a line a thread asked for it, on average.
     */
    public Counts counts() {
        return new Counts(accesses, atomics, waits, taken, used == 0 ? 0 : (double) lead / used);
    }

    private Line line(long address) {
        return lines.computeIfAbsent(address >>> LINE_SHIFT, number -> new Line());
    }

    private static int bit(SimulatedThread thread) {
        return 1 << thread.id;
    }

    void load(SimulatedThread thread, long address) {
        if (!areThere) {
            return;
        }
        Line line = use(thread, address);
        if ((line.holders & bit(thread)) == 0) {
            waits += counted(line.holders != 0);
            line.holders |= bit(thread);
        }
    }

    void store(SimulatedThread thread, long address) {
        if (!areThere) {
            return;
        }
        Line line = use(thread, address);
        taken += counted((line.holders & ~bit(thread)) != 0);
        line.holders = bit(thread);
    }

    /** A read-modify-write, or a store that nothing may overtake. */
    void update(SimulatedThread thread, long address) {
        if (!areThere) {
            return;
        }
        Line line = use(thread, address);
        atomics += counted(true);
        waits += counted((line.holders & ~bit(thread)) != 0);
        line.holders = bit(thread);
    }

    private Line use(SimulatedThread thread, long address) {
        Line line = line(address);
        if (line.askedAt != NEVER && line.askedBy == thread) {
            used += counted(true);
            lead += counts ? accesses - line.askedAt : 0;
        }
        line.askedAt = NEVER;
        accesses += counted(true);
        return line;
    }

    /** The thread asks for a line, of which it may turn out that nothing is there. */
    void ask(SimulatedThread thread, long address) {
        if (!areThere) {
            return;
        }
        Line line = line(address);
        if (line.askedAt == NEVER) {
            line.askedAt = accesses;
            line.askedBy = thread;
        }
        if (line.holders != 0) {
            line.holders |= bit(thread);
        }
    }

    private long counted(boolean happens) {
        return counts && happens ? 1 : 0;
    }
}
