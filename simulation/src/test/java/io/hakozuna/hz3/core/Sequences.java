package io.hakozuna.hz3.core;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.simulation.Options;
import io.hakozuna.hz3.simulation.RandomChoices;
import io.hakozuna.hz3.simulation.SimulatedThread;
import io.hakozuna.hz3.simulation.Simulation;
import io.hakozuna.hz3.simulation.SimulationFailure;
import io.hakozuna.hz3.simulation.Threads;
import io.hakozuna.hz3.sys.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sequences of calls of the whole API from a seed, by several threads against one ledger, under a schedule from the seed; and, where one
 * fails, the shortest part of it that still does.
 */
public final class Sequences {
    private static final int THREADS = 3;
    private static final int SLOTS = 10;
    private static final int[] STASHES = {0, 1, 2, 6};
    /** Seeds from here on draw of what lanes have that protect, too. */
    public static final long PROTECTING_SEEDS = 1 << 20;

    private enum Kind { ALLOCATE, ZEROED, ALIGNED, RESIZE, FREE, TRIM }

    /** @param slot where the block is, or comes to be; a block that is there is freed first */
    private record Operation(int thread, Kind kind, int slot, long size, long alignment) {
    }

    private Sequences() {
    }

    /** Runs a sequence. Returns what went wrong, with the shortest part of it, or null. */
    public static String run(long seed, int length, int faultsInAThousand) {
        List<Operation> all = operations(new SplittableRandom(seed), length);
        String failure = fails(all, seed, faultsInAThousand);
        return failure == null ? null : failure + "\n  of: " + shortest(all, seed, faultsInAThousand);
    }

    /** The same, and nothing is made short. */
    static String fails(long seed, int length, int faultsInAThousand) {
        return fails(operations(new SplittableRandom(seed), length), seed, faultsInAThousand);
    }

    private static List<Operation> operations(SplittableRandom random, int length) {
        List<Operation> operations = new ArrayList<>();
        Kind[] kinds = Kind.values();
        for (int i = 0; i < length; i++) {
            Kind kind = kinds[random.nextInt(20) == 0 ? kinds.length - 1 : random.nextInt(kinds.length - 1)];
            long size = random.nextLong(1L << random.nextInt(1, random.nextInt(6) == 0 ? 24 : 14));
            operations.add(new Operation(random.nextInt(THREADS), kind, random.nextInt(SLOTS), size, 16L << random.nextInt(14)));
        }
        return operations;
    }

    private static String fails(List<Operation> operations, long seed, int faultsInAThousand) {
        SplittableRandom random = new SplittableRandom(seed);
        Options options = options(random);
        if (seed >= PROTECTING_SEEDS) {
            protect(options, random);
        }
        try {
            Simulation.run(options, new RandomChoices(seed, faultsInAThousand), () -> play(operations));
            return null;
        } catch (SimulationFailure e) {
            return e.getMessage();
        }
    }

    private static Options options(SplittableRandom random) {
        Options options = new Options().withThreadExit(Lifecycle::threadExit).withTime(random.nextInt(3) * 10)
            .with(Knob.PURGE_DECAY_MS, random.nextInt(3) * 10).with(Knob.REMOTE_STASH_BYTES, 4096)
            .with(Knob.S97_REMOTE_STASH_BUCKET, STASHES[random.nextInt(STASHES.length)])
            .with(Knob.MEM_LIMIT, random.nextInt(3) == 0 ? 16 << 20 : 0).with(Knob.DIRTY_BYTES, random.nextInt(2) << 20)
            .with(Knob.S44_PREFETCH_DIST, random.nextInt(3)).with(Knob.TICK_TRAPS, random.nextInt(3) == 0 ? 0 : 4096)
            .with(Knob.ADOPT_SEGMENTS, random.nextInt(4) == 0 ? 0 : 1)
            .with(Knob.TAKE_MAIL, random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0);
        // The two exclude each other.
        return random.nextBoolean() ? options.with(Knob.LIST_FAILFAST, random.nextInt(2))
            : options.with(Knob.S97_REMOTE_STASH_SKIP_TAIL_NULL, random.nextInt(2));
    }

    /** But for the states of objects: threads write to bytes side by side there, and the accesses are watched by words. */
    private static void protect(Options options, SplittableRandom random) {
        options.with(Knob.ENCODED_LINKS, random.nextInt(2)).with(Knob.CANARIES, random.nextInt(2)).with(Knob.GUARD_PAGES, random.nextInt(2))
            .with(Knob.RANDOM_PLACES, random.nextInt(2)).with(Knob.ZERO_ON_FREE, random.nextInt(2))
            .with(Knob.QUARANTINE_BYTES, random.nextInt(2) << 14);
    }

    private static void play(List<Operation> operations) {
        Ledger ledger = new Ledger();
        long[] slots = new long[SLOTS];
        Threads.Mutex[] locks = new Threads.Mutex[SLOTS];
        for (int i = 0; i < SLOTS; i++) {
            locks[i] = new Threads.Mutex();
        }
        SimulatedThread[] threads = new SimulatedThread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int index = i;
            threads[i] = Threads.begin(() -> {
                for (Operation operation : operations) {
                    if (operation.thread == index) {
                        locks[operation.slot].lock();
                        slots[operation.slot] = apply(operation, ledger, slots[operation.slot]);
                        locks[operation.slot].unlock();
                    }
                }
            });
        }
        Threads.join(threads);
        Simulation.current().kernel().endFaults();
        ledger.addresses().forEach(ledger::free);
        Lifecycle.trim(Tls.heap());
        Invariants.check(ledger.addresses());
        Ledger.expect(Statistics.arenaBytesInUse() == 0, "pages that are in use after all is freed", Statistics.arenaBytesInUse());
        Ledger.expect(Direct.mappedBytes() == 0, "mappings that are in use after all is freed", Direct.mappedBytes());
    }

    private static long apply(Operation operation, Ledger ledger, long block) {
        if (operation.kind == Kind.RESIZE && block != 0) {
            return ledger.reallocate(block, Math.max(1, operation.size));
        }
        if (operation.kind == Kind.TRIM) {
            Lifecycle.trim(Tls.heap());
            return block;
        }
        ledger.free(block);
        return switch (operation.kind) {
            case ALLOCATE, RESIZE -> ledger.allocate(operation.size);
            case ZEROED -> ledger.allocateZeroed(operation.size);
            case ALIGNED -> ledger.allocateAligned(operation.alignment, operation.size);
            default -> 0;
        };
    }

    /** Takes out ever smaller parts as long as the rest still fails (Zeller and Hildebrandt 2002). */
    private static List<Operation> shortest(List<Operation> failing, long seed, int faultsInAThousand) {
        List<Operation> shortest = failing;
        for (int part = shortest.size() / 2; part > 0; part /= 2) {
            for (int from = 0; from + part <= shortest.size();) {
                List<Operation> rest = new ArrayList<>(shortest.subList(0, from));
                rest.addAll(shortest.subList(from + part, shortest.size()));
                if (fails(rest, seed, faultsInAThousand) != null) {
                    shortest = rest;
                } else {
                    from += part;
                }
            }
        }
        return shortest;
    }
}
