/*
 * Writes to freed blocks and frees twice, as a program with such a defect would. The lane "checked" is to stop it with one line where
 * the list that was spoilt passes from one box to the next.
 *
 *     mail-circle       a block that another thread freed is made to point to itself
 *     mail-astray       it is made to point out of the arena
 *     mail-cut          it is made to point nowhere, so that the first one freed is not the last of the list
 *     mail-twice        three blocks are freed by another thread, and the first of them again
 *     span-twice        a block is freed twice, another between, among so many that its span keeps a list of its own
 *     span-astray       a block of such a span is made to point to a block of another class
 *     bin-twice         the same with few blocks, so that all lie in the bin
 */
#include "client.h"

enum { SIZE = 64, MANY = 100000 };

static void **blocks[4];
static void *many[MANY];
static const char *kind;

/* Frees of volatile pointers: the compiler is not to see what goes on. */
static void release(int i) {
    void *volatile block = blocks[i];
    free((void *)block);
}

static void *free_in_thread(void *argument) {
    for (int i = 0; i < 3; i++) {
        release(i);
    }
    if (strcmp(kind, "mail-circle") == 0) {
        blocks[1][1] = blocks[1];
    } else if (strcmp(kind, "mail-astray") == 0) {
        blocks[1][1] = (void *)0x5550;
    } else if (strcmp(kind, "mail-cut") == 0) {
        blocks[1][1] = NULL;
    } else {
        release(0);
    }
    return argument;
}

static void allocate(void) {
    for (size_t i = 0; i < COUNT(blocks); i++) {
        blocks[i] = must_malloc(SIZE);
    }
}

/* More blocks than the spans hold whose frees go to the bin. */
static void allocate_among_many(void) {
    allocate();
    for (int i = 0; i < MANY; i++) {
        many[i] = must_malloc(SIZE);
    }
    release(0);
    release(1);
}

int main(int argc, char **argv) {
    CHECK(argc == 2, "give a kind");
    kind = argv[1];
    if (strncmp(kind, "mail", 4) == 0) {
        allocate();
        join_thread(start_thread(free_in_thread, NULL, 0));
    } else if (strcmp(kind, "span-twice") == 0) {
        allocate_among_many();
        release(0);
    } else if (strcmp(kind, "span-astray") == 0) {
        allocate_among_many();
        blocks[1][0] = must_malloc(16 * SIZE);
        release(2);
    } else if (strcmp(kind, "bin-twice") == 0) {
        allocate();
        release(0);
        release(1);
        release(0);
    } else {
        FAIL("unknown kind %s", kind);
    }
    malloc_trim(0);
    FAIL("nobody noticed");
}
