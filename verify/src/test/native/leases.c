/*
 * Many more threads than owners, of which few work at a time: each sleeps, then works for a while, over and over. The tests look at the
 * statistics: threads without an owner borrow, and busy ones get that of a sleeper.
 */
#include "client.h"
#include <time.h>

enum { THREADS = 300, ROUNDS = 20, PAIRS = 1000, LIVE = 64 };

static void *work(void *argument) {
    uint64_t state = random_seed((uint64_t)(uintptr_t)argument);
    unsigned char *live[LIVE] = {0};
    for (int round = 0; round < ROUNDS; round++) {
        struct timespec pause = {0, 1000000 * (long)random_between(&state, 1, 40)};
        nanosleep(&pause, NULL);
        for (int i = 0; i < PAIRS; i++) {
            size_t slot = random_between(&state, 0, LIVE - 1);
            CHECK(live[slot] == NULL || live[slot][0] == (unsigned char)slot, "a block was written to by another");
            free(live[slot]);
            live[slot] = must_malloc(random_between(&state, 1, 2000));
            live[slot][0] = (unsigned char)slot;
        }
    }
    for (size_t slot = 0; slot < LIVE; slot++) {
        free(live[slot]);
    }
    return NULL;
}

int main(void) {
    static pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        threads[i] = start_thread(work, (void *)(i + 1), 64 * KIB);
    }
    for (size_t i = 0; i < THREADS; i++) {
        join_thread(threads[i]);
    }
    return 0;
}
