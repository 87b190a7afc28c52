/*
 * Out of memory: NULL and ENOMEM, nothing lost, and memory that is freed serves again.
 *
 *     oom limited MIB SIZES                 under a limit on the address space that holds from the program's start
 *     oom data MIB SIZES                    under a limit on memory that may be written (RLIMIT_DATA), from the start
 *     oom knob MIB SIZES                    under HZ3_MEM_LIMIT, which nothing that is resident goes past
 *     oom later MIB                         a limit on the address space that the program sets itself, when it is running
 *     oom fallback MIB                      under a limit; fails if glibc's malloc stepped in
 *     oom shrinking MIB                     under a limit; realloc to less must succeed with nothing left
 *     oom absurd                            no limit, requests no machine can serve
 *
 * SIZES is small, medium, large or huge.
 */
#include "client.h"
#include <dlfcn.h>
#include <sys/resource.h>

typedef struct {
    const char *name;
    size_t low, high;
} Sizes;

static const Sizes all_sizes[] = {{"small", 16, 2000}, {"medium", 2100, 32000}, {"large", 40000, 3 * MIB}, {"huge", 5 * MIB, 9 * MIB}};

/* The blocks are chained through themselves: a table would need memory of its own. */
typedef struct Link {
    struct Link *next;
    size_t size;
} Link;

static Link *chain;
static size_t held;
/* Nobody can hold more than the limit: an allocator that does not know it must not exhaust the machine instead. */
static size_t most_held;

/* Allocates until NULL; every block carries a pattern. */
static void exhaust(const Sizes *sizes, uint64_t *state) {
    for (;;) {
        size_t size = random_between(state, sizes->low, sizes->high);
        errno = 0;
        Link *block = malloc(size);
        if (block == NULL) {
            CHECK(errno == ENOMEM, "malloc(%zu) returned NULL with errno %d, not ENOMEM", size, errno);
            return;
        }
        *block = (Link){chain, size};
        pattern_fill(block + 1, MIN(size - sizeof *block, (size_t)256), size);
        chain = block;
        held += size;
        CHECK(held <= most_held, "%zu KiB were had with a limit of %zu MiB", held / KIB, most_held / MIB);
    }
}

static void release(Link *block) {
    pattern_check(block + 1, MIN(block->size - sizeof *block, (size_t)256), block->size, "block held at the limit");
    held -= block->size;
    free(block);
}

/* Frees one block in two, or all. */
static void release_part(size_t one_in) {
    Link *kept = NULL;
    for (size_t i = 0; chain != NULL; i++) {
        Link *block = chain;
        chain = block->next;
        if (i % one_in == 0) {
            release(block);
        } else {
            block->next = kept;
            kept = block;
        }
    }
    chain = kept;
}

/* At the limit every function says NULL and ENOMEM, again and again, and realloc keeps what it cannot move. */
static void check_refusals(size_t size) {
    for (int i = 0; i < 100; i++) {
        void *aligned = NULL;
        errno = 0;
        CHECK(malloc(size) == NULL && errno == ENOMEM, "malloc(%zu) beyond the limit: errno %d", size, errno);
        errno = 0;
        CHECK(calloc(1, size) == NULL && errno == ENOMEM, "calloc(1, %zu) beyond the limit: errno %d", size, errno);
        errno = 0;
        CHECK(aligned_alloc(64, size) == NULL && errno == ENOMEM, "aligned_alloc(64, %zu) beyond the limit: errno %d", size, errno);
        CHECK(posix_memalign(&aligned, 4096, size) == ENOMEM, "posix_memalign(4096, %zu) beyond the limit is no ENOMEM", size);
        Link *next = chain->next;
        size_t kept = chain->size;
        errno = 0;
        CHECK(realloc(chain, size) == NULL && errno == ENOMEM, "realloc(p, %zu) beyond the limit: errno %d", size, errno);
        CHECK(chain->next == next && chain->size == kept, "a failing realloc changed the block");
        pattern_check(chain + 1, MIN(kept - sizeof *chain, (size_t)256), kept, "block of a failing realloc");
    }
}

