package io.hakozuna.hz3.mutation;

import io.hakozuna.hz3.core.Explorer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Drops the checks of the core one at a time, and tries the programs of the simulation on what is left: the scenarios, the promises and the
 * sequences, each under the schedules of some seeds. A check can only be missed by a run in which it has decided something, so the runs of
 * the whole core come first and tell which those are. Of these a check has so many, the short ones of each seed first, and no clock
 * decides: what is noticed once is always noticed.
 */
final class DroppedChecks {
    /** All of the core but its tables of constants, and what only tells, counts or records. */
    static final List<String> CLASSES = List.of("Adoption", "Allocator", "Arena", "Batch", "Bins", "Blocks", "Bucket", "Canary",
        "DeadHeaps", "Direct", "DirectCache", "Foreign", "FreeLink", "Guards", "Guests", "Hardening", "HashedStash", "Heaps", "IdleHeaps",
        "Inbox", "KeptFrees", "Large", "Leftovers", "Lifecycle", "Limit", "Links", "ListCheck", "Lock", "Mail", "MappedStash",
        "MappingGuards", "ObjectStates", "Outbox", "Purge", "PurgeThread", "Quarantine", "RemoteFree", "Runs", "Segments", "Shuffle",
        "SizeClasses", "SortedStash", "Span", "Spans", "Surroundings", "Sweep", "Thinning", "Trap", "Trim", "WaitingMail");
    private static final int SEEDS = 20;
    private static final int SEQUENCES = 12;
    private static final int LENGTH = 120;
    private static final int FAULTS_IN_A_THOUSAND = 250;
    private static final int MOST_TRIALS = 300;

    /** A run: which one, the numbers of the checks that decided something in it, and how long it was. */
    private static final class Trial {
        private final String method;
        private final Class<?>[] parameters;
        private final Object[] arguments;
        private final long seed;
        private BitSet ways;
        private int length;

        Trial(long seed, String method, Class<?>[] parameters, Object... arguments) {
            this.seed = seed;
            this.method = method;
            this.parameters = parameters;
            this.arguments = arguments;
        }

        long seed() {
            return seed;
        }

        int length() {
            return length;
        }
    }

    private final SwitchedCore core = new SwitchedCore();
    private final List<Trial> trials = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    /** Runs the whole core. */
    DroppedChecks() throws ClassNotFoundException {
        for (String type : CLASSES) {
            checks.addAll(core.checks(type));
        }
        for (long seed = 0; seed < SEEDS; seed++) {
            for (String scenario : Explorer.scenarios()) {
                trials.add(new Trial(seed, "explore", new Class<?>[] {String.class, long.class, int.class}, scenario, seed, 1));
            }
            for (int faults : seed < SEQUENCES ? new int[] {0, FAULTS_IN_A_THOUSAND} : new int[0]) {
                trials.add(new Trial(seed, "sequence", new Class<?>[] {long.class, int.class, int.class}, seed, LENGTH, faults));
            }
        }
        Explorer.promises().forEach((promise, seeds) -> {
            for (long seed = 0; seed < seeds; seed++) {
                trials.add(new Trial(seed, "tryPromise", new Class<?>[] {String.class, long.class}, promise, seed));
            }
        });
        for (Trial trial : trials) {
            Switch.observe();
            String failure = run(trial);
            if (failure != null) {
                throw new IllegalStateException("the whole core fails: " + failure);
            }
            trial.ways = Switch.ways();
            trial.length = Switch.passed();
        }
        trials.sort(Comparator.comparingLong(Trial::seed).thenComparingInt(Trial::length));
    }

    List<Check> checks() {
        return checks;
    }

    private String run(Trial trial) {
        return core.call("Explorer", trial.method, trial.parameters, trial.arguments);
    }

    /** What the first run that misses the check finds wrong without it; null if none does. */
    String notice(Check check) {
        int tried = 0;
        for (Trial trial : trials) {
            if (trial.ways.get(check.number())) {
                Switch.drop(check);
                String found = run(trial);
                if (found != null) {
                    return found;
                }
                if (++tried == MOST_TRIALS) {
                    break;
                }
            }
        }
        return null;
    }

    /** How many were noticed, and which are not as the list of the survivors has it. */
    record Result(int noticed, List<String> wrong) {
    }

    Result tryAll(List<Check> tried, Survivors survivors) {
        int noticed = 0;
        List<String> wrong = new ArrayList<>();
        for (Check check : tried) {
            String found = notice(check);
            noticed += found == null ? 0 : 1;
            if (survivors.has(check.name()) != (found == null)) {
                wrong.add(check.name() + ", line " + check.line()
                    + (found == null ? ", is not noticed" : ", is listed as a survivor and noticed: " + found));
            }
        }
        return new Result(noticed, wrong);
    }
}
