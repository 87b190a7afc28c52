/* A library whose constructor runs as early and whose destructor runs as late as a library may ask for, and allocates in both. */
#include "client.h"

static const size_t sizes[] = {0, 1, 100, 2048, 5000, 32 * KIB, 100 * KIB, 3 * MIB};
static void *early_blocks[COUNT(sizes)];

static void allocate(void) {
    for (size_t i = 0; i < COUNT(sizes); i++) {
        early_blocks[i] = i % 2 ? must_malloc(sizes[i]) : realloc(calloc(1, sizes[i] / 2 + 1), sizes[i] + 1);
        CHECK(early_blocks[i] != NULL, "realloc to %zu in a constructor returned NULL", sizes[i]);
        pattern_fill(early_blocks[i], sizes[i], i);
    }
}

static void release(void) {
    for (size_t i = 0; i < COUNT(sizes); i++) {
        pattern_check(early_blocks[i], sizes[i], i, "block of a constructor");
        free(early_blocks[i]);
    }
}

__attribute__((constructor(101))) static void start(void) {
    allocate();
}

/* Frees what the constructor allocated and allocates anew, for the destructor. */
void early_turn(void) {
    release();
    allocate();
}

__attribute__((destructor(101))) static void end(void) {
    release();
    free(must_malloc(1000));
    static const char text[] = "library destructor ran\n";
    ssize_t written = write(STDOUT_FILENO, text, sizeof text - 1);
    CHECK(written == sizeof text - 1, "cannot write to standard output");
}
