/*
 * Threads in a ring, each with random_mixed's working set. A block whose turn it is to go is freed by its own thread, or, with the
 * probability REMOTE_PCT, handed to the next thread over a single-producer single-consumer ring and freed there: a remote free. Each
 * step first drains a few blocks from the thread's own ring. If the next ring is full, the block is freed locally and counted as a
 * fallback: then the row no longer tests what its name says, and the runner drops the run above 0.1 %.
 *
 * Source: "random_mixed_mt_remote" of the hakozuna project; the hand-over of blocks between threads is that of Lever and Boreham
 * (USENIX 2000) and of the "bleeding" pattern in Berger et al., "Hoard" (ASPLOS 2000). The ring is Lamport's queue with each side's
 * index cached by the other (Giacomoni et al., "FastForward", PPoPP 2008).
 *
 * ITERS counts the steps of one thread; each is one malloc or one block's end. The clock stops when all rings are drained.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "bench.h"

#define USAGE "mt_remote THREADS ITERS WS MIN MAX REMOTE_PCT [RING_SLOTS]"
#define DRAIN_BUDGET 4

struct ring {
    _Alignas(CACHE_LINE) _Atomic uint64_t tail; /* written by the producer, with its copy of head */
    uint64_t head_seen;
    _Alignas(CACHE_LINE) _Atomic uint64_t head; /* written by the consumer, with its copy of tail */
    uint64_t tail_seen;
    _Alignas(CACHE_LINE) uint64_t mask;
    void **block;
};

struct worker {
    _Alignas(CACHE_LINE) struct ring inbox;
    _Alignas(CACHE_LINE) _Atomic int done;
    struct worker *next;
    struct worker *previous;
    void **block;
    uint32_t state;
    uint64_t local, remote, fallback;
    double began, ended;
    pthread_t thread;
};

static long iterations;
static uint32_t slots, min_size, span, remote_percent;
static pthread_barrier_t start; /* and end of the load */

static int ring_push(struct ring *ring, void *block) {
    uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    if (tail - ring->head_seen > ring->mask) {
        ring->head_seen = atomic_load_explicit(&ring->head, memory_order_acquire);
        if (tail - ring->head_seen > ring->mask) {
            return 0;
        }
    }
    ring->block[tail & ring->mask] = block;
    atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
    return 1;
}

/* Frees at most budget blocks of the ring and says how many there were. */
static int ring_drain(struct ring *ring, int budget) {
    uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    int taken = 0;
    while (taken < budget) {
        if (head == ring->tail_seen) {
            ring->tail_seen = atomic_load_explicit(&ring->tail, memory_order_acquire);
            if (head == ring->tail_seen) {
                break;
            }
        }
        free(ring->block[head++ & ring->mask]);
        taken++;
    }
    if (taken > 0) {
        atomic_store_explicit(&ring->head, head, memory_order_release);
    }
    return taken;
}

static void step(struct worker *self) {
    uint32_t slot = random_below(&self->state, slots);
    void *block = self->block[slot];
    if (block == NULL) {
        self->block[slot] = allocate(min_size + random_below(&self->state, span));
        return;
    }
    self->block[slot] = NULL;
    if (random_below(&self->state, 100) >= remote_percent) {
        self->local++;
        free(block);
    } else if (ring_push(&self->next->inbox, block)) {
        self->remote++;
    } else {
        self->fallback++;
        free(block);
    }
}

static void *work(void *argument) {
    struct worker *self = argument;
    pthread_barrier_wait(&start);
    self->began = now();
    for (long i = 0; i < iterations; i++) {
        ring_drain(&self->inbox, DRAIN_BUDGET);
        step(self);
    }
    atomic_store_explicit(&self->done, 1, memory_order_release);
    for (;;) {
        int last = atomic_load_explicit(&self->previous->done, memory_order_acquire);
        if (ring_drain(&self->inbox, 1 << 20) == 0) {
            if (last) {
                break;
            }
            sched_yield();
        }
    }
    self->ended = now();
    if (pthread_barrier_wait(&start) == PTHREAD_BARRIER_SERIAL_THREAD) {
        note_peak();
    }
    for (uint32_t slot = 0; slot < slots; slot++) {
        free(self->block[slot]);
    }
    return NULL;
}

int main(int argc, char **argv) {
    int threads = (int)argument(argc, argv, 1, 1, 4096, USAGE);
    iterations = argument(argc, argv, 2, 1, 1L << 40, USAGE);
    slots = (uint32_t)argument(argc, argv, 3, 1, 1L << 28, USAGE);
    min_size = (uint32_t)argument(argc, argv, 4, 1, 1L << 30, USAGE);
    span = (uint32_t)argument(argc, argv, 5, min_size, 1L << 30, USAGE) - min_size + 1;
    remote_percent = (uint32_t)argument(argc, argv, 6, 0, 100, USAGE);
    size_t ring_slots = argc > 7 ? (size_t)argument(argc, argv, 7, 2, 1L << 28, USAGE) : 262144;
    if ((ring_slots & (ring_slots - 1)) != 0) {
        fprintf(stderr, "usage: " USAGE " (RING_SLOTS must be a power of two)\n");
        return 2;
    }
    size_t workers_bytes = (size_t)threads * sizeof(struct worker);
    size_t tables_bytes = (size_t)threads * (slots + ring_slots) * sizeof(void *);
    struct worker *worker = map_pages(workers_bytes);
    void **tables = map_pages(tables_bytes);
    pthread_barrier_init(&start, NULL, (unsigned)threads);
    for (int i = 0; i < threads; i++) {
        worker[i].next = &worker[(i + 1) % threads];
        worker[i].previous = &worker[(i + threads - 1) % threads];
        worker[i].block = tables + (size_t)i * (slots + ring_slots);
        worker[i].inbox.block = worker[i].block + slots;
        worker[i].inbox.mask = ring_slots - 1;
        worker[i].state = 0x12345678u + (uint32_t)i * 0x9e3779b9u;
    }
    for (int i = 0; i < threads; i++) {
        if (pthread_create(&worker[i].thread, NULL, work, &worker[i]) != 0) {
            die("pthread_create failed");
        }
    }
    uint64_t local = 0, remote = 0, fallback = 0;
    double began = 0, ended = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(worker[i].thread, NULL);
        local += worker[i].local;
        remote += worker[i].remote;
        fallback += worker[i].fallback;
        began = i == 0 || worker[i].began < began ? worker[i].began : began;
        ended = worker[i].ended > ended ? worker[i].ended : ended;
    }
    munmap(tables, tables_bytes);
    munmap(worker, workers_bytes);

    double ends = (double)(local + remote + fallback);
    printf("[EFFECTIVE_REMOTE] target=%.2f actual=%.2f fallback_rate=%.4f\n", (double)remote_percent,
        ends == 0 ? 0.0 : 100.0 * (double)remote / ends, ends == 0 ? 0.0 : 100.0 * (double)fallback / ends);
    report((uint64_t)threads * (uint64_t)iterations, ended - began);
    return 0;
}