static void limited(size_t limit, const Sizes *sizes) {
    uint64_t state = random_seed(limit / MIB);
    exhaust(sizes, &state);
    size_t first = held;
    CHECK(first >= limit / 3 * 2, "only %zu KiB in %s blocks fit in %zu MiB", first / KIB, sizes->name, limit / MIB);
    check_refusals(limit);
    release_part(2);
    size_t half = held;
    exhaust(sizes, &state);
    CHECK(held - half >= (first - half) / 8, "after %zu KiB were freed only %zu KiB can be had", (first - half) / KIB,
          (held - half) / KIB);
    release_part(1);
    CHECK(held == 0, "the client lost count");
    /* Memory of one kind serves another once it is free, but for what the next block would not fit in, and a lane's own buffers. */
    for (size_t i = 0; i < COUNT(all_sizes); i++) {
        exhaust(&all_sizes[i], &state);
        CHECK(held >= limit / 8 * 5, "after all %s blocks were freed only %zu KiB in %s blocks fit in %zu MiB", sizes->name, held / KIB,
              all_sizes[i].name, limit / MIB);
        release_part(1);
    }
}

/* All that is there serves, and little more than that is ever resident: what the program itself and the allocator's tables take. */
static void limited_by_knob(size_t limit, const Sizes *sizes) {
    uint64_t state = random_seed(3);
    exhaust(sizes, &state);
    CHECK(held <= limit && held >= limit / 4 * 3, "%zu KiB in %s blocks fit in %zu MiB", held / KIB, sizes->name, limit / MIB);
    release_part(1);
    limited(limit, sizes);
    long most = status_kib("VmHWM");
    CHECK((size_t)most * KIB <= limit + 8 * MIB, "%ld KiB were resident with a limit of %zu MiB", most, limit / MIB);
}

/* Starts this program again under the limit, so that the allocator meets it from its first call. */
static void restart_limited(char **argv, size_t limit) {
    struct rlimit system_limit = {limit, limit};
    int resource = strcmp(argv[1], "data") == 0 ? RLIMIT_DATA : RLIMIT_AS;
    bool by_knob = strcmp(argv[1], "knob") == 0;
    char value[32];
    snprintf(value, sizeof value, "%zuM", limit / MIB);
    CHECK((by_knob ? setenv("HZ3_MEM_LIMIT", value, 1) : setrlimit(resource, &system_limit)) == 0, "no limit, errno %d", errno);
    CHECK(setenv("OOM_LIMITED", "1", 1) == 0, "setenv failed");
    execv(argv[0], argv);
    FAIL("exec failed with errno %d", errno);
}

static void absurd(void) {
    static volatile size_t sizes[] = {(size_t)1 << 47, (size_t)1 << 48, (size_t)1 << 60, PTRDIFF_MAX, PTRDIFF_MAX - 4096};
    uint64_t state = random_seed(1);
    for (int i = 0; i < 100; i++) {
        chain = must_malloc(random_between(&state, sizeof(Link), 4 * MIB));
        *chain = (Link){NULL, malloc_usable_size(chain)};
        pattern_fill(chain + 1, MIN(chain->size - sizeof *chain, (size_t)256), chain->size);
        for (size_t j = 0; j < COUNT(sizes); j++) {
            check_refusals(sizes[j]);
        }
        free(chain);
    }
}

/* glibc's own heap must not have grown: what it hands out behind the allocator's back would come back as a foreign pointer. */
static void fallback(void) {
    void *libc = dlopen("libc.so.6", RTLD_NOW | RTLD_NOLOAD);
    struct mallinfo2 (*glibc_info)(void) = (struct mallinfo2 (*)(void))dlsym(libc, "mallinfo2");
    CHECK(glibc_info != NULL, "no mallinfo2 in libc");
    struct mallinfo2 before = glibc_info();
    uint64_t state = random_seed(2);
    for (size_t i = COUNT(all_sizes); i-- > 0;) {
        exhaust(&all_sizes[i], &state);
    }
    struct mallinfo2 after = glibc_info();
    CHECK(after.uordblks + after.hblkhd <= before.uordblks + before.hblkhd + 64 * KIB,
          "glibc's heap went from %zu to %zu bytes while another allocator was out of memory", before.uordblks + before.hblkhd,
          after.uordblks + after.hblkhd);
}

