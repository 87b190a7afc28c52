/*
 * A library the program is linked with: its constructor runs before that of a preloaded library, so its fork handlers are registered
 * first, and prepare last. They take a lock of the library, and allocate where the program has asked for it.
 */
#include "client.h"

pthread_mutex_t handlers_lock = PTHREAD_MUTEX_INITIALIZER;
bool handlers_allocate;

static void allocate(void) {
    static const size_t sizes[] = {100, 5000, 100 * KIB, 5 * MIB};
    for (size_t i = 0; handlers_allocate && i < COUNT(sizes); i++) {
        char *block = must_malloc(sizes[i]);
        block[0] = block[sizes[i] - 1] = 1;
        free(block);
    }
}

static void prepare(void) {
    pthread_mutex_lock(&handlers_lock);
    allocate();
}

static void release(void) {
    allocate();
    pthread_mutex_unlock(&handlers_lock);
}

__attribute__((constructor)) static void start(void) {
    int error = pthread_atfork(prepare, release, release);
    CHECK(error == 0, "pthread_atfork failed with error %d", error);
}
