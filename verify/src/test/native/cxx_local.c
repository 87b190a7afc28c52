/* A C program loads a C++ library with RTLD_LOCAL: its operators new allocate, and throw bad_alloc when they cannot. */
#include "client.h"
#include <dlfcn.h>
#include <signal.h>

static const unsigned long absurd = 1UL << 60;

static void report_abort(int number) {
    (void)number;
    FAIL("a failing operator new in a library with local scope aborted");
}

static void check(void *library, const char *name, int at_failure) {
    int (*request)(unsigned long) = (int (*)(unsigned long))dlsym(library, name);
    CHECK(request != NULL, "dlsym: %s", dlerror());
    for (int i = 0; i < 100; i++) {
        int got = request(1000);
        CHECK(got == 0, "%s of 1000 bytes: outcome %d, not 0", name, got);
        got = request(absurd);
        CHECK(got == at_failure, "%s of %lu bytes: outcome %d, not %d", name, absurd, got, at_failure);
    }
}

int main(void) {
    char path[4096];
    alarm(20);
    signal(SIGABRT, report_abort);
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 20);
    CHECK(length > 0, "cannot read /proc/self/exe");
    path[length] = 0;
    strcpy(strrchr(path, '/'), "/libcxxplug.so");
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CHECK(library != NULL, "dlopen: %s", dlerror());
    check(library, "cxxplug_new_nothrow", 2);
    check(library, "cxxplug_new", 1);
    check(library, "cxxplug_new_aligned", 1);
    return 0;
}
