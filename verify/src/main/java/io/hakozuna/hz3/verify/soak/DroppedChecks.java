package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.util.Map;

/** Checks of the core are dropped, one at a time: whether the programs of the simulated process notice. The largest round has them all. */
record DroppedChecks(Workshop workshop) implements Part {
    private static final long PARTS = 16;

    @Override
    public String name() {
        return "dropped checks";
    }

    @Override
    public String what() {
        return "each check of the core dropped: the simulated process notices, or it is listed below; a round has a part of them";
    }

    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        long parts = Math.max(1, PARTS / size);
        Run.Result result = workshop.mutation("DroppedChecksProgram", Long.toString(seed % parts), Long.toString(parts)).run();
        if (!Workshop.isFine(result)) {
            return Workshop.failed(result);
        }
        String[] counts = result.out().strip().split(" ");
        return new Round(Map.of("dropped", Long.parseLong(counts[0]), "noticed", Long.parseLong(counts[1]), "survive as listed",
            Long.parseLong(counts[2])), null);
    }
}
