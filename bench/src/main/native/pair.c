/*
 * A few operations in a loop and nothing else, to count their instructions under callgrind. The runner starts each kind with two values
 * of N and divides the difference, so what start-up and warming up cost falls out. Every second of some more blocks of the size stays
 * allocated meanwhile: in a program a pair rarely frees the last block of its page, and what an allocator then does is another path.
 *
 *   pair    malloc(SIZE), free
 *   batch   malloc(SIZE) BATCH times, then free of them all; hot_mallocs and hot_frees can be counted apart
 *   fresh   malloc(SIZE) of blocks that all stay, so that each is carved out of new memory
 *   calloc  calloc(1, SIZE), free
 *   aligned posix_memalign(64, SIZE), free
 *   realloc realloc of one block to and fro between two sizes of one size class on every allocator here (SIZE - 12 and SIZE - 8)
 *   remote  the first thread allocates a batch of blocks, the second frees it, and the first allocates the next batch: instructions of
 *           the second thread are remote frees, those of the first are the owner's mallocs that follow, N of each
 *
 * The allocator sees a clock of this program's, which goes on by a microsecond when it is read: what an allocator does because of the
 * time would otherwise depend on how fast the machine runs callgrind.
 *
 * The hand-over is a bare futex call, so that no code of libc is counted when libc is the allocator. Kind "pair" is the unit in which
 * the papers on mimalloc (Leijen et al., 2019) and snmalloc (Lietar et al., ISMM 2019) give fast paths.
 */
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>

#include "bench.h"

#define CLOCK_STEP_NS 1000

#define USAGE "pair pair|batch|fresh|calloc|aligned|realloc|remote N SIZE"
#define BATCH 256
#define HELD 32

static size_t size;
static long pairs;
static void *block[BATCH];
static _Atomic uint32_t turn; /* even: the owner's, odd: the freeing thread's */

/* In the place of libc's, for the allocator as well. */
int clock_gettime(clockid_t clock, struct timespec *time) {
    static _Atomic long now;
    (void)clock;
    long nanoseconds = atomic_fetch_add(&now, CLOCK_STEP_NS);
    time->tv_sec = 1 + nanoseconds / 1000000000;
    time->tv_nsec = nanoseconds % 1000000000;
    return 0;
}

/* Tells the compiler that the block is used, so that it cannot drop the pair. */
static inline void *used(void *pointer) {
    __asm__ volatile("" : "+r"(pointer) : : "memory");
    return pointer;
}

/* Gives the thread a cache with a few blocks and pages that are partly used. */
static void warm_up(void) {
    void *held[HELD];
    for (int i = 0; i < HELD; i++) {
        held[i] = used(malloc(size));
    }
    for (int i = 0; i < HELD; i += 2) {
        free(held[i]);
    }
}

/* Not static, so that callgrind can find them by name. */
__attribute__((noinline)) void hot_mallocs(void) {
    for (int i = 0; i < BATCH; i++) {
        block[i] = used(malloc(size));
    }
}

__attribute__((noinline)) void hot_frees(void) {
    for (int i = 0; i < BATCH; i++) {
        free(block[i]);
    }
}

static void fresh(void) {
    size_t table = (size_t)pairs * sizeof(void *);
    void **kept = map_pages(table);
    for (long i = 0; i < pairs; i++) {
        kept[i] = used(malloc(size));
    }
    munmap(kept, table);
}

static inline long futex(int operation, uint32_t value) {
    long result = SYS_futex;
    register long timeout __asm__("r10") = 0;
    __asm__ volatile("syscall" : "+a"(result) : "D"(&turn), "S"((long)operation), "d"((long)value), "r"(timeout)
        : "rcx", "r11", "memory");
    return result;
}

static void pass_turn(uint32_t next) {
    atomic_store(&turn, next);
    futex(FUTEX_WAKE_PRIVATE, 1);
}

static void await_turn(uint32_t expected) {
    for (uint32_t seen = atomic_load(&turn); seen != expected; seen = atomic_load(&turn)) {
        futex(FUTEX_WAIT_PRIVATE, seen);
    }
}

static void *free_batches(void *argument) {
    (void)argument;
    warm_up();
    for (long round = 0; round < pairs / BATCH; round++) {
        await_turn((uint32_t)(2 * round + 1));
        hot_frees();
        pass_turn((uint32_t)(2 * round + 2));
    }
    return NULL;
}

static void remote(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, free_batches, NULL) != 0) {
        die("pthread_create failed");
    }
    for (long round = 0; round < pairs / BATCH; round++) {
        await_turn((uint32_t)(2 * round));
        hot_mallocs();
        pass_turn((uint32_t)(2 * round + 1));
    }
    pthread_join(thread, NULL);
}

int main(int argc, char **argv) {
    pairs = argument(argc, argv, 2, BATCH, 1L << 40, USAGE);
    size = (size_t)argument(argc, argv, 3, 16, 1L << 30, USAGE);
    const char *kind = argv[1];
    warm_up();
    if (strcmp(kind, "pair") == 0) {
        for (long i = 0; i < pairs; i++) {
            free(used(malloc(size)));
        }
    } else if (strcmp(kind, "batch") == 0) {
        for (long i = 0; i < pairs; i += BATCH) {
            hot_mallocs();
            hot_frees();
        }
    } else if (strcmp(kind, "fresh") == 0) {
        fresh();
    } else if (strcmp(kind, "calloc") == 0) {
        for (long i = 0; i < pairs; i++) {
            free(used(calloc(1, size)));
        }
    } else if (strcmp(kind, "aligned") == 0) {
        for (long i = 0; i < pairs; i++) {
            void *aligned;
            if (posix_memalign(&aligned, 64, size) != 0) {
                die("out of memory: posix_memalign failed");
            }
            free(used(aligned));
        }
    } else if (strcmp(kind, "realloc") == 0) {
        void *grown = malloc(size - 8);
        for (long i = 0; i < pairs; i++) {
            grown = used(realloc(grown, size - (i % 2 == 0 ? 12 : 8)));
        }
        free(grown);
    } else if (strcmp(kind, "remote") == 0) {
        remote();
    } else {
        fprintf(stderr, "usage: " USAGE "\n");
        return 2;
    }
    return 0;
}
