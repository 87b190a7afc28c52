package io.hakozuna.hz3.core;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.simulation.Options;
import io.hakozuna.hz3.simulation.Simulation;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the boxes promise beyond that nothing breaks: which heap a thread gets, when others take it, when memory goes back and when it must
 * not. Time passes only where a program sleeps, so each has its moment. In the end all is freed and looked at, as after a {@link Scenario}.
 */
enum Promise {
    LEASES(HeapPromises::leases, options().with(Knob.NUM_SHARDS, 1).with(Knob.OWNER_LEASE_ENABLE, 1)),
    LEASES_IN_TURN(HeapPromises::leasesInTurn, options().with(Knob.NUM_SHARDS, 2).with(Knob.OWNER_LEASE_ENABLE, 1)),
    NO_LEASES(HeapPromises::noLeases, options().with(Knob.NUM_SHARDS, 1)),
    LEASES_OF_WHO_RUNS(HeapPromises::leasesOfWhoRuns, options().with(Knob.NUM_SHARDS, 1).with(Knob.OWNER_LEASE_ENABLE, 1)
        .with(Knob.OWNER_LEASE_MS, 0)),
    EXIT_CALLBACKS(HeapPromises::exitCallbacks, options()),
    FORK_CHILD(HeapPromises::forkChild, options().with(Knob.NUM_SHARDS, 16)),
    IDLE(IdlePromises::idle, options()),
    IDLE_AND_SMALL(IdlePromises::idleAndSmall, options()),
    IDLE_WITHOUT_MEMORY(IdlePromises::idleWithoutMemory, options().with(Knob.PURGE_THREAD, 1)),
    IDLE_AND_GIVEN(IdlePromises::idleAndGiven, options()),
    WAKE_UP(IdlePromises::wakeUp, options()),
    WAKE_UP_MEANWHILE(IdlePromises::wakeUpMeanwhile, options()),
    IDLE_WITH_A_PURGE_THREAD(IdlePromises::idleWithAPurgeThread, options().with(Knob.PURGE_THREAD, 1)),
    IDLE_AND_LEFT_ALONE(IdlePromises::idleAndLeftAlone, options().with(Knob.TAKE_IDLE_HEAPS, 0).with(Knob.REMOTE_STASH, 0)),
    ONLY_OWNER(HeapPromises::onlyOwner, options().with(Knob.NUM_SHARDS, 1)),
    BURIED_AND_AWAKE(IdlePromises::buriedAndAwake, options().with(Knob.REMOTE_STASH, 0)),
    BURIED(IdlePromises::buried, options().with(Knob.REMOTE_STASH, 0)),
    BURIED_IN_RUNS(IdlePromises::buriedInRuns, options()),
    SUCCESSOR(HeapPromises::successor, options()),
    SUCCESSOR_OF_UNSEEN_ENDS(HeapPromises::successorOfUnseenEnds, options().withUnseenEnds()),
    TAKEN_BY_ONE(TakingPromises::oneAtATime, options()),
    TAKEN_ON_THE_WAY(TakingPromises::onTheWay, options()),
    STILL_OWN(TakingPromises::stillOwn, options()),
    UNSEEN_END(TakingPromises::unseenEnd, options().withUnseenEnds().with(Knob.TAKE_IDLE_HEAPS, 0)),
    ADOPTED(AdoptionPromises::adopted, options().with(Knob.REMOTE_STASH, 0)),
    ADOPTED_BY_STASH(AdoptionPromises::adoptedByStash, options()),
    ADOPTED_OF_TWO(AdoptionPromises::adoptedOfTwo, options().with(Knob.REMOTE_STASH, 0)),
    NOT_ADOPTED(AdoptionPromises::notAdopted, options().with(Knob.REMOTE_STASH, 0).with(Knob.ADOPT_SEGMENTS, 0)),
    NOT_ADOPTED_OF_GUESTS(AdoptionPromises::notAdoptedOfGuests, options().with(Knob.REMOTE_STASH, 0)),
    NOT_ADOPTED_AT_ONCE(AdoptionPromises::notAdoptedAtOnce, options().with(Knob.REMOTE_STASH, 0)),
    ADOPTION_OF_ONE(AdoptionPromises::adoptionOfOne, options().with(Knob.REMOTE_STASH, 0)),
    ADOPTED_MEANWHILE(AdoptionPromises::adoptedMeanwhile, options()),
    MUCH_MAIL(MailPromises::muchMail, options().with(Knob.REMOTE_STASH_BYTES, 64 << 20).with(Knob.TAKE_IDLE_HEAPS, 0)),
    TAKEN_MAIL(MailPromises::takenMail, options().with(Knob.TAKE_MAIL, 3).with(Knob.REMOTE_STASH, 0).with(Knob.TAKE_IDLE_HEAPS, 0)),
    TAKEN_MAIL_WITHOUT_ADOPTION(MailPromises::takenMail, options().with(Knob.TAKE_MAIL, 3).with(Knob.REMOTE_STASH, 0)
        .with(Knob.TAKE_IDLE_HEAPS, 0).with(Knob.ADOPT_SEGMENTS, 0)),
    MAIL_IS_NOT_FOR_BATCHES(MailPromises::mailIsNotForBatches, stash(0).with(Knob.TAKE_MAIL, 1)),
    TAKEN_MAIL_AT_ONCE(MailPromises::takenMailAtOnce, options().with(Knob.TAKE_MAIL, 3).with(Knob.REMOTE_STASH, 0)
        .with(Knob.TAKE_IDLE_HEAPS, 0)),
    UNSORTED_MAIL(MailPromises::unsortedMail, options().with(Knob.TAKE_MAIL, 1).with(Knob.REMOTE_STASH_BYTES, 64 << 20)
        .with(Knob.TAKE_IDLE_HEAPS, 0)),
    TAKEN_MAIL_AT_A_TRIM(MailPromises::takenMailAtATrim, options().with(Knob.TAKE_MAIL, 3)),
    GROUPED_BY_HASH(StashPromises::grouped, stash(1)),
    GROUPED_BY_MAP(StashPromises::grouped, stash(2)),
    GROUPED_BY_SORT(StashPromises::grouped, stash(6)),
    SORTED_IN_WINDOWS(StashPromises::sortedInWindows, stash(6)),
    ALL_CLASSES_BY_HASH(StashPromises::allClasses, stash(1).with(Knob.LIST_FAILFAST, 1)),
    ALL_CLASSES_BY_MAP(StashPromises::allClasses, stash(2).with(Knob.LIST_FAILFAST, 1)),
    ALL_CLASSES_BY_SORT(StashPromises::allClasses, stash(6).with(Knob.LIST_FAILFAST, 1)),
    SHARED_ROWS(StashPromises::sharedRows, stash(0)),
    SHARED_ROWS_BY_MAP(StashPromises::sharedRows, stash(2)),
    SHARED_ROWS_BY_SORT(StashPromises::sharedRows, stash(6)),
    MANY_ROWS_BY_MAP(StashPromises::manyRows, stash(2)),
    BATCHES(BatchPromises::many, stash(0)),
    BATCHES_WITH_TWO_ASKED_FOR(BatchPromises::many, stash(0).with(Knob.S44_PREFETCH_DIST, 2)),
    BATCH_FOR_THE_DEAD(BatchPromises::adopted, stash(0)),
    FEW_IN_A_BATCH(BatchPromises::few, stash(0)),
    BATCHES_WITHOUT_MEMORY(BatchPromises::withoutMemory, stash(0)),
    BATCHES_AT_A_TRIM(BatchPromises::atATrim, options()),
    ZEROES_WITHOUT_BATCHES(BatchPromises::zeroes, stash(0).with(Knob.ZERO_ON_FREE, 1)),
    CHAIN_OF_TWO_OWNERS(AdoptionPromises::chainOfTwoOwners, stash(1).with(Knob.TICK_TRAPS, 0)),
    CHAIN_OF_TWO_OWNERS_IN_OWN_MAIL(AdoptionPromises::chainOfTwoOwners, stash(1).with(Knob.TICK_TRAPS, 0).with(Knob.TAKE_MAIL, 1000)),
    ATTACHED_RUNS(RunPromises::attached, options()),
    KEPT_RUNS(RunPromises::kept, options()),
    LONG_RUNS(RunPromises::longOnes, options()),
    RESIZED_RUNS(RunPromises::resized, options()),
    RESIZED_ATTACHED_RUNS(RunPromises::resizedWhenAttached, options()),
    ALIGNED_BEHIND_GUARDS(RunPromises::alignedBehindGuards, options().with(Knob.GUARD_PAGES, 1)),
    GUARDS_THAT_STAY(RunPromises::guardsThatStay, options().with(Knob.GUARD_PAGES, 1)),
    LARGE_RUN(MailPromises::largeRun, options()),
    MAIL_LEFT_ALONE(MailPromises::mailLeftAlone, options().with(Knob.TAKE_IDLE_HEAPS, 0)),
    FREE_WITHOUT_A_HEAP(MailPromises::freeWithoutAHeap, stash(0)),
    TWICE(Misuse::twice, options()),
    TWICE_BY_HASH(Misuse::twice, stash(1)),
    TWICE_BY_SORT(Misuse::twice, stash(6)),
    TWICE_AS_A_RUN(RunPromises::twice, options()),
    TWICE_AS_A_RUN_WITH_ROOM(RunPromises::twiceWithRoom, options()),
    WRITTEN_IN_A_RUN_BIN(RunPromises::writtenInABin, options().with(Knob.LIST_FAILFAST, 1).withThreadExit(() -> { })),
    TWICE_AT_HOME(SpanMisuse::twice, oneAttached()),
    TWICE_AND_APART(SpanMisuse::twiceApart, oneAttached()),
    INSIDE_AND_CHECKED(SpanMisuse::insideChecked, oneAttached().with(Knob.CENTRAL_DEBUG, 1)),
    TAKEN_HOME_AND_CHECKED(SpanMisuse::takenHomeChecked, oneAttached().with(Knob.CENTRAL_DEBUG, 1).withThreadExit(() -> { })),
    WRITTEN_UNDER_WAY(SpanMisuse::writtenUnderWay, options().with(Knob.LIST_FAILFAST, 1).withThreadExit(() -> { })),
    TWICE_AND_KEPT(SpanMisuse::twiceKept, oneAttached().with(Knob.KEPT_FREES, 64)),
    INSIDE_AT_A_SWEEP(SpanMisuse::inside, options().withThreadExit(() -> { })),
    BROKEN_LISTS(LinkPromises::brokenLists, stash(1)),
    WRITTEN_BETWEEN_THREADS(Misuse::writtenInTheStash, stash(1).with(Knob.XFER_DEBUG, 1)),
    TWICE_IN_A_SPAN(LinkPromises::alreadyThere, oneAttached().with(Knob.CENTRAL_DEBUG, 1)),
    ENCODED_LINKS(LinkPromises::encoded, stash(1).with(Knob.ENCODED_LINKS, 1).withThreadExit(() -> { })),
    WRONG_FREES(StatePromises::wrongFrees, options().with(Knob.OBJECT_STATES, 1)),
    USES_OF_STRANGERS(BlockPromises::usesOfStrangers, options()),
    REFUSED_STRANGERS(BlockPromises::refusedStrangers, options().with(Knob.REFUSE_FOREIGN, 1)),
    WRONG_COUNT_OF_A_SPAN(BinPromises::wrongCount, oneAttached().with(Knob.LIST_FAILFAST, 1)),
    TWICE_SENT(Misuse::twiceSent, options()),
    INSIDE(Misuse::inside, options()),
    INSIDE_OF_OWN(Misuse::insideOfOwn, options()),
    NOWHERE(Misuse::nowhere, options()),
    NOWHERE_WITHOUT_A_HEAP(Misuse::nowhereWithoutAHeap, options()),
    FOREIGN(Misuse::foreign, options()),
    MAIL_FROM_NOWHERE(Misuse::mailFromNowhere, options()),
    MAIL_OF_ANOTHER(Misuse::mailOfAnother, options().with(Knob.ADOPT_SEGMENTS, 0)),
    OWN_OF_ANOTHER(Misuse::ownOfAnother, options()),
    WRITTEN_IN_THE_STASH(Misuse::writtenInTheStash, stash(0).with(Knob.LIST_FAILFAST, 1).withThreadExit(() -> { })),
    WRITTEN_IN_THE_STASH_BY_HASH(Misuse::writtenInTheStash, stash(1).with(Knob.LIST_FAILFAST, 1)),
    WRITTEN_IN_THE_STASH_BY_SORT(Misuse::writtenInTheStash, stash(6).with(Knob.LIST_FAILFAST, 1)),
    WRITTEN_IN_THE_INBOX(Misuse::writtenInTheInbox, stash(0).with(Knob.LIST_FAILFAST, 1)),
    LINKED_TO_ANOTHERS(Misuse::linkedToAnothers, options().with(Knob.LIST_FAILFAST, 1)),
    INSIDE_AT_ONCE(Misuse::insideAtOnce, options().with(Knob.LIST_FAILFAST, 1)),
    OVERFLOWN(Misuse::overflown, options().with(Knob.CANARIES, 1)),
    OVERFLOWN_OF_ANOTHER(Misuse::overflownOfAnother, options().with(Knob.CANARIES, 1)),
    TWICE_AT_A_TIME(Misuse::twiceAtATime, options().with(Knob.OBJECT_STATES, 1)),
    WRITTEN_IN_QUARANTINE(Misuse::writtenInQuarantine, options().with(Knob.ZERO_ON_FREE, 1).with(Knob.QUARANTINE_BYTES, 65536)),
    QUARANTINE(HardenedPromises::quarantine, options().with(Knob.ZERO_ON_FREE, 1).with(Knob.QUARANTINE_BYTES, 4096)),
    QUARANTINE_WITHOUT_TRAPS(HardenedPromises::quarantine, options().with(Knob.TICK_TRAPS, 0).with(Knob.QUARANTINE_BYTES, 4096)),
    QUARANTINE_PLACES(HardenedPromises::places, options().with(Knob.QUARANTINE_BYTES, 1 << 20)),
    ZEROES(HardenedPromises::zeroes, options().with(Knob.ZERO_ON_FREE, 1).with(Knob.CANARIES, 1)),
    ZEROES_ALONE(HardenedPromises::zeroes, options().with(Knob.ZERO_ON_FREE, 1)),
    ZEROES_BEHIND_WHAT_SHRINKS(HardenedPromises::zeroesBehindWhatShrinks, options().with(Knob.ZERO_ON_FREE, 1)),
    EDGES(Misuse::edges, options()),
    SPARSE_SPANS(BinPromises::sparseSpans, oneAttached()),
    ENOUGH_OBJECTS(BinPromises::enough, oneAttached()),
    REPLACED_OBJECTS(BinPromises::replaced, oneAttached().with(Knob.ATTACHED_SPANS_REPLACED, 32).with(Knob.KEPT_FREES, 64)),
    HOLLOW_PAGES(BinPromises::hollow, oneAttached()),
    RESERVED_ARENA(ArenaPromises::reserved, options().with(Knob.ARENA_SIZE, 128 << 20)),
    SMALLER_ARENA(ArenaPromises::smaller, options().with(Knob.ARENA_SIZE, 64 << 20)),
    NO_ARENA(ArenaPromises::none, options().with(Knob.ARENA_SIZE, 64 << 20)),
    NO_ARENA_WITHIN_A_LIMIT(ArenaPromises::noneWithinALimit, options().withAddressSpaceLimit(7 << 20)),
    CACHED_MAPPINGS_FOR_SEGMENTS(ArenaPromises::cachedMappings, options().with(Knob.ARENA_SIZE, 8 << 20)),
    GIVEN_BACK_SEGMENTS(ArenaPromises::givenBack, options().with(Knob.ARENA_SIZE, 128 << 20)),
    SCARCE_SEGMENTS(ArenaPromises::scarce, options().with(Knob.ARENA_SIZE, 64 << 20).withAddressSpaceLimit(1L << 40)),
    FAR_LIMIT(ArenaPromises::farLimit, options().with(Knob.ARENA_SIZE, 64 << 20).withAddressSpaceLimit(1L << 44)),
    GUARDS_AROUND_BLOCKS(GuardPromises::aroundBlocks, options().with(Knob.GUARD_PAGES, 1)),
    GUARDS_AFTER_SPANS(GuardPromises::afterSpans, options().with(Knob.GUARD_PAGES, 1)),
    FEW_GUARDS(GuardPromises::few, options().with(Knob.GUARD_PAGES, 1)),
    GUARDED_SEGMENTS(GuardPromises::segments, options().with(Knob.GUARD_PAGES, 1).with(Knob.ARENA_SIZE, 64 << 20)),
    GUARDED_SEGMENTS_WITHIN_A_LIMIT(GuardPromises::segmentsWithinALimit, options().with(Knob.GUARD_PAGES, 1)
        .with(Knob.ARENA_SIZE, 64 << 20).withAddressSpaceLimit(1L << 40)),
    GUARDS_OF_SEGMENTS_THAT_ARE_LEFT(GuardPromises::left, options().with(Knob.GUARD_PAGES, 1)),
    TABLE_OF_STATES(StatePromises::table, options().with(Knob.OBJECT_STATES, 1).with(Knob.ARENA_SIZE, 64 << 20)),
    ZEROED_BLOCKS(BlockPromises::zeroed, options()),
    FREED_WITH_SIZES(BlockPromises::freedWithSizes, options()),
    ALIGNED_BLOCKS(BlockPromises::aligned, options()),
    ALIGNED_BLOCKS_WITH_CANARIES(BlockPromises::aligned, options().with(Knob.CANARIES, 1)),
    ALIGNED_IN_A_FULL_ARENA(BlockPromises::alignedInAFullArena, options().with(Knob.ARENA_SIZE, 64 << 20)),
    RESIZED_BLOCKS(BlockPromises::resized, options()),
    RESIZED_BELOW_A_LIMIT(BlockPromises::resizedBelowALimit, options().with(Knob.MEM_LIMIT, 16 << 20)),
    LARGE_BLOCKS(BlockPromises::largeBlocks, options().with(Knob.MEM_LIMIT, 16 << 20)),
    MAPPINGS(DirectPromises::mapped, options().with(Knob.DIRECT_CACHE_BYTES, 0)),
    RESIZED_MAPPINGS(DirectPromises::resized, options().with(Knob.DIRECT_CACHE_BYTES, 0)),
    TOLD_MAPPINGS(DirectPromises::told, options()),
    MANY_MAPPINGS(DirectPromises::many, options()),
    REFUSED_MAPPINGS(DirectPromises::refused, options().with(Knob.DIRECT_CACHE_BYTES, 0).with(Knob.MEM_LIMIT, 64 << 20)),
    ROOM_FOR_MAPPINGS(DirectPromises::madeRoom, options().with(Knob.MEM_LIMIT, 32 << 20)),
    LEFT_FOR_SMALLER_BLOCKS(DirectPromises::leftForSmaller, options().with(Knob.DIRECT_CACHE_BYTES, 0)),
    CACHED_SIZES(DirectCachePromises::sizes, cached()),
    CACHED_ON_DEMAND(DirectCachePromises::demand, cached()),
    CACHED_BYTES(DirectCachePromises::bytes, cached()),
    CACHED_MAPPINGS(DirectCachePromises::places, cached().with(Knob.DIRECT_CACHE_BYTES, 1 << 30)),
    CUT_CACHED_MAPPINGS(DirectCachePromises::cut, cached()),
    SMALLEST_CACHED_MAPPING(DirectCachePromises::smallest, cached()),
    ALIGNED_CACHED_MAPPINGS(DirectCachePromises::aligned, cached().with(Knob.DIRECT_CACHE_BYTES, 1 << 30)),
    ALIGNED_BETWEEN_GUARDS(DirectCachePromises::alignedBetweenGuards, cached().with(Knob.GUARD_PAGES, 1)),
    NO_PLACE_FOR_AN_ALIGNED_CUT(DirectCachePromises::noPlaceForAnAlignedCut, cached().with(Knob.DIRECT_CACHE_BYTES, 1 << 30)),
    GROWN_OVER_CACHED_MAPPINGS(DirectCachePromises::behind, cached()),
    RESIZED_CACHED_MAPPINGS(DirectCachePromises::resized, cached()),
    CACHED_AND_OLD(DirectCachePromises::parts, options()),
    CACHED_AND_OLD_FOR_TWO(DirectCachePromises::oldForTwo, cached()),
    CACHED_BELOW_A_LIMIT(DirectCachePromises::belowALimit, options().with(Knob.MEM_LIMIT, 64 << 20)),
    GUARDED_MAPPINGS(MappingGuardPromises::putUp, guards()),
    GUARDS_OF_SO_MANY(MappingGuardPromises::ofSoMany, options().with(Knob.GUARD_PAGES, 1)),
    MOVED_GUARDS(MappingGuardPromises::moved, guards()),
    GUARD_AT_A_CUT(MappingGuardPromises::cut, guards()),
    GUARDS_OF_RESIZED_MAPPINGS(MappingGuardPromises::resized, guards()),
    GUARDS_OF_LEFTOVERS(MappingGuardPromises::leftovers, guards()),
    NEWEST_ATTACHED(SpanPromises::newestAttached, oneAttached().with(Knob.ATTACHED_SPANS, 2)),
    CARVED_IN_PAGES(SpanPromises::carvedInPages, options()),
    CARVED_TO_THE_END(SpanPromises::carvedToTheEnd, options()),
    CARVED_ONE_AT_A_TIME(SpanPromises::carvedOneAtATime, options()),
    ATTACHED_PAGES(SpanPromises::boundOnAttachedPages, options().with(Knob.ATTACHED_PAGES, 6)),
    WITHOUT_GUARDS(SpanPromises::withoutGuards, runs().with(Knob.GUARD_PAGES, 1)),
    CARVED_ON(SpanPromises::carvedOn, oneAttached().with(Knob.ATTACHED_SPANS, 2)),
    NONE_ATTACHED(SpanPromises::noneAttached, oneAttached()),
    ENOUGH_ATTACHED(SpanPromises::enoughAttached, oneAttached().with(Knob.ATTACHED_SPANS_REPLACED, 2).with(Knob.KEPT_FREES, 64)),
    KEPT_FREES(SpanPromises::keptFrees, oneAttached().with(Knob.KEPT_FREES, 64)),
    RANDOM_PLACES(SpanPromises::randomPlaces, options().with(Knob.RANDOM_PLACES, 1)),
    SIZE_CLASSES(SpanPromises::sizeClasses, options()),
    RESTING_CLASSES(SweepPromises::resting, options()),
    RESTED_CLASSES(SweepPromises::rested, options()),
    SWEPT_AS_FAR_AS_ALLOWED(SweepPromises::inPieces, options()),
    SWEPT_WHILE_UNDER_WAY(SweepPromises::underWay, options()),
    ALL_CLASSES_SWEPT(SweepPromises::allClasses, options()),
    SHRINKING_CLASSES(SweepPromises::shrinking, oneAttached()),
    THINNED_PAGES(ThinningPromises::freePages, oneAttached()),
    THINNED_ACROSS_PAGES(ThinningPromises::acrossPages, oneAttached()),
    THINNED_ONE_MORE_PAGE(ThinningPromises::oneMorePage, oneAttached()),
    THINNED_LARGE_OBJECTS(ThinningPromises::partsOfObjects, oneAttached()),
    THINNED_WHEN_WORTH_IT(ThinningPromises::worthIt, oneAttached()),
    THINNED_AT_REST(ThinningPromises::rests, oneAttached()),
    THINNED_WITHIN_A_BUDGET(ThinningPromises::budget, oneAttached()),
    THINNED_AND_PARTLY_CARVED(ThinningPromises::partlyCarved, oneAttached()),
    DIRTY_PAGES_FIRST(SegmentPromises::dirtyFirst, options()),
    PAGES_BELOW_A_LIMIT(SegmentPromises::belowALimit, options().with(Knob.MEM_LIMIT, 16 << 20)),
    WITHIN_A_SEGMENT(SegmentPromises::withinASegment, options()),
    ALIGNED_PAGES(SegmentPromises::aligned, options()),
    AGE(PurgePromises::age, runs().with(Knob.DIRTY_BYTES, 1 << 30)),
    VOLUME(PurgePromises::volume, runs().with(Knob.DIRTY_BYTES, 4 << 20)),
    VOLUME_OF_LARGE_RUNS(PurgePromises::volumeOfLargeRuns, runs().with(Knob.DIRTY_BYTES, 4 << 20)),
    VOLUME_OF_RUNS_THAT_COME_AND_GO(PurgePromises::volumeOfRunsThatComeAndGo, runs().with(Knob.DIRTY_BYTES, 4 << 20)),
    MISSED(PurgePromises::missed, runs().with(Knob.DIRTY_BYTES, 4 << 20)),
    LAST_SEGMENT(PurgePromises::lastSegment, runs().with(Knob.DIRTY_BYTES, 1 << 30)),
    SWEPT_IN_PIECES(PurgePromises::sweptInPieces, options()),
    LOCKED_SEGMENT(PurgePromises::lockedSegment, options()),
    HOLLOW(PurgePromises::hollow, options()),
    BUDGET(PurgePromises::budget, runs()),
    LOCKED(PurgePromises::locked, runs().with(Knob.DIRTY_BYTES, 4 << 20)),
    LOCKED_FOR_A_MOMENT(PurgePromises::lockedForAMoment, runs()),
    DEAD(DeadPromises::dead, options()),
    DEAD_WITH_MUCH(DeadPromises::deadWithMuch, options()),
    DEAD_WITH_FREE_PAGES(DeadPromises::deadWithFreePages, runs()),
    MUCH_MAIL_OF_THE_DEAD(DeadPromises::muchMailOfTheDead, stash(0)),
    MORE_MAIL_OF_THE_DEAD(DeadPromises::moreMailOfTheDead, stash(0)),
    FINISHED_AT_AN_END(DeadPromises::finishedAtAnEnd, stash(0)),
    FINISHED_BY_TWO(DeadPromises::finishedByTwo, stash(0)),
    FREES_OF_THE_DEAD(DeadPromises::freesOfTheDead, stash(0)),
    TOO_MUCH_AT_AN_END(DeadPromises::tooMuchAtAnEnd, stash(0)),
    MUCH_IN_ALL_AT_AN_END(DeadPromises::muchInAllAtAnEnd, runs()),
    MANY_DEAD(DeadPromises::manyDead, options()),
    TRIM_OF_WHO_RUNS(TrapPromises::trimOfWhoRuns, options()),
    TRIM_TELLS(TrapPromises::trimTells, options()),
    QUIET(TrapPromises::quiet, options()),
    BUSY(TrapPromises::busy, options()),
    MAIL_OF_A_TRAPPED_PAGE(TrapPromises::mailOfATrappedPage, options().with(Knob.TAKE_IDLE_HEAPS, 0)),
    NO_TRAPS(TrapPromises::noTraps, options().with(Knob.TICK_TRAPS, 0).with(Knob.TAKE_IDLE_HEAPS, 0)),
    PURGE_THREAD(DeadPromises::purgeThread, options().with(Knob.PURGE_THREAD, 1)),
    LEFTOVERS(LimitPromises::leftovers, options().with(Knob.DIRECT_CACHE_BYTES, 0).with(Knob.MEM_LIMIT, 256 << 20)),
    MANY_LEFTOVERS(LimitPromises::manyLeftovers, options().with(Knob.DIRECT_CACHE_BYTES, 0)),
    LAST_LEFTOVER(LimitPromises::lastLeftover, options().with(Knob.DIRECT_CACHE_BYTES, 0).with(Knob.MEM_LIMIT, 256 << 20)),
    LEFTOVERS_OF_TWO(LimitPromises::leftoversOfTwo, options().with(Knob.DIRECT_CACHE_BYTES, 0)),
    CONTAINER(LimitPromises::container, runs().withMemoryLimit(64 << 20)),
    LIMIT(LimitPromises::limit, options().with(Knob.MEM_LIMIT, 16 << 20)),
    FULL_ARENA(LimitPromises::fullArena, options().with(Knob.ARENA_SIZE, 64 << 20)),
    FULL_ARENA_BELOW_A_LIMIT(LimitPromises::fullArenaBelowALimit, options().with(Knob.ARENA_SIZE, 64 << 20).with(Knob.MEM_LIMIT, 1 << 30)),
    SHRINK(PurgePromises::shrink, oneAttached()),
    LOCK(LimitPromises::lock, options());

