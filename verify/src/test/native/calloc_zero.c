/* calloc gives zeroes whatever the memory held before: after reuse, after realloc, in every size range. */
#include "client.h"

static const size_t ranges[][2] = {
    {0, 64}, {65, 512}, {513, 2048}, {2049, 4096}, {4097, 32 * KIB}, {32 * KIB + 1, 256 * KIB}, {256 * KIB + 1, 2 * MIB},
    {2 * MIB + 1, 12 * MIB}, {60 * MIB, 70 * MIB}};

static void *zeroed(size_t size) {
    size_t parts = size % 3 == 0 ? 3 : 1;
    void *block = calloc(parts, size / parts);
    CHECK(block != NULL, "calloc(%zu, %zu) returned NULL", parts, size / parts);
    size_t bad = find_nonzero(block, size);
    CHECK(bad == size, "calloc(%zu, %zu) is not zero at offset %zu", parts, size / parts, bad);
    return block;
}

/* Blocks of a range live at a time so that about 16 MiB are dirtied, and at least one. */
static size_t blocks_of(size_t range) {
    return MAX((size_t)1, MIN((size_t)2000, 16 * MIB / ranges[range][1]));
}

static void after_reuse(void) {
    static void *blocks[2000];
    uint64_t state = random_seed(3);
    for (size_t range = 0; range < COUNT(ranges); range++) {
        for (int round = 0; round < 4; round++) {
            for (size_t i = 0; i < blocks_of(range); i++) {
                size_t size = random_between(&state, ranges[range][0], ranges[range][1]);
                blocks[i] = round == 0 ? must_malloc(size) : zeroed(size);
                memset(blocks[i], 0xA5, malloc_usable_size(blocks[i]));
            }
            for (size_t i = 0; i < blocks_of(range); i++) {
                free(blocks[i]);
            }
        }
    }
}

/* Ranges change places: memory that one size left is carved for another. */
static void across_ranges(void) {
    static void *blocks[2000];
    uint64_t state = random_seed(5);
    for (int round = 0; round < 24; round++) {
        size_t range = random_next(&state) % (COUNT(ranges) - 1);
        for (size_t i = 0; i < blocks_of(range); i++) {
            size_t size = random_between(&state, ranges[range][0], ranges[range][1]);
            blocks[i] = zeroed(size);
            memset(blocks[i], 0xFF, size);
        }
        for (size_t i = 0; i < blocks_of(range); i++) {
            free(blocks[i]);
        }
        if (round % 8 == 7) {
            malloc_trim(0);
        }
    }
}

/* realloc leaves the parts it cuts off or copies from dirty; calloc must not hand them out as they are. */
static void after_realloc(void) {
    uint64_t state = random_seed(7);
    for (size_t range = 0; range < COUNT(ranges); range++) {
        for (int round = 0; round < (ranges[range][1] < MIB ? 20 : 2); round++) {
            size_t from = random_between(&state, ranges[range][0], ranges[range][1]);
            size_t to = round % 2 ? from / 2 + 1 : from + from / 2 + 1;
            char *block = zeroed(from);
            memset(block, 0x5A, malloc_usable_size(block));
            block = realloc(block, to);
            CHECK(block != NULL, "realloc(%zu -> %zu) returned NULL", from, to);
            memset(block, 0x5A, malloc_usable_size(block));
            void *neighbours[] = {zeroed(from), zeroed(to), zeroed(from > to ? from - to : to - from)};
            for (size_t i = 0; i < COUNT(neighbours); i++) {
                memset(neighbours[i], 0x77, malloc_usable_size(neighbours[i]));
                free(neighbours[i]);
            }
            free(block);
            free(zeroed(to));
        }
        malloc_trim(0);
    }
}

static void *dirty_and_free(void *argument) {
    uint64_t state = random_seed((uintptr_t)argument);
    for (int round = 0; round < 300; round++) {
        size_t size = random_size(&state);
        char *block = zeroed(size);
        memset(block, 0xEE, malloc_usable_size(block));
        free(block);
    }
    return NULL;
}

/* What an ended thread or a cache of one thread left dirty, another gets zeroed. */
static void across_threads(void) {
    for (int round = 0; round < 50; round++) {
        pthread_t threads[3];
        for (size_t i = 0; i < COUNT(threads); i++) {
            threads[i] = start_thread(dirty_and_free, (void *)(uintptr_t)(round * 3 + i), 0);
        }
        for (size_t i = 0; i < COUNT(threads); i++) {
            join_thread(threads[i]);
        }
    }
}

int main(int argc, char **argv) {
    static const Case cases[] = {
        {"reuse", after_reuse}, {"ranges", across_ranges}, {"realloc", after_realloc}, {"threads", across_threads}};
    return run_case(cases, COUNT(cases), argc, argv);
}
