package io.hakozuna.hz3.core;

import io.hakozuna.hz3.simulation.Choices;
import io.hakozuna.hz3.simulation.RandomChoices;
import io.hakozuna.hz3.simulation.SimulatedThread;
import java.util.ArrayList;
import java.util.List;

/**
 * Choices from a seed, but that calls of the operating system fail, and threads stop in the middle of what they do, when a program says so;
 * and how many calls there were.
 */
final class Interventions implements Choices {
    private static final class Stop {
        private final SimulatedThread thread;
        private int accesses;

        Stop(SimulatedThread thread, int accesses) {
            this.thread = thread;
            this.accesses = accesses;
        }
    }

    private final Choices choices;
    private final List<Stop> stops = new ArrayList<>();
    private int answered;
    private int refused;
    private long calls;

    Interventions(long seed) {
        choices = new RandomChoices(seed);
    }

    /** The next so many calls fail. */
    void refuse(int next) {
        refuseAfter(0, next);
    }

    /** So many calls are answered, and the next so many after these fail. */
    void refuseAfter(int first, int next) {
        answered = first;
        refused = next;
    }

    long calls() {
        return calls;
    }

    /** How many calls there are in what a program does. */
    long callsOf(Runnable body) {
        long before = calls;
        body.run();
        return calls - before;
    }

    /**
     * The thread stops after so many of its next atomic accesses. It goes on when no other thread can; of several that have stopped, the
     * one that was named first.
     */
    void stop(SimulatedThread thread, int accesses) {
        stops.add(new Stop(thread, accesses));
    }

    /** No thread stops any more. */
    void stopNone() {
        stops.clear();
    }

    @Override
    public SimulatedThread next(List<SimulatedThread> enabled, SimulatedThread ran, boolean pauses) {
        if (stops.isEmpty()) {
            return choices.next(enabled, ran, pauses);
        }
        List<SimulatedThread> others = new ArrayList<>(enabled);
        Stop first = null;
        for (Stop stop : stops) {
            stop.accesses -= stop.thread == ran ? 1 : 0;
            if (stop.accesses < 0 && others.remove(stop.thread) && first == null) {
                first = stop;
            }
        }
        // Who waits in a loop may wait for one that has stopped.
        if (first == null || !others.isEmpty() && !pauses) {
            return choices.next(others, ran, pauses);
        }
        stops.remove(first);
        return first.thread;
    }

    @Override
    public int back(int most) {
        return choices.back(most);
    }

    @Override
    public boolean fails() {
        calls++;
        if (answered > 0) {
            answered--;
            return false;
        }
        return refused > 0 && refused-- > 0;
    }

    @Override
    public int number(int bound) {
        return choices.number(bound);
    }

    @Override
    public String describe() {
        return choices.describe();
    }
}
