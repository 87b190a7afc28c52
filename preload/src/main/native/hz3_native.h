/*
 * The native back end of the seam: what Java cannot say. Memory accesses by address, system calls, thread-local storage, the
 * pthread hooks and the C prototypes. There is no allocation logic here; that is in core/, in Java.
 * This header is included once, by the C that is generated from the Java classes io.hakozuna.hz3.sys.*.
 */
#ifndef HZ3_NATIVE_H
#define HZ3_NATIVE_H

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "hz3_knobs.h"
#include "hz3_system.h"
#include "hz3_text.h"

/*
 * Fast paths belong in the entry points; slow paths do not, though gcc would inline one into its only caller and then save registers
 * on the fast path.
 */
#define HZ3_FAST __attribute__((always_inline)) inline
HZ3_FAST int64_t meth_ihhc_Allocator_allocate(int64_t size, int64_t heap);
HZ3_FAST void meth_ihhc_Allocator_free(int64_t address, int64_t heap);
/* A flush may lead back here, when it takes mail home that is to be sent on; gcc does not inline on such a circle by itself. */
HZ3_FAST void meth_ihhc_RemoteFree_free(int64_t heap, int64_t page, int64_t object, int64_t tag);
HZ3_FAST void meth_ihhc_RemoteFree_count(int64_t heap, int64_t bin);
HZ3_FAST void meth_ihhc_HashedStash_add(int64_t heap, int64_t object, int64_t tag);
HZ3_FAST void meth_ihhc_MappedStash_add(int64_t heap, int64_t object, int64_t owner, int64_t bin);
HZ3_FAST void meth_ihhc_SortedStash_add(int64_t heap, int64_t object);
HZ3_FAST int32_t meth_ihhc_Bucket_add(int64_t bucket, int64_t object);
HZ3_FAST int32_t meth_ihhc_Span_size(int64_t span);
HZ3_FAST int32_t meth_ihhc_SizeClasses_sizeOf(int32_t bin);
/* A call of a function that only asks for cache lines counts as one without effect, and gcc leaves it out. */
HZ3_FAST void meth_ihhc_Inbox_prefetch(int64_t next);
HZ3_FAST int64_t meth_ihhc_FreeLink_get(int64_t word);
HZ3_FAST void meth_ihhc_FreeLink_put(int64_t word, int64_t link);
HZ3_FAST void meth_ihhc_ObjectStates_handOut(int64_t object);
HZ3_FAST void meth_ihhc_ObjectStates_takeBack(int64_t address);
HZ3_FAST void meth_ihhc_Hardening_handOut(int64_t object, int64_t bin);
HZ3_FAST void meth_ihhc_Hardening_takeBack(int64_t address, int64_t bin);
HZ3_FAST void meth_ihhc_Canary_set(int64_t object, int64_t bin);
HZ3_FAST void meth_ihhc_Canary_check(int64_t object, int64_t bin);
HZ3_FAST void meth_ihhc_Canary_setStepped(int64_t object, int32_t bin);
HZ3_FAST void meth_ihhc_Canary_checkStepped(int64_t object, int32_t bin);
HZ3_FAST void meth_ihhc_Hardening_zeroIfWanted(int64_t address);
HZ3_FAST int64_t meth_ihhc_Arena_pageOf(int64_t address);
#define HZ3_SLOW __attribute__((noinline))
/* They end the process, so the fast paths need not be able to go on after them. */
#define HZ3_FAIL __attribute__((noinline, cold, noreturn))
HZ3_FAIL void meth_ihhc_FreeLink_leadsOut(int64_t word);
HZ3_FAIL void meth_ihhc_Canary_fail(int64_t object);
HZ3_FAIL void meth_ihhc_ObjectStates_failOut(int64_t object);
HZ3_FAIL void meth_ihhc_ObjectStates_failBack(int64_t address);
HZ3_SLOW int64_t meth_ihhc_Allocator_allocateStepped(int64_t size, int64_t heap);
HZ3_SLOW int64_t meth_ihhc_Allocator_allocateSlow(int64_t size, int64_t heap);
HZ3_SLOW void meth_ihhc_Allocator_freeOutside(int64_t address, int64_t heap);
HZ3_SLOW void meth_ihhc_Allocator_freeAnyones(int64_t address, int64_t heap, int64_t page, int64_t kind);
HZ3_SLOW void meth_ihhc_Allocator_freeOther(int64_t address, int64_t heap, int64_t page, int64_t kind);
HZ3_SLOW void meth_ihhc_Allocator_freeOwnSlow(int64_t heap, int64_t page, int64_t address, int64_t kind);
HZ3_SLOW void meth_ihhc_RemoteFree_freeAtOnce(int64_t heap, int64_t page, int64_t object, int64_t tag);
HZ3_SLOW void meth_ihhc_RemoteFree_freeUntagged(int64_t page, int64_t object);
HZ3_SLOW void meth_ihhc_RemoteFree_freeToNewRow(int64_t heap, int64_t object, int64_t tag);
HZ3_SLOW void meth_ihhc_RemoteFree_flush(int64_t heap);
HZ3_SLOW void meth_ihhc_Inbox_takeOther(int64_t heap, int64_t page, int64_t object, int64_t kind);
HZ3_SLOW int32_t meth_ihhc_Adoption_adopt(int64_t heap);
HZ3_SLOW int64_t meth_ihhc_Bins_refillAgain(int64_t heap, int32_t bin);
HZ3_SLOW void meth_ihhc_Allocator_freeUnseen(int64_t address, int64_t heap, int64_t page);
HZ3_SLOW void meth_ihhc_Quarantine_add(int64_t heap, int64_t object, int64_t bin);
HZ3_SLOW void meth_ihhc_Hardening_zeroObject(int64_t address);
HZ3_SLOW void meth_ihhc_Runs_free(int64_t heap, int64_t page, int64_t address);
HZ3_SLOW void meth_ihhc_Spans_free(int64_t heap, int64_t page, int64_t object, int64_t bin);
HZ3_SLOW void meth_ihhc_Spans_changed(int64_t heap, int64_t span);
HZ3_SLOW int64_t meth_ihhc_DirectCache_evictSome(int64_t deadline, int64_t most, int64_t lock);
HZ3_SLOW void meth_ihhc_Purge_lookAtClock(int64_t heap);
HZ3_SLOW void meth_ihhc_Trap_caught(int64_t heap, int64_t page);

/* ---- Memory ---- */

