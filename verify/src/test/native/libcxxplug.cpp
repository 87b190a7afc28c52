// A C++ library for a C program to load for itself alone: nothing of C++ is in the program's global scope.
#include <new>

static char *volatile sink;

// 0: there was memory, 1: bad_alloc was thrown, 2: nothrow new returned null.
extern "C" int cxxplug_new(unsigned long size) {
    try {
        char *block = new char[size];
        block[0] = 1;
        sink = block;
        delete[] block;
        return 0;
    } catch (const std::bad_alloc &) {
        return 1;
    }
}

extern "C" int cxxplug_new_nothrow(unsigned long size) {
    char *block = new (std::nothrow) char[size];
    sink = block;
    delete[] block;
    return block == nullptr ? 2 : 0;
}

extern "C" int cxxplug_new_aligned(unsigned long size) {
    struct alignas(128) Line {
        char bytes[128];
    };
    try {
        Line *block = new Line[size / sizeof(Line)];
        block->bytes[0] = 1;
        sink = block->bytes;
        delete[] block;
        return 0;
    } catch (const std::bad_alloc &) {
        return 1;
    }
}
