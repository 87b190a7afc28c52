/*
 * A heap whose load changes from phase to phase. A phase allocates blocks of one size until BYTES are live and then frees all but
 * KEPT_PCT of the live blocks, of whatever phase, chosen at random; the next one does so with another size. Survivors of all phases lie
 * scattered over the heap: memory between them serves the next size only where an allocator can give it from one size class to
 * another, and goes back to the kernel only where whole pages got free.
 *
 * Source: "phase" behaviour and fragmentation as defined in P. Wilson et al., "Dynamic Storage Allocation: A Survey and Critical
 * Review" (1995); that survivors of one size can pin memory many times their own is from J. Robson, "Bounds for Some Functions
 * Concerning Dynamic Storage Allocation" (JACM 1974). A program of B. Powers et al., "Mesh" (PLDI 2019), keeps a quarter of its strings
 * in each phase and doubles their size.
 *
 * ROUNDS counts how often the list of sizes is gone through. It also prints
 *
 *   [PHASES] live_kib=<bytes of the live blocks at the end> rss_kib=<resident size with them>
 *
 * The resident size, there and in the closing line, is after the last frees and a second of idling, with the survivors still live; its
 * relation to live_kib is the fragmentation. The blocks are linked through themselves, so that no table counts as memory; each has a
 * check word, so that an overlap is noticed.
 */
#include "bench.h"

#define USAGE "phases ROUNDS BYTES KEPT_PCT SIZE [SIZE ...]"
#define IDLE_US (1000 * 1000)

struct block {
    struct block *next;
    uint32_t size, check;
};

static struct block *head;
static long live_bytes;
static uint64_t operations;
static uint32_t state = 0x12345678u;

static uint32_t check_of(struct block *block) {
    return (uint32_t)(uintptr_t)block ^ block->size;
}

static void fill(long bytes, uint32_t size) {
    while (live_bytes < bytes) {
        struct block *block = allocate(size);
        block->next = head;
        block->size = size;
        block->check = check_of(block);
        head = block;
        live_bytes += size;
        operations++;
    }
}

static void thin_out(uint32_t kept_percent) {
    struct block **link = &head;
    while (*link != NULL) {
        struct block *block = *link;
        if (block->check != check_of(block)) {
            die("a live block was overwritten");
        }
        if (random_below(&state, 100) < kept_percent) {
            link = &block->next;
            continue;
        }
        *link = block->next;
        live_bytes -= block->size;
        free(block);
        operations++;
    }
}

int main(int argc, char **argv) {
    long rounds = argument(argc, argv, 1, 1, 1L << 30, USAGE);
    long bytes = argument(argc, argv, 2, 1, 1L << 40, USAGE);
    uint32_t kept_percent = (uint32_t)argument(argc, argv, 3, 0, 99, USAGE);
    int first_size = 4;
    for (int i = first_size; i == first_size || i < argc; i++) {
        argument(argc, argv, i, sizeof(struct block), 1L << 30, USAGE);
    }

    double seconds = 0;
    for (long round = 0; round < rounds; round++) {
        for (int i = first_size; i < argc; i++) {
            uint32_t size = (uint32_t)strtol(argv[i], NULL, 0);
            double start = now();
            fill(bytes, size);
            seconds += now() - start;
            note_peak();
            start = now();
            thin_out(kept_percent);
            seconds += now() - start;
        }
    }
    uint64_t timed = operations;
    long live_kib = live_bytes / 1024;
    usleep(IDLE_US);
    measure();
    thin_out(0);
    printf("[PHASES] live_kib=%ld rss_kib=%ld\n", live_kib, rss_kib);
    print_result(timed, seconds);
    return 0;
}
