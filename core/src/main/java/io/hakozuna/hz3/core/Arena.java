package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.ArenaView;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * One reserved range of address space, cut into segments of 4 MiB, cut into pages of 64 KiB. Metadata lies in flat tables outside it:
 * a tag and a span record a page, a record a segment. Segments are committed when they are handed out, and the tables with
 * them, a group of 16 segments at a time, so that nothing is charged or touched ahead of use.
 *
 * <p>All changes happen under the arena lock, which is taken once per 4 MiB that a heap gains or loses.
 */
@StaticInit
@Unmanaged
final class Arena {
    static final int PAGE_SHIFT = 16;
    static final long PAGE_BYTES = 1L << PAGE_SHIFT;
    static final int SEGMENT_PAGES = 64;
    static final int SEGMENT_SHIFT = 22;
    static final long SEGMENT_BYTES = 1L << SEGMENT_SHIFT;

    /** Owner numbers fit in 16 bits; 0 is nobody. */
    static final int OWNERS = 1 << 16;

    private static final long TAG_BYTES = 4;
    private static final long GROUP_SEGMENTS = 16;
    private static final long GROUP_PAGES = GROUP_SEGMENTS * SEGMENT_PAGES;
    private static final long SMALLEST = 2 * SEGMENT_BYTES;
    /** A limit on address space beyond this is none: a sixteenth of what there is. */
    private static final long FAR = 1L << 43;
    /** Free segments that are tried where the system refuses some. */
    private static final int SEARCH_LIMIT = 16;

    private Arena() {
    }

    /** Makes sure that the arena has been tried for. The caller holds the arena lock. */
    static void open() {
        if (Memory.getInt(Globals.at(Globals.ARENA_TRIED)) != 0) {
            return;
        }
        Memory.putInt(Globals.at(Globals.ARENA_TRIED), 1);
        Surroundings.look();
        long limit = Os.addressSpaceLimit();
        if (limit <= FAR) {
            openWithin(Math.min(Knobs.arenaSize(), limit) & -SEGMENT_BYTES);
            return;
        }
        long bytes = Knobs.arenaSize();
        while (bytes >= SMALLEST) {
            if (reserve(bytes)) {
                return;
            }
            bytes = bytes / 2 & -SEGMENT_BYTES;
        }
    }

    /**
     * Under a limit on address space nothing is reserved, since the program needs what the arena does not: a segment is mapped when it
     * is handed out, and unmapped when it is given back. The arena begins so far below the place where the system maps now that, within
     * the limit, other mappings hardly get there; where one does, a segment is passed over.
     */
    private static void openWithin(long bytes) {
        long tables = bytes < SMALLEST ? 0 : openTables(bytes >>> SEGMENT_SHIFT);
        if (tables != 0) {
            openAt(tables - 2 * bytes & -SEGMENT_BYTES, tables, bytes >>> SEGMENT_SHIFT);
        }
    }

    private static boolean reserve(long bytes) {
        long padded = bytes + SEGMENT_BYTES;
        long range = Os.reserve(padded);
        if (range == 0) {
            return false;
        }
        long base = range + SEGMENT_BYTES - 1 & -SEGMENT_BYTES;
        if (base > range) {
            Os.unmap(range, base - range);
        }
        if (base + bytes < range + padded) {
            Os.unmap(base + bytes, range + padded - base - bytes);
        }
        long tables = openTables(bytes >>> SEGMENT_SHIFT);
        if (tables == 0) {
            Os.unmap(base, bytes);
            return false;
        }
        openAt(base, tables, bytes >>> SEGMENT_SHIFT);
        Memory.putLong(Globals.at(Globals.RESERVED_SEGMENTS), bytes >>> SEGMENT_SHIFT);
        adviseHugePages(base, bytes);
        return true;
    }

    /**
     * A huge page would come back as a whole for the one block of 4 KiB of it that is still in use. Said of each new mapping, since the
     * system forgets it with the old one.
     */
    private static void adviseHugePages(long address, long bytes) {
        Os.hugePages(address, bytes, Knobs.hugePages());
    }

    private static void openAt(long base, long tables, long segments) {
        Memory.putLong(Globals.at(Globals.ARENA_BASE), base);
        ArenaView.open(base, Memory.getLong(Globals.at(Globals.TAGS)));
        ObjectStates.open(tables, base, groupedPages(segments));
        FreeLink.open();
        Canary.open();
    }

    private static long groupedPages(long segments) {
        return (segments + GROUP_SEGMENTS - 1) / GROUP_SEGMENTS * GROUP_PAGES;
    }

