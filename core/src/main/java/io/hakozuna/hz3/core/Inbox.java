package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A heap's inbox: a lock-free stack of freed objects of all classes, in the form of {@link Mail}. Senders push whole messages; the owner
 * takes everything with one exchange and sorts it by page tag. Taking all or nothing leaves no window for ABA.
 *
 * <p>Ordering: the push is a release and the exchange an acquire, so the owner sees the links and addresses in the message and
 * everything the sender did to the objects. The push is sequentially consistent for a second reason, see {@link DeadHeaps}.
 *
 * <p>One mixed stack an owner rather than one a class: a sender that frees objects of many classes still needs one atomic operation for
 * a whole batch (snmalloc's message queues, Liétar et al. 2019), and the owner looks each tag up once, in a table that it has in cache.
 */
@StaticInit
@Unmanaged
final class Inbox {
    static final int OBJECTS_A_DRAIN = 1024;

    private Inbox() {
    }

    static boolean hasMail(long heap) {
        return Memory.getLongOpaque(heap + Heap.INBOX) != 0 || Memory.getLong(heap + Heap.UNSORTED) != 0;
    }

    /** Adds a message, from its first group to its last, to a heap of another thread. */
    static void push(long heap, long first, long last) {
        long inbox = heap + Heap.INBOX;
        long head;
        do {
            head = Memory.getLongOpaque(inbox);
            if (Cpu.unlikely(head == first)) {
                Console.fatal(Text.DOUBLE_FREE_OF_AN_OBJECT, first);
            }
            Mail.link(last, head);
        } while (!Memory.compareAndSetLongVolatile(inbox, head, first));
    }

    /**
     * Takes mail home, at most a bounded number of objects so that no call takes long; {@link #hasMail} tells whether there is more.
     * The caller is the heap's owner, or has claimed it.
     */
    static void drain(long heap) {
        long group = Memory.getLong(heap + Heap.UNSORTED);
        if (group == 0) {
            group = Memory.getAndSetLongAcquire(heap + Heap.INBOX, 0);
            Memory.putLongOpaque(heap + Heap.MESSAGES, 0);
            Memory.putLongOpaque(heap + Heap.MAILED_RUN_PAGES, 0);
            WaitingMail.takesOwn(heap);
            if (ListCheck.ofTransfers()) {
                ListCheck.message(Text.INBOX, Heap.owner(heap), group, ListCheck.UNKNOWN);
            }
        }
        // Kept in registers: the stores to the objects could be to the heap, for all that the compiler knows.
        long base = Memory.getLong(heap + Heap.ARENA_BASE);
        long tags = Memory.getLong(heap + Heap.TAGS);
        long tag = Memory.getLong(heap + Heap.OWNER_TAG);
        long objects = 0;
        while (group != 0 && objects < OBJECTS_A_DRAIN) {
            long link = Mail.linkOf(group);
            long next = Mail.next(link);
            prefetch(next);
            if (Mail.hasMore(link)) {
                objects += Batch.areOn() ? takeBatch(heap, base, tags, tag, group) : takeChain(heap, group);
            } else {
                takeOne(heap, base, tags, tag, group);
                objects++;
            }
            group = next;
        }
        Memory.putLong(heap + Heap.UNSORTED, group);
        if (Cpu.unlikely(Adoption.hasLost(heap) || Batch.areOn() && Memory.getIntOpaque(heap + Heap.STATE) != Heap.STATE_LIVE)) {
            // What was sent on lies in the heap's stash, and a heap without a thread may have nothing else to send for long. The state is
            // the caller's own store, as owner or as who has claimed the heap.
            RemoteFree.flush(heap);
        }
        Heap.count(heap, Heap.INBOX_OBJECTS, objects);
        Heap.count(heap, Heap.INBOX_DRAINS, 1);
    }

    /** Asks for the group that comes next, or for that and the one after it. */
    private static void prefetch(long next) {
        if (Knobs.s44PrefetchDist() != 0) {
            Cpu.prefetch(next);
        }
        if (Knobs.s44PrefetchDist() == 2 && next != 0) {
            Cpu.prefetch(Mail.peek(next));
        }
    }

    private static void takeOne(long heap, long base, long tags, long tag, long object) {
        long page = object - base >>> Arena.PAGE_SHIFT;
        long kind = PageTag.getUnsigned(tags, page) ^ tag;
        if (kind <= PageTag.BIN_MASK) {
            FreeLink.put(object, Memory.getLong(heap + Heap.HEADS + (kind << 3)));
            Memory.putLong(heap + Heap.HEADS + (kind << 3), object);
        } else {
            takeOther(heap, page, object, kind);
        }
    }

    /** Takes the objects of a batch home, and sends the batch itself to its owner; returns the number of objects. */
    private static long takeBatch(long heap, long base, long tags, long tag, long batch) {
        long end = Batch.endOf(batch);
        long ahead = Knobs.s44PrefetchDist() * Batch.ADDRESS_BYTES;
        long place = Batch.begin(batch);
        // Two loops, so that the first one need not ask whether there is one so far ahead.
        for (; Knobs.s44PrefetchDist() != 0 && place < end - ahead; place += Batch.ADDRESS_BYTES) {
            Cpu.prefetch(Memory.getLong(place + ahead));
            takeOne(heap, base, tags, tag, Memory.getLong(place));
        }
        for (; place < end; place += Batch.ADDRESS_BYTES) {
            takeOne(heap, base, tags, tag, Memory.getLong(place));
        }
        long page = batch - base >>> Arena.PAGE_SHIFT;
        long owner = PageTag.getUnsigned(tags, page);
        if ((owner ^ tag) >>> PageTag.OWNER_SHIFT == 0) {
            Batch.giveBack(heap, batch);
        } else {
            RemoteFree.sendOn(heap, page, batch, owner);
        }
        return (end - Batch.begin(batch)) / Batch.ADDRESS_BYTES;
    }

    /** Takes an object that does not go to its bin: of a detached span, a run, a trapped page, or by now another heap's. */
    private static void takeOther(long heap, long page, long object, long kind) {
        if (Cpu.unlikely(kind >>> PageTag.OWNER_SHIFT != 0)) {
            if (!WaitingMail.keep(heap, object, kind)) {
                Adoption.sendOn(heap, page, object, kind);
            }
        } else {
            Allocator.freeOwn(heap, page, object, Trap.open(heap, page, kind));
        }
    }

    /**
     * Takes a chain home and returns the objects that were looked at. If its first object may go to the bin, they all do, as they are:
     * one of a detached span counts as out in there. A chain whose first object is of a detached span belongs to a class of which much
     * has been freed, and is looked at object by object, so that spans get empty; and so is one of which some objects may belong to another
     * heap by now.
     */
    private static long takeChain(long heap, long first) {
        long base = Memory.getLong(heap + Heap.ARENA_BASE);
        long tags = Memory.getLong(heap + Heap.TAGS);
        long tag = Memory.getLong(heap + Heap.OWNER_TAG);
        long kind = PageTag.getUnsigned(tags, first - base >>> Arena.PAGE_SHIFT) ^ tag;
        long last = Mail.last(first);
        if (kind <= PageTag.BIN_MASK && !Adoption.hasLost(heap)) {
            FreeLink.put(last, Memory.getLong(heap + Heap.HEADS + (kind << 3)));
            Memory.putLong(heap + Heap.HEADS + (kind << 3), first);
            return 1;
        }
        long object = first;
        long objects = 1;
        while (object != last) {
            long next = FreeLink.get(object);
            if (Knobs.s44PrefetchDist() != 0) {
                Cpu.prefetch(next);
            }
            if (Knobs.s44PrefetchDist() == 2) {
                Cpu.prefetch(FreeLink.peek(next));
            }
            takeOne(heap, base, tags, tag, object);
            object = next;
            objects++;
        }
        takeOne(heap, base, tags, tag, last);
        return objects;
    }

    static void drainAll(long heap) {
        while (hasMail(heap)) {
            drain(heap);
        }
    }
}
