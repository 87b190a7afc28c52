/*
 * Random calls against a model.
 *
 *     model SEED CALLS [THREADS]           so many calls a thread
 *     model list SEED CALLS [THREADS]      writes them down, one a line, with the thread's number before it
 *     model replay FILE                    makes the calls of such a list, each by its thread
 *
 * With one thread new blocks are also checked against the ranges of all live ones. With several threads the slots are shared, so one
 * thread frees or resizes what another allocated.
 */
#include "calls.h"
#include <sys/mman.h>
#include <sys/stat.h>

enum { THREADS = 64, TRIM_ONCE_IN = 4096, END_ONCE_IN = 4096 };

static uint64_t seed;
static size_t calls;
static size_t threads;
/* Of a list: the calls of all threads. */
static Call *listed;
static size_t listed_calls;

/* Small, medium and large programs take turns, so that memory of one kind is reused for another. */
static size_t size_in_phase(uint64_t *state, size_t number) {
    switch (number / 5000 % 4) {
        case 0: return random_between(state, 0, 600);
        case 1: return random_between(state, 1, random_next(state) % 8 ? 6000 : 48 * KIB);
        case 2: return random_next(state) % 40 ? random_between(state, 0, 4096) : random_between(state, 32 * KIB, 1500 * KIB);
        default: return random_size(state);
    }
}

static Call random_call(uint64_t *state, unsigned thread, size_t number) {
    /* The number of live blocks swells and ebbs: whole spans become empty and are needed again. */
    bool ebb = number / 20000 % 2 == 1;
    Call call = {.thread = thread, .slot = random_next(state) % SLOTS, .size = size_in_phase(state, number)};
    size_t choice = random_next(state) % 16, kind = random_next(state) % 8;
    if (random_next(state) % TRIM_ONCE_IN == 0) {
        call.kind = CALL_TRIM;
    } else if (random_next(state) % END_ONCE_IN == 0) {
        call.kind = CALL_END;
    } else if (choice < (ebb ? 2 : 10)) {
        call.kind = kind == 0 ? CALL_CALLOC : kind == 1 ? CALL_ALIGNED : CALL_MALLOC;
        call.alignment = call.kind == CALL_ALIGNED ? (size_t)8 << random_next(state) % 11 : 0;
    } else {
        call.kind = choice < (ebb ? 4 : 12) ? CALL_REALLOC : CALL_FREE;
    }
    return call;
}

/* The threads that make the calls of one number, one after the other. */
typedef struct {
    unsigned thread;
    uint64_t random;
    size_t next;
} Line;

/* Until the calls are over or one ends the thread. */
static void *run(void *argument) {
    Line *line = argument;
    while (line->next < calls) {
        Call call = random_call(&line->random, line->thread, line->next++);
        if (call.kind == CALL_END) {
            break;
        }
        make_call(&call, threads == 1 && line->next % 16 == 0);
    }
    return NULL;
}

static void *replay(void *argument) {
    Line *line = argument;
    while (line->next < listed_calls) {
        const Call *call = &listed[line->next++];
        if (call->thread == line->thread) {
            if (call->kind == CALL_END) {
                break;
            }
            make_call(call, threads == 1);
        }
    }
    return NULL;
}

static void *run_line(void *argument) {
    Line *line = argument;
    while (line->next < (listed == NULL ? calls : listed_calls)) {
        join_thread(start_thread(listed == NULL ? run : replay, line, 0));
    }
    return NULL;
}

static void list(void) {
    for (unsigned thread = 0; thread < threads; thread++) {
        uint64_t state = random_seed(seed * THREADS + thread);
        for (size_t i = 0; i < calls; i++) {
            Call call = random_call(&state, thread, i);
            print_call(&call);
        }
    }
}

static void *map(size_t bytes, int file) {
    void *mapping = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | (file < 0 ? MAP_ANONYMOUS : 0), file, 0);
    CHECK(mapping != MAP_FAILED, "no mapping of %zu bytes", bytes);
    return mapping;
}

static Call read_call(const char *line) {
    /* A kind's words, with the number of the thread. */
    static const int words[] = {4, 4, 5, 4, 3, 2, 2};
    Call call = {0};
    char name[16];
    int fields = sscanf(line, "%u %15[a-z] %u %zu %zu", &call.thread, name, &call.slot, &call.size, &call.alignment);
    while (fields >= 2 && call.kind < CALL_KINDS && strcmp(name, call_names[call.kind]) != 0) {
        call.kind++;
    }
    CHECK(fields >= 2 && call.kind < CALL_KINDS && call.thread < THREADS && call.slot < SLOTS
          && fields == words[call.kind], "no call: %.60s", line);
    return call;
}

/* A short line at a time: sscanf counts the characters that it is given. */
static void read_list(const char *name) {
    struct stat status;
    int file = open(name, O_RDONLY);
    CHECK(file >= 0 && fstat(file, &status) == 0 && status.st_size > 0, "cannot read %s", name);
    const char *text = map(status.st_size, file), *end = text + status.st_size;
    listed = map(status.st_size * sizeof(Call) / 4, -1);
    for (const char *next; text < end; text = next) {
        char line[80] = "";
        next = memchr(text, '\n', end - text);
        next = next == NULL ? end : next + 1;
        memcpy(line, text, MIN((size_t)(next - text), sizeof line - 1));
        listed[listed_calls] = read_call(line);
        threads = MAX(threads, listed[listed_calls].thread + 1);
        listed_calls++;
    }
}

int main(int argc, char **argv) {
    bool listing = argc > 1 && strcmp(argv[1], "list") == 0, replaying = argc == 3 && strcmp(argv[1], "replay") == 0;
    char **numbers = argv + (listing ? 2 : 1);
    if (replaying) {
        read_list(argv[2]);
        snprintf(where, sizeof where, "replay of %zu calls", listed_calls);
    } else {
        CHECK(argv + argc >= numbers + 2, "usage: model [list] SEED CALLS [THREADS] | model replay FILE");
        seed = strtoull(numbers[0], NULL, 10);
        calls = strtoull(numbers[1], NULL, 10);
        threads = argv + argc > numbers + 2 ? strtoul(numbers[2], NULL, 10) : 1;
        CHECK(threads >= 1 && threads <= THREADS, "%zu threads?", threads);
        snprintf(where, sizeof where, "seed %llu, %zu calls, %zu threads", (unsigned long long)seed, calls, threads);
    }
    if (listing) {
        list();
        return 0;
    }
    static Line lines[THREADS];
    pthread_t running[THREADS];
    for (size_t i = 0; i < threads; i++) {
        lines[i] = (Line){i, random_seed(seed * THREADS + i), 0};
        running[i] = start_thread(run_line, &lines[i], 0);
    }
    for (size_t i = 0; i < threads; i++) {
        join_thread(running[i]);
    }
    free_all_blocks();
    return 0;
}
