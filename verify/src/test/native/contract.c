/* The contract of malloc(3) as glibc 2.36 keeps it, to the letter. */
#include "client.h"
#include <dlfcn.h>

/* More than PTRDIFF_MAX; volatile, so that the compiler neither warns nor folds the call. */
static volatile size_t too_big[] = {(size_t)PTRDIFF_MAX + 1, SIZE_MAX - 4096, SIZE_MAX - 15, SIZE_MAX};

/* The call must return NULL with ENOMEM. */
#define CHECK_NOMEM(call) do { \
        errno = 0; \
        void *result_ = (call); \
        CHECK(result_ == NULL, #call " with size %#zx returned %p, not NULL", size, result_); \
        CHECK(errno == ENOMEM, #call " with size %#zx set errno %d, not ENOMEM", size, errno); \
    } while (0)

static void zero_size(void) {
    enum { BLOCKS = 1000 };
    static void *blocks[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = i % 4 == 0 ? malloc(0) : i % 4 == 1 ? calloc(0, 8) : i % 4 == 2 ? calloc(8, 0) : realloc(NULL, 0);
        CHECK(blocks[i] != NULL, "a request for 0 bytes returned NULL (way %d)", i % 4);
        CHECK((uintptr_t)blocks[i] % 16 == 0, "a request for 0 bytes returned %p, not aligned to 16", blocks[i]);
        for (int j = 0; j < i; j++) {
            CHECK(blocks[i] != blocks[j], "two live blocks of 0 bytes share the address %p", blocks[i]);
        }
    }
    for (int i = 0; i < BLOCKS; i++) {
        free(blocks[i]);
    }
    void *aligned = NULL;
    CHECK(posix_memalign(&aligned, 64, 0) == 0 && aligned != NULL, "posix_memalign(64, 0) gave no block");
    CHECK((uintptr_t)aligned % 64 == 0, "posix_memalign(64, 0) gave %p", aligned);
    free(aligned);
    free(NULL);
}

static void too_big_sizes(void) {
    char *kept = must_malloc(100);
    pattern_fill(kept, 100, 1);
    for (size_t i = 0; i < COUNT(too_big); i++) {
        size_t size = too_big[i];
        CHECK_NOMEM(malloc(size));
        CHECK_NOMEM(calloc(1, size));
        CHECK_NOMEM(calloc(size, 1));
        CHECK_NOMEM(realloc(NULL, size));
        CHECK_NOMEM(realloc(kept, size));
        CHECK_NOMEM(reallocarray(NULL, 1, size));
        CHECK_NOMEM(reallocarray(kept, size, 1));
        CHECK_NOMEM(aligned_alloc(16, size));
        CHECK_NOMEM(aligned_alloc(4096, size));
        CHECK_NOMEM(memalign(1 << 20, size));
        CHECK_NOMEM(valloc(size));
        CHECK_NOMEM(pvalloc(size));
        void *untouched = kept;
        int error = posix_memalign(&untouched, 64, size);
        CHECK(error == ENOMEM, "posix_memalign(64, %#zx) returned %d, not ENOMEM", size, error);
        CHECK(untouched == kept, "a failing posix_memalign changed *memptr");
    }
    pattern_check(kept, 100, 1, "after failing realloc and reallocarray");
    free(kept);
}

static void overflow(void) {
    static volatile size_t factors[][2] = {
        {SIZE_MAX, 2}, {2, SIZE_MAX}, {SIZE_MAX / 2 + 1, 2}, {(size_t)1 << 32, (size_t)1 << 32}, {SIZE_MAX / 16, 17},
        {((size_t)1 << 32) + 1, (size_t)1 << 32}, {SIZE_MAX, SIZE_MAX}};
    void *kept = must_malloc(40);
    pattern_fill(kept, 40, 2);
    for (size_t i = 0; i < COUNT(factors); i++) {
        size_t count = factors[i][0], size = factors[i][1];
        CHECK_NOMEM(calloc(count, size));
        CHECK_NOMEM(reallocarray(NULL, count, size));
        CHECK_NOMEM(reallocarray(kept, count, size));
    }
    pattern_check(kept, 40, 2, "after an overflowing reallocarray");
    kept = reallocarray(kept, 100, 100);
    CHECK(kept != NULL, "reallocarray(p, 100, 100) returned NULL");
    pattern_check_prefix(kept, 40, 40, 2, "reallocarray");
    free(kept);
}

static void realloc_edges(void) {
    static const size_t sizes[] = {1, 16, 100, 2048, 5000, 40 * KIB, MIB, 40 * MIB};
    static volatile size_t nothing = 0;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        void *block = realloc(NULL, sizes[i]);
        CHECK(block != NULL, "realloc(NULL, %zu) returned NULL", sizes[i]);
        pattern_fill(block, sizes[i], i);
        void *same = realloc(block, sizes[i]);
        CHECK(same != NULL, "realloc to the same size %zu returned NULL", sizes[i]);
        pattern_check(same, sizes[i], i, "realloc to the same size");
        errno = 0;
        CHECK(realloc(same, nothing) == NULL, "realloc(p of %zu bytes, 0) did not return NULL", sizes[i]);
        CHECK(errno == 0, "realloc(p of %zu bytes, 0) set errno %d", sizes[i], errno);
    }
    /* realloc(p, 0) has freed the block: were it kept, two pages of each would stay resident, 32 MiB in all. */
    long before = rss_kib();
    for (int i = 0; i < 4096; i++) {
        char *block = must_malloc(MIB);
        block[0] = block[MIB - 1] = 1;
        CHECK(realloc(block, nothing) == NULL, "realloc(p, 0) did not return NULL");
    }
    CHECK(rss_kib() - before < 16 * 1024, "realloc(p, 0) does not free: resident size grew by %ld KiB", rss_kib() - before);
}

