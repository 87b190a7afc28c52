/*
 * System calls fail now and then, or always: malloc says NULL and ENOMEM or does without, no block is lost or changed, and when the
 * faults are over everything that is free goes back.
 *
 *     faults mmap|munmap|madvise|mremap|mprotect|all SEED ONE_IN THREADS [LIMIT_MIB]
 *
 *     faults given-up                       a mapping comes to lie where the allocator gave addresses back
 *
 * With a limit the process has no more address space than that from its start.
 */
#include "client.h"
#include "libfaults.h"
#include <sys/resource.h>

#define BLOCKS 250
#define STEPS 2000
#define SLACK_KIB (4 * 1024)

static const char *const kinds[FAULT_KINDS] = {"mmap", "munmap", "madvise", "mremap", "mprotect"};

typedef struct {
    unsigned char *bytes;
    size_t size;
    uint64_t pattern;
} Block;

typedef struct {
    Block blocks[BLOCKS];
    uint64_t random;
} Worker;

static size_t fault_size(uint64_t *random) {
    size_t shape = random_next(random) % 20;
    return shape < 10 ? random_between(random, 1, 2000) : shape < 15 ? random_between(random, 2000, 32 * KIB)
        : shape < 18 ? random_between(random, 32 * KIB, 4 * MIB) : random_between(random, 4 * MIB, 10 * MIB);
}

static void fill(Block *block, void *bytes, size_t size, uint64_t *random) {
    *block = (Block){bytes, size, random_next(random)};
    pattern_fill(bytes, size, block->pattern);
}

static void allocate(Block *block, uint64_t *random) {
    size_t size = fault_size(random);
    size_t alignment = (size_t)16 << random_next(random) % 14;
    int call = random_next(random) % 4;
    errno = 0;
    void *bytes = call == 0 ? calloc(1, size) : call == 1 ? memalign(alignment, size) : malloc(size);
    if (bytes == NULL) {
        CHECK(errno == ENOMEM, "call %d for %zu bytes returned NULL with errno %d, not ENOMEM", call, size, errno);
        return;
    }
    CHECK(call != 1 || (uintptr_t)bytes % alignment == 0, "memalign(%zu, %zu) returned %p", alignment, size, bytes);
    CHECK(call != 0 || find_nonzero(bytes, size) == size, "calloc(1, %zu) is not zero at %zu", size, find_nonzero(bytes, size));
    fill(block, bytes, size, random);
}

static void resize(Block *block, uint64_t *random) {
    size_t size = fault_size(random);
    errno = 0;
    void *bytes = realloc(block->bytes, size);
    if (bytes == NULL) {
        CHECK(errno == ENOMEM, "realloc(p, %zu) returned NULL with errno %d, not ENOMEM", size, errno);
        pattern_check(block->bytes, block->size, block->pattern, "block of a failing realloc");
        return;
    }
    pattern_check_prefix(bytes, MIN(size, block->size), block->size, block->pattern, "realloc");
    fill(block, bytes, size, random);
}

static void release(Block *block) {
    pattern_check(block->bytes, block->size, block->pattern, "block about to be freed");
    errno = EDOM;
    free(block->bytes);
    CHECK(errno == EDOM, "free of %zu bytes left errno %d", block->size, errno);
    block->bytes = NULL;
}

static void *work(void *argument) {
    Worker *worker = argument;
    for (int i = 0; i < STEPS; i++) {
        Block *block = &worker->blocks[random_next(&worker->random) % BLOCKS];
        if (block->bytes == NULL) {
            allocate(block, &worker->random);
        } else if (random_next(&worker->random) % 3 == 0) {
            resize(block, &worker->random);
        } else {
            release(block);
        }
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        if (worker->blocks[i].bytes != NULL) {
            release(&worker->blocks[i]);
        }
    }
    return NULL;
}

static void work_all(size_t count, uint64_t seed) {
    static Worker workers[16];
    pthread_t threads[COUNT(workers)];
    for (size_t i = 0; i <= count; i++) {
        workers[i].random = random_seed(seed * COUNT(workers) + i);
    }
    for (size_t i = 0; i < count; i++) {
        threads[i] = start_thread(work, &workers[i], 256 * KIB);
    }
    for (size_t i = 0; i < count; i++) {
        join_thread(threads[i]);
    }
    work(&workers[count]);
}

static void trim(long *resident, long *mapped) {
    malloc_trim(0);
    malloc_trim(0);
    *resident = status_kib("VmRSS");
    *mapped = status_kib("VmSize");
}

