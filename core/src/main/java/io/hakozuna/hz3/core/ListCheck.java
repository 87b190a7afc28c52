package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Looks at lists of free objects where they pass from one box to another, and stops the process at the first link that cannot be: one
 * line names the box, the owner, the class and the address. Free objects are the program's own memory of a moment ago; a write to one after its
 * free, or a second free, shows here soon after it happened, and not as a crash in some other place much later.
 *
 * <p>{@code HZ3_LIST_FAILFAST} looks at every list at every boundary, {@code HZ3_XFER_DEBUG} at what passes between threads (stash,
 * outbox, inbox) and {@code HZ3_CENTRAL_DEBUG} at the spans' own lists, and there at their counts as well. Without the three nothing of
 * this is in the code.
 *
 * <p>A walk follows links only after it has seen that they lead to an object, so it does not crash itself, and it ends: a circle is found
 * by Brent's method (1980), a mark that moves up at powers of two.
 */
@StaticInit
@Unmanaged
final class ListCheck {
    /** For a list whose last object, or number of objects, is not known; and where objects may be anybody's. */
    static final long UNKNOWN = -1;
    static final long ANY = -1;

    private ListCheck() {
    }

    /** Whether lists between threads are looked at. */
    static boolean ofTransfers() {
        return Knobs.listFailfast() != 0 || Knobs.xferDebug() != 0;
    }

    /** Whether the spans' own lists are looked at. */
    static boolean ofSpans() {
        return Knobs.listFailfast() != 0 || Knobs.centralDebug() != 0;
    }

    /** Whether lists inside a thread's heap are looked at. */
    static boolean ofBins() {
        return Knobs.listFailfast() != 0;
    }

    /**
     * A chain through the first words of objects of one owner and class, which ends with a null after its last object. First may be 0 where
     * the last is unknown.
     */
    static void chain(int box, long owner, long bin, long first, long last, long count) {
        long walked = walk(box, owner, bin, first, last, false);
        if (count != UNKNOWN && walked != count) {
            fail(box, Text.LIST_HAS_NOT_AS_MANY_OBJECTS_AS_WERE_COUNTED, owner, bin, first);
        }
    }

    /** A message: its groups, and the chains that they are. Its objects are one owner's, or anybody's. */
    static void message(int box, long owner, long first, long last) {
        walk(box, owner, ANY, first, last, true);
    }

    /** Follows the links of a chain, or of a message, and the chains in it. Returns the number of objects, or of groups. */
    private static long walk(int box, long owner, long bin, long first, long last, boolean message) {
        long object = first;
        long previous = 0;
        long walked = 0;
        long mark = 0;
        long nextMark = 1;
        while (object != 0) {
            object(box, owner, bin, object);
            if (object == mark) {
                fail(box, Text.LIST_GOES_IN_A_CIRCLE, owner, bin, object);
            }
            if (previous != 0 && previous == last) {
                fail(box, Text.LIST_GOES_ON_AFTER_ITS_LAST_OBJECT, owner, bin, object);
            }
            if (walked == nextMark) {
                mark = object;
                nextMark = walked * 2;
            }
            walked++;
            previous = object;
            object = message ? nextGroup(box, owner, object) : FreeLink.peek(object);
        }
        if (last != UNKNOWN && previous != last) {
            fail(box, Text.LIST_ENDS_BEFORE_ITS_LAST_OBJECT, owner, bin, last);
        }
        return walked;
    }

    private static long nextGroup(int box, long owner, long group) {
        long link = Mail.linkOf(group);
        if (Mail.hasMore(link)) {
            long bin = tagOf(group) & PageTag.BIN_MASK;
            if (bin == 0 || bin >= SizeClasses.BINS) {
                // Runs, which may have lost their bin meanwhile, or not yet.
                bin = ANY;
            }
            // The second object says which is the last one.
            object(box, owner, bin, FreeLink.peek(group));
            walk(box, owner, bin, group, Mail.last(group), false);
        }
        return Mail.next(link);
    }

    /** An address where an object of the owner and class begins. */
    static void object(int box, long owner, long bin, long address) {
        long page = Arena.pageOf(address);
        if (page < 0) {
            fail(box, Text.LINK_LEADS_OUT_OF_THE_ARENA, owner, bin, address);
        }
        // Acquire: who sees a new owner sees that the old one has lost something.
        long tag = Arena.tagOfAcquire(page) & 0xffffffffL;
        if (owner != ANY && tag >>> PageTag.OWNER_SHIFT != owner && !Adoption.hasLost(Arena.heapOf(owner))) {
            fail(box, Text.LINK_LEADS_TO_ANOTHER_OWNER, owner, bin, address);
        }
        long found = tag & PageTag.BIN_MASK;
        if (bin != ANY && found != bin && !isDetachedRun(bin, tag)) {
            fail(box, Text.LINK_LEADS_TO_ANOTHER_CLASS, owner, bin, address);
        }
        if (!isStart(page, tag, (int) found, address)) {
            fail(box, Text.LINK_LEADS_TO_NO_OBJECT, owner, bin, address);
        }
    }

    /** A run that had a bin when it was freed and has lost it by adoption, or that its bin keeps without being its. */
    private static boolean isDetachedRun(long bin, long tag) {
        return bin >= SizeClasses.BINS && (tag & PageTag.RUN) != 0;
    }

    /** Whether an object could begin at an address of the arena. */
    static boolean isStart(long address) {
        long page = Arena.pageOf(address);
        int tag = Arena.tagOf(page);
        return isStart(page, tag, tag & PageTag.BIN_MASK, address);
    }

    private static boolean isStart(long page, long tag, int bin, long address) {
        if (tag == 0) {
            return false;
        }
        if (bin == 0 || bin >= SizeClasses.BINS) {
            return Runs.start(page) == address;
        }
        long record = Arena.spanRecord(page);
        long start = Arena.addressOf(page - Memory.getInt(record + Span.BACK));
        return (address - start) % SizeClasses.sizeOf(bin) == 0;
    }

    /** An object that is about to be put into a span's list is not in it yet. */
    static void notYet(int box, long owner, long bin, long list, long object) {
        for (long free = list; free != 0; free = FreeLink.peek(free)) {
            if (free == object) {
                fail(box, Text.OBJECT_IS_IN_THE_LIST_ALREADY, owner, bin, object);
            }
        }
    }

    private static long tagOf(long address) {
        return Arena.tagOf(Arena.pageOf(address)) & 0xffffffffL;
    }

    private static void fail(int box, int what, long owner, long bin, long address) {
        long page = Arena.pageOf(address);
        long tag = page < 0 ? 0 : Arena.tagOf(page) & 0xffffffffL;
        long size = SizeClasses.sizeOf((int) (bin != ANY ? bin : tag & PageTag.BIN_MASK));
        Console.corrupt(box, what, owner != ANY ? owner : tag >>> PageTag.OWNER_SHIFT, size, address);
    }
}