/* A block that shrinks is large enough as it is: realloc has no reason to fail, whatever the size was and will be. */
static void shrinking(void) {
    static const size_t sizes[] = {9 * MIB, 3 * MIB, 200 * KIB, 40 * KIB, 20000, 3000, 900, 100, 1};
    static unsigned char *blocks[COUNT(sizes)][COUNT(sizes)];
    for (size_t from = 0; from < COUNT(sizes); from++) {
        for (size_t to = from + 1; to < COUNT(sizes); to++) {
            blocks[from][to] = must_malloc(sizes[from]);
            pattern_fill(blocks[from][to], sizes[from], from);
        }
    }
    /* All the rest of the memory, to the last small block. */
    for (size_t size = MIB; size >= sizeof(Link); size /= 2) {
        for (Link *link; (link = malloc(size)) != NULL;) {
            *link = (Link){chain, size};
            chain = link;
        }
    }
    /* Smallest first: what the huge ones give back must not help the small ones. */
    for (size_t from = COUNT(sizes); from-- > 0;) {
        for (size_t to = from + 1; to < COUNT(sizes); to++) {
            unsigned char *block = realloc(blocks[from][to], sizes[to]);
            CHECK(block != NULL, "realloc(%zu -> %zu) with no memory left returned NULL", sizes[from], sizes[to]);
            pattern_check_prefix(block, sizes[to], sizes[from], from, "shrinking realloc with no memory left");
        }
    }
}

/* The system refuses any mapping at first, since what an allocator has reserved is past the limit already. */
static void later(size_t limit) {
    Link *early = must_malloc(MIB);
    *early = (Link){NULL, MIB};
    held = MIB;
    pattern_fill(early + 1, MIN(early->size - sizeof *early, (size_t)256), early->size);
    chain = early;
    CHECK(setrlimit(RLIMIT_AS, &(struct rlimit){limit, limit}) == 0, "no limit, errno %d", errno);
    free(must_malloc(16 * MIB));
    uint64_t state = random_seed(4);
    for (size_t i = 0; i < COUNT(all_sizes); i++) {
        exhaust(&all_sizes[i], &state);
        CHECK(held >= limit / 2, "only %zu KiB in %s blocks fit in %zu MiB", held / KIB, all_sizes[i].name, limit / MIB);
        release_part(1);
    }
}

int main(int argc, char **argv) {
    CHECK(argc >= 2, "usage: oom limited|data|knob MIB SIZES | oom later|fallback|shrinking MIB | oom absurd");
    if (strcmp(argv[1], "absurd") == 0) {
        absurd();
        return 0;
    }
    size_t limit = argc > 2 ? strtoul(argv[2], NULL, 10) * MIB : 0;
    most_held = limit;
    if (strcmp(argv[1], "later") == 0) {
        later(limit);
        return 0;
    }
    if (getenv("OOM_LIMITED") == NULL) {
        restart_limited(argv, limit);
    }
    if (strcmp(argv[1], "fallback") == 0) {
        fallback();
        return 0;
    }
    if (strcmp(argv[1], "shrinking") == 0) {
        alarm(20);
        shrinking();
        return 0;
    }
    for (size_t i = 0; argc > 3 && i < COUNT(all_sizes); i++) {
        if (strcmp(argv[3], all_sizes[i].name) == 0) {
            (strcmp(argv[1], "knob") == 0 ? limited_by_knob : limited)(limit, &all_sizes[i]);
            return 0;
        }
    }
    FAIL("no sizes named %s", argc > 3 ? argv[3] : "(none given)");
}
