/*
 * malloc_trim, mallinfo2 and malloc_info look at all heaps while threads begin, allocate, free each other's blocks and end: a heap
 * must be whole before anybody can find it, and a dead one may be looked at by one thread while another takes it over. Heaps are made
 * only while there are more threads than ever before, so many short processes do it, not one long one.
 *   trim_race PROCESSES
 */
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"

enum { ROUNDS = 3, THREADS = 48, BLOCKS = 40 };

static void *shelf[THREADS * BLOCKS];
static int stop;

static void *short_life(void *argument) {
    uint64_t state = random_seed((uintptr_t)argument);
    for (int i = 0; i < BLOCKS; i++) {
        void *block = must_malloc(random_size(&state));
        free(__atomic_exchange_n(&shelf[random_between(&state, 0, THREADS * BLOCKS - 1)], block, __ATOMIC_ACQ_REL));
    }
    return NULL;
}

static void *look(void *argument) {
    FILE *nowhere = fopen("/dev/null", "w");
    while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
        malloc_trim(0);
        struct mallinfo2 info = mallinfo2();
        CHECK(info.uordblks <= info.arena, "in use %zu of %zu", info.uordblks, info.arena);
        CHECK(malloc_info(0, nowhere) == 0, "malloc_info failed");
    }
    fclose(nowhere);
    return argument;
}

static void one_process(void) {
    pthread_t lookers[2] = {start_thread(look, NULL, 0), start_thread(look, NULL, 0)};
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = start_thread(short_life, (void *)(uintptr_t)(round * THREADS + i + 1), 0);
        }
        for (int i = 0; i < THREADS; i++) {
            join_thread(threads[i]);
        }
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
    join_thread(lookers[0]);
    join_thread(lookers[1]);
    for (int i = 0; i < THREADS * BLOCKS; i++) {
        free(shelf[i]);
    }
}

int main(int argc, char **argv) {
    CHECK(argc == 2, "usage: trim_race PROCESSES");
    int processes = atoi(argv[1]);
    for (int i = 0; i < processes; i++) {
        pid_t child = fork();
        CHECK(child >= 0, "fork failed");
        if (child == 0) {
            one_process();
            _exit(0);
        }
        int status;
        CHECK(waitpid(child, &status, 0) == child, "waitpid failed");
        CHECK(status == 0, "process %d of %d ended with status 0x%x", i + 1, processes, status);
    }
    return 0;
}
