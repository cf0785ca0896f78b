// Two hundred bundles with something wrong in them. Half are clumsy (a file was changed, nothing else); half are clever: digests,
// root and manifest are made anew, as one would who wants another result to be believed.

#include <functional>
#include <random>
#include <regex>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "archive/manifest.hpp"
#include "journal/entry.hpp"
#include "protocol/codec.hpp"
#include "rooms.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;
using Files = std::vector<BundleFile>;

std::string& bytes_of(Files& files, std::string const& name) { return std::ranges::find(files, name, &BundleFile::name)->bytes; }

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string joined(std::vector<std::string> const& lines) {
    std::string text;
    for (auto const& line : lines) text += line + "\n";
    return text;
}

/// Makes the manifest fit the files again.
void sign(Files& files) {
    auto manifest = Json::parse(bytes_of(files, "manifest.json"));
    for (auto& file : manifest["files"]) {
        auto const& bytes = bytes_of(files, file["name"]);
        file["bytes"] = bytes.size();
        file["sha256"] = sha256_hex(bytes);
    }
    bytes_of(files, "manifest.json") = manifest.dump() + "\n";
}

/// Changes the journal's entries and makes every digest, and every place where the root stands, fit again.
void rewrite_journal(Files& files, std::function<void(std::vector<Json>&)> const& change) {
    std::vector<Json> entries;
    std::string old_root;
    for (auto const& line : lines_of(bytes_of(files, "journal.jsonl"))) {
        entries.push_back(Json::parse(line)["entry"]);
        old_root = Json::parse(line)["digest"];
    }
    change(entries);
    Hash digest;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        entries[i]["line"] = i + 1;
        digest = next_digest(digest, entries[i].dump());
        lines.push_back(Json{{"digest", text_of(digest)}, {"entry", entries[i]}}.dump());
    }
    bytes_of(files, "journal.jsonl") = joined(lines);
    for (auto& file : files)
        for (auto at = file.bytes.find(old_root); at != std::string::npos; at = file.bytes.find(old_root, at)) file.bytes.replace(at, old_root.size(), text_of(digest));
    sign(files);
}

Json& ballots_in(std::vector<Json>& entries, std::size_t which) {
    for (auto& entry : entries)
        for (auto& event : entry["events"])
            if (event["type"] == "ballots_counted" && which-- == 0) return event["ballots"];
    throw std::logic_error("no such count");
}

using Random = std::mt19937;
std::size_t below(Random& random, std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); }

void flip_digit(std::string& text, Random& random) {
    std::vector<std::size_t> digits;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] >= '0' && text[i] <= '9') digits.push_back(i);
    auto& digit = text[digits.at(below(random, digits.size()))];
    digit = digit == '9' ? '0' : static_cast<char>(digit + 1);
}

/// How to spoil a bundle, and what the one who looks must be told about.
struct Mutation {
    std::string name, told;
    std::function<void(Files&, Random&)> spoil;
};

std::vector<Mutation> clumsy() {
    std::vector<Mutation> all;
    for (auto const* name : {"journal.jsonl", "snapshot.json", "results.csv", "proposals.csv", "report.ar.html", "report.fr.html", "report.en.html", "manifest.json"})
        all.push_back({std::string("a digit in ") + name, "", [name](Files& files, Random& random) { flip_digit(bytes_of(files, name), random); }});
    all.push_back({"a file is missing", "", [](Files& files, Random& random) { files.erase(files.begin() + static_cast<long>(below(random, files.size()))); }});
    all.push_back({"two files change places", "", [](Files& files, Random& random) { std::swap(files[below(random, 4)], files[4 + below(random, 4)]); }});
    return all;
}

