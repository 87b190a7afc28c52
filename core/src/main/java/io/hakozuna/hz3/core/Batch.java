package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Addresses of objects on their way to their owner, in a free object of the sender's own. It is a group of a message ({@link Mail}):
 * <pre>
 *   word 0        where the addresses end
 *   word 1        next group, or 0; bit 0 is set
 *   word 2 .. 63  addresses of one owner's objects
 * </pre>
 * Who frees an object for another thread does not touch it so: the object's line stays where it is, in the cache of its owner more often
 * than not, and the owner's first access to it is a store, which waits for nothing. Linked to each other, the objects' lines all went to
 * the sender and back, and the owner waited for one after the other, since only the line itself said which the next one was.
 *
 * <p>A batch that came by mail is a free object of another owner's, and goes home with the next mail. As long as it is under way it counts
 * as out for its span, like all objects in mail; so what few objects make a message are linked, or two heaps would send one batch after
 * the other forever.
 *
 * <p>Not in lanes that look at lists between threads, or encode links: links tell of objects that were written to after their free.
 *
 * <p>Ancestor: the transfer cache of Google's tcmalloc, whose slots hold addresses. Rivals: in mimalloc, snmalloc and rpmalloc the objects
 * that return to their owner are linked.
 */
@StaticInit
@Unmanaged
final class Batch {
    static final int BIN = 32;
    /** Objects of the bin, each at a multiple of its size. */
    private static final long BYTES = 512;
    private static final long ADDRESSES = 16;
    static final long ADDRESS_BYTES = 8;
    /** Addresses of a full batch. */
    static final long MOST = (BYTES - ADDRESSES) / ADDRESS_BYTES;
    /** Objects that are rather linked. */
    private static final long FEW = 6;

    private Batch() {
    }

    static boolean areOn() {
        return Knobs.s97RemoteStashBucket() == 0 && Knobs.remoteStash() != 0 && Knobs.encodedLinks() == 0 && Knobs.zeroOnFree() == 0
            && !ListCheck.ofTransfers();
    }

    /** An object for a batch, of the heap's own; 0 if there is no memory. An event, at which the heap may send all of its mail. */
    static long take(long heap) {
        long batch = Bins.pop(Heap.head(heap, BIN));
        return batch != 0 ? batch : Bins.refill(heap, BIN);
    }

    /** Puts an object of the heap's own, which is a batch no more, into its bin. */
    static void giveBack(long heap, long batch) {
        long head = Heap.head(heap, BIN);
        FreeLink.put(batch, Memory.getLong(head));
        Memory.putLong(head, batch);
    }

    /** Where the first address goes. */
    static long begin(long batch) {
        return batch + ADDRESSES;
    }

    /** Whether the next address would lie past the batch. So it does where there is no batch, and the place is 0. */
    static boolean isFull(long next) {
        return (next & BYTES - 1) == 0;
    }

    /** The batch whose next address would go there, or which is full and ends there. */
    static long of(long next) {
        return next - 1 & -BYTES;
    }

    static boolean hasFew(long next) {
        return next - begin(of(next)) < FEW * ADDRESS_BYTES;
    }

    /** The batch is complete. */
    static void end(long batch, long end) {
        Memory.putLong(batch, end);
    }

    static long endOf(long batch) {
        return Memory.getLong(batch);
    }
}
