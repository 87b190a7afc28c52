package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Sweeps make a class exact: all its spans are detached, and everything in its bin goes home to them, so that empty ones are found and
 * retired. Swept is what shrinks, and what rests.
 *
 * <p>A bin may hold a hundred thousand objects, so a sweep begins by setting its list aside, and {@link #sendHome} takes a piece of it
 * home at each event. Invariant: a class with objects on their way home has no attached span and nothing in its bin. For whatever
 * attaches a span is a refill, and a refill takes those objects first ({@link #takeBack}).
 */
@StaticInit
@Unmanaged
final class Sweep {
    /** A class that retired so many spans is shrinking: what its bin still holds goes home too. */
    private static final int RETIRED_BEFORE_SWEEP = 8;
    private static final int CLASSES_A_LOOK = 2;
    /** What it costs to begin with a sweep, in objects that go home. */
    private static final int SWEEP_COST = 64;
    /** Objects lie at multiples of 16 bytes, so that an int tells the places of 64 GiB apart. */
    private static final int PLACE_SHIFT = 4;

    private Sweep() {
    }

    /** The class has lost a span, and not by a sweep. */
    static void sweepIfItShrinks(long heap, int bin) {
        long record = Heap.classRecord(heap, bin);
        int retired = Memory.getInt(record + Heap.RETIRED_COUNT) + 1;
        Memory.putInt(record + Heap.RETIRED_COUNT, retired);
        if (retired >= RETIRED_BEFORE_SWEEP && Memory.getLong(record + Heap.OLDEST_ATTACHED) != 0) {
            begin(heap, bin);
        }
    }

    /**
     * Looks at the next few classes in turn and sweeps those that have rested: whose bin has the same first object as at the last look
     * (the clock algorithm, with the list head for a reference bit). A new span is what shows that memory is wanted. A class that is in
     * use is left alone, for it would only attach its spans again.
     */
    static void sweepRestingClasses(long heap, int current) {
        int hand = (int) Memory.getLong(heap + Heap.SWEEP_HAND);
        for (int looked = 0; looked < CLASSES_A_LOOK; looked++) {
            hand = hand >= SizeClasses.BINS - 1 ? 1 : hand + 1;
            long last = heap + Heap.LAST_HEADS + hand * 4L;
            int now = head(heap, hand);
            boolean rested = Memory.getInt(last) == now && hand != current;
            Memory.putInt(last, now);
            if (rested && Memory.getLong(Heap.classRecord(heap, hand) + Heap.OLDEST_ATTACHED) != 0) {
                begin(heap, hand);
            }
        }
        Memory.putLong(heap + Heap.SWEEP_HAND, hand);
    }

    /** The bin's first object by its place in the arena, so that addresses decide nothing; 0 if there is none. */
    private static int head(long heap, int bin) {
        long object = Memory.getLong(Heap.head(heap, bin));
        return object == 0 ? 0 : (int) (object - Memory.getLong(heap + Heap.ARENA_BASE) >>> PLACE_SHIFT) + 1;
    }

    /** From the next {@link #sweepRested} on, all classes are looked at once. */
    static void beginLooks(long heap) {
        Memory.putLong(heap + Heap.REST_HAND, 1);
    }

    static boolean hasLooks(long heap) {
        long hand = Memory.getLong(heap + Heap.REST_HAND);
        return hand != 0 && hand < SizeClasses.BINS;
    }

    /**
     * Without any want of memory: goes on with the looks at all classes and sweeps those that had no refill since the deadline, have
     * something in their bins, and had it at the last look. Such a class may be in use all the same, by a program that takes one object
     * at a time; then it has the next sweep after another decay at the earliest. Returns the budget that is left.
     */
    static int sweepRested(long heap, long deadline, int budget) {
        int rest = budget;
        int hand = (int) Memory.getLong(heap + Heap.REST_HAND);
        for (; hand != 0 && hand < SizeClasses.BINS && rest > 0; hand++) {
            rest--;
            long last = heap + Heap.LAST_HEADS + hand * 4L;
            int now = head(heap, hand);
            if (now != 0 && Memory.getInt(last) == now && Memory.getLong(Heap.classRecord(heap, hand) + Heap.LAST_REFILL) <= deadline) {
                rest = sweepSome(heap, hand, rest);
            }
            Memory.putInt(last, now);
        }
        Memory.putLong(heap + Heap.REST_HAND, hand);
        return rest;
    }

    /** Sweeps the class if it has anything cached, as far as the budget goes; returns what is left of that. */
    static int sweepSome(long heap, int bin, int budget) {
        if (!isCached(heap, bin)) {
            return budget;
        }
        begin(heap, bin);
        int rest = budget - SWEEP_COST;
        return rest - sendHome(heap, rest);
    }

    /** Whether any of the class's objects may be free without their spans knowing it. */
    private static boolean isCached(long heap, int bin) {
        return Memory.getLong(Heap.classRecord(heap, bin) + Heap.OLDEST_ATTACHED) != 0 || Memory.getLong(Heap.head(heap, bin)) != 0;
    }

    /** Detaches all spans of all classes and takes everything in the bins home, so that empty spans are found and retired. */
    static void sweepAll(long heap) {
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            if (isCached(heap, bin)) {
                sweep(heap, bin);
            }
        }
        sendHome(heap, Integer.MAX_VALUE);
    }

    /** Begins with all classes: the rest is for {@link #sendHome}. */
    static void beginAll(long heap) {
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            if (isCached(heap, bin)) {
                begin(heap, bin);
            }
        }
    }

    /** The same for one class. What is under way of others goes home as well. */
    static void sweep(long heap, int bin) {
        sendHome(heap, Integer.MAX_VALUE);
        begin(heap, bin);
        sendHome(heap, Integer.MAX_VALUE);
    }

    /** Detaches all spans of the class and sets what is in its bin aside, to go home; not while objects of the last time are under way. */
    private static void begin(long heap, int bin) {
        if (Memory.getLong(goingHome(heap, bin)) != 0) {
            return;
        }
        long record = Heap.classRecord(heap, bin);
        long head = Heap.head(heap, bin);
        long object = Memory.getLong(head);
        if (ListCheck.ofBins()) {
            ListCheck.chain(Text.BINS, WaitingMail.ownerInBins(heap), bin, object, ListCheck.UNKNOWN, ListCheck.UNKNOWN);
        }
        Memory.putLong(head, 0);
        Spans.detachAll(heap, record);
        setGoingHome(heap, bin, object);
        KeptFrees.sweep(heap, bin);
        Memory.putInt(record + Heap.RETIRED_COUNT, 0);
        Heap.count(heap, Heap.SWEEPS, 1);
    }

    private static long goingHome(long heap, int bin) {
        return heap + Heap.GOING_HOME + bin * 8L;
    }

    /** The word that has the bin's bit. */
    private static long goingHomeBins(long heap, int bin) {
        return heap + Heap.GOING_HOME_BINS + (bin >>> 6) * 8L;
    }

    /** Whether objects of any class are on their way home. A racy look where the heap is somebody else's. */
    static boolean anyGoHome(long heap) {
        return (Memory.getLongOpaque(heap + Heap.GOING_HOME_BINS) | Memory.getLongOpaque(heap + Heap.GOING_HOME_BINS + 8)) != 0;
    }

    /** Takes at most so many objects home; returns how many it were. Whoever asks has, or is, an event already. */
    static int sendHome(long heap, int most) {
        int sent = 0;
        boolean othersToo = false;
        while (sent < most && anyGoHome(heap)) {
            long first = Memory.getLong(heap + Heap.GOING_HOME_BINS);
            int bin = first != 0 ? Cpu.trailingZeros(first) : Long.SIZE + Cpu.trailingZeros(Memory.getLong(heap + Heap.GOING_HOME_BINS + 8));
            long object = listGoingHome(heap, bin);
            while (object != 0 && sent < most) {
                long next = FreeLink.get(object);
                if (WaitingMail.sendBack(heap, object)) {
                    othersToo = true;
                } else {
                    Spans.takeHome(heap, object);
                }
                object = next;
                sent++;
            }
            setGoingHome(heap, bin, object);
        }
        if (othersToo) {
            // A heap without a thread may have nothing else to send for long.
            RemoteFree.flush(heap);
        }
        return sent;
    }

    private static long listGoingHome(long heap, int bin) {
        long object = Memory.getLong(goingHome(heap, bin));
        if (ListCheck.ofBins()) {
            ListCheck.chain(Text.SPANS, WaitingMail.ownerInBins(heap), bin, object, ListCheck.UNKNOWN, ListCheck.UNKNOWN);
        }
        return object;
    }

    private static void setGoingHome(long heap, int bin, long object) {
        Memory.putLong(goingHome(heap, bin), object);
        long bins = goingHomeBins(heap, bin);
        long others = Memory.getLong(bins) & ~(1L << (bin & Long.SIZE - 1));
        Memory.putLong(bins, object == 0 ? others : others | 1L << (bin & Long.SIZE - 1));
    }

    /** For a class whose bin is empty: the list of its objects on their way home, or 0. As far as their spans know they never came. */
    static long takeBack(long heap, int bin) {
        if ((Memory.getLong(goingHomeBins(heap, bin)) & 1L << (bin & Long.SIZE - 1)) == 0) {
            return 0;
        }
        long object = listGoingHome(heap, bin);
        setGoingHome(heap, bin, 0);
        return object;
    }
}
