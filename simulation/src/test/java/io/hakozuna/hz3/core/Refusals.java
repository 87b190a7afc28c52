package io.hakozuna.hz3.core;

import io.hakozuna.hz3.simulation.Choices;
import io.hakozuna.hz3.simulation.RandomChoices;
import io.hakozuna.hz3.simulation.SimulatedThread;
import java.util.List;

/** Choices from a seed, but that calls of the operating system fail when a program says so; and how many calls there were. */
final class Refusals implements Choices {
    private final Choices choices;
    private int refused;
    private long calls;

    Refusals(long seed) {
        choices = new RandomChoices(seed);
    }

    /** The next so many calls fail. */
    void refuse(int next) {
        refused = next;
    }

    long calls() {
        return calls;
    }

    @Override
    public SimulatedThread next(List<SimulatedThread> enabled, SimulatedThread ran, boolean pauses) {
        return choices.next(enabled, ran, pauses);
    }

    @Override
    public int back(int most) {
        return choices.back(most);
    }

    @Override
    public boolean fails() {
        calls++;
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
