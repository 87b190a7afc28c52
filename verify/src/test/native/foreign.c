/* Blocks that glibc's own malloc made, inside libc or before the preload took hold, end in free and realloc all the same. */
#include "client.h"
#include <dlfcn.h>

static void *(*glibc_malloc)(size_t), *(*glibc_calloc)(size_t, size_t), *(*glibc_realloc)(void *, size_t);
static void *(*glibc_memalign)(size_t, size_t);
static struct mallinfo2 (*glibc_info)(void);

static void *in_libc(void *libc, const char *name) {
    void *found = dlsym(libc, name);
    CHECK(found != NULL, "no %s in libc", name);
    return found;
}

static const size_t sizes[] = {0, 1, 24, 100, 1000, 2048, 4096, 5000, 32 * KIB, 100 * KIB, 1 * MIB, 9 * MIB};

static void *foreign_block(size_t size, int way) {
    void *block = way == 0 ? glibc_malloc(size) : way == 1 ? glibc_calloc(1, size) : way == 2 ? glibc_realloc(NULL, size)
        : way == 3 ? glibc_memalign(64, size) : way == 4 ? glibc_memalign(4096, size) : glibc_memalign(MIB, size);
    CHECK(block != NULL, "glibc has no block of %zu bytes", size);
    pattern_fill(block, size, size);
    return block;
}

static size_t held_by_glibc(void) {
    struct mallinfo2 info = glibc_info();
    return info.uordblks + info.hblkhd;
}

static void check_returned(size_t before, const char *what) {
    size_t after = held_by_glibc();
    CHECK(after <= before + 64 * KIB, "%s: glibc holds %zu bytes, before it held %zu", what, after, before);
}

static void freed(void) {
    size_t before = held_by_glibc();
    for (int round = 0; round < 50; round++) {
        for (size_t i = 0; i < COUNT(sizes); i++) {
            for (int way = 0; way < 6; way++) {
                errno = 77;
                free(foreign_block(sizes[i], way));
                CHECK(errno == 77, "free of a foreign block set errno %d", errno);
            }
        }
    }
    check_returned(before, "free of foreign blocks");
}

static void resized(void) {
    size_t before = held_by_glibc();
    for (size_t i = 0; i < COUNT(sizes); i++) {
        for (size_t j = 0; j < COUNT(sizes); j++) {
            for (int way = 0; way < 6; way++) {
                size_t size = sizes[j] + 1;
                void *block = realloc(foreign_block(sizes[i], way), size);
                CHECK(block != NULL, "realloc of a foreign block from %zu to %zu returned NULL", sizes[i], size);
                CHECK(malloc_usable_size(block) >= size, "realloc of a foreign block to %zu has a usable size of %zu", size,
                      malloc_usable_size(block));
                pattern_check_prefix(block, MIN(sizes[i], size), sizes[i], sizes[i], "realloc of a foreign block");
                pattern_fill(block, size, 1);
                block = realloc(block, size / 2 + 1);
                CHECK(block != NULL, "second realloc of a foreign block returned NULL");
                pattern_check_prefix(block, size / 2 + 1 < size ? size / 2 + 1 : size, size, 1, "second realloc of a foreign block");
                free(block);
            }
        }
    }
    check_returned(before, "realloc and free of foreign blocks");
    static volatile size_t nothing = 0;
    CHECK(realloc(foreign_block(1000, 0), nothing) == NULL, "realloc(foreign, 0) did not return NULL");
    check_returned(before, "realloc of foreign blocks to 0");
}

static void measured(void) {
    for (size_t i = 0; i < COUNT(sizes); i++) {
        for (int way = 0; way < 6; way++) {
            void *block = foreign_block(sizes[i], way);
            size_t usable = malloc_usable_size(block);
            CHECK(usable >= sizes[i] && usable <= sizes[i] + MIB + 8192, "a foreign block of %zu bytes has a usable size of %zu",
                  sizes[i], usable);
            free(block);
        }
    }
}

static void *free_in_thread(void *block) {
    free(block);
    free(must_malloc(10));
    return NULL;
}

static void in_threads(void) {
    size_t before = held_by_glibc();
    for (int i = 0; i < 100; i++) {
        join_thread(start_thread(free_in_thread, foreign_block(100 * KIB, i % 6), 0));
    }
    check_returned(before, "free of foreign blocks by threads");
}

int main(int argc, char **argv) {
    void *libc = dlopen("libc.so.6", RTLD_NOW);
    CHECK(libc != NULL, "dlopen: %s", dlerror());
    glibc_malloc = (void *(*)(size_t))in_libc(libc, "malloc");
    glibc_calloc = (void *(*)(size_t, size_t))in_libc(libc, "calloc");
    glibc_realloc = (void *(*)(void *, size_t))in_libc(libc, "realloc");
    glibc_memalign = (void *(*)(size_t, size_t))in_libc(libc, "__libc_memalign");
    glibc_info = (struct mallinfo2 (*)(void))in_libc(libc, "mallinfo2");
    static const Case cases[] = {{"free", freed}, {"realloc", resized}, {"usable", measured}, {"threads", in_threads}};
    return run_case(cases, COUNT(cases), argc, argv);
}
