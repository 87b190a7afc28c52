/*
 * realloc of huge blocks, which moves mappings, beside threads that map and unmap, or allocate blocks of the same kind: whether it
 * moves or fails, it touches no addresses but its own.
 *
 *     realloc_race moving     blocks grow, shrink and move
 *     realloc_race refused    a block is asked to grow beyond all memory, which has addresses but no pages
 */
#include "client.h"
#include <sched.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>

enum { MILLISECONDS = 1500, HANG_SECONDS = 30, MAPPINGS = 8 };

static volatile bool stop;

static void *resize_on(void *argument) {
    uint64_t state = random_seed((uintptr_t)argument);
    while (!stop) {
        size_t size = 5 * MIB;
        char *block = must_malloc(size);
        for (int i = 0; i < 6; i++) {
            block[0] = block[size - 1] = (char)i;
            size_t next = random_between(&state, 5, 44) * MIB;
            block = realloc(block, next);
            CHECK(block != NULL, "realloc(%zu -> %zu) returned NULL", size, next);
            CHECK(block[0] == (char)i && (next < size || block[size - 1] == (char)i), "realloc(%zu -> %zu) lost contents", size, next);
            size = next;
        }
        free(block);
    }
    return argument;
}

static void *ask_too_much(void *argument) {
    struct sysinfo system;
    CHECK(sysinfo(&system) == 0, "sysinfo failed with errno %d", errno);
    size_t too_much = 4 * (system.totalram + system.totalswap) * system.mem_unit + 200 * KIB * MIB;
    char *block = must_malloc(8 * MIB);
    pattern_fill(block, 8 * MIB, 1);
    while (!stop) {
        char *grown = realloc(block, too_much);
        /* A system that grants everything does so here, too. */
        block = grown == NULL ? block : realloc(grown, 8 * MIB);
        CHECK(block != NULL, "realloc back to 8 MiB returned NULL");
    }
    pattern_check(block, 8 * MIB, 1, "after failing reallocs");
    free(block);
    return argument;
}

/* Blocks of a size of its own each time: a block that is known by another's size shows. */
static void *allocate_on(void *argument) {
    uint64_t state = random_seed((uintptr_t)argument);
    while (!stop) {
        size_t size = 5 * MIB + random_between(&state, 0, 3000) * 4096;
        char *block = must_malloc(size);
        size_t usable = malloc_usable_size(block);
        CHECK(usable >= size && usable <= size + size / 8 + 4096, "malloc(%zu) beside moving blocks has a usable size of %zu", size, usable);
        block[0] = block[size - 1] = 7;
        sched_yield();
        CHECK(block[0] == 7 && block[size - 1] == 7, "the contents of a new block of %zu bytes changed", size);
        free(block);
    }
    return argument;
}

/* Mappings of the program's own; a word in each page says whose it is. */
static void *map_on(void *argument) {
    uintptr_t *mappings[MAPPINGS];
    uintptr_t self = (uintptr_t)argument;
    while (!stop) {
        for (size_t i = 0; i < MAPPINGS; i++) {
            mappings[i] = mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            CHECK(mappings[i] != MAP_FAILED, "mmap failed with errno %d", errno);
        }
        for (size_t page = 0; page < 40; page++) {
            for (size_t i = 0; i < MAPPINGS; i++) {
                mappings[i][page * 512] = self + page;
            }
        }
        for (size_t i = 0; i < MAPPINGS; i++) {
            for (size_t page = 0; page < 40; page++) {
                CHECK(mappings[i][page * 512] == self + page, "a mapping of the program changed beside realloc");
            }
            CHECK(munmap(mappings[i], MIB) == 0, "munmap failed with errno %d", errno);
        }
    }
    return argument;
}

/* In a child: memory that was taken away shows as a fault, and it may be a stack, so that the child cannot report it. */
static void race(void *(*const *bodies)(void *), size_t count) {
    pthread_t threads[8];
    pid_t child = fork();
    CHECK(child >= 0, "fork failed with errno %d", errno);
    if (child > 0) {
        int status;
        CHECK(waitpid(child, &status, 0) == child, "waitpid failed with errno %d", errno);
        CHECK(!WIFSIGNALED(status), "memory in use was taken away beside realloc: the process ended by signal %d", WTERMSIG(status));
        exit(WEXITSTATUS(status));
    }
    alarm(HANG_SECONDS);
    for (size_t i = 0; i < count; i++) {
        threads[i] = start_thread(bodies[i], (void *)(i + 1), 0);
    }
    usleep(MILLISECONDS * 1000);
    stop = true;
    for (size_t i = 0; i < count; i++) {
        join_thread(threads[i]);
    }
    exit(0);
}

static void moving(void) {
    static void *(*const bodies[])(void *) = {resize_on, resize_on, resize_on, allocate_on, allocate_on, map_on};
    race(bodies, COUNT(bodies));
}

static void refused(void) {
    static void *(*const bodies[])(void *) = {ask_too_much, map_on, map_on, allocate_on};
    race(bodies, COUNT(bodies));
}

int main(int argc, char **argv) {
    alarm(2 * HANG_SECONDS);
    static const Case cases[] = {{"moving", moving}, {"refused", refused}};
    return run_case(cases, COUNT(cases), argc, argv);
}
