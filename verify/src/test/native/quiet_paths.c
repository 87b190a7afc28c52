/*
 * What must not happen often: system calls in a steady state, waiting for a lock that all threads share, giving the same memory
 * back again and again, a cache line that two threads' blocks share.
 */
#include "system_calls.h"
#include <sys/resource.h>

static const int memory_calls[] = {SYS_mmap, SYS_munmap, SYS_mremap, SYS_madvise, SYS_mprotect, SYS_brk};
static const int waiting_calls[] = {SYS_futex, SYS_sched_yield, SYS_nanosleep, SYS_clock_nanosleep};

static long calls_of(const int *numbers, size_t count) {
    long sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += calls(numbers[i]);
    }
    return sum;
}

/* A working set of one size range: blocks come and go, nothing new is needed. */
static void cycle(size_t operations, size_t low, size_t high, uint64_t seed) {
    enum { SET = 32 };
    void *blocks[SET] = {0};
    uint64_t state = random_seed(seed);
    for (size_t i = 0; i < operations; i++) {
        size_t slot = random_next(&state) % SET;
        free(blocks[slot]);
        size_t size = random_between(&state, low, high);
        char *block = must_malloc(size);
        block[0] = block[size - 1] = 1;
        blocks[slot] = block;
    }
    for (size_t i = 0; i < SET; i++) {
        free(blocks[i]);
    }
}

/*
 * Blocks of 32 KiB to 1 MiB come from a cache of the thread: no mapping for each. Guards cost calls, but a block in the place of one like
 * it has them already.
 */
static void large_pairs(void) {
    long most = guard_bytes() == 0 ? 2000 : 40000;
    cycle(2000, 33 * KIB, MIB, 1);
    count_system_calls(memory_calls, COUNT(memory_calls));
    cycle(20000, 33 * KIB, MIB, 2);
    long made = calls_of(memory_calls, COUNT(memory_calls));
    CHECK(made < most, "20000 large blocks took %ld system calls on memory", made);
}

enum { THREADS = 4 };

static void *large_in_thread(void *argument) {
    cycle(50000, 33 * KIB, 256 * KIB, (uintptr_t)argument);
    return NULL;
}

/* Threads with large blocks of their own do not wait for each other. */
static void large_threads(void) {
    count_system_calls(waiting_calls, COUNT(waiting_calls));
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        threads[i] = start_thread(large_in_thread, (void *)i, 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        join_thread(threads[i]);
    }
    long waits = calls_of(waiting_calls, COUNT(waiting_calls));
    CHECK(waits < 1000, "%d threads with 200000 large blocks of their own waited %ld times", THREADS, waits);
}

/* Memory that was given back once is not given back again while nobody uses it. */
static void purge_once(void) {
    enum { BLOCKS = 3000 };
    static void *blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = memset(must_malloc(16 * KIB), 1, 16 * KIB);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        free(blocks[i]);
    }
    count_system_calls(memory_calls, COUNT(memory_calls));
    /* Sizes in turn, more blocks than a thread cache holds, so that slow paths and epochs come often. */
    cycle(400000, 3 * KIB, 12 * KIB, 3);
    for (int round = 0; round < 400; round++) {
        for (size_t i = 0; i < 300; i++) {
            blocks[i] = must_malloc(8 * KIB);
        }
        for (size_t i = 0; i < 300; i++) {
            free(blocks[i]);
        }
    }
    long made = calls_of(memory_calls, COUNT(memory_calls));
    CHECK(made < 6000, "520000 medium blocks beside 47 MiB of free ones took %ld system calls on memory", made);
}

enum { LINES = 10000 };
static void *fresh[THREADS][LINES];
static pthread_barrier_t barrier;

static void *take_fresh(void *argument) {
    size_t self = (uintptr_t)argument;
    pthread_barrier_wait(&barrier);
    for (size_t i = 0; i < LINES; i++) {
        fresh[self][i] = must_malloc(24);
        if (i % 64 == 0) {
            sched_yield();
        }
    }
    pthread_barrier_wait(&barrier);
    return NULL;
}

static int by_value(const void *left, const void *right) {
    uintptr_t a = *(const uintptr_t *)left, b = *(const uintptr_t *)right;
    return (a > b) - (a < b);
}

/* Fresh blocks of different threads share no cache line; the owner stands in the low bits of the line's number. */
static void no_shared_lines(void) {
    static uintptr_t lines[THREADS * LINES];
    pthread_t threads[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++) {
        threads[i] = start_thread(take_fresh, (void *)i, 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        join_thread(threads[i]);
    }
    for (size_t i = 0; i < THREADS * LINES; i++) {
        lines[i] = ((uintptr_t)fresh[i / LINES][i % LINES] & ~(uintptr_t)63) | i / LINES;
    }
    qsort(lines, COUNT(lines), sizeof lines[0], by_value);
    size_t shared = 0;
    for (size_t i = 1; i < COUNT(lines); i++) {
        shared += lines[i] / 64 == lines[i - 1] / 64 && lines[i] != lines[i - 1];
    }
    CHECK(shared <= 2 * THREADS, "%zu cache lines hold fresh blocks of two threads", shared);
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"large-pairs", large_pairs}, {"large-threads", large_threads}, {"purge-once", purge_once},
                                 {"shared-lines", no_shared_lines}};
    return run_case(cases, COUNT(cases), argc, argv);
}
