package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Spans of equal objects, and the accounting that lets an empty one be retired although the fast paths count nothing.
 *
 * <p>A class has a few <i>attached</i> spans. Frees of their objects take the fast path into the bin, and nobody knows how many of
 * them are out. All other spans are <i>detached</i>: their page tags carry a bit that sends a free to the slow path, which puts the
 * object on the span's own list and counts. So the price of counting is paid only past the attached spans, and the memory whose
 * occupancy is unknown is bounded by their number ({@code HZ3_ATTACHED_SPANS}, {@code HZ3_ATTACHED_SPANS_REPLACED}).
 *
 * <p>The moment of truth is the empty bin. When a bin is empty every carved object of every attached span is out, so the oldest one
 * can be detached with {@code out = carved} and nothing is walked. An object of a detached span that sits in a bin, an inbox or a
 * stash counts as out; a span can therefore look fuller than it is, never emptier. {@link Sweep} makes a class exact where that
 * matters: it sends everything in the bin home.
 *
 * <p>Ancestors: mimalloc counts on each free and parks full pages; tcmalloc counts in its central list at batch moves. Here the count
 * is skipped where objects cycle and kept where they come to rest.
 */
@StaticInit
@Unmanaged
final class Spans {
    private static final int OS_PAGE_BYTES = 4096;

    private Spans() {
    }

    /** Opens a fresh span and attaches it. The bin is empty. Returns 0 if there is no memory. */
    static long open(long heap, int bin) {
        int pages = SizeClasses.pagesOf(bin);
        long taken = Segments.take(heap, pages, 1);
        if (taken < 0) {
            return 0;
        }
        long page = taken >> 1;
        if (!Guards.open(page, pages)) {
            Segments.give(heap, page, pages);
            return 0;
        }
        long span = Arena.spanRecord(page);
        int size = SizeClasses.sizeOf(bin);
        Memory.putLong(span + Span.FREE_LIST, 0);
        Memory.putInt(span + Span.HIDDEN, 0);
        Memory.putInt(span + Span.HOLLOW_PAGES, 0);
        Memory.putInt(span + Span.OUT, 0);
        Memory.putInt(span + Span.CARVED, 0);
        Memory.putInt(span + Span.CAPACITY, (int) (pages * Arena.PAGE_BYTES / size));
        Memory.putInt(span + Span.BIN, bin);
        Memory.putInt(span + Span.PAGES, pages);
        for (int i = 0; i < pages; i++) {
            Memory.putInt(span + i * Span.RECORD_BYTES + Span.BACK, i);
        }
        ObjectStates.forget(page, pages);
        Heap.count(heap, Heap.SPANS_OPENED, 1);
        attach(heap, span);
        if (Memory.getLong(heap + Heap.ATTACHED_PAGES) > Knobs.attachedPages()) {
            Sweep.sweepRestingClasses(heap, bin);
        }
        return span;
    }

    /**
     * Attaches a span that is in no list; the bin is empty, which is what allows the oldest span to be detached in exchange. If it has
     * room and no other attached span is being carved, it becomes the one.
     */
    static void attach(long heap, long span) {
        int bin = Memory.getInt(span + Span.BIN);
        long record = Heap.classRecord(heap, bin);
        int attached = Memory.getInt(record + Heap.ATTACHED_COUNT);
        if (attached >= mostAttached(heap, bin)) {
            detachOldest(heap, record);
        } else {
            Memory.putInt(record + Heap.ATTACHED_COUNT, attached + 1);
        }
        Heap.count(heap, Heap.ATTACHED_PAGES, Memory.getInt(span + Span.PAGES));
        Memory.putInt(span + Span.STATE, Span.STATE_ATTACHED);
        Memory.putLong(span + Span.NEXT, 0);
        long newest = Memory.getLong(record + Heap.NEWEST_ATTACHED);
        Memory.putLong(newest == 0 ? record + Heap.OLDEST_ATTACHED : newest + Span.NEXT, span);
        Memory.putLong(record + Heap.NEWEST_ATTACHED, span);
        if (Span.hasRoom(span) && Memory.getLong(record + Heap.CARVE_SPAN) == 0) {
            Memory.putLong(record + Heap.CARVE_SPAN, span);
        }
        tag(heap, span, Trap.ofNewSpan());
    }

    /** A class whose blocks are replaced at random has more, at most half as many as its bin may keep frees: fewer of large objects. */
    private static int mostAttached(long heap, int bin) {
        return Math.max(Knobs.attachedSpans(), Math.min(Knobs.attachedSpansReplaced(), KeptFrees.allowed(heap, bin) >>> 1));
    }

