// Every input that a fuzzer once broke something with, and everything a fuzzer starts from, in an ordinary build.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/seeds.hpp"

namespace warsha::fuzz {
namespace {

class Fuzzed : public testing::TestWithParam<Target> {};

TEST_P(Fuzzed, ComesBackFromEverythingThatWasFound) {
    auto const folder = std::filesystem::path("tests/fuzz/regressions") / GetParam().name;
    if (!std::filesystem::exists(folder)) return;
    for (auto const& file : std::filesystem::directory_iterator(folder)) {
        std::cout << file.path().filename().string() << std::endl;  // the last one named is the one that broke it
        std::ifstream in(file.path(), std::ios::binary);
        GetParam().run(std::string(std::istreambuf_iterator<char>(in), {}));
    }
}

TEST_P(Fuzzed, ComesBackFromWhatItStartsFrom) {
    auto const all = seeds(GetParam().name);
    EXPECT_FALSE(all.empty());
    for (auto const& seed : all) GetParam().run(seed);
}

INSTANTIATE_TEST_SUITE_P(All, Fuzzed, testing::ValuesIn(targets), [](auto const& info) { return info.param.name; });

}  // namespace
}  // namespace warsha::fuzz
