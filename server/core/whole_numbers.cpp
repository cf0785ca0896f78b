#include "core/whole_numbers.hpp"

namespace warsha {

std::uint64_t root(std::uint64_t x) {
    std::uint64_t result = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 62; bit != 0; bit >>= 2) {
        if (x >= result + bit) {
            x -= result + bit;
            result = (result >> 1) + bit;
        } else
            result >>= 1;
    }
    return result;
}

std::uint64_t log2_of(std::uint64_t x) {
    std::uint64_t whole = 0;
    x <<= binary_places;
    while (x >= 2 * one) x >>= 1, ++whole;
    std::uint64_t places = 0;
    for (unsigned n = 0; n < binary_places; ++n) {
        x = (x * x) >> binary_places;
        places <<= 1;
        if (x >= 2 * one) x >>= 1, places |= 1;
    }
    return (whole << binary_places) | places;
}

}  // namespace warsha
