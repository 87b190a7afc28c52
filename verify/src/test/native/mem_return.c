/* After a burst the resident size falls back to what is live and a bounded slack. */
#include "client.h"

enum { SLACK_KIB = 32 * 1024, THREADS = 8 };
static const size_t burst = 300 * MIB;

/* Blocks are chained through their first word, and each page is touched. */
static void *allocate_chain(size_t bytes, size_t low, size_t high, uint64_t seed) {
    uint64_t state = random_seed(seed);
    void *chain = NULL;
    while (bytes > 0) {
        size_t size = random_between(&state, low, high);
        char *block = must_malloc(size);
        for (size_t o = 0; o < size; o += 4096) {
            block[o] = 1;
        }
        block[size - 1] = 1;
        *(void **)block = chain;
        chain = block;
        bytes -= MIN(bytes, size);
    }
    return chain;
}

static void free_chain(void *chain) {
    while (chain != NULL) {
        void *next = *(void **)chain;
        free(chain);
        chain = next;
    }
}

static void check_fallen(long before, const char *what) {
    malloc_trim(0);
    long grown = rss_kib() - before;
    CHECK(grown < SLACK_KIB, "%s: %ld KiB more are resident than before a burst of %zu MiB that was freed", what, grown, burst / MIB);
}

/* The bursts of different sizes follow each other: memory of one size must come back for the next, or the peak would add up. */
static void one_thread(void) {
    static const size_t ranges[][2] = {{16, 512}, {1000, 2048}, {16, 2048}, {2049, 32 * KIB}, {40 * KIB, MIB}};
    long before = rss_kib();
    for (size_t i = 0; i < COUNT(ranges); i++) {
        free_chain(allocate_chain(burst, ranges[i][0], ranges[i][1], i));
        check_fallen(before, "one thread");
    }
    long peak = status_kib("VmHWM") - before;
    CHECK(peak < (long)(burst / KIB) * 3 / 2, "bursts of %zu MiB one after the other took %ld KiB", burst / MIB, peak);
}

/* Without malloc_trim: what one size used serves the next, even if it is not given back at once. */
static void next_size(void) {
    static const size_t sizes[] = {64, 1024, 200, 2048, 48, 4096, 500};
    long before = rss_kib();
    for (size_t i = 0; i < COUNT(sizes); i++) {
        free_chain(allocate_chain(100 * MIB, sizes[i], sizes[i], i));
    }
    long peak = status_kib("VmHWM") - before;
    CHECK(peak < 220 * 1024, "bursts of 100 MiB in 7 sizes one after the other took %ld KiB at the peak", peak);
}

/* One block in 500 stays live: it keeps its page, not more. */
static void scattered(void) {
    long before = rss_kib();
    enum { KEPT = 500 };
    size_t live = 0;
    void *chain = allocate_chain(burst, 16, 512, 9), *kept = NULL;
    for (size_t i = 0; chain != NULL; i++) {
        void *block = chain;
        chain = *(void **)chain;
        if (i % KEPT == 0) {
            *(void **)block = kept;
            kept = block;
            live++;
        } else {
            free(block);
        }
    }
    malloc_trim(0);
    long grown = rss_kib() - before;
    long pages = (long)live * 64;
    CHECK(grown < pages + SLACK_KIB, "%zu scattered live blocks keep %ld KiB resident", live, grown);
    free_chain(kept);
    check_fallen(before, "after scattered blocks");
}

static void *burst_in_thread(void *argument) {
    free_chain(allocate_chain(burst / THREADS, 16, 2048, (uintptr_t)argument));
    free_chain(allocate_chain(burst / THREADS, 2049, 40 * KIB, (uintptr_t)argument));
    return NULL;
}

/* Threads that end; in rounds, because a giving back that works once must work again. */
static void threads(void) {
    long before = rss_kib();
    for (int round = 0; round < 3; round++) {
        pthread_t running[THREADS];
        for (size_t i = 0; i < THREADS; i++) {
            running[i] = start_thread(burst_in_thread, (void *)i, 0);
        }
        for (size_t i = 0; i < THREADS; i++) {
            join_thread(running[i]);
        }
        check_fallen(before, "threads that ended");
    }
}

static void *chains[THREADS];
static pthread_barrier_t barrier;

static void *burst_for_neighbour(void *argument) {
    size_t self = (uintptr_t)argument;
    chains[self] = allocate_chain(burst / THREADS, 16, self % 2 ? 512 : 20 * KIB, self);
    pthread_barrier_wait(&barrier);
    free_chain(chains[(self + 1) % THREADS]);
    pthread_barrier_wait(&barrier);
    return NULL;
}

static void remote(void) {
    long before = rss_kib();
    for (int round = 0; round < 3; round++) {
        pthread_t running[THREADS];
        pthread_barrier_init(&barrier, NULL, THREADS);
        for (size_t i = 0; i < THREADS; i++) {
            running[i] = start_thread(burst_for_neighbour, (void *)i, 0);
        }
        for (size_t i = 0; i < THREADS; i++) {
            join_thread(running[i]);
        }
        check_fallen(before, "threads that freed each other's blocks");
    }
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"one-thread", one_thread}, {"next-size", next_size}, {"scattered", scattered},
                                 {"threads", threads}, {"remote", remote}};
    return run_case(cases, COUNT(cases), argc, argv);
}
