package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Events;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Refills a bin that ran empty, from what is nearest: objects that other threads sent home, those that a sweep has set aside, free objects
 * of detached spans, the span that is being carved, what a dead heap has, what waits for other owners, a new span.
 */
@StaticInit
@Unmanaged
final class Bins {
    /** A refill from detached spans stops when it has so many objects, or has looked at so many spans. */
    private static final int HARVEST_OBJECTS = 16;
    private static final int HARVEST_SPANS = 8;

    private Bins() {
    }

    /** An object for the caller, with more in the bin where that is cheap; 0 if there is no memory. The bin is empty. */
    static long refill(long heap, int bin) {
        Heap.count(heap, Heap.REFILLS, 1);
        Events.refill(SizeClasses.sizeOf(bin));
        KeptFrees.refill(heap, bin);
        long head = Heap.head(heap, bin);
        if (Inbox.hasMail(heap)) {
            Inbox.drain(heap);
            long object = pop(head);
            if (object != 0) {
                return object;
            }
        }
        long record = Heap.classRecord(heap, bin);
        Memory.putLong(record + Heap.LAST_REFILL, Memory.getLong(heap + Heap.CLOCK));
        long back = Sweep.takeBack(heap, bin);
        if (back != 0) {
            Memory.putLong(head, FreeLink.get(back));
            return back;
        }
        if (Memory.getLong(record + Heap.PARTIAL_SPANS) != 0) {
            long object = harvest(heap, bin, record, head);
            if (object != 0) {
                return object;
            }
        }
        long span = Memory.getLong(record + Heap.CARVE_SPAN);
        if (span != 0) {
            return Spans.carve(heap, record, span, head);
        }
        if (Adoption.isWorthATry(heap) && Adoption.adopt(heap)) {
            return refillAgain(heap, bin);
        }
        if (WaitingMail.take(heap, bin)) {
            // Once: what has nothing for the bin may be runs, which go back to where they were taken from.
            Inbox.drain(heap);
            long object = pop(head);
            if (object != 0) {
                return object;
            }
        }
        span = Spans.open(heap, bin);
        if (span == 0) {
            return 0;
        }
        long object = Spans.carve(heap, record, span, head);
        // Last: a tick may sweep the class.
        Purge.event(heap);
        return object;
    }

    /** Apart, since with a loop in the refill the C compiler would prepare each refill for many. */
    private static long refillAgain(long heap, int bin) {
        return refill(heap, bin);
    }

    /**
     * Takes free objects from detached spans. A span with plenty, free or still to be carved, is attached, since its objects will come
     * back; and any span if the class wants more. From the others only the objects are taken and count as out: no tag changes. Returns 0,
     * with a span to carve, if the spans had only that to offer.
     */
    private static long harvest(long heap, int bin, long record, long head) {
        int gathered = 0;
        for (int looked = 0; looked < HARVEST_SPANS && gathered < HARVEST_OBJECTS; looked++) {
            long span = Memory.getLong(record + Heap.PARTIAL_SPANS);
            if (span == 0) {
                break;
            }
            int free = Span.freeObjects(span);
            if (ListCheck.ofSpans()) {
                Spans.check(heap, span);
            }
            if (free == 0 && !Span.hasRoom(span)) {
                free = Thinning.revive(heap, span);
                // Its page is to be touched first: what more is needed comes from the next one then.
                looked = HARVEST_SPANS;
            }
            int capacity = Memory.getInt(span + Span.CAPACITY);
            int room = capacity - Memory.getInt(span + Span.CARVED);
            if ((free + room) * 4 >= capacity || free == 0 || gathered == 0 && Spans.wantsMoreAttached(heap, bin)) {
                if (gathered != 0) {
                    break;
                }
                Spans.unlinkPartial(record, span);
                Spans.attach(heap, span);
                Memory.putLong(head, Memory.getLong(span + Span.FREE_LIST));
                gathered = free;
                break;
            }
            gathered += free;
            takeObjects(record, span, head);
        }
        Heap.count(heap, Heap.HARVESTED_OBJECTS, gathered);
        return pop(head);
    }

    /** The first object of a list, taken from it; 0 if there is none. */
    static long pop(long head) {
        long object = Memory.getLong(head);
        if (object != 0) {
            Memory.putLong(head, FreeLink.get(object));
        }
        return object;
    }

    private static void takeObjects(long record, long span, long head) {
        long first = Memory.getLong(span + Span.FREE_LIST);
        long last = first;
        for (long next = FreeLink.get(last); next != 0; next = FreeLink.get(last)) {
            last = next;
        }
        FreeLink.put(last, Memory.getLong(head));
        Memory.putLong(head, first);
        Span.setAllOut(span);
        if (!Span.hasMore(span)) {
            Spans.unlinkPartial(record, span);
            Memory.putInt(span + Span.STATE, Span.STATE_FULL);
        }
    }
}
