package io.hakozuna.hz3.sys;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.simulation.SimulatedKnob;

/** The knobs' values in the process that is simulated now. */
public final class Knobs {
    private static final SimulatedKnob ARENA_SIZE = SimulatedKnob.of(Knob.ARENA_SIZE);
    private static final SimulatedKnob NUM_SHARDS = SimulatedKnob.of(Knob.NUM_SHARDS);
    private static final SimulatedKnob OWNER_LEASE_ENABLE = SimulatedKnob.of(Knob.OWNER_LEASE_ENABLE);
    private static final SimulatedKnob OWNER_LEASE_MS = SimulatedKnob.of(Knob.OWNER_LEASE_MS);
    private static final SimulatedKnob REMOTE_STASH = SimulatedKnob.of(Knob.REMOTE_STASH);
    private static final SimulatedKnob REMOTE_STASH_BYTES = SimulatedKnob.of(Knob.REMOTE_STASH_BYTES);
    private static final SimulatedKnob LIST_FAILFAST = SimulatedKnob.of(Knob.LIST_FAILFAST);
    private static final SimulatedKnob CENTRAL_DEBUG = SimulatedKnob.of(Knob.CENTRAL_DEBUG);
    private static final SimulatedKnob XFER_DEBUG = SimulatedKnob.of(Knob.XFER_DEBUG);
    private static final SimulatedKnob S97_REMOTE_STASH_BUCKET = SimulatedKnob.of(Knob.S97_REMOTE_STASH_BUCKET);
    private static final SimulatedKnob S97_REMOTE_STASH_SKIP_TAIL_NULL = SimulatedKnob.of(Knob.S97_REMOTE_STASH_SKIP_TAIL_NULL);
    private static final SimulatedKnob S44_PREFETCH_DIST = SimulatedKnob.of(Knob.S44_PREFETCH_DIST);
    private static final SimulatedKnob ATTACHED_SPANS = SimulatedKnob.of(Knob.ATTACHED_SPANS);
    private static final SimulatedKnob ATTACHED_SPANS_REPLACED = SimulatedKnob.of(Knob.ATTACHED_SPANS_REPLACED);
    private static final SimulatedKnob KEPT_FREES = SimulatedKnob.of(Knob.KEPT_FREES);
    private static final SimulatedKnob ATTACHED_PAGES = SimulatedKnob.of(Knob.ATTACHED_PAGES);
    private static final SimulatedKnob RUN_CACHE_BYTES = SimulatedKnob.of(Knob.RUN_CACHE_BYTES);
    private static final SimulatedKnob DIRECT_CACHE_BYTES = SimulatedKnob.of(Knob.DIRECT_CACHE_BYTES);
    private static final SimulatedKnob DIRTY_BYTES = SimulatedKnob.of(Knob.DIRTY_BYTES);
    private static final SimulatedKnob PURGE_DECAY_MS = SimulatedKnob.of(Knob.PURGE_DECAY_MS);
    private static final SimulatedKnob MEM_LIMIT = SimulatedKnob.of(Knob.MEM_LIMIT);
    private static final SimulatedKnob HUGE_PAGES = SimulatedKnob.of(Knob.HUGE_PAGES);
    private static final SimulatedKnob TAKE_IDLE_HEAPS = SimulatedKnob.of(Knob.TAKE_IDLE_HEAPS);
    private static final SimulatedKnob PURGE_THREAD = SimulatedKnob.of(Knob.PURGE_THREAD);
    private static final SimulatedKnob ADOPT_SEGMENTS = SimulatedKnob.of(Knob.ADOPT_SEGMENTS);
    private static final SimulatedKnob TICK_TRAPS = SimulatedKnob.of(Knob.TICK_TRAPS);
    private static final SimulatedKnob RANDOM_PLACES = SimulatedKnob.of(Knob.RANDOM_PLACES);
    private static final SimulatedKnob ZERO_ON_FREE = SimulatedKnob.of(Knob.ZERO_ON_FREE);
    private static final SimulatedKnob CANARIES = SimulatedKnob.of(Knob.CANARIES);
    private static final SimulatedKnob GUARD_PAGES = SimulatedKnob.of(Knob.GUARD_PAGES);
    private static final SimulatedKnob QUARANTINE_BYTES = SimulatedKnob.of(Knob.QUARANTINE_BYTES);
    private static final SimulatedKnob STATISTICS = SimulatedKnob.of(Knob.STATISTICS);
    private static final SimulatedKnob COUNT = SimulatedKnob.of(Knob.COUNT);
    private static final SimulatedKnob TRACE = SimulatedKnob.of(Knob.TRACE);
    private static final SimulatedKnob TAKE_MAIL = SimulatedKnob.of(Knob.TAKE_MAIL);
    private static final SimulatedKnob OBJECT_STATES = SimulatedKnob.of(Knob.OBJECT_STATES);
    private static final SimulatedKnob ENCODED_LINKS = SimulatedKnob.of(Knob.ENCODED_LINKS);
    private static final SimulatedKnob REFUSE_FOREIGN = SimulatedKnob.of(Knob.REFUSE_FOREIGN);

