package io.hakozuna.hz3.core;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The allocator against the model, alone in its thread. The seed is the test's parameter. */
class AllocatorModelTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void blocksNeverOverlapAndKeepTheirContents(long seed) {
        Model model = new Model(seed, 50 << seed);
        model.run(60_000);
        model.freeAll();
    }
}
