// One target under libFuzzer; which one is the build's to say.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    warsha::fuzz::WARSHA_FUZZ_TARGET({reinterpret_cast<char const*>(bytes), size});
    return 0;
}
