/*
 * Remote frees: blocks are allocated by producers, passed on by relays and checked and freed by consumers.
 *
 *     remote PRODUCERS RELAYS CONSUMERS small|medium|large|volume
 *
 * The queues between them are bounded, so what is live is bounded; the peak resident size must be, too, however much is moved.
 */
#include "client.h"

enum { BATCH = 64, BATCHES = 64 };

typedef struct {
    size_t count;
    void *blocks[BATCH];
} Batch;

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    Batch batches[BATCHES];
    size_t head, used, capacity, writers;
} Queue;

/* What is passed on: the first words of a block say how it was made. */
typedef struct {
    uint64_t size;
    uint64_t pattern;
} Label;

typedef struct {
    const char *name;
    size_t low, high;           /* block sizes */
    size_t total;               /* bytes moved in all */
    size_t batch, batches;      /* what a queue holds at most */
    long peak_kib;              /* bound on the growth of the peak resident size */
} Traffic;

static const Traffic traffics[] = {
    {"small", sizeof(Label), 2048, 200 * MIB, 64, 32, 64 * 1024},
    {"medium", 4 * KIB, 32 * KIB, 512 * MIB, 8, 16, 80 * 1024},
    {"large", 64 * KIB, 3 * MIB, 4096 * MIB, 2, 4, 224 * 1024},
    {"volume", 200, 200, 2048 * MIB, 64, 64, 64 * 1024}};

static const Traffic *traffic;
static size_t producers;
static Queue queues[2] = {{.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER},
                          {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER}};
static size_t received;

static void queue_put(Queue *queue, const Batch *batch) {
    pthread_mutex_lock(&queue->lock);
    while (queue->used == queue->capacity) {
        pthread_cond_wait(&queue->changed, &queue->lock);
    }
    queue->batches[(queue->head + queue->used++) % BATCHES] = *batch;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

static bool queue_take(Queue *queue, Batch *batch) {
    pthread_mutex_lock(&queue->lock);
    while (queue->used == 0 && queue->writers > 0) {
        pthread_cond_wait(&queue->changed, &queue->lock);
    }
    bool taken = queue->used > 0;
    if (taken) {
        *batch = queue->batches[queue->head];
        queue->head = (queue->head + 1) % BATCHES;
        queue->used--;
        pthread_cond_broadcast(&queue->changed);
    }
    pthread_mutex_unlock(&queue->lock);
    return taken;
}

static void queue_leave(Queue *queue) {
    pthread_mutex_lock(&queue->lock);
    queue->writers--;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

static void *make_block(uint64_t *state) {
    size_t size = random_between(state, traffic->low, traffic->high);
    unsigned char *block = must_malloc(size);
    *(Label *)block = (Label){size, random_next(state)};
    /* A pattern over all of 2 GiB would measure the pattern: there the label and the last bytes must do. */
    if (traffic->low == traffic->high) {
        memcpy(block + size - 8, &((Label *)block)->pattern, 8);
    } else {
        pattern_fill(block + sizeof(Label), size - sizeof(Label), ((Label *)block)->pattern);
    }
    return block;
}

static size_t check_block(const unsigned char *block, const char *where) {
    Label label = *(const Label *)block;
    CHECK(label.size >= traffic->low && label.size <= traffic->high, "%s: block %p says it has %llu bytes", where, (const void *)block,
          (unsigned long long)label.size);
    if (traffic->low == traffic->high) {
        CHECK(memcmp(block + label.size - 8, &label.pattern, 8) == 0, "%s: the end of block %p has changed", where, (const void *)block);
    } else {
        pattern_check(block + sizeof(Label), label.size - sizeof(Label), label.pattern, where);
    }
    return label.size;
}

static void *produce(void *argument) {
    uint64_t state = random_seed((uintptr_t)argument + 1);
    size_t average = (traffic->low + traffic->high) / 2;
    for (size_t left = traffic->total / average / producers / traffic->batch; left > 0; left--) {
        Batch batch = {.count = traffic->batch};
        for (size_t i = 0; i < batch.count; i++) {
            batch.blocks[i] = make_block(&state);
        }
        queue_put(&queues[0], &batch);
    }
    queue_leave(&queues[0]);
    return NULL;
}

/* Checks what comes in and passes it on; each eighth block is replaced by one of its own. */
static void *relay(void *argument) {
    uint64_t state = random_seed((uintptr_t)argument + 100);
    Batch batch;
    while (queue_take(&queues[0], &batch)) {
        for (size_t i = 0; i < batch.count; i++) {
            check_block(batch.blocks[i], "relay");
            if (random_next(&state) % 8 == 0) {
                free(batch.blocks[i]);
                batch.blocks[i] = make_block(&state);
            }
        }
        queue_put(&queues[1], &batch);
    }
    queue_leave(&queues[1]);
    return NULL;
}

static void *consume(void *argument) {
    Batch batch;
    size_t bytes = 0;
    while (queue_take(argument, &batch)) {
        for (size_t i = 0; i < batch.count; i++) {
            bytes += check_block(batch.blocks[i], "consumer");
            free(batch.blocks[i]);
        }
    }
    __atomic_fetch_add(&received, bytes, __ATOMIC_RELAXED);
    return NULL;
}

int main(int argc, char **argv) {
    CHECK(argc == 5, "usage: remote PRODUCERS RELAYS CONSUMERS small|medium|large|volume");
    size_t relays = strtoul(argv[2], NULL, 10), consumers = strtoul(argv[3], NULL, 10);
    producers = strtoul(argv[1], NULL, 10);
    for (size_t i = 0; i < COUNT(traffics); i++) {
        traffic = strcmp(argv[4], traffics[i].name) == 0 ? &traffics[i] : traffic;
    }
    CHECK(traffic != NULL, "no traffic named %s", argv[4]);
    queues[0].capacity = queues[1].capacity = traffic->batches;
    queues[0].writers = producers;
    queues[1].writers = relays;
    long before = rss_kib();
    pthread_t threads[64];
    size_t count = 0;
    for (size_t i = 0; i < producers; i++) {
        threads[count++] = start_thread(produce, (void *)i, 0);
    }
    for (size_t i = 0; i < relays; i++) {
        threads[count++] = start_thread(relay, (void *)i, 0);
    }
    for (size_t i = 0; i < consumers; i++) {
        threads[count++] = start_thread(consume, &queues[relays > 0], 0);
    }
    while (count > 0) {
        join_thread(threads[--count]);
    }
    CHECK(received > traffic->total / 2, "only %zu of about %zu bytes arrived", received, traffic->total);
    long peak = status_kib("VmHWM") - before;
    CHECK(peak < traffic->peak_kib, "moving %zu MiB through bounded queues took %ld KiB at the peak", traffic->total / MIB, peak);
    return 0;
}
