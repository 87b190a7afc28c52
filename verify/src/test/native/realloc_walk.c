/* realloc across all classes, up and down, in place and by moving: what fits in both sizes is kept. */
#include "client.h"

/* realloc that must succeed; fills the new block and hands it back. */
static void *resize(void *block, size_t from, size_t to, uint64_t seed) {
    unsigned char *moved = realloc(block, to);
    CHECK(moved != NULL, "realloc(%zu -> %zu) returned NULL, errno %d", from, to, errno);
    CHECK((uintptr_t)moved % ALIGNMENT(to) == 0, "realloc(%zu -> %zu) returned %p", from, to, (void *)moved);
    CHECK(malloc_usable_size(moved) >= to, "realloc(%zu -> %zu) has a usable size of %zu", from, to, malloc_usable_size(moved));
    pattern_check_prefix(moved, MIN(from, to), from, seed, "realloc");
    pattern_fill(moved, to, seed + 1);
    return moved;
}

static void walk(const size_t *sizes, size_t count) {
    /* A neighbour on each side shows when growth in place runs over its end. */
    for (size_t i = 0; i < count; i++) {
        void *left = must_malloc(sizes[i]);
        void *block = must_malloc(sizes[i]);
        void *right = must_malloc(sizes[i]);
        pattern_fill(left, sizes[i], 1000 + i);
        pattern_fill(right, sizes[i], 2000 + i);
        pattern_fill(block, sizes[i], 0);
        uint64_t seed = 0;
        size_t size = sizes[i];
        for (size_t to = 0; to < count; to++) {
            size_t next = sizes[(i * 7 + to * 5) % count];
            block = resize(block, size, next, seed++);
            size = next;
        }
        pattern_check(left, sizes[i], 1000 + i, "neighbour of a realloc");
        pattern_check(right, sizes[i], 2000 + i, "neighbour of a realloc");
        free(left);
        free(block);
        free(right);
    }
}

static void boundaries(size_t low, size_t high) {
    static size_t sizes[64];
    size_t count = 0;
    for (size_t power = low; power <= high; power *= 2) {
        sizes[count++] = power - 1;
        sizes[count++] = power;
        sizes[count++] = power + 1;
        sizes[count++] = power + power / 2;
    }
    walk(sizes, count);
}

static void small(void) {
    boundaries(16, 4096);
}

/* The sizes whose class C hz3's fast lane forgot: 2 to 32 KiB. */
static void medium(void) {
    boundaries(2048, 64 * KIB);
}

static void large(void) {
    boundaries(32 * KIB, 4 * MIB);
}

static void huge(void) {
    static const size_t sizes[] = {32 * KIB, 33 * KIB, MIB, MIB + 1, 4 * MIB, 8 * MIB - 1, 16 * MIB + 1, 48 * MIB, 64 * MIB};
    walk(sizes, COUNT(sizes));
}

/* Byte by byte and page by page, as a program does that appends. */
static void append(void) {
    char *text = NULL;
    for (size_t size = 1; size < 20000; size++) {
        text = realloc(text, size);
        CHECK(text != NULL, "realloc to %zu returned NULL", size);
        text[size - 1] = (char)(size * 31);
    }
    for (size_t size = 1; size < 20000; size++) {
        CHECK(text[size - 1] == (char)(size * 31), "appending byte by byte lost the byte at %zu", size - 1);
    }
    free(text);
    size_t size = 100;
    void *block = must_malloc(size);
    pattern_fill(block, size, 0);
    for (uint64_t seed = 0; size < 3 * MIB; seed++) {
        size_t next = size + 4096 + size / 16;
        block = resize(block, size, next, seed);
        size = next;
    }
    free(block);
}

/* A huge block grows by small steps with its pages moved, not copied: a copy would need old and new at once. */
static void huge_growth(void) {
    size_t size = 32 * MIB, step = 256 * KIB, last = 96 * MIB;
    unsigned char *block = memset(must_malloc(size), 1, size);
    long before = rss_kib();
    for (; size < last; size += step) {
        block = realloc(block, size + step);
        CHECK(block != NULL, "realloc(%zu -> %zu) returned NULL", size, size + step);
        memset(block + size, (int)(size / step), step);
        CHECK(block[0] == 1 && block[32 * MIB - 1] == 1, "growth of a huge block lost its beginning");
    }
    for (size = 32 * MIB; size < last; size += step) {
        CHECK(block[size] == (unsigned char)(size / step) && block[size + step - 1] == (unsigned char)(size / step),
              "growth of a huge block lost the step at %zu", size);
    }
    long grown = rss_kib() - before;
    CHECK(grown < 72 * 1024, "growing from 32 to 96 MiB took %ld KiB", grown);
    CHECK(status_kib("VmHWM") - before < 112 * 1024, "growing from 32 to 96 MiB copied: the peak is %ld KiB higher",
          status_kib("VmHWM") - before);
    block = realloc(block, 100 * KIB);
    CHECK(block != NULL && block[0] == 1 && block[100 * KIB - 1] == 1, "shrinking a huge block lost its beginning");
    CHECK(rss_kib() - before < 16 * 1024, "a huge block shrunk to 100 KiB still holds %ld KiB more", rss_kib() - before);
    free(block);
}

typedef struct {
    void *block;
    size_t size;
    uint64_t seed;
} Handed;

enum { HANDED = 400 };
static Handed handed[HANDED];

static void *resize_handed(void *argument) {
    uint64_t state = random_seed((uintptr_t)argument);
    for (size_t i = 0; i < HANDED; i++) {
        size_t next = random_size(&state) + 1;
        handed[i].block = resize(handed[i].block, handed[i].size, next, handed[i].seed++);
        handed[i].size = next;
    }
    return NULL;
}

/* The blocks of one thread, resized by the next, round and round. */
static void across_threads(void) {
    uint64_t state = random_seed(9);
    for (size_t i = 0; i < HANDED; i++) {
        handed[i] = (Handed){NULL, random_size(&state) + 1, i * 1000};
        handed[i].block = must_malloc(handed[i].size);
        pattern_fill(handed[i].block, handed[i].size, handed[i].seed);
    }
    for (uintptr_t round = 0; round < 20; round++) {
        join_thread(start_thread(resize_handed, (void *)round, 0));
    }
    for (size_t i = 0; i < HANDED; i++) {
        pattern_check(handed[i].block, handed[i].size, handed[i].seed, "after realloc by other threads");
        free(handed[i].block);
    }
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"small", small}, {"medium", medium}, {"large", large}, {"huge", huge}, {"append", append},
                                 {"huge-growth", huge_growth}, {"threads", across_threads}};
    return run_case(cases, COUNT(cases), argc, argv);
}
