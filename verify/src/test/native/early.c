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

static const char *plugin_path(void) {
    static char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 20);
    CHECK(length > 0, "cannot read /proc/self/exe");
    path[length] = 0;
    strcpy(strrchr(path, '/'), "/libplug.so");
    return path;
}

static void plugins(void) {
    const char *path = plugin_path();
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

/* Bound deeply, it would find libc's malloc and not the preloaded one, while what libc itself allocates is of that. */
static void deep_plugin(void) {
    void *library = dlopen(plugin_path(), RTLD_NOW | RTLD_DEEPBIND);
    CHECK(library != NULL, "dlopen: %s", dlerror());
    void *(*make)(size_t) = (void *(*)(size_t))dlsym(library, "make_block");
    void (*drop)(void *) = (void (*)(void *))dlsym(library, "drop_block");
    CHECK(make != NULL && drop != NULL, "dlsym: %s", dlerror());
    for (size_t i = 0; i < COUNT(sizes); i++) {
        drop(must_malloc(sizes[i]));
        free(make(sizes[i]));
    }
    drop(strdup("of libc"));
    CHECK(dlclose(library) == 0, "dlclose: %s", dlerror());
}

/* glibc's second names are of one allocator with the first ones. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static void second_names(void) {
    for (size_t i = 0; i < COUNT(sizes); i++) {
        free(__libc_malloc(sizes[i]));
        __libc_free(must_malloc(sizes[i]));
        free(__libc_realloc(must_malloc(sizes[i]), sizes[i] + 1));
        __libc_free(realloc(__libc_calloc(3, sizes[i]), sizes[i] + 1));
        free(__libc_memalign(256, sizes[i]));
    }
}

/* What a debugger writes of the process: blocks, and no addresses that are only reserved. */
static void dumped(void) {
    void *block = must_malloc(100 * KIB);
    char line[512];
    unsigned long begin = 0, end = 0, first, behind;
    long reserved_kib = 0;
    char access[8] = "", may[8];
    bool found = false;
    FILE *maps = fopen("/proc/self/smaps", "r");
    CHECK(maps != NULL, "cannot read /proc/self/smaps");
    while (fgets(line, sizeof line, maps) != NULL) {
        if (sscanf(line, "%lx-%lx %7s", &first, &behind, may) == 3) {
            begin = first;
            end = behind;
            memcpy(access, may, sizeof access);
        } else if (strncmp(line, "VmFlags:", 8) == 0) {
            bool dumps = strstr(line, " dd") == NULL;
            if ((uintptr_t)block >= begin && (uintptr_t)block < end) {
                found = true;
                CHECK(dumps, "a block is left out of dumps");
            } else if (dumps && access[0] == '-') {
                reserved_kib += (long)(end - begin) / 1024;
            }
        }
    }
    fclose(maps);
    CHECK(found, "a block is in no mapping");
    CHECK(reserved_kib < 512 * 1024, "a dump has %ld KiB of reserved addresses", reserved_kib);
    free(block);
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"phases", phases}, {"plugins", plugins}, {"deep", deep_plugin}, {"names", second_names},
                                 {"dumped", dumped}};
    return run_case(cases, COUNT(cases), argc, argv);
}
