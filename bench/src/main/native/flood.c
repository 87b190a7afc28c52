/*
 * Many threads at once that do nothing but allocate BATCH blocks of SIZE bytes and free them again, for SECONDS: far more threads than
 * processors, so a thread is often interrupted in the middle of the allocator. TOUCH writes to each block. It is the one workload that
 * runs by the clock, since what it asks is whether all those threads get along and get on at all.
 *
 * Source: "malloc_flood_mt" of the hakozuna project; the many-thread case of Lever and Boreham's malloc-test (USENIX 2000).
 */
#include <pthread.h>
#include <stdatomic.h>

#include "bench.h"

#define USAGE "flood THREADS SECONDS SIZE BATCH TOUCH"
#define MAX_BATCH 4096

static size_t size;
static long batch, touch;
static _Atomic int stop;
static _Atomic uint64_t operations;

static void *flood(void *argument) {
    (void)argument;
    void *block[MAX_BATCH];
    uint64_t done = 0;
    while (!atomic_load_explicit(&stop, memory_order_relaxed)) {
        for (long i = 0; i < batch; i++) {
            block[i] = touch ? allocate(size) : malloc(size);
            if (block[i] == NULL) {
                die("out of memory: malloc returned NULL");
            }
        }
        for (long i = 0; i < batch; i++) {
            free(block[i]);
        }
        done += 2 * (uint64_t)batch;
    }
    atomic_fetch_add_explicit(&operations, done, memory_order_relaxed);
    return NULL;
}

int main(int argc, char **argv) {
    long threads = argument(argc, argv, 1, 1, 65536, USAGE);
    long seconds = argument(argc, argv, 2, 1, 3600, USAGE);
    size = (size_t)argument(argc, argv, 3, 1, 1L << 30, USAGE);
    batch = argument(argc, argv, 4, 1, MAX_BATCH, USAGE);
    touch = argument(argc, argv, 5, 0, 1, USAGE);
    size_t table = (size_t)threads * sizeof(pthread_t);
    pthread_t *thread = map_pages(table);
    pthread_attr_t small_stack;
    pthread_attr_init(&small_stack);
    pthread_attr_setstacksize(&small_stack, 256 * 1024);

    double start = now();
    for (long i = 0; i < threads; i++) {
        if (pthread_create(&thread[i], &small_stack, flood, NULL) != 0) {
            die("pthread_create failed");
        }
    }
    struct timespec time = {.tv_sec = seconds};
    nanosleep(&time, NULL);
    note_peak();
    atomic_store(&stop, 1);
    for (long i = 0; i < threads; i++) {
        pthread_join(thread[i], NULL);
    }
    double passed = now() - start;
    munmap(thread, table);
    report(atomic_load(&operations), passed);
    return 0;
}
