/*
 * random_mixed's working set, but through all of malloc's family: an empty slot gets its block from calloc with the probability
 * CALLOC_PCT, from posix_memalign with ALIGNED_PCT (a power of two from 32 to 4096 as alignment), else from malloc; a full one is resized
 * by realloc to another random size with the probability REALLOC_PCT, up or down, else freed. Each call's promise is checked where it
 * costs next to nothing: zeros at both ends after calloc, the alignment, and the first and last byte that realloc must keep.
 *
 * Source: the hakozuna project's random_mixed, with the draw between malloc, calloc, realloc and memalign of t-test1 in W. Gloger's
 * ptmalloc.
 *
 * ITERS counts steps; each is one operation.
 */
#include "bench.h"

#define USAGE "calls ITERS WS MIN MAX CALLOC_PCT ALIGNED_PCT REALLOC_PCT [SEED]"

struct slot {
    volatile unsigned char *block;
    size_t size;
};

static uint32_t min_size, max_size, calloc_percent, aligned_percent, state;

static void *require(void *block) {
    if (block == NULL) {
        die("out of memory: the allocation returned NULL");
    }
    return block;
}

static void *allocate_zeroed(size_t size) {
    volatile unsigned char *block = require(calloc(1, size));
    if (block[0] != 0 || block[size - 1] != 0) {
        die("calloc returned memory that is not zero");
    }
    return (void *)block;
}

static void *allocate_aligned(size_t size) {
    size_t alignment = (size_t)32 << random_below(&state, 8);
    void *block = NULL;
    if (posix_memalign(&block, alignment, size) != 0) {
        die("out of memory: posix_memalign failed");
    }
    if ((uintptr_t)require(block) % alignment != 0) {
        die("posix_memalign returned a block that is not aligned");
    }
    return block;
}

static void fill(struct slot *slot) {
    slot->size = random_between(&state, min_size, max_size);
    uint32_t percent = random_below(&state, 100);
    if (percent < calloc_percent) {
        slot->block = allocate_zeroed(slot->size);
    } else if (percent < calloc_percent + aligned_percent) {
        slot->block = allocate_aligned(slot->size);
    } else {
        slot->block = require(malloc(slot->size));
    }
    slot->block[0] = 1;
    slot->block[slot->size - 1] = 1;
}

static void resize(struct slot *slot, unsigned char mark) {
    size_t size = random_between(&state, min_size, max_size);
    size_t kept = size < slot->size ? size : slot->size;
    slot->block[0] = mark;
    slot->block[kept - 1] = mark;
    slot->block = require(realloc((void *)slot->block, size));
    if (slot->block[0] != mark || slot->block[kept - 1] != mark) {
        die("realloc did not keep the contents");
    }
    slot->block[size - 1] = mark;
    slot->size = size;
}

int main(int argc, char **argv) {
    long iterations = argument(argc, argv, 1, 1, 1L << 40, USAGE);
    uint32_t slots = (uint32_t)argument(argc, argv, 2, 1, 1L << 28, USAGE);
    min_size = (uint32_t)argument(argc, argv, 3, 1, 1L << 30, USAGE);
    max_size = (uint32_t)argument(argc, argv, 4, min_size, 1L << 30, USAGE);
    calloc_percent = (uint32_t)argument(argc, argv, 5, 0, 100, USAGE);
    aligned_percent = (uint32_t)argument(argc, argv, 6, 0, 100 - calloc_percent, USAGE);
    uint32_t realloc_percent = (uint32_t)argument(argc, argv, 7, 0, 100, USAGE);
    state = seed_argument(argc, argv, 8, USAGE);
    size_t table_bytes = slots * sizeof(struct slot);
    struct slot *table = map_pages(table_bytes);

    double start = now();
    for (long i = 0; i < iterations; i++) {
        struct slot *slot = &table[random_below(&state, slots)];
        if (slot->block == NULL) {
            fill(slot);
        } else if (random_below(&state, 100) < realloc_percent) {
            resize(slot, (unsigned char)(i | 1));
        } else {
            free((void *)slot->block);
            slot->block = NULL;
        }
    }
    double seconds = now() - start;

    note_peak();
    for (uint32_t i = 0; i < slots; i++) {
        free((void *)table[i].block);
    }
    munmap(table, table_bytes);
    report((uint64_t)iterations, seconds);
    return 0;
}