    /** Their programs are stopped in the middle of a call, or look at all themselves while nothing waits to be free. */
    private static final Set<Promise> WITHOUT_END = EnumSet.range(TWICE, ZEROES_ALONE);

    /** What they promise is of a moment that few schedules come to. */
    private static final Set<Promise> RACES = EnumSet.of(LEASES_OF_WHO_RUNS, WAKE_UP, ADOPTION_OF_ONE, TWICE_AT_A_TIME, LEFTOVERS_OF_TWO,
        FINISHED_BY_TWO, LOCK);

    /** What a promise's program may use. */
    interface Program {
        void run(Ledger ledger, Interventions interventions);
    }

    private final Program program;
    private final Options options;

    Promise(Program program, Options options) {
        this.program = program;
        this.options = options;
    }

    private static Options options() {
        return new Options().withThreadExit(Lifecycle::threadExit).with(Knob.PURGE_DECAY_MS, 100).with(Knob.TAKE_MAIL, 0);
    }

    /** One of the stashes, with room for all. */
    private static Options stash(int bucket) {
        return options().with(Knob.S97_REMOTE_STASH_BUCKET, bucket).with(Knob.REMOTE_STASH_BYTES, 64 << 20).with(Knob.TAKE_IDLE_HEAPS, 0);
    }

