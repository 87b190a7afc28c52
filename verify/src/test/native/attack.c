/*
 * Attacks on the heap: wrong frees, and writes where they do not belong. Most end by SIGABRT with one line on the lane "hardened".
 *
 *     KIND SIZE, where KIND is one of
 *     double-at-once        the block is freed twice in a row
 *     double-after-others   others of its size are freed between
 *     double-after-reuse    others of its size are freed and allocated between, until there was a refill
 *     double-by-other       the second free is another thread's
 *     double-by-others      both frees are, of one thread
 *     double-by-two         both frees are, of two threads
 *     double-stale          all blocks of its size are freed and their memory given back between
 *     double-realloc        it is freed and then resized
 *     interior              an address 16 bytes into the block
 *     interior-half         an address in its middle
 *     interior-by-other     the same by another thread
 *     misaligned            an address 1 byte into the block
 *     misaligned-by-other   the same by another thread
 *     never                 an address behind it where no block was handed out yet
 *     foreign               an address on the stack
 *     write-after-free      the first words of a freed block are overwritten, then blocks are allocated
 *     write-by-other        the same with a block that another thread has freed, before it is home
 *     write-after-spread    the same with a block that lies in its span's list
 *     link-to-block         a freed block's first word is made to point to a block in use
 *     overflow-to-free      a block is overwritten up to the first byte of a free one behind it
 *     write-within          a freed block is written to past its first words, then the others are freed (zero on free, quarantine)
 *     overflow-by-one       a zero is written behind the block, then it is freed
 *     overflow-by-one-other, overflow-by-one-before-move
 *                           the same, freed by another thread, or moved by realloc
 *     overflow-by-many      eight bytes are written behind it
 *
 * Guard pages end these by SIGSEGV:
 *     past-large            the first byte behind a large block is written
 *     before-large          the last byte before it
 *     past-reused, before-reused
 *                           the same with a block in the place of one that was freed
 *     past-grown, before-grown, past-shrunk, before-shrunk
 *                           the same with a block that was resized
 *     far                   all is overwritten from a small block on
 *
 * Four end by 0:
 *     many                  fails if there are no blocks, threads or mappings any more because of all the guards
 *     reuse                 fails if a freed block is handed out again before 64 others of its size were freed
 *     contents              fails if the freed block, or the next one there, shows what was in it
 *     places                prints in which order blocks are handed out
 */
#include "client.h"
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>

enum { BLOCKS = 2000, SPREAD = 40000, HANG_SECONDS = 60 };

static char *volatile block;
static char *volatile others[SPREAD];
static size_t size;
static size_t others_count;
static atomic_int told;

static void free_block(void) {
    free(block);
}

static void *free_in_thread(void *times) {
    for (size_t i = 0; i < (size_t)times; i++) {
        free_block();
    }
    return NULL;
}

static void free_by_other(size_t times) {
    join_thread(start_thread(free_in_thread, (void *)times, 0));
}

/* Room for many blocks of some size, and for few large ones. */
static void allocate(void) {
    others_count = MIN((size_t)BLOCKS, MAX((size_t)4, 64 * MIB / size));
    for (size_t i = 0; i < others_count; i++) {
        others[i] = must_malloc(size);
        if (i == others_count / 2) {
            block = must_malloc(size);
        }
    }
}

static void free_others(void) {
    for (size_t i = 0; i < others_count; i++) {
        free(others[i]);
    }
}

static void allocate_others(size_t count) {
    for (size_t i = 0; i < count; i++) {
        others[i] = must_malloc(size);
    }
}

static void double_at_once(void) {
    free_block();
    free_block();
}

static void double_after_others(void) {
    free_block();
    free_others();
    free_block();
}

static void double_after_reuse(void) {
    free_others();
    free_block();
    allocate_others(others_count / 2);
    others[0] = block;
    for (size_t i = 1; i < others_count / 2; i++) {
        if (others[i] == block) {
            /* Handed out again, so that the second free is the new holder's block: the third is one too many. */
            free_block();
        }
    }
    free_block();
    free_block();
}