    /** Returns the tables' address, or 0. First the objects' states, where they are kept. */
    private static long openTables(long segments) {
        long groupedPages = groupedPages(segments);
        long stateBytes = ObjectStates.bytes(groupedPages);
        long tagBytes = groupedPages * TAG_BYTES;
        long spanBytes = groupedPages * Span.RECORD_BYTES;
        long segmentBytes = segments * Segments.RECORD_BYTES + 4095 & -4096L;
        long ownerBytes = OWNERS * 8L;
        long tables = Os.reserve(stateBytes + tagBytes + spanBytes + segmentBytes + ownerBytes);
        if (tables == 0) {
            return 0;
        }
        long tags = tables + stateBytes;
        long segmentRecords = tags + tagBytes + spanBytes;
        if (!Os.commit(segmentRecords, segmentBytes + ownerBytes)) {
            Os.unmap(tables, stateBytes + tagBytes + spanBytes + segmentBytes + ownerBytes);
            return 0;
        }
        Memory.putLong(Globals.at(Globals.TAGS), tags);
        Memory.putLong(Globals.at(Globals.SPANS), tags + tagBytes);
        Memory.putLong(Globals.at(Globals.SEGMENTS), segmentRecords);
        Memory.putLong(Globals.at(Globals.OWNERS), segmentRecords + segmentBytes);
        Memory.putLong(Globals.at(Globals.SEGMENT_CAPACITY), segments);
        return tables;
    }

    /** A segment for the heap: its record, with all its pages free; 0 when the arena or the memory is exhausted. */
    static long takeSegment(long heap) {
        long segment = tryTakeSegment(heap);
        if (segment == 0 && !isFull() && DirectCache.clear()) {
            // What mappings held for their next blocks may be what the system refused this for.
            segment = tryTakeSegment(heap);
        }
        return segment;
    }

    /** Racy; no reason why there should be no segment but that the system refuses it. */
    private static boolean isFull() {
        return Memory.getLongOpaque(Globals.at(Globals.FREE_SEGMENTS)) == 0
            && Memory.getLongOpaque(Globals.at(Globals.SEGMENT_FRONTIER)) >= Memory.getLong(Globals.at(Globals.SEGMENT_CAPACITY));
    }

    private static long tryTakeSegment(long heap) {
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        long segment = takeFreeSegment();
        if (segment == 0) {
            segment = takeNextSegment();
        }
        if (segment != 0) {
            Memory.putLong(heap + Heap.ARENA_PAGES, Memory.getLong(Globals.at(Globals.ARENA_PAGES)));
        }
        Lock.leave(lock);
        return segment;
    }

    /** Of the first few, one that is there or that the system gives again: those given up last are the first. */
    private static long takeFreeSegment() {
        long link = Globals.at(Globals.FREE_SEGMENTS);
        long segment = Memory.getLong(link);
        for (int looked = 0; looked < SEARCH_LIMIT && segment != 0; looked++) {
            if (Segments.state(segment) == Segments.COMMITTED || getAgain(segment)) {
                Memory.putLong(link, Memory.getLong(segment + Segments.NEXT));
                return segment;
            }
            link = segment + Segments.NEXT;
            segment = Memory.getLong(link);
        }
        return 0;
    }

    private static boolean getAgain(long segment) {
        long address = Segments.address(segment);
        boolean reserved = Segments.state(segment) == Segments.RESERVED;
        boolean got = reserved ? commitReserved(address) : Os.mapAt(address, SEGMENT_BYTES) > 0;
        if (got) {
            adviseHugePages(address, SEGMENT_BYTES);
            if (Guards.areOn() && !reserved) {
                Guards.closeSegment(address);
            }
            Segments.setState(segment, Segments.COMMITTED);
            countCommitted(1);
        }
        return got;
    }

    private static boolean commitReserved(long address) {
        return Guards.areOn() ? Guards.commitSegment(address) : Os.commit(address, SEGMENT_BYTES);
    }

    private static void countCommitted(int change) {
        long count = Globals.at(Globals.COMMITTED_SEGMENTS);
        Memory.putLongOpaque(count, Memory.getLong(count) + change);
    }