static void *free_block(void *block) {
    free(block);
    return NULL;
}

/*
 * Under a limit on the address space the allocator may give up what it had reserved. What the system then maps there is a block like any
 * other: for each function, for any thread, and for what the allocator does with the addresses around it.
 */
static void given_up(void) {
    enum { RUNS = 8, HUGE = 9 * MIB };
    unsigned char *runs[RUNS], *lowest = NULL;
    /* The largest block of the arena, which has a segment for itself or shares it with guards. */
    size_t guard = guard_bytes(), run = guard == 0 ? 4 * MIB : 4 * MIB - 64 * KIB - 2 * guard;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < RUNS; i++) {
            runs[i] = must_malloc(run);
            lowest = i == 0 || runs[i] < lowest ? runs[i] : lowest;
        }
        for (int i = 0; i < RUNS; i++) {
            free(runs[i]);
        }
        rlim_t limit = (rlim_t)status_kib("VmSize") * KIB + 1024 * MIB;
        CHECK(setrlimit(RLIMIT_AS, &(struct rlimit){limit, RLIM_INFINITY}) == 0, "no limit, errno %d", errno);
        malloc_trim(0);
        faults_place(lowest);
        unsigned char *huge = must_malloc(HUGE);
        CHECK(huge == lowest + guard, "a mapping at %p is the block %p", (void *)lowest, (void *)huge);
        CHECK(malloc_usable_size(huge) >= HUGE, "its size is %zu", malloc_usable_size(huge));
        pattern_fill(huge, HUGE, round);
        for (int i = 0; i < RUNS; i++) {
            runs[i] = must_malloc(run);
            CHECK(runs[i] + run <= huge || runs[i] >= huge + HUGE, "%p and %p overlap", (void *)runs[i], (void *)huge);
            pattern_fill(runs[i], run, i);
        }
        pattern_check(huge, HUGE, round, "block in given up addresses");
        if (round == 0) {
            free(huge);
        } else if (round == 1) {
            join_thread(start_thread(free_block, huge, 0));
        } else {
            huge = realloc(huge, 2 * HUGE);
            CHECK(huge != NULL, "realloc failed");
            pattern_check_prefix(huge, HUGE, HUGE, round, "realloc of a block in given up addresses");
            free(huge);
        }
        for (int i = 0; i < RUNS; i++) {
            pattern_check(runs[i], run, i, "run beside a block in given up addresses");
            free(runs[i]);
        }
        malloc_trim(0);
    }
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "given-up") == 0) {
        given_up();
        return 0;
    }
    CHECK(argc >= 5, "usage: faults mmap|munmap|madvise|mremap|mprotect|all SEED ONE_IN THREADS [LIMIT_MIB] | faults given-up");
    if (argc > 5 && getenv("FAULTS_LIMITED") == NULL) {
        rlim_t limit = strtoul(argv[5], NULL, 10) * MIB;
        CHECK(setrlimit(RLIMIT_AS, &(struct rlimit){limit, limit}) == 0 && setenv("FAULTS_LIMITED", "1", 1) == 0, "no limit");
        execv(argv[0], argv);
        FAIL("exec failed with errno %d", errno);
    }
    unsigned failing = 0;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        failing |= strcmp(argv[1], kinds[i]) == 0 || strcmp(argv[1], "all") == 0 ? 1u << i : 0;
    }
    CHECK(failing != 0, "no kind of call named %s", argv[1]);
    uint64_t seed = strtoul(argv[2], NULL, 10), one_in = strtoul(argv[3], NULL, 10);
    size_t threads = strtoul(argv[4], NULL, 10);
    CHECK(one_in != 0 && threads < 16, "one call in %lu fails, in %zu threads?", one_in, threads);
    long resident, mapped, resident_after, mapped_after;
    work_all(threads, seed);
    trim(&resident, &mapped);
    faults_begin(failing, seed, one_in);
    work_all(threads, seed + 1);
    faults_end();
    trim(&resident_after, &mapped_after);
    CHECK(resident_after - resident <= SLACK_KIB, "seed %lu: %ld KiB were resident before the faults, %ld after", seed, resident,
          resident_after);
    CHECK(labs(mapped_after - mapped) <= SLACK_KIB, "seed %lu: %ld KiB were mapped before the faults, %ld after", seed, mapped,
          mapped_after);
    CHECK(faults_made() != 0, "no call of the allocator has failed");
    return 0;
}
