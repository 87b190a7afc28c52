/*
 * Producers allocate batches of blocks, consumers free them: every block is freed by another thread, none comes back to its producer by
 * the program's doing. One of each is a pipeline, one producer with many consumers a dispatcher, many with one a logger. The batch
 * record itself is a block as well.
 *
 * Source: "xmalloc-test" of C. Lever and D. Boreham, "malloc() Performance in a Multithreaded Linux Environment", USENIX 2000 (FREENIX);
 * mimalloc-bench runs it with batches of 4096 blocks of 64 bytes. Here a first-in first-out queue of at most QUEUE batches joins the two
 * sides, and the amount of work is given, not the time. With SPIN consumers are slow: they turn an empty loop as often for each block
 * before they free it, so that the queue is full as a rule and the producers wait.
 *
 * ITERS counts the batches of one producer.
 */
#include "bench.h"

#define USAGE "prodcons PRODUCERS CONSUMERS ITERS BATCH MIN MAX [QUEUE [SPIN]]"
#define QUEUE_LIMIT 1024

struct batch {
    uint32_t count;
    void *block[];
};

static long batches, spin;
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

static void handle(void) {
    for (long i = 0; i < spin; i++) {
        __asm__ volatile("");
    }
}

static void *consume(void *argument) {
    (void)argument;
    for (struct batch *batch = dequeue(); batch != NULL; batch = dequeue()) {
        for (uint32_t i = 0; i < batch->count; i++) {
            handle();
            free(batch->block[i]);
        }
        free(batch);
    }
    return NULL;
}

int main(int argc, char **argv) {
    int producers = (int)argument(argc, argv, 1, 1, 1024, USAGE);
    int consumers = (int)argument(argc, argv, 2, 1, 1024, USAGE);
    batches = argument(argc, argv, 3, 1, 1L << 30, USAGE);
    batch_size = (uint32_t)argument(argc, argv, 4, 1, 1L << 20, USAGE);
    min_size = (uint32_t)argument(argc, argv, 5, 1, 1L << 30, USAGE);
    span = (uint32_t)argument(argc, argv, 6, min_size, 1L << 30, USAGE) - min_size + 1;
    queue_limit = argc > 7 ? (uint32_t)argument(argc, argv, 7, 1, QUEUE_LIMIT, USAGE) : 16;
    spin = argc > 8 ? argument(argc, argv, 8, 0, 1L << 30, USAGE) : 0;
    if (argc > 9) {
        bad_usage(USAGE, "there are too many arguments");
    }
    int threads = producers + consumers;
    batches_to_take = producers * batches;
    pthread_t *thread = map_pages((size_t)threads * sizeof(pthread_t));

    double start = now();
    for (int i = 0; i < threads; i++) {
        void *seed = (void *)(uintptr_t)(0x12345678u + (uint32_t)i);
        thread[i] = start_thread(i < producers ? produce : consume, seed);
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
