/* Every size and alignment: each block is usable to its last byte, aligned, and apart from all others that live. */
#include "client.h"

typedef struct {
    unsigned char *start;
    size_t usable;
    size_t size;
} Block;

enum { MOST = 80000 };
static Block blocks[MOST];
static size_t count;

static void hold(void *start, size_t size) {
    CHECK(start != NULL, "no block of %zu bytes, errno %d", size, errno);
    CHECK((uintptr_t)start % 16 == 0, "a block of %zu bytes starts at %p, not aligned to 16", size, start);
    CHECK(count < MOST, "the client holds more blocks than it has room for");
    blocks[count] = (Block){start, malloc_usable_size(start), size};
    CHECK(blocks[count].usable >= size, "a block of %zu bytes has a usable size of %zu", size, blocks[count].usable);
    pattern_fill(start, blocks[count].usable, (uintptr_t)start);
    count++;
}

static int by_address(const void *left, const void *right) {
    uintptr_t a = (uintptr_t)((const Block *)left)->start, b = (uintptr_t)((const Block *)right)->start;
    return (a > b) - (a < b);
}

/* No two live blocks overlap and each still has its contents; then all are freed, each second one first. */
static void check_and_free_all(void) {
    qsort(blocks, count, sizeof blocks[0], by_address);
    for (size_t i = 0; i < count; i++) {
        CHECK(i == 0 || blocks[i - 1].start + blocks[i - 1].usable <= blocks[i].start,
              "blocks overlap: %p of %zu bytes (usable %zu) and %p of %zu bytes", (void *)blocks[i - 1].start, blocks[i - 1].size,
              blocks[i - 1].usable, (void *)blocks[i].start, blocks[i].size);
        pattern_check(blocks[i].start, blocks[i].usable, (uintptr_t)blocks[i].start, "live block");
    }
    for (size_t half = 0; half < 2; half++) {
        for (size_t i = half; i < count; i += 2) {
            free(blocks[i].start);
        }
    }
    count = 0;
}

static void fine(void) {
    for (size_t size = 0; size <= 70000; size += size < 4200 ? 1 : 13) {
        hold(must_malloc(size), size);
    }
    for (size_t size = 0; size <= 40000; size += 1 + size / 200) {
        hold(must_malloc(size), size);
    }
    check_and_free_all();
}

static void powers(void) {
    for (size_t power = 16; power <= 64 * MIB; power *= 2) {
        size_t step = power < 4 * MIB ? 1 : 17;
        for (size_t size = power - MIN(power, 17); size <= power + 17; size += step) {
            hold(must_malloc(size), size);
        }
        if (power >= MIB) {
            check_and_free_all();
        }
    }
}

static void alignments(void) {
    static const size_t sizes[] = {0, 1, 8, 16, 17, 63, 64, 65, 100, 128, 1000, 1024, 2047, 2048, 2049, 4095, 4096, 4097, 12288, 32767,
                                   32768, 32769, 65535, 65536, 65537, 200000, MIB - 1, MIB, MIB + 1, 5 * MIB};
    for (size_t alignment = 16; alignment <= 4 * MIB; alignment *= 2) {
        for (size_t i = 0; i < COUNT(sizes); i++) {
            for (int repeat = 0; repeat < (alignment * sizes[i] < MIB ? 20 : 2); repeat++) {
                void *block = NULL;
                int error = posix_memalign(&block, alignment, sizes[i]);
                CHECK(error == 0, "posix_memalign(%zu, %zu) returned %d", alignment, sizes[i], error);
                CHECK((uintptr_t)block % alignment == 0, "posix_memalign(%zu, %zu) gave %p", alignment, sizes[i], block);
                hold(block, sizes[i]);
            }
        }
        if (alignment >= MIB) {
            check_and_free_all();
        }
    }
    check_and_free_all();
}

/* Freed aligned blocks come back as such and as plain ones: neither may be cut or misaligned by its past. */
static void aligned_reuse(void) {
    uint64_t state = random_seed(11);
    for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 1000; i++) {
            size_t size = random_size(&state), alignment = (size_t)16 << random_next(&state) % 12;
            void *block = random_next(&state) % 2 ? malloc(size) : aligned_alloc(alignment, size);
            hold(block, size);
        }
        check_and_free_all();
    }
}