static void check_aligned(void *block, size_t alignment, size_t size, const char *name) {
    CHECK(block != NULL, "%s(%zu, %zu) returned NULL, errno %d", name, alignment, size, errno);
    CHECK((uintptr_t)block % alignment == 0, "%s for alignment %zu and %zu bytes gave %p", name, alignment, size, block);
    CHECK(malloc_usable_size(block) >= size, "%s(%zu, %zu): usable size %zu", name, alignment, size, malloc_usable_size(block));
    pattern_fill(block, malloc_usable_size(block), alignment);
    free(block);
}

static void alignment(void) {
    static volatile size_t bad[] = {0, 1, 2, 3, 4, 7, 12, 24, 40, 48, 4097, SIZE_MAX};
    for (size_t i = 0; i < COUNT(bad); i++) {
        void *untouched = &errno;
        errno = 77;
        int error = posix_memalign(&untouched, bad[i], 100);
        CHECK(error == EINVAL, "posix_memalign(alignment %zu) returned %d, not EINVAL", bad[i], error);
        CHECK(untouched == &errno, "posix_memalign(alignment %zu) changed *memptr", bad[i]);
        CHECK(errno == 77, "posix_memalign(alignment %zu) set errno %d", bad[i], errno);
    }
    for (size_t size = 0; size < 10000; size = size * 2 + 1) {
        void *block;
        for (size_t power = 8; power <= 4 * MIB; power *= 2) {
            errno = 77;
            CHECK(posix_memalign(&block, power, size) == 0, "posix_memalign(%zu, %zu) failed", power, size);
            CHECK(errno == 77, "a successful posix_memalign set errno %d", errno);
            check_aligned(block, power, size, "posix_memalign");
            check_aligned(aligned_alloc(power, size), power, size, "aligned_alloc");
            check_aligned(memalign(power, size), power, size, "memalign");
        }
        /* glibc 2.36 takes the next power of two where the alignment is none; 0 means malloc's own. */
        static volatile size_t odd[][2] = {
            {0, 16}, {1, 16}, {3, 16}, {17, 32}, {24, 32}, {33, 64}, {48, 64}, {100, 128}, {1000, 1024}, {4097, 8192}, {100000, 131072}};
        for (size_t i = 0; i < COUNT(odd); i++) {
            check_aligned(memalign(odd[i][0], size), odd[i][1], size, "memalign");
            check_aligned(aligned_alloc(odd[i][0], size), odd[i][1], size, "aligned_alloc");
        }
        check_aligned(valloc(size), 4096, size, "valloc");
        check_aligned(pvalloc(size), 4096, (size + 4095) / 4096 * 4096, "pvalloc");
    }
    /* Beyond the greatest power of two there is no next one; at it the request is only too big. */
    static volatile size_t greatest = SIZE_MAX / 2 + 1;
    errno = 0;
    CHECK(memalign(greatest + 1, 16) == NULL && errno == EINVAL, "memalign(2^63 + 1, 16): errno %d, not EINVAL", errno);
    errno = 0;
    CHECK(memalign(greatest, 16) == NULL && errno == ENOMEM, "memalign(2^63, 16): errno %d, not ENOMEM", errno);
    void *untouched = &errno;
    int error = posix_memalign(&untouched, greatest, 16);
    CHECK(error == ENOMEM && untouched == &errno, "posix_memalign(2^63, 16) returned %d, not ENOMEM, or changed *memptr", error);
}

