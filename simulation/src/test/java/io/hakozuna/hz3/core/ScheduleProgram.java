package io.hakozuna.hz3.core;

import io.hakozuna.hz3.simulation.SimulationFailure;

/** Runs every scenario with so many seeds from the first one on: {@code FIRST SEEDS}. Prints how many runs and steps that were. */
public final class ScheduleProgram {
    private ScheduleProgram() {
    }

    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long seeds = Long.parseLong(arguments[1]);
        long runs = 0;
        long steps = 0;
        for (Scenario scenario : Scenario.values()) {
            for (long seed = first; seed < first + seeds; seed++) {
                try {
                    steps += Explorer.run(scenario, seed);
                } catch (SimulationFailure e) {
                    System.err.println(scenario + " with seed " + seed + ": " + e.getMessage());
                    System.exit(1);
                }
                runs++;
            }
        }
        System.out.println(runs + " " + steps);
    }
}
