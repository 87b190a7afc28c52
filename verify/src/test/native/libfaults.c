/*
 * Takes the place of libc's functions for memory: a program that is linked with it comes before libc, also for a preloaded allocator,
 * which calls them by name. What libc itself maps, such as stacks, never fails.
 */
#define _GNU_SOURCE
#include "libfaults.h"
#include <errno.h>
#include <stdbool.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static unsigned failing_kinds;
static uint64_t state, rate;
static unsigned long made;
static void *place;

void faults_begin(unsigned kinds, uint64_t seed, uint64_t one_in) {
    state = seed;
    rate = one_in;
    __atomic_store_n(&failing_kinds, kinds, __ATOMIC_SEQ_CST);
}

void faults_end(void) {
    __atomic_store_n(&failing_kinds, 0, __ATOMIC_SEQ_CST);
}

void faults_place(void *address) {
    place = address;
}

unsigned long faults_made(void) {
    return __atomic_load_n(&made, __ATOMIC_SEQ_CST);
}

/* Steele, Lea and Flood's SplitMix64, whose state threads can share. */
static bool fails(int kind, int error) {
    if ((__atomic_load_n(&failing_kinds, __ATOMIC_SEQ_CST) & 1u << kind) == 0) {
        return false;
    }
    uint64_t x = __atomic_add_fetch(&state, 0x9E3779B97F4A7C15ULL, __ATOMIC_RELAXED);
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ x >> 27) * 0x94D049BB133111EBULL;
    if ((x ^ x >> 31) % rate != 0) {
        return false;
    }
    __atomic_add_fetch(&made, 1, __ATOMIC_RELAXED);
    errno = error;
    return true;
}

void *mmap(void *address, size_t bytes, int protection, int flags, int file, off_t offset) {
    if ((flags & MAP_ANONYMOUS) != 0 && fails(FAULT_MMAP, ENOMEM)) {
        return MAP_FAILED;
    }
    if (place != NULL && address == NULL && (flags & MAP_ANONYMOUS) != 0) {
        address = place;
        place = NULL;
    }
    return (void *)syscall(SYS_mmap, address, bytes, protection, flags, file, offset);
}

int munmap(void *address, size_t bytes) {
    return fails(FAULT_MUNMAP, ENOMEM) ? -1 : (int)syscall(SYS_munmap, address, bytes);
}

int madvise(void *address, size_t bytes, int advice) {
    return fails(FAULT_MADVISE, EINVAL) ? -1 : (int)syscall(SYS_madvise, address, bytes, advice);
}

void *mremap(void *address, size_t before, size_t after, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    void *target = (flags & MREMAP_FIXED) != 0 ? va_arg(rest, void *) : NULL;
    va_end(rest);
    return fails(FAULT_MREMAP, ENOMEM) ? MAP_FAILED : (void *)syscall(SYS_mremap, address, before, after, flags, target);
}

int mprotect(void *address, size_t bytes, int protection) {
    return fails(FAULT_MPROTECT, ENOMEM) ? -1 : (int)syscall(SYS_mprotect, address, bytes, protection);
}
