#pragma once
// The only source of chance in a simulation: one seed, one sequence, on every machine.

#include <cstdint>
#include <vector>

namespace warsha::simulation {

/// splitmix64. Source: S. Vigna, https://prng.di.unimi.it/splitmix64.c, public domain.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    /// Uniform enough in [low, high] for choosing faults.
    std::int64_t between(std::int64_t low, std::int64_t high) { return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1)); }
    bool chance(unsigned percent) { return next() % 100 < percent; }
    template <class T>
    T const& pick(std::vector<T> const& all) { return all[next() % all.size()]; }
    void fill(unsigned char* bytes, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<unsigned char>(next() >> 32U);
    }
    template <class Id>
    Id id() {
        Id made;
        fill(made.value.data(), made.value.size());
        return made;
    }

private:
    std::uint64_t state_;
};

}  // namespace warsha::simulation
