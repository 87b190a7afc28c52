/*
 * What a single call takes, of the many and of the few: each malloc and each free is timed by itself and counted in a histogram whose
 * steps are an eighth of a power of two. The load is random_mixed's, with sizes that each power of two is as likely to have as the next,
 * and now and then a burst: BURST bytes of blocks are allocated and all freed again, as by a request that is large or a cache that is
 * dropped. There an allocator meets the kernel, gives memory back, or does what it had put off.
 *
 * Source: the latency of single calls is what real-time allocators are measured by: M. Masmano et al., "TLSF: A New Dynamic Memory
 * Allocator for Real-Time Systems" (ECRTS 2004); the histogram is G. Tene's HdrHistogram; the quantiles of the tail are those of
 * J. Dean and L. Barroso, "The Tail at Scale" (CACM 2013).
 *
 * The clock is the processor's time stamp counter, whose own cost, found beforehand as the least of many readings, is subtracted; a call
 * of fewer than some 10 ns is measured roughly. The kernel preempts every thread now and then, more often the fuller the processors are,
 * and page faults are the kernel's work too: both show in the worst call of every allocator. Compare worst calls over several runs only.
 *
 * ITERS counts the steps of one thread; BURSTS of them, evenly spread, are followed by a burst. Every malloc and every free is one
 * operation, and seconds hold the reading of the clock. The writing to a block, which faults its pages in, is outside the timed call.
 * The figures, in nanoseconds, are one line for each kind of call, over all threads:
 *
 *   [LATENCY] malloc p50=<ns> p99=<ns> p99.9=<ns> p99.99=<ns> worst=<ns>
 */
#include "bench.h"

#include <x86intrin.h>

#define USAGE "latency THREADS ITERS WS MIN MAX BURSTS BURST_BYTES [SEED]"
#define STEPS_LOG2 3
#define BUCKETS (64 << STEPS_LOG2)

struct histogram {
    uint64_t count[BUCKETS];
    uint64_t calls, worst;
};

struct block {
    struct block *next;
};

struct worker {
    _Alignas(CACHE_LINE) struct histogram mallocs, frees;
    void **block;
    uint32_t state;
};

static long iterations, bursts, burst_bytes;
static uint32_t slots, min_size, max_size;
static uint64_t clock_cost;

static inline uint64_t ticks(void) {
    unsigned processor;
    uint64_t time = __rdtscp(&processor);
    _mm_lfence();
    return time;
}

/* Small figures have a bucket each; of larger ones the highest bit and the STEPS_LOG2 bits after it tell the bucket. */
static inline unsigned bucket_of(uint64_t value) {
    if (value < (1u << STEPS_LOG2)) {
        return (unsigned)value;
    }
    unsigned shift = 63u - (unsigned)__builtin_clzll(value) - STEPS_LOG2;
    return ((shift + 1) << STEPS_LOG2) + (unsigned)((value >> shift) & ((1u << STEPS_LOG2) - 1));
}

/* The middle of a bucket. */
static double value_of(unsigned bucket) {
    if (bucket < (1u << STEPS_LOG2)) {
        return bucket;
    }
    unsigned shift = (bucket >> STEPS_LOG2) - 1;
    double low = (double)((1ull << STEPS_LOG2) + (bucket & ((1u << STEPS_LOG2) - 1))) * (double)(1ull << shift);
    return low + (double)((1ull << shift) - 1) / 2;
}

static inline void note(struct histogram *histogram, uint64_t passed) {
    uint64_t own = passed > clock_cost ? passed - clock_cost : 0;
    histogram->count[bucket_of(own)]++;
    histogram->calls++;
    if (own > histogram->worst) {
        histogram->worst = own;
    }
}

static void *timed_malloc(struct worker *self, size_t size) {
    uint64_t before = ticks();
    volatile char *block = malloc(size);
    note(&self->mallocs, ticks() - before);
    if (block == NULL) {
        die("out of memory: malloc returned NULL");
    }
    block[0] = 1;
    block[size - 1] = 1;
    return (void *)block;
}

static void timed_free(struct worker *self, void *block) {
    uint64_t before = ticks();
    free(block);
    note(&self->frees, ticks() - before);
}

