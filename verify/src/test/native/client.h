/*
 * What the native clients share: failing with one line, block patterns, a random generator, figures from /proc and threads.
 * Nothing here allocates, so that a client can report even when the allocator under test is broken.
 */
#ifndef HZ3_CLIENT_H
#define HZ3_CLIENT_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KIB ((size_t)1024)
#define MIB (KIB * KIB)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

/* Says what is wrong in one line on standard error and ends the process at once, without exit handlers. */
__attribute__((noreturn, format(printf, 3, 4)))
static inline void fail_at(const char *file, int line, const char *format, ...) {
    char text[400];
    int length = snprintf(text, sizeof text, "%s:%d: ", strrchr(file, '/') ? strrchr(file, '/') + 1 : file, line);
    va_list values;
    va_start(values, format);
    length += vsnprintf(text + length, sizeof text - length - 1, format, values);
    va_end(values);
    length = MIN(length, (int)sizeof text - 2);
    text[length++] = '\n';
    ssize_t written = write(STDERR_FILENO, text, length);
    _exit(written == length ? 1 : 2);
}

#define FAIL(...) fail_at(__FILE__, __LINE__, __VA_ARGS__)
/* The text says what is wrong when the condition does not hold. */
#define CHECK(condition, ...) do { if (!(condition)) FAIL(__VA_ARGS__); } while (0)

/* Marsaglia's xorshift64*; the state must not be 0. */
static inline uint64_t random_next(uint64_t *state) {
    uint64_t x = *state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return x * 0x2545F4914F6CDD1DULL;
}

static inline uint64_t random_seed(uint64_t number) {
    uint64_t state = number * 0x9E3779B97F4A7C15ULL | 1;
    random_next(&state);
    return state;
}

/* A number in [low, high]. */
static inline size_t random_between(uint64_t *state, size_t low, size_t high) {
    return low + random_next(state) % (high - low + 1);
}

/* ---- patterns: the word at offset o of a block with seed s is a mix of o and s ------------------------------------------- */

/* Up to two edges a pattern covers each byte; beyond, it covers both edges and one word in each stride between them. */
#define PATTERN_EDGE (32 * KIB)
#define PATTERN_STRIDE(size) ((size) > MIB ? 64 * KIB : 4 * KIB)

static inline uint64_t pattern_word(uint64_t seed, size_t offset) {
    uint64_t x = (seed + 1) * 0x9E3779B97F4A7C15ULL + offset * 0xD1B54A32D192ED03ULL;
    return x ^ x >> 29;
}

static inline void pattern_fill_range(void *block, size_t from, size_t to, uint64_t seed) {
    for (size_t o = from; o < to; o += 8) {
        uint64_t word = pattern_word(seed, o);
        memcpy((unsigned char *)block + o, &word, MIN((size_t)8, to - o));
    }
}

/* The first offset in [from, to) that does not carry the pattern, or `to`. */
static inline size_t pattern_find_range(const void *block, size_t from, size_t to, uint64_t seed) {
    for (size_t o = from; o < to; o += 8) {
        uint64_t word = pattern_word(seed, o);
        if (memcmp((const unsigned char *)block + o, &word, MIN((size_t)8, to - o)) != 0) {
            return o;
        }
    }
    return to;
}

static inline void pattern_fill(void *block, size_t size, uint64_t seed) {
    if (size <= 2 * PATTERN_EDGE) {
        pattern_fill_range(block, 0, size, seed);
        return;
    }
    size_t tail = (size - PATTERN_EDGE) & ~(size_t)7;
    pattern_fill_range(block, 0, PATTERN_EDGE, seed);
    for (size_t o = PATTERN_EDGE; o < tail; o += PATTERN_STRIDE(size)) {
        pattern_fill_range(block, o, MIN(o + 8, tail), seed);
    }
    pattern_fill_range(block, tail, size, seed);
}

/* Fails if the first `kept` bytes of a block that was filled with `filled` bytes have changed. */
static inline void pattern_check_prefix(const void *block, size_t kept, size_t filled, uint64_t seed, const char *where) {
    size_t bad = kept;
    if (filled <= 2 * PATTERN_EDGE) {
        bad = pattern_find_range(block, 0, kept, seed);
    } else {
        size_t tail = (filled - PATTERN_EDGE) & ~(size_t)7;
        size_t found = pattern_find_range(block, 0, MIN(PATTERN_EDGE, kept), seed);
        bad = found < MIN(PATTERN_EDGE, kept) ? found : kept;
        for (size_t o = PATTERN_EDGE; bad == kept && o < MIN(tail, kept); o += PATTERN_STRIDE(filled)) {
            size_t end = MIN(MIN(o + 8, tail), kept);
            bad = pattern_find_range(block, o, end, seed) < end ? o : kept;
        }
        if (bad == kept && tail < kept) {
            bad = pattern_find_range(block, tail, kept, seed);
        }
    }
    CHECK(bad >= kept, "%s: contents changed: block %p of %zu bytes, first %zu kept, wrong at offset %zu", where, block, filled, kept,
          bad);
}

