/* Threads with the smallest stacks, and signals that interrupt the allocator anywhere. */
#include "client.h"
#include <signal.h>
#include <sys/time.h>

enum { SMALLEST_STACK = 16 * 1024, THREADS = 16 };

static const size_t sizes[] = {0, 8, 100, 1000, 2048, 3000, 9000, 32 * KIB, 33 * KIB, 200 * KIB, 2 * MIB, 20 * MIB};
static void *passed_on[THREADS][COUNT(sizes)];

/* A client on 16 KiB: no pattern calls with big frames, only what the allocator itself needs. */
static void *work(void *argument) {
    size_t self = (uintptr_t)argument;
    for (int round = 0; round < 5; round++) {
        for (size_t i = 0; i < COUNT(sizes); i++) {
            char *block = malloc(sizes[i]), *zeroed = calloc(1, sizes[i] / 4), *aligned = aligned_alloc(256, sizes[i]);
            CHECK(block != NULL && zeroed != NULL && aligned != NULL, "no blocks of %zu bytes on a small stack", sizes[i]);
            block = realloc(block, sizes[i] * 2 + 1);
            CHECK(block != NULL, "realloc to %zu returned NULL on a small stack", sizes[i] * 2 + 1);
            block[sizes[i] * 2] = 1;
            free(zeroed);
            free(aligned);
            free(passed_on[(self + 1) % THREADS][i]);
            passed_on[(self + 1) % THREADS][i] = NULL;
            free(passed_on[self][i]);
            passed_on[self][i] = block;
        }
    }
    return NULL;
}

/* One after the other, so that each meets the blocks of the one before; then the rest is freed. */
static void small_stacks(void) {
    for (size_t i = 0; i < THREADS; i++) {
        join_thread(start_thread(work, (void *)i, SMALLEST_STACK));
    }
    for (size_t i = 0; i < THREADS; i++) {
        for (size_t j = 0; j < COUNT(sizes); j++) {
            free(passed_on[i][j]);
        }
    }
}

static volatile sig_atomic_t interruptions;
static char signal_stack[16 * 1024];

static void interrupt(int number) {
    (void)number;
    interruptions++;
    errno = EINTR;
}

/* What a handler does to errno is its own fault, so only results count here. */
static void *allocate_interrupted(void *argument) {
    uint64_t state = random_seed((uintptr_t)argument);
    void *blocks[64] = {0};
    size_t block_sizes[64] = {0};
    while (interruptions < 2000) {
        size_t slot = random_next(&state) % COUNT(blocks), size = random_size(&state);
        if (blocks[slot] != NULL) {
            pattern_check(blocks[slot], block_sizes[slot], slot, "block of an interrupted thread");
            free(blocks[slot]);
        }
        blocks[slot] = must_malloc(size);
        block_sizes[slot] = size;
        pattern_fill(blocks[slot], size, slot);
    }
    for (size_t i = 0; i < COUNT(blocks); i++) {
        free(blocks[i]);
    }
    return NULL;
}

static void interrupted(void) {
    stack_t alternative = {.ss_sp = signal_stack, .ss_size = sizeof signal_stack};
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = SA_ONSTACK};
    struct itimerval every = {{0, 200}, {0, 200}}, never = {{0, 0}, {0, 0}};
    CHECK(sigaltstack(&alternative, NULL) == 0 && sigaction(SIGALRM, &action, NULL) == 0, "no signal handler");
    CHECK(setitimer(ITIMER_REAL, &every, NULL) == 0, "no timer");
    pthread_t other = start_thread(allocate_interrupted, (void *)1, 0);
    allocate_interrupted((void *)2);
    join_thread(other);
    setitimer(ITIMER_REAL, &never, NULL);
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"small-stacks", small_stacks}, {"interrupted", interrupted}};
    return run_case(cases, COUNT(cases), argc, argv);
}