    /** Whether more spans of the class should be attached, even such as have little to give: its blocks are replaced at random. */
    static boolean wantsMoreAttached(long heap, int bin) {
        int most = mostAttached(heap, bin);
        return most > Knobs.attachedSpans() && Memory.getInt(Heap.classRecord(heap, bin) + Heap.ATTACHED_COUNT) < most;
    }

    /** The attached count stays: the caller puts another span in its place. */
    private static void detachOldest(long heap, long record) {
        long span = Memory.getLong(record + Heap.OLDEST_ATTACHED);
        long next = Memory.getLong(span + Span.NEXT);
        Memory.putLong(record + Heap.OLDEST_ATTACHED, next);
        if (next == 0) {
            Memory.putLong(record + Heap.NEWEST_ATTACHED, 0);
        }
        detach(heap, record, span);
    }

    /** From here on the span counts. Every carved object counts as out. */
    private static void detach(long heap, long record, long span) {
        if (Memory.getLong(record + Heap.CARVE_SPAN) == span) {
            Memory.putLong(record + Heap.CARVE_SPAN, 0);
        }
        Heap.count(heap, Heap.ATTACHED_PAGES, -Memory.getInt(span + Span.PAGES));
        Span.setAllOut(span);
        tag(heap, span, PageTag.DETACHED);
        if (Span.hasMore(span)) {
            linkPartial(record, span);
        } else {
            Memory.putInt(span + Span.STATE, Span.STATE_FULL);
        }
    }

    static void tag(long heap, long span, int flags) {
        int tag = Memory.getInt(heap + Heap.OWNER_TAG) | Memory.getInt(span + Span.BIN) | flags;
        PageTag.set(heap, pageOf(heap, span), Memory.getInt(span + Span.PAGES), tag);
    }

    private static long pageOf(long heap, long span) {
        return (span - Memory.getLong(heap + Heap.SPANS)) / Span.RECORD_BYTES;
    }

    /**
     * Cuts the next objects off an attached span: those up to the end of the system's page, so that no page is touched before it is
     * needed. The first is returned and not touched at all, the others go to the empty bin.
     */
    static long carve(long heap, long record, long span, long head) {
        int size = Span.size(span);
        int carved = Memory.getInt(span + Span.CARVED);
        int room = Memory.getInt(span + Span.CAPACITY) - carved;
        long first = Span.start(heap, span) + (long) carved * size;
        int inPage = OS_PAGE_BYTES - (int) (first & OS_PAGE_BYTES - 1);
        int count = Math.min(room, inPage >= 2 * size ? inPage / size : 1);
        ObjectStates.carved(first, size, count);
        if (count > 1 && Shuffle.isOn()) {
            first = Shuffle.link(heap, head, first, size, count);
        } else if (count > 1) {
            long object = first + size;
            long last = first + (long) (count - 1) * size;
            Memory.putLong(head, object);
            while (object < last) {
                FreeLink.put(object, object + size);
                object += size;
            }
            FreeLink.put(last, 0);
            if (ListCheck.ofBins()) {
                ListCheck.chain(Text.BINS, Heap.owner(heap), Memory.getInt(span + Span.BIN), first + size, last, count - 1);
            }
        }
        Memory.putInt(span + Span.CARVED, carved + count);
        if (count == room) {
            Memory.putLong(record + Heap.CARVE_SPAN, 0);
        }
        Heap.count(heap, Heap.CARVED_OBJECTS, count);
        return first;
    }

    /** Takes an object of a detached span home, if the bin does not keep it; retires the span with its last one. */
    static void free(long heap, long page, long object, long bin) {
        if (ListCheck.ofSpans()) {
            check(heap, Span.ofPage(heap, page), object);
        }
        if (KeptFrees.keep(heap, bin, object)) {
            return;
        }
        long span = Span.ofPage(heap, page);
        if (Cpu.unlikely(push(span, object))) {
            changed(heap, span);
        }
    }

    /**
     * Stops the process if no object begins at the address, or the page was never a span's. Neither a free to the bin nor one of a detached
     * span looks.
     */
    private static void checkStart(long heap, long span, long object) {
        int size = Span.size(span);
        if (size == 0 || (object - Span.start(heap, span)) % size != 0) {
            Console.fatal(Text.FREE_OF_AN_ADDRESS_INSIDE_AN_OBJECT, object);
        }
    }