    /** Spans are detached as soon as the next one of their class is there, and what is freed goes home to them. */
    private static Options oneAttached() {
        return options().with(Knob.ATTACHED_SPANS, 1).with(Knob.ATTACHED_SPANS_REPLACED, 0).with(Knob.KEPT_FREES, 0);
    }

    /** Freed runs are free pages at once. */
    private static Options runs() {
        return options().with(Knob.RUN_CACHE_BYTES, 0);
    }

    /** Freed mappings are cached for as long as there is demand. */
    private static Options cached() {
        return options().with(Knob.PURGE_DECAY_MS, 5000);
    }

    /** Mappings have guards, and all of them count. */
    private static Options guards() {
        return options().with(Knob.GUARD_PAGES, 1).with(Knob.MEM_LIMIT, 128 << 20);
    }

    /** How many schedules there should be at least. */
    int seeds() {
        return RACES.contains(this) ? 40 : 3;
    }

    /** Runs it under a schedule from the seed. Returns how many steps that were. */
    long run(long seed) {
        Interventions interventions = new Interventions(seed);
        return Simulation.run(options, interventions, () -> {
            Ledger ledger = new Ledger();
            program.run(ledger, interventions);
            if (!WITHOUT_END.contains(this)) {
                Scenario.finish(ledger);
            }
        });
    }
}
