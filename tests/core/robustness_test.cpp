// How firm the order of a dot vote is, against trying everything.

#include <random>

#include "core/activities/dots/robustness.hpp"
#include "core/tally.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

std::vector<std::size_t> order_of(std::vector<Item> const& paper, Round const& round) {
    auto const totals = tally(paper, round).items;
    std::vector<std::size_t> order(paper.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return totals[a].points > totals[b].points; });
    return order;
}

/// Every ballot the rules allow.
std::vector<std::vector<Mark>> all_ballots(DotsConfig const& config, std::vector<Item> const& paper) {
    std::vector<std::vector<Mark>> all{{}};
    for (auto const& one : paper) {
        auto const before = all;
        for (auto const& marks : before)
            for (std::int64_t points = 1; points <= config.per_item_max.value; ++points) {
                std::int64_t placed = points;
                for (auto const& mark : marks) placed += mark.points.value;
                if (placed > config.budget.value) break;
                all.push_back(marks);
                all.back().push_back({one.id, {points}});
            }
    }
    return all;
}

/// Can `left` further voters, from `voter` on, change the order? Tries every ballot of every choice of voters.
bool can_change(std::vector<Item> const& paper, Round& round, std::vector<std::vector<Mark>> const& all, std::vector<std::size_t> const& order, std::map<Pseudonym, Ballot>::iterator voter, int left) {
    if (order_of(paper, round) != order) return true;
    if (left == 0) return false;
    for (; voter != round.ballots.end(); ++voter) {
        auto const was = voter->second.marks;
        for (auto const& marks : all) {
            voter->second.marks = marks;
            if (can_change(paper, round, all, order, std::next(voter), left - 1)) return voter->second.marks = was, true;
        }
        voter->second.marks = was;
    }
    return false;
}

TEST(Robustness, IsWhatTryingEverythingFinds) {  // SPEC B11
    std::mt19937 dice(5);
    auto const roll = [&](int below) { return static_cast<int>(dice() % static_cast<unsigned>(below)); };
    int firm = 0;
    for (int n = 0; n < 400; ++n) {
        auto const paper = items(static_cast<std::uint32_t>(2 + roll(2)));
        DotsConfig const config{.budget = {1 + roll(3)}, .per_item_max = {1 + roll(2)}};
        auto const all = all_ballots(config, paper);
        Round round;
        for (int voter = roll(4); voter > 0; --voter)  // some skewed, so that orders are firm at times
            round.ballots[nth<Pseudonym>('p', static_cast<std::uint32_t>(voter))] = {.marks = all[static_cast<std::size_t>(roll(static_cast<int>(all.size())))]};
        std::optional<std::uint64_t> expected;
        for (int k = 1; k <= static_cast<int>(round.ballots.size()) && !expected; ++k)
            if (can_change(paper, round, all, order_of(paper, round), round.ballots.begin(), k)) expected = static_cast<std::uint64_t>(k);
        ASSERT_EQ(movers_to_change_order(config, paper, round), expected) << "case " << n;
        firm += expected ? 0 : 1;
    }
    EXPECT_GT(firm, 0) << "an empty vote is firm";
}

TEST(Robustness, OfAClearOrderNeedsMany) {
    Round round;
    for (std::uint32_t n = 1; n <= 10; ++n) round.ballots[nth<Pseudonym>('p', n)] = {.marks = {{item(1), {2}}}};
    // 20 to 0, and each can move the gap by four: 2 away from the first, 2 to the second; a tie leaves the first above.
    EXPECT_EQ(movers_to_change_order({.budget = {2}, .per_item_max = {2}}, items(2), round), 6U);
}

}  // namespace
}  // namespace warsha