static inline int64_t hz3_get_long(int64_t a) { return *(int64_t *) a; }
static inline void hz3_put_long(int64_t a, int64_t v) { *(int64_t *) a = v; }
static inline int32_t hz3_get_int(int64_t a) { return *(int32_t *) a; }
static inline void hz3_put_int(int64_t a, int32_t v) { *(int32_t *) a = v; }
static inline void hz3_put_byte(int64_t a, int8_t v) { *(int8_t *) a = v; }
static inline int8_t hz3_get_byte(int64_t a) { return *(int8_t *) a; }
static inline int64_t hz3_get_long_opaque(int64_t a) { return __atomic_load_n((int64_t *) a, __ATOMIC_RELAXED); }
static inline int32_t hz3_get_int_opaque(int64_t a) { return __atomic_load_n((int32_t *) a, __ATOMIC_RELAXED); }
static inline int64_t hz3_get_unsigned_int_opaque(int64_t a) { return (int64_t) __atomic_load_n((uint32_t *) a, __ATOMIC_RELAXED); }
static inline void hz3_put_int_opaque(int64_t a, int32_t v) { __atomic_store_n((int32_t *) a, v, __ATOMIC_RELAXED); }
static inline void hz3_put_long_opaque(int64_t a, int64_t v) { __atomic_store_n((int64_t *) a, v, __ATOMIC_RELAXED); }
static inline int32_t hz3_get_int_acquire(int64_t a) { return __atomic_load_n((int32_t *) a, __ATOMIC_ACQUIRE); }
static inline int64_t hz3_get_long_acquire(int64_t a) { return __atomic_load_n((int64_t *) a, __ATOMIC_ACQUIRE); }
static inline void hz3_put_long_release(int64_t a, int64_t v) { __atomic_store_n((int64_t *) a, v, __ATOMIC_RELEASE); }
static inline void hz3_put_int_release(int64_t a, int32_t v) { __atomic_store_n((int32_t *) a, v, __ATOMIC_RELEASE); }
static inline int64_t hz3_get_long_volatile(int64_t a) { return __atomic_load_n((int64_t *) a, __ATOMIC_SEQ_CST); }
static inline int32_t hz3_get_int_volatile(int64_t a) { return __atomic_load_n((int32_t *) a, __ATOMIC_SEQ_CST); }
static inline void hz3_put_int_volatile(int64_t a, int32_t v) { __atomic_store_n((int32_t *) a, v, __ATOMIC_SEQ_CST); }
static inline int32_t hz3_compare_and_set_long_volatile(int64_t a, int64_t expected, int64_t v) {
    return __atomic_compare_exchange_n((int64_t *) a, &expected, v, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);
}
static inline int64_t hz3_get_and_add_long_volatile(int64_t a, int64_t delta) {
    return __atomic_fetch_add((int64_t *) a, delta, __ATOMIC_SEQ_CST);
}
static inline int32_t hz3_compare_and_set_int_acquire(int64_t a, int32_t expected, int32_t v) {
    return __atomic_compare_exchange_n((int32_t *) a, &expected, v, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}
static inline int64_t hz3_get_and_set_long_acquire(int64_t a, int64_t v) { return __atomic_exchange_n((int64_t *) a, v, __ATOMIC_ACQUIRE); }
static inline int32_t hz3_get_and_set_int_acquire(int64_t a, int32_t v) { return __atomic_exchange_n((int32_t *) a, v, __ATOMIC_ACQUIRE); }
static inline int32_t hz3_get_and_set_int_release(int64_t a, int32_t v) { return __atomic_exchange_n((int32_t *) a, v, __ATOMIC_RELEASE); }
static inline int8_t hz3_get_and_set_byte_volatile(int64_t a, int8_t v) { return __atomic_exchange_n((int8_t *) a, v, __ATOMIC_SEQ_CST); }
static inline void hz3_copy(int64_t source, int64_t target, int64_t bytes) { memcpy((void *) target, (void *) source, (size_t) bytes); }
static inline void hz3_zero(int64_t a, int64_t bytes) { memset((void *) a, 0, (size_t) bytes); }
/* A macro, so that the block belongs to the function that asks. */
#define hz3_on_stack(bytes) ((int64_t) __builtin_alloca_with_align((size_t) (bytes), 128))

/* ---- Cpu ---- */

/* A macro: from an inlined function the hint comes too late for the order of the branches. */
#define hz3_unlikely(condition) __builtin_expect((condition), 0)
/* On x86-64 in rcx, so that rax is left for the value that malloc returns. */
#if defined(__x86_64__)
static inline int64_t hz3_opaque(int64_t v) { __asm__("" : "+c"(v)); return v; }
#else
static inline int64_t hz3_opaque(int64_t v) { __asm__("" : "+r"(v)); return v; }
#endif
/* What the C compiler would learn from it saves nothing: there are no checks of bounds. */
#define hz3_within(value, mask) (value)
static inline int32_t hz3_leading_zeros(int64_t v) { return __builtin_clzll((unsigned long long) v); }
static inline int32_t hz3_trailing_zeros(int64_t v) { return __builtin_ctzll((unsigned long long) v); }
static inline int64_t hz3_reverse_bytes(int64_t v) { return (int64_t) __builtin_bswap64((uint64_t) v); }
static inline int32_t hz3_bit_count(int64_t v) { return __builtin_popcountll((unsigned long long) v); }
/* A macro for the same reason. */
#define hz3_prefetch(address) __builtin_prefetch((void *) (address), 1)
static inline void hz3_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

/* ---- Os: system calls that leave errno as it was, since free must not change it and malloc only where it fails ---- */

static int64_t hz3_os_mapping(int64_t bytes, int protection, int flags) {
    int saved = errno;
    void *p = mmap(NULL, (size_t) bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    errno = saved;
    return p == MAP_FAILED ? 0 : (int64_t) p;
}
/*
 * Large reserves, the arena and perhaps its tables, are left out of what debuggers write of a process (gcore), but for what of them is in
 * use: they would write all the addresses. The kernel's own dumps have no reserved addresses anyhow.
 */
#define HZ3_LARGE_RESERVE (1 << 30)
static struct { int64_t begin, bytes; } hz3_reserves[2];
static int hz3_is_reserve(int64_t a) {
    return (uint64_t) (a - hz3_reserves[0].begin) < (uint64_t) hz3_reserves[0].bytes
        || (uint64_t) (a - hz3_reserves[1].begin) < (uint64_t) hz3_reserves[1].bytes;
}
static inline int64_t hz3_os_reserve(int64_t bytes) {
    int64_t a = hz3_os_mapping(bytes, PROT_NONE, MAP_NORESERVE);
    int place = hz3_reserves[0].bytes != 0;
    if (a != 0 && bytes >= HZ3_LARGE_RESERVE && hz3_reserves[place].bytes == 0) {
        int saved = errno;
        hz3_reserves[place].begin = a;
        hz3_reserves[place].bytes = bytes;
        madvise((void *) a, (size_t) bytes, MADV_DONTDUMP);
        errno = saved;
    }
    return a;
}
static inline int64_t hz3_os_map(int64_t bytes) { return hz3_os_mapping(bytes, PROT_READ | PROT_WRITE, 0); }
static inline int32_t hz3_os_commit(int64_t a, int64_t bytes) {
    int saved = errno;
    int failed = mprotect((void *) a, (size_t) bytes, PROT_READ | PROT_WRITE);
    if (!failed && hz3_is_reserve(a)) madvise((void *) a, (size_t) bytes, MADV_DODUMP);
    errno = saved;
    return !failed;
}
static inline int32_t hz3_os_protect(int64_t a, int64_t bytes) {
    int saved = errno;
    int failed = mprotect((void *) a, (size_t) bytes, PROT_NONE);
    errno = saved;
    return !failed;
}
static inline int32_t hz3_os_map_at(int64_t a, int64_t bytes) {
    int saved = errno;
    void *p = mmap((void *) a, (size_t) bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    int taken = p == MAP_FAILED ? errno == EEXIST : p != (void *) a;
    /* Kernels before 4.17 take the address as a wish. */
    if (p != MAP_FAILED && taken) munmap(p, (size_t) bytes);
    errno = saved;
    return taken ? -1 : p != MAP_FAILED;
}
static inline int32_t hz3_os_decommit(int64_t a, int64_t bytes) {
    int saved = errno;
    void *p = mmap((void *) a, (size_t) bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    if (p != MAP_FAILED && hz3_is_reserve(a)) madvise(p, (size_t) bytes, MADV_DONTDUMP);
    errno = saved;
    return p != MAP_FAILED;
}
static inline int32_t hz3_os_unmap(int64_t a, int64_t bytes) {
    int saved = errno;
    int failed = munmap((void *) a, (size_t) bytes);
    for (int i = 0; i < 2 && bytes >= HZ3_LARGE_RESERVE; i++) {
        if ((uint64_t) (a - hz3_reserves[i].begin) < (uint64_t) hz3_reserves[i].bytes) hz3_reserves[i].bytes = 0;
    }
    errno = saved;
    return !failed;
}
static inline int32_t hz3_os_purge(int64_t a, int64_t bytes) {
    int saved = errno;
    int failed = madvise((void *) a, (size_t) bytes, MADV_DONTNEED);
    errno = saved;
    return !failed;
}
static inline void hz3_os_huge_pages(int64_t a, int64_t bytes, int32_t mode) {
    int saved = errno;
    if (mode != 1) madvise((void *) a, (size_t) bytes, mode == 0 ? MADV_NOHUGEPAGE : MADV_HUGEPAGE);
    errno = saved;
}
static int64_t hz3_os_resident_bytes(int64_t a, int64_t bytes) {
    int saved = errno;
    int64_t resident = 0, done = 0;
    unsigned char pages[1024];
    while (done < bytes) {
        int64_t piece = bytes - done < 4096 * (int64_t) sizeof pages ? bytes - done : 4096 * (int64_t) sizeof pages;
        if (mincore((void *) (a + done), (size_t) piece, pages) != 0) {
            resident += piece;
        } else {
            for (int64_t i = 0; i < piece / 4096; i++) resident += (int64_t) (pages[i] & 1) * 4096;
        }
        done += piece;
    }
    errno = saved;
    return resident;
}
static inline int32_t hz3_os_remap_in_place(int64_t a, int64_t old_bytes, int64_t new_bytes) {
    int saved = errno;
    void *p = mremap((void *) a, (size_t) old_bytes, (size_t) new_bytes, 0);
    errno = saved;
    return p != MAP_FAILED;
}
static inline int64_t hz3_os_remap(int64_t a, int64_t old_bytes, int64_t new_bytes) {
    int saved = errno;
    void *p = mremap((void *) a, (size_t) old_bytes, (size_t) new_bytes, MREMAP_MAYMOVE);
    errno = saved;
    return p == MAP_FAILED ? 0 : (int64_t) p;
}
static inline int64_t hz3_os_address_space_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > INT64_MAX) {
        return INT64_MAX;
    }
    return (int64_t) limit.rlim_cur;
}
static inline int64_t hz3_os_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
static inline void hz3_os_wait_while(int64_t a, int32_t value) {
    int saved = errno;
    syscall(SYS_futex, (void *) a, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
    errno = saved;
}
static inline void hz3_os_wake(int64_t a) {
    int saved = errno;
    syscall(SYS_futex, (void *) a, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    errno = saved;
}

/* By syscall, since a thread may be cancelled in libc's getrandom. Where there is none, the bytes that the kernel gave the program. */
static int64_t hz3_os_secret(void) {
    int saved = errno;
    int64_t secret;
    if (syscall(SYS_getrandom, &secret, sizeof secret, 0) != sizeof secret) memcpy(&secret, (void *) getauxval(AT_RANDOM), sizeof secret);
    errno = saved;
    return secret;
}
static inline int32_t hz3_os_process_id(void) { return getpid(); }
/* By syscall, since a thread may be cancelled in libc's own functions for files. */
static inline int32_t hz3_os_create_file(int64_t name) {
    int saved = errno;
    long file = syscall(SYS_openat, AT_FDCWD, (char *) name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    int error = file < 0 ? errno : 0;
    if (file >= 0) syscall(SYS_close, file);
    errno = saved;
    return error;
}
/* The signal that a file has grown past the process's limit is for its own files; here the error says it. */
static inline int32_t hz3_os_append_to_file(int64_t name, int64_t a, int64_t bytes) {
    int saved = errno;
    sigset_t too_large, mask;
    sigemptyset(&too_large);
    sigaddset(&too_large, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &too_large, &mask);
    long file = syscall(SYS_openat, AT_FDCWD, (char *) name, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
    int error = file < 0 ? errno : 0;
    while (error == 0 && bytes > 0) {
        long written = syscall(SYS_write, file, (void *) a, bytes);
        if (written >= 0) {
            a += written;
            bytes -= written;
        } else if (errno != EINTR) {
            error = errno;
        }
    }
    if (file >= 0) syscall(SYS_close, file);
    if (error == EFBIG) syscall(SYS_rt_sigtimedwait, &too_large, NULL, &(struct timespec) {0}, _NSIG / 8);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    errno = saved;
    return error;
}

/* A look at another thread of this process: what /proc tells about it. One look at a time: the core holds a lock. */
static int32_t hz3_os_thread_id(void) { return (int32_t) syscall(SYS_gettid); }
static int hz3_read_of_thread(int32_t thread, const char *file, char *text, size_t room) {
    char name[64] = "/proc/self/task/", digits[12];
    size_t at = sizeof digits - 1, length;
    digits[at] = 0;
    for (uint32_t rest = (uint32_t) thread; at > 0 && (rest != 0 || digits[at] == 0); rest /= 10) digits[--at] = (char) ('0' + rest % 10);
    strcat(strcat(strcat(name, digits + at), "/"), file);
    long descriptor = syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return 0;
    long bytes = syscall(SYS_read, descriptor, text, room - 1);
    syscall(SYS_close, descriptor);
    length = bytes < 0 ? 0 : (size_t) bytes;
    text[length] = 0;
    return length > 1 && text[length - 1] == '\n';
}
/* Its time on a processor in nanoseconds plus how often it got one: the sum grows whenever it runs. 0 where the kernel does not count. */
static int64_t hz3_runs_of_thread(int32_t thread) {
    char text[96];
    if (!hz3_read_of_thread(thread, "schedstat", text, sizeof text)) return 0;
    char *rest;
    int64_t time = strtoll(text, &rest, 10);
    strtoll(rest, &rest, 10);
    int64_t times = strtoll(rest, &rest, 10);
    return times == 0 ? 0 : time + times;
}
extern const char __ehdr_start __attribute__((visibility("hidden")));
extern const char etext __attribute__((visibility("hidden")));
static int hz3_is_in_text(uint64_t a) { return a - (uint64_t) &__ehdr_start < (uint64_t) (&etext - &__ehdr_start); }

#define HZ3_LONGEST_STACK (1 << 20)

/* By the kernel, since a part of the range may not be mapped. */
static int hz3_stack_mentions_text(uint64_t from, uint64_t to) {
    static uint64_t words[512];
    while (from < to) {
        size_t bytes = to - from < sizeof words ? to - from : sizeof words;
        struct iovec local = {words, bytes}, remote = {(void *) from, bytes};
        if (syscall(SYS_process_vm_readv, getpid(), &local, 1L, &remote, 1L, 0L) != (long) bytes) return 1;
        for (size_t i = 0; i < bytes / sizeof words[0]; i++) {
            if (hz3_is_in_text(words[i])) return 1;
        }
        from += bytes;
    }
    return 0;
}
static int64_t hz3_os_sleeps_outside(int32_t thread, int64_t stack_top) {
    int saved = errno;
    int64_t runs = hz3_runs_of_thread(thread), result = 0;
    char text[256];
    /* "NUMBER ARGUMENTS STACK-POINTER PROGRAM-COUNTER", where the number is -1 outside a system call; or "running". */
    if (runs != 0 && hz3_read_of_thread(thread, "syscall", text, sizeof text) && text[0] >= '0' && text[0] <= '9') {
        long number = strtol(text, NULL, 10);
        char *last = strrchr(text, ' ');
        *last = 0;
        uint64_t pc = strtoull(last + 1, NULL, 16), sp = strtoull(strrchr(text, ' ') + 1, NULL, 16) & -8ull, top = (uint64_t) stack_top & -8ull;
        /* Who waits for a child that runs on its stack does not sleep. */
        int lends = number == SYS_clone || number == SYS_clone3
#ifdef SYS_vfork
            || number == SYS_vfork
#endif
            ;
        if (!lends && sp < top && top - sp <= HZ3_LONGEST_STACK && !hz3_is_in_text(pc) && !hz3_stack_mentions_text(sp, top)
            && hz3_runs_of_thread(thread) == runs) {
            result = runs;
        }
    }
    errno = saved;
    return result;
}

/* ---- Tls ---- */

/* Covers what the fast paths read of a heap block: the range, which is empty here, and the list heads, which are null. */
static int64_t hz3_no_heap[128] __attribute__((aligned(64)));
static __thread void *hz3_heap = hz3_no_heap;
static __thread int32_t hz3_exiting;
static pthread_key_t hz3_exit_key;
static pthread_once_t hz3_exit_once = PTHREAD_ONCE_INIT;

static __thread int64_t hz3_own_heap;
/* Atomic, because another thread may take the heap while this one sleeps. */
static inline int64_t hz3_tls_get_heap(void) { return (int64_t) __atomic_load_n(&hz3_heap, __ATOMIC_RELAXED); }
static inline void hz3_tls_set_heap(int64_t heap) { __atomic_store_n(&hz3_heap, (void *) heap, __ATOMIC_RELAXED); }
static inline int64_t hz3_tls_slot(void) { return (int64_t) &hz3_heap; }
static inline int64_t hz3_tls_get_own_heap(void) { return hz3_own_heap; }
static inline void hz3_tls_set_own_heap(int64_t heap) { hz3_own_heap = heap; }
/* The first thread's arguments are above its stack; libc puts the thread-local storage of the others above theirs. */
static inline int64_t hz3_tls_stack_top(void) {
    return hz3_os_thread_id() == getpid() ? (int64_t) getauxval(AT_EXECFN) : hz3_tls_slot();
}
static inline int64_t hz3_tls_no_heap(void) { return (int64_t) hz3_no_heap; }
static inline int32_t hz3_tls_is_exiting(void) { return hz3_exiting; }
static inline void hz3_tls_set_exiting(void) { hz3_exiting = 1; }
static __thread int64_t hz3_trace_word;
static inline int64_t hz3_tls_get_trace(void) { return hz3_trace_word; }
static inline void hz3_tls_set_trace(int64_t word) { hz3_trace_word = word; }

void hz3_thread_exit(void);
static int hz3_has_exit_key;
/*
 * Destructors are called in the order of the keys, and ours is likely the first. The program's free memory as well, some of them a lot of
 * it; so the heap is the thread's until the second round.
 */
static void hz3_exit_callback(void *round) {
    if (round == &hz3_exit_key && pthread_setspecific(hz3_exit_key, &hz3_has_exit_key) == 0) return;
    hz3_thread_exit();
}
static void hz3_make_exit_key(void) { hz3_has_exit_key = pthread_key_create(&hz3_exit_key, hz3_exit_callback) == 0; }
/* For a key past the first 32 glibc callocs here: the heap must be set before this call. Without a key the heap goes with the process. */
static inline void hz3_tls_watch_exit(void) {
    int saved = errno;
    pthread_once(&hz3_exit_once, hz3_make_exit_key);
    if (hz3_has_exit_key) pthread_setspecific(hz3_exit_key, &hz3_exit_key);
    errno = saved;
}

/* ---- Process ---- */

static int64_t hz3_global_state[512] __attribute__((aligned(4096)));
static inline int64_t hz3_process_globals(void) { return (int64_t) hz3_global_state; }
static inline void hz3_process_out_of_memory(void) { errno = ENOMEM; }
static inline int32_t hz3_errno_get(void) { return errno; }
static inline void hz3_errno_set(int32_t value) { errno = value; }
static inline int64_t hz3_multiply(int64_t a, int64_t b) {
    uint64_t product;
    return __builtin_mul_overflow((uint64_t) a, (uint64_t) b, &product) || product > INT64_MAX ? -1 : (int64_t) product;
}

/* The next allocator's functions are looked up once; dlsym may allocate, which by then works. */
static void *hz3_next(void **cache, const char *name) {
    void *f = __atomic_load_n(cache, __ATOMIC_RELAXED);
    if (f == NULL) {
        f = dlsym(RTLD_NEXT, name);
        __atomic_store_n(cache, f, __ATOMIC_RELAXED);
    }
    return f;
}
/*
 * A library that is bound deeply finds libc's malloc before this one, but libc's functions, strdup for one, this one's: the first block that
 * the one allocates and the other frees ends the program. So no library is. The call at the end is a jump, since libc looks at who called.
 */
void *hz3_dlopen(const char *name, int flags) {
    static void *next;
    void *(*f)(const char *, int) = (void *(*)(const char *, int)) hz3_next(&next, "dlopen");
    return f == NULL ? NULL : f(name, flags & ~RTLD_DEEPBIND);
}
static void hz3_process_foreign_free(int64_t a) {
    static void *next;
    void (*f)(void *) = (void (*)(void *)) hz3_next(&next, "free");
    if (f != NULL) f((void *) a);
}
static int64_t hz3_process_foreign_reallocate(int64_t a, int64_t size) {
    static void *next;
    void *(*f)(void *, size_t) = (void *(*)(void *, size_t)) hz3_next(&next, "realloc");
    return f == NULL ? 0 : (int64_t) f((void *) a, (size_t) size);
}
static int64_t hz3_process_foreign_usable_size(int64_t a) {
    static void *next;
    size_t (*f)(void *) = (size_t (*)(void *)) hz3_next(&next, "malloc_usable_size");
    return f == NULL ? 0 : (int64_t) f((void *) a);
}

/* ---- Console: one line at a time in a static buffer, written by one call; the caller holds the core's statistics lock ---- */

static char hz3_line[8192];
static size_t hz3_line_length;
static int hz3_line_descriptor = STDERR_FILENO;
/* The statistics: a file of their own if there is a path, in which %p stands for the process; and whether they are one line of JSON. */
static char hz3_statistics_path[PATH_MAX];
static int hz3_statistics_json;

static void hz3_line_text(const char *text) {
    size_t n = strlen(text);
    if (hz3_line_length + n < sizeof hz3_line - 1) {
        memcpy(hz3_line + hz3_line_length, text, n);
        hz3_line_length += n;
    }
}
static void hz3_line_number(uint64_t value, unsigned base) {
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = 0;
    do {
        digits[--at] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    hz3_line_text(digits + at);
}
static void hz3_line_box(int32_t text) {
    hz3_line_text("[HZ3_");
    size_t begin = hz3_line_length;
    hz3_line_text(hz3_texts[text]);
    for (size_t i = begin; i < hz3_line_length; i++) {
        if (hz3_line[i] >= 'a' && hz3_line[i] <= 'z') hz3_line[i] -= 'a' - 'A';
    }
    hz3_line_text("]");
}
/* A comma before what is not the first in its braces. */
static void hz3_line_comma(void) {
    if (hz3_line[hz3_line_length - 1] != '{') hz3_line_text(",");
}
/* No cancellation point, as libc's write would be: a thread that ends here would keep the lock for ever. */
static void hz3_line_write(int descriptor) {
    size_t done = 0;
    while (done < hz3_line_length) {
        ssize_t written = syscall(SYS_write, descriptor, hz3_line + done, hz3_line_length - done);
        if (written < 0 && errno != EINTR) break;
        if (written > 0) done += (size_t) written;
    }
    hz3_line_length = 0;
}
static int hz3_report_descriptor;
/* Appends, so that the processes of a program may share a file. */
static void hz3_open_report(void) {
    char path[PATH_MAX + 32] = {0};
    size_t length = 0;
    for (const char *from = hz3_statistics_path; *from != 0 && length < PATH_MAX; from++) {
        if (from[0] == '%' && from[1] == 'p') {
            hz3_line_number((uint64_t) getpid(), 10);
            memcpy(path + length, hz3_line, hz3_line_length);
            length += hz3_line_length;
            hz3_line_length = 0;
            from++;
        } else {
            path[length++] = *from;
        }
    }
    long file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (file >= 0) {
        hz3_report_descriptor = (int) file;
    } else {
        hz3_line_text("hz3: cannot write the statistics to ");
        hz3_line_text(path);
        hz3_line_text(": ");
        hz3_line_text(strerrordesc_np(errno));
        hz3_line_text("; they follow here\n");
        hz3_line_write(hz3_line_descriptor);
    }
}
static void hz3_console_begin(void) {
    int saved = errno;
    hz3_line_length = 0;
    hz3_report_descriptor = hz3_line_descriptor;
    if (hz3_statistics_path[0] != 0) hz3_open_report();
    if (hz3_statistics_json) hz3_line_text("{");
    errno = saved;
}
static void hz3_console_finish(void) {
    int saved = errno;
    if (hz3_statistics_json) hz3_line_text("}\n");
    hz3_line_write(hz3_report_descriptor);
    if (hz3_report_descriptor != hz3_line_descriptor) syscall(SYS_close, hz3_report_descriptor);
    errno = saved;
}
static void hz3_console_box(int32_t text) {
    if (hz3_statistics_json) {
        hz3_line_comma();
        hz3_line_text("\"");
        hz3_line_text(hz3_texts[text]);
        hz3_line_text("\":{");
    } else {
        hz3_line_box(text);
    }
}
static void hz3_line_key(void) {
    if (hz3_statistics_json) {
        hz3_line_comma();
        hz3_line_text("\"");
    } else {
        hz3_line_text(" ");
    }
}
static void hz3_line_value(int64_t value) {
    hz3_line_text(hz3_statistics_json ? "\":" : "=");
    if (value < 0) hz3_line_text("-");
    hz3_line_number(value < 0 ? -(uint64_t) value : (uint64_t) value, 10);
}
static void hz3_console_pair(int32_t text, int64_t value) {
    hz3_line_key();
    hz3_line_text(hz3_texts[text]);
    hz3_line_value(value);
}
static void hz3_console_pair_of(int64_t number, int64_t value) {
    hz3_line_key();
    hz3_line_number((uint64_t) number, 10);
    hz3_line_value(value);
}
static void hz3_console_end(void) { hz3_line_text(hz3_statistics_json ? "}" : "\n"); }
/* Ends a line of another kind and writes it. */
static void hz3_line_end(void) {
    int saved = errno;
    hz3_line_text("\n");
    hz3_line_write(hz3_line_descriptor);
    errno = saved;
}
static int hz3_trace_descriptor = STDERR_FILENO;
static void hz3_console_trace_fails(int64_t name, int32_t error) {
    int descriptor = hz3_line_descriptor;
    hz3_line_descriptor = hz3_trace_descriptor;
    hz3_line_length = 0;
    hz3_line_text("hz3: cannot write the trace ");
    hz3_line_text((const char *) name);
    hz3_line_text(": ");
    hz3_line_text(strerrordesc_np(error));
    hz3_line_end();
    hz3_line_descriptor = descriptor;
}
/* A text as words. */
static void hz3_line_words(int32_t text) {
    size_t begin = hz3_line_length;
    hz3_line_text(hz3_texts[text]);
    for (size_t i = begin; i < hz3_line_length; i++) {
        if (hz3_line[i] == '_') hz3_line[i] = ' ';
    }
}
static void hz3_line_address(int64_t address) {
    hz3_line_text("0x");
    hz3_line_number((uint64_t) address, 16);
}
__attribute__((noreturn, cold, noinline)) static void hz3_console_fatal(int32_t text, int64_t address) {
    hz3_line_length = 0;
    hz3_line_text("hz3: ");
    hz3_line_words(text);
    hz3_line_text(": ");
    hz3_line_address(address);
    hz3_line_end();
    abort();
}
__attribute__((noreturn, cold, noinline)) static void hz3_console_corrupt(int32_t box, int32_t text, int64_t owner, int64_t size,
    int64_t address) {
    hz3_line_length = 0;
    hz3_line_text("hz3: ");
    hz3_line_box(box);
    hz3_line_text(" ");
    hz3_line_words(text);
    hz3_line_text(": owner=");
    hz3_line_number((uint64_t) owner, 10);
    hz3_line_text(" class=");
    hz3_line_number((uint64_t) size, 10);
    hz3_line_text(" address=");
    hz3_line_address(address);
    hz3_line_end();
    abort();
}

/* ---- Process hooks: fork and exit. Registered once the library is loaded; the functions are exported by the Java entry points. ---- */

void hz3_fork_prepare(void);
void hz3_fork_parent(void);
void hz3_fork_child(void);
void hz3_print_statistics(void);
void hz3_trace_begin(int64_t name, int64_t name_bytes, int64_t command, int64_t command_bytes);
void hz3_trace_end(void);

static void hz3_at_exit(void) { hz3_print_statistics(); }
/* Many programs close standard error at their exit, which comes before ours. A high number is in nobody's way. */
static void hz3_keep_standard_error(int *descriptor) {
    int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 500);
    if (copy >= 0) *descriptor = copy;
}
/* A relative name is one in the folder that the program starts in. The kernel lays the arguments one behind the other. */
static void hz3_start_trace(const char *name, int argc, char **argv) {
    static char path[2 * PATH_MAX];
    if (*name != '/' && getcwd(path, PATH_MAX) != NULL) {
        name = strncat(strcat(path, "/"), name, PATH_MAX - 2);
    }
    int64_t command_bytes = argc == 0 ? 0 : argv[argc - 1] + strlen(argv[argc - 1]) + 1 - argv[0];
    hz3_keep_standard_error(&hz3_trace_descriptor);
    hz3_trace_begin((int64_t) name, (int64_t) strlen(name), (int64_t) argv[0], command_bytes);
    atexit(hz3_trace_end);
}
/* Begins a line that ends with what stays. Of a long value as much as one needs to find it. */
static void hz3_refuse_setting(const char *name, const char *value, const char *range) {
    enum { LONGEST = 40 };
    char shown[LONGEST + 4] = {0};
    strncat(shown, value, LONGEST);
    if (strlen(value) > LONGEST) strcat(shown, "...");
    hz3_line_length = 0;
    hz3_line_text("hz3: ");
    hz3_line_text(name);
    hz3_line_text("=");
    hz3_line_text(shown);
    hz3_line_text(" is refused: it must be ");
    hz3_line_text(range);
    hz3_line_text("; ");
}
/* Decimal or 0x, with K, M, G or T for powers of 1024, also in small letters and also as KB or KiB; -1 for anything else. */
static int64_t hz3_amount(const char *text) {
    static const char units[] = "KMGT";
    if (*text < '0' || *text > '9') return -1;
    char *end;
    errno = 0;
    uint64_t amount = strtoull(text, &end, text[0] == '0' && (text[1] | 32) == 'x' ? 16 : 10);
    int shift = 0;
    const char *unit = memchr(units, *end & ~32, sizeof units - 1);
    if (unit != NULL) {
        shift = 10 * (int) (unit - units + 1);
        end++;
        if (*end == 'i' && (end[1] | 32) == 'b') end++;
        if ((*end | 32) == 'b') end++;
    }
    return errno != 0 || *end != 0 || amount > (uint64_t) INT64_MAX >> shift ? -1 : (int64_t) (amount << shift);
}
static void hz3_adjust(const char *variable) {
    for (const struct hz3_adjustable *knob = hz3_adjustable; knob->name != NULL; knob++) {
        size_t length = strlen(knob->name);
        if (strncmp(variable, knob->name, length) == 0 && variable[length] == '=') {
            int64_t value = hz3_amount(variable + length + 1);
            if (value >= knob->minimum && value <= knob->maximum) {
                *knob->value = value;
            } else {
                hz3_refuse_setting(knob->name, variable + length + 1, knob->range);
                hz3_line_text("it stays ");
                hz3_line_number((uint64_t) *knob->value, 10);
                hz3_line_end();
            }
        }
    }
}

/* Settings of the environment that are no knobs; and what scripts, make and the bench have there. */
static const char *const hz3_other_settings[] = {"HZ3_STATS", "HZ3_STATS_FILE", "HZ3_STATS_SIGNAL", "HZ3_TRACE_FILE", NULL};
static const char *const hz3_build_variables[] = {"HZ3_DEFS_EXTRA", "HZ3_CFLAGS_EXTRA", "HZ3_MAKE_ARGS", "HZ3_LANE", "HZ3_SO", "HZ3_CLEAN", NULL};

static int hz3_is_one_of(const char *const *names, const char *name) {
    while (*names != NULL && strcmp(*names, name) != 0) names++;
    return *names != NULL;
}
/* Levenshtein's distance, row by row. */
static size_t hz3_distance(const char *a, const char *b) {
    size_t row[64], length = strlen(b);
    if (length >= sizeof row / sizeof *row) return SIZE_MAX;
    for (size_t j = 0; j <= length; j++) row[j] = j;
    for (size_t i = 1; a[i - 1] != 0; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t other = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            size_t shorter = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
            row[j] = other < shorter ? other : shorter;
        }
    }
    return row[length];
}
static void hz3_look_for(const char *written, const char *name, const char **nearest, size_t *least) {
    size_t distance = hz3_distance(written, name);
    if (distance < *least) {
        *least = distance;
        *nearest = name;
    }
}
/* Says that a variable which looks like a setting is none, and which one may be meant. */
static void hz3_check_name(const char *variable) {
    char name[64] = {0};
    size_t length = strcspn(variable, "=");
    if (strncmp(variable, "HZ3_", 4) != 0 || strncmp(variable, "HZ3_LDPRELOAD_", 14) == 0) return;
    memcpy(name, variable, length < sizeof name ? length : sizeof name - 1);
    if (hz3_is_one_of(hz3_other_settings, name) || hz3_is_one_of(hz3_build_variables, name)) return;
    const char *nearest = NULL;
    size_t least = strlen(name) / 3 > 2 ? strlen(name) / 3 + 1 : 3;
    for (const struct hz3_adjustable *knob = hz3_adjustable; knob->name != NULL; knob++) hz3_look_for(name, knob->name, &nearest, &least);
    for (const char *const *other = hz3_other_settings; *other != NULL; other++) hz3_look_for(name, *other, &nearest, &least);
    for (const char *const *knob = hz3_build_knobs; *knob != NULL; knob++) hz3_look_for(name, *knob, &nearest, &least);
    if (nearest != NULL && least == 0 && !hz3_is_one_of(hz3_build_knobs, name)) return;
    hz3_line_length = 0;
    hz3_line_text("hz3: ");
    hz3_line_text(name);
    if (hz3_is_one_of(hz3_build_knobs, name)) {
        hz3_line_text(" does nothing in the environment: it is chosen when a lane is built, with HZ3_DEFS_EXTRA=-D");
        hz3_line_text(name);
        hz3_line_text("=...");
    } else if (nearest != NULL) {
        hz3_line_text(" is no setting of hz3; did you mean ");
        hz3_line_text(nearest);
        hz3_line_text(hz3_is_one_of(hz3_build_knobs, nearest) ? ", which is chosen when a lane is built?" : "?");
    } else {
        hz3_line_text(" is no setting of hz3; these are");
        for (const char *const *other = hz3_other_settings; *other != NULL; other++) {
            hz3_line_text(" ");
            hz3_line_text(*other);
        }
        for (const struct hz3_adjustable *knob = hz3_adjustable; knob->name != NULL; knob++) {
            hz3_line_text(" ");
            hz3_line_text(knob->name);
        }
    }
    hz3_line_end();
}
/* At the end, as lines or as JSON. */
static void hz3_set_statistics(const char *how) {
    hz3_statistics_json = strcmp(how, "json") == 0;
    if (hz3_statistics_json || strcmp(how, "1") == 0) {
        hz3_keep_standard_error(&hz3_line_descriptor);
        atexit(hz3_at_exit);
    } else if (strcmp(how, "0") != 0) {
        hz3_refuse_setting("HZ3_STATS", how, "0, 1 or json");
        hz3_line_text("it stays 0");
        hz3_line_end();
    }
}
/* A relative name is one in the folder that the program starts in. */
static void hz3_set_statistics_file(const char *name) {
    size_t folder = 0;
    if (*name != '/' && getcwd(hz3_statistics_path, PATH_MAX - 1) != NULL) {
        strcat(hz3_statistics_path, "/");
        folder = strlen(hz3_statistics_path);
    }
    if (folder + strlen(name) < PATH_MAX) {
        strcpy(hz3_statistics_path + folder, name);
    } else {
        hz3_statistics_path[0] = 0;
        hz3_refuse_setting("HZ3_STATS_FILE", name, "a path of at most 4095 bytes");
        hz3_line_text("the statistics go to standard error");
        hz3_line_end();
    }
}
void hz3_try_print_statistics(void);
static void hz3_on_signal(int number) {
    (void) number;
    int saved = errno;
    hz3_try_print_statistics();
    errno = saved;
}
/* Whenever that signal comes. A handler that the program sets itself takes its place. */
static void hz3_set_statistics_signal(const char *text) {
    int64_t number = hz3_amount(text);
    struct sigaction action = {.sa_handler = hz3_on_signal, .sa_flags = SA_RESTART};
    if (number < 1 || number >= NSIG || sigaction((int) number, &action, NULL) != 0) {
        hz3_refuse_setting("HZ3_STATS_SIGNAL", text, "the number of a signal that can be caught, like 12");
        hz3_line_text("there is none");
        hz3_line_end();
    }
}
/* ---- The purge thread. No signal is for it, and it touches little of its stack. ---- */

int32_t hz3_purge_thread_is_wanted(void);
int32_t hz3_purge_thread_round(void);
#define HZ3_PURGE_THREAD_STACK (256 << 10)

static void *hz3_purge_thread(void *ignored) {
    for (;;) {
        int32_t ms = hz3_purge_thread_round();
        nanosleep(&(struct timespec) {ms / 1000, ms % 1000 * 1000000L}, NULL);
    }
    return ignored;
}
/* Returns 0 or an errno. */
static int hz3_start_purge_thread(void) {
    sigset_t all, mask;
    pthread_attr_t attributes;
    pthread_t thread;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &mask);
    int error = pthread_attr_init(&attributes);
    if (error == 0) {
        pthread_attr_setstacksize(&attributes, HZ3_PURGE_THREAD_STACK);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        error = pthread_create(&thread, &attributes, hz3_purge_thread, NULL);
        if (error == 0) pthread_setname_np(thread, "hz3_purge");
        pthread_attr_destroy(&attributes);
    }
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    return error;
}
/*
 * A signal handler may fork while its thread is in the middle of a fork, which has taken all locks by then, or some. So the inner one takes
 * none. In its child all are free, and the outer one goes on there as well: it may take those that it had not yet, and leaves all of
 * them, which for one that is free changes nothing.
 */
static __thread volatile int hz3_forks;
static void hz3_before_fork(void) {
    if (hz3_forks++ == 0) hz3_fork_prepare();
}
static void hz3_after_fork_in_parent(void) {
    if (hz3_forks == 1) hz3_fork_parent();
    hz3_forks--;
}
/* A child has only the thread that forked. It goes on without a second one where the system gives none. */
static void hz3_after_fork(void) {
    hz3_fork_child();
    hz3_forks--;
    if (hz3_purge_thread_is_wanted()) hz3_start_purge_thread();
}

/*
 * The library is linked with -z initfirst: this runs before any other constructor, so that our fork handlers are the first registered.
 * Then the prepare handler comes last and the other two come first, and the handlers of others may allocate. It is before libc's own
 * constructor too, so the environment is taken from the arguments, which glibc gives to every constructor.
 */
__attribute__((constructor)) static void hz3_loaded(int argc, char **argv, char **environment) {
    pthread_atfork(hz3_before_fork, hz3_after_fork_in_parent, hz3_after_fork);
    /* The environment of a program that has more rights than its caller is the caller's. */
    static char *none[1];
    for (char **variable = getauxval(AT_SECURE) ? none : environment; *variable != NULL; variable++) {
        if (strncmp(*variable, "HZ3_STATS=", 10) == 0) hz3_set_statistics(*variable + 10);
        if (strncmp(*variable, "HZ3_STATS_FILE=", 15) == 0) hz3_set_statistics_file(*variable + 15);
        if (strncmp(*variable, "HZ3_STATS_SIGNAL=", 17) == 0) hz3_set_statistics_signal(*variable + 17);
        hz3_adjust(*variable);
        hz3_check_name(*variable);
        if (hz3_knob_trace() && strncmp(*variable, "HZ3_TRACE_FILE=", 15) == 0) hz3_start_trace(*variable + 15, argc, argv);
    }
    int error = hz3_purge_thread_is_wanted() ? hz3_start_purge_thread() : 0;
    if (error != 0) {
        hz3_line_length = 0;
        hz3_line_text("hz3: HZ3_PURGE_THREAD=1 has no effect: the system gives no thread: ");
        hz3_line_text(strerrordesc_np(error));
        hz3_line_end();
    }
}

/* ---- What takes or returns C types that Java has not: structures and streams ---- */

int64_t hz3_arena_cached(void);
int64_t hz3_arena_out(void);
int64_t hz3_arena_resident(void);
int64_t hz3_retained(void);
int64_t hz3_resident(void);
int64_t hz3_mappings(void);
int64_t hz3_mapped_bytes(void);
int64_t hz3_direct_bytes(void);

static size_t hz3_larger(size_t a, size_t b) { return a > b ? a : b; }
/*
 * docs/MEMORY_FIGURES.md says what the fields are here. As in glibc, arena = uordblks + fordblks, and fsmblks is a part of fordblks.
 * What the program has not touched yet is in use and not resident, so the arena is what is larger.
 */
struct mallinfo2 hz3_mallinfo2(void) {
    struct mallinfo2 info = {0};
    info.fsmblks = (size_t) hz3_arena_cached();
    size_t out = hz3_larger((size_t) hz3_arena_out(), info.fsmblks);
    info.uordblks = out - info.fsmblks;
    info.arena = hz3_larger((size_t) hz3_arena_resident(), out);
    info.fordblks = info.arena - info.uordblks;
    info.keepcost = (size_t) hz3_retained();
    info.hblks = (size_t) hz3_mappings();
    info.hblkhd = (size_t) hz3_mapped_bytes();
    return info;
}
/* The old structure has ints; they wrap, as glibc's do. */
struct mallinfo hz3_mallinfo(void) {
    struct mallinfo2 wide = hz3_mallinfo2();
    struct mallinfo info = {0};
    info.arena = (int) wide.arena;
    info.uordblks = (int) wide.uordblks;
    info.fordblks = (int) wide.fordblks;
    info.fsmblks = (int) wide.fsmblks;
    info.keepcost = (int) wide.keepcost;
    info.hblks = (int) wide.hblks;
    info.hblkhd = (int) wide.hblkhd;
    return info;
}
int hz3_malloc_info(int options, FILE *stream) {
    if (options != 0) return EINVAL;
    struct mallinfo2 info = hz3_mallinfo2();
    fprintf(stream,
        "<malloc version=\"1\">\n<total type=\"fast\" count=\"0\" size=\"%zu\"/>\n<total type=\"rest\" count=\"0\" size=\"%zu\"/>\n"
        "<total type=\"mmap\" count=\"%zu\" size=\"%zu\"/>\n<system type=\"current\" size=\"%zu\"/>\n<aspace type=\"total\" size=\"%zu\"/>\n"
        "<hz3 in_use=\"%zu\" cached=\"%zu\" retained=\"%zu\" resident=\"%zu\"/>\n</malloc>\n",
        info.fsmblks, info.fordblks - info.fsmblks, info.hblks, info.hblkhd, info.arena + info.hblkhd, info.arena + info.hblkhd,
        info.uordblks + (size_t) hz3_direct_bytes(), info.fsmblks, info.keepcost, (size_t) hz3_resident());
    return 0;
}
void hz3_malloc_stats(void) { hz3_print_statistics(); }

/*
 * C++ operator new: malloc, and where that fails the C++ library's own operator, which knows the new handler and how to throw. It is
 * the next one in the link order, or, in a C program that has loaded C++ code for itself, that of the C++ library that is there.
 * Without any in the process nobody can throw.
 */
static void *hz3_next_operator(void **cache, const char *name) {
    void *f = hz3_next(cache, name);
    static const char *const libraries[] = {"libstdc++.so.6", "libc++.so.1"};
    for (size_t i = 0; f == NULL && i < sizeof libraries / sizeof *libraries; i++) {
        void *library = dlopen(libraries[i], RTLD_LAZY | RTLD_NOLOAD);
        if (library != NULL) f = dlsym(library, name);
    }
    __atomic_store_n(cache, f, __ATOMIC_RELAXED);
    return f;
}
int64_t hz3_malloc(int64_t size);
int64_t hz3_memalign(int64_t alignment, int64_t size);

void *hz3_new(size_t size) {
    void *p = (void *) hz3_malloc((int64_t) size);
    if (__builtin_expect(p == NULL, 0)) {
        static void *next;
        void *(*f)(size_t) = (void *(*)(size_t)) hz3_next_operator(&next, "_Znwm");
        if (f == NULL) abort();
        return f(size);
    }
    return p;
}
void *hz3_new_nothrow(size_t size, const void *nothrow) {
    void *p = (void *) hz3_malloc((int64_t) size);
    if (__builtin_expect(p == NULL, 0)) {
        static void *next;
        void *(*f)(size_t, const void *) = (void *(*)(size_t, const void *)) hz3_next_operator(&next, "_ZnwmRKSt9nothrow_t");
        return f == NULL ? NULL : f(size, nothrow);
    }
    return p;
}
void *hz3_new_aligned(size_t size, size_t alignment) {
    void *p = (void *) hz3_memalign((int64_t) alignment, (int64_t) size);
    if (__builtin_expect(p == NULL, 0)) {
        static void *next;
        void *(*f)(size_t, size_t) = (void *(*)(size_t, size_t)) hz3_next_operator(&next, "_ZnwmSt11align_val_t");
        if (f == NULL) abort();
        return f(size, alignment);
    }
    return p;
}
void *hz3_new_aligned_nothrow(size_t size, size_t alignment, const void *nothrow) {
    void *p = (void *) hz3_memalign((int64_t) alignment, (int64_t) size);
    if (__builtin_expect(p == NULL, 0)) {
        static void *next;
        void *(*f)(size_t, size_t, const void *) =
            (void *(*)(size_t, size_t, const void *)) hz3_next_operator(&next, "_ZnwmSt11align_val_tRKSt9nothrow_t");
        return f == NULL ? NULL : f(size, alignment, nothrow);
    }
    return p;
}

#endif
