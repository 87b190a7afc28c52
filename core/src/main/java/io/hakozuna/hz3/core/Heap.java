package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The heap block: all that one owner needs, by offset. Only the owner touches it, but for the inbox and the state, which have cache
 * lines of their own. A block is mapped as zeroes and touched as used; it is never unmapped, since other threads may hold its number.
 * <pre>
 *      0  owner tag, arena range, tables: what free reads
 *     56  list heads, one a bin: what malloc reads
 *   1024  inbox: objects that other threads freed
 *   1088  state: live, dead, or claimed by whoever tidies it up
 *   1152  class records
 *   6208  segments, stash, clock, purge
 *   6368  counters
 *   6472  bins' heads at the last look for resting classes
 *   6976  outbox
 *   9024  bits of a span's objects
 *   9536  objects on their way home, a list a bin
 *  10496  what each bin may keep
 *  11392  the stash's buckets, in lanes that have them
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

    /** The first one is that of bin 0, which is always empty. */
    static final long HEADS = 56;

    static final long INBOX = 1024;
    /** In a common heap: held by the guest that uses it, see {@link Guests}. */
    static final long GUEST_LOCK = 1032;
    static final long IS_COMMON = 1036;
    /** When the heap was given to its thread, in milliseconds. */
    static final long LENT_AT = 1040;
    /** Messages in the inbox, and pages of runs among them, about: senders count up, whoever takes the mail sets both to 0. */
    static final long MESSAGES = 1064;
    static final long MAILED_RUN_PAGES = 1072;
    /** When somebody last tried to take the heap for its mail, in milliseconds. */
    static final long TRIED_AT = 1080;
    static final long GUEST_CALLS = 1048;
    static final long LEASES = 1056;

    static final long STATE = 1088;
    /** The system's number of the thread that the heap may be taken from, or 0, see {@link IdleHeaps}. */
    static final long THREAD = 1092;
    /** In a dead heap: the free memory that {@link DeadHeaps} counts for it, in bytes. */
    static final long WARM_BYTES = 1096;
    /** In a dead heap: when its thread left, in milliseconds. */
    static final long LEFT_AT = 1104;
    /** Where the thread keeps the heap's address, and where its stack begins. */
    static final long TLS_SLOT = 1112;
    static final long STACK_TOP = 1120;
    /** What the heap's lists looked like when somebody looked, and when that was. */
    static final long SEEN = 1128;
    static final long SEEN_AT = 1136;

    private static final long CLASSES = 1152;
    private static final long CLASS_BYTES = 48;
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
    /** In a class record: when its bin was last refilled, by the heap's clock. */
    static final long LAST_REFILL = 40;

    /** Segments with a free page. */
    static final long AVAILABLE_SEGMENTS = 6208;
    static final long ALL_SEGMENTS = 6216;
    /** A bit for each row of the outbox that has an owner. */
    static final long OUTBOX_USED = 6224;
    /** Bytes that still go into the stash before it is handed over. */
    static final long STASH_ROOM = 6232;
    static final long NEXT_DEAD = 6240;
    /** Milliseconds, read at every few events. */
    static final long CLOCK = 6248;
    static final long NEXT_PURGE = 6256;
    static final long EVENTS = 6264;
    /** Pages of the runs whose frees take the fast path, in use or in their bins. */
    static final long ATTACHED_RUN_PAGES = 6272;
    /** Free pages with old contents in all segments. */
    static final long DIRTY_PAGES = 6280;
    /** Pages of all attached spans. */
    static final long ATTACHED_PAGES = 6288;
    /** The bin last looked at in the search for resting classes. */
    static final long SWEEP_HAND = 6296;
    /** Objects taken from the inbox and not yet sorted. */
    static final long UNSORTED = 6304;
    /** Where the pass for old free pages is, or 0, and what it takes for old. */
    static final long PASS_HAND = 6312;
    static final long PASS_DEADLINE = 6320;
    /** The count of hollowed pages at which the pass hollows out no more. */
    static final long PASS_HOLLOWED = 6328;
    /** Free pages that the heap may hold beyond the usual, and when that changed. */
    static final long BOUND_GROWTH = 6336;
    static final long BOUND_CHANGED = 6344;
    /** Pages purged for their volume and not missed so far, and when the last of them were. */
    static final long VOLUME_PURGED = 6352;
    static final long VOLUME_PURGED_AT = 6360;

    /** The heap's part of {@link Globals#REPORTED_PAGES}. */
    static final long REPORTED_PAGES = 6936;
    /** Until when, by the clock, free pages are not purged for their volume, since they cannot be. */
    static final long STUCK_UNTIL = 10408;

    /** When a caught free is to have a tick, when the traps were set last, and how many frees may still be caught as of when. */
    static final long TRAP_AT = 1144;
    static final long TRAPS_SET_AT = 10400;
    static final long PATIENCE = 6944;
    static final long CAUGHT_AT = 6928;
    /** When as many frees as can be were last allowed to be caught. */
    static final long PATIENT_SINCE = 10440;
    /** Ticks that may follow each other at once, as of when. */
    static final long TICKS_LEFT = 6920;
    static final long TICKED_AT = 10392;
    static final long TAKEN = 6952;

    static final long REFILLS = 6368;
    static final long CARVED_OBJECTS = 6376;
    static final long HARVESTED_OBJECTS = 6384;
    static final long INBOX_DRAINS = 6392;
    static final long INBOX_OBJECTS = 6400;
    static final long REMOTE_HANDOVERS = 6408;
    static final long SPANS_OPENED = 6416;
    static final long SPANS_RETIRED = 6424;
    static final long SWEEPS = 6432;
    static final long RUNS_OPENED = 6440;
    static final long PURGED_PAGES = 6448;
    static final long ADOPTIONS = 6456;
    static final long HOLLOWED_PAGES = 6464;
    static final long ADOPTED_SEGMENTS = 10424;

    /** The place of each bin's first object when it was last looked at, see {@link Sweep}: an int a bin. */
    static final long LAST_HEADS = 6472;
    /** The next bin that a tick looks at in its search for rested classes. */
    static final long REST_HAND = 6896;
    /** The last request of {@link Trim} that the heap has begun with, and how far it has got with it. */
    static final long TRIM_SEEN = 6904;
    static final long TRIM_STEP = 6912;

    /** The chain of {@link SortedStash}. */
    static final long STASHED = 6960;
    /** Groups that were written into messages, in lanes that group by class. */
    static final long REMOTE_GROUPS = 6968;

    static final long OUTBOX = 6976;

    /** A bit for each object of a span that is being thinned. */
    static final long FREE_OBJECTS = 9024;

    /** Objects that {@link Sweep} takes home piece by piece: a list a bin, and a bit for each bin that has any, in two longs. */
    static final long GOING_HOME = 9536;
    static final long GOING_HOME_BINS = 10376;

    /** The last object that was sent to a dead heap, or 0; and whether others have segments that were this heap's, see {@link Adoption}. */
    static final long MAILED_TO_DEAD = 10416;
    static final long LOST_SEGMENTS = 10432;
    /** See {@link WaitingMail}: the owner last looked at; whether unsorted mail is another's, and what is in bins may be. */
    static final long MAIL_HAND = 10448;
    static final long UNSORTED_IS_OTHERS = 10456;
    static final long HAS_OTHERS = 10460;
    static final long TAKEN_MAIL = 10464;
    /** The state of {@link Shuffle}. */
    static final long RANDOM = 10472;

    /** {@link #DIRTY_PAGES} at the end of the last look at the clock, or of an earlier one after which the tick was too little. */
    static final long DIRTY_AT_LOOK = 10480;

    /** Two ints a bin, see {@link KeptFrees}. */
    static final long MAY_KEEP = 10496;

    /** What {@link HashedStash} or {@link MappedStash} needs. */
    static final long BUCKETS = 11392;

    static final int STATE_LIVE = 1;
    static final int STATE_DEAD = 2;
    static final int STATE_CLAIMED = 3;

    private Heap() {
    }

    /** Where the counters of {@link Count} are, in lanes that have them. */
    static long counts() {
        long buckets = Knobs.s97RemoteStashBucket() == RemoteFree.HASHED ? HashedStash.BYTES
            : Knobs.s97RemoteStashBucket() == RemoteFree.MAPPED ? MappedStash.BYTES : 0;
        return BUCKETS + buckets;
    }

    /** Where the queue of {@link Quarantine} is, in lanes that have it. */
    static long quarantine() {
        return counts() + (Knobs.count() == 0 ? 0 : Count.BYTES);
    }

    /** Bytes of a heap block: a multiple of a cache line. */
    static long bytes() {
        return quarantine() + Quarantine.bytes() + 63 & -64L;
    }

    static boolean isNone(long heap) {
        return Memory.getInt(heap + OWNER_TAG) == 0;
    }

    static long owner(long heap) {
        return Memory.getLong(heap + OWNER_TAG) >>> PageTag.OWNER_SHIFT;
    }

    static long head(long heap, int bin) {
        return heap + HEADS + ((long) bin << 3);
    }

    static long classRecord(long heap, int bin) {
        return heap + CLASSES + bin * CLASS_BYTES;
    }

    static void count(long heap, long counter, long delta) {
        if (Knobs.statistics() != 0 || !isStatistic(counter)) {
            Memory.putLong(heap + counter, Memory.getLong(heap + counter) + delta);
        }
    }

    /** Whether a counter is there to be told and for nothing else. */
    private static boolean isStatistic(long counter) {
        return counter >= REFILLS && counter <= RUNS_OPENED || counter == ADOPTIONS || counter == REMOTE_GROUPS || counter == TAKEN
            || counter == LEASES || counter == ADOPTED_SEGMENTS;
    }
}
