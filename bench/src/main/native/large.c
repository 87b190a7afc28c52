/*
 * Threads with a small working set of large blocks, 32 KiB to some MiB. Each step takes a random block: with the probability GROW_PCT it
 * is grown by realloc to one and a half times or twice its size, as a vector is (unless that is more than MAX), else it is freed and
 * another one allocated. Where a block is found and whether its pages come back from the kernel costs more here than all bookkeeping;
 * a realloc shows whether the allocator grows in place, remaps or copies.
 *
 * Source: "malloc-large" of the mimalloc-bench suite, which replaces random ones of 20 buffers of 5 to 25 MiB; growth by doubling and by
 * one half is that of std::vector in the C++ libraries.
 *
 * Sizes are drawn so that each power of two is as likely as the next. "pages" writes a byte of each 4 KiB and checks after a realloc
 * that all are kept; "ends" does so at the two ends only. ITERS counts the steps of one thread; a replacement is two operations, a
 * realloc one. The working set is filled before the clock starts.
 */
#include "bench.h"

#define USAGE "large THREADS ITERS WS MIN MAX GROW_PCT ends|pages [SEED]"
#define PAGE 4096

struct slot {
    volatile char *block;
    uint32_t size;
};

struct worker {
    _Alignas(CACHE_LINE) struct slot *slot;
    uint32_t state;
    uint64_t operations;
};

static long iterations;
static uint32_t slots, min_size, max_size, grow_percent;
static int all_pages;

static void touch(struct slot *slot, uint32_t from) {
    if (all_pages) {
        for (uint32_t byte = from; byte < slot->size; byte += PAGE) {
            slot->block[byte] = 1;
        }
    }
    slot->block[slot->size - 1] = 1;
}

static void check(volatile char *block, uint32_t size) {
    int kept = block[0] == 1 && block[size - 1] == 1;
    for (uint32_t byte = 0; all_pages && byte < size; byte += PAGE) {
        kept &= block[byte];
    }
    if (!kept) {
        die("realloc did not keep the contents");
    }
}

static void refill(struct slot *slot, uint32_t *state) {
    slot->size = random_log(state, min_size, max_size);
    slot->block = allocate(slot->size);
    touch(slot, 0);
}

static void grow(struct slot *slot, uint32_t size) {
    slot->block = realloc((void *)slot->block, size);
    if (slot->block == NULL) {
        die("out of memory: realloc returned NULL");
    }
    uint32_t old_size = slot->size;
    slot->size = size;
    check(slot->block, old_size);
    touch(slot, (old_size + PAGE - 1) / PAGE * PAGE);
}

static void step(struct worker *self) {
    struct slot *slot = &self->slot[random_below(&self->state, slots)];
    if (random_below(&self->state, 100) < grow_percent) {
        uint32_t size = slot->size + slot->size / (random_below(&self->state, 2) == 0 ? 1 : 2);
        if (size <= max_size) {
            grow(slot, size);
            self->operations++;
            return;
        }
    }
    free((void *)slot->block);
    refill(slot, &self->state);
    self->operations += 2;
}

static void *work(void *argument) {
    struct worker *self = argument;
    for (uint32_t i = 0; i < slots; i++) {
        refill(&self->slot[i], &self->state);
    }
    await_main();
    for (long i = 0; i < iterations; i++) {
        step(self);
    }
    await_main();
    for (uint32_t i = 0; i < slots; i++) {
        free((void *)self->slot[i].block);
    }
    return NULL;
}

int main(int argc, char **argv) {
    int threads = (int)argument(argc, argv, 1, 1, 4096, USAGE);
    iterations = argument(argc, argv, 2, 1, 1L << 40, USAGE);
    slots = (uint32_t)argument(argc, argv, 3, 1, 1L << 20, USAGE);
    min_size = (uint32_t)argument(argc, argv, 4, 1, 1L << 30, USAGE);
    max_size = (uint32_t)argument(argc, argv, 5, min_size, 1L << 30, USAGE);
    grow_percent = (uint32_t)argument(argc, argv, 6, 0, 100, USAGE);
    all_pages = is_second(argc, argv, 7, "ends", "pages", USAGE);
    uint32_t seed = seed_argument(argc, argv, 8, USAGE);
    size_t workers_bytes = (size_t)threads * sizeof(struct worker);
    size_t slots_bytes = (size_t)threads * slots * sizeof(struct slot);
    struct worker *worker = map_pages(workers_bytes);
    struct slot *slot = map_pages(slots_bytes);
    for (int i = 0; i < threads; i++) {
        worker[i].slot = slot + (size_t)i * slots;
        worker[i].state = thread_seed(seed, i);
    }

    double seconds = run_threads(threads, work, worker, sizeof *worker);

    uint64_t operations = 0;
    for (int i = 0; i < threads; i++) {
        operations += worker[i].operations;
    }
    munmap(slot, slots_bytes);
    munmap(worker, workers_bytes);
    report(operations, seconds);
    return 0;
}
