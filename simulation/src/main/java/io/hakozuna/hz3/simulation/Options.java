package io.hakozuna.hz3.simulation;

import io.hakozuna.hz3.knobs.Knob;
import java.util.HashMap;
import java.util.Map;

/** What a simulated process is like: the values of its knobs, how its threads end, how its time passes. */
public final class Options {
    private final Map<String, Long> knobs = new HashMap<>();
    private boolean endsUnseen;
    private Runnable threadExit = () -> { };
    private int mostMillisecondsARead;
    private long mostSteps = 1_000_000;
    private long watched;
    private Caches caches = Caches.NONE;
    private long addressSpaceLimit = Long.MAX_VALUE;
    private long memoryLimit = Long.MAX_VALUE;

    public Options with(Knob knob, long value) {
        knobs.put(knob.name(), value);
        return this;
    }

    /** What is called at the end of a thread that has asked for it. */
    public Options withThreadExit(Runnable callback) {
        threadExit = callback;
        return this;
    }

    /** As on the JVM: nobody is told that a thread ends. */
    public Options withUnseenEnds() {
        endsUnseen = true;
        return this;
    }

    /** At most so many milliseconds pass with each look at the clock. */
    public Options withTime(int mostMilliseconds) {
        mostMillisecondsARead = mostMilliseconds;
        return this;
    }

    public Options withMostSteps(long most) {
        mostSteps = most;
        return this;
    }

    /** The process may have so many bytes of addresses. */
    public Options withAddressSpaceLimit(long bytes) {
        addressSpaceLimit = bytes;
        return this;
    }

    /** The process is in a container that may have so much memory. */
    public Options withMemoryLimit(long bytes) {
        memoryLimit = bytes;
        return this;
    }

    /** Prints every access to the word at the address, with its stack. */
    public Options watching(long address) {
        watched = address;
        return this;
    }

    /** Counts what the process does, as {@link Caches} tells. */
    public Options withCaches(Caches counting) {
        caches = counting;
        return this;
    }

    long value(Knob knob) {
        return knobs.getOrDefault(knob.name(), knob.standard());
    }

    Runnable threadExit() {
        return threadExit;
    }

    boolean endsUnseen() {
        return endsUnseen;
    }

    int mostMillisecondsARead() {
        return mostMillisecondsARead;
    }

    long mostSteps() {
        return mostSteps;
    }

    long addressSpaceLimit() {
        return addressSpaceLimit;
    }

    long memoryLimit() {
        return memoryLimit;
    }

    Caches caches() {
        return caches;
    }

    long watched() {
        return watched;
    }
}
