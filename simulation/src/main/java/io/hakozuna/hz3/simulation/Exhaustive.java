package io.hakozuna.hz3.simulation;

import java.util.List;
import java.util.function.Supplier;

/** Goes through all runs of a small process that have at most so many preemptions and reads of old values. */
public final class Exhaustive {
    private Exhaustive() {
    }

    /**
     * Runs all of them, and at most so many. Returns how many there were. Throws {@link SimulationFailure} with the choices of the first
     * run that fails.
     *
     * @param process makes the body of the first thread anew for each run
     */
    public static long run(Options options, int preemptions, int oldValues, long mostRuns, Supplier<Runnable> process) {
        List<Integer> list = List.of();
        long runs = 0;
        while (list != null && runs < mostRuns) {
            ListedChoices choices = new ListedChoices(list, preemptions, oldValues);
            Simulation.run(options, choices, process.get());
            list = choices.following();
            runs++;
        }
        return runs;
    }
}
