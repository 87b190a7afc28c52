/*
 * Threads that allocate one small block, write and read all of it WRITES times, free it and go on with the next. If the allocator puts
 * the blocks of two threads into one cache line, the threads slow each other down although they share nothing.
 *
 *   scratch  the main thread allocates one block for each thread, next to each other as a rule; each frees its own first. An allocator
 *            that serves a thread from blocks of another's line shares falsely because the program did: passive false sharing
 *   thrash   the threads allocate all by themselves; an allocator that splits a line between them does so of its own accord: active
 *
 * Source: cache-scratch and cache-thrash of E. Berger et al., "Hoard: A Scalable Memory Allocator for Multithreaded Applications",
 * ASPLOS 2000; usual there and in mimalloc-bench: 1000 blocks of one byte a thread, each written two million times.
 *
 * ITERS counts the blocks of one thread. The writing and reading is part of an operation and most of its time, by design. Each thread
 * writes bytes of its own, so that a block that two have at a time is noticed.
 */
#include "bench.h"

#define USAGE "false_sharing scratch|thrash THREADS ITERS SIZE WRITES"

struct worker {
    _Alignas(CACHE_LINE) void *given;
    unsigned char mark;
};

static long iterations, writes;
static size_t size;

static void use(volatile unsigned char *block, unsigned char mark) {
    for (long pass = 0; pass < writes; pass++) {
        for (size_t byte = 0; byte < size; byte++) {
            block[byte] = (unsigned char)(mark + pass);
        }
        for (size_t byte = 0; byte < size; byte++) {
            if (block[byte] != (unsigned char)(mark + pass)) {
                die("a block is not what its only user wrote");
            }
        }
    }
}

static void *work(void *argument) {
    struct worker *self = argument;
    await_main();
    free(self->given);
    for (long i = 0; i < iterations; i++) {
        void *block = allocate(size);
        use(block, self->mark);
        free(block);
    }
    await_main();
    return NULL;
}

int main(int argc, char **argv) {
    int active = is_second(argc, argv, 1, "scratch", "thrash", USAGE);
    int threads = (int)argument(argc, argv, 2, 1, 4096, USAGE);
    iterations = argument(argc, argv, 3, 1, 1L << 40, USAGE);
    size = (size_t)argument(argc, argv, 4, 1, 1L << 20, USAGE);
    writes = argument(argc, argv, 5, 1, 1L << 30, USAGE);
    if (argc > 6) {
        bad_usage(USAGE, "there are too many arguments");
    }
    size_t workers_bytes = (size_t)threads * sizeof(struct worker);
    struct worker *worker = map_pages(workers_bytes);
    for (int i = 0; i < threads; i++) {
        worker[i].mark = (unsigned char)(i * 37);
        worker[i].given = active ? NULL : allocate(size);
    }

    double seconds = run_threads(threads, work, worker, sizeof *worker);

    munmap(worker, workers_bytes);
    report((uint64_t)threads * (2ull * (uint64_t)iterations + (active ? 0 : 1)), seconds);
    return 0;
}
