/* More live threads than any allocator has owners for: 512, and 2,000 with stacks of 64 KiB. */
#include "client.h"

enum { MOST = 2000, ROW = 48, ROUNDS = 3 };

static pthread_barrier_t barrier;
static size_t count;
static void *rows[MOST][ROW];
static size_t sizes[MOST][ROW];

/* Frees each second block of a row. */
static void free_half(size_t row, size_t half) {
    for (size_t i = half; i < ROW; i += 2) {
        pattern_check(rows[row][i], sizes[row][i], row * ROW + i, "row of another thread");
        free(rows[row][i]);
    }
}

static void *work(void *argument) {
    size_t self = (uintptr_t)argument;
    uint64_t state = random_seed(self + 1);
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < ROW; i++) {
            sizes[self][i] = random_between(&state, 0, i % 16 == 0 ? 20000 : 300);
            rows[self][i] = must_malloc(sizes[self][i]);
            pattern_fill(rows[self][i], sizes[self][i], self * ROW + i);
        }
        for (int own = 0; own < 200; own++) {
            free(must_malloc(random_between(&state, 0, 5000)));
        }
        pthread_barrier_wait(&barrier);
        free_half((self + 1) % count, 0);
        free_half((self + count / 2) % count, 1);
        pthread_barrier_wait(&barrier);
    }
    return NULL;
}

static void run(size_t threads, size_t stack) {
    static pthread_t running[MOST];
    count = threads;
    pthread_barrier_init(&barrier, NULL, (unsigned)threads);
    for (size_t i = 0; i < threads; i++) {
        running[i] = start_thread(work, (void *)i, stack);
    }
    for (size_t i = 0; i < threads; i++) {
        join_thread(running[i]);
    }
}

static void live_512(void) {
    run(512, 0);
}

static void live_2000(void) {
    run(2000, 64 * KIB);
}

enum { IDLE = 500 };
static pthread_barrier_t idle_start, idle_end;

static void *idle_without(void *argument) {
    pthread_barrier_wait(&idle_start);
    pthread_barrier_wait(&idle_end);
    return argument;
}

static void *idle_with_a_block(void *argument) {
    char *block = must_malloc(64);
    *block = 1;
    pthread_barrier_wait(&idle_start);
    pthread_barrier_wait(&idle_end);
    free(block);
    return argument;
}

static long resident_of(void *(*body)(void *)) {
    static pthread_t running[IDLE];
    long before = rss_kib();
    pthread_barrier_init(&idle_start, NULL, IDLE + 1);
    pthread_barrier_init(&idle_end, NULL, IDLE + 1);
    for (size_t i = 0; i < IDLE; i++) {
        running[i] = start_thread(body, NULL, 64 * KIB);
    }
    pthread_barrier_wait(&idle_start);
    long grown = rss_kib() - before;
    pthread_barrier_wait(&idle_end);
    for (size_t i = 0; i < IDLE; i++) {
        join_thread(running[i]);
    }
    return grown;
}

/* What the allocator keeps resident for a thread that holds one small block: 16 KiB and the page of the block. */
static void idle_cost(void) {
    free(must_malloc(64));
    long without = resident_of(idle_without), with = resident_of(idle_with_a_block);
    long each = (with - without) * 1024 / IDLE;
    CHECK(each <= 20 * 1024, "an idle thread with one block of 64 bytes holds %ld bytes more than one without", each);
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"512", live_512}, {"2000", live_2000}, {"idle-cost", idle_cost}};
    return run_case(cases, COUNT(cases), argc, argv);
}
