/*
 * Short-lived threads, ALIVE of them at a time, TOTAL in all: when as many are alive, the oldest one exits before the next starts. Each
 * allocates BLOCKS blocks, frees those that its predecessor (the one whose place it takes) left, frees its own in random order but for
 * LEFT of them, and leaves these to its successor. What is stressed is a thread's start and end, and that neither the memory that an
 * exited thread had cached nor the blocks that outlive it pile up: peak and resident size should not grow with TOTAL.
 *
 * Source: "mleak" and "mstress" of the mimalloc-bench suite, whose threads end while blocks of theirs live on; the server with a thread
 * for each request is that of P. Larson and M. Krishnan, "Memory Allocation for Long-Running Server Applications", ISMM 1998.
 *
 * Sizes are those of applications. Stacks are small, or the kernel's work on them would be most of the time. What the last threads left
 * is freed after the clock has stopped.
 */
#include <semaphore.h>

#include "bench.h"

#define USAGE "thread_churn ALIVE TOTAL BLOCKS LEFT [SEED]"
#define STACK_BYTES (128 * 1024)
#define MAX_BLOCKS 4096 /* half of a stack at most */

/* What threads that follow each other have in common; the one that is joined hands all of it over. */
struct place {
    _Alignas(CACHE_LINE) void **left;
    uint32_t state, left_count;
    pthread_t thread;
    sem_t may_exit;
};

static uint32_t blocks, left;

static void free_left(struct place *place) {
    for (uint32_t i = 0; i < place->left_count; i++) {
        free(place->left[i]);
    }
    place->left_count = 0;
}

static void *life(void *argument) {
    struct place *place = argument;
    void *block[MAX_BLOCKS];
    for (uint32_t i = 0; i < blocks; i++) {
        block[i] = allocate(app_size(&place->state));
    }
    free_left(place);
    for (uint32_t live = blocks; live > left; live--) {
        uint32_t victim = random_below(&place->state, live);
        free(block[victim]);
        block[victim] = block[live - 1];
    }
    memcpy(place->left, block, left * sizeof(void *));
    place->left_count = left;
    while (sem_wait(&place->may_exit) != 0) {
    }
    return NULL;
}

static void end_life(struct place *place) {
    sem_post(&place->may_exit);
    pthread_join(place->thread, NULL);
}

int main(int argc, char **argv) {
    long alive = argument(argc, argv, 1, 1, 4096, USAGE);
    long total = argument(argc, argv, 2, alive, 1L << 30, USAGE);
    blocks = (uint32_t)argument(argc, argv, 3, 1, MAX_BLOCKS, USAGE);
    left = (uint32_t)argument(argc, argv, 4, 0, blocks, USAGE);
    uint32_t seed = seed_argument(argc, argv, 5, USAGE);
    size_t places_bytes = (size_t)alive * sizeof(struct place);
    size_t table_bytes = (size_t)alive * MAX_BLOCKS * sizeof(void *);
    struct place *place = map_pages(places_bytes);
    void **table = map_pages(table_bytes);
    for (long i = 0; i < alive; i++) {
        place[i].left = table + i * MAX_BLOCKS;
        place[i].state = thread_seed(seed, (int)i);
        sem_init(&place[i].may_exit, 0, 0);
    }
    pthread_attr_t small_stack;
    pthread_attr_init(&small_stack);
    pthread_attr_setstacksize(&small_stack, STACK_BYTES);

    double start = now();
    for (long i = 0; i < total; i++) {
        struct place *taken = &place[i % alive];
        if (i >= alive) {
            end_life(taken);
        }
        if (pthread_create(&taken->thread, &small_stack, life, taken) != 0) {
            die("pthread_create failed");
        }
    }
    note_peak();
    for (long i = 0; i < alive; i++) {
        end_life(&place[(total + i) % alive]);
    }
    double seconds = now() - start;

    for (long i = 0; i < alive; i++) {
        free_left(&place[i]);
        sem_destroy(&place[i].may_exit);
    }
    pthread_attr_destroy(&small_stack);
    munmap(table, table_bytes);
    munmap(place, places_bytes);
    report(2ull * (uint64_t)total * blocks - (uint64_t)alive * left, seconds);
    return 0;
}
