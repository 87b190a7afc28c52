package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Frees of detached spans that go to the bin all the same. Where a program replaces blocks at random among a million, hardly any free
 * is of an attached span. Each would go to its span, whose record is in no cache, and soon after the bin would be empty and ask some
 * spans for an object each. An object in a bin counts as out for its span in any case, so the bin may as well keep a few of them: the
 * free touches the object and nothing else, and the next malloc finds it in the cache.
 *
 * <p>What is kept keeps its span from getting empty, so it must be few where a class shrinks. After a refill a bin may keep some, and
 * twice as many after the next one if it did keep them all; a sweep begins anew with few. A program that frees what it had allocated in a
 * burst has no refills, and keeps no more.
 *
 * <p>Ancestor: the slow start of tcmalloc's thread caches, whose lists get longer each time they overflow.
 * <pre>
 *   a bin:  how many it may still keep | how many it was allowed at the last refill
 * </pre>
 */
@StaticInit
@Unmanaged
final class KeptFrees {
    private static final int LEAST = 4;
    /** What a bin keeps at most between two refills, beside the bound on their number. */
    private static final int BYTES = 16 << 10;
    /** In a bin's record: the second int. */
    private static final long ALLOWED = 4;

    private KeptFrees() {
    }

    private static long record(long heap, long bin) {
        return heap + Heap.MAY_KEEP + (bin << 3);
    }

    /** Puts an object of a detached span into its bin, if that may keep it; returns whether it did. */
    static boolean keep(long heap, long bin, long object) {
        if (Knobs.keptFrees() == 0) {
            return false;
        }
        long record = record(heap, bin);
        int left = Memory.getInt(record);
        if (left == 0) {
            return false;
        }
        Memory.putInt(record, left - 1);
        long head = heap + Heap.HEADS + (bin << 3);
        long first = Memory.getLong(head);
        if (Cpu.unlikely(first == object)) {
            Console.fatal(Text.DOUBLE_FREE_OF_AN_OBJECT, object);
        }
        FreeLink.put(object, first);
        Memory.putLong(head, object);
        return true;
    }

    /** The bin was empty. */
    static void refill(long heap, int bin) {
        if (Knobs.keptFrees() != 0) {
            long record = record(heap, bin);
            int allowed = Memory.getInt(record + ALLOWED);
            if (Memory.getInt(record) == 0) {
                int most = Math.min(Knobs.keptFrees(), BYTES / SizeClasses.sizeOf(bin) + 1);
                allowed = Math.min(Math.max(allowed * 2, LEAST), most);
                Memory.putInt(record + ALLOWED, allowed);
            }
            Memory.putInt(record, allowed);
        }
    }

    /**
     * How many frees the bin might keep after its last refill. That it is many tells that the class's blocks are replaced at random, so
     * that more attached spans would pay.
     */
    static int allowed(long heap, int bin) {
        return Knobs.keptFrees() == 0 ? 0 : Memory.getInt(record(heap, bin) + ALLOWED);
    }

    /** The bin has been emptied for its class's spans. */
    static void sweep(long heap, int bin) {
        if (Knobs.keptFrees() != 0) {
            Memory.putLong(record(heap, bin), 0);
        }
    }
}
