/* In a container of 64 MiB: what is free and kept for later is a small part of that. */
#include "client.h"

enum { THREADS = 8, SIZE = 1000 };

static void burst(size_t bytes) {
    void *all = NULL;
    for (size_t count = bytes / SIZE; count > 0; count--) {
        void **block = must_malloc(SIZE);
        memset(block, 1, SIZE);
        *block = all;
        all = block;
    }
    while (all != NULL) {
        void *next = *(void **)all;
        free(all);
        all = next;
    }
}

static void check_kept(long before, long most, const char *what) {
    long grown = rss_kib() - before;
    CHECK(grown < most, "%s keep %ld KiB", what, grown);
}

/* A thirty-second part of the container, and what the bins hold. */
static void pages(void) {
    long before = rss_kib();
    burst(40 * MIB);
    check_kept(before, 4 * 1024, "40 MiB that were freed");
}

static pthread_barrier_t barrier;

static void *burst_and_stay(void *ignored) {
    burst(6 * MIB);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    return ignored;
}

/* All threads together have that part; each has some pages and its bins beside it. Without the bound each would keep all of its burst. */
static void pages_of_threads(void) {
    pthread_t running[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS + 1);
    long before = rss_kib();
    for (int i = 0; i < THREADS; i++) {
        running[i] = start_thread(burst_and_stay, NULL, 0);
    }
    pthread_barrier_wait(&barrier);
    /* Nobody passes an event from here on at which memory is given back. */
    check_kept(before, 16 * 1024, "8 threads that freed 6 MiB each");
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < THREADS; i++) {
        join_thread(running[i]);
    }
}

/* One mapping may have half of an eighth. */
static void mappings(void) {
    long before = rss_kib();
    for (int i = 0; i < 20; i++) {
        char *mapping = must_malloc(20 * MIB);
        memset(mapping, 1, 20 * MIB);
        free(mapping);
    }
    check_kept(before, 4 * 1024, "mappings of 20 MiB that were freed");
}

int main(int argc, char **argv) {
    alarm(120);
    static const Case cases[] = {{"pages", pages}, {"pages-of-threads", pages_of_threads}, {"mappings", mappings}};
    return run_case(cases, COUNT(cases), argc, argv);
}
