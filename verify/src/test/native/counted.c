/* A load of which every figure is known: 3000 blocks of 48 bytes, of which another thread frees 1000, the owner 1000, and 1000 stay. */
#include "client.h"

enum { BLOCKS = 1000, SIZE = 41 };

static void *blocks[3][BLOCKS];

static void free_all(void **from) {
    for (int i = 0; i < BLOCKS; i++) {
        free(from[i]);
    }
}

static void *free_in_thread(void *argument) {
    free(must_malloc(1));
    free_all(blocks[0]);
    return argument;
}

int main(void) {
    for (int i = 0; i < BLOCKS; i++) {
        for (size_t k = 0; k < COUNT(blocks); k++) {
            blocks[k][i] = must_malloc(SIZE);
        }
    }
    join_thread(start_thread(free_in_thread, NULL, 0));
    free_all(blocks[1]);
    return 0;
}
