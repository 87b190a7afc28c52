/*
 * Processes end at random points while their threads allocate, free and hand blocks over: none hangs, crashes or loses its exit code.
 *
 *     process_exit SEED PROCESSES
 */
#include "client.h"
#include <sys/wait.h>

enum { WORKERS = 4, SHARED = 256, EXIT_CODE = 7, HANG_SECONDS = 60, LONGEST_US = 3000 };

static void *shared[SHARED];
static uint64_t seed;
/* Of this process: which thread ends it, if it is not the first one. */
static size_t ender;

static void *work(void *argument) {
    size_t number = (uintptr_t)argument;
    uint64_t state = random_seed(seed * (WORKERS + 1) + number);
    size_t last = random_between(&state, 10, 4000);
    for (size_t i = 0;; i++) {
        size_t size = MAX(random_size(&state), 8);
        void *block = must_malloc(size);
        pattern_fill(block, MIN(size, (size_t)64), i);
        free(__atomic_exchange_n(&shared[random_next(&state) % SHARED], block, __ATOMIC_ACQ_REL));
        if (number == ender && i >= last) {
            exit(EXIT_CODE);
        }
    }
    return NULL;
}

static void at_end(void) {
    for (size_t i = 0; i < 100; i++) {
        free(must_malloc(i * i));
    }
}

__attribute__((noreturn))
static void be_process(void) {
    uint64_t state = random_seed(seed * (WORKERS + 1));
    size_t way = random_next(&state) % 5;
    ender = way < 2 ? 1 + random_next(&state) % WORKERS : 0;
    alarm(HANG_SECONDS);
    atexit(at_end);
    at_quick_exit(at_end);
    for (size_t i = 1; i <= WORKERS; i++) {
        start_thread(work, (void *)(uintptr_t)i, 0);
    }
    switch (way) {
        case 0: pthread_exit(NULL);
        case 1: pause(); break;
        default: usleep(random_between(&state, 0, LONGEST_US));
    }
    switch (way) {
        case 2: exit(EXIT_CODE);
        case 3: quick_exit(EXIT_CODE);
        default: _exit(EXIT_CODE);
    }
}

int main(int argc, char **argv) {
    CHECK(argc == 3, "usage: process_exit SEED PROCESSES");
    size_t processes = strtoul(argv[2], NULL, 10);
    for (size_t i = 0; i < processes; i++) {
        seed = strtoul(argv[1], NULL, 10) * 100000 + i;
        pid_t child = fork();
        CHECK(child >= 0, "fork failed with errno %d", errno);
        if (child == 0) {
            be_process();
        }
        int status;
        CHECK(waitpid(child, &status, 0) == child, "waitpid failed with errno %d", errno);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_CODE, "process %zu of seed %s ended with status %#x", i, argv[1], status);
    }
    return 0;
}
