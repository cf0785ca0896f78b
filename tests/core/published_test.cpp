// Counting rules against worked examples that others have published. The source stands beside each; majorities have theirs in
// majority_test.cpp. Where a published rule says less than ours (clouds count people, statements are judged per group), that part is
// checked in words_test.cpp and against a second implementation in second_count_test.cpp.

#include "core/activities/form/form.hpp"
#include "core/activities/statements/agreement.hpp"
#include "core/tally.hpp"
#include "protocol/text.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1);

using Marks = std::vector<std::pair<ItemId, std::int64_t>>;

/// Points of the items once so many seats each have cast these ballots, in the order of the items. Everybody goes through decide().
std::vector<std::uint64_t> counted(ActivityPlan const& plan, std::vector<std::pair<std::uint32_t, Marks>> const& ballots) {
    auto room = a_room({plan});
    std::uint32_t people = 0, next = 0;
    for (auto const& [how_many, marks] : ballots) people += how_many;
    room.started().with_seats(people).opened(vote);
    for (auto const& [how_many, marks] : ballots)
        for (std::uint32_t n = 0; n < how_many; ++n) room.votes(++next, ballot(vote, 1, marks));
    room.closed(vote);
    std::vector<std::uint64_t> points;
    for (auto const& one : project_round(room.room, room.at(vote), room.round(vote), Audience::facilitators).result->items) points.push_back(one.points);
    return points;
}

// "First-past-the-post voting", Wikipedia: the capital of Tennessee. Of 100 voters 42 choose Memphis, 26 Nashville, 15 Chattanooga, 17 Knoxville.
TEST(PublishedExamples, OneChoiceEach) {  // SPEC B5
    auto const capital = choice(vote, ChoiceConfig{.options = {items(4)}});
    EXPECT_EQ(counted(capital, {{42, {{item(1), 1}}}, {26, {{item(2), 1}}}, {15, {{item(3), 1}}}, {17, {{item(4), 1}}}}), (std::vector<std::uint64_t>{42, 26, 15, 17}));
}

// "Cumulative voting", U.S. Securities and Exchange Commission, investor.gov: four directors and 500 shares make 2,000 votes: all for one
// candidate, 1,000 each for two, or otherwise divided. Here in hundreds: 20 votes.
TEST(PublishedExamples, DotsAreCumulativeVotes) {  // SPEC B6
    auto const board = dots(vote, DotsConfig{.items = {items(4)}, .budget = {20}, .per_item_max = {20}});
    EXPECT_EQ(counted(board, {{1, {{item(1), 20}}}, {1, {{item(2), 10}, {item(3), 10}}}, {1, {{item(1), 5}, {item(2), 5}, {item(3), 5}, {item(4), 5}}}}),
              (std::vector<std::uint64_t>{25, 15, 15, 5}));
    auto room = a_running_room(board);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 20}, {item(2), 1}})), Reject::too_many_dots);
}

// "Quadratic voting", Wikipedia: 1, 2, 3, 4, 5 votes cost 1, 4, 9, 16, 25 tokens.
TEST(PublishedExamples, QuadraticDotsCostTheirSquare) {  // SPEC K5
    for (std::int64_t n = 1; n <= 5; ++n)
        for (std::int64_t const tokens : {n * n - 1, n * n}) {
            if (tokens == 0) continue;
            auto room = a_running_room(dots(vote, DotsConfig{.items = {items(2)}, .budget = {tokens}, .per_item_max = {100}, .quadratic = true}));
            EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), n}})), tokens < n * n ? std::optional(Reject::too_many_dots) : std::nullopt) << n << " for " << tokens;
        }
}

// P. Carleton, "Quadratic voting", observablehq.com: three who want T and seven who want one of four others. With 100 tokens T gets 10 votes of each
// of the three, 30; with 25 tokens on each of the four others they get 35 each. A budget here ends at 80: with 64 tokens every number is four fifths.
TEST(PublishedExamples, QuadraticDotsLetAMajorityOutvoteAFirmMinority) {
    auto const election = dots(vote, DotsConfig{.items = {items(5)}, .budget = {64}, .per_item_max = {64}, .quadratic = true});
    Marks const four_each{{item(2), 4}, {item(3), 4}, {item(4), 4}, {item(5), 4}};
    EXPECT_EQ(counted(election, {{3, {{item(1), 8}}}, {7, four_each}}), (std::vector<std::uint64_t>{24, 28, 28, 28, 28}));
}

// "How to calculate mean on a Likert scale", ehow: answers 3, 1, 4 and 5 add up to 13, the mean is 3.25.
TEST(PublishedExamples, ARatingsSumAndHowManyGaveIt) {  // SPEC B10
    auto room = a_room({rating(vote)});
    room.started().with_seats(4).opened(vote);
    std::uint32_t n = 0;
    for (std::int64_t const value : {3, 1, 4, 5}) room.votes(++n, ballot(vote, 1, {{item(1), value}}));
    room.closed(vote);
    auto const result = project_round(room.room, room.at(vote), room.round(vote), Audience::facilitators).result->items.front();
    EXPECT_EQ(result.points, 13U);
    EXPECT_EQ(result.voters, 4U);
    EXPECT_EQ(*result.spread, (std::vector<std::uint64_t>{1, 0, 1, 1, 1}));
}

