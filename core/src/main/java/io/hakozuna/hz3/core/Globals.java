package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Process;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The process's one block of shared state, by offset. Each lock has a cache line of its own together with what it guards.
 * <pre>
 *      0  arena range and tables, written once or under the arena lock, read by all
 *     64  arena lock; free segments, heaps without a thread, room for new heap blocks
 *    136  what all heaps without a thread hold together
 *    192  statistics lock
 *    256  stripes of the direct mappings, a cache line each
 *   1280  the trace
 *   1344  cache of direct mappings
 *   1792  lock for taking heaps
 *   1856  memory held
 *   1920  mappings that could not be given back
 *   1984  segments that the system has given
 *   2048  common heaps
 *   2560  what {@link Surroundings} found, written once
 *   2624  free pages of all heaps
 *   2688  lock of the purge thread
 * </pre>
 */
@StaticInit
@Unmanaged
final class Globals {
    /** Address of the arena's first page. */
    static final long ARENA_BASE = 0;
    /** Pages whose metadata is committed; it grows, and is published with release after what it covers. 0 before the arena exists. */
    static final long ARENA_PAGES = 8;
    /** Page tags: an int a page. */
    static final long TAGS = 16;
    /** Span records: 64 bytes a page. */
    static final long SPANS = 24;
    /** Segment records: 64 bytes a segment. */
    static final long SEGMENTS = 32;
    /** Owner directory: the heap block's address by owner number. */
    static final long OWNERS = 40;

    /** The states of the objects, see {@link ObjectStates}, as if the arena began at address 0; and what {@link FreeLink} encodes with. */
    static final long STATES = 48;
    static final long LINK_SECRET = 56;

    /** What {@link Canary} makes its words of. */
    static final long CANARY_SECRET = 2008;

    static final long ARENA_LOCK = 64;
    /** Not zero once the arena has been tried for; there may still be none. */
    static final long ARENA_TRIED = 68;
    static final long SEGMENT_CAPACITY = 72;
    /** Segments handed out at least once: the lowest ones. */
    static final long SEGMENT_FRONTIER = 80;
    static final long FREE_SEGMENTS = 88;
    static final long DEAD_HEAPS = 96;
    static final long DEAD_HEAP_COUNT = 104;
    static final long OWNER_COUNT = 112;
    /** Where the next heap block goes, and the end of the mapping it goes in. */
    static final long HEAP_BUMP = 120;
    static final long HEAP_BUMP_END = 128;

    /** Free memory that all dead heaps hold, in bytes. */
    static final long WARM_BYTES = 136;
    /** The owner number that {@link DeadHeaps#tend} looked at last. */
    static final long TEND_HAND = 144;

    static final long STATISTICS_LOCK = 192;

    static final long DIRECT_STRIPES = 256;

    /** State block of the trace; 0 where nothing is recorded. Written once, before the program begins. */
    static final long TRACE = 1280;
    static final long DIRECT_CACHE = 1344;
    /** What counts for {@link Limit}, in bytes. */
    static final long HELD_BYTES = 1856;
    /** Held by who takes a heap from a sleeping thread. */
    static final long TAKING_LOCK = 1792;

    /** The container's limit on memory in bytes, or {@code Long.MAX_VALUE}; its processors; and what follows from them, in bytes. */
    static final long MEMORY_LIMIT = 2560;
    static final long PROCESSORS = 2568;
    static final long MAPPINGS_BOUND = 2576;
    static final long WARM_BOUND = 2584;
    /** Free pages with old contents of all heaps, as of their last ticks, where there is such a limit. */
    static final long REPORTED_PAGES = 2624;

    /** Held during a tick of {@link PurgeThread}. */
    static final long PURGE_THREAD_LOCK = 2688;

    /** State block of {@link Leftovers}. */
    static final long LEFTOVERS = 1920;
    /** The lowest so many segments were reserved at the beginning, and still are unless their state says otherwise. */
    static final long RESERVED_SEGMENTS = 1984;
    /** Segments whose memory can be used, whoever has them. */
    static final long COMMITTED_SEGMENTS = 1992;
    /** The states of so many pages are reserved, from the first page on. */
    static final long RESERVED_STATES = 2000;

    /** How many of the owners are common heaps, see {@link Guests}; their addresses; a bit for each that a fork has locked. */
    static final long COMMON_COUNT = 152;
    static final long COMMON_HEAPS = 2048;
    static final long COMMON_LOCKED = 160;
    /** The owner number that was last examined for a lease. */
    static final long LEASE_HAND = 168;

    /** The blocks whose lives {@link Count} measures. */
    static final long FOLLOWED_BLOCKS = 176;

    /** Counts the requests of {@link Trim}. */
    static final long TRIM_REQUESTS = 184;

    /** The owner number that was last looked at for a thread that has ended. */
    static final long ENDED_HAND = 200;

    /** How many there are, see {@link Guards}. */
    static final long GUARDS = 208;

    /** The owner number of which a thread that ended was the last to look whether it is unfinished. */
    static final long FINISH_HAND = 216;

    private Globals() {
    }

    static long at(long offset) {
        return Process.globals() + offset;
    }
}
