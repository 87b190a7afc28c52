package io.hakozuna.hz3.bench.load;

import java.util.Locale;

/** The C programs under {@code bench/src/main/native}. Each one's source tells what it does and where it comes from. */
public enum Workload {
    RANDOM_MIXED,
    MT_REMOTE,
    LARSON,
    PRODCONS,
    BATCHES,
    FALSE_SHARING,
    THREAD_CHURN,
    LARGE,
    CALLS,
    STRINGS,
    BURST_IDLE,
    PHASES,
    FORK_SERVER,
    LIVE,
    LATENCY,
    FLOOD,
    /** The client of the instruction counts. */
    PAIR;

    public String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether callgrind can count its operations: not those of children, not what goes by the clock, and not beside a large heap. */
    public boolean countable() {
        return this != FORK_SERVER && this != BURST_IDLE && this != FLOOD && this != LIVE;
    }
}
