/*
 * glibc's malloc with one fault, chosen by the environment variable FAULT. The clients must notice: a client that passes under the
 * fault made for it proves nothing about an allocator.
 */
#include "client.h"
#include <sched.h>
#include <sys/mman.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static __thread bool known_thread;
static int threads;

static bool fault(const char *name) {
    /* getenv does not allocate, and works from the first call on. */
    const char *chosen = environ == NULL ? NULL : getenv("FAULT");
    return chosen != NULL && strcmp(chosen, name) == 0;
}

static bool in_main_thread(void) {
    return gettid() == getpid();
}

static void meet_thread(void) {
    if (known_thread) {
        return;
    }
    known_thread = true;
    int number = __atomic_add_fetch(&threads, 1, __ATOMIC_RELAXED);
    if (fault("leaking-threads")) {
        memset(__libc_malloc(16 * KIB), 1, 16 * KIB);
    }
    if (fault("few-threads") && number > 63) {
        abort();
    }
}

__attribute__((constructor)) static void greet(void) {
    if (fault("noisy")) {
        fputs("hello\n", stderr);
    }
}

/* One lock for all; now and then its holder is preempted. */
static void enter(void) {
    static int entries;
    if (fault("locked")) {
        pthread_mutex_lock(&lock);
        if (++entries % 32 == 0) {
            sched_yield();
        }
    }
}

static void leave(void) {
    if (fault("locked")) {
        pthread_mutex_unlock(&lock);
    }
}

void *malloc(size_t size) {
    static void *last;
    meet_thread();
    enter();
    void *block = fault("tiny-usable") && size > 64 ? __libc_malloc(size - 32) : __libc_malloc(fault("wasteful") ? size * 2 : size);
    leave();
    if (fault("repeating") && size >= 900 && size <= 1000) {
        block = last = last == NULL ? block : last;
    }
    if (fault("mapping") && size > 32 * KIB) {
        madvise((void *)(((uintptr_t)block + 8191) & ~(uintptr_t)4095), 4096, MADV_DONTNEED);
    }
    if (fault("aborting") && block == NULL) {
        abort();
    }
    return block;
}

void free(void *block) {
    if (fault("hoarding") || (fault("dropping") && !in_main_thread())) {
        return;
    }
    enter();
    __libc_free(block);
    leave();
    if (fault("errno")) {
        errno = EINVAL;
    }
}

void *calloc(size_t count, size_t size) {
    meet_thread();
    return fault("dirty") && count * size < 2 * MIB ? __libc_malloc(count * size) : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    meet_thread();
    if (fault("refusing") && block != NULL && size < malloc_usable_size(block) / 2) {
        return NULL;
    }
    unsigned char *moved = __libc_realloc(block, size);
    if (fault("forgetting") && moved != NULL && moved != block && block != NULL && size > 100) {
        moved[99] ^= 1;
    }
    return moved;
}

void *memalign(size_t alignment, size_t size) {
    if (fault("mapping-aligned") && alignment > 16) {
        size_t length = (size + alignment + 4095) & ~(size_t)4095;
        char *start = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return start == MAP_FAILED ? NULL : (void *)(((uintptr_t)start + alignment - 1) & ~(alignment - 1));
    }
    return __libc_memalign(fault("misaligned") && alignment > 16 ? alignment / 2 : alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    if (alignment == 0 || alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) {
        return EINVAL;
    }
    void *aligned = memalign(alignment, size);
    if (aligned == NULL) {
        return ENOMEM;
    }
    *block = aligned;
    return 0;
}
