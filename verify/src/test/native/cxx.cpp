// What C++ programs ask of an allocator: all forms of new and delete, containers, exceptions, threads, memory resources.
#include "client.h"
#include <algorithm>
#include <map>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <new>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr size_t sizes[] = {0, 1, 15, 16, 17, 100, 500, 2048, 2049, 5000, 32768, 32769, 100000, 3 * MIB};

void checkNew(void *block, size_t size, size_t alignment, const char *form) {
    CHECK(block != nullptr, "%s of %zu bytes returned null", form, size);
    CHECK(reinterpret_cast<uintptr_t>(block) % alignment == 0, "%s of %zu bytes gave %p, not aligned to %zu", form, size, block,
          alignment);
    pattern_fill(block, size, size + alignment);
}

void forms() {
    for (int round = 0; round < 20; round++) {
        for (size_t size : sizes) {
            size_t plain = __STDCPP_DEFAULT_NEW_ALIGNMENT__ < size ? __STDCPP_DEFAULT_NEW_ALIGNMENT__ : 8;
            void *one = ::operator new(size), *many = ::operator new[](size);
            void *quiet = ::operator new(size, std::nothrow), *quietMany = ::operator new[](size, std::nothrow);
            void *sized = ::operator new(size), *sizedMany = ::operator new[](size);
            for (void *block : {one, many, quiet, quietMany, sized, sizedMany}) {
                checkNew(block, size, plain, "operator new");
            }
            for (void *block : {one, many, quiet, quietMany, sized, sizedMany}) {
                pattern_check(block, size, size + plain, "operator new");
            }
            ::operator delete(one);
            ::operator delete[](many);
            ::operator delete(quiet, std::nothrow);
            ::operator delete[](quietMany, std::nothrow);
            ::operator delete(sized, size);
            ::operator delete[](sizedMany, size);
            for (size_t alignment = 16; alignment <= 16384; alignment *= 4) {
                std::align_val_t value{alignment};
                void *aligned = ::operator new(size, value), *alignedMany = ::operator new[](size, value);
                void *alignedQuiet = ::operator new(size, value, std::nothrow);
                void *alignedSized = ::operator new(size, value);
                for (void *block : {aligned, alignedMany, alignedQuiet, alignedSized}) {
                    checkNew(block, size, alignment, "aligned operator new");
                }
                for (void *block : {aligned, alignedMany, alignedQuiet, alignedSized}) {
                    pattern_check(block, size, size + alignment, "aligned operator new");
                }
                ::operator delete(aligned, value);
                ::operator delete[](alignedMany, value);
                ::operator delete(alignedQuiet, value, std::nothrow);
                ::operator delete(alignedSized, size, value);
            }
        }
    }
}

// Keeps the compiler from leaving out a pair of new and delete.
void *volatile sink;

template <typename Request> void mustThrow(const char *what, Request request) {
    try {
        request();
    } catch (const std::bad_alloc &) {
        return;
    }
    FAIL("%s of an absurd size did not throw bad_alloc", what);
}

void refusals() {
    volatile size_t absurd = PTRDIFF_MAX;
    for (int i = 0; i < 100; i++) {
        mustThrow("new char[]", [&] { sink = new char[absurd]; });
        mustThrow("operator new", [&] { sink = ::operator new(absurd); });
        mustThrow("aligned operator new", [&] { sink = ::operator new(absurd, std::align_val_t{64}); });
        mustThrow("vector::reserve", [&] { std::vector<char>().reserve(absurd); });
        CHECK(::operator new(absurd, std::nothrow) == nullptr, "nothrow new of an absurd size returned a block");
        CHECK(::operator new(absurd, std::align_val_t{64}, std::nothrow) == nullptr, "aligned nothrow new of an absurd size gave a block");
    }
}

void containers() {
    std::vector<std::string> lines;
    std::map<int, std::vector<int>> table;
    for (int i = 0; i < 200000; i++) {
        lines.push_back("line number " + std::to_string(i * 7919L % 100003));
        table[i % 1009].push_back(i);
    }
    std::sort(lines.begin(), lines.end());
    CHECK(std::is_sorted(lines.begin(), lines.end()) && lines.size() == 200000, "a vector of strings does not sort");
    CHECK(lines.front() == "line number 0", "the first line is %s", lines.front().c_str());
    for (const auto &[key, values] : table) {
        for (size_t i = 0; i < values.size(); i++) {
            CHECK(values[i] == key + static_cast<int>(i) * 1009, "a map of vectors holds %d at %d", values[i], key);
        }
    }
}

struct alignas(64) Line {
    std::unique_ptr<std::string> text;
};

// thread_local objects with destructors, and objects that one thread makes and another destroys.
thread_local std::vector<std::string> ofThread;

void exchange() {
    std::mutex lock;
    std::vector<std::unique_ptr<Line>> shared;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; t++) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20000; i++) {
                auto line = std::make_unique<Line>();
                CHECK(reinterpret_cast<uintptr_t>(line.get()) % 64 == 0, "an object aligned to 64 is at %p", static_cast<void *>(line.get()));
                line->text = std::make_unique<std::string>(static_cast<size_t>(20 + i % 3000), static_cast<char>('a' + t));
                ofThread.push_back(line->text->substr(0, 30));
                std::unique_ptr<Line> other;
                std::lock_guard<std::mutex> guard(lock);
                shared.push_back(std::move(line));
                if (shared.size() > 500) {
                    other = std::move(shared[static_cast<size_t>(i) % 500]);
                    shared[static_cast<size_t>(i) % 500] = std::move(shared.back());
                    shared.pop_back();
                    const std::string &text = *other->text;
                    CHECK(text.front() == text.back() && text.size() >= 20, "a string from another thread has changed");
                }
            }
        });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
}

void resources() {
    for (int round = 0; round < 10; round++) {
        std::pmr::monotonic_buffer_resource monotonic;
        std::pmr::unsynchronized_pool_resource pool;
        for (std::pmr::memory_resource *resource : {static_cast<std::pmr::memory_resource *>(&monotonic),
                                                     static_cast<std::pmr::memory_resource *>(&pool), std::pmr::new_delete_resource()}) {
            std::pmr::map<int, std::pmr::string> names(resource);
            for (int i = 0; i < 5000; i++) {
                names.emplace(i, std::pmr::string(static_cast<size_t>(i % 400), 'x', resource));
            }
            for (int i = 0; i < 5000; i++) {
                CHECK(names.at(i).size() == static_cast<size_t>(i % 400), "a pmr map lost entry %d", i);
            }
            void *aligned = resource->allocate(3000, 512);
            CHECK(reinterpret_cast<uintptr_t>(aligned) % 512 == 0, "a memory resource gave %p for alignment 512", aligned);
            pattern_fill(aligned, 3000, 1);
            resource->deallocate(aligned, 3000, 512);
        }
    }
}

}

int main(int argc, char **argv) {
    static const Case cases[] = {
        {"forms", forms}, {"refusals", refusals}, {"containers", containers}, {"exchange", exchange}, {"resources", resources}};
    return run_case(cases, COUNT(cases), argc, argv);
}