std::vector<Mutation> clever() {
    auto const table = [](char const* name) {
        return [name](Files& files, Random& random) {
            auto lines = lines_of(bytes_of(files, name));
            flip_digit(lines[1 + below(random, lines.size() - 1)], random);
            bytes_of(files, name) = joined(lines);
            sign(files);
        };
    };
    return {
        {"a cell of results.csv", "results.csv line", table("results.csv")},
        {"a cell of proposals.csv", "proposals.csv line", table("proposals.csv")},
        {"two lines of the journal change places", "journal.jsonl line", [](Files& files, Random& random) {
             auto lines = lines_of(bytes_of(files, "journal.jsonl"));
             auto const at = below(random, lines.size() - 1);
             std::swap(lines[at], lines[at + 1]);
             bytes_of(files, "journal.jsonl") = joined(lines);
             sign(files);
         }},
        {"a line of the journal is gone", "journal.jsonl line", [](Files& files, Random& random) {
             auto lines = lines_of(bytes_of(files, "journal.jsonl"));
             lines.erase(lines.begin() + static_cast<long>(below(random, lines.size())));
             bytes_of(files, "journal.jsonl") = joined(lines);
             sign(files);
         }},
        {"a ballot is dropped and all digests are new", "snapshot.json", [](Files& files, Random& random) {
             rewrite_journal(files, [&](std::vector<Json>& entries) {
                 auto& ballots = ballots_in(entries, 0);
                 ballots.erase(below(random, ballots.size()));
             });
         }},
        {"a ballot changes its mind and all digests are new", "snapshot.json", [](Files& files, Random& random) {
             rewrite_journal(files, [&](std::vector<Json>& entries) {
                 auto& mark = ballots_in(entries, 1)[below(random, 4)]["marks"][below(random, 2)];
                 mark["points"] = mark["points"].get<int>() - 1;
             });
         }},
        {"a ballot has more dots than allowed and all digests are new", "journal.jsonl line", [](Files& files, Random& random) {
             rewrite_journal(files, [&](std::vector<Json>& entries) { ballots_in(entries, 1)[below(random, 4)]["marks"][0]["points"] = 5 + below(random, 20); });
         }},
        {"ballots stand in another order and all digests are new", "journal.jsonl line", [](Files& files, Random& random) {
             rewrite_journal(files, [&](std::vector<Json>& entries) {
                 auto& ballots = ballots_in(entries, 0);
                 auto const at = below(random, ballots.size() - 1);
                 std::swap(ballots[at], ballots[at + 1]);
             });
         }},
        {"a small group is told and all digests are new", "journal.jsonl line", [](Files& files, Random& random) {
             rewrite_journal(files, [&](std::vector<Json>& entries) { ballots_in(entries, 0)[below(random, 9)]["groups"] = {"elected"}; });
         }},
        {"a count in the snapshot", "snapshot.json", [](Files& files, Random& random) {
             auto snapshot = Json::parse(bytes_of(files, "snapshot.json"));
             auto& item = snapshot["activities"][1]["rounds"][0]["result"]["items"][below(random, 3)];
             auto& number = item[below(random, 2) ? "points" : "voters"];
             number = number.get<int>() + 1;
             bytes_of(files, "snapshot.json") = snapshot.dump() + "\n";
             sign(files);
         }},
        {"a time zone that the room does not have", "snapshot.json", [](Files& files, Random&) {
             auto snapshot = Json::parse(bytes_of(files, "snapshot.json"));
             snapshot["time_zone"] = "Asia/Kolkata";
             bytes_of(files, "snapshot.json") = snapshot.dump() + "\n";
             sign(files);
         }},
        {"the words of a proposal in the snapshot", "snapshot.json", [](Files& files, Random& random) {
             auto snapshot = Json::parse(bytes_of(files, "snapshot.json"));
             auto& text = snapshot["proposals"][below(random, 2)][below(random, 2) ? "title" : "text"].front()["text"];
             text = text.get<std::string>() + "!";
             bytes_of(files, "snapshot.json") = snapshot.dump() + "\n";
             sign(files);
         }},
        {"a count in a report", "report.", [](Files& files, Random& random) {
             auto& html = files[4 + below(random, 3)].bytes;
             std::vector<std::size_t> cells;
             for (auto at = html.find("data-of="); at != std::string::npos; at = html.find("data-of=", at + 1)) cells.push_back(html.find('>', at) + 1);
             auto& digit = html[cells[below(random, cells.size())]];
             digit = digit == '9' ? '8' : static_cast<char>(digit + 1);
             sign(files);
         }},
    };
}

void expect_found(std::vector<Mutation> const& mutations, int count) {
    auto const whole = small_room().bundle();
    for (int seed = 0; seed < count; ++seed) {
        auto const& mutation = mutations[static_cast<std::size_t>(seed) % mutations.size()];
        Random random(static_cast<unsigned>(seed));
        auto files = whole;
        mutation.spoil(files, random);
        auto const report = verify_bundle(zip(files));
        EXPECT_FALSE(report.ok) << mutation.name << ", seed " << seed;
        EXPECT_THAT(report.first_wrong, testing::HasSubstr(mutation.told)) << mutation.name << ", seed " << seed;
        EXPECT_GT(report.first_wrong.size(), 10U) << mutation.name << ", seed " << seed;
    }
}

TEST(VerifyBundle, FindsOneHundredClumsyChanges) { expect_found(clumsy(), 100); }

TEST(VerifyBundle, FindsOneHundredCleverChangesAndNamesTheFile) { expect_found(clever(), 100); }

TEST(VerifyBundle, FindsEveryByteThatChanged) {
    auto const whole = zip(small_room().bundle());
    Random random(1);
    for (int i = 0; i < 300; ++i) {
        auto bytes = whole;
        auto& byte = bytes[below(random, bytes.size())];
        byte = static_cast<char>(byte ^ (1 << below(random, 8)));
        EXPECT_FALSE(verify_bundle(bytes).ok) << i;
    }
}

TEST(VerifyBundle, SaysInASentenceThatSomethingIsNoBundle) {
    EXPECT_EQ(verify_bundle("").first_wrong, "this is not a zip");
    EXPECT_EQ(verify_bundle("hello").first_wrong, "this is not a zip");
    EXPECT_THAT(verify_bundle(zip({{"other.txt", "x"}})).first_wrong, testing::HasSubstr("journal.jsonl: is missing"));
}

TEST(VerifyBundle, RefusesDeepNestingBeforeItReachesTheParser) {
    for (auto const* name : {"journal.jsonl", "snapshot.json", "manifest.json"}) {
        auto files = small_room().bundle();
        bytes_of(files, name) = std::string(500'000, '[') + std::string(500'000, ']') + "\n";
        if (std::string(name) != "manifest.json") sign(files);
        EXPECT_THAT(verify_bundle(zip(files)).first_wrong, testing::HasSubstr(std::string(name) + " line 1")) << name;
    }
}

TEST(VerifyBundle, RefusesAKeyThatStandsTwice) {
    auto files = small_room().bundle();
    auto& journal = bytes_of(files, "journal.jsonl");
    journal.replace(journal.find("{\"digest\""), 1, "{\"digest\":\"x\",");
    sign(files);
    EXPECT_THAT(verify_bundle(zip(files)).first_wrong, testing::HasSubstr("journal.jsonl line 1"));
}

}  // namespace
}  // namespace warsha