    /** Takes an object of a detached span home that was in the bin; no event. */
    static void takeHome(long heap, long object) {
        long span = Span.ofPage(heap, object - Memory.getLong(heap + Heap.ARENA_BASE) >>> Arena.PAGE_SHIFT);
        if (ListCheck.ofSpans()) {
            check(heap, span, object);
        }
        checkStart(heap, span, object);
        if (push(span, object)) {
            move(heap, span);
        }
    }

    /** A free has emptied the span, or was the first one of a full span; an event. */
    static void changed(long heap, long span) {
        move(heap, span);
        if (Memory.getInt(span + Span.OUT) == 0) {
            Sweep.sweepIfItShrinks(heap, Memory.getInt(span + Span.BIN));
        }
        Purge.event(heap);
    }

    private static void move(long heap, long span) {
        if (Memory.getInt(span + Span.OUT) == 0) {
            retire(heap, span);
        } else {
            linkPartial(Heap.classRecord(heap, Memory.getInt(span + Span.BIN)), span);
        }
    }

    /** Puts an object into the list of its detached span. Returns whether the span is now to be in another list, or in none. */
    private static boolean push(long span, long object) {
        int out = Memory.getInt(span + Span.OUT) - 1;
        if (Cpu.unlikely(Memory.getLong(span + Span.FREE_LIST) == object)) {
            Console.fatal(Text.DOUBLE_FREE_OF_AN_OBJECT, object);
        }
        FreeLink.put(object, Memory.getLong(span + Span.FREE_LIST));
        Memory.putLong(span + Span.FREE_LIST, object);
        Memory.putInt(span + Span.OUT, out);
        return out == 0 || Memory.getInt(span + Span.STATE) == Span.STATE_FULL;
    }

    /** The span is a partial one: it has eight objects at least, and became partial with the first that came home. */
    private static void retire(long heap, long span) {
        unlinkPartial(Heap.classRecord(heap, Memory.getInt(span + Span.BIN)), span);
        Memory.putInt(span + Span.STATE, Span.STATE_NONE);
        int pages = Memory.getInt(span + Span.PAGES);
        long page = pageOf(heap, span);
        PageTag.set(heap, page, pages, 0);
        Guards.forgetSpan(span, pages);
        Segments.give(heap, page, pages);
        Heap.count(heap, Heap.SPANS_RETIRED, 1);
    }

    /** Detaches all attached spans of the class, whose bin is empty now. */
    static void detachAll(long heap, long record) {
        long span = Memory.getLong(record + Heap.OLDEST_ATTACHED);
        Memory.putLong(record + Heap.OLDEST_ATTACHED, 0);
        Memory.putLong(record + Heap.NEWEST_ATTACHED, 0);
        Memory.putInt(record + Heap.ATTACHED_COUNT, 0);
        while (span != 0) {
            long next = Memory.getLong(span + Span.NEXT);
            detach(heap, record, span);
            span = next;
        }
    }

    /** Stops the process if the object is none of the detached span's, or free already. */
    private static void check(long heap, long span, long object) {
        ListCheck.object(Text.SPANS, Heap.owner(heap), Memory.getInt(span + Span.BIN), object);
        if (Knobs.centralDebug() != 0) {
            check(heap, span);
            ListCheck.notYet(Text.SPANS, Heap.owner(heap), Memory.getInt(span + Span.BIN), Memory.getLong(span + Span.FREE_LIST), object);
        }
    }

    /** Stops the process if a detached span's list is not what its counts say. */
    static void check(long heap, long span) {
        ListCheck.chain(Text.SPANS, Heap.owner(heap), Memory.getInt(span + Span.BIN), Memory.getLong(span + Span.FREE_LIST), ListCheck.UNKNOWN,
            Span.freeObjects(span));
    }

    /** Memory of the system's pages in attached spans that anything was ever carved of. */
    static long attachedBytes(long heap) {
        long bytes = 0;
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            long span = Memory.getLong(Heap.classRecord(heap, bin) + Heap.OLDEST_ATTACHED);
            while (span != 0) {
                long carved = (long) Memory.getInt(span + Span.CARVED) * Span.size(span);
                bytes += carved + OS_PAGE_BYTES - 1 & -OS_PAGE_BYTES;
                span = Memory.getLong(span + Span.NEXT);
            }
        }
        return bytes;
    }

    static void linkPartial(long record, long span) {
        Links.push(record + Heap.PARTIAL_SPANS, span, Span.NEXT, Span.PREVIOUS);
        Memory.putInt(span + Span.STATE, Span.STATE_PARTIAL);
    }

    static void unlinkPartial(long record, long span) {
        Links.remove(record + Heap.PARTIAL_SPANS, span, Span.NEXT, Span.PREVIOUS);
    }
}
