package io.hakozuna.hz3.core;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each promise is kept, under a few schedules: {@code -Dhz3.simulation.seeds=N} runs more. */
class PromisesTest {
    private static final int SEEDS = Integer.getInteger("hz3.simulation.seeds", 0);

    @ParameterizedTest
    @EnumSource
    void isKept(Promise promise) {
        for (long seed = 0; seed < Math.max(SEEDS, promise.seeds()); seed++) {
            promise.run(seed);
        }
    }
}
