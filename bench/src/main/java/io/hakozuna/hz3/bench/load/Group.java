package io.hakozuna.hz3.bench.load;

import java.util.Locale;

/** What a row is about, in the order of the report. */
public enum Group {
    SSOT("One thread, the working sets that decide GO and NO-GO"),
    THREADS("Threads that free each other's blocks"),
    CALLS("Other calls and other programs' patterns"),
    MEMORY("Memory that should come back"),
    MACRO("Real programs"),
    GROWTH("The cost of growth"),
    TRACE("Recorded programs"),
    SOAK("Real programs for minutes; only when asked for");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** What {@code --group} takes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
