/*
 * One thread, a working set of slots, and a random slot each step: if it is full its block is freed, else it gets one of a random size.
 * About half the slots are full at any time. ITERS counts steps; each is one operation.
 *
 * Source: "random_mixed" of the hakozuna project (rows small, medium, mixed and dist_app); the same shape as the random replacement
 * in Larson and Krishnan's benchmark (ISMM 1998) with a single thread.
 *
 * "app" draws sizes as applications do (app_size() in bench.h). MIN and MAX are then not used.
 */
#include "bench.h"

#define USAGE "random_mixed ITERS WS MIN MAX [SEED [app]]"

int main(int argc, char **argv) {
    long iterations = argument(argc, argv, 1, 1, 1L << 40, USAGE);
    uint32_t slots = (uint32_t)argument(argc, argv, 2, 1, 1L << 28, USAGE);
    long min = argument(argc, argv, 3, 1, 1L << 30, USAGE);
    long max = argument(argc, argv, 4, min, 1L << 30, USAGE);
    uint32_t state = argc > 5 ? (uint32_t)argument(argc, argv, 5, 0, UINT32_MAX, USAGE) : 0x12345678u;
    int app = argc > 6 && strcmp(argv[6], "app") == 0;
    if (argc > 7 || (argc > 6 && !app)) {
        fprintf(stderr, "usage: " USAGE "\n");
        return 2;
    }
    uint32_t span = (uint32_t)(max - min + 1);
    size_t table = slots * sizeof(void *);
    void **block = map_pages(table);

    double start = now();
    for (long i = 0; i < iterations; i++) {
        uint32_t slot = random_below(&state, slots);
        if (block[slot] != NULL) {
            free(block[slot]);
            block[slot] = NULL;
        } else {
            block[slot] = allocate(app ? app_size(&state) : (size_t)min + random_below(&state, span));
        }
    }
    double seconds = now() - start;

    note_peak();
    for (uint32_t slot = 0; slot < slots; slot++) {
        free(block[slot]);
    }
    munmap(block, table);
    report((uint64_t)iterations, seconds);
    return 0;
}
