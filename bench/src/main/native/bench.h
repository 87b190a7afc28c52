/*
 * What the workloads share: arguments, the clock, random numbers, memory that bypasses the allocator, threads, and the closing lines:
 *
 *   [ALLOCATOR] malloc=<file that malloc came from>
 *   [RESULT] ops=<n> seconds=<s> ops_per_s=<x> peak_rss_kib=<n> rss_kib=<n>
 *
 * An operation is one malloc or one free; a calloc, an aligned allocation or a realloc counts as one too. A workload calls note_peak()
 * at the end of its load, frees everything, joins its threads, gives back its own mappings, and then report(): peak is VmHWM, rss is
 * VmRSS after 200 ms of idling. One whose figure is the resident size at another moment calls measure() then, and print_result() last.
 */
#ifndef HZ3_BENCH_H
#define HZ3_BENCH_H

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define CACHE_LINE 64

static long peak_rss_kib, rss_kib;
static pthread_barrier_t gate;

static inline void die(const char *message) {
    fprintf(stderr, "%s\n", message);
    exit(1);
}

/* The index-th argument as a number in min..max; a missing or bad one ends the program with 2 and the usage line. */
static inline long argument(int argc, char **argv, int index, long min, long max, const char *usage) {
    char *end = NULL;
    long value = index < argc ? strtol(argv[index], &end, 0) : 0;
    if (end == NULL || end == argv[index] || *end != '\0' || value < min || value > max) {
        fprintf(stderr, "usage: %s (argument %d must be a number in %ld..%ld)\n", usage, index, min, max);
        exit(2);
    }
    return value;
}

/* For what the range of a single argument does not say. */
static inline void bad_usage(const char *usage, const char *problem) {
    fprintf(stderr, "usage: %s (%s)\n", usage, problem);
    exit(2);
}

/* Whether the index-th argument is the second of two words; it must be one of them. */
static inline int is_second(int argc, char **argv, int index, const char *first, const char *second, const char *usage) {
    if (index >= argc || (strcmp(argv[index], first) != 0 && strcmp(argv[index], second) != 0)) {
        fprintf(stderr, "usage: %s (argument %d must be %s or %s)\n", usage, index, first, second);
        exit(2);
    }
    return strcmp(argv[index], second) == 0;
}

/* The seed is the last argument and may be left out. */
static inline uint32_t seed_argument(int argc, char **argv, int index, const char *usage) {
    if (argc > index + 1) {
        bad_usage(usage, "there are too many arguments");
    }
    return argc > index ? (uint32_t)argument(argc, argv, index, 0, UINT32_MAX, usage) : 0x12345678u;
}

static inline uint32_t thread_seed(uint32_t seed, int thread) {
    return seed + (uint32_t)thread * 0x9e3779b9u;
}

static inline double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Numerical Recipes' 32-bit LCG. Its low bits have short periods, so a draw takes the high ones, by multiplication: no division. */
static inline uint32_t random_below(uint32_t *state, uint32_t bound) {
    *state = *state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)*state * bound) >> 32);
}

static inline uint32_t random_between(uint32_t *state, uint32_t min, uint32_t max) {
    return min + random_below(state, max - min + 1);
}

/* Each power of two is as likely as the next, so that half of the values are below the geometric mean of min and max. */
static inline uint32_t random_log(uint32_t *state, uint32_t min, uint32_t max) {
    int first = 31 - __builtin_clz(min);
    int last = 31 - __builtin_clz(max);
    uint32_t low = 1u << (first + (int)random_below(state, (uint32_t)(last - first + 1)));
    uint32_t high = low + (low - 1);
    return random_between(state, low < min ? min : low, high > max ? max : high);
}

/*
 * Sizes as applications draw them, after the histograms in Wilson et al., "Dynamic Storage Allocation: A Survey and Critical Review"
 * (1995), in the hakozuna project's figures: 80 % 16..256, 15 % 257..2048, 5 % 2049..32768.
 */
static inline uint32_t app_size(uint32_t *state) {
    uint32_t percent = random_below(state, 100);
    if (percent < 80) {
        return random_between(state, 16, 256);
    }
    return percent < 95 ? random_between(state, 257, 2048) : random_between(state, 2049, 32768);
}

/* Zeroed pages from the kernel, so that a workload's own tables are not served by the allocator under test. */
static inline void *map_pages(size_t bytes) {
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        die("out of memory: mmap failed");
    }
    return pages;
}

/* A block that the program writes to at both ends, as its user would. */
static inline void *allocate(size_t size) {
    volatile char *block = malloc(size);
    if (block == NULL) {
        die("out of memory: malloc returned NULL");
    }
    block[0] = 1;
    block[size - 1] = 1;
    return (void *)block;
}

static inline long status_kib(const char *field) {
    char text[4096];
    int file = open("/proc/self/status", O_RDONLY);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    close(file);
    if (length < 0) {
        return -1;
    }
    text[length] = '\0';
    char *line = strstr(text, field);
    return line == NULL ? -1 : strtol(line + strlen(field), NULL, 10);
}

/* The kernel keeps its high-water mark only roughly between events; reading at the top of the load as well makes it exact there. */
static inline void note_peak(void) {
    long kib = status_kib("VmHWM:");
    if (kib > peak_rss_kib) {
        peak_rss_kib = kib;
    }
}

static inline void measure(void) {
    rss_kib = status_kib("VmRSS:");
    note_peak();
}

static inline void print_result(uint64_t operations, double seconds) {
    Dl_info origin;
    void *entry = dlsym(RTLD_DEFAULT, "malloc");
    printf("[ALLOCATOR] malloc=%s\n", entry != NULL && dladdr(entry, &origin) != 0 ? origin.dli_fname : "?");
    printf("[RESULT] ops=%llu seconds=%.6f ops_per_s=%.0f peak_rss_kib=%ld rss_kib=%ld\n",
        (unsigned long long)operations, seconds, (double)operations / seconds, peak_rss_kib, rss_kib);
}

static inline void report(uint64_t operations, double seconds) {
    usleep(200 * 1000);
    measure();
    print_result(operations, seconds);
}

static inline pthread_t start_thread(void *(*work)(void *), void *argument) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, argument) != 0) {
        die("pthread_create failed");
    }
    return thread;
}

/* The main thread and its workers wait for each other here; until the main thread comes again, the workers stand still. */
static inline void pass_gate(void) {
    pthread_barrier_wait(&gate);
}

/* What a worker calls where it is ready for the load, and again where it is done with it: the main thread acts, then lets all go on. */
static inline void await_main(void) {
    pass_gate();
    pass_gate();
}

/* Runs a thread for each element of workers and returns how long the load between each one's two await_main() took. */
static inline double run_threads(int threads, void *(*work)(void *), void *workers, size_t worker_bytes) {
    size_t bytes = (size_t)threads * sizeof(pthread_t);
    pthread_t *thread = map_pages(bytes);
    pthread_barrier_init(&gate, NULL, (unsigned)threads + 1);
    for (int i = 0; i < threads; i++) {
        thread[i] = start_thread(work, (char *)workers + (size_t)i * worker_bytes);
    }
    pass_gate();
    double start = now();
    pass_gate();
    pass_gate();
    double seconds = now() - start;
    note_peak();
    pass_gate();
    for (int i = 0; i < threads; i++) {
        pthread_join(thread[i], NULL);
    }
    munmap(thread, bytes);
    return seconds;
}

#endif
