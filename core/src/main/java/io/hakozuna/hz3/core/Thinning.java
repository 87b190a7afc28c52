package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Gives back the system's pages inside detached spans of which little is left. One object in use keeps a span of 64 KiB; of its sixteen
 * pages of 4 KiB most may hold nothing but free objects.
 *
 * <p>A page is <i>hollow</i> when its memory has gone back. Invariant: a free object is in the span's free list, or it overlaps a
 * hollow page and is hidden; the span counts its hidden objects. Nothing is ever written to a hollow page, since the links of the free
 * list are in the objects. When a class finds no other free object, {@link #revive} takes a hollow page back into use.
 *
 * <p>What is walked is the free list, which is where the knowledge is: a bit for each free object, then a test of all the bits that a
 * page's objects have. That an object is met twice means that it was freed twice.
 *
 * <p>Ancestors: scudo counts the free blocks of each page of a region and releases the pages that are all free; Mesh (Powers et al.,
 * PLDI 2019) lets sparse spans share their pages. Spans of more than one page of 64 KiB are left alone: their objects are few and large.
 */
@StaticInit
@Unmanaged
final class Thinning {
    private static final int OS_PAGE_SHIFT = 12;
    private static final int OS_PAGE_BYTES = 1 << OS_PAGE_SHIFT;
    private static final int LARGEST_SIZE = 8192;
    /** What a range of pages that is given back counts for, in objects: a system call and its work in the kernel. */
    private static final int RANGE_COST = 128;
    /** With more objects in use than this for each page, at random places, hardly one page in twenty is all free. */
    private static final int USED_PER_PAGE = 3;

    private Thinning() {
    }

    /**
     * Thins the spans in a segment whose classes have had no refill since the deadline, until the budget is used up or little more; returns
     * how much was. Its unit is an object that is walked. A class that is in use would only take its pages back.
     */
    static int segment(long heap, long segment, long deadline, int budget) {
        long used = ~Memory.getLong(segment + Segments.FREE_PAGES);
        long first = Segments.firstPage(segment);
        int spent = 0;
        while (used != 0 && spent < budget) {
            long page = first + Cpu.trailingZeros(used);
            used &= used - 1;
            int tag = PageTag.get(heap, page);
            if ((tag & PageTag.DETACHED) != 0 && SizeClasses.sizeOf(tag & PageTag.BIN_MASK) <= LARGEST_SIZE) {
                long span = Arena.spanRecord(page);
                spent++;
                if (Memory.getInt(span + Span.STATE) == Span.STATE_PARTIAL && isWorthIt(span) && rests(heap, span, deadline)) {
                    spent += Span.freeObjects(span) + RANGE_COST * thin(heap, span);
                }
            }
        }
        return spent;
    }

    /** Thins all spans of the heap. */
    static void everything(long heap) {
        for (long segment = Memory.getLong(heap + Heap.ALL_SEGMENTS); segment != 0; segment = Memory.getLong(segment + Segments.ALL_NEXT)) {
            segment(heap, segment, Long.MAX_VALUE, Integer.MAX_VALUE);
        }
    }

    /** Little is in use, and a quarter less than when the span was last looked at. */
    private static boolean isWorthIt(long span) {
        int out = Memory.getInt(span + Span.OUT);
        return out <= USED_PER_PAGE * carvedPages(span) && out * 4 <= Memory.getInt(span + Span.OUT_WHEN_THINNED) * 3;
    }

    private static boolean rests(long heap, long span, long deadline) {
        return Memory.getLong(Heap.classRecord(heap, Memory.getInt(span + Span.BIN)) + Heap.LAST_REFILL) <= deadline;
    }

    /** Pages of the system that have no room to carve. */
    private static int carvedPages(long span) {
        return Memory.getInt(span + Span.CARVED) * Span.size(span) >>> OS_PAGE_SHIFT;
    }

    /** Returns how many ranges were given back. */
    private static int thin(long heap, long span) {
        Memory.putInt(span + Span.OUT_WHEN_THINNED, Memory.getInt(span + Span.OUT));
        markFreeObjects(heap, span);
        int hollow = Memory.getInt(span + Span.HOLLOW_PAGES);
        int found = 0;
        for (int page = 0; page < carvedPages(span); page++) {
            if ((hollow & 1 << page) == 0 && isAllMarked(heap, firstObject(span, page), lastObject(span, page))) {
                found |= 1 << page;
            }
        }
        if (found == 0) {
            return 0;
        }
        hide(heap, span, found);
        return purge(heap, span, found);
    }

    private static void markFreeObjects(long heap, long span) {
        long bits = heap + Heap.FREE_OBJECTS;
        Memory.zero(bits, (Memory.getInt(span + Span.CARVED) + 63 >>> 6) * 8L);
        long start = Span.start(heap, span);
        int size = Span.size(span);
        for (long object = Memory.getLong(span + Span.FREE_LIST); object != 0; object = FreeLink.get(object)) {
            if (!mark(bits, (int) (object - start) / size)) {
                Console.fatal(Text.DOUBLE_FREE_OF_AN_OBJECT, object);
            }
        }
        for (int hollow = Memory.getInt(span + Span.HOLLOW_PAGES); hollow != 0; hollow &= hollow - 1) {
            int page = Cpu.trailingZeros(hollow);
            for (int index = firstObject(span, page); index <= lastObject(span, page); index++) {
                mark(bits, index);
            }
        }
    }

    /** Returns whether the bit was not set before. */
    private static boolean mark(long bits, int index) {
        long word = bits + (index >>> 6) * 8L;
        long before = Memory.getLong(word);
        long bit = 1L << (index & Long.SIZE - 1);
        Memory.putLong(word, before | bit);
        return (before & bit) == 0;
    }

    private static boolean isAllMarked(long heap, int first, int last) {
        long bits = heap + Heap.FREE_OBJECTS;
        int index = first;
        while (index <= last) {
            int inWord = Math.min(last - index, 63 - (index & 63));
            long wanted = -1L >>> 63 - inWord << (index & 63);
            if ((Memory.getLong(bits + (index >>> 6) * 8L) & wanted) != wanted) {
                return false;
            }
            index += inWord + 1;
        }
        return true;
    }

    /** The first carved object that overlaps a page of the span. */
    private static int firstObject(long span, int page) {
        return (page << OS_PAGE_SHIFT) / Span.size(span);
    }

    private static int lastObject(long span, int page) {
        return Math.min(((page + 1 << OS_PAGE_SHIFT) - 1) / Span.size(span), Memory.getInt(span + Span.CARVED) - 1);
    }

    /** The pages that an object overlaps, a bit each. */
    private static int pagesOf(long span, int index) {
        int begin = index * Span.size(span);
        int first = begin >>> OS_PAGE_SHIFT;
        int last = begin + Span.size(span) - 1 >>> OS_PAGE_SHIFT;
        return -1 >>> 31 - (last - first) << first;
    }

    /** Takes the objects that overlap the pages out of the free list. */
    private static void hide(long heap, long span, int pages) {
        long start = Span.start(heap, span);
        int size = Span.size(span);
        int hidden = 0;
        long last = 0;
        long object = Memory.getLong(span + Span.FREE_LIST);
        while (object != 0) {
            long next = FreeLink.get(object);
            if ((pagesOf(span, (int) (object - start) / size) & pages) != 0) {
                hidden++;
            } else {
                putNext(span, last, object);
                last = object;
            }
            object = next;
        }
        putNext(span, last, 0);
        Memory.putInt(span + Span.HIDDEN, Memory.getInt(span + Span.HIDDEN) + hidden);
        Memory.putInt(span + Span.HOLLOW_PAGES, Memory.getInt(span + Span.HOLLOW_PAGES) | pages);
        if (ListCheck.ofSpans()) {
            Spans.check(heap, span);
        }
    }

    /** Links an object of the free list, or the list itself where there is none yet, to the next one. */
    private static void putNext(long span, long object, long next) {
        if (object == 0) {
            Memory.putLong(span + Span.FREE_LIST, next);
        } else {
            FreeLink.put(object, next);
        }
    }

    /** A page that cannot be given back, because it is locked in memory, is hollow all the same: nobody needs it. */
    private static int purge(long heap, long span, int pages) {
        long start = Span.start(heap, span);
        int rest = pages;
        int ranges = 0;
        while (rest != 0) {
            int first = Cpu.trailingZeros(rest);
            int count = Cpu.trailingZeros(~(rest >>> first));
            Os.purge(start + ((long) first << OS_PAGE_SHIFT), (long) count << OS_PAGE_SHIFT);
            rest &= ~(-1 >>> Integer.SIZE - count << first);
            ranges++;
        }
        Heap.count(heap, Heap.HOLLOWED_PAGES, Cpu.bitCount(pages));
        return ranges;
    }

    /** Takes hollow pages back into use until a hidden object is in the free list; returns how many are. */
    static int revive(long heap, long span) {
        int hollow = Memory.getInt(span + Span.HOLLOW_PAGES);
        int revived = 0;
        while (hollow != 0 && revived == 0) {
            int page = Cpu.trailingZeros(hollow);
            hollow &= hollow - 1;
            for (int index = firstObject(span, page); index <= lastObject(span, page); index++) {
                if ((pagesOf(span, index) & hollow) == 0) {
                    long object = Span.start(heap, span) + (long) index * Span.size(span);
                    FreeLink.put(object, Memory.getLong(span + Span.FREE_LIST));
                    Memory.putLong(span + Span.FREE_LIST, object);
                    revived++;
                }
            }
        }
        Memory.putInt(span + Span.HOLLOW_PAGES, hollow);
        Memory.putInt(span + Span.HIDDEN, Memory.getInt(span + Span.HIDDEN) - revived);
        if (ListCheck.ofSpans()) {
            Spans.check(heap, span);
        }
        return revived;
    }
}
