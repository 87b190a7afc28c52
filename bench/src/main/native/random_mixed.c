/*
 * One thread, a working set of slots, and a random slot each step: if it is full its block is freed, else it gets one of a random size.
 * About half the slots are full at any time. ITERS counts steps; each is one operation.
 *
 * Source: "random_mixed" of the hakozuna project (rows small, medium, mixed and dist_app); the same shape as the random replacement
 * in Larson and Krishnan's benchmark (ISMM 1998) with a single thread.
 *
 * Sizes are uniform in MIN..MAX unless said otherwise, and MIN and MAX then not used: "app" draws them as applications do (app_size()
 * in bench.h); "trimix" draws from ranges, usually three, each given as its least and largest size and its share in percent. The shares
 * make 100: "trimix 16 256 80 257 2048 15 2049 32768 5" is the same as "app".
 */
#include "bench.h"

#define USAGE "random_mixed ITERS WS MIN MAX [SEED [uniform | app | trimix MIN MAX PERCENT ...]]"
#define RANGES 16

enum sizes { UNIFORM, APP, TRIMIX };

struct range {
    uint32_t min, max, percent;
};

static struct range ranges[RANGES];
static int range_count;

static void read_ranges(int argc, char **argv) {
    uint32_t percent = 0;
    for (int i = 7; i < argc || i == 7; i += 3) {
        if (range_count == RANGES) {
            bad_usage(USAGE, "there are too many ranges");
        }
        struct range *range = &ranges[range_count++];
        range->min = (uint32_t)argument(argc, argv, i, 1, 1L << 30, USAGE);
        range->max = (uint32_t)argument(argc, argv, i + 1, range->min, 1L << 30, USAGE);
        range->percent = (uint32_t)argument(argc, argv, i + 2, 0, 100, USAGE);
        percent += range->percent;
    }
    if (percent != 100) {
        bad_usage(USAGE, "the shares of trimix must make 100");
    }
}

static enum sizes choose_sizes(int argc, char **argv) {
    const char *kind = argc > 6 ? argv[6] : "uniform";
    if (strcmp(kind, "trimix") == 0) {
        read_ranges(argc, argv);
        return TRIMIX;
    }
    if (argc > 7 || (strcmp(kind, "app") != 0 && strcmp(kind, "uniform") != 0)) {
        bad_usage(USAGE, "sizes are uniform, app or trimix");
    }
    return strcmp(kind, "app") == 0 ? APP : UNIFORM;
}

static uint32_t trimix_size(uint32_t *state) {
    struct range *range = ranges;
    for (uint32_t left = random_below(state, 100); left >= range->percent; range++) {
        left -= range->percent;
    }
    return random_between(state, range->min, range->max);
}

int main(int argc, char **argv) {
    long iterations = argument(argc, argv, 1, 1, 1L << 40, USAGE);
    uint32_t slots = (uint32_t)argument(argc, argv, 2, 1, 1L << 28, USAGE);
    long min = argument(argc, argv, 3, 1, 1L << 30, USAGE);
    long max = argument(argc, argv, 4, min, 1L << 30, USAGE);
    uint32_t state = argc > 5 ? (uint32_t)argument(argc, argv, 5, 0, UINT32_MAX, USAGE) : 0x12345678u;
    enum sizes sizes = choose_sizes(argc, argv);
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
            block[slot] = allocate(sizes == UNIFORM ? (size_t)min + random_below(&state, span)
                : sizes == APP ? app_size(&state) : trimix_size(&state));
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
