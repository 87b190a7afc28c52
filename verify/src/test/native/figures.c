/* mallinfo2, malloc_info and what the kernel says about the same memory; one thread, where all of it is exact. */
#include "client.h"

static const long slack_kib = 1024;

/* The figures of malloc_info's element for hz3, in bytes. */
typedef struct {
    size_t in_use, cached, retained, resident;
} Figures;

static Figures figures(void) {
    static char text[4096];
    memset(text, 0, sizeof text);
    FILE *stream = fmemopen(text, sizeof text - 1, "w");
    CHECK(stream != NULL && malloc_info(0, stream) == 0, "no malloc_info");
    fclose(stream);
    Figures found;
    const char *element = strstr(text, "<hz3 ");
    CHECK(element != NULL
              && sscanf(element, "<hz3 in_use=\"%zu\" cached=\"%zu\" retained=\"%zu\" resident=\"%zu\"/>", &found.in_use, &found.cached,
                        &found.retained, &found.resident) == 4,
          "malloc_info has no figures of hz3: %s", text);
    return found;
}

/* Anonymous memory of the whole process: what is not the allocator's is the stack and some data, far below the slack. */
static long anonymous_kib(void) {
    static char text[4096];
    int file = open("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
    ssize_t length = read(file, text, sizeof text - 1);
    CHECK(file >= 0 && length > 0, "cannot read /proc/self/smaps_rollup");
    close(file);
    text[length] = 0;
    const char *found = strstr(text, "\nAnonymous:");
    CHECK(found != NULL, "no Anonymous in /proc/self/smaps_rollup");
    return strtol(found + strlen("\nAnonymous:"), NULL, 10);
}

static bool near(long a, long b, long distance) {
    return labs(a - b) <= distance;
}

/* Asking frees blocks as well, which is when an allocator gives back what is too much; figures of before and after would not fit. */
static void wait_until_nothing_is_given_back(void) {
    for (int attempt = 0; attempt < 1000; attempt++) {
        long before = anonymous_kib();
        mallinfo2();
        figures();
        if (anonymous_kib() == before) {
            break;
        }
        usleep(1000);
    }
}

/* The client holds so many bytes, and has so much of freed mappings. */
static void check(const char *when, size_t held, size_t cached_mappings) {
    wait_until_nothing_is_given_back();
    struct mallinfo2 info = mallinfo2();
    Figures figure = figures();
    long anonymous = anonymous_kib();
    CHECK(near(figure.resident / KIB, anonymous, slack_kib), "%s: resident is %zu KiB, the kernel says %ld KiB", when, figure.resident / KIB,
          anonymous);
    CHECK(figure.in_use >= held && figure.in_use <= held + held / 16 + 64 * KIB, "%s: %zu bytes are in use of the client's %zu", when,
          figure.in_use, held);
    CHECK(near(figure.in_use / KIB, (info.uordblks + info.hblkhd - cached_mappings) / KIB, 64),
          "%s: %zu bytes in use, but uordblks %zu + hblkhd %zu - %zu", when, figure.in_use, info.uordblks, info.hblkhd, cached_mappings);
    CHECK(info.arena == info.uordblks + info.fordblks && info.fsmblks <= info.fordblks, "%s: arena %zu, uordblks %zu, fordblks %zu, fsmblks %zu",
          when, info.arena, info.uordblks, info.fordblks, info.fsmblks);
    CHECK(near((info.arena + info.hblkhd) / KIB, anonymous, slack_kib), "%s: arena %zu + hblkhd %zu, the kernel says %ld KiB", when, info.arena,
          info.hblkhd, anonymous);
    CHECK(figure.in_use + figure.cached + figure.retained <= figure.resident + slack_kib * KIB,
          "%s: in use %zu + cached %zu + retained %zu are more than the resident %zu", when, figure.in_use, figure.cached, figure.retained,
          figure.resident);
}

enum { SIZE = 500, BLOCKS = 200 * 1000, KEPT = 100 };

/* Frees all but one in so many, or all; returns what is kept, in the order of a chain. */
static void *thin_out(void *all, int keep) {
    void *kept = NULL;
    for (int i = 0; all != NULL; i++) {
        void **block = all;
        all = *block;
        if (keep != 0 && i % keep == 0) {
            *block = kept;
            kept = block;
        } else {
            free(block);
        }
    }
    return kept;
}

static void *chain(int count, size_t size) {
    void *all = NULL;
    for (int i = 0; i < count; i++) {
        void **block = must_malloc(size);
        memset(block, 1, size);
        *block = all;
        all = block;
    }
    return all;
}

static void smaps(void) {
    figures();
    check("start", 0, 0);
    void *all = chain(BLOCKS, SIZE);
    check("burst", (size_t)BLOCKS * SIZE, 0);
    all = thin_out(all, KEPT);
    check("one block in a hundred", BLOCKS / KEPT * SIZE, 0);
    malloc_trim(0);
    check("trimmed", BLOCKS / KEPT * SIZE, 0);
    all = thin_out(all, 0);
    check("all freed", 0, 0);
    malloc_trim(0);
    check("all freed and trimmed", 0, 0);

    size_t run = 9 * 64 * KIB - 2 * guard_bytes();
    void *runs = chain(100, run);
    check("runs", 100 * run, 0);
    thin_out(runs, 0);
    check("runs freed", 0, 0);
    Figures figure = figures();
    CHECK(near((figure.in_use + figure.cached + figure.retained) / KIB, figure.resident / KIB, slack_kib),
          "runs freed: in use %zu + cached %zu + retained %zu are not the resident %zu", figure.in_use, figure.cached, figure.retained,
          figure.resident);
    malloc_trim(0);

    char *mapping = must_malloc(28 * MIB);
    memset(mapping, 1, 28 * MIB);
    check("mapping", 28 * MIB, 0);
    free(mapping);
    /* It is cached only if it was in demand a moment ago, for which this machine may be too slow. */
    for (int attempt = 0; attempt < 20 && mallinfo2().hblkhd == 0; attempt++) {
        mapping = must_malloc(28 * MIB);
        memset(mapping, 1, 28 * MIB);
        free(mapping);
    }
    size_t cached = mallinfo2().hblkhd;
    check("mapping cached", 0, cached);
    CHECK(figures().retained >= cached, "a cached mapping of %zu bytes is not among the %zu that are retained", cached, figures().retained);
    malloc_trim(0);
    check("mapping given back", 0, 0);
}

/* What nobody has touched is in use, and not resident. */
static void untouched(void) {
    void *mapping = must_malloc(28 * MIB), *run = must_malloc(3 * MIB);
    Figures figure = figures();
    struct mallinfo2 info = mallinfo2();
    CHECK(figure.in_use >= 31 * MIB && figure.resident < MIB, "31 MiB are untouched: in use %zu, resident %zu", figure.in_use, figure.resident);
    CHECK(info.arena == info.uordblks + info.fordblks && info.uordblks >= 3 * MIB, "arena %zu, uordblks %zu, fordblks %zu", info.arena,
          info.uordblks, info.fordblks);
    free(mapping);
    free(run);
}

static pthread_barrier_t barrier;

/* Frees half of what it got, and waits; then frees the rest. */
static void *hold(void *ignored) {
    void *all = thin_out(chain(BLOCKS / 10, SIZE), 2);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    thin_out(all, 0);
    return ignored;
}

/* Of threads that live, what they have cached counts as in use; once they have ended all is exact again. */
static void threads(void) {
    enum { THREADS = 4 };
    const size_t held = THREADS * (size_t)(BLOCKS / 20) * SIZE;
    pthread_t running[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS + 1);
    for (int i = 0; i < THREADS; i++) {
        running[i] = start_thread(hold, NULL, 0);
    }
    pthread_barrier_wait(&barrier);
    Figures figure = figures();
    CHECK(figure.in_use >= held && figure.in_use <= held * 11 / 10 + THREADS * 2 * MIB, "%zu bytes are in use of the threads' %zu", figure.in_use,
          held);
    CHECK(near(figure.resident / KIB, anonymous_kib(), slack_kib), "resident is %zu KiB, the kernel says %ld KiB", figure.resident / KIB,
          anonymous_kib());
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < THREADS; i++) {
        join_thread(running[i]);
    }
    figure = figures();
    CHECK(figure.in_use < 64 * KIB, "all threads have ended and %zu bytes are in use", figure.in_use);
}

int main(int argc, char **argv) {
    alarm(120);
    static const Case cases[] = {{"smaps", smaps}, {"untouched", untouched}, {"threads", threads}};
    return run_case(cases, COUNT(cases), argc, argv);
}
