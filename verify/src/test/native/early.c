/*
 * Allocation outside main: before any constructor has run, even the allocator's own (preinit_array), in constructors, at exit, in
 * destructors, and from libraries that come and go.
 */
#include "client.h"
#include <dlfcn.h>

void early_turn(void);

static const size_t sizes[] = {0, 24, 1000, 4000, 20000, 200 * KIB};
static void *before_all[COUNT(sizes)], *in_constructor[COUNT(sizes)];

static void allocate(void **blocks) {
    for (size_t i = 0; i < COUNT(sizes); i++) {
        blocks[i] = must_malloc(sizes[i]);
        pattern_fill(blocks[i], sizes[i], i);
    }
}

static void release(void **blocks, const char *where) {
    for (size_t i = 0; i < COUNT(sizes); i++) {
        pattern_check(blocks[i], sizes[i], i, where);
        free(blocks[i]);
    }
}

static void preinit(int argc, char **argv, char **environment) {
    (void)argc, (void)argv, (void)environment;
    allocate(before_all);
    void *churned[COUNT(sizes)];
    allocate(churned);
    release(churned, "block of preinit, freed at once");
}

__attribute__((section(".preinit_array"), used)) static void (*const preinit_entry)(int, char **, char **) = preinit;

__attribute__((constructor)) static void construct(void) {
    allocate(in_constructor);
}

__attribute__((destructor)) static void destruct(void) {
    release(in_constructor, "block of a constructor, freed in a destructor");
    allocate(in_constructor);
    release(in_constructor, "block of a destructor");
}

static void *at_exit_blocks[COUNT(sizes)];

static void at_exit(void) {
    release(before_all, "block of preinit, freed at exit");
    allocate(at_exit_blocks);
    release(at_exit_blocks, "block of an exit handler");
}

static void *work(void *argument) {
    void *blocks[COUNT(sizes)];
    allocate(blocks);
    release(blocks, "block of a thread");
    early_turn();
    return argument;
}

static void phases(void) {
    early_turn();
    /* 40 handlers are more than fit in libc's first table, so atexit itself allocates. */
    for (int i = 0; i < 40; i++) {
        CHECK(atexit(i == 7 ? at_exit : early_turn) == 0, "atexit failed");
    }
    join_thread(start_thread(work, NULL, 0));
}

static void plugins(void) {
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 20);
    CHECK(length > 0, "cannot read /proc/self/exe");
    path[length] = 0;
    strcpy(strrchr(path, '/'), "/libplug.so");
    long settled = 0;
    for (int i = 0; i < 2000; i++) {
        void *library = dlopen(path, RTLD_NOW);
        CHECK(library != NULL, "dlopen: %s", dlerror());
        CHECK(dlclose(library) == 0, "dlclose: %s", dlerror());
        if (i == 500) {
            settled = rss_kib();
        }
    }
    CHECK(dlopen("/nowhere/lib.so", RTLD_NOW) == NULL && dlerror() != NULL, "dlopen of nothing succeeded");
    CHECK(rss_kib() - settled < 4096, "dlopen and dlclose leak: from %ld to %ld KiB", settled, rss_kib());
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"phases", phases}, {"plugins", plugins}};
    return run_case(cases, COUNT(cases), argc, argv);
}
