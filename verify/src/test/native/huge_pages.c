/*
 * Where the system puts huge pages together on its own (khugepaged, or THP "always"), a heap of which little is left must not get its
 * memory back. MADV_COLLAPSE does at once what the system does in time, and respects the same advice.
 */
#include "client.h"
#include <sys/mman.h>

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif
enum { SIZE = 500, BLOCKS = 100 * 1024 * 1024 / SIZE, KEPT = 100 };
static const size_t huge = 2 * MIB;

/* Tries to make huge pages of a range; returns how many succeeded. */
static int collapse(uintptr_t from, uintptr_t to) {
    int collapsed = 0;
    for (uintptr_t a = from; a < to; a += huge) {
        collapsed += madvise((void *)a, huge, MADV_COLLAPSE) == 0;
    }
    return collapsed;
}

static bool kernel_can_collapse(void) {
    char *range = mmap(NULL, 2 * huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(range != MAP_FAILED, "no mapping of 4 MiB");
    uintptr_t begin = ((uintptr_t)range + huge - 1) & -huge;
    memset((void *)begin, 1, 4096);
    int collapsed = collapse(begin, begin + huge);
    munmap(range, 2 * huge);
    return collapsed != 0;
}

/* All in a chain, so that no array of the client's is in the way. */
static void sparse(void) {
    if (!kernel_can_collapse()) {
        return;
    }
    void *all = NULL, *kept = NULL;
    uintptr_t lowest = UINTPTR_MAX, highest = 0;
    for (int i = 0; i < BLOCKS; i++) {
        void **block = must_malloc(SIZE);
        memset(block, 1, SIZE);
        *block = all;
        all = block;
        lowest = MIN(lowest, (uintptr_t)block);
        highest = MAX(highest, (uintptr_t)block);
    }
    for (int i = 0; all != NULL; i++) {
        void **block = all;
        all = *block;
        if (i % KEPT == 0) {
            *block = kept;
            kept = block;
        } else {
            free(block);
        }
    }
    malloc_trim(0);
    long before = rss_kib();
    collapse((lowest + huge - 1) & -huge, highest & -huge);
    long after = rss_kib();
    CHECK(after < before + 4096, "1 %% of 100 MiB is left; %ld KiB were resident, and are %ld after huge pages were put together", before, after);
    free(kept);
}

int main(int argc, char **argv) {
    alarm(120);
    static const Case cases[] = {{"sparse", sparse}};
    return run_case(cases, COUNT(cases), argc, argv);
}