std::optional<Agreement> judged(std::uint64_t agree, std::uint64_t disagree) {
    ResultView view;
    view.items = {ItemResult{.item = item(1), .points = agree, .voters = agree + disagree, .axis = {}, .spread = std::vector<std::uint64_t>{agree, disagree, 0}, .agreement = {}}};
    judge_agreement(view);
    return view.items.front().agreement;
}

// Robert's Rules of Order Newly Revised (12th ed.) §44: two thirds of 30 votes are 20, of 31 are 21, of 32 and of 33 are 22; who abstains is not counted.
TEST(PublishedExamples, TwoThirdsUnite) {  // SPEC B13
    for (auto const& [votes, fewest] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{{30, 20}, {31, 21}, {32, 22}, {33, 22}}) {
        EXPECT_EQ(judged(fewest, votes - fewest), Agreement::unites) << votes;
        EXPECT_NE(judged(fewest - 1, votes - fewest + 1), Agreement::unites) << votes;
    }
}

// Standing Rules of the Senate (United States), rule XXII: three fifths of the Senators duly chosen, which of 100 are 60.
TEST(PublishedExamples, FewerThanThreeFifthsDivide) {  // SPEC B13
    EXPECT_EQ(judged(59, 41), Agreement::divides);
    EXPECT_EQ(judged(60, 40), std::nullopt);
}

// BMC Medical Education 21:210 (2021), table 1: of 20 points the mean rose by 11.1, which is 225.8 % of the mean before (so from 4.916 to
// 16.016); the class average normalised gain is 0.73 (11.1 ÷ 15.084 = 0.736). Here a thousand people.
TEST(PublishedExamples, TheGainOfAClassOfMedicalStudents) {  // SPEC E3
    auto const gain = gain_of({.people = 1000, .right = 4916, .out_of = 20}, {.people = 1000, .right = 16016, .out_of = 20});
    ASSERT_TRUE(gain);
    EXPECT_EQ(gain->learnt * 1000 / gain->missing, 735U);
}

// S. McKagan, E. Sayre, A. Madsen, "Normalized gain", physport.org: <g> = (<post> − <pre>) ÷ (100 − <pre>). From 40 to 70 of 100 half of what was
// missing; R. Hake, American Journal of Physics 66 (1998) 64, calls it high from 0.7.
TEST(PublishedExamples, TheGainIsOfWhatWasMissing) {
    auto const tenths = [](std::uint64_t before, std::uint64_t after) {
        auto const gain = gain_of({.people = 10, .right = before, .out_of = 10}, {.people = 20, .right = 4 * after, .out_of = 20});  // the tests differ in length and people
        return gain->learnt * 10 / gain->missing;
    };
    EXPECT_EQ(tenths(40, 70), 5U);
    EXPECT_EQ(tenths(0, 70), 7U);
    EXPECT_EQ(tenths(90, 100), 10U);
    EXPECT_EQ(tenths(50, 40), 0U);
    EXPECT_FALSE(gain_of({.people = 10, .right = 100, .out_of = 10}, {.people = 10, .right = 90, .out_of = 10}));
    EXPECT_FALSE(gain_of({}, {.people = 1, .right = 1, .out_of = 1}));
    EXPECT_FALSE(gain_of({.people = 1, .right = 0, .out_of = 1}, {}));
}

// Apache Lucene, TestArabicNormalizationFilter: what Arabic search takes as the same word.
TEST(PublishedExamples, ArabicSpellingsOfOneWordAreOneEntry) {  // SPEC B12
    for (auto const& [written, normal] : std::vector<std::pair<std::string, std::string>>{
             {"آجن", "اجن"}, {"أحمد", "احمد"}, {"إعاذ", "اعاذ"}, {"بنى", "بني"}, {"فاطمة", "فاطمه"}, {"روبرـــــت", "روبرت"}, {"مَبنا", "مبنا"}, {"علِي", "علي"},
             {"بُوات", "بوات"}, {"ولداً", "ولدا"}, {"ولدٍ", "ولد"}, {"ولدٌ", "ولد"}, {"نلْسون", "نلسون"}, {"هتميّ", "هتمي"}})
        EXPECT_EQ(answer_key(written), answer_key(normal)) << written;
}

// The Unicode Standard, §5.18: Maße and MASSE match without case; UAX #15: a letter with its accent and the two apart are the same.
TEST(PublishedExamples, UnicodeSpellingsOfOneWordAreOneEntry) {
    EXPECT_EQ(answer_key("Maße"), answer_key("MASSE"));
    EXPECT_EQ(answer_key("\u00C5ngstr\u00F6m"), answer_key("A\u030Angstro\u0308m"));
    EXPECT_EQ(answer_key("\uFB01n"), answer_key("fin"));
}

}  // namespace
}  // namespace warsha
