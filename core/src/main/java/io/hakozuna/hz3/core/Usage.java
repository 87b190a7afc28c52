package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * What the memory is used for, counted when somebody asks, since the fast paths count nothing. All in bytes:
 * <pre>
 *   in use     blocks that the program holds, by the sizes of their classes, runs of pages and mappings
 *   cached     blocks that were freed and lie in a bin, a stash or an inbox, ready for the next malloc
 *   retained   free pages and freed mappings, as far as their memory has not been given back
 *   resident   what the system says is in memory of all of the allocator's: the above as far as it was touched, the free objects
 *              inside spans, and the allocator's own tables
 * </pre>
 * <b>Exact</b> are the figures of the caller's heap and of heaps without a thread: the caller's stash is sent off and its mail taken home,
 * and then the lists in their bins are counted. The lists of another thread that runs cannot be walked, for they change and lead through
 * memory that is not free any more; there everything that was carved of an attached span counts as in use, and so does what lies in the
 * bins, the stash and the inbox. So with one thread all is exact; with more, what they have cached counts as in use and not as
 * cached, and what they change meanwhile makes the sum a moment's view. Retained and resident are exact whatever the threads.
 */
@StaticInit
@Unmanaged
final class Usage {
    private static final long OS_PAGE = 4096;

    private Usage() {
    }

    /**
     * Bytes cached by the caller's heap and by heaps without a thread, for which it tidies them up. The caller holds no lock but that
     * of the statistics, and is not in a signal handler.
     */
    static long cached(long current) {
        long bytes = 0;
        if (!Heap.isNone(current)) {
            bytes = settled(current);
        }
        long owners = Heaps.owners();
        for (int owner = 1; owner <= owners; owner++) {
            long heap = Arena.heapOf(owner);
            if (IdleHeaps.takeIfEnded(heap)) {
                DeadHeaps.leave(heap, Os.milliseconds());
            }
            if (heap != current && DeadHeaps.claim(heap)) {
                bytes += settled(heap);
                DeadHeaps.letGo(heap);
            }
        }
        return bytes;
    }

    /** The caller is the heap's owner, or has claimed it. */
    private static long settled(long heap) {
        RemoteFree.flush(heap);
        Inbox.drainAll(heap);
        Sweep.sendHome(heap, Integer.MAX_VALUE);
        long bytes = 0;
        for (int bin = 1; bin < SizeClasses.BINS + SizeClasses.RUN_BIN_PAGES; bin++) {
            long objects = 0;
            for (long object = Memory.getLong(Heap.head(heap, bin)); object != 0; object = FreeLink.peek(object)) {
                objects++;
            }
            bytes += objects * SizeClasses.sizeOf(bin);
        }
        return bytes;
    }

    /** Bytes of the arena that are in use or cached. */
    static long out() {
        long pages = Arena.frontier() * Arena.SEGMENT_PAGES;
        long bytes = 0;
        for (long page = 0; page < pages; page++) {
            int tag = Arena.tagOf(page);
            if (tag != 0) {
                bytes += outOf(Arena.spanRecord(page), tag);
            }
        }
        return bytes;
    }

    /** Of a page: what is out of the span or run that begins with it. Of a running thread's, where the words may not fit each other. */
    private static long outOf(long record, int tag) {
        int bin = tag & PageTag.BIN_MASK;
        if ((tag & PageTag.RUN) != 0 || bin >= SizeClasses.BINS) {
            return Runs.bytesOf(Memory.getIntOpaque(record + Span.PAGES));
        }
        if (Memory.getIntOpaque(record + Span.BACK) != 0) {
            return 0;
        }
        boolean detached = (tag & PageTag.DETACHED) != 0;
        int objects = detached ? Memory.getIntOpaque(record + Span.OUT)
            : Memory.getIntOpaque(record + Span.CARVED) - Memory.getIntOpaque(record + Span.HIDDEN);
        return (long) objects * SizeClasses.sizeOf(bin);
    }

    private static long segment(long index) {
        return Memory.getLong(Globals.at(Globals.SEGMENTS)) + index * Segments.RECORD_BYTES;
    }

    /** Bytes in memory of free pages and of cached mappings. */
    static long retained() {
        long segments = Arena.frontier();
        long bytes = DirectCache.residentBytes();
        for (long i = 0; i < segments; i++) {
            long dirty = Memory.getLongOpaque(segment(i) + Segments.DIRTY_PAGES);
            while (dirty != 0) {
                int first = Cpu.trailingZeros(dirty);
                long rest = ~(dirty >>> first);
                int pages = rest == 0 ? Arena.SEGMENT_PAGES : Cpu.trailingZeros(rest);
                pages = Math.min(pages, Arena.SEGMENT_PAGES - first);
                dirty &= ~(-1L >>> Arena.SEGMENT_PAGES - pages << first);
                // Hollow pages are free pages of the arena now, and their memory has gone back before.
                bytes += Os.residentBytes(Segments.address(segment(i)) + ((long) first << Arena.PAGE_SHIFT), (long) pages << Arena.PAGE_SHIFT);
            }
        }
        return bytes;
    }

    /** Bytes in memory in all. */
    static long resident() {
        return residentInArena() + ObjectStates.residentBytes() + residentTables() + residentMappings();
    }

    /** Bytes in memory of direct blocks and cached mappings. */
    private static long residentMappings() {
        return Direct.residentBytes() + DirectCache.residentBytes();
    }

    /** Bytes of the arena that are in memory. Where a segment has been given up, memory is somebody else's. */
    static long residentInArena() {
        long segments = Arena.frontier();
        long bytes = 0;
        for (long i = 0; i < segments; i++) {
            if (Segments.state(segment(i)) == Segments.COMMITTED) {
                bytes += Os.residentBytes(Segments.address(segment(i)), Arena.SEGMENT_BYTES);
            }
        }
        return bytes;
    }

    /** Bytes in memory of the arena's tables, the heap blocks and the tables of the direct blocks. */
    private static long residentTables() {
        return Arena.residentTables() + residentHeaps() + Direct.tableBytes();
    }

    /** Heap blocks lie one behind the other in a few mappings, so two of them may share a page of the system. */
    private static long residentHeaps() {
        long owners = Heaps.owners();
        long bytes = 0;
        long counted = 0;
        for (int owner = 1; owner <= owners; owner++) {
            long heap = Arena.heapOf(owner);
            long end = heap + Heap.bytes() + OS_PAGE - 1 & -OS_PAGE;
            long begin = heap & -OS_PAGE;
            if (begin < counted && counted <= end) {
                begin = counted;
            }
            if (begin < end) {
                bytes += Os.residentBytes(begin, end - begin);
            }
            counted = end;
        }
        return bytes;
    }
}
