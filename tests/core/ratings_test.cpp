// Rating, and impact × feasibility: what a ballot may say, and what is counted.

#include <array>
#include <random>

#include "core/check_plan.hpp"
#include "core/project.hpp"
#include "core/tally.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1);
Key const youth{"youth"}, elected{"elected"};

std::optional<Reject> refusal(Story& room, std::vector<Mark> marks, bool abstain = false) {
    return room.refusal(seat(1), CastBallot{.activity = vote, .round = {1}, .revision = {900}, .marks = {std::move(marks)}, .abstain = abstain});
}

TEST(Rating, TakesValuesOnTheScaleAndSkipsWhatIsNotMarked) {  // SPEC B9
    auto room = a_running_room(rating(vote, {.steps = {4}}));
    EXPECT_EQ(refusal(room, {{item(1), {5}}}), Reject::too_many_on_item);
    EXPECT_EQ(refusal(room, {{item(9), {1}}}), Reject::unknown_item);
    EXPECT_EQ(refusal(room, {{item(1), {1}}, {item(1), {2}}}), Reject::duplicate_item);
    EXPECT_EQ(refusal(room, {{item(1), {1}, Axis::impact}}), Reject::wrong_kind);
    EXPECT_EQ(refusal(room, {}, true), Reject::abstain_not_allowed);
    EXPECT_EQ(refusal(room, {}), std::nullopt);
    EXPECT_EQ(refusal(room, {{item(1), {1}}, {item(3), {4}}}), std::nullopt);
}

TEST(Impact, AsksTwoQuestionsOfEachItemAndEitherMayBeSkipped) {  // SPEC B9
    auto room = a_running_room(impact(vote));
    EXPECT_EQ(refusal(room, {{item(1), {3}}}), Reject::wrong_kind);
    EXPECT_EQ(refusal(room, {{item(1), {6}, Axis::impact}}), Reject::too_many_on_item);
    EXPECT_EQ(refusal(room, {{item(1), {3}, Axis::impact}, {item(1), {3}, Axis::impact}}), Reject::duplicate_item);
    EXPECT_EQ(refusal(room, {{item(1), {3}, Axis::impact}, {item(1), {3}, Axis::feasibility}, {item(2), {1}, Axis::feasibility}}), std::nullopt);
}

TEST(Rating, NeedsItems) {
    auto plan = rating(vote);
    EXPECT_EQ(check_activity(plan, {}), std::nullopt);
    std::get<RatingConfig>(plan.config).items = {};
    EXPECT_EQ(check_activity(plan, {}), Reject::bad_config);
    plan.config = ImpactConfig{};
    EXPECT_EQ(check_activity(plan, {}), Reject::bad_config);
}

TEST(Choice, HasNoSecondQuestion) {
    auto room = a_running_room(choice(vote));
    EXPECT_EQ(refusal(room, {{item(1), {1}, Axis::feasibility}}), Reject::wrong_kind);
}

/// Values by item and question, counted anew in the plainest way.
struct Naive {
    std::map<std::pair<ItemId, std::optional<Axis>>, std::vector<int>> given;
    [[nodiscard]] bool agrees(ItemResult const& one, std::uint32_t steps) const {
        auto const found = given.find({one.item, one.axis});
        std::vector<std::uint64_t> spread(steps);
        std::uint64_t sum = 0, count = 0;
        if (found != given.end())
            for (int const value : found->second) {
                ++spread[static_cast<std::size_t>(value - 1)];
                sum += static_cast<std::uint64_t>(value);
                ++count;
            }
        return one.points == sum && one.voters == count && one.spread == spread;
    }
};

TEST(Values, AreCountedAsAPlainSecondImplementationDoes) {  // SPEC B10
    std::mt19937 dice(11);
    auto const roll = [&](int below) { return static_cast<int>(dice() % static_cast<unsigned>(below)); };
    for (int n = 0; n < 10'000; ++n) {
        bool const has_axes = roll(2) == 1;
        Scale const scale{static_cast<std::uint32_t>(2 + roll(9)), has_axes};
        auto const paper = items(static_cast<std::uint32_t>(1 + roll(5)));
        Round round;
        Naive all;
        std::map<Key, Naive> by_group;
        for (int voter = roll(12); voter > 0; --voter) {
            Ballot ballot{.group = roll(2) ? youth : elected};
            for (auto const& one : paper)
                for (auto const& axis : has_axes ? std::vector<std::optional<Axis>>{Axis::impact, Axis::feasibility} : std::vector<std::optional<Axis>>{{}}) {
                    if (roll(4) == 0) continue;
                    int const value = 1 + roll(static_cast<int>(scale.steps));
                    ballot.marks.push_back({one.id, {value}, axis});
                    all.given[{one.id, axis}].push_back(value);
                    by_group[*ballot.group].given[{one.id, axis}].push_back(value);
                }
            round.ballots[nth<Pseudonym>('p', static_cast<std::uint32_t>(voter))] = ballot;
        }
        auto const result = tally(paper, round, scale);
        ASSERT_EQ(result.items.size(), paper.size() * (has_axes ? 2 : 1));
        for (auto const& one : result.items) ASSERT_TRUE(all.agrees(one, scale.steps)) << "case " << n;
        for (auto const& part : split_by_group(paper, round, scale))
            for (auto const& one : part.items) ASSERT_TRUE(by_group[part.groups[0]].agrees(one, scale.steps)) << "case " << n;
    }
}

TEST(Values, OfMergedGroupsAreAddedUp) {
    Round round;
    for (std::uint32_t n = 1; n <= 6; ++n) round.ballots[nth<Pseudonym>('p', n)] = {.group = n <= 2 ? youth : elected, .marks = {{item(1), {static_cast<std::int64_t>(n)}}}};
    auto const parts = merge_small_groups(split_by_group(items(1), round, {.steps = 6, .has_axes = false}));
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0].items[0].points, 21U);
    EXPECT_EQ(*parts[0].items[0].spread, (std::vector<std::uint64_t>{1, 1, 1, 1, 1, 1}));
}

TEST(Rating, HidesItsValuesUntilTheyAreRevealed) {
    auto room = a_running_room(rating(vote));
    room.votes(1, ballot(vote, 1, {{item(1), {3}}}));
    auto const told = [&] { return project_round(room.room, room.at(vote), room.round(vote), Audience::participants).result; };
    EXPECT_FALSE(told());
    room.closed(vote);
    EXPECT_FALSE(told());
    room.say(facilitator, RevealResults{vote, true});
    ASSERT_TRUE(told());
    EXPECT_EQ(*told()->items[0].spread, (std::vector<std::uint64_t>{0, 0, 1, 0, 0}));
}

}  // namespace
}  // namespace warsha
