/*
 * Wrong frees. Each case ends by SIGABRT with one line on standard error; the tests check both.
 *
 *     interior          a pointer into the arena at which no block was ever handed out
 *     remote-small      a small block of another thread, freed twice in a row
 *     remote-large      a block of 100000 bytes of another thread, freed twice in a row
 *     own-small         an own small block among so many that its neighbours are all in use and its owner works elsewhere, twice
 *     inside            an address inside a block, which is seen when memory is given back
 */
#include "client.h"

enum { BLOCKS = 5000, HANG_SECONDS = 10 };

static void *volatile block;
static void *others[BLOCKS];

static void interior(void) {
    block = must_malloc(100);
    free((char *)block + MIB);
}

/* Written so that the compiler does not see it. */
static void free_twice(void) {
    free(block);
    free(block);
}

static void *free_twice_in_thread(void *argument) {
    free_twice();
    return argument;
}

/* Another thread frees the block twice; then its owner lives on for a while, as the second free may be met only there. */
static void remote(size_t size) {
    for (size_t i = 0; i < 1000; i++) {
        others[i] = must_malloc(size);
    }
    block = others[500];
    join_thread(start_thread(free_twice_in_thread, NULL, 0));
    for (size_t i = 1000; i < 3000; i++) {
        others[i] = must_malloc(size);
    }
}

static void remote_small(void) {
    remote(1000);
}

static void remote_large(void) {
    remote(100000);
}

static void own_small(void) {
    for (size_t i = 0; i < BLOCKS; i++) {
        others[i] = must_malloc(1000);
    }
    block = others[1];
    free_twice();
    for (size_t i = 0; i < BLOCKS; i++) {
        must_malloc(1000);
    }
}

static void inside(void) {
    for (size_t i = 0; i < 20; i++) {
        others[i] = must_malloc(1000);
    }
    block = (char *)others[1] + 16;
    free(block);
    malloc_trim(0);
}

int main(int argc, char **argv) {
    alarm(HANG_SECONDS);
    static const Case cases[] = {
        {"interior", interior}, {"remote-small", remote_small}, {"remote-large", remote_large}, {"own-small", own_small},
        {"inside", inside}};
    return run_case(cases, COUNT(cases), argc, argv);
}
