package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The heap block: all that one owner needs, by offset. Only the owner touches it, but for the inbox and the state, which have cache
 * lines of their own. A block is mapped as zeroes and touched as used; it is never unmapped, since other threads may hold its number.
 * <pre>
 *      0  owner tag, arena range, tables: what free reads, one cache line
 *     64  list heads, one a bin: what malloc reads
 *   1024  inbox: objects that other threads freed
 *   1088  state: live, dead, or claimed by whoever tidies it up
 *   1152  class records
 *   5376  segments, stash, clock
 *   5504  counters
 *   5632  bins' heads at the last look for resting classes
 *   6144  stash groups
 * </pre>
 */
@StaticInit
@Unmanaged
final class Heap {
    /** The owner's number, shifted as in a page tag, in a long; 0 in the block that stands for no heap. */
    static final long OWNER_TAG = 0;
    /** This owner's copy of {@link Globals#ARENA_PAGES}: never ahead of it, and never behind its own segments. */
    static final long ARENA_PAGES = 8;
    static final long ARENA_BASE = 16;
    static final long TAGS = 24;
    static final long SPANS = 32;

    static final long HEADS = 64;

    static final long INBOX = 1024;

    static final long STATE = 1088;

    private static final long CLASSES = 1152;
    private static final long CLASS_BYTES = 40;
    /** In a class record: the attached span that still has room to carve, or 0. */
    static final long CARVE_SPAN = 0;
    /** In a class record: detached spans with free objects or room to carve. */
    static final long PARTIAL_SPANS = 8;
    /** In a class record: attached spans in the order they were attached. */
    static final long OLDEST_ATTACHED = 16;
    static final long NEWEST_ATTACHED = 24;
    static final long ATTACHED_COUNT = 32;
    /** In a class record: spans retired since the bin was last swept. */
    static final long RETIRED_COUNT = 36;

    /** Segments with a free page. */
    static final long AVAILABLE_SEGMENTS = 5376;
    static final long ALL_SEGMENTS = 5384;
    /** A bit for each stash group that is in use. */
    static final long STASH_USED = 5392;
    /** Bytes that still go into the stash before it is handed over. */
    static final long STASH_ROOM = 5400;
    static final long NEXT_DEAD = 5408;
    /** Milliseconds, read at every few events. */
    static final long CLOCK = 5416;
    static final long NEXT_PURGE = 5424;
    static final long EVENTS = 5432;
    /** Pages of the runs whose frees take the fast path, in use or in their bins. */
    static final long ATTACHED_RUN_PAGES = 5440;
    /** Free pages with old contents in all segments. */
    static final long DIRTY_PAGES = 5448;
    /** Pages of all attached spans. */
    static final long ATTACHED_PAGES = 5456;
    /** The bin last looked at in the search for resting classes. */
    static final long SWEEP_HAND = 5464;
    /** Objects taken from the inbox and not yet sorted. */
    static final long UNSORTED = 5472;

    static final long REFILLS = 5504;
    static final long CARVED_OBJECTS = 5512;
    static final long HARVESTED_OBJECTS = 5520;
    static final long INBOX_DRAINS = 5528;
    static final long INBOX_OBJECTS = 5536;
    static final long REMOTE_HANDOVERS = 5544;
    static final long SPANS_OPENED = 5552;
    static final long SPANS_RETIRED = 5560;
    static final long SWEEPS = 5568;
    static final long RUNS_OPENED = 5576;
    static final long PURGED_PAGES = 5584;
    static final long ADOPTIONS = 5592;

    /** The lower half of each bin's first object when it was last looked at: an int a bin. */
    static final long LAST_HEADS = 5632;

    static final long STASH_GROUPS = 6144;

    /** Bytes of a heap block. */
    static final long BYTES = 8192;

    static final int STATE_LIVE = 1;
    static final int STATE_DEAD = 2;
    static final int STATE_CLAIMED = 3;

    private Heap() {
    }

    static boolean isNone(long heap) {
        return Memory.getInt(heap + OWNER_TAG) == 0;
    }

    static long head(long heap, int bin) {
        return heap + HEADS + ((long) bin << 3);
    }

    static long classRecord(long heap, int bin) {
        return heap + CLASSES + bin * CLASS_BYTES;
    }

    static void count(long heap, long counter, long delta) {
        Memory.putLong(heap + counter, Memory.getLong(heap + counter) + delta);
    }
}
