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

enum { ALIVE = 16, EACH = 480 * 1024 };

/* One size after the other, less of each than a thread may think worth giving back. */
static void *use_each_size(void *argument) {
    static __thread void *blocks[EACH / 16];
    for (size_t size = 16; size <= 32 * KIB; size += size < KIB ? 16 : size / 8) {
        size_t count = EACH / size;
        for (size_t i = 0; i < count; i++) {
            blocks[i] = memset(must_malloc(size), 1, size);
        }
        for (size_t i = 0; i < count; i++) {
            free(blocks[i]);
        }
    }
    memset(blocks, 0, sizeof blocks);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    return argument;
}

/* Without malloc_trim: threads that live on and hold nothing keep little, however many sizes they have used. */
static void alive(void) {
    pthread_t running[ALIVE];
    long before = rss_kib();
    pthread_barrier_init(&barrier, NULL, ALIVE + 1);
    for (size_t i = 0; i < ALIVE; i++) {
        running[i] = start_thread(use_each_size, NULL, 0);
    }
    pthread_barrier_wait(&barrier);
    long grown = rss_kib() - before;
    CHECK(grown < 200 * 1024, "%d living threads that hold nothing keep %ld KiB resident", ALIVE, grown);
    pthread_barrier_wait(&barrier);
    for (size_t i = 0; i < ALIVE; i++) {
        join_thread(running[i]);
    }
}

/* Large blocks of all sizes and lifetimes: the gaps that some leave take others. */
static void lifetimes(void) {
    enum { SET = 800, OPERATIONS = 40000 };
    static unsigned char *blocks[SET];
    static size_t sizes[SET];
    uint64_t state = random_seed(3);
    size_t live = 0, most = 0;
    long before = rss_kib();
    for (size_t i = 0; i < OPERATIONS; i++) {
        size_t slot = random_next(&state) % SET;
        free(blocks[slot]);
        live -= sizes[slot];
        /* Skewed to the small: a third is under 70 KiB, a tenth over 700 KiB. */
        double share = (double)(random_next(&state) % MIB) / (double)MIB;
        sizes[slot] = 33 * KIB + (size_t)(share * share * share * (double)(990 * KIB));
        blocks[slot] = must_malloc(sizes[slot]);
        for (size_t o = 0; o < sizes[slot]; o += 4096) {
            blocks[slot][o] = 1;
        }
        live += sizes[slot];
        most = MAX(most, live);
        if (i % 500 == 499) {
            long grown = rss_kib() - before;
            CHECK(grown < (long)(most / KIB) * 16 / 10, "large blocks of random lifetimes take %ld KiB, never more than %zu KiB were live",
                  grown, most / KIB);
        }
    }
    for (size_t i = 0; i < SET; i++) {
        free(blocks[i]);
    }
    check_fallen(before, "large blocks of random lifetimes");
}

static const size_t owned = 200 * MIB;

/* The second word of each block leads to the next but one. Hands back the rest of the chain, if not all is freed. */
static void *free_every_second(void *chain, size_t count) {
    for (; chain != NULL && count > 0; count--) {
        void *after = ((void **)chain)[1];
        free(chain);
        chain = after;
    }
    return chain;
}

static void *free_every_second_in_thread(void *chain) {
    return free_every_second(chain, SIZE_MAX);
}

/*
 * Without malloc_trim: an owner that allocates no more but frees takes home what others have freed for it. It frees the last part
 * later, as an allocator may wait with giving back until it has something to do again.
 */
static void owner_frees(void) {
    long before = rss_kib();
    void *first = allocate_chain(owned, 100, 100, 1), *second = *(void **)first;
    for (void *block = first; block != NULL; block = *(void **)block) {
        void *next = *(void **)block;
        ((void **)block)[1] = next == NULL ? NULL : *(void **)next;
    }
    join_thread(start_thread(free_every_second_in_thread, first, 0));
    second = free_every_second(second, owned / 100 * 4 / 10);
    usleep(1000 * 1000);
    free_every_second(second, SIZE_MAX);
    long grown = rss_kib() - before;
    CHECK(grown < (long)(owned / KIB) / 3, "an owner that only frees keeps %ld KiB of %zu MiB, half of which another thread freed", grown,
          owned / MIB);
}

static void *allocate_and_end(void *argument) {
    return allocate_chain(burst / 3, (uintptr_t)argument, 2 * (uintptr_t)argument, (uintptr_t)argument);
}

