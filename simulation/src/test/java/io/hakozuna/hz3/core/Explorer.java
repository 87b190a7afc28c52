package io.hakozuna.hz3.core;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.simulation.Options;
import io.hakozuna.hz3.simulation.RandomChoices;
import io.hakozuna.hz3.simulation.Simulation;
import io.hakozuna.hz3.simulation.SimulationFailure;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs scenarios by seeds. */
public final class Explorer {
    private Explorer() {
    }

    public static List<String> scenarios() {
        return Stream.of(Scenario.values()).map(Scenario::name).toList();
    }

    /** All promises, and how many schedules show what there is to be seen of each. */
    public static Map<String, Integer> promises() {
        return Stream.of(Promise.values()).collect(Collectors.toMap(Promise::name, Promise::seeds));
    }

    /** Runs a sequence of so many calls from a seed. Returns what went wrong, or null. */
    public static String sequence(long seed, int length, int faultsInAThousand) {
        return Sequences.fails(seed, length, faultsInAThousand);
    }

    /** Tries a promise under the schedule of a seed. Returns what went wrong, or null. */
    public static String tryPromise(String name, long seed) {
        try {
            Promise.valueOf(name).run(seed);
            return null;
        } catch (SimulationFailure e) {
            return name + ": " + e.getMessage();
        }
    }

    /** Tries each promise under so many schedules as it needs. Returns what went wrong first, or null. */
    public static String tryPromises() {
        for (Promise promise : Promise.values()) {
            for (long seed = 0; seed < promise.seeds(); seed++) {
                String broken = tryPromise(promise.name(), seed);
                if (broken != null) {
                    return broken;
                }
            }
        }
        return null;
    }

    /** Runs a scenario with so many seeds from the first one on. Returns what went wrong first, or null. */
    public static String explore(String name, long first, int seeds) {
        Scenario scenario = Scenario.valueOf(name);
        for (long seed = first; seed < first + seeds; seed++) {
            try {
                run(scenario, seed);
            } catch (SimulationFailure e) {
                return name + ": " + e.getMessage();
            }
        }
        return null;
    }

    /** One seed in four has guard pages. */
    static long run(Scenario scenario, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Options options = scenario.options(random).with(Knob.GUARD_PAGES, seed % 4 == 3 ? 1 : 0);
        return Simulation.run(options, new RandomChoices(seed), () -> scenario.play(random));
    }
}
