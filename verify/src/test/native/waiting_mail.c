/*
 * What was sent to an owner that does not come for it serves others: a thread allocates BLOCKS_BYTES and then does something else, in
 * full swing but without a call of malloc; a second one frees all of it, and a third one allocates as much. In the end everything is freed.
 */
#include "client.h"

enum { SLACK_KIB = 24 * 1024 };
static const size_t blocks_bytes = 64 * MIB;
static void *chain;
static int stop;

static void allocate_chain(uint64_t seed) {
    uint64_t state = random_seed(seed);
    for (size_t bytes = 0; bytes < blocks_bytes;) {
        size_t size = random_between(&state, 16, 2048);
        void **block = must_malloc(size);
        memset(block, 1, size);
        *block = chain;
        chain = block;
        bytes += size;
    }
}

static void *own(void *argument) {
    int *done = argument;
    allocate_chain(1);
    __atomic_store_n(done, 1, __ATOMIC_RELEASE);
    while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
    }
    return NULL;
}

static void *free_all(void *argument) {
    while (chain != NULL) {
        void *next = *(void **)chain;
        free(chain);
        chain = next;
    }
    return argument;
}

static void *allocate_anew(void *argument) {
    allocate_chain(2);
    return argument;
}

static void in_a_thread(void *(*body)(void *)) {
    join_thread(start_thread(body, NULL, 0));
}

int main(void) {
    long before = rss_kib();
    int done = 0;
    pthread_t owner = start_thread(own, &done, 0);
    while (!__atomic_load_n(&done, __ATOMIC_ACQUIRE)) {
        usleep(1000);
    }
    in_a_thread(free_all);
    in_a_thread(allocate_anew);
    long peak = status_kib("VmHWM") - before;
    CHECK(peak < (long)(blocks_bytes / KIB) + SLACK_KIB, "twice %zu MiB, the first freed before, took %ld KiB", blocks_bytes / MIB, peak);
    in_a_thread(free_all);
    __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
    join_thread(owner);
    malloc_trim(0);
    long left = rss_kib() - before;
    CHECK(left < SLACK_KIB, "%ld KiB are left after all was freed", left);
    return 0;
}
