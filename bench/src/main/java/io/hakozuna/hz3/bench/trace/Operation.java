package io.hakozuna.hz3.bench.trace;

/** What a record of a trace tells; the order is that of the numbers in the file, see {@code io.hakozuna.hz3.core.Trace}. */
enum Operation {
    MALLOC,
    CALLOC,
    ALIGNED,
    /** The block that a realloc gave. */
    REALLOC,
    FREE,
    /** The block that a realloc was given. */
    REALLOC_OLD,
    THREAD_END;

    private static final Operation[] ALL = values();

    /** Null for a number that none has. */
    static Operation of(int number) {
        return number < ALL.length ? ALL[number] : null;
    }

    boolean hasAddress() {
        return this != THREAD_END;
    }

    boolean hasSize() {
        return compareTo(REALLOC) <= 0;
    }
}
