package io.hakozuna.hz3.bench;

import java.util.Locale;

/** The C programs under {@code bench/src/main/native}. Each one's source tells what it does and where it comes from. */
enum Workload {
    RANDOM_MIXED,
    MT_REMOTE,
    LARSON,
    PRODCONS,
    /** The client of the instruction counts. */
    PAIR;

    String program() {
        return name().toLowerCase(Locale.ROOT);
    }
}
