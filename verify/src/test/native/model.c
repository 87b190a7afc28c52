/*
 * Random operations against a model: a table of live blocks, each with its size and the pattern it must hold.
 *
 *     model SEED OPERATIONS [THREADS]
 *
 * With one thread every new block is also checked against the ranges of all live ones. With several threads the slots are shared:
 * a block is taken out of its slot under a lock, so one thread frees or resizes what another allocated.
 */
#include "client.h"

enum { SLOTS = 4096 };

typedef struct {
    unsigned char *start;
    size_t size;
    size_t usable;
    uint64_t pattern;
} Block;

static Block slots[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t seed;
static size_t operations;
static bool alone;
static char where[64];

/* Small, medium and large programs take turns, so that memory of one kind is reused for another. */
static size_t size_in_phase(uint64_t *state, size_t operation) {
    switch (operation / 5000 % 4) {
        case 0: return random_between(state, 0, 600);
        case 1: return random_between(state, 1, random_next(state) % 8 ? 6000 : 48 * KIB);
        case 2: return random_next(state) % 40 ? random_between(state, 0, 4096) : random_between(state, 32 * KIB, 1500 * KIB);
        default: return random_size(state);
    }
}

static void check_apart(const Block *block) {
    for (size_t i = 0; i < SLOTS; i++) {
        CHECK(slots[i].start == NULL || block->start + block->usable <= slots[i].start
              || slots[i].start + slots[i].usable <= block->start, "%s: block %p of %zu bytes overlaps the live %p of %zu", where,
              (void *)block->start, block->size, (void *)slots[i].start, slots[i].size);
    }
}

/* A request came back as `start`: it must be a good block; it gets its pattern. */
static Block admit(unsigned char *start, size_t size, uint64_t pattern) {
    CHECK(start != NULL, "%s: a request for %zu bytes returned NULL, errno %d", where, size, errno);
    Block block = {start, size, malloc_usable_size(start), pattern};
    CHECK(block.usable >= size, "%s: block of %zu bytes with a usable size of %zu", where, size, block.usable);
    pattern_fill(start, block.usable, pattern);
    return block;
}

static Block allocate(uint64_t *state, size_t size) {
    uint64_t pattern = random_next(state);
    unsigned char *start;
    switch (random_next(state) % 8) {
        case 0:
            start = calloc(1, size);
            CHECK(start == NULL || find_nonzero(start, size) == size, "%s: calloc(1, %zu) is not zero at %zu", where, size,
                  find_nonzero(start, size));
            break;
        case 1: {
            size_t alignment = (size_t)8 << random_next(state) % 11;
            void *aligned = NULL;
            CHECK(posix_memalign(&aligned, alignment, size) == 0, "%s: posix_memalign(%zu, %zu) failed", where, alignment, size);
            CHECK((uintptr_t)aligned % alignment == 0, "%s: posix_memalign(%zu, %zu) gave %p", where, alignment, size, aligned);
            start = aligned;
            break;
        }
        default:
            start = malloc(size);
    }
    return admit(start, size, pattern);
}

static Block resize(uint64_t *state, Block old, size_t size) {
    unsigned char *start = realloc(old.start, size + 1);
    CHECK(start != NULL, "%s: realloc(%zu -> %zu) returned NULL", where, old.size, size + 1);
    pattern_check_prefix(start, MIN(old.size, size + 1), old.usable, old.pattern, where);
    return admit(start, size + 1, random_next(state));
}

/* Puts a block in a slot and hands back what was there. */
static Block exchange(size_t slot, Block block) {
    pthread_mutex_lock(&lock);
    Block old = slots[slot];
    slots[slot] = block;
    pthread_mutex_unlock(&lock);
    return old;
}

static void *run(void *argument) {
    uint64_t state = random_seed(seed * 64 + (uintptr_t)argument);
    Block none = {0};
    for (size_t operation = 0; operation < operations; operation++) {
        size_t slot = random_next(&state) % SLOTS;
        /* The number of live blocks swells and ebbs: whole spans become empty and are needed again. */
        bool ebb = operation / 20000 % 2 == 1;
        Block old = exchange(slot, none), new = none;
        size_t size = size_in_phase(&state, operation);
        if (old.start != NULL) {
            pattern_check(old.start, old.usable, old.pattern, where);
            if (random_next(&state) % 8 == 0) {
                new = resize(&state, old, size);
            } else {
                free(old.start);
                new = random_next(&state) % 8 < (ebb ? 1 : 5) ? allocate(&state, size) : none;
            }
        } else if (!ebb || random_next(&state) % 8 == 0) {
            new = allocate(&state, size);
        }
        if (alone && new.start != NULL && (operation % 16 == 0)) {
            check_apart(&new);
        }
        old = exchange(slot, new);
        if (old.start != NULL) {
            pattern_check(old.start, old.usable, old.pattern, where);
            free(old.start);
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    CHECK(argc >= 3, "usage: model SEED OPERATIONS [THREADS]");
    seed = strtoull(argv[1], NULL, 10);
    operations = strtoull(argv[2], NULL, 10);
    size_t threads = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
    alone = threads == 1;
    snprintf(where, sizeof where, "seed %llu, %zu operations, %zu threads", (unsigned long long)seed, operations, threads);
    pthread_t running[64];
    for (size_t i = 0; i < threads; i++) {
        running[i] = start_thread(run, (void *)(uintptr_t)i, 0);
    }
    for (size_t i = 0; i < threads; i++) {
        join_thread(running[i]);
    }
    for (size_t i = 0; i < SLOTS; i++) {
        if (slots[i].start != NULL) {
            pattern_check(slots[i].start, slots[i].usable, slots[i].pattern, where);
            free(slots[i].start);
        }
    }
    return 0;
}