    private static long takeNextSegment() {
        long capacity = Memory.getLong(Globals.at(Globals.SEGMENT_CAPACITY));
        for (long index = Memory.getLong(Globals.at(Globals.SEGMENT_FRONTIER)); index < capacity; index++) {
            long firstPage = index * SEGMENT_PAGES;
            if (firstPage >= Memory.getLong(Globals.at(Globals.ARENA_PAGES)) && !commitTables(firstPage)) {
                return 0;
            }
            long segment = Segments.ofPage(firstPage);
            Memory.putLong(segment + Segments.FREE_PAGES, Segments.allFree());
            int got = ObjectStates.commit(firstPage, SEGMENT_PAGES) ? commit(index) : 0;
            if (got == 0) {
                return 0;
            }
            if (got < 0) {
                Segments.setState(segment, Segments.GONE);
            }
            // Release: whoever sees the segment below the frontier sees its state.
            Memory.putLongRelease(Globals.at(Globals.SEGMENT_FRONTIER), index + 1);
            if (got > 0) {
                countCommitted(1);
                return segment;
            }
        }
        return 0;
    }

    /** As {@link Os#mapAt}, whether the segment's addresses are reserved or not. */
    private static int commit(long index) {
        long address = Memory.getLong(Globals.at(Globals.ARENA_BASE)) + (index << SEGMENT_SHIFT);
        if (index >= Memory.getLong(Globals.at(Globals.RESERVED_SEGMENTS))) {
            int got = Os.mapAt(address, SEGMENT_BYTES);
            if (got > 0) {
                adviseHugePages(address, SEGMENT_BYTES);
                if (Guards.areOn()) {
                    Guards.closeSegment(address);
                }
            }
            return got;
        }
        return commitReserved(address) ? 1 : 0;
    }

    private static boolean commitTables(long firstPage) {
        long tags = Memory.getLong(Globals.at(Globals.TAGS)) + firstPage * TAG_BYTES;
        long spans = Memory.getLong(Globals.at(Globals.SPANS)) + firstPage * Span.RECORD_BYTES;
        if (!Os.commit(tags, GROUP_PAGES * TAG_BYTES) || !Os.commit(spans, GROUP_PAGES * Span.RECORD_BYTES)) {
            return false;
        }
        // The last group may reach past the arena, where other mappings are. Release: a thread that acquires the new page count may
        // read the tables and the base, which were written before.
        long pages = Memory.getLong(Globals.at(Globals.SEGMENT_CAPACITY)) * SEGMENT_PAGES;
        Memory.putLongRelease(Globals.at(Globals.ARENA_PAGES), Math.min(firstPage + GROUP_PAGES, pages));
        return true;
    }

    /** Takes back a segment whose pages are all free and purged. */
    static void releaseSegment(long segment) {
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        if (Segments.state(segment) != Segments.COMMITTED) {
            countCommitted(-1);
        }
        Memory.putLong(segment + Segments.NEXT, Memory.getLong(Globals.at(Globals.FREE_SEGMENTS)));
        Memory.putLong(Globals.at(Globals.FREE_SEGMENTS), segment);
        Lock.leave(lock);
    }

    /** Pages whose metadata is committed, with those of the last group that lie past the arena. Acquire: who sees pages sees the tables. */
    static long committedPages() {
        return (Memory.getLongAcquire(Globals.at(Globals.ARENA_PAGES)) + GROUP_PAGES - 1) & -GROUP_PAGES;
    }

    /** Bytes of the tables that are in memory, but for the objects' states. */
    static long residentTables() {
        long pages = committedPages();
        if (pages == 0) {
            return 0;
        }
        long tags = Memory.getLong(Globals.at(Globals.TAGS));
        long spans = Memory.getLong(Globals.at(Globals.SPANS));
        long segments = Memory.getLong(Globals.at(Globals.SEGMENTS));
        long owners = Memory.getLong(Globals.at(Globals.OWNERS)) + OWNERS * 8L;
        return Os.residentBytes(tags, pages * TAG_BYTES) + Os.residentBytes(spans, pages * Span.RECORD_BYTES)
            + Os.residentBytes(segments, owners - segments);
    }

    /**
     * Gives back what purging leaves: the system charges a process for memory that it may write, whether it is there or not, and for
     * addresses. Free segments are charged no more, and under a limit on address space neither they nor those past the frontier take
     * any of it. Returns whether there was anything.
     */
    static boolean giveBack() {
        long limit = Os.addressSpaceLimit();
        boolean limited = limit != Long.MAX_VALUE;
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        boolean any = limited && (unreserveTail() | ObjectStates.unreserve(committedPages() + groupedPages(limit >>> SEGMENT_SHIFT)));
        long segment = Memory.getLong(Globals.at(Globals.FREE_SEGMENTS));
        while (segment != 0) {
            any |= limited ? unmap(segment) : decommit(segment);
            segment = Memory.getLong(segment + Segments.NEXT);
        }
        Lock.leave(lock);
        return any;
    }

