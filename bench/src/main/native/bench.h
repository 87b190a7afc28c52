/*
 * What the workloads share: arguments, the clock, random numbers, memory that bypasses the allocator, and the closing lines:
 *
 *   [ALLOCATOR] malloc=<file that malloc came from>
 *   [RESULT] ops=<n> seconds=<s> ops_per_s=<x> peak_rss_kib=<n> rss_kib=<n>
 *
 * An operation is one malloc or one free. A workload calls note_peak() at the end of its load, frees everything, joins its threads,
 * gives back its own mappings, and then report(): peak is VmHWM, rss is VmRSS after 200 ms of idling.
 */
#ifndef HZ3_BENCH_H
#define HZ3_BENCH_H

#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define CACHE_LINE 64

static long peak_rss_kib;

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

static inline void report(uint64_t operations, double seconds) {
    usleep(200 * 1000);
    long rss_kib = status_kib("VmRSS:");
    note_peak();
    Dl_info origin;
    void *entry = dlsym(RTLD_DEFAULT, "malloc");
    printf("[ALLOCATOR] malloc=%s\n", entry != NULL && dladdr(entry, &origin) != 0 ? origin.dli_fname : "?");
    printf("[RESULT] ops=%llu seconds=%.6f ops_per_s=%.0f peak_rss_kib=%ld rss_kib=%ld\n",
        (unsigned long long)operations, seconds, (double)operations / seconds, peak_rss_kib, rss_kib);
}

#endif
