package io.hakozuna.hz3.core;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules from seeds: {@code -Dhz3.simulation.seeds=100000} runs more of them, {@code -Dhz3.simulation.seed=N} one of them. */
class SchedulesTest {
    private static final int SEEDS = Integer.getInteger("hz3.simulation.seeds", 150);
    private static final long ONLY = Long.getLong("hz3.simulation.seed", -1);

    @ParameterizedTest
    @EnumSource
    void noScheduleBreaksAnything(Scenario scenario) {
        long steps = 0;
        for (long seed = Math.max(ONLY, 0); seed < (ONLY < 0 ? SEEDS : ONLY + 1); seed++) {
            steps += Explorer.run(scenario, seed);
        }
        System.out.println("hz3: " + scenario + ": " + steps + " steps");
    }
}