/* The thread is there before the first free, lest what it needs takes the block's place. */
static void *free_when_told(void *argument) {
    while (!atomic_load(&told)) {
        sched_yield();
    }
    free_block();
    return argument;
}

static void double_by_other(void) {
    pthread_t thread = start_thread(free_when_told, NULL, 0);
    free_block();
    atomic_store(&told, 1);
    join_thread(thread);
}

static void double_by_others(void) {
    free_by_other(2);
}

static void double_by_two(void) {
    free_by_other(1);
    free_by_other(1);
}

static void double_stale(void) {
    free_others();
    free_block();
    malloc_trim(0);
    free_block();
}

static void double_realloc(void) {
    free_block();
    block = realloc(block, size);
}

static void interior(void) {
    block += 16;
    free_block();
}

static void interior_half(void) {
    block += MAX(size / 2 & ~(size_t)15, (size_t)16);
    free_block();
}

static void interior_by_other(void) {
    block += 16;
    free_by_other(1);
}

static void misaligned(void) {
    block++;
    free_block();
}

static void misaligned_by_other(void) {
    block++;
    free_by_other(1);
}

static void never(void) {
    for (size_t i = 0; i < others_count; i++) {
        block = MAX(block, others[i]);
    }
    block += 2 * MAX((malloc_usable_size(block) + 15) & ~(size_t)15, (size_t)2048);
    free_block();
}

static void foreign(void) {
    char here[64] = "";
    block = here + 16 - (uintptr_t)here % 16;
    free_block();
}

static void overwrite(void) {
    memset(block, 'A', 16);
}

static void write_after_free(void) {
    free_block();
    overwrite();
    allocate_others(others_count);
}

static void write_by_other(void) {
    free_by_other(1);
    overwrite();
    allocate_others(others_count);
}

static void write_after_spread(void) {
    for (size_t i = 0; i < SPREAD; i++) {
        others[i] = must_malloc(size);
    }
    block = others[0];
    free(others[1]);
    free_block();
    free(others[2]);
    overwrite();
    malloc_trim(0);
    allocate_others(SPREAD);
}

static void link_to_block(void) {
    free_block();
    *(void *volatile *)block = (void *)others[0];
    allocate_others(others_count);
}

/* Of two blocks that lie side by side the second one is free, and the first one's owner writes on. */
static void overflow_to_free(void) {
    char *volatile first = NULL, *volatile next = NULL;
    for (size_t i = 0; i < others_count && next == NULL; i++) {
        for (size_t j = 0; j < others_count && next == NULL; j++) {
            if (i != j && (size_t)(others[j] - others[i]) < malloc_usable_size(others[i]) + 16) {
                first = others[i];
                next = others[j];
            }
        }
    }
    CHECK(next != NULL, "no two blocks of %zu bytes lie side by side", size);
    size_t distance = (size_t)(next - first);
    free(next);
    for (size_t i = size; i <= distance; i++) {
        first[i] ^= 0x41;
    }
    allocate_others(others_count);
}

static void overflow(size_t bytes) {
    memset(block + malloc_usable_size(block), 0, bytes);
}

static void overflow_by_one(void) {
    overflow(1);
    free_block();
}

static void overflow_by_one_before_move(void) {
    overflow(1);
    block = realloc(block, size * 4);
}

static void overflow_by_one_other(void) {
    overflow(1);
    free_by_other(1);
}

static void overflow_by_many(void) {
    overflow(8);
    free_block();
}

/* The write of an overflow, before what lies in that place can stop it. */
static void past(void) {
    block[malloc_usable_size(block)] = 'A';
}

static void before(void) {
    block[-1] = 'A';
}

static void use_again(void) {
    free_block();
    block = must_malloc(size);
    memset(block, 'B', malloc_usable_size(block));
}

static void past_reused(void) {
    use_again();
    past();
}

static void before_reused(void) {
    use_again();
    before();
}

static void resize(size_t bytes) {
    memset(block, 'B', malloc_usable_size(block));
    block = realloc(block, bytes);
    CHECK(block != NULL && block[0] == 'B' && block[MIN(size, bytes) - 1] == 'B', "a resize to %zu bytes lost the contents", bytes);
    memset(block, 'C', malloc_usable_size(block));
}