static void errno_kept(void) {
    static const size_t sizes[] = {0, 1, 100, 2048, 3000, 32 * KIB, 33 * KIB, 200 * KIB, 3 * MIB, 70 * MIB};
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT(sizes); i++) {
            void *aligned;
            errno = 77;
            void *block = malloc(sizes[i]);
            CHECK(errno == 77, "malloc(%zu) succeeded and set errno %d", sizes[i], errno);
            void *zeroed = calloc(1, sizes[i]);
            CHECK(errno == 77, "calloc(1, %zu) succeeded and set errno %d", sizes[i], errno);
            block = realloc(block, sizes[i] + sizes[i] / 2 + 1);
            CHECK(errno == 77, "realloc from %zu succeeded and set errno %d", sizes[i], errno);
            CHECK(posix_memalign(&aligned, 64, sizes[i]) == 0, "posix_memalign(64, %zu) failed", sizes[i]);
            CHECK(errno == 77, "posix_memalign(64, %zu) succeeded and set errno %d", sizes[i], errno);
            CHECK(malloc_usable_size(block) > sizes[i] && errno == 77, "malloc_usable_size set errno %d", errno);
            free(block);
            free(zeroed);
            free(aligned);
            CHECK(errno == 77, "free of blocks of %zu bytes set errno %d", sizes[i], errno);
        }
    }
    free(NULL);
    CHECK(errno == 77, "free(NULL) set errno %d", errno);
}

static void usable_size(void) {
    CHECK(malloc_usable_size(NULL) == 0, "malloc_usable_size(NULL) is %zu", malloc_usable_size(NULL));
    for (size_t size = 0; size < 3 * MIB; size += 1 + size / 61) {
        void *block = must_malloc(size);
        CHECK((uintptr_t)block % 16 == 0, "malloc(%zu) returned %p, not aligned to 16", size, block);
        size_t usable = malloc_usable_size(block);
        CHECK(usable >= size, "malloc(%zu) has a usable size of %zu", size, usable);
        CHECK(usable <= 2 * size + 8192, "malloc(%zu) claims a usable size of %zu", size, usable);
        pattern_fill(block, usable, size);
        /* What the caller wrote in the usable part belongs to the block: realloc within it must keep it. */
        void *moved = realloc(block, usable);
        CHECK(moved != NULL, "realloc to the usable size %zu returned NULL", usable);
        pattern_check(moved, usable, size, "realloc to the usable size");
        moved = realloc(moved, usable + 1);
        CHECK(moved != NULL, "realloc to %zu returned NULL", usable + 1);
        pattern_check_prefix(moved, usable, usable, size, "realloc beyond the usable size");
        CHECK(malloc_usable_size(moved) > usable, "realloc to %zu has a usable size of %zu", usable + 1, malloc_usable_size(moved));
        free(moved);
    }
}

/* Follows the tags of a document with a stack and fails where one is not closed by its own name. */
static void check_xml(const char *text) {
    enum { DEPTH = 64, NAME = 64 };
    char open_tags[DEPTH][NAME];
    int depth = 0;
    CHECK(strncmp(text, "<malloc version=", 16) == 0, "malloc_info begins with \"%.30s\"", text);
    for (const char *tag = strchr(text, '<'); tag != NULL; tag = strchr(tag + 1, '<')) {
        const char *end = strchr(tag, '>');
        CHECK(end != NULL, "malloc_info has a tag without an end: %.30s", tag);
        size_t length = strcspn(tag + 1, " />\n");
        CHECK(end[-1] == '/' || tag[1] == '/' || (depth < DEPTH && length < NAME), "malloc_info nests too deep or has a long name");
        CHECK(depth > 0 || tag == text, "malloc_info goes on after its root: %.30s", tag);
        if (tag[1] == '/') {
            size_t closing = strcspn(tag + 2, " >\n");
            CHECK(strlen(open_tags[depth - 1]) == closing && strncmp(open_tags[depth - 1], tag + 2, closing) == 0,
                  "malloc_info closes <%s> with %.30s", open_tags[depth - 1], tag);
            depth--;
        } else if (end[-1] != '/') {
            memcpy(open_tags[depth], tag + 1, length);
            open_tags[depth++][length] = 0;
        }
    }
    CHECK(depth == 0, "malloc_info leaves <%s> open", open_tags[depth - 1]);
}

