// Writes the first corpus of every target: FOLDER/target/seed-n.

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/seeds.hpp"

int main(int argc, char** argv) {
    if (argc != 2) return std::puts("usage: fuzz_seeds FOLDER"), 2;
    for (auto const& target : warsha::fuzz::targets) {
        auto const folder = std::filesystem::path(argv[1]) / target.name;
        std::filesystem::create_directories(folder);
        int n = 0;
        for (auto const& seed : warsha::fuzz::seeds(target.name)) std::ofstream(folder / ("seed-" + std::to_string(++n)), std::ios::binary) << seed;
    }
}
