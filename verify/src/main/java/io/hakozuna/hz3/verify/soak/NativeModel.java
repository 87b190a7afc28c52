package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;

/** Random calls on the lane against a model, by one thread and by four that free each other's blocks. */
record NativeModel(Workshop workshop) implements Part {
    private static final long CALLS_ALONE = 1_000_000;
    private static final long CALLS_OF_FOUR = 200_000;
    /** How often a list of calls of several threads is made to see whether it fails. */
    private static final int TRIES = 5;

    @Override
    public String name() {
        return "native model";
    }

    @Override
    public String what() {
        return "random calls on the lane against a model of the live blocks, by one thread and by four that share them";
    }

    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        Run.Result alone = workshop.client("model", Long.toString(seed), Long.toString(CALLS_ALONE * size)).run();
        if (!Workshop.isFine(alone)) {
            return workshop.modelFailed(alone, workshop.nativeModel(), true, 1);
        }
        Run.Result four = workshop.client("model", Long.toString(seed), Long.toString(CALLS_OF_FOUR * size), "4").run();
        if (!Workshop.isFine(four)) {
            return workshop.modelFailed(four, workshop.nativeModel(), true, TRIES);
        }
        return Round.fine("calls", (CALLS_ALONE + 4 * CALLS_OF_FOUR) * size);
    }
}
