package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A heap that needs a new span takes the mail of an owner that does not come for it instead ({@code HZ3_TAKE_MAIL}). Where threads hand
 * their blocks on and are more than the processors, most owners wait for their turn at any moment, and what was sent to them waits as
 * well: memory that nobody uses, while those who run ask for more.
 *
 * <p>The objects go to the taker's bins, and stay the owner's: their tags do not change. In a bin an object counts as out for its span,
 * whoever's bin that is ({@link Spans}), so no span is retired while anybody has an object of it. A free of such an object is a free of
 * another owner's; a sweep sends what lies in the bins to its owners ({@link Sweep}), and so does the end of the taker. Where threads
 * mostly free what they have allocated, many of their frees become remote ones so. Hence it must be much that waits: an owner that runs
 * comes for its mail before that. With a larger stash messages are larger, and fewer are as much.
 *
 * <p>Ordering: taking is the exchange that the owner's own drain does ({@link Inbox}), an acquire, and each message is taken once. The
 * owner's {@link Heap#MESSAGES} is a guess for all.
 *
 * <p>Ancestor: tcmalloc's central lists, where what one thread has freed is anybody's next block.
 */
@StaticInit
@Unmanaged
final class WaitingMail {
    /** Owners that are looked at for each span. */
    private static final int LOOKS = 32;

    private WaitingMail() {
    }

    /**
     * Makes the mail of another owner the heap's unsorted mail, if much has come together there. Returns whether the heap has unsorted
     * mail. Not for batches: a thread that frees and never allocates needs nothing else, and would take home what it has sent itself.
     */
    static boolean take(long heap, int bin) {
        if (Knobs.takeMail() == 0 || Batch.areOn() && bin == Batch.BIN) {
            return false;
        }
        if (Memory.getLong(heap + Heap.UNSORTED) != 0) {
            // More than one drain could sort.
            return true;
        }
        long owners = Heaps.owners();
        long hand = Memory.getLong(heap + Heap.MAIL_HAND);
        boolean taken = false;
        for (int looked = 0; looked < LOOKS && looked < owners && !taken; looked++) {
            hand = hand >= owners ? 1 : hand + 1;
            long other = Arena.heapOf(hand);
            taken = other != heap && Memory.getLongOpaque(other + Heap.MESSAGES) >= Knobs.takeMail() && takeFrom(heap, other);
        }
        Memory.putLong(heap + Heap.MAIL_HAND, hand);
        return taken;
    }

    private static boolean takeFrom(long heap, long other) {
        // The mail of a dead heap is taken home by those who send it, and its next thread has it all. Racy: of one that has died since then
        // the mail is as good, since only the exchange decides who has it.
        if (Memory.getIntOpaque(other + Heap.STATE) != Heap.STATE_LIVE) {
            return false;
        }
        long mail = Memory.getAndSetLongAcquire(other + Heap.INBOX, 0);
        Memory.putLongOpaque(other + Heap.MESSAGES, 0);
        Memory.putLongOpaque(other + Heap.MAILED_RUN_PAGES, 0);
        if (mail == 0) {
            return false;
        }
        Memory.putLongOpaque(heap + Heap.UNSORTED, mail);
        Memory.putInt(heap + Heap.UNSORTED_IS_OTHERS, 1);
        Memory.putInt(heap + Heap.HAS_OTHERS, 1);
        Heap.count(heap, Heap.TAKEN_MAIL, 1);
        return true;
    }

    /** The heap's unsorted mail is its own from now on. */
    static void takesOwn(long heap) {
        if (Knobs.takeMail() != 0) {
            Memory.putInt(heap + Heap.UNSORTED_IS_OTHERS, 0);
        }
    }

    /** Puts an object of another owner, of mail that was taken, into the bin; returns whether it did. Runs go to their owners. */
    static boolean keep(long heap, long object, long kind) {
        if (Knobs.takeMail() == 0 || Memory.getInt(heap + Heap.UNSORTED_IS_OTHERS) == 0) {
            return false;
        }
        long bin = kind & PageTag.BIN_MASK;
        if (bin == 0 || bin >= SizeClasses.BINS) {
            return false;
        }
        long head = heap + Heap.HEADS + (bin << 3);
        FreeLink.put(object, Memory.getLong(head));
        Memory.putLong(head, object);
        return true;
    }

    /** Sends an object that was in a bin to its owner, if that is another one; returns whether it did. The caller flushes in the end. */
    static boolean sendBack(long heap, long object) {
        if (Knobs.takeMail() == 0) {
            return false;
        }
        long page = object - Memory.getLong(heap + Heap.ARENA_BASE) >>> Arena.PAGE_SHIFT;
        long tag = Arena.tagOf(page) & 0xffffffffL;
        if (tag >>> PageTag.OWNER_SHIFT == Heap.owner(heap)) {
            return false;
        }
        RemoteFree.sendOn(heap, page, object, tag);
        return true;
    }

    /** A heap without a thread lets go of what is others', as far as the budget of objects goes; the rest is for its ticks. */
    static void giveBack(long heap, int budget) {
        if (Knobs.takeMail() != 0 && Memory.getInt(heap + Heap.HAS_OTHERS) != 0) {
            Memory.putInt(heap + Heap.HAS_OTHERS, 0);
            Sweep.beginAll(heap);
            Sweep.sendHome(heap, budget);
        }
    }

    /** For {@link ListCheck}: whose objects may be in the heap's bins. */
    static long ownerInBins(long heap) {
        return Knobs.takeMail() == 0 ? Heap.owner(heap) : ListCheck.ANY;
    }
}
