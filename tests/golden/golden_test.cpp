// A journal recorded by the first version is read by every later one, to the same digest and the same room.

#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "journal/sqlite/sqlite_journal.hpp"
#include "protocol/codec.hpp"
#include "tests/contract/home.hpp"
#include "tests/contract/temporary_dir.hpp"
#include "tests/golden/golden_room.hpp"
#include "tests/golden/golden_state.hpp"

namespace warsha::golden {
namespace {

std::map<std::string, std::string> expected(Golden const& golden) {
    std::map<std::string, std::string> values;
    std::ifstream in("tests/golden/" + std::string(golden.name) + ".expected");
    for (std::string name, value; in >> name >> value;) values[name] = value;
    return values;
}

/// Of a copy: opening a journal may write to it.
ReadResult recorded(Golden const& golden) {
    contract::TemporaryDir const dir;
    auto const file = "tests/golden/" + std::string(golden.name) + ".sqlite";
    auto const copy = dir.path() / "journal.sqlite";
    std::filesystem::copy(file, copy);
    std::filesystem::copy(file + ".anchor", copy.string() + ".anchor");
    contract::Home home;
    return make_sqlite_journal(copy, home.post())->read(room, 0, 1'000);
}

class GoldenJournal : public testing::TestWithParam<Golden> {};
INSTANTIATE_TEST_SUITE_P(Recorded, GoldenJournal, testing::ValuesIn(goldens), [](auto const& info) { return info.param.name; });

TEST_P(GoldenJournal, IsReadToTheDigestItWasRecordedWith) {
    auto const read = recorded(GetParam());
    ASSERT_FALSE(read.damage) << read.damage->first_bad << ": " << read.damage->what;
    ASSERT_EQ(std::to_string(read.entries.size()), expected(GetParam()).at("top"));
    EXPECT_EQ(text_of(read.entries.back().digest), expected(GetParam()).at("digest"));
}

TEST_P(GoldenJournal, LeadsToTheSameRoom) { EXPECT_EQ(text_of(state_digest(recorded(GetParam()).entries)), expected(GetParam()).at("state")); }

TEST_P(GoldenJournal, WouldBeRecordedWithTheSameBytesToday) {
    auto const read = recorded(GetParam()).entries;
    auto const today = GetParam().entries();
    ASSERT_EQ(read.size(), today.size());
    for (std::size_t i = 0; i < read.size(); ++i) EXPECT_EQ(complete(seal(today[i], key), today[i].offset, today[i].time), read[i].bytes);
}

TEST(GoldenJournals, HoldEveryKindOfFactBetweenThem) {
    std::set<std::size_t> kinds;
    for (auto const& golden : goldens)
        for (auto const& stored : recorded(golden).entries)
            for (auto const& event : open(stored).events) kinds.insert(event.index());
    EXPECT_EQ(kinds.size(), std::variant_size_v<Event>) << "a new kind of fact needs a golden journal of its own: those that were recorded stay as they are";
}

TEST(GoldenJournals, KnowAnErasedTextFromAKeptOne) {
    auto const read = recorded(goldens[0]).entries;
    auto const title_of = [&](Offset offset) { return std::get<ProposalSubmitted>(open(read.at(offset - 1)).events.at(0)).title; };
    EXPECT_EQ(title_of(19).ar->text, "ماء صالح للشرب");
    EXPECT_TRUE(title_of(21).ar->erased);
    EXPECT_TRUE(title_of(21).ar->text.empty());
}

}  // namespace
}  // namespace warsha::golden