static void information(void) {
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CHECK(malloc_info(0, stream) == 0, "malloc_info(0, stream) did not return 0");
    CHECK(malloc_info(1, stream) == EINVAL, "malloc_info with options 1 did not return EINVAL");
    fclose(stream);
    check_xml(text);
    free(text);

    struct mallinfo2 before = mallinfo2();
    enum { SMALL = 8192, LARGE = 4 };
    static void *blocks[SMALL + LARGE];
    for (int i = 0; i < SMALL + LARGE; i++) {
        blocks[i] = must_malloc(i < SMALL ? KIB : 3 * MIB);
    }
    struct mallinfo2 after = mallinfo2();
    size_t live = SMALL * KIB + LARGE * 3 * MIB;
    CHECK(after.arena + after.hblkhd >= live, "mallinfo2: arena %zu + hblkhd %zu are less than the %zu live bytes", after.arena,
          after.hblkhd, live);
    CHECK(after.uordblks + after.hblkhd >= before.uordblks + before.hblkhd + live,
          "mallinfo2: uordblks + hblkhd went from %zu to %zu over %zu new live bytes", before.uordblks + before.hblkhd,
          after.uordblks + after.hblkhd, live);
    CHECK(after.uordblks <= after.arena && after.fordblks <= after.arena, "mallinfo2: uordblks %zu, fordblks %zu, arena only %zu",
          after.uordblks, after.fordblks, after.arena);
    CHECK(after.uordblks < 100 * live, "mallinfo2: uordblks %zu with %zu live", after.uordblks, live);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    struct mallinfo narrow = mallinfo();
#pragma GCC diagnostic pop
    CHECK((size_t)(unsigned)narrow.uordblks + (unsigned)narrow.hblkhd >= live, "mallinfo: uordblks %d + hblkhd %d with %zu live",
          narrow.uordblks, narrow.hblkhd, live);
    for (int i = 0; i < SMALL + LARGE; i++) {
        free(blocks[i]);
    }
    struct mallinfo2 freed = mallinfo2();
    CHECK(freed.uordblks + freed.hblkhd + live / 2 <= after.uordblks + after.hblkhd,
          "mallinfo2: freeing %zu bytes took uordblks + hblkhd only from %zu to %zu", live, after.uordblks + after.hblkhd,
          freed.uordblks + freed.hblkhd);
}

static void tuning(void) {
    static const int known[] = {M_MXFAST, M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD, M_MMAP_MAX, M_CHECK_ACTION, M_ARENA_TEST,
                                M_ARENA_MAX, M_PERTURB};
    static const int values[] = {64, 128 << 10, 64 << 10, 128 << 10, 65536, 3, 2, 8, 0};
    for (size_t i = 0; i < COUNT(known); i++) {
        CHECK(mallopt(known[i], values[i]) == 1, "mallopt(%d, %d) did not return 1", known[i], values[i]);
    }
    int trimmed = malloc_trim(0);
    CHECK(trimmed == 0 || trimmed == 1, "malloc_trim(0) returned %d", trimmed);
    free(must_malloc(1000));
}

/* malloc_stats writes to standard error, and only there. */
static void statistics(void) {
    char seen[64];
    int ends[2];
    fflush(stderr);
    int kept = dup(STDERR_FILENO);
    CHECK(pipe(ends) == 0 && kept >= 0, "no pipe");
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    dup2(ends[1], STDERR_FILENO);
    malloc_stats();
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(ends[1]);
    CHECK(read(ends[0], seen, sizeof seen) > 0, "malloc_stats wrote nothing to standard error");
}

static void old_cfree(void) {
    void (*cfree)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, "cfree");
    long before = rss_kib();
    for (int i = 0; cfree != NULL && i < 4096; i++) {
        cfree(memset(must_malloc(100 * KIB), 1, 100 * KIB));
    }
    CHECK(rss_kib() - before < 64 * 1024, "cfree does not free: resident size grew by %ld KiB", rss_kib() - before);
}

int main(int argc, char **argv) {
    static const Case cases[] = {
        {"zero", zero_size}, {"too-big", too_big_sizes}, {"overflow", overflow}, {"realloc", realloc_edges},
        {"alignment", alignment}, {"errno", errno_kept}, {"usable", usable_size}, {"info", information}, {"tuning", tuning},
        {"stats", statistics}, {"cfree", old_cfree}};
    return run_case(cases, COUNT(cases), argc, argv);
}
