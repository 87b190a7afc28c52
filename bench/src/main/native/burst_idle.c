/*
 * Threads that are busy in bursts and idle in between. In a burst each allocates BYTES of blocks and, when all have, frees them; the
 * share REMOTE_PCT is freed by the next thread. Then the threads sleep for IDLE_MS, alive, while the main thread does what a server does
 * meanwhile: a few small allocations each 10 ms. What is asked is how much of a burst's memory is given back, and by whose doing, when
 * no thread that has it cached allocates any more.
 *
 * Source: the load for which allocators return pages with a delay and from a thread of their own: jemalloc's decay-based purging
 * (dirty_decay_ms, background_thread) by J. Evans.
 *
 * The resident size in the closing line is the one at the end of the last idle phase, with all threads still alive and asleep; seconds
 * are those of the bursts only. The blocks are linked through their first word, so that no table counts as memory.
 */
#include "bench.h"

#define USAGE "burst_idle THREADS BURSTS BYTES MIN MAX REMOTE_PCT IDLE_MS [SEED]"
#define TICK_MS 10
#define TRICKLE 8

struct block {
    struct block *next;
};

struct worker {
    _Alignas(CACHE_LINE) struct block *own;
    struct block *for_next;
    struct worker *previous;
    uint32_t state;
    uint64_t operations;
    pthread_t thread;
};

static long bursts, burst_bytes, idle_ms;
static uint32_t min_size, max_size, remote_percent;

static void allocate_all(struct worker *self) {
    uint32_t size;
    for (long bytes = 0; bytes < burst_bytes; bytes += size) {
        size = random_between(&self->state, min_size, max_size);
        struct block **list = random_below(&self->state, 100) < remote_percent ? &self->for_next : &self->own;
        struct block *block = allocate(size);
        block->next = *list;
        *list = block;
        self->operations++;
    }
}

static void free_all(struct worker *self, struct block **list) {
    while (*list != NULL) {
        struct block *block = *list;
        *list = block->next;
        free(block);
        self->operations++;
    }
}

static void *work(void *argument) {
    struct worker *self = argument;
    for (long burst = 0; burst < bursts; burst++) {
        pass_gate();
        allocate_all(self);
        await_main();
        free_all(self, &self->own);
        free_all(self, &self->previous->for_next);
        pass_gate();
    }
    pass_gate();
    return NULL;
}

/* The main thread's side of a burst. */
static double time_burst(void) {
    double start = now();
    pass_gate();
    pass_gate();
    double seconds = now() - start;
    note_peak();
    start = now();
    pass_gate();
    pass_gate();
    return seconds + (now() - start);
}

static void idle(void) {
    for (long elapsed = 0; elapsed < idle_ms; elapsed += TICK_MS) {
        void *block[TRICKLE];
        for (int i = 0; i < TRICKLE; i++) {
            block[i] = allocate(16u << i);
        }
        for (int i = 0; i < TRICKLE; i++) {
            free(block[i]);
        }
        usleep(TICK_MS * 1000);
    }
}

int main(int argc, char **argv) {
    int threads = (int)argument(argc, argv, 1, 1, 4096, USAGE);
    bursts = argument(argc, argv, 2, 1, 1L << 30, USAGE);
    burst_bytes = argument(argc, argv, 3, 1, 1L << 40, USAGE);
    min_size = (uint32_t)argument(argc, argv, 4, sizeof(struct block), 1L << 30, USAGE);
    max_size = (uint32_t)argument(argc, argv, 5, min_size, 1L << 30, USAGE);
    remote_percent = (uint32_t)argument(argc, argv, 6, 0, 100, USAGE);
    idle_ms = argument(argc, argv, 7, 0, 60 * 1000, USAGE);
    uint32_t seed = seed_argument(argc, argv, 8, USAGE);
    size_t workers_bytes = (size_t)threads * sizeof(struct worker);
    struct worker *worker = map_pages(workers_bytes);
    pthread_barrier_init(&gate, NULL, (unsigned)threads + 1);
    for (int i = 0; i < threads; i++) {
        worker[i].previous = &worker[(i + threads - 1) % threads];
        worker[i].state = thread_seed(seed, i);
    }
    for (int i = 0; i < threads; i++) {
        worker[i].thread = start_thread(work, &worker[i]);
    }

    double seconds = 0;
    for (long burst = 0; burst < bursts; burst++) {
        seconds += time_burst();
        idle();
    }
    measure();

    pass_gate();
    uint64_t operations = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(worker[i].thread, NULL);
        operations += worker[i].operations;
    }
    munmap(worker, workers_bytes);
    print_result(operations, seconds);
    return 0;
}
