/*
 * Random replacement in a heap of a given size: BLOCKS live blocks in all, each thread with its share, and ITERS times a random one is
 * freed and another one allocated. Run with growing numbers of blocks it shows how the cost of an operation grows with the heap: misses
 * in caches and in the TLB, searches, locks. Nothing should grow but the misses.
 *
 * Source: the random replacement of P. Larson and M. Krishnan (ISMM 1998), with the number of live blocks as the variable.
 *
 * ITERS counts the replacements of one thread; each is two operations. The blocks are allocated before the clock starts, each by the
 * thread that will replace it, and written to at both ends only: large blocks make a heap of many GiB of addresses and little memory.
 * The table of the blocks, 8 bytes for each, is part of the peak with every allocator.
 */
#include "bench.h"

#define USAGE "live THREADS ITERS BLOCKS MIN MAX [SEED]"

struct worker {
    _Alignas(CACHE_LINE) void **block;
    uint32_t blocks, state;
};

static long iterations;
static uint32_t min_size, max_size;

static void *work(void *argument) {
    struct worker *self = argument;
    for (uint32_t i = 0; i < self->blocks; i++) {
        self->block[i] = allocate(random_between(&self->state, min_size, max_size));
    }
    await_main();
    for (long i = 0; i < iterations; i++) {
        uint32_t victim = random_below(&self->state, self->blocks);
        free(self->block[victim]);
        self->block[victim] = allocate(random_between(&self->state, min_size, max_size));
    }
    await_main();
    for (uint32_t i = 0; i < self->blocks; i++) {
        free(self->block[i]);
    }
    return NULL;
}

int main(int argc, char **argv) {
    int threads = (int)argument(argc, argv, 1, 1, 4096, USAGE);
    iterations = argument(argc, argv, 2, 1, 1L << 40, USAGE);
    uint32_t blocks = (uint32_t)argument(argc, argv, 3, threads, 1L << 31, USAGE);
    min_size = (uint32_t)argument(argc, argv, 4, 1, 1L << 30, USAGE);
    max_size = (uint32_t)argument(argc, argv, 5, min_size, 1L << 30, USAGE);
    uint32_t seed = seed_argument(argc, argv, 6, USAGE);
    size_t workers_bytes = (size_t)threads * sizeof(struct worker);
    size_t table_bytes = blocks * sizeof(void *);
    struct worker *worker = map_pages(workers_bytes);
    void **table = map_pages(table_bytes);
    uint32_t given = 0;
    for (int i = 0; i < threads; i++) {
        worker[i].block = table + given;
        worker[i].blocks = blocks / (uint32_t)threads + ((uint32_t)i < blocks % (uint32_t)threads ? 1 : 0);
        worker[i].state = thread_seed(seed, i);
        given += worker[i].blocks;
    }

    double seconds = run_threads(threads, work, worker, sizeof *worker);

    munmap(table, table_bytes);
    munmap(worker, workers_bytes);
    report(2ull * (uint64_t)threads * (uint64_t)iterations, seconds);
    return 0;
}
