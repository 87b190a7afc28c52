// Containers, strings, variants, exceptions and threads of the C++ library. Everything that it prints is fixed.
#include <algorithm>
#include <array>
#include <cstdint>
#include <future>
#include <iostream>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

namespace {

using Value = std::variant<long, double, std::string, std::vector<int>>;

template <typename... Ts> struct Overloaded : Ts... { using Ts::operator()...; };
template <typename... Ts> Overloaded(Ts...) -> Overloaded<Ts...>;

template <std::size_t N> struct Chain {
    std::unique_ptr<Chain<N - 1>> next = std::make_unique<Chain<N - 1>>();
    std::array<char, N * 16> block{};
    std::size_t bytes() const { return block.size() + next->bytes(); }
};
template <> struct Chain<0> {
    std::size_t bytes() const { return 0; }
};

struct alignas(128) Aligned {
    long value = 1;
};

std::string word(std::mt19937 &random) {
    return std::string(1 + random() % 40, static_cast<char>('a' + random() % 26));
}

template <typename Map> long churn(unsigned seed, int rounds) {
    std::mt19937 random(seed);
    Map map;
    for (int i = 0; i < rounds; i++) {
        auto key = word(random);
        if (random() % 3 == 0) {
            map.erase(key);
        } else {
            map[key] += std::to_string(i);
        }
    }
    return std::accumulate(map.begin(), map.end(), 0L, [](long sum, const auto &entry) {
        return sum + static_cast<long>(entry.first.size() * 7 + entry.second.size());
    });
}

long variants() {
    std::mt19937 random(5);
    std::vector<Value> values;
    for (int i = 0; i < 60000; i++) {
        switch (random() % 4) {
        case 0: values.emplace_back(static_cast<long>(random() % 1000)); break;
        case 1: values.emplace_back(random() % 1000 / 8.0); break;
        case 2: values.emplace_back(word(random)); break;
        default: values.emplace_back(std::vector<int>(random() % 50, 3));
        }
    }
    std::shuffle(values.begin(), values.end(), random);
    long sum = 0;
    for (const auto &value : values) {
        sum += std::visit(Overloaded{[](long v) { return v; }, [](double v) { return static_cast<long>(v * 8); },
                                     [](const std::string &v) { return static_cast<long>(v.size()); },
                                     [](const std::vector<int> &v) { return std::accumulate(v.begin(), v.end(), 0L); }},
                          value);
    }
    return sum;
}

int exceptions() {
    int caught = 0;
    for (int i = 0; i < 5000; i++) {
        try {
            auto held = std::make_shared<std::vector<std::string>>(10, std::string(100, 'e'));
            if (i % 2 == 0) {
                throw std::runtime_error(held->front() + std::to_string(i));
            }
            held->at(20);
        } catch (const std::exception &e) {
            caught += std::string(e.what()).empty() ? 0 : 1;
        }
    }
    return caught;
}

// Blocks that one thread makes and another one frees.
long handed_over() {
    std::vector<std::future<std::list<std::shared_ptr<std::string>>>> makers;
    for (unsigned t = 0; t < 4; t++) {
        makers.push_back(std::async(std::launch::async, [t] {
            std::mt19937 random(t);
            std::list<std::shared_ptr<std::string>> made;
            for (int i = 0; i < 40000; i++) {
                made.push_back(std::make_shared<std::string>(word(random)));
            }
            return made;
        }));
    }
    std::vector<std::future<long>> takers;
    for (auto &maker : makers) {
        takers.push_back(std::async(std::launch::async, [made = maker.get()]() mutable {
            long sum = 0;
            while (!made.empty()) {
                sum += static_cast<long>(made.front()->size());
                made.pop_front();
            }
            return sum;
        }));
    }
    return std::accumulate(takers.begin(), takers.end(), 0L, [](long sum, auto &taker) { return sum + taker.get(); });
}

long aligned() {
    long wrong = 0;
    std::vector<std::unique_ptr<Aligned>> blocks;
    for (int i = 0; i < 20000; i++) {
        blocks.push_back(std::make_unique<Aligned>());
        wrong += reinterpret_cast<std::uintptr_t>(blocks.back().get()) % alignof(Aligned) != 0;
    }
    return wrong;
}

}

int main() {
    std::cout << "ordered " << churn<std::map<std::string, std::string>>(1, 1000000) << '\n'
              << "hashed " << churn<std::unordered_map<std::string, std::string>>(2, 1000000) << '\n'
              << "variants " << variants() << '\n'
              << "exceptions " << exceptions() << '\n'
              << "handed over " << handed_over() << '\n'
              << "misaligned " << aligned() << '\n'
              << "chain " << Chain<60>().bytes() << '\n';
}
