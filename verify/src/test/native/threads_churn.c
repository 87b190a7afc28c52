/* Thousands of threads one after the other: an ended thread leaves nothing behind, in memory or in address space. */
#include "client.h"
#include <semaphore.h>

/* The MiB of address space in which blocks have been seen: a thread that takes new ones and gives none back shows here. */
enum { GRANULES = 1 << 16 };
static uintptr_t granules[GRANULES];
static size_t granules_seen;

static void see(const void *block) {
    uintptr_t granule = (uintptr_t)block / MIB;
    size_t i = granule * 0x9E3779B97F4A7C15ULL >> 48;
    while (granules[i] != granule) {
        if (granules[i] == 0) {
            CHECK(++granules_seen < GRANULES, "blocks have come from %d different MiB", GRANULES);
            granules[i] = granule;
            return;
        }
        i = (i + 1) % GRANULES;
    }
}

typedef struct {
    long resident, data, address_space;
    size_t granules;
} Footprint;

static Footprint footprint(void) {
    return (Footprint){rss_kib(), status_kib("VmData"), status_kib("VmSize"), granules_seen};
}

/* Address space may be taken in pieces of some MiB: there the bound is what a leak of one page a thread would pass. */
static void check_no_growth(Footprint before, const char *what) {
    Footprint after = footprint();
    CHECK(after.resident - before.resident < 8 * 1024, "%s: resident size grew from %ld to %ld KiB", what, before.resident,
          after.resident);
    CHECK(after.data - before.data < 24 * 1024, "%s: VmData grew from %ld to %ld KiB", what, before.data, after.data);
    CHECK(after.address_space - before.address_space < 24 * 1024, "%s: VmSize grew from %ld to %ld KiB", what, before.address_space,
          after.address_space);
    CHECK(after.granules - before.granules < 64, "%s: blocks came from %zu MiB before, from %zu now", what, before.granules,
          after.granules);
    CHECK(after.resident < 40 * 1024, "%s: %ld KiB resident at the end", what, after.resident);
}

enum { ALIVE = 8, THREADS = 10000, MANY_THREADS = 100000, SETTLED = 2000, BLOCKS = 40 };

typedef struct {
    pthread_t thread;
    uint64_t number;
    void *blocks[BLOCKS];
    size_t sizes[BLOCKS];
} Worker;

static void *work(void *argument) {
    Worker *self = argument;
    uint64_t state = random_seed(self->number);
    for (size_t i = 0; i < BLOCKS; i++) {
        self->sizes[i] = i % 20 == 0 ? random_between(&state, 32 * KIB, 100 * KIB) : random_between(&state, 1, i % 5 ? 400 : 9000);
        self->blocks[i] = must_malloc(self->sizes[i]);
        pattern_fill(self->blocks[i], self->sizes[i], self->number + i);
    }
    for (size_t i = 0; i < BLOCKS; i += 2) {
        pattern_check(self->blocks[i], self->sizes[i], self->number + i, "own block");
        free(self->blocks[i]);
    }
    return NULL;
}

/* The thread has ended; main frees what it left. */
static void collect(Worker *worker) {
    join_thread(worker->thread);
    for (size_t i = 1; i < BLOCKS; i += 2) {
        see(worker->blocks[i]);
        pattern_check(worker->blocks[i], worker->sizes[i], worker->number + i, "block of an ended thread");
        free(worker->blocks[i]);
    }
}

static void churn(uint64_t threads) {
    static Worker workers[ALIVE];
    Footprint settled = {0};
    for (uint64_t i = 0; i < threads; i++) {
        Worker *worker = &workers[i % ALIVE];
        if (i >= ALIVE) {
            collect(worker);
        }
        if (i == SETTLED) {
            settled = footprint();
        }
        worker->number = i;
        worker->thread = start_thread(work, worker, 128 * KIB);
    }
    for (size_t i = 0; i < ALIVE; i++) {
        collect(&workers[i]);
    }
    check_no_growth(settled, "threads that leave half of their blocks to main");
}

static void some(void) {
    churn(THREADS);
}

static void many(void) {
    churn(MANY_THREADS);
}

enum { HANDED = 2000, OWNERS = 1500 };
static void *handed[HANDED];
static sem_t handed_over, freed;

static void *owner(void *argument) {
    for (size_t i = 0; i < HANDED; i++) {
        handed[i] = must_malloc(64);
        memset(handed[i], 1, 64);
    }
    sem_post(&handed_over);
    sem_wait(&freed);
    /* One miss takes the whole chain of remote frees; what the thread does not use must outlive it. */
    for (size_t i = 0; i < 100; i++) {
        free(must_malloc(64));
    }
    void *held[50];
    for (size_t i = 0; i < COUNT(held); i++) {
        held[i] = must_malloc(64);
    }
    for (size_t i = 0; i < COUNT(held); i++) {
        free(held[i]);
    }
    return argument;
}

/* Others free the blocks of a live thread, it receives them and ends. */
static void received(void) {
    Footprint settled = {0};
    sem_init(&handed_over, 0, 0);
    sem_init(&freed, 0, 0);
    for (size_t round = 0; round < OWNERS; round++) {
        if (round == 300) {
            settled = footprint();
        }
        pthread_t thread = start_thread(owner, NULL, 128 * KIB);
        sem_wait(&handed_over);
        for (size_t i = 0; i < HANDED; i++) {
            see(handed[i]);
            free(handed[i]);
        }
        sem_post(&freed);
        join_thread(thread);
    }
    check_no_growth(settled, "threads that end with blocks received back");
}

enum { SENT = 200, SENDERS = 3000 };
static void *sent[SENT];

static void *sender(void *argument) {
    for (size_t i = 0; i < SENT; i++) {
        free(sent[i]);
    }
    return argument;
}

/* A thread frees some blocks of main, too few to fill any buffer, and ends. */
static void stashed(void) {
    Footprint settled = {0};
    for (size_t round = 0; round < SENDERS; round++) {
        if (round == 300) {
            settled = footprint();
        }
        for (size_t i = 0; i < SENT; i++) {
            size_t size = i % 50 == 0 ? 6000 : 256;
            sent[i] = memset(must_malloc(size), 1, size);
            see(sent[i]);
        }
        join_thread(start_thread(sender, NULL, 128 * KIB));
    }
    check_no_growth(settled, "threads that end with frees of main's blocks");
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"churn", some}, {"churn-many", many}, {"received", received}, {"stashed", stashed}};
    return run_case(cases, COUNT(cases), argc, argv);
}
