package io.hakozuna.hz3.simulation;

import java.util.List;

/** Decides what a run leaves open. The same choices give the same run. */
public interface Choices {
    /** Each thread runs on as long as it can, reads see the newest value, and nothing fails. */
    static Choices straightOn() {
        return new ListedChoices(List.of(), 0, 0);
    }

    /**
     * Who runs next, of those that can. The thread that ran is among them unless it waits or has ended.
     *
     * @param pauses whether the thread that ran is in a waiting loop, where running on leads to nothing
     */
    SimulatedThread next(List<SimulatedThread> enabled, SimulatedThread ran, boolean pauses);

    /** How many values before the newest one an atomic read returns, from 0 to the number. */
    int back(int most);

    /** Whether a call of the operating system fails. */
    boolean fails();

    /** A number for the process's own use, from 0 to below the bound. */
    int number(int bound);

    /** How to make the same choices again. */
    String describe();
}
