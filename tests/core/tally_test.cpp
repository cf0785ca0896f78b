// Counting, and the rule for small groups.

#include <numeric>
#include <random>

#include "core/tally.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

Round a_round(std::vector<std::pair<std::optional<Key>, std::vector<Mark>>> const& ballots) {
    Round round;
    for (std::uint32_t n = 0; n < ballots.size(); ++n) round.ballots[nth<Pseudonym>('v', n)] = {ballots[n].first, 1, ballots[n].second, false};
    return round;
}

TEST(Tally, AddsPointsAndVotersInTheOrderOfTheItems) {
    auto const result = tally(items(3), a_round({{youth, {{item(3), {4}}, {item(1), {1}}}}, {youth, {{item(3), {2}}}}, {youth, {}}}));
    EXPECT_EQ(result.items, (std::vector<ItemResult>{{item(1), 1, 1}, {item(2), 0, 0}, {item(3), 6, 2}}));
    EXPECT_EQ(result.abstentions, 0U);
    EXPECT_TRUE(result.groups.empty());
}

TEST(Tally, CountsAbstentionsApart) {
    auto round = a_round({{youth, {{item(1), {1}}}}, {youth, {}}});
    round.ballots.rbegin()->second.abstain = true;
    EXPECT_EQ(tally(items(2), round).abstentions, 1U);
}

TEST(Tally, OfNothingIsZeros) {
    EXPECT_EQ(tally(items(2), {}).items, (std::vector<ItemResult>{{item(1), 0, 0}, {item(2), 0, 0}}));
    EXPECT_TRUE(tally({}, {}).items.empty());
}

TEST(Tally, IgnoresMarksOnWhatIsNotInTheRound) { EXPECT_EQ(tally(items(1), a_round({{youth, {{item(9), {4}}}}})).items.front().points, 0U); }

TEST(Tally, FindsEveryOfAThousandItems) {
    auto const many = items(1000);
    std::vector<Mark> one_each;
    for (auto const& one : many) one_each.push_back({one.id, {1}});
    for (auto const& one : tally(many, a_round({{youth, one_each}, {elected, one_each}})).items) EXPECT_EQ(one.points, 2U);
}

TEST(Split, HasOnePartPerGroupThatVotedAndNoneForThoseWithout) {
    auto const parts = split_by_group(items(1), a_round({{youth, {{item(1), {2}}}}, {elected, {{item(1), {3}}}}, {{}, {{item(1), {1}}}}, {youth, {}}}));
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts[0].groups, (std::vector{elected}));
    EXPECT_EQ(parts[1].groups, (std::vector{Key{"none"}}));
    EXPECT_EQ(parts[2].voters, 2U);
    EXPECT_EQ(parts[2].items.front().points, 2U);
}

GroupResult a_part(std::string key, std::uint64_t voters) { return {{Key{std::move(key)}}, voters, 0, {{item(1), voters * 3, voters}}}; }

struct MergeCase {
    std::vector<std::pair<std::string, std::uint64_t>> parts;
    std::vector<std::pair<std::vector<std::string>, std::uint64_t>> shown;
};

TEST(SmallGroups, AreMergedAsTheTableSays) {  // SPEC V6
    for (auto const& one : std::vector<MergeCase>{
             {{}, {}},
             {{{"a", 4}}, {}},
             {{{"a", 5}}, {{{"a"}, 5}}},
             {{{"a", 2}, {"b", 2}}, {}},
             {{{"a", 5}, {"b", 5}}, {{{"a"}, 5}, {{"b"}, 5}}},
             {{{"a", 9}, {"b", 1}}, {{{"a", "b"}, 10}}},
             {{{"a", 9}, {"b", 1}, {"c", 6}}, {{{"a"}, 9}, {{"b", "c"}, 7}}},
             {{{"a", 2}, {"b", 2}, {"c", 2}, {"d", 9}}, {{{"a", "b", "c"}, 6}, {{"d"}, 9}}},
             {{{"a", 1}, {"b", 3}, {"c", 20}}, {{{"a", "b", "c"}, 24}}},
             {{{"a", 4}, {"b", 4}, {"c", 4}, {"d", 4}}, {{{"a", "b"}, 8}, {{"c", "d"}, 8}}}}) {
        std::vector<GroupResult> parts;
        for (auto const& [key, voters] : one.parts) parts.push_back(a_part(key, voters));
        auto const merged = merge_small_groups(parts);
        ASSERT_EQ(merged.size(), one.shown.size());
        for (std::size_t i = 0; i < merged.size(); ++i) {
            std::vector<std::string> keys;
            for (auto const& key : merged[i].groups) keys.push_back(key.value);
            EXPECT_EQ(keys, one.shown[i].first);
            EXPECT_EQ(merged[i].voters, one.shown[i].second);
            EXPECT_EQ(merged[i].items.front(), (ItemResult{item(1), one.shown[i].second * 3, one.shown[i].second}));
        }
    }
}

class SmallGroupsSeeded : public testing::TestWithParam<std::uint32_t> {};

/// What is shown are disjoint sets of at least five; the total less any of them is again such sets or nothing.
TEST_P(SmallGroupsSeeded, SubtractionRevealsNothing) {
    std::mt19937 dice(GetParam());
    std::vector<GroupResult> parts;
    auto const groups = 1 + dice() % 12;
    for (std::size_t n = 0; n < groups; ++n) parts.push_back(a_part(std::string(1, static_cast<char>('a' + n)), 1 + dice() % (dice() % 2 == 0 ? 4 : 30)));
    auto const total = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0}, [](auto sum, auto const& one) { return sum + one.voters; });
    auto const shown = merge_small_groups(parts);

    std::uint64_t sum = 0;
    std::set<Key> seen;
    for (auto const& one : shown) {
        EXPECT_GE(one.voters, group_voters_min);
        sum += one.voters;
        for (auto const& key : one.groups) EXPECT_TRUE(seen.insert(key).second);
    }
    if (total < group_voters_min) EXPECT_TRUE(shown.empty());
    else EXPECT_EQ(sum, total) << "seed " << GetParam();
    EXPECT_EQ(seen.size(), shown.empty() ? 0U : parts.size());
}

TEST_P(SmallGroupsSeeded, TheOrderOfThePartsDoesNotMatter) {
    std::mt19937 dice(GetParam());
    std::vector<GroupResult> parts;
    for (char n = 'a'; n < 'k'; ++n) parts.push_back(a_part(std::string(1, n), 1 + dice() % 7));
    auto const shown = merge_small_groups(parts);
    std::shuffle(parts.begin(), parts.end(), dice);
    EXPECT_EQ(merge_small_groups(parts), shown);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SmallGroupsSeeded, testing::Range(1U, 301U));

}  // namespace
}  // namespace warsha
