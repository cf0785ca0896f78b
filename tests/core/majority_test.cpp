// The majority engine: worked examples, then a plain second implementation on random votes.

#include <random>

#include "core/activities/motion/majority.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

Majority majority(Base base, Threshold threshold, TieRule tie = TieRule::fails) { return {.base = base, .threshold = threshold, .num = {}, .den = {}, .tie = tie}; }
Majority fraction(Base base, std::int64_t num, std::int64_t den) { return {.base = base, .threshold = Threshold::fraction, .num = Int<1, 100>{num}, .den = Int<1, 100>{den}}; }

TEST(Quorum, MoreThanHalfOfTheRollOfTheThreeBodies) {  // SPEC Q3; tests/workshop/scenario.json: rolls 24, 22, 26, quorums 13, 12, 14
    Quorum const half{};
    EXPECT_EQ(needed_for(half, 24), 13U);
    EXPECT_EQ(needed_for(half, 22), 12U);
    EXPECT_EQ(needed_for(half, 26), 14U);
    EXPECT_EQ(needed_for(half, 25), 13U);
    EXPECT_EQ(needed_for(half, 1), 1U);
}

TEST(Quorum, AtLeastAThird) {
    Quorum const third{.num = {1}, .den = {3}, .strictly = false};
    EXPECT_EQ(needed_for(third, 24), 8U);
    EXPECT_EQ(needed_for(third, 25), 9U);
    EXPECT_EQ(needed_for(third, 0), 0U);
}

// Organic law 111-14 on regions (Morocco), article 45: the council deliberates with more than half of its members present; decisions are
// taken by an absolute majority of the votes cast. 75 members: 38 make the quorum; of 38 ballots 20 carry, 19 do not.
TEST(MajorityExamples, AMoroccanRegionalCouncil) {
    EXPECT_EQ(needed_for(Quorum{}, 75), 38U);
    auto const rule = majority(Base::for_and_against, Threshold::absolute);
    EXPECT_EQ(judge(rule, {.in_favour = 20, .against = 18, .abstain = 0, .present = 38, .roll = 75}, {}), Outcome::favourable);
    EXPECT_EQ(judge(rule, {.in_favour = 19, .against = 19, .abstain = 0, .present = 38, .roll = 75}, {}), Outcome::unfavourable);
}

// Robert's Rules of Order Newly Revised (12th ed.) §44: "a majority ... more than half of the votes cast by persons entitled to vote,
// excluding blanks or abstentions": of 19 votes 10 carry, of 20 votes 11, of 21 votes 11. Two thirds: of 30 votes 20, of 31 21, of 32 22, of 33 22.
TEST(MajorityExamples, RobertsRulesOfOrder) {
    auto const plain = majority(Base::for_and_against, Threshold::absolute);
    auto const thirds = majority(Base::for_and_against, Threshold::two_thirds);
    auto const fewest = [](Majority const& rule, std::uint64_t votes) {
        for (std::uint64_t in_favour = 0;; ++in_favour)
            if (judge(rule, {.in_favour = in_favour, .against = votes - in_favour, .abstain = 7, .present = 60, .roll = 90}, {}) == Outcome::favourable) return in_favour;
    };
    EXPECT_EQ(fewest(plain, 19), 10U);
    EXPECT_EQ(fewest(plain, 20), 11U);
    EXPECT_EQ(fewest(plain, 21), 11U);
    EXPECT_EQ(fewest(thirds, 30), 20U);
    EXPECT_EQ(fewest(thirds, 31), 21U);
    EXPECT_EQ(fewest(thirds, 32), 22U);
    EXPECT_EQ(fewest(thirds, 33), 22U);
}

// The same count under the four bases: 39 for, 7 against, 5 abstain, 52 present, 72 on the roll (tests/workshop/scenario.json).
TEST(MajorityExamples, TheBaseDecides) {  // SPEC Q5
    Votes const votes{.in_favour = 39, .against = 7, .abstain = 5, .present = 52, .roll = 72};
    EXPECT_EQ(base_of(Base::for_and_against, votes), 46U);
    EXPECT_EQ(base_of(Base::cast, votes), 51U);
    EXPECT_EQ(base_of(Base::present, votes), 52U);
    EXPECT_EQ(base_of(Base::roll, votes), 72U);
    EXPECT_EQ(judge(majority(Base::roll, Threshold::absolute), votes, {}), Outcome::favourable);     // 39 > 36
    EXPECT_EQ(judge(majority(Base::cast, Threshold::two_thirds), votes, {}), Outcome::favourable);   // 117 ≥ 102
    EXPECT_EQ(judge(majority(Base::roll, Threshold::two_thirds), votes, {}), Outcome::unfavourable); // 117 < 144
    EXPECT_EQ(judge(fraction(Base::present, 3, 4), votes, {}), Outcome::favourable);                  // 156 ≥ 156
}

TEST(Majority, AnEvenSimpleVoteIsTheChairsWhereTheRuleSaysSo) {  // SPEC Q6
    Votes const even{.in_favour = 9, .against = 9, .abstain = 1, .present = 20, .roll = 30};
    EXPECT_EQ(judge(majority(Base::for_and_against, Threshold::simple), even, {}), Outcome::unfavourable);
    auto const chairs = majority(Base::for_and_against, Threshold::simple, TieRule::chair);
    EXPECT_EQ(judge(chairs, even, {}), Outcome::tied);
    EXPECT_EQ(judge(chairs, even, true), Outcome::favourable);
    EXPECT_EQ(judge(chairs, even, false), Outcome::unfavourable);
}

