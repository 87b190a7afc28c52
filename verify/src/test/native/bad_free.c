/*
 * Wrong frees. Each case ends by SIGABRT with one line on standard error; the tests check both.
 *
 *     interior          a pointer into the arena at which no block was ever handed out
 *     remote-small      a small block of another thread, freed twice in a row
 *     remote-large      a block of 100000 bytes of another thread, freed twice in a row
 *     own-small         an own small block among so many that its neighbours are all in use and its owner works elsewhere, twice
 *     inside            an address inside such a block; inside-large the same in a block of 20000 bytes; inside-remote by another thread
 *     inside-later      an address inside one of few blocks, whose free is not looked at; memory is given back then
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

static void free_inside(size_t count, size_t size, size_t offset) {
    for (size_t i = 0; i < count; i++) {
        others[i] = must_malloc(size);
    }
    block = (char *)others[1] + offset;
}

static void inside(void) {
    free_inside(BLOCKS, 1000, 16);
    free(block);
}

/* The second page of a span of several. */
static void inside_large(void) {
    free_inside(1000, 20000, 0);
    for (size_t i = 0; i < 500; i++) {
        free((char *)others[i] + 64);
    }
}

static void *free_in_thread(void *argument) {
    free(block);
    return argument;
}

static void inside_remote(void) {
    free_inside(BLOCKS, 1000, 16);
    join_thread(start_thread(free_in_thread, NULL, 0));
    for (size_t i = 0; i < BLOCKS; i++) {
        must_malloc(1000);
    }
}

static void inside_later(void) {
    free_inside(20, 1000, 16);
    free(block);
    malloc_trim(0);
}

int main(int argc, char **argv) {
    alarm(HANG_SECONDS);
    static const Case cases[] = {
        {"interior", interior}, {"remote-small", remote_small}, {"remote-large", remote_large}, {"own-small", own_small},
        {"inside", inside}, {"inside-large", inside_large}, {"inside-remote", inside_remote}, {"inside-later", inside_later}};
    return run_case(cases, COUNT(cases), argc, argv);
}
