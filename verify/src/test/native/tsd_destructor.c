/*
 * Destructors of thread-specific data and of thread_local objects allocate and free after the allocator's own hook has run, or
 * before: neither order is promised. 70 keys, so that some lie in the second level of glibc's table, and some that re-arm.
 */
#include "client.h"

enum { KEYS = 70, STATIC_KEY = 5, THREADS = 2000, LEFT = 64 };

/* What libstdc++ calls for a thread_local object with a destructor. */
int __cxa_thread_atexit_impl(void (*destructor)(void *), void *object, void *library);
extern void *__dso_handle;

typedef struct {
    size_t size;
    int key;
    int arms;
} Value;

static pthread_key_t keys[KEYS];
static void *left[LEFT];
static size_t left_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static size_t destroyed;

static Value *make_value(int key, int arms, size_t size) {
    Value *value = must_malloc(sizeof *value + size);
    *value = (Value){size, key, arms};
    pattern_fill(value + 1, size, (uint64_t)key);
    return value;
}

/* Leaves a block for main, or frees it when main has enough. */
static void leave(void *block) {
    pthread_mutex_lock(&lock);
    if (left_count < LEFT) {
        left[left_count++] = block;
        block = NULL;
    }
    destroyed++;
    pthread_mutex_unlock(&lock);
    free(block);
}

/* All that a destructor may want of malloc, on top of freeing its object. */
static void use_allocator(size_t size) {
    void *small = must_malloc(size % 500), *zeroed = calloc(3, size), *aligned = aligned_alloc(64, 1000);
    CHECK(zeroed != NULL && find_nonzero(zeroed, 3 * size) == 3 * size, "calloc in a destructor is not zero");
    CHECK(aligned != NULL && (uintptr_t)aligned % 64 == 0, "aligned_alloc(64, 1000) in a destructor gave %p", aligned);
    small = realloc(small, size + 3000);
    CHECK(small != NULL, "realloc in a destructor returned NULL");
    free(zeroed);
    free(aligned);
    leave(small);
}

static void destroy_value(void *object) {
    Value *value = object;
    pattern_check(value + 1, value->size, (uint64_t)value->key, "object of a thread-specific key");
    use_allocator(value->size);
    if (value->arms > 0) {
        pthread_setspecific(keys[value->key], make_value(value->key, value->arms - 1, value->size / 2));
    }
    leave(value);
}

static void *use_keys(void *argument) {
    size_t number = (uintptr_t)argument;
    /* Each second thread sets its keys before its first malloc would register the allocator's own hook for it. */
    static char placeholder[sizeof(Value)];
    for (int i = 0; i < KEYS; i++) {
        if (number % 2 == 0) {
            pthread_setspecific(keys[i], placeholder);
        }
    }
    for (int i = 0; i < KEYS; i++) {
        if (i != STATIC_KEY && ((size_t)i % 7 == number % 7 || i >= KEYS - 3)) {
            pthread_setspecific(keys[i], make_value(i, i % 3, 10 + number % 100 * (size_t)i));
        } else {
            pthread_setspecific(keys[i], NULL);
        }
    }
    for (int i = 0; i < 3; i++) {
        __cxa_thread_atexit_impl(destroy_value, make_value(i, 0, 700), &__dso_handle);
    }
    return NULL;
}

/* The only use of malloc in this thread is in its destructors. */
static void *use_nothing(void *argument) {
    static Value value = {.key = STATIC_KEY};
    pthread_setspecific(keys[STATIC_KEY], &value);
    return argument;
}

static void destroy_static(void *object) {
    Value *value = object;
    use_allocator(value->size + 100);
}

static void free_what_is_left(void) {
    while (left_count > 0) {
        free(left[--left_count]);
    }
}

int main(void) {
    /* The first keys exist before this program's first malloc, the others after it. */
    for (int i = 0; i < 8; i++) {
        CHECK(pthread_key_create(&keys[i], i == STATIC_KEY ? destroy_static : destroy_value) == 0, "no key");
    }
    free(must_malloc(100));
    for (int i = 8; i < KEYS; i++) {
        CHECK(pthread_key_create(&keys[i], destroy_value) == 0, "no key");
    }
    long settled = 0;
    for (size_t i = 0; i < THREADS; i += 4) {
        pthread_t threads[4];
        for (size_t j = 0; j < COUNT(threads); j++) {
            threads[j] = start_thread(j == 3 ? use_nothing : use_keys, (void *)(i + j), 128 * KIB);
        }
        for (size_t j = 0; j < COUNT(threads); j++) {
            join_thread(threads[j]);
        }
        free_what_is_left();
        if (i == 400) {
            settled = rss_kib();
        }
    }
    CHECK(destroyed > THREADS * 10, "only %zu destructors ran", destroyed);
    CHECK(rss_kib() - settled < 8 * 1024, "allocating in destructors leaks: from %ld to %ld KiB over %d threads", settled, rss_kib(),
          THREADS - 400);
    return 0;
}
