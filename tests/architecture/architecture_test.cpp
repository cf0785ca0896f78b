// The lines that ARCHITECTURE.md draws, held.

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/architecture/source_tree.hpp"

namespace warsha::architecture {
namespace {

using testing::IsEmpty;
using Files = std::vector<SourceFile>;

/// From the ground up: a folder may include those before it and itself.
constexpr std::array<std::string_view, 7> layers{"protocol", "core", "journal", "archive", "room", "web", "app"};

Files cpp_below(std::string const& folder) { return files_below(folder, {".hpp", ".cpp"}); }
Files all_cpp() {
    auto files = cpp_below("protocol");
    for (auto& file : cpp_below("server")) files.push_back(std::move(file));
    return files;
}

/// The index of the layer a path or an include begins with; none: -1.
int layer_of(std::string path) {
    if (path.starts_with("server/")) path.erase(0, 7);
    auto const found = std::ranges::find(layers, path.substr(0, path.find('/')));
    return found == layers.end() ? -1 : static_cast<int>(found - layers.begin());
}

std::vector<std::string> includes_where(Files const& files, std::function<bool(std::string const& path, std::string const& include)> const& is_wrong) {
    std::vector<std::string> found;
    for (auto const& file : files)
        for (auto const& include : includes_of(file))
            if (is_wrong(file.path, include)) found.push_back(file.path + " includes " + include);
    return found;
}

/// `include` may be used only below these folders.
auto only_in(std::string const& include, std::vector<std::string> const& folders) {
    return includes_where(all_cpp(), [&](std::string const& path, std::string const& what) {
        return what.find(include) != std::string::npos && std::ranges::none_of(folders, [&](auto const& folder) { return path.starts_with(folder); });
    });
}

TEST(Layers, AreAllThere) {
    std::set<int> found;
    for (auto const& file : all_cpp()) found.insert(layer_of(file.path));
    EXPECT_EQ(found, (std::set<int>{0, 1, 2, 3, 4, 5, 6})) << "run in the source folder; a new folder needs its place in the order";
}

TEST(Layers, IncludeOnlyWhatLiesBelowThem) {
    EXPECT_THAT(includes_where(all_cpp(), [](std::string const& path, std::string const& include) { return layer_of(include) > layer_of(path); }), IsEmpty());
}

TEST(Core, IncludesOnlyTheProtocolAndValueLibraries) {
    std::regex const allowed(R"(core/.*|protocol/.*|<[a-z_0-9]+>|<boost/(describe|mp11|system)[./].*)");
    std::set<std::string> const refused{"<chrono>", "<random>", "<thread>", "<mutex>", "<atomic>", "<future>", "<filesystem>", "<fstream>", "<iostream>",
                                        "<unordered_map>", "<unordered_set>", "<cmath>", "<ctime>", "<cstdio>", "protocol/codec_impl.hpp", "protocol/json_read.hpp"};
    EXPECT_THAT(includes_where(cpp_below("server/core"), [&](auto const&, auto const& include) { return !std::regex_match(include, allowed) || refused.contains(include); }),
                IsEmpty());
}

TEST(Core, CountsInIntegers) {
    std::regex const floating(R"(\b(float|double)\b)");
    auto const code_of = [](std::string const& line) { return line.substr(0, line.find("//")); };
    EXPECT_THAT(lines_where(cpp_below("server/core"), [&](auto const& line) { return std::regex_search(code_of(line), floating); }), IsEmpty());
}

TEST(Core, ReachesNoClockNoRandomnessNoFileAndNoNetwork) {
    std::set<std::string> const refused{"clock_gettime", "gettimeofday", "time", "clock", "rand", "random", "getrandom", "getentropy", "open", "open64", "fopen", "fopen64", "read",
                                        "write", "socket", "connect", "send", "recv", "getenv", "pthread_create", "system", "std::random_device"};
    std::unique_ptr<FILE, int (*)(FILE*)> const nm(::popen("nm -u -C " WARSHA_CORE_LIBRARY, "r"), ::pclose);
    ASSERT_TRUE(nm);
    std::vector<std::string> found;
    std::size_t symbols = 0;
    for (std::array<char, 4096> line{}; std::fgets(line.data(), line.size(), nm.get());) {
        std::string symbol(line.data());
        auto const at = symbol.find("U ");
        if (at == std::string::npos) continue;
        ++symbols;
        symbol = symbol.substr(at + 2, symbol.find_first_of("@(\n", at + 2) - at - 2);
        bool const is_refused = refused.contains(symbol) || symbol.find("::now") != std::string::npos || symbol.find("fstream") != std::string::npos ||
                                symbol.find("random_device") != std::string::npos || symbol.starts_with("std::thread");
        if (is_refused) found.push_back(symbol);
    }
    EXPECT_GT(symbols, 20U) << "nm read the library";
    EXPECT_THAT(found, IsEmpty());
}

TEST(Seams, KeepSqliteInItsFolder) { EXPECT_THAT(only_in("sqlite3.h", {"server/journal/sqlite/"}), IsEmpty()); }
TEST(Seams, KeepHiredisInItsFolder) { EXPECT_THAT(only_in("hiredis", {"server/journal/redis/"}), IsEmpty()); }
TEST(Seams, KeepBeastAtTheEdgeAndInTheSimulatedPhones) { EXPECT_THAT(only_in("boost/beast", {"server/web/", "server/app/client/"}), IsEmpty()); }
TEST(Seams, LetOnlyTheAppNameAJournal) {
    for (auto const* store : {"journal/memory/", "journal/sqlite/", "journal/redis/"}) EXPECT_THAT(only_in(store, {std::string("server/") + store, "server/app/"}), IsEmpty());
}

TEST(Coroutines, AreNeverAwaitedInACondition) {  // g++ 12.2 skips or breaks the body
    std::regex const in_condition(R"(\b(if|switch|while)\s*\(\s*co_await)");
    auto const is_code = [](std::string const& line) { return line.find_first_not_of(" \t") != line.find("//"); };
    EXPECT_THAT(lines_where(all_cpp(), [&](auto const& line) { return std::regex_search(line, in_condition) && is_code(line); }), IsEmpty());
}

TEST(Pages, NeverSetHtml) {  // what people write is text, whatever stands in it
    std::regex const raw(R"(\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\()");
    auto const files = files_below("web-client/src", {".svelte", ".ts"});
    EXPECT_FALSE(files.empty());
    EXPECT_THAT(lines_where(files, [&](auto const& line) { return std::regex_search(line, raw); }), IsEmpty());
}

TEST(Styles, NameTheirDirectionsLogically) {  // the pages run right to left
    std::regex const physical(R"((^|[\s;{"])((margin|padding)-(left|right)|border-(left|right)(-\w+)?|(left|right)\s*:|text-align\s*:\s*(left|right)|float\s*:\s*(left|right)))");
    auto const files = files_below("web-client/src", {".css", ".svelte"});
    EXPECT_FALSE(files.empty());
    auto const is_script = [](std::string const& line) { return line.find("=>") != std::string::npos || line.find("const ") != std::string::npos; };
    EXPECT_THAT(lines_where(files, [&](auto const& line) { return std::regex_search(line, physical) && !is_script(line); }), IsEmpty());
}

