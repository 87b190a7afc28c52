package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;

/** Random calls on the core in a JVM against a model. */
record CoreModel(Workshop workshop) implements Part {
    private static final long CALLS = 1_000_000;

    @Override
    public String name() {
        return "core model";
    }

    @Override
    public String what() {
        return "random calls on the core in a JVM against a model of the live blocks, with few and with many of them";
    }

    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        String slots = Long.toString(50L << seed % 9);
        Run.Result result = workshop.core("ModelProgram", Long.toString(seed), Long.toString(CALLS * size), slots).run();
        return Workshop.isFine(result) ? Round.fine("calls", CALLS * size) : workshop.modelFailed(result, workshop.coreModel(), false, 1);
    }
}
