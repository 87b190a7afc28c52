package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A heap's inbox: a lock-free stack of chains of freed objects, of all classes mixed. Senders push whole chains; the owner takes
 * everything with one exchange and sorts it by page tag. Taking all or nothing leaves no window for ABA.
 *
 * <p>Ordering: the push is a release and the exchange an acquire, so the owner sees the links inside the chain and everything the
 * sender did to the objects. The push is sequentially consistent for a second reason, see {@link Heaps}.
 *
 * <p>One mixed stack an owner rather than one a class: a sender that frees objects of many classes still needs one atomic operation for
 * a whole batch (snmalloc's message queues, Liétar et al. 2019), and the owner looks each tag up once, in a table that it has in cache.
 */
@StaticInit
@Unmanaged
final class Inbox {
    private static final long OBJECTS_A_DRAIN = 1024;

    private Inbox() {
    }

    static boolean hasMail(long heap) {
        return Memory.getLongOpaque(heap + Heap.INBOX) != 0 || Memory.getLong(heap + Heap.UNSORTED) != 0;
    }

    /** Adds a chain of objects, linked from first to last, to a heap of another thread. */
    static void push(long heap, long first, long last) {
        long inbox = heap + Heap.INBOX;
        long head;
        do {
            head = Memory.getLongOpaque(inbox);
            if (Cpu.unlikely(head == first)) {
                Console.fatal(Text.DOUBLE_FREE_OF_AN_OBJECT, first);
            }
            Memory.putLong(last, head);
        } while (!Memory.compareAndSetLongVolatile(inbox, head, first));
    }

    /**
     * Takes mail home, at most a bounded number of objects so that no call takes long; {@link #hasMail} tells whether there is more.
     * The caller is the heap's owner, or has claimed it.
     */
    static void drain(long heap) {
        long base = Memory.getLong(heap + Heap.ARENA_BASE);
        long tags = Memory.getLong(heap + Heap.TAGS);
        long owner = Memory.getLong(heap + Heap.OWNER_TAG);
        long object = Memory.getLong(heap + Heap.UNSORTED);
        if (object == 0) {
            object = Memory.getAndSetLongAcquire(heap + Heap.INBOX, 0);
        }
        long objects = 0;
        while (object != 0 && objects < OBJECTS_A_DRAIN) {
            long next = Memory.getLong(object);
            Cpu.prefetch(next);
            long page = object - base >>> Arena.PAGE_SHIFT;
            long kind = PageTag.getUnsigned(tags, page) ^ owner;
            if (kind <= PageTag.BIN_MASK) {
                Memory.putLong(object, Memory.getLong(heap + Heap.HEADS + (kind << 3)));
                Memory.putLong(heap + Heap.HEADS + (kind << 3), object);
            } else {
                Allocator.freeOwn(heap, page, object, Trap.open(heap, page, kind));
            }
            object = next;
            objects++;
        }
        Memory.putLong(heap + Heap.UNSORTED, object);
        Heap.count(heap, Heap.INBOX_OBJECTS, objects);
        Heap.count(heap, Heap.INBOX_DRAINS, 1);
    }

    static void drainAll(long heap) {
        while (hasMail(heap)) {
            drain(heap);
        }
    }
}
