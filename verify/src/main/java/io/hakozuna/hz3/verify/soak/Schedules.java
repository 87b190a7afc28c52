package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.util.Map;

/** The core in simulated processes, whose threads take turns as a seed says. */
record Schedules(Workshop workshop) implements Part {
    private static final long SEEDS = 200;

    @Override
    public String name() {
        return "schedules";
    }

    @Override
    public String what() {
        return "the core in a simulated process whose threads take turns, see old values and have system calls fail as a seed says, with all "
            + "invariants checked";
    }

    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        String first = Long.toString(seed * 1_000_000);
        Run.Result result = workshop.simulated("ScheduleProgram", first, Long.toString(SEEDS * size)).run();
        if (!Workshop.isFine(result)) {
            return Workshop.failed(result);
        }
        String[] counts = result.out().strip().split(" ");
        return new Round(Map.of("runs", Long.parseLong(counts[0]), "steps", Long.parseLong(counts[1])), null);
    }
}
