/*
 * A server that forks a child for each connection. The parent has a warm heap: BYTES of live blocks. It forks CHILDREN children in turn,
 * ALIVE at a time; each takes WS neighbouring blocks of the heap it inherited as its working set, does ITERS steps of random_mixed with
 * it (a full slot's block is freed, an empty slot gets one) and exits without freeing anything, as such children do. What is stressed is
 * an allocator in a forked process, and how many pages of the shared heap it makes the kernel copy.
 *
 * Source: the forking server of the first web servers (NCSA, Apache's prefork) and of PostgreSQL; what a fork does to an allocator's
 * locks and caches is why malloc has pthread_atfork handlers (W. Gloger's ptmalloc).
 *
 * Sizes are those of applications. Operations are the steps of all children; the clock runs from the first fork to the last exit. The
 * parent ends the run if a child fails, or is not done 30 seconds after the parent began to wait for it. The peak is the largest of any
 * process, the resident size the parent's in the end. It also prints
 *
 *   [FORK] parent_peak_kib=<n> child_peak_kib=<the largest of a child, pages that it shares with its parent included>
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "bench.h"

#define USAGE "fork_server ALIVE CHILDREN ITERS BYTES WS [SEED]"
#define CHILD_SECONDS 30
#define SMALLEST 16 /* of app_size() */

static long alive, iterations;
static uint32_t slots, blocks;
static void **block;
static pid_t *child; /* a ring; 0 is an empty place */
static _Atomic long *child_peak_kib; /* shared by all processes */

static _Noreturn void serve(uint32_t state) {
    void **slot = block + random_below(&state, blocks - slots + 1);
    for (long i = 0; i < iterations; i++) {
        uint32_t chosen = random_below(&state, slots);
        if (slot[chosen] != NULL) {
            free(slot[chosen]);
            slot[chosen] = NULL;
        } else {
            slot[chosen] = allocate(app_size(&state));
        }
    }
    note_peak();
    long seen = atomic_load(child_peak_kib);
    while (seen < peak_rss_kib && !atomic_compare_exchange_weak(child_peak_kib, &seen, peak_rss_kib)) {
    }
    _exit(0);
}

static void give_up(const char *message) {
    for (long i = 0; i < alive; i++) {
        if (child[i] != 0) {
            kill(child[i], SIGKILL);
        }
    }
    die(message);
}

/* So that a signal ends a system call and nothing else. */
static void interrupt(int signal) {
    (void)signal;
}

static void await(pid_t *awaited) {
    if (*awaited == 0) {
        return;
    }
    int status;
    alarm(CHILD_SECONDS);
    if (waitpid(*awaited, &status, 0) < 0) {
        give_up(errno == EINTR ? "a child hangs: it was not done in 30 seconds" : "waitpid failed");
    }
    alarm(0);
    *awaited = 0;
    if (status != 0) {
        give_up(WIFSIGNALED(status) ? "a child crashed" : "a child failed");
    }
}

static pid_t start_child(uint32_t seed) {
    pid_t started = fork();
    if (started < 0) {
        give_up("fork failed");
    }
    if (started == 0) {
        serve(seed);
    }
    return started;
}

/* As many blocks as make BYTES, in a table for the smallest ones. */
static void warm_up(long bytes, uint32_t *state) {
    uint32_t size;
    for (long live = 0; live < bytes; live += size) {
        size = app_size(state);
        block[blocks++] = allocate(size);
    }
}

int main(int argc, char **argv) {
    alive = argument(argc, argv, 1, 1, 1024, USAGE);
    long children = argument(argc, argv, 2, 1, 1L << 30, USAGE);
    iterations = argument(argc, argv, 3, 1, 1L << 40, USAGE);
    long bytes = argument(argc, argv, 4, 1, 1L << 34, USAGE);
    slots = (uint32_t)argument(argc, argv, 5, 1, 1L << 28, USAGE);
    uint32_t seed = seed_argument(argc, argv, 6, USAGE);
    size_t table_bytes = ((size_t)bytes / SMALLEST + 1) * sizeof(void *);
    size_t ring_bytes = (size_t)alive * sizeof *child;
    block = map_pages(table_bytes);
    child = map_pages(ring_bytes);
    child_peak_kib = mmap(NULL, sizeof *child_peak_kib, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (child_peak_kib == MAP_FAILED) {
        die("out of memory: mmap failed");
    }
    uint32_t state = seed;
    warm_up(bytes, &state);
    if (blocks < slots) {
        bad_usage(USAGE, "WS is more than the blocks that BYTES make");
    }
    sigaction(SIGALRM, &(struct sigaction){.sa_handler = interrupt}, NULL);

    double start = now();
    for (long i = 0; i < children; i++) {
        await(&child[i % alive]);
        child[i % alive] = start_child(thread_seed(seed, (int)i));
    }
    for (long i = 0; i < alive; i++) {
        await(&child[(children + i) % alive]);
    }
    double seconds = now() - start;

    note_peak();
    long parent_peak_kib = peak_rss_kib;
    for (uint32_t i = 0; i < blocks; i++) {
        free(block[i]);
    }
    printf("[FORK] parent_peak_kib=%ld child_peak_kib=%ld\n", parent_peak_kib, atomic_load(child_peak_kib));
    peak_rss_kib = parent_peak_kib > *child_peak_kib ? parent_peak_kib : *child_peak_kib;
    munmap((void *)child_peak_kib, sizeof *child_peak_kib);
    munmap(child, ring_bytes);
    munmap(block, table_bytes);
    report((uint64_t)children * (uint64_t)iterations, seconds);
    return 0;
}