TEST(Files, OfFiveHundredLinesSayWhy) {
    auto files = all_cpp();
    for (auto const* folder : {"web-client/src", "tests"})
        for (auto& file : files_below(folder, {".ts", ".svelte", ".css", ".hpp", ".cpp", ".mjs"})) files.push_back(std::move(file));
    std::vector<std::string> silent;
    for (auto const& file : files) {
        auto const head = std::min<std::size_t>(file.lines.size(), 15);
        bool const explains = std::any_of(file.lines.begin(), file.lines.begin() + static_cast<long>(head),
                                          [](auto const& line) { return line.find("Long because") != std::string::npos || line.find("Generated") != std::string::npos; });
        if (file.lines.size() >= 500 && !explains) silent.push_back(file.path + " has " + std::to_string(file.lines.size()) + " lines");
    }
    EXPECT_THAT(silent, IsEmpty()) << "split it, or say in its head: Long because …";
}

/// Rule ids that stand in a text after `mark`: "**V1**" in the specification, "SPEC V1, V2" in a test.
std::set<std::string> ids_in(Files const& files, std::regex const& mention) {
    std::regex const id(R"([A-Z]\d+)");
    std::set<std::string> found;
    for (auto const& file : files)
        for (auto const& line : file.lines)
            for (std::sregex_iterator at(line.begin(), line.end(), mention), end; at != end; ++at) {
                auto const text = at->str();
                for (std::sregex_iterator one(text.begin(), text.end(), id); one != end; ++one) found.insert(one->str());
            }
    return found;
}

TEST(Specification, HasATestForEveryRuleAndNoTestCitesARuleThatIsNotThere) {
    auto tests = files_below("tests", {".cpp", ".hpp", ".mjs"});
    for (auto& file : files_below("web-client/tests", {".ts"})) tests.push_back(std::move(file));
    auto const rules = ids_in(files_below("protocol", {".md"}), std::regex(R"(\*\*[A-Z]\d+\*\*)"));
    auto const cited = ids_in(tests, std::regex(R"(SPEC [A-Z]\d+(, ?[A-Z]\d+)*)"));
    EXPECT_GT(rules.size(), 60U) << "the specification was read";
    std::vector<std::string> uncited, unknown;
    std::ranges::set_difference(rules, cited, std::back_inserter(uncited));
    std::ranges::set_difference(cited, rules, std::back_inserter(unknown));
    EXPECT_THAT(uncited, IsEmpty()) << "rules of protocol/SPEC.md without a test";
    EXPECT_THAT(unknown, IsEmpty()) << "cited, and not in protocol/SPEC.md";
}

TEST(IncludesOf, ReadsBothForms) {
    EXPECT_EQ(includes_of({"x", {"#include \"core/state.hpp\"", "# include <vector>  // why", "// #include <chrono>"}}),
              (std::vector<std::string>{"core/state.hpp", "<vector>"}));
}

}  // namespace
}  // namespace warsha::architecture
