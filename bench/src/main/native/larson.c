/*
 * A server's life: LINES threads each replace random blocks of their array (free the old one, allocate one of a random size), and after
 * ROUNDS x CHUNKS replacements hand the array to a successor thread and exit. So most frees concern blocks of a thread that is gone, and
 * thread start and exit are part of the load. The main thread fills the arrays, as if it had accepted the first requests.
 *
 * Source: P. Larson and M. Krishnan, "Memory Allocation for Long-Running Server Applications", ISMM 1998; usual parameters as in
 * mimalloc-bench: 8..1000 bytes, 5000 blocks a thread, 100 rounds. Theirs runs for a given time; this one does a given amount of work.
 * A successor joins its predecessor when it has done its own share, so that an exit may overlap with the next life but none is lost.
 */
#include <pthread.h>
#include <semaphore.h>

#include "bench.h"

#define USAGE "larson LINES GENERATIONS ROUNDS CHUNKS MIN MAX"

struct line {
    _Alignas(CACHE_LINE) void **block;
    uint32_t state;
    long generations_left;
    int has_predecessor;
    pthread_t predecessor;
    sem_t finished;
};

static long replacements;
static uint32_t chunks, min_size, span;

static size_t next_size(struct line *line) {
    return min_size + random_below(&line->state, span);
}

static void *generation(void *argument) {
    struct line *line = argument;
    for (long i = 0; i < replacements; i++) {
        uint32_t victim = random_below(&line->state, chunks);
        free(line->block[victim]);
        line->block[victim] = allocate(next_size(line));
    }
    if (line->has_predecessor) {
        pthread_join(line->predecessor, NULL);
    }
    line->has_predecessor = 1;
    line->predecessor = pthread_self();
    if (--line->generations_left == 0) {
        sem_post(&line->finished);
        return NULL;
    }
    pthread_t successor;
    if (pthread_create(&successor, NULL, generation, line) != 0) {
        die("pthread_create failed");
    }
    return NULL;
}

int main(int argc, char **argv) {
    int lines = (int)argument(argc, argv, 1, 1, 4096, USAGE);
    long generations = argument(argc, argv, 2, 1, 1L << 20, USAGE);
    long rounds = argument(argc, argv, 3, 1, 1L << 20, USAGE);
    chunks = (uint32_t)argument(argc, argv, 4, 1, 1L << 24, USAGE);
    min_size = (uint32_t)argument(argc, argv, 5, 1, 1L << 30, USAGE);
    span = (uint32_t)argument(argc, argv, 6, min_size, 1L << 30, USAGE) - min_size + 1;
    replacements = rounds * chunks;
    size_t lines_bytes = (size_t)lines * sizeof(struct line);
    size_t table_bytes = (size_t)lines * chunks * sizeof(void *);
    struct line *line = map_pages(lines_bytes);
    void **table = map_pages(table_bytes);
    for (int i = 0; i < lines; i++) {
        line[i].block = table + (size_t)i * chunks;
        line[i].state = 4141u + (uint32_t)i * 0x9e3779b9u;
        line[i].generations_left = generations;
        sem_init(&line[i].finished, 0, 0);
        for (uint32_t chunk = 0; chunk < chunks; chunk++) {
            line[i].block[chunk] = allocate(next_size(&line[i]));
        }
    }

    double start = now();
    for (int i = 0; i < lines; i++) {
        pthread_t first;
        if (pthread_create(&first, NULL, generation, &line[i]) != 0) {
            die("pthread_create failed");
        }
    }
    for (int i = 0; i < lines; i++) {
        sem_wait(&line[i].finished);
        pthread_join(line[i].predecessor, NULL);
    }
    double seconds = now() - start;

    note_peak();
    for (size_t i = 0; i < (size_t)lines * chunks; i++) {
        free(table[i]);
    }
    munmap(table, table_bytes);
    munmap(line, lines_bytes);
    report(2ull * (uint64_t)lines * (uint64_t)generations * (uint64_t)replacements, seconds);
    return 0;
}
