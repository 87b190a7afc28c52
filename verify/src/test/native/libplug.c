/* A library to load and unload: allocates in its constructor, in a thread of its own and in its destructor. */
#include "client.h"

static pthread_t thread;
static void *kept, *of_thread;

static void *work(void *argument) {
    for (size_t i = 0; i < 50; i++) {
        free(must_malloc(i * 100));
    }
    free(argument);
    of_thread = must_malloc(3000);
    pattern_fill(of_thread, 3000, 2);
    return NULL;
}

__attribute__((constructor)) static void start(void) {
    kept = must_malloc(500);
    pattern_fill(kept, 500, 1);
    thread = start_thread(work, must_malloc(200), 128 * KIB);
}

void *make_block(size_t size) {
    return malloc(size);
}

void drop_block(void *block) {
    free(block);
}

__attribute__((destructor)) static void end(void) {
    join_thread(thread);
    pattern_check(kept, 500, 1, "block of a constructor");
    pattern_check(of_thread, 3000, 2, "block of a library's thread");
    free(kept);
    free(of_thread);
    free(must_malloc(100));
}
