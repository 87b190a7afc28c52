package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * One reserved range of address space, cut into segments of 4 MiB, cut into pages of 64 KiB. Metadata lies in flat tables outside it:
 * a tag and a span record a page, a record a segment. Segments are committed when they are first handed out, and the tables with
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

    private Arena() {
    }

    /** Makes sure that the arena has been tried for. The caller holds the arena lock. */
    static void open() {
        if (Memory.getInt(Globals.at(Globals.ARENA_TRIED)) != 0) {
            return;
        }
        Memory.putInt(Globals.at(Globals.ARENA_TRIED), 1);
        Surroundings.look();
        long bytes = Knobs.arenaSize();
        long limit = Os.addressSpaceLimit();
        if (limit != Long.MAX_VALUE && bytes > limit / 2) {
            // The program needs address space for itself, and blocks past the arena for direct mappings.
            bytes = limit / 2 & -SEGMENT_BYTES;
        }
        while (bytes >= SMALLEST) {
            if (reserve(bytes)) {
                return;
            }
            bytes = bytes / 2 & -SEGMENT_BYTES;
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
        long segments = bytes >>> SEGMENT_SHIFT;
        long groupedPages = (segments + GROUP_SEGMENTS - 1) / GROUP_SEGMENTS * GROUP_PAGES;
        long tagBytes = groupedPages * TAG_BYTES;
        long spanBytes = groupedPages * Span.RECORD_BYTES;
        long segmentBytes = segments * Segments.RECORD_BYTES + 4095 & -4096L;
        long ownerBytes = OWNERS * 8L;
        long tables = Os.reserve(tagBytes + spanBytes + segmentBytes + ownerBytes);
        if (tables == 0) {
            Os.unmap(base, bytes);
            return false;
        }
        long segmentRecords = tables + tagBytes + spanBytes;
        if (!Os.commit(segmentRecords, segmentBytes + ownerBytes)) {
            Os.unmap(tables, tagBytes + spanBytes + segmentBytes + ownerBytes);
            Os.unmap(base, bytes);
            return false;
        }
        // A huge page would come back as a whole for the one block of 4 KiB of it that is still in use.
        Os.hugePages(base, bytes, Knobs.hugePages());
        Memory.putLong(Globals.at(Globals.ARENA_BASE), base);
        Memory.putLong(Globals.at(Globals.TAGS), tables);
        Memory.putLong(Globals.at(Globals.SPANS), tables + tagBytes);
        Memory.putLong(Globals.at(Globals.SEGMENTS), segmentRecords);
        Memory.putLong(Globals.at(Globals.OWNERS), segmentRecords + segmentBytes);
        Memory.putLong(Globals.at(Globals.SEGMENT_CAPACITY), segments);
        return true;
    }

    /** A segment for the heap: its record, with all its pages free; 0 when the arena or the memory is exhausted. */
    static long takeSegment(long heap) {
        long lock = Globals.at(Globals.ARENA_LOCK);
        Lock.take(lock);
        long segment = Memory.getLong(Globals.at(Globals.FREE_SEGMENTS));
        if (segment != 0) {
            Memory.putLong(Globals.at(Globals.FREE_SEGMENTS), Memory.getLong(segment + Segments.NEXT));
        } else {
            segment = commitNextSegment();
        }
        if (segment != 0) {
            Memory.putLong(segment + Segments.OWNER, heap);
            Memory.putLong(heap + Heap.ARENA_PAGES, Memory.getLong(Globals.at(Globals.ARENA_PAGES)));
        }
        Lock.leave(lock);
        return segment;
    }

    private static long commitNextSegment() {
        long index = Memory.getLong(Globals.at(Globals.SEGMENT_FRONTIER));
        if (index >= Memory.getLong(Globals.at(Globals.SEGMENT_CAPACITY))) {
            return 0;
        }
        long firstPage = index * SEGMENT_PAGES;
        if (firstPage >= Memory.getLong(Globals.at(Globals.ARENA_PAGES)) && !commitTables(firstPage)) {
            return 0;
        }
        if (!Os.commit(Memory.getLong(Globals.at(Globals.ARENA_BASE)) + (index << SEGMENT_SHIFT), SEGMENT_BYTES)) {
            return 0;
        }
        Memory.putLong(Globals.at(Globals.SEGMENT_FRONTIER), index + 1);
        long segment = Memory.getLong(Globals.at(Globals.SEGMENTS)) + index * Segments.RECORD_BYTES;
        Memory.putLong(segment + Segments.FREE_PAGES, -1L);
        return segment;
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
        Memory.putLong(segment + Segments.OWNER, 0);
        Memory.putLong(segment + Segments.NEXT, Memory.getLong(Globals.at(Globals.FREE_SEGMENTS)));
        Memory.putLong(Globals.at(Globals.FREE_SEGMENTS), segment);
        Lock.leave(lock);
    }

    /** Bytes of the tables that are in memory. */
    static long residentTables() {
        long tags = Memory.getLong(Globals.at(Globals.TAGS));
        long spans = Memory.getLong(Globals.at(Globals.SPANS));
        long segments = Memory.getLong(Globals.at(Globals.SEGMENTS));
        if (tags == 0) {
            return 0;
        }
        long pages = (Memory.getLongAcquire(Globals.at(Globals.ARENA_PAGES)) + GROUP_PAGES - 1) & -GROUP_PAGES;
        long owners = Memory.getLong(Globals.at(Globals.OWNERS)) + OWNERS * 8L;
        return Os.residentBytes(tags, pages * TAG_BYTES) + Os.residentBytes(spans, pages * Span.RECORD_BYTES)
            + Os.residentBytes(segments, owners - segments);
    }

    /** The page number of an address, or -1 if it lies outside the arena's committed part. For threads without a heap as well. */
    static long pageOf(long address) {
        long pages = Memory.getLongAcquire(Globals.at(Globals.ARENA_PAGES));
        long page = address - Memory.getLong(Globals.at(Globals.ARENA_BASE)) >>> PAGE_SHIFT;
        return Long.compareUnsigned(page, pages) < 0 ? page : -1;
    }

    /** The tag of a page that {@link #pageOf} has found. */
    static int tagOf(long page) {
        return Memory.getIntOpaque(Memory.getLong(Globals.at(Globals.TAGS)) + page * TAG_BYTES);
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