    private static boolean unreserveTail() {
        long frontier = Memory.getLong(Globals.at(Globals.SEGMENT_FRONTIER));
        long reserved = Memory.getLong(Globals.at(Globals.RESERVED_SEGMENTS));
        if (reserved <= frontier) {
            return false;
        }
        // First the count: once the addresses are free another thread may have a block there.
        Memory.putLongOpaque(Globals.at(Globals.RESERVED_SEGMENTS), frontier);
        long address = Memory.getLong(Globals.at(Globals.ARENA_BASE)) + (frontier << SEGMENT_SHIFT);
        boolean done = Os.unmap(address, reserved - frontier << SEGMENT_SHIFT);
        if (!done) {
            Memory.putLongOpaque(Globals.at(Globals.RESERVED_SEGMENTS), reserved);
        }
        return done;
    }

    private static boolean unmap(long segment) {
        int state = Segments.state(segment);
        if (state == Segments.GONE) {
            return false;
        }
        // First the state, as above.
        Segments.setState(segment, Segments.GONE);
        if (!Os.unmap(Segments.address(segment), SEGMENT_BYTES)) {
            Segments.setState(segment, state);
            return false;
        }
        countCommitted(state == Segments.COMMITTED ? -1 : 0);
        return true;
    }

    private static boolean decommit(long segment) {
        if (Segments.state(segment) != Segments.COMMITTED || !Os.decommit(Segments.address(segment), SEGMENT_BYTES)) {
            return false;
        }
        Segments.setState(segment, Segments.RESERVED);
        countCommitted(-1);
        return true;
    }

    /** The page number of an address, or -1 if it lies outside the arena's committed part. For threads without a heap as well. */
    static long pageOf(long address) {
        long pages = Memory.getLongAcquire(Globals.at(Globals.ARENA_PAGES));
        // Opaque: where there are no pages, another thread may be opening the arena.
        long page = address - Memory.getLongOpaque(Globals.at(Globals.ARENA_BASE)) >>> PAGE_SHIFT;
        return Long.compareUnsigned(page, pages) < 0 ? page : -1;
    }

    /** The same, or -1 where the arena does not have the segment either. */
    static long ownPageOf(long address) {
        long page = pageOf(address);
        return page >= 0 && tagOf(page) == 0 && isForeign(page) ? -1 : page;
    }

    /**
     * Whether a page without a tag belongs to a segment that the arena does not have, so that what is there is another's. For who has an
     * address of something that is there: as long as it is, the answer does not change.
     */
    static boolean isForeign(long page) {
        long index = page / SEGMENT_PAGES;
        return index < frontier() ? Segments.state(Segments.ofPage(page)) == Segments.GONE
            : index >= Memory.getLongOpaque(Globals.at(Globals.RESERVED_SEGMENTS));
    }

    /** Segments handed out at least once: the lowest ones. Acquire: their states and records, and the tables. */
    static long frontier() {
        return Memory.getLongAcquire(Globals.at(Globals.SEGMENT_FRONTIER));
    }

    /** The tag of a page that {@link #pageOf} has found. */
    static int tagOf(long page) {
        return Memory.getIntOpaque(Memory.getLong(Globals.at(Globals.TAGS)) + page * TAG_BYTES);
    }

    static int tagOfAcquire(long page) {
        return Memory.getIntAcquire(Memory.getLong(Globals.at(Globals.TAGS)) + page * TAG_BYTES);
    }

    /**
     * For who has read the tag of an object's page in passing and goes to its owner now. Acquire: the owner may be a heap that is younger
     * than the object and has taken its segment over ({@link Adoption}); what came before its tag is seen, its entry in the directory too.
     */
    static void acquireOwner(long object) {
        tagOfAcquire(pageOf(object));
    }

    static long spanRecord(long page) {
        return Memory.getLong(Globals.at(Globals.SPANS)) + page * Span.RECORD_BYTES;
    }

    static long addressOf(long page) {
        return Memory.getLong(Globals.at(Globals.ARENA_BASE)) + (page << PAGE_SHIFT);
    }

    /** The heap block of an owner number. Written once, before the number is in any tag. */
    static long heapOf(long owner) {
        return Memory.getLong(Memory.getLong(Globals.at(Globals.OWNERS)) + owner * 8);
    }
}
