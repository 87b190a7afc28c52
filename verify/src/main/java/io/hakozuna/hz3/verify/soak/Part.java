package io.hakozuna.hz3.verify.soak;

import java.io.IOException;

/** A kind of test that can go on for as long as there is time. */
interface Part {
    /** What the command and the page call it. */
    String name();

    /** What it does, in one line of the page. */
    String what();

    /** Why it cannot run on this machine, or null. */
    default String missing() {
        return null;
    }

    /**
     * One round. Another seed makes another round, and the size says how long it may be: some seconds for 1, and as many times as much for
     * more.
     */
    Round round(long seed, int size) throws IOException, InterruptedException;
}
