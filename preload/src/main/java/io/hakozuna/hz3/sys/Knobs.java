package io.hakozuna.hz3.sys;

import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** The knobs' values: constants of the lane that the C compiler folds, from the generated {@code hz3_knobs.h}. */
@StaticInit
@Unmanaged
@Include("hz3_native.h")
public final class Knobs {
    private Knobs() {
    }

    @Import(name = "hz3_knob_arena_size")
    public static native long arenaSize();

    @Import(name = "hz3_knob_num_shards")
    public static native int numShards();

    @Import(name = "hz3_knob_owner_lease_enable")
    public static native int ownerLeaseEnable();

    @Import(name = "hz3_knob_owner_lease_ms")
    public static native long ownerLeaseMs();

    @Import(name = "hz3_knob_remote_stash")
    public static native int remoteStash();

    @Import(name = "hz3_knob_remote_stash_bytes")
    public static native long remoteStashBytes();

    @Import(name = "hz3_knob_list_failfast")
    public static native int listFailfast();

    @Import(name = "hz3_knob_central_debug")
    public static native int centralDebug();

    @Import(name = "hz3_knob_xfer_debug")
    public static native int xferDebug();

    @Import(name = "hz3_knob_s97_remote_stash_bucket")
    public static native int s97RemoteStashBucket();

    @Import(name = "hz3_knob_s97_remote_stash_skip_tail_null")
    public static native int s97RemoteStashSkipTailNull();

    @Import(name = "hz3_knob_s44_prefetch_dist")
    public static native int s44PrefetchDist();

    @Import(name = "hz3_knob_attached_spans")
    public static native int attachedSpans();

    @Import(name = "hz3_knob_attached_spans_replaced")
    public static native int attachedSpansReplaced();

    @Import(name = "hz3_knob_kept_frees")
    public static native int keptFrees();

    @Import(name = "hz3_knob_take_mail")
    public static native int takeMail();

    @Import(name = "hz3_knob_attached_pages")
    public static native int attachedPages();

    @Import(name = "hz3_knob_run_cache_bytes")
    public static native long runCacheBytes();

    @Import(name = "hz3_knob_direct_cache_bytes")
    public static native long directCacheBytes();

    @Import(name = "hz3_knob_dirty_bytes")
    public static native long dirtyBytes();

    @Import(name = "hz3_knob_purge_decay_ms")
    public static native long purgeDecayMs();

    @Import(name = "hz3_knob_mem_limit")
    public static native long memLimit();

    @Import(name = "hz3_knob_huge_pages")
    public static native int hugePages();

    @Import(name = "hz3_knob_take_idle_heaps")
    public static native int takeIdleHeaps();

    @Import(name = "hz3_knob_purge_thread")
    public static native int purgeThread();

    @Import(name = "hz3_knob_adopt_segments")
    public static native int adoptSegments();

    @Import(name = "hz3_knob_tick_traps")
    public static native int tickTraps();

    @Import(name = "hz3_knob_object_states")
    public static native int objectStates();

    @Import(name = "hz3_knob_encoded_links")
    public static native int encodedLinks();

    @Import(name = "hz3_knob_refuse_foreign")
    public static native int refuseForeign();

    @Import(name = "hz3_knob_random_places")
    public static native int randomPlaces();

    @Import(name = "hz3_knob_zero_on_free")
    public static native int zeroOnFree();

    @Import(name = "hz3_knob_canaries")
    public static native int canaries();

    @Import(name = "hz3_knob_guard_pages")
    public static native int guardPages();

    @Import(name = "hz3_knob_quarantine_bytes")
    public static native long quarantineBytes();

    @Import(name = "hz3_knob_statistics")
    public static native int statistics();

    @Import(name = "hz3_knob_count")
    public static native int count();

    @Import(name = "hz3_knob_trace")
    public static native int trace();
}
