/*
 * Makes calls whose number is known, by sizes that nothing else asks for.
 *
 *     trace_client THREADS CALLS end     each thread: CALLS times
 *                                          malloc(7001), realloc to 7101, calloc of 7301 and posix_memalign of 7401 at 64, both freed;
 *                                          then it resizes the blocks of the next thread to 7201 and frees those of the one after
 *                                        main: realloc(NULL, 7501), realloc to 0, memalign of 7651 at 4, which counts as 16, and calls
 *                                          that are no events
 *     trace_client THREADS CALLS fork    the same, and while the threads have their blocks, a child frees those of the first and makes
 *                                        three blocks of 7601, of which it frees two
 *     trace_client THREADS CALLS kill    the same as with end, but then the process kills itself
 */
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT 100000

static int threads, calls;
static void **blocks[64];
static pthread_barrier_t barrier;

static void check(int condition, const char *message) {
    if (!condition) {
        fprintf(stderr, "%s\n", message);
        _exit(1);
    }
}

static void *work(void *argument) {
    int self = (int)(uintptr_t)argument;
    for (int i = 0; i < calls; i++) {
        blocks[self][i] = realloc(malloc(7001), 7101);
        free(calloc(7, 1043));
        void *aligned = NULL;
        check(posix_memalign(&aligned, 64, 7401) == 0, "posix_memalign failed");
        free(aligned);
    }
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    void **next = blocks[(self + 1) % threads];
    for (int i = 0; i < calls; i++) {
        next[i] = realloc(next[i], 7201);
    }
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < calls; i++) {
        free(blocks[(self + 2) % threads][i]);
    }
    return NULL;
}

static void fork_child(void) {
    pid_t child = fork();
    check(child >= 0, "fork failed");
    if (child == 0) {
        for (int i = 0; i < calls; i++) {
            free(blocks[0][i]);
        }
        void *own[3];
        for (int i = 0; i < 3; i++) {
            own[i] = malloc(7601);
        }
        free(own[0]);
        free(own[1]);
        exit(0);
    }
    int status;
    check(waitpid(child, &status, 0) == child && status == 0, "the child failed");
}

int main(int argc, char **argv) {
    threads = argc > 1 ? atoi(argv[1]) : 0;
    calls = argc > 2 ? atoi(argv[2]) : 0;
    const char *mode = argc > 3 ? argv[3] : "";
    check(threads > 0 && threads <= 64 && calls > 0 && calls <= LIMIT, "usage: trace_client THREADS CALLS end|fork|kill");
    static void *space[64][LIMIT];
    pthread_t thread[64];
    pthread_barrier_init(&barrier, NULL, (unsigned)threads + 1);
    for (int i = 0; i < threads; i++) {
        blocks[i] = space[i];
        check(pthread_create(&thread[i], NULL, work, (void *)(uintptr_t)i) == 0, "pthread_create failed");
    }
    pthread_barrier_wait(&barrier);
    if (strcmp(mode, "fork") == 0) {
        fork_child();
    }
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < threads; i++) {
        pthread_join(thread[i], NULL);
    }
    void *block = realloc(NULL, 7501);
    check(realloc(block, 0) == NULL, "realloc to 0 returned a block");
    blocks[0][0] = memalign(4, 7651);
    free(blocks[0][0]);
    free(NULL);
    volatile size_t absurd = SIZE_MAX / 4;
    check(malloc(absurd) == NULL && realloc(NULL, absurd) == NULL, "an absurd size was served");
    if (strcmp(mode, "kill") == 0) {
        raise(SIGKILL);
    }
    return 0;
}