static void past_grown(void) {
    resize(size + size / 2);
    past();
}

static void before_grown(void) {
    resize(size + size / 2);
    before();
}

static void past_shrunk(void) {
    resize(size - size / 3);
    past();
}

static void before_shrunk(void) {
    resize(size - size / 3);
    before();
}

static void far(void) {
    allocate_others(SPREAD);
    memset(block, 'A', 5 * MIB);
}

/* Each block with guards takes two or three of the 65530 mappings that a process may have. */
static void many(void) {
    enum { MAPPINGS = 10000 };
    allocate_others(SPREAD);
    for (size_t i = 0; i < MAPPINGS; i++) {
        int protection = i % 2 == 0 ? PROT_READ : PROT_NONE;
        CHECK(mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED, "mapping %zu, errno %d", i, errno);
    }
    join_thread(start_thread(free_in_thread, (void *)1, 0));
    for (size_t i = 0; i < SPREAD; i++) {
        others[i][size - 1] = 'A';
        free(others[i]);
    }
}

static void write_within(void) {
    free_block();
    block[16] = 'A';
    free_others();
}

static void reuse(void) {
    free_block();
    for (int i = 0; i < 64; i++) {
        char *volatile again = must_malloc(size);
        CHECK(again != block, "the block was handed out again after %d others", i);
        free(again);
    }
}

/* Links may be seen in the freed block, and nothing in the next one. */
static void contents(void) {
    size_t usable = malloc_usable_size(block);
    memset(block, 'A', usable);
    free_block();
    for (size_t i = 16; i < usable; i++) {
        CHECK(block[i] == 0, "byte %zu of the freed block is %d", i, block[i]);
    }
    for (size_t i = 0; i < 2 * others_count; i++) {
        char *volatile again = must_malloc(size);
        if (again == block) {
            for (size_t byte = 0; byte < usable; byte++) {
                CHECK(again[byte] == 0, "byte %zu of the new block is %d", byte, again[byte]);
            }
            return;
        }
    }
    FAIL("the block did not come back");
}

/* Prints where blocks lie, in blocks, seen from the first one. */
static void places(void) {
    for (size_t i = 0; i < others_count; i++) {
        printf("%td ", (others[i] - others[0]) / (ptrdiff_t)MAX(size, (size_t)16));
    }
}

int main(int argc, char **argv) {
    alarm(HANG_SECONDS);
    CHECK(argc == 3, "give a kind and a size");
    size = strtoul(argv[2], NULL, 10);
    allocate();
    static const Case cases[] = {
        {"double-at-once", double_at_once}, {"double-after-others", double_after_others}, {"double-after-reuse", double_after_reuse},
        {"double-by-other", double_by_other}, {"double-by-others", double_by_others}, {"double-by-two", double_by_two},
        {"double-stale", double_stale}, {"double-realloc", double_realloc}, {"interior", interior}, {"interior-half", interior_half},
        {"interior-by-other", interior_by_other}, {"misaligned", misaligned}, {"misaligned-by-other", misaligned_by_other},
        {"never", never}, {"foreign", foreign}, {"write-after-free", write_after_free}, {"write-by-other", write_by_other},
        {"write-after-spread", write_after_spread}, {"link-to-block", link_to_block}, {"overflow-to-free", overflow_to_free},
        {"overflow-by-one", overflow_by_one}, {"overflow-by-one-other", overflow_by_one_other},
        {"overflow-by-one-before-move", overflow_by_one_before_move}, {"overflow-by-many", overflow_by_many},
        {"past-large", past}, {"before-large", before}, {"past-reused", past_reused}, {"before-reused", before_reused},
        {"past-grown", past_grown}, {"before-grown", before_grown}, {"past-shrunk", past_shrunk}, {"before-shrunk", before_shrunk},
        {"far", far}, {"many", many}, {"write-within", write_within}, {"reuse", reuse}, {"contents", contents}, {"places", places}};
    return run_case(cases, COUNT(cases), 2, argv);
}