/* Whether a word behind each block is not the program's, as in lanes that look for overflows: a power of two is then of the next class. */
static bool has_canaries(void) {
    void *block = must_malloc(16);
    size_t usable = malloc_usable_size(block);
    free(block);
    return usable % 16 != 0;
}

/* 10,000 live aligned blocks take few mappings and little more memory than their sizes. */
static void aligned_density(size_t alignment, size_t size, long resident_kib, long mappings) {
    free(must_malloc(100));
    long resident_before = rss_kib(), mappings_before = count_mappings();
    for (int i = 0; i < 10000; i++) {
        void *block = aligned_alloc(alignment, size);
        CHECK(block != NULL && (uintptr_t)block % alignment == 0, "aligned_alloc(%zu, %zu) gave %p", alignment, size, block);
        *(char *)block = 1;
        blocks[count++].start = block;
    }
    long resident = rss_kib() - resident_before, new_mappings = count_mappings() - mappings_before;
    CHECK(new_mappings <= mappings, "10000 blocks of %zu bytes aligned to %zu took %ld mappings", size, alignment, new_mappings);
    CHECK(resident <= resident_kib, "10000 blocks of %zu bytes aligned to %zu took %ld KiB", size, alignment, resident);
    while (count > 0) {
        free(blocks[--count].start);
    }
}

static void aligned_density_64(void) {
    aligned_density(64, 64, 3 * 1024, 30);
}

static void aligned_density_4096(void) {
    /* The next class of that alignment has twice the size. */
    aligned_density(4096, 4096, has_canaries() ? 96 * 1024 : 48 * 1024, 60);
}

/* A power of two fills its page: 20,000 touched blocks of 2,048 bytes are 40 MiB, not one page each. */
static void tail_waste(void) {
    static const size_t sizes[] = {512, 1024, 2048, 4096, 8192, 16384};
    bool canaries = has_canaries();
    for (size_t i = 0; i < COUNT(sizes); i++) {
        long before = rss_kib();
        size_t total = 40 * MIB;
        for (count = 0; count < total / sizes[i] && count < MOST; count++) {
            blocks[count].start = memset(must_malloc(sizes[i]), 1, sizes[i]);
        }
        long grown = rss_kib() - before, live = (long)(count * sizes[i] / KIB);
        long bound = live + live / 5 + (canaries ? live / 8 : 0);
        CHECK(grown < bound, "%zu live blocks of %zu bytes, %ld KiB, take %ld KiB", count, sizes[i], live, grown);
        while (count > 0) {
            free(blocks[--count].start);
        }
        malloc_trim(0);
    }
}

/* A size class may waste 12.5 % above 128 bytes; the resident size also carries the last span and the tables. */
static void internal_waste(void) {
    /* With the word behind it a block of nearly 32 KiB is one of those that take whole pages. */
    for (size_t size = 129; size <= 32 * KIB - (has_canaries() ? 8 : 0); size++) {
        void *block = must_malloc(size);
        size_t usable = malloc_usable_size(block);
        CHECK(usable <= size + size / 8 + 16, "malloc(%zu) takes a block of %zu bytes", size, usable);
        free(block);
    }
    for (size_t size = 144; size <= 32 * KIB; size += size / 3) {
        long before = rss_kib();
        for (count = 0; count < MIN(12 * MIB / size, (size_t)MOST); count++) {
            blocks[count].start = memset(must_malloc(size), 1, size);
        }
        long grown = rss_kib() - before, live = (long)(count * size / KIB);
        CHECK(grown < live + live / 4 + 1024, "%zu live blocks of %zu bytes, %ld KiB, take %ld KiB", count, size, live, grown);
        while (count > 0) {
            free(blocks[--count].start);
        }
        malloc_trim(0);
    }
}

int main(int argc, char **argv) {
    static const Case cases[] = {
        {"fine", fine}, {"powers", powers}, {"alignments", alignments}, {"aligned-reuse", aligned_reuse},
        {"aligned-density-64", aligned_density_64}, {"aligned-density-4096", aligned_density_4096}, {"tail-waste", tail_waste},
        {"internal-waste", internal_waste}};
    return run_case(cases, COUNT(cases), argc, argv);
}