/* The blocks of an ended thread are freed, every eighth first, so that segments stay in use to the end. */
static void ended_owner(void) {
    static const size_t sizes[] = {40, 1000, 20 * KIB, 100 * KIB};
    long before = rss_kib();
    for (size_t i = 0; i < COUNT(sizes); i++) {
        void *chain;
        pthread_t thread = start_thread(allocate_and_end, (void *)sizes[i], 0);
        int error = pthread_join(thread, &chain);
        CHECK(error == 0, "pthread_join failed with error %d", error);
        void *passes[8] = {0};
        for (size_t block = 0; chain != NULL; block++) {
            void *next = *(void **)chain;
            *(void **)chain = passes[block % COUNT(passes)];
            passes[block % COUNT(passes)] = chain;
            chain = next;
        }
        for (size_t pass = 0; pass < COUNT(passes); pass++) {
            free_chain(passes[pass]);
        }
        check_fallen(before, "blocks of an ended thread");
    }
    long peak = status_kib("VmHWM") - before;
    CHECK(peak < (long)(burst / 3 / KIB) * 3 / 2, "threads that ended one after the other with %zu MiB took %ld KiB", burst / 3 / MIB, peak);
}

/* ---- memory that is in nobody's way any more, while the program goes on with little ---------------------------------------------- */

enum { PATIENCE_MS = 30000, STEP_MS = 10 };

static void wait_until_fallen(long before, void (*step)(void), const char *what) {
    for (long waited = 0; rss_kib() - before >= SLACK_KIB; waited += STEP_MS) {
        CHECK(waited < PATIENCE_MS, "%s: %ld KiB more are resident than before %zu MiB were freed, after %ld ms", what, rss_kib() - before,
              burst / MIB, waited);
        step();
        usleep(STEP_MS * 1000);
    }
}

static void few_small_pairs(void) {
    void *blocks[8];
    for (size_t i = 0; i < COUNT(blocks); i++) {
        blocks[i] = must_malloc((size_t)16 << i);
    }
    for (size_t i = 0; i < COUNT(blocks); i++) {
        free(blocks[i]);
    }
}

static void many_small_pairs(void) {
    for (int i = 0; i < 50; i++) {
        few_small_pairs();
    }
}

/* Two bursts, for an allocator that has seen the second may expect a third one; then calls that all find their blocks in a cache. */
static void quiet_after(void (*step)(void), size_t size, const char *what) {
    long before = rss_kib();
    for (int i = 0; i < 2; i++) {
        free_chain(allocate_chain(burst, size, size, 1));
    }
    wait_until_fallen(before, step, what);
}

static void quiet_after_burst(void) {
    quiet_after(few_small_pairs, 100 * 1000, "a few small blocks now and then after two bursts of large ones");
}

/* The small blocks' caches are older than the bursts. */
static void requests_after_burst(void) {
    many_small_pairs();
    quiet_after(many_small_pairs, 1000, "small blocks by the hundred now and then after two bursts of others");
}

static int stop;

/* Leaves what a thread caches of a class, and goes on with two blocks that come and go as fast as they can. */
static void *run_on(void *argument) {
    free_chain(allocate_chain(burst / 16 / THREADS, 500, 500, (uintptr_t)argument));
    pthread_barrier_wait(&barrier);
    while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
        void *first = must_malloc(64), *second = must_malloc(200);
        free(first);
        free(second);
    }
    return NULL;
}

/* Threads that never sleep and never leave their allocator's fast paths give back what they do not need when they are asked to. */
static void trim_running(void) {
    pthread_t running[THREADS];
    long before = rss_kib();
    pthread_barrier_init(&barrier, NULL, THREADS + 1);
    for (size_t i = 0; i < THREADS; i++) {
        running[i] = start_thread(run_on, (void *)i, 0);
    }
    pthread_barrier_wait(&barrier);
    malloc_trim(0);
    long left = 6 * 1024;
    for (long waited = 0; rss_kib() - before >= left; waited += STEP_MS) {
        CHECK(waited < PATIENCE_MS, "running threads that were asked to trim keep %ld KiB after %ld ms", rss_kib() - before, waited);
        usleep(STEP_MS * 1000);
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
    for (size_t i = 0; i < THREADS; i++) {
        join_thread(running[i]);
    }
}

int main(int argc, char **argv) {
    alarm(120);
    static const Case cases[] = {{"one-thread", one_thread}, {"next-size", next_size}, {"scattered", scattered},
                                 {"threads", threads}, {"remote", remote}, {"alive", alive}, {"lifetimes", lifetimes},
                                 {"owner-frees", owner_frees}, {"ended-owner", ended_owner}, {"quiet-after-burst", quiet_after_burst},
                                 {"requests-after-burst", requests_after_burst}, {"trim-running", trim_running}};
    return run_case(cases, COUNT(cases), argc, argv);
}
