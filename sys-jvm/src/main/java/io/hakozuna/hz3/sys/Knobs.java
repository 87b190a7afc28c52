package io.hakozuna.hz3.sys;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.knobs.Settings;

/** The knobs' values: read once from the lane and the system properties, and constants to the JIT from then on. */
public final class Knobs {
    private static final long ARENA_SIZE = Settings.value(Knob.ARENA_SIZE);
    private static final int NUM_SHARDS = (int) Settings.value(Knob.NUM_SHARDS);
    private static final int OWNER_LEASE_ENABLE = (int) Settings.value(Knob.OWNER_LEASE_ENABLE);
    private static final long OWNER_LEASE_MS = Settings.value(Knob.OWNER_LEASE_MS);
    private static final int REMOTE_STASH = (int) Settings.value(Knob.REMOTE_STASH);
    private static final long REMOTE_STASH_BYTES = Settings.value(Knob.REMOTE_STASH_BYTES);
    private static final int LIST_FAILFAST = (int) Settings.value(Knob.LIST_FAILFAST);
    private static final int CENTRAL_DEBUG = (int) Settings.value(Knob.CENTRAL_DEBUG);
    private static final int XFER_DEBUG = (int) Settings.value(Knob.XFER_DEBUG);
    private static final int S97_REMOTE_STASH_BUCKET = (int) Settings.value(Knob.S97_REMOTE_STASH_BUCKET);
    private static final int S97_REMOTE_STASH_SKIP_TAIL_NULL = (int) Settings.value(Knob.S97_REMOTE_STASH_SKIP_TAIL_NULL);
    private static final int S44_PREFETCH_DIST = (int) Settings.value(Knob.S44_PREFETCH_DIST);
    private static final int ATTACHED_SPANS = (int) Settings.value(Knob.ATTACHED_SPANS);
    private static final int ATTACHED_SPANS_REPLACED = (int) Settings.value(Knob.ATTACHED_SPANS_REPLACED);
    private static final int KEPT_FREES = (int) Settings.value(Knob.KEPT_FREES);
    private static final int TAKE_MAIL = (int) Settings.value(Knob.TAKE_MAIL);
    private static final int ATTACHED_PAGES = (int) Settings.value(Knob.ATTACHED_PAGES);
    private static final long RUN_CACHE_BYTES = Settings.value(Knob.RUN_CACHE_BYTES);
    private static final long DIRECT_CACHE_BYTES = Settings.value(Knob.DIRECT_CACHE_BYTES);
    private static final long DIRTY_BYTES = Settings.value(Knob.DIRTY_BYTES);
    private static final long PURGE_DECAY_MS = Settings.value(Knob.PURGE_DECAY_MS);
    private static final long MEM_LIMIT = Settings.value(Knob.MEM_LIMIT);
    private static final int HUGE_PAGES = (int) Settings.value(Knob.HUGE_PAGES);
    private static final int TAKE_IDLE_HEAPS = (int) Settings.value(Knob.TAKE_IDLE_HEAPS);
    private static final int PURGE_THREAD = (int) Settings.value(Knob.PURGE_THREAD);
    private static final int ADOPT_SEGMENTS = (int) Settings.value(Knob.ADOPT_SEGMENTS);
    private static final int TICK_TRAPS = (int) Settings.value(Knob.TICK_TRAPS);
    private static final int OBJECT_STATES = (int) Settings.value(Knob.OBJECT_STATES);
    private static final int ENCODED_LINKS = (int) Settings.value(Knob.ENCODED_LINKS);
    private static final int REFUSE_FOREIGN = (int) Settings.value(Knob.REFUSE_FOREIGN);
    private static final int RANDOM_PLACES = (int) Settings.value(Knob.RANDOM_PLACES);
    private static final int ZERO_ON_FREE = (int) Settings.value(Knob.ZERO_ON_FREE);
    private static final int CANARIES = (int) Settings.value(Knob.CANARIES);
    private static final int GUARD_PAGES = (int) Settings.value(Knob.GUARD_PAGES);
    private static final long QUARANTINE_BYTES = Settings.value(Knob.QUARANTINE_BYTES);
    private static final int STATISTICS = (int) Settings.value(Knob.STATISTICS);
    private static final int COUNT = (int) Settings.value(Knob.COUNT);
    private static final int TRACE = (int) Settings.value(Knob.TRACE);

    private Knobs() {
    }

    public static long arenaSize() {
        return ARENA_SIZE;
    }

    public static int numShards() {
        return NUM_SHARDS;
    }

    public static int ownerLeaseEnable() {
        return OWNER_LEASE_ENABLE;
    }

    public static long ownerLeaseMs() {
        return OWNER_LEASE_MS;
    }

    public static int remoteStash() {
        return REMOTE_STASH;
    }

    public static long remoteStashBytes() {
        return REMOTE_STASH_BYTES;
    }

    public static int listFailfast() {
        return LIST_FAILFAST;
    }

    public static int centralDebug() {
        return CENTRAL_DEBUG;
    }

    public static int xferDebug() {
        return XFER_DEBUG;
    }

    public static int s97RemoteStashBucket() {
        return S97_REMOTE_STASH_BUCKET;
    }

    public static int s97RemoteStashSkipTailNull() {
        return S97_REMOTE_STASH_SKIP_TAIL_NULL;
    }

    public static int s44PrefetchDist() {
        return S44_PREFETCH_DIST;
    }

    public static int attachedSpans() {
        return ATTACHED_SPANS;
    }

    public static int attachedSpansReplaced() {
        return ATTACHED_SPANS_REPLACED;
    }

    public static int keptFrees() {
        return KEPT_FREES;
    }

    public static int takeMail() {
        return TAKE_MAIL;
    }

    public static int attachedPages() {
        return ATTACHED_PAGES;
    }

    public static long runCacheBytes() {
        return RUN_CACHE_BYTES;
    }

    public static long directCacheBytes() {
        return DIRECT_CACHE_BYTES;
    }

    public static long dirtyBytes() {
        return DIRTY_BYTES;
    }

    public static long purgeDecayMs() {
        return PURGE_DECAY_MS;
    }

    public static long memLimit() {
        return MEM_LIMIT;
    }

    public static int hugePages() {
        return HUGE_PAGES;
    }

    public static int takeIdleHeaps() {
        return TAKE_IDLE_HEAPS;
    }

    public static int purgeThread() {
        return PURGE_THREAD;
    }

    public static int adoptSegments() {
        return ADOPT_SEGMENTS;
    }

    public static int tickTraps() {
        return TICK_TRAPS;
    }

    public static int objectStates() {
        return OBJECT_STATES;
    }

    public static int encodedLinks() {
        return ENCODED_LINKS;
    }

    public static int refuseForeign() {
        return REFUSE_FOREIGN;
    }

    public static int randomPlaces() {
        return RANDOM_PLACES;
    }

    public static int zeroOnFree() {
        return ZERO_ON_FREE;
    }

    public static int canaries() {
        return CANARIES;
    }

    public static int guardPages() {
        return GUARD_PAGES;
    }

    public static long quarantineBytes() {
        return QUARANTINE_BYTES;
    }

    public static int statistics() {
        return STATISTICS;
    }

    public static int count() {
        return COUNT;
    }

    public static int trace() {
        return TRACE;
    }
}
