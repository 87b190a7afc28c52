package io.hakozuna.hz3.mutation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.core.Sequences;
import org.junit.jupiter.api.Test;

/** Sequences over the whole API against a model, with and without failures of the system: {@code -Dhz3.simulation.seeds=N} runs more. */
class SequencesTest {
    private static final int SEEDS = Integer.getInteger("hz3.simulation.seeds", 80);
    private static final int LENGTH = 120;

    @Test
    void theModelHolds() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertNull(Sequences.run(seed, LENGTH, 0));
        }
    }

    @Test
    void theModelHoldsWhereCallsOfTheSystemFail() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertNull(Sequences.run(seed, LENGTH, 100 + (int) seed % 5 * 150));
        }
    }

    @Test
    void theModelHoldsInLanesThatProtect() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertNull(Sequences.run(Sequences.PROTECTING_SEEDS + seed, LENGTH, (int) seed % 3 * 150));
        }
    }

    /** A core that leaves old contents in small blocks that are to be zeroed. */
    @Test
    void whatFailsIsMadeShort() {
        Mutants mutants = new Mutants(new Mutation("Blocks", "allocateZeroed", 1, Mutation.Change.ALWAYS));
        String failure = null;
        for (long seed = 0; seed < SEEDS && failure == null; seed++) {
            failure = mutants.sequence(seed, LENGTH);
        }
        assertNotNull(failure, "the mutant is not noticed");
        int operations = failure.split("Operation\\[").length - 1;
        assertTrue(operations >= 1 && operations <= 4, failure);
    }
}