static void burst(struct worker *self) {
    struct block *list = NULL;
    uint32_t size;
    for (long bytes = 0; bytes < burst_bytes; bytes += size) {
        size = random_log(&self->state, min_size, max_size);
        struct block *block = timed_malloc(self, size);
        block->next = list;
        list = block;
    }
    while (list != NULL) {
        struct block *block = list;
        list = block->next;
        timed_free(self, block);
    }
}

static void *work(void *argument) {
    struct worker *self = argument;
    long next_burst = iterations / bursts;
    await_main();
    for (long i = 1; i <= iterations; i++) {
        uint32_t slot = random_below(&self->state, slots);
        if (self->block[slot] != NULL) {
            timed_free(self, self->block[slot]);
            self->block[slot] = NULL;
        } else {
            self->block[slot] = timed_malloc(self, random_log(&self->state, min_size, max_size));
        }
        if (i % next_burst == 0) {
            burst(self);
        }
    }
    await_main();
    for (uint32_t slot = 0; slot < slots; slot++) {
        free(self->block[slot]);
    }
    return NULL;
}

static void calibrate(void) {
    clock_cost = UINT64_MAX;
    for (int i = 0; i < 10000; i++) {
        uint64_t before = ticks();
        uint64_t passed = ticks() - before;
        clock_cost = passed < clock_cost ? passed : clock_cost;
    }
}

static void add(struct histogram *sum, const struct histogram *part) {
    for (int i = 0; i < BUCKETS; i++) {
        sum->count[i] += part->count[i];
    }
    sum->calls += part->calls;
    sum->worst = part->worst > sum->worst ? part->worst : sum->worst;
}

/* The figure that all but one in so many calls do not exceed. */
static double all_but_one_in(const struct histogram *histogram, uint64_t many) {
    uint64_t left = histogram->calls / many;
    unsigned bucket = BUCKETS - 1;
    for (uint64_t above = histogram->count[bucket]; above <= left && bucket > 0; above += histogram->count[bucket]) {
        bucket--;
    }
    return value_of(bucket);
}

static void print_latency(const char *name, const struct histogram *histogram, double ns_per_tick) {
    printf("[LATENCY] %s p50=%.1f p99=%.1f p99.9=%.1f p99.99=%.1f worst=%.0f\n", name,
        all_but_one_in(histogram, 2) * ns_per_tick, all_but_one_in(histogram, 100) * ns_per_tick,
        all_but_one_in(histogram, 1000) * ns_per_tick, all_but_one_in(histogram, 10000) * ns_per_tick,
        (double)histogram->worst * ns_per_tick);
}

int main(int argc, char **argv) {
    int threads = (int)argument(argc, argv, 1, 1, 4096, USAGE);
    iterations = argument(argc, argv, 2, 1, 1L << 40, USAGE);
    slots = (uint32_t)argument(argc, argv, 3, 1, 1L << 28, USAGE);
    min_size = (uint32_t)argument(argc, argv, 4, sizeof(struct block), 1L << 30, USAGE);
    max_size = (uint32_t)argument(argc, argv, 5, min_size, 1L << 30, USAGE);
    bursts = argument(argc, argv, 6, 1, iterations, USAGE);
    burst_bytes = argument(argc, argv, 7, 0, 1L << 40, USAGE);
    uint32_t seed = seed_argument(argc, argv, 8, USAGE);
    size_t workers_bytes = (size_t)threads * sizeof(struct worker);
    size_t tables_bytes = (size_t)threads * slots * sizeof(void *);
    struct worker *worker = map_pages(workers_bytes);
    void **tables = map_pages(tables_bytes);
    for (int i = 0; i < threads; i++) {
        worker[i].block = tables + (size_t)i * slots;
        worker[i].state = thread_seed(seed, i);
    }
    calibrate();

    double began = now();
    uint64_t began_ticks = ticks();
    double seconds = run_threads(threads, work, worker, sizeof *worker);
    double ns_per_tick = (now() - began) * 1e9 / (double)(ticks() - began_ticks);

    static struct histogram mallocs, frees;
    for (int i = 0; i < threads; i++) {
        add(&mallocs, &worker[i].mallocs);
        add(&frees, &worker[i].frees);
    }
    munmap(tables, tables_bytes);
    munmap(worker, workers_bytes);
    print_latency("malloc", &mallocs, ns_per_tick);
    print_latency("free", &frees, ns_per_tick);
    report(mallocs.calls + frees.calls, seconds);
    return 0;
}
