// Core is the ground: pure and deterministic. What it may include, and which symbols it may not need.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace {

std::set<std::string> const allowed{
    "algorithm", "array", "cstdint", "cstring", "functional", "map", "numeric", "optional", "set", "span", "stdexcept", "string", "string_view", "tuple", "variant", "vector",
    "boost/describe.hpp", "boost/system/result.hpp",
    "protocol/agenda.hpp", "protocol/basic.hpp", "protocol/codes.hpp", "protocol/commands.hpp", "protocol/messages.hpp", "protocol/overloaded.hpp", "protocol/text.hpp",
    "protocol/views.hpp"};

std::vector<std::filesystem::path> sources() {
    std::vector<std::filesystem::path> found;
    for (auto const& file : std::filesystem::recursive_directory_iterator("server/core"))
        if (file.path().extension() == ".cpp" || file.path().extension() == ".hpp") found.push_back(file.path());
    return found;
}

std::string text_of(std::filesystem::path const& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(CoreSources, IncludeNothingButProtocolTypesAndPlainContainers) {
    std::regex const include(R"(#include [<"]([^>"]+)[>"])");
    std::size_t seen = 0;
    for (auto const& file : sources()) {
        auto const text = text_of(file);
        for (std::sregex_iterator it(text.begin(), text.end(), include), end; it != end; ++it, ++seen) {
            auto const name = (*it)[1].str();
            EXPECT_TRUE(name.starts_with("core/") || allowed.contains(name)) << file << " includes " << name;
        }
    }
    EXPECT_GT(seen, 50U);
}

TEST(CoreSources, UseNoFloatsNoClockNoRandomnessAndNoUnorderedContainers) {
    std::regex const forbidden(R"(\b(double|float|chrono|random\w*|unordered_\w+|hash|thread|mutex|atomic)\b|\b(rand|time|clock)\()");
    for (auto const& file : sources()) {
        std::istringstream lines(text_of(file));
        for (std::string line; std::getline(lines, line);) {
            auto const code = line.substr(0, line.find("//"));
            EXPECT_FALSE(std::regex_search(code, forbidden)) << file << ": " << line;
        }
    }
}

}  // namespace
