package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * What lies in freed objects on their way to their owner. A message is a list of groups, linked through the second words of their first
 * objects; a group is one object; or, in lanes that group by class, a chain of objects of one class that the owner can take into its bin
 * as a whole; or, in others, a {@link Batch} of addresses.
 * <pre>
 *            word 0               word 1
 *   first    second object        next group, or 0; bit 0: the group has more than this object
 *   second   third object         the last object
 *   third    fourth object        -
 *   last     anything             -
 * </pre>
 * An object has at least two words and starts at a multiple of 16 bytes, so bit 0 is free. With two objects the second is the last one.
 * Lanes that have neither have groups of one object only, and do not ask for the bit.
 */
@StaticInit
@Unmanaged
final class Mail {
    private static final long LINK = 8;
    private static final long MORE = 1;

    private Mail() {
    }

    /** Links one object, as a group of its own, before the next group. */
    static void linkOne(long object, long next) {
        FreeLink.put(object + LINK, next);
    }

    /** Links a batch before the next group. */
    static void linkBatch(long batch, long next) {
        FreeLink.put(batch + LINK, next | MORE);
    }

    /** Makes a group of a chain of objects that are linked through their first words, which need not end after the last. */
    static void seal(long first, long last) {
        if (first == last) {
            FreeLink.put(first + LINK, 0);
        } else {
            FreeLink.put(FreeLink.get(first) + LINK, last);
            FreeLink.put(first + LINK, MORE);
        }
    }

    /** Links a group before the next one. */
    static void link(long group, long next) {
        long more = marks() ? linkOf(group) & MORE : 0;
        FreeLink.put(group + LINK, next | more);
    }

    /** What a group's first object says about the group and the next one. */
    static long linkOf(long group) {
        return marks() ? FreeLink.getMarked(group + LINK) : FreeLink.get(group + LINK);
    }

    static long next(long link) {
        return marks() ? link & ~MORE : link;
    }

    /** What may be the next group, to ask for ahead of time. */
    static long peek(long group) {
        return next(FreeLink.peek(group + LINK));
    }

    /** Whether a group is more than one object: a batch, or in lanes that group by class a chain. */
    static boolean hasMore(long link) {
        return marks() && (link & MORE) != 0;
    }

    /** One of the objects of a group that go home: all belong to the same owner. */
    static long anyObject(long group) {
        return Batch.areOn() && hasMore(linkOf(group)) ? Memory.getLong(Batch.begin(group)) : group;
    }

    private static boolean marks() {
        return Knobs.s97RemoteStashBucket() != 0 || Batch.areOn();
    }

    /** The last object of a group that is a chain. */
    static long last(long first) {
        return FreeLink.get(FreeLink.get(first) + LINK);
    }
}
