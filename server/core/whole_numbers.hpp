#pragma once
// Roots and logarithms of whole numbers: core has no floats, so that every machine counts the same.

#include <cstdint>

namespace warsha {

/// The largest whole number whose square is at most x.
std::uint64_t root(std::uint64_t x);

inline constexpr unsigned binary_places = 16;
inline constexpr std::uint64_t one = std::uint64_t{1} << binary_places;

/// Binary logarithm of a number from 1 to 2^47, with 16 binary places.
std::uint64_t log2_of(std::uint64_t x);

}  // namespace warsha
