/*
 * Allocates and frees by a sequence from a seed and prints where each block lies in the arena; LayoutProgram does the same with the library. Until the
 * end nothing but the sequence allocates.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 60000, SLOTS = 700 };

static uint64_t state;
static void *blocks[SLOTS];
static uint64_t where[STEPS];

static uint64_t next(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state >> 33;
}

/* Mostly small, some of some pages, up to 2 MiB. */
static size_t size_of(uint64_t number) {
    unsigned bits = 5 + (unsigned) (number % 100 < 90 ? number % 7 : number % 17);
    return 1 + (number >> 7) % ((size_t) 1 << bits);
}

int main(int count, char **arguments) {
    if (count != 2) {
        return 2;
    }
    state = strtoull(arguments[1], NULL, 10);
    for (int i = 0; i < STEPS; i++) {
        int slot = (int) (next() % SLOTS);
        uint64_t kind = next() % 8;
        size_t size = size_of(next());
        if (blocks[slot] != NULL && kind < 6) {
            free(blocks[slot]);
            blocks[slot] = NULL;
        } else if (blocks[slot] != NULL) {
            blocks[slot] = realloc(blocks[slot], size);
        } else if (kind == 6) {
            blocks[slot] = aligned_alloc((size_t) 1 << (4 + size % 9), size);
        } else if (kind == 7) {
            blocks[slot] = calloc(1, size);
        } else {
            blocks[slot] = malloc(size);
        }
        where[i] = (uint64_t) (uintptr_t) blocks[slot];
    }
    /* The arena begins at a segment, and the first block is in its first one. */
    uint64_t base = 0;
    for (int i = 0; i < STEPS && base == 0; i++) {
        base = where[i] & ~(((uint64_t) 4 << 20) - 1);
    }
    for (int i = 0; i < STEPS; i++) {
        printf("%llx\n", (unsigned long long) (where[i] == 0 ? 0 : where[i] - base));
    }
    return 0;
}
