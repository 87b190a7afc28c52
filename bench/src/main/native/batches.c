/*
 * Batches of blocks of mixed sizes, most of them small. A thread fills a batch, puts it on a random place of a shelf and frees the batch
 * that stood there: in the order of its allocation, in the reverse order, or from both ends in turn, by the number of the step. A
 * batch's blocks so lie between those of batches of other ages, and the allocator meets free lists in every order.
 *
 *   sh6  each thread has its own shelf; a batch is made of runs of blocks of one size
 *   sh8  all share one shelf, so that a batch is freed by whoever draws its place: with n threads (n - 1)/n of the frees are remote;
 *        every block has a size of its own
 *
 * Source: the pattern of MicroQuill's sh6bench and sh8bench (SmartHeap), as the mimalloc-bench suite describes them: objects freed in
 * LIFO order and others in reverse, and with sh8bench also by other threads. Written anew from that description.
 *
 * ITERS counts the batches of one thread, BATCH the blocks of a batch, MIN and MAX bound their sizes, of which each power of two is as
 * likely as the next. What stands on the shelves in the end is freed by the main thread, after the clock has stopped.
 */
#include <stdatomic.h>

#include "bench.h"

#define USAGE "batches sh6|sh8 THREADS ITERS BATCH MIN MAX [SEED]"
#define PLACES 8 /* of the shelf, for each thread */
#define LONGEST_RUN 32

enum order { FIRST_IN_FIRST_OUT, LAST_IN_FIRST_OUT, BOTH_ENDS, ORDERS };

struct batch {
    uint32_t count;
    void *block[];
};

struct worker {
    _Alignas(CACHE_LINE) struct batch *batch;
    uint32_t first_place, places, state;
    uint64_t freed;
};

static long iterations;
static uint32_t batch_size, min_size, max_size;
static int shared;
static struct batch *_Atomic *shelf;

static void fill(struct batch *batch, uint32_t *state) {
    uint32_t size = 0;
    uint32_t run = 0;
    for (batch->count = 0; batch->count < batch_size; batch->count++) {
        if (run == 0) {
            size = random_log(state, min_size, max_size);
            run = shared ? 1 : random_between(state, 1, LONGEST_RUN);
        }
        run--;
        batch->block[batch->count] = allocate(size);
    }
}

static void empty(struct batch *batch, enum order order) {
    uint32_t first = 0;
    uint32_t end = batch->count;
    while (first < end) {
        int last = order == LAST_IN_FIRST_OUT || (order == BOTH_ENDS && (end - first) % 2 == 0);
        free(batch->block[last ? --end : first++]);
    }
    batch->count = 0;
}

static void *work(void *argument) {
    struct worker *self = argument;
    await_main();
    for (long i = 0; i < iterations; i++) {
        fill(self->batch, &self->state);
        uint32_t place = self->first_place + random_below(&self->state, self->places);
        self->batch = atomic_exchange_explicit(&shelf[place], self->batch, memory_order_acq_rel);
        self->freed += self->batch->count;
        empty(self->batch, (enum order)(i % ORDERS));
    }
    await_main();
    return NULL;
}

int main(int argc, char **argv) {
    shared = is_second(argc, argv, 1, "sh6", "sh8", USAGE);
    int threads = (int)argument(argc, argv, 2, 1, 4096, USAGE);
    iterations = argument(argc, argv, 3, 1, 1L << 30, USAGE);
    batch_size = (uint32_t)argument(argc, argv, 4, 1, 1L << 20, USAGE);
    min_size = (uint32_t)argument(argc, argv, 5, 1, 1L << 30, USAGE);
    max_size = (uint32_t)argument(argc, argv, 6, min_size, 1L << 30, USAGE);
    uint32_t seed = seed_argument(argc, argv, 7, USAGE);
    uint32_t places = (uint32_t)threads * PLACES;
    size_t shelf_bytes = places * sizeof *shelf;
    size_t workers_bytes = (size_t)threads * sizeof(struct worker);
    size_t batch_bytes = sizeof(struct batch) + batch_size * sizeof(void *);
    size_t batches_bytes = (places + (size_t)threads) * batch_bytes;
    struct worker *worker = map_pages(workers_bytes);
    char *batches = map_pages(batches_bytes);
    shelf = map_pages(shelf_bytes);
    for (uint32_t place = 0; place < places; place++) {
        shelf[place] = (struct batch *)(batches + place * batch_bytes);
    }
    for (int i = 0; i < threads; i++) {
        worker[i].batch = (struct batch *)(batches + (places + (size_t)i) * batch_bytes);
        worker[i].first_place = shared ? 0 : (uint32_t)i * PLACES;
        worker[i].places = shared ? places : PLACES;
        worker[i].state = thread_seed(seed, i);
    }

    double seconds = run_threads(threads, work, worker, sizeof *worker);

    uint64_t operations = (uint64_t)threads * (uint64_t)iterations * batch_size;
    for (int i = 0; i < threads; i++) {
        operations += worker[i].freed;
    }
    for (uint32_t place = 0; place < places; place++) {
        empty(shelf[place], FIRST_IN_FIRST_OUT);
    }
    munmap(shelf, shelf_bytes);
    munmap(batches, batches_bytes);
    munmap(worker, workers_bytes);
    report(operations, seconds);
    return 0;
}
