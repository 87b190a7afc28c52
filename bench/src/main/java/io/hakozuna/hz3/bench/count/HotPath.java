package io.hakozuna.hz3.bench.count;

/** The paths whose instructions are counted: what the client {@code pair.c} does, with which size, and in which of its threads. */
public enum HotPath {
    MALLOC_HIT("malloc hit, 64 B", "batch", 64, 1, "hot_mallocs", 12, 0),
    LOCAL_FREE("local free, 64 B", "batch", 64, 1, "hot_frees", 16, 0),
    REFILL("malloc of a fresh object (refill), 64 B", "fresh", 64, 1, null, 21, 0),
    PAIR_64("malloc + free, 64 B", "pair", 64, 1, null, 28, 0),
    PAIR_1024("malloc + free, 1024 B", "pair", 1024, 1, null, 28, 0),
    PAIR_8192("malloc + free, 8192 B", "pair", 8192, 1, null, 40, 0),
    PAIR_64K("malloc + free, 64 KiB", "pair", 65536, 1, null, 40, 0),
    PAIR_2M("malloc + free, 2 MiB", "pair", 2 << 20, 1, null, 463, 0),
    PAIR_8M("malloc + free, 8 MiB", "pair", 8 << 20, 1, null, 589, 8),
    CALLOC_64("calloc + free, 64 B", "calloc", 64, 1, null, 55, 0),
    ALIGNED_64("posix_memalign + free, 64 B at 64", "aligned", 64, 1, null, 72, 0),
    REALLOC_IN_PLACE("realloc in place, 64 B", "realloc", 64, 1, null, 54, 0),
    REMOTE_FREE("free of another thread's block, 64 B", "remote", 64, 2, null, 52, 0.01),
    OWNER_MALLOC("the owner's malloc after it, 64 B", "remote", 64, 1, null, 33, 0.01);

    private final String title;
    private final String kind;
    private final int size;
    private final int thread;
    private final String function;
    private final int budget;
    private final double atomicBudget;

    HotPath(String title, String kind, int size, int thread, String function, int budget, double atomicBudget) {
        this.title = title;
        this.kind = kind;
        this.size = size;
        this.thread = thread;
        this.function = function;
        this.budget = budget;
        this.atomicBudget = atomicBudget;
    }

    String title() {
        return title;
    }

    String kind() {
        return kind;
    }

    int size() {
        return size;
    }

    /** The client's thread, counted from 1 as callgrind does. */
    int thread() {
        return thread;
    }

    /** The client's function within which is counted; null for all. */
    String function() {
        return function;
    }

    /** Instructions that the scale lane may take; a test holds it to them. */
    int budget() {
        return budget;
    }

    /** The same for atomic operations. */
    double atomicBudget() {
        return atomicBudget;
    }
}
