package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Guard pages in the arena ({@code HZ3_GUARD_PAGES}): of a run the system's first and last page, of a segment the arena's first one, where
 * writes end that run through small blocks. Nobody may touch them; what they take is addresses, and memory if the pages had old contents.
 * <pre>
 *   run of n pages:  guard, 4 KiB | block, n * 64 KiB - 8 KiB | guard, 4 KiB
 *   segment:         guard, 64 KiB | 63 pages
 * </pre>
 * A run keeps its guards while it lies in a bin, and its pages keep them when they are given back, so that the next run of that place and
 * length needs no call of the system. Who takes pages opens what guards lie inside of what he has use for. Where they are is in the records
 * of the pages ({@link Span#GUARDS}), which only the segment's owner reads and writes.
 *
 * <p>A guard takes one or two of the 65530 mappings that a process may have, so there are only so many. Past that, and where the system
 * refuses to protect a page, runs and segments have none.
 */
@StaticInit
@Unmanaged
final class Guards {
    private static final int MARGIN = 4096;
    private static final long MOST = 12_288;
    /** Segments with guards, of those that are there. */
    private static final long MOST_SEGMENTS = 4096;

    /** Which ends of a page of the arena are guards. */
    private static final int FIRST = 1;
    private static final int LAST = 2;

    private Guards() {
    }

    static boolean areOn() {
        return Knobs.guardPages() != 0;
    }

    /** Bytes at the beginning of a run that are not the block's, and as many at its end. */
    static int margin() {
        return areOn() ? MARGIN : 0;
    }

    /** Pages of a segment, from the first one on, that are never taken. */
    static int ofSegment() {
        return areOn() ? 1 : 0;
    }

    private static boolean mayGuardSegment() {
        return Memory.getLong(Globals.at(Globals.COMMITTED_SEGMENTS)) < MOST_SEGMENTS;
    }

    /** As {@link Os#commit} of a whole segment, but for its guard. The caller holds the arena lock. */
    static boolean commitSegment(long address) {
        boolean guarded = mayGuardSegment() && Os.commit(address + Arena.PAGE_BYTES, Arena.SEGMENT_BYTES - Arena.PAGE_BYTES);
        return guarded || Os.commit(address, Arena.SEGMENT_BYTES);
    }

    /** The same for a segment that was mapped just now, and can be used as it is. */
    static void closeSegment(long address) {
        if (mayGuardSegment()) {
            Os.protect(address, Arena.PAGE_BYTES);
        }
    }

    /**
     * Taken pages become a run: guards at both ends, where that can be, and none between. Returns false if there is one that the system
     * does not open.
     */
    static boolean enclose(long page, int pages) {
        if (!open(page, pages, FIRST, LAST)) {
            return false;
        }
        close(page, FIRST, Arena.addressOf(page));
        close(page + pages - 1, LAST, Arena.addressOf(page + pages) - MARGIN);
        return true;
    }

    /** Taken pages become a span: no guards. Returns false if there is one that the system does not open. */
    static boolean open(long page, int pages) {
        return !areOn() || open(page, pages, 0, 0);
    }

    /** Opens all guards but those of the first and of the last page that are to be kept. */
    private static boolean open(long page, int pages, int keptOfFirst, int keptOfLast) {
        int closed = 0;
        for (int i = 0; i < pages; i++) {
            closed |= guards(page + i) & ~kept(i, pages, keptOfFirst, keptOfLast);
        }
        if (closed == 0) {
            return true;
        }
        long begin = Arena.addressOf(page) + (keptOfFirst == 0 ? 0 : MARGIN);
        long end = Arena.addressOf(page + pages) - (keptOfLast == 0 ? 0 : MARGIN);
        if (!Os.commit(begin, end - begin)) {
            return false;
        }
        forget(page, pages, keptOfFirst, keptOfLast);
        return true;
    }

    private static void forget(long page, int pages, int keptOfFirst, int keptOfLast) {
        for (int i = 0; i < pages; i++) {
            set(page + i, guards(page + i) & kept(i, pages, keptOfFirst, keptOfLast));
        }
    }

    private static int kept(int index, int pages, int keptOfFirst, int keptOfLast) {
        return (index == 0 ? keptOfFirst : 0) | (index == pages - 1 ? keptOfLast : 0);
    }

    private static void close(long page, int which, long address) {
        int guards = guards(page);
        boolean wanted = (guards & which) == 0 && Memory.getLongOpaque(Globals.at(Globals.GUARDS)) < MOST;
        if (wanted && Os.protect(address, MARGIN)) {
            set(page, guards | which);
        }
    }

    /** An empty segment leaves its heap: nobody has use for its guards, which are mappings, or have gone with its memory. */
    static void leave(long segment) {
        long page = Segments.firstPage(segment) + ofSegment();
        int pages = Arena.SEGMENT_PAGES - ofSegment();
        if (Segments.state(segment) == Segments.COMMITTED) {
            open(page, pages);
        } else {
            forget(page, pages, 0, 0);
        }
    }

    /** A span is none any more, so its records say nothing of guards. */
    static void forgetSpan(long span, int pages) {
        for (int i = 0; areOn() && i < pages; i++) {
            Memory.putInt(span + i * Span.RECORD_BYTES + Span.GUARDS, 0);
        }
    }

    private static int guards(long page) {
        return Memory.getInt(Arena.spanRecord(page) + Span.GUARDS);
    }

    private static void set(long page, int guards) {
        int before = guards(page);
        if (guards != before) {
            Memory.putInt(Arena.spanRecord(page) + Span.GUARDS, guards);
            Memory.getAndAddLongVolatile(Globals.at(Globals.GUARDS), count(guards) - count(before));
        }
    }

    private static int count(int guards) {
        return (guards & FIRST) + (guards >>> 1);
    }
}
