/*
 * Calls of the allocator as data, and the model they are made against: a table of live blocks, each with its size and the pattern that
 * it must hold. A call means something whatever came before it, so any part of a list of calls is such a list as well, and a list that
 * fails can be made shorter.
 *
 *     malloc SLOT SIZE            calloc SLOT SIZE            aligned SLOT SIZE ALIGNMENT
 *         the new block takes its place in the slot, and what was there is freed
 *     realloc SLOT SIZE           free SLOT
 *         nothing if the slot is empty
 *     trim
 *     end
 *         the thread ends, and another one makes the calls after that
 */
#ifndef HZ3_CALLS_H
#define HZ3_CALLS_H

#include "client.h"

#ifndef SLOTS
#define SLOTS 4096
#endif

typedef enum { CALL_MALLOC, CALL_CALLOC, CALL_ALIGNED, CALL_REALLOC, CALL_FREE, CALL_TRIM, CALL_END, CALL_KINDS } CallKind;

static const char *const call_names[CALL_KINDS] = {"malloc", "calloc", "aligned", "realloc", "free", "trim", "end"};

typedef struct {
    CallKind kind;
    unsigned thread;
    unsigned slot;
    size_t size;
    size_t alignment;
} Call;

typedef struct {
    unsigned char *start;
    size_t size;
    size_t usable;
    uint64_t pattern;
} Block;

static Block slots[SLOTS];
static pthread_mutex_t slots_lock = PTHREAD_MUTEX_INITIALIZER;
/* What a failure says first. */
static char where[200];

/* Only where one thread makes all calls. */
static void check_apart(const Block *block) {
    for (size_t i = 0; i < SLOTS; i++) {
        CHECK(slots[i].start == NULL || block->start + block->usable <= slots[i].start
              || slots[i].start + slots[i].usable <= block->start, "%s: block %p of %zu bytes overlaps the live %p of %zu", where,
              (void *)block->start, block->size, (void *)slots[i].start, slots[i].size);
    }
}

/* A request came back as `start`: it must be a good block; it gets its pattern. */
static Block admit(const Call *call, void *start) {
    CHECK(start != NULL, "%s: %s of %zu bytes returned NULL, errno %d", where, call_names[call->kind], call->size, errno);
    Block block = {start, call->size, malloc_usable_size(start), (uintptr_t)start ^ call->size << 20 ^ call->slot};
    CHECK(block.usable >= call->size, "%s: block of %zu bytes with a usable size of %zu", where, call->size, block.usable);
    pattern_fill(start, block.usable, block.pattern);
    return block;
}

static Block allocate(const Call *call) {
    void *start = NULL;
    if (call->kind == CALL_CALLOC) {
        start = calloc(1, call->size);
        CHECK(start == NULL || find_nonzero(start, call->size) == call->size, "%s: calloc(1, %zu) is not zero at %zu", where, call->size,
              find_nonzero(start, call->size));
    } else if (call->kind == CALL_ALIGNED) {
        CHECK(posix_memalign(&start, call->alignment, call->size) == 0, "%s: posix_memalign(%zu, %zu) failed", where, call->alignment,
              call->size);
        CHECK((uintptr_t)start % call->alignment == 0, "%s: posix_memalign(%zu, %zu) gave %p", where, call->alignment, call->size, start);
    } else {
        start = malloc(call->size);
    }
    return admit(call, start);
}

/* Puts a block in a slot and hands back what was there. */
static Block exchange(size_t slot, Block block) {
    pthread_mutex_lock(&slots_lock);
    Block old = slots[slot];
    slots[slot] = block;
    pthread_mutex_unlock(&slots_lock);
    return old;
}

static void release(Block block) {
    if (block.start != NULL) {
        pattern_check(block.start, block.usable, block.pattern, where);
        free(block.start);
    }
}

/* A realloc to 0 bytes would be a free. */
static Block resize(const Call *call, Block old) {
    Call larger = *call;
    larger.size = MAX(call->size, 1);
    pattern_check(old.start, old.usable, old.pattern, where);
    unsigned char *start = realloc(old.start, larger.size);
    CHECK(start != NULL, "%s: realloc(%zu -> %zu) returned NULL, errno %d", where, old.size, larger.size, errno);
    pattern_check_prefix(start, MIN(old.size, larger.size), old.usable, old.pattern, where);
    return admit(&larger, start);
}

/* Any call but CALL_END. The block is out of its slot while the call is made, so that another thread finds the slot empty. */
static void make_call(const Call *call, bool apart) {
    Block none = {0}, new = none;
    if (call->kind == CALL_TRIM) {
        malloc_trim(0);
        return;
    }
    if (call->kind == CALL_REALLOC || call->kind == CALL_FREE) {
        Block old = exchange(call->slot, none);
        if (old.start == NULL) {
            return;
        }
        if (call->kind == CALL_FREE) {
            release(old);
            return;
        }
        new = resize(call, old);
    } else {
        new = allocate(call);
    }
    if (apart) {
        Block old = exchange(call->slot, none);
        check_apart(&new);
        exchange(call->slot, old);
    }
    release(exchange(call->slot, new));
}

/* A line of a list, with the number of the thread before the call. */
static inline void print_call(const Call *call) {
    printf("%u %s", call->thread, call_names[call->kind]);
    if (call->kind < CALL_TRIM) {
        printf(call->kind == CALL_FREE ? " %u" : " %u %zu", call->slot, call->size);
    }
    if (call->kind == CALL_ALIGNED) {
        printf(" %zu", call->alignment);
    }
    putchar('\n');
}

static void free_all_blocks(void) {
    for (size_t i = 0; i < SLOTS; i++) {
        release(exchange(i, (Block){0}));
    }
}

#endif