static inline void pattern_check(const void *block, size_t size, uint64_t seed, const char *where) {
    pattern_check_prefix(block, size, size, seed, where);
}

/* The first offset that is not zero, or `size`. */
static inline size_t find_nonzero(const void *block, size_t size) {
    const unsigned char *bytes = (const unsigned char *)block;
    for (size_t o = 0; o + 8 <= size; o += 8) {
        uint64_t word;
        memcpy(&word, bytes + o, 8);
        if (word != 0) {
            return o;
        }
    }
    for (size_t o = size & ~(size_t)7; o < size; o++) {
        if (bytes[o] != 0) {
            return o;
        }
    }
    return size;
}

/* ---- blocks ------------------------------------------------------------------------------------------------------------- */

/* What a block of this size is aligned to on any allocator. That it is 16 below 16 bytes too is checked by contract and sizes. */
#define ALIGNMENT(size) ((size) < 16 ? 8 : 16)

/* malloc that must succeed. */
static inline void *must_malloc(size_t size) {
    void *block = malloc(size);
    CHECK(block != NULL, "malloc(%zu) returned NULL, errno %d", size, errno);
    CHECK((uintptr_t)block % ALIGNMENT(size) == 0, "malloc(%zu) returned %p, not aligned", size, block);
    return block;
}

/* Bytes of the guard before a large block, and of that behind it, which fill hz3's pages together with it; 0 where there are none. */
static inline size_t guard_bytes(void) {
    void *block = must_malloc(MIB);
    size_t guard = (uintptr_t)block % (64 * KIB);
    bool fills = (malloc_usable_size(block) + 2 * guard) % (64 * KIB) == 0;
    free(block);
    return fills ? guard : 0;
}

/* The requests of one program mix: mostly small, some medium, few large. */
static inline size_t random_size(uint64_t *state) {
    switch (random_next(state) % 64) {
        case 0: return random_between(state, 32 * KIB + 1, 2 * MIB);
        case 1: case 2: case 3: return random_between(state, 2049, 32 * KIB);
        default: return random_between(state, 0, random_next(state) % 4 ? 256 : 2048);
    }
}

/* ---- figures from /proc -------------------------------------------------------------------------------------------------- */

/* Calls back for each piece of a file, without the buffers of stdio. */
static inline void read_pieces(const char *path, void (*piece)(const char *text, size_t length, void *to), void *to) {
    char buffer[4096];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    CHECK(file >= 0, "cannot open %s", path);
    ssize_t length;
    while ((length = read(file, buffer, sizeof buffer)) > 0) {
        piece(buffer, (size_t)length, to);
    }
    close(file);
}

/* A figure of /proc/self/status in KiB, such as "VmRSS". */
static inline long status_kib(const char *name) {
    char buffer[4096], label[32];
    int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    CHECK(file >= 0, "cannot open /proc/self/status");
    ssize_t length = read(file, buffer, sizeof buffer - 1);
    close(file);
    CHECK(length > 0, "cannot read /proc/self/status");
    buffer[length] = 0;
    snprintf(label, sizeof label, "\n%s:", name);
    const char *found = strstr(buffer, label);
    CHECK(found != NULL, "no %s in /proc/self/status", name);
    return strtol(found + strlen(label), NULL, 10);
}

static inline long rss_kib(void) {
    return status_kib("VmRSS");
}

static inline void count_lines_piece(const char *text, size_t length, void *to) {
    for (size_t i = 0; i < length; i++) {
        *(long *)to += text[i] == '\n';
    }
}

/* How many mappings the process has. */
static inline long count_mappings(void) {
    long lines = 0;
    read_pieces("/proc/self/maps", count_lines_piece, &lines);
    return lines;
}

/* ---- threads ------------------------------------------------------------------------------------------------------------- */

static inline pthread_t start_thread(void *(*body)(void *), void *argument, size_t stack) {
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    if (stack != 0) {
        int error = pthread_attr_setstacksize(&attributes, stack);
        CHECK(error == 0, "a stack of %zu bytes is not possible: error %d", stack, error);
    }
    int error = pthread_create(&thread, &attributes, body, argument);
    CHECK(error == 0, "pthread_create failed with error %d", error);
    pthread_attr_destroy(&attributes);
    return thread;
}

static inline void join_thread(pthread_t thread) {
    int error = pthread_join(thread, NULL);
    CHECK(error == 0, "pthread_join failed with error %d", error);
}

/* ---- cases --------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    void (*run)(void);
} Case;

/* Runs the case that the first argument names. */
static inline int run_case(const Case *cases, size_t count, int argc, char **argv) {
    for (size_t i = 0; argc > 1 && i < count; i++) {
        if (strcmp(argv[1], cases[i].name) == 0) {
            cases[i].run();
            return 0;
        }
    }
    FAIL("no case named %s", argc > 1 ? argv[1] : "(none given)");
}

#endif