    private Knobs() {
    }

    public static long arenaSize() {
        return ARENA_SIZE.value();
    }

    public static int numShards() {
        return (int) NUM_SHARDS.value();
    }

    public static int ownerLeaseEnable() {
        return (int) OWNER_LEASE_ENABLE.value();
    }

    public static long ownerLeaseMs() {
        return OWNER_LEASE_MS.value();
    }

    public static int remoteStash() {
        return (int) REMOTE_STASH.value();
    }

    public static long remoteStashBytes() {
        return REMOTE_STASH_BYTES.value();
    }

    public static int listFailfast() {
        return (int) LIST_FAILFAST.value();
    }

    public static int centralDebug() {
        return (int) CENTRAL_DEBUG.value();
    }

    public static int xferDebug() {
        return (int) XFER_DEBUG.value();
    }

    public static int s97RemoteStashBucket() {
        return (int) S97_REMOTE_STASH_BUCKET.value();
    }

    public static int s97RemoteStashSkipTailNull() {
        return (int) S97_REMOTE_STASH_SKIP_TAIL_NULL.value();
    }

    public static int s44PrefetchDist() {
        return (int) S44_PREFETCH_DIST.value();
    }

    public static int attachedSpans() {
        return (int) ATTACHED_SPANS.value();
    }

    public static int attachedSpansReplaced() {
        return (int) ATTACHED_SPANS_REPLACED.value();
    }

    public static int keptFrees() {
        return (int) KEPT_FREES.value();
    }

    public static int attachedPages() {
        return (int) ATTACHED_PAGES.value();
    }

    public static long runCacheBytes() {
        return RUN_CACHE_BYTES.value();
    }

    public static long directCacheBytes() {
        return DIRECT_CACHE_BYTES.value();
    }

    public static long dirtyBytes() {
        return DIRTY_BYTES.value();
    }

    public static long purgeDecayMs() {
        return PURGE_DECAY_MS.value();
    }

    public static long memLimit() {
        return MEM_LIMIT.value();
    }

    public static int hugePages() {
        return (int) HUGE_PAGES.value();
    }

    public static int takeIdleHeaps() {
        return (int) TAKE_IDLE_HEAPS.value();
    }

    public static int purgeThread() {
        return (int) PURGE_THREAD.value();
    }

    public static int adoptSegments() {
        return (int) ADOPT_SEGMENTS.value();
    }

    public static int tickTraps() {
        return (int) TICK_TRAPS.value();
    }

    public static int randomPlaces() {
        return (int) RANDOM_PLACES.value();
    }

    public static int zeroOnFree() {
        return (int) ZERO_ON_FREE.value();
    }

    public static int canaries() {
        return (int) CANARIES.value();
    }

    public static int guardPages() {
        return (int) GUARD_PAGES.value();
    }

    public static long quarantineBytes() {
        return QUARANTINE_BYTES.value();
    }

    public static int statistics() {
        return (int) STATISTICS.value();
    }

    public static int count() {
        return (int) COUNT.value();
    }

    public static int trace() {
        return (int) TRACE.value();
    }

    public static int takeMail() {
        return (int) TAKE_MAIL.value();
    }

    public static int objectStates() {
        return (int) OBJECT_STATES.value();
    }

    public static int encodedLinks() {
        return (int) ENCODED_LINKS.value();
    }

    public static int refuseForeign() {
        return (int) REFUSE_FOREIGN.value();
    }
}