TEST(Majority, NoCastingVoteWhereOneVoiceWouldNotDo) {
    Votes const even{.in_favour = 9, .against = 9, .abstain = 1, .present = 20, .roll = 30};
    EXPECT_EQ(judge(majority(Base::present, Threshold::absolute, TieRule::chair), even, {}), Outcome::unfavourable);
    EXPECT_EQ(judge(majority(Base::for_and_against, Threshold::two_thirds, TieRule::chair), even, {}), Outcome::unfavourable);
}

TEST(Majority, NobodyInFavourCarriesNothing) {
    for (auto const threshold : {Threshold::simple, Threshold::absolute, Threshold::two_thirds})
        EXPECT_EQ(judge(majority(Base::for_and_against, threshold, TieRule::chair), {.in_favour = 0, .against = 0, .abstain = 3, .present = 3, .roll = 5}, {}), Outcome::unfavourable);
}

TEST(Overall, AllMostOrPooled) {  // SPEC Q7
    using enum Outcome;
    EXPECT_EQ(judge_overall(OverallRule::all_bodies, {favourable, favourable, unfavourable}, favourable), unfavourable);
    EXPECT_EQ(judge_overall(OverallRule::all_bodies, {favourable, favourable, favourable}, unfavourable), favourable);
    EXPECT_EQ(judge_overall(OverallRule::all_bodies, {favourable, tied, favourable}, favourable), tied);
    EXPECT_EQ(judge_overall(OverallRule::all_bodies, {tied, unfavourable, favourable}, favourable), unfavourable);
    EXPECT_EQ(judge_overall(OverallRule::most_bodies, {favourable, favourable, unfavourable}, unfavourable), favourable);
    EXPECT_EQ(judge_overall(OverallRule::most_bodies, {favourable, unfavourable}, favourable), unfavourable);  // one of two is not most
    EXPECT_EQ(judge_overall(OverallRule::most_bodies, {favourable, tied, unfavourable}, unfavourable), tied);
    EXPECT_EQ(judge_overall(OverallRule::pooled, {unfavourable, unfavourable, unfavourable}, favourable), favourable);
}

/// As one would do it with a heap of ballots and a ruler: fractions as doubles would be, but exact, by counting out.
Outcome naive(Majority const& rule, Votes const& votes, std::optional<bool> casting) {
    auto const base = rule.base == Base::roll ? votes.roll : rule.base == Base::present ? votes.present : votes.in_favour + votes.against + (rule.base == Base::cast ? votes.abstain : 0);
    std::uint64_t needed = 0;            // the fewest voices in favour, tried one by one
    auto const enough = [&](std::uint64_t n) {
        if (rule.threshold == Threshold::simple) return n > votes.against;
        if (rule.threshold == Threshold::absolute) return n + n > base;
        auto const num = static_cast<std::uint64_t>(rule.threshold == Threshold::fraction ? rule.num->value : 2), den = static_cast<std::uint64_t>(rule.threshold == Threshold::fraction ? rule.den->value : 3);
        return n * den >= num * base;
    };
    while (!enough(needed)) ++needed;
    if (needed == 0) needed = 1;
    if (votes.in_favour >= needed) return Outcome::favourable;
    bool const is_even = votes.in_favour == votes.against && votes.in_favour > 0;
    bool const one_more_would_do = votes.in_favour + 1 >= needed && (rule.threshold == Threshold::simple || (rule.threshold == Threshold::absolute && 2 * votes.in_favour == base));
    if (rule.tie == TieRule::chair && is_even && one_more_would_do) return !casting ? Outcome::tied : *casting ? Outcome::favourable : Outcome::unfavourable;
    return Outcome::unfavourable;
}

TEST(Majority, AgreesWithAPlainSecondImplementationOnTenThousandVotes) {
    std::mt19937_64 random(4);
    auto const below = [&](std::uint64_t n) { return random() % n; };
    std::map<Outcome, int> seen;
    for (int i = 0; i < 10'000; ++i) {
        Votes votes{.in_favour = below(20), .against = below(20), .abstain = below(6)};
        if (below(3) == 0) votes.against = votes.in_favour;
        votes.present = votes.cast() + below(6);
        votes.roll = votes.present + below(30);
        Majority rule{.base = static_cast<Base>(below(4)), .threshold = static_cast<Threshold>(below(4)), .num = {}, .den = {}, .tie = static_cast<TieRule>(below(2))};
        if (rule.threshold == Threshold::fraction) {
            rule.den = Int<1, 100>{static_cast<std::int64_t>(1 + below(10))};
            rule.num = Int<1, 100>{static_cast<std::int64_t>(1 + below(static_cast<std::uint64_t>(rule.den->value)))};
        }
        auto const casting = below(3) == 0 ? std::optional(below(2) == 0) : std::nullopt;
        auto const judged = judge(rule, votes, casting);
        ASSERT_EQ(judged, naive(rule, votes, casting)) << "vote " << i;
        ++seen[judged];
    }
    EXPECT_EQ(seen.size(), 3U);          // lapsed is not the majority's to say
}

}  // namespace
}  // namespace warsha
