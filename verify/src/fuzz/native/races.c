/*
 * The model for ThreadSanitizer, which gets each atomic access as a call with its ordering. With WITHOUT in the environment an ordering
 * (2 acquire, 3 release, 5 sequentially consistent) becomes relaxed here, to show that the sanitizer would notice if it were missing.
 */
#include "../../test/native/model.c"

static int without = -1;

__attribute__((constructor))
static void read_without(void) {
    const char *ordering = getenv("WITHOUT");
    without = ordering == NULL ? -1 : atoi(ordering);
}

static int weaken(int ordering) {
    return ordering == without ? __ATOMIC_RELAXED : ordering;
}

/* The linker's option --wrap sends the lane's calls here. */
#define WEAKER(bits, type) \
    type __real___tsan_atomic##bits##_load(const volatile type *at, int ordering); \
    type __wrap___tsan_atomic##bits##_load(const volatile type *at, int ordering) { \
        return __real___tsan_atomic##bits##_load(at, weaken(ordering)); \
    } \
    void __real___tsan_atomic##bits##_store(volatile type *at, type value, int ordering); \
    void __wrap___tsan_atomic##bits##_store(volatile type *at, type value, int ordering) { \
        __real___tsan_atomic##bits##_store(at, value, weaken(ordering)); \
    } \
    type __real___tsan_atomic##bits##_exchange(volatile type *at, type value, int ordering); \
    type __wrap___tsan_atomic##bits##_exchange(volatile type *at, type value, int ordering) { \
        return __real___tsan_atomic##bits##_exchange(at, value, weaken(ordering)); \
    } \
    int __real___tsan_atomic##bits##_compare_exchange_strong(volatile type *at, type *old, type new, int ordering, int failed); \
    int __wrap___tsan_atomic##bits##_compare_exchange_strong(volatile type *at, type *old, type new, int ordering, int failed) { \
        return __real___tsan_atomic##bits##_compare_exchange_strong(at, old, new, weaken(ordering), failed); \
    } \
    type __real___tsan_atomic##bits##_fetch_add(volatile type *at, type value, int ordering); \
    type __wrap___tsan_atomic##bits##_fetch_add(volatile type *at, type value, int ordering) { \
        return __real___tsan_atomic##bits##_fetch_add(at, value, weaken(ordering)); \
    }

WEAKER(32, int)
WEAKER(64, long)
