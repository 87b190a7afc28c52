/*
 * Producers allocate batches of blocks, consumers free them: every block is freed by another thread, none comes back to its producer by
 * the program's doing. THREADS counts both, half of each. The batch record itself is a block as well.
 *
 * Source: "xmalloc-test" of C. Lever and D. Boreham, "malloc() Performance in a Multithreaded Linux Environment", USENIX 2000 (FREENIX);
 * mimalloc-bench runs it with batches of 4096 blocks of 64 bytes. Here a first-in first-out queue of at most QUEUE batches joins the two
 * sides, and the amount of work is given, not the time. ITERS counts the batches of one producer.
 */
#include <pthread.h>

#include "bench.h"

#define USAGE "prodcons THREADS ITERS BATCH MIN MAX [QUEUE]"
#define QUEUE_LIMIT 1024

struct batch {
    uint32_t count;
    void *block[];
};

static long batches;
static uint32_t batch_size, min_size, span, queue_limit;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static struct batch *queue[QUEUE_LIMIT];
static uint32_t queue_head, queue_count;
static long batches_to_take;

static void enqueue(struct batch *batch) {
    pthread_mutex_lock(&lock);
    while (queue_count == queue_limit) {
        pthread_cond_wait(&not_full, &lock);
    }
    queue[(queue_head + queue_count++) % queue_limit] = batch;
    pthread_cond_signal(&not_empty);
    pthread_mutex_unlock(&lock);
}

/* The oldest batch, or NULL when the last one has been taken. */
static struct batch *dequeue(void) {
    struct batch *batch = NULL;
    pthread_mutex_lock(&lock);
    while (queue_count == 0 && batches_to_take > 0) {
        pthread_cond_wait(&not_empty, &lock);
    }
    if (queue_count > 0) {
        batch = queue[queue_head];
        queue_head = (queue_head + 1) % queue_limit;
        queue_count--;
        if (--batches_to_take == 0) {
            pthread_cond_broadcast(&not_empty);
        }
        pthread_cond_signal(&not_full);
    }
    pthread_mutex_unlock(&lock);
    return batch;
}

static void *produce(void *argument) {
    uint32_t state = (uint32_t)(uintptr_t)argument;
    for (long i = 0; i < batches; i++) {
        struct batch *batch = allocate(sizeof *batch + batch_size * sizeof(void *));
        for (batch->count = 0; batch->count < batch_size; batch->count++) {
            batch->block[batch->count] = allocate(min_size + random_below(&state, span));
        }
        enqueue(batch);
    }
    return NULL;
}

static void *consume(void *argument) {
    (void)argument;
    for (struct batch *batch = dequeue(); batch != NULL; batch = dequeue()) {
        for (uint32_t i = 0; i < batch->count; i++) {
            free(batch->block[i]);
        }
        free(batch);
    }
    return NULL;
}

int main(int argc, char **argv) {
    int threads = (int)argument(argc, argv, 1, 2, 1024, USAGE);
    batches = argument(argc, argv, 2, 1, 1L << 30, USAGE);
    batch_size = (uint32_t)argument(argc, argv, 3, 1, 1L << 20, USAGE);
    min_size = (uint32_t)argument(argc, argv, 4, 1, 1L << 30, USAGE);
    span = (uint32_t)argument(argc, argv, 5, min_size, 1L << 30, USAGE) - min_size + 1;
    queue_limit = argc > 6 ? (uint32_t)argument(argc, argv, 6, 1, QUEUE_LIMIT, USAGE) : 16;
    if (threads % 2 != 0) {
        fprintf(stderr, "usage: " USAGE " (THREADS must be even)\n");
        return 2;
    }
    int producers = threads / 2;
    batches_to_take = producers * batches;
    pthread_t *thread = map_pages((size_t)threads * sizeof(pthread_t));

    double start = now();
    for (int i = 0; i < threads; i++) {
        void *seed = (void *)(uintptr_t)(0x12345678u + (uint32_t)i);
        if (pthread_create(&thread[i], NULL, i < producers ? produce : consume, seed) != 0) {
            die("pthread_create failed");
        }
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(thread[i], NULL);
    }
    double seconds = now() - start;

    note_peak();
    munmap(thread, (size_t)threads * sizeof(pthread_t));
    report(2ull * (uint64_t)producers * (uint64_t)batches * (batch_size + 1ull), seconds);
    return 0;
}
