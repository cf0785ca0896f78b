// Answers in people's own words, and statements that unite or divide.

#include <fstream>

#include <nlohmann/json.hpp>

#include "core/activities/statements/agreement.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const cloud = activity(1);

ActivityPlan a_cloud(WordsConfig config = {}) { return {.id = cloud, .title = words("One word"), .groups = {}, .config = config}; }

CastBallot saying(std::vector<std::string> const& answers, std::int64_t revision = 1) {
    CastBallot made{.activity = cloud, .round = {1}, .revision = {revision}};
    made.words.emplace();
    for (auto const& one : answers) made.words->value.push_back({one});
    return made;
}

std::vector<WordResult> told(Story const& room, Audience audience) { return *project_round(room.room, room.at(cloud), room.round(cloud), audience).result->words; }

TEST(WordCloud, CountsTheScenarioAsItSays) {  // SPEC B12
    std::ifstream file("tests/workshop/scenario.json");
    auto const given = nlohmann::json::parse(file).at("word_cloud");
    auto room = a_room({a_cloud()});
    room.started().with_seats(15).opened(cloud);
    std::uint32_t n = 0;
    for (auto const& answer : given.at("answers")) room.votes(++n, saying({answer.at("text")}));
    room.closed(cloud);
    nlohmann::json counted;
    for (auto const& word : told(room, Audience::walls)) counted[word.label] = word.voters;
    EXPECT_EQ(counted, given.at("expected"));
    EXPECT_EQ(told(room, Audience::walls).front().label, "شفافية");
}

TEST(WordCloud, GrowsInTheOrderOfComingAndIsSortedOnceClosed) {
    auto room = a_room({a_cloud()});
    room.started().with_seats(3).opened(cloud);
    room.votes(1, saying({"trust"})).votes(2, saying({"clarity"})).votes(3, saying({"Clarity"}));
    EXPECT_EQ(told(room, Audience::walls).front().label, "trust");
    room.closed(cloud);
    EXPECT_EQ(told(room, Audience::walls).front().voters, 2U);
}

TEST(WordCloud, KeepsPhrasesWhole) {
    auto room = a_room({a_cloud()});
    room.started().with_seats(1).opened(cloud).votes(1, saying({"qualité du service", "service"}));
    EXPECT_EQ(told(room, Audience::walls).size(), 2U);
}

TEST(WordCloud, OnePersonCountsOnceForAnAnswerHoweverItIsSpelt) {
    auto room = a_room({a_cloud()});
    room.started().with_seats(1).opened(cloud).votes(1, saying({"ثقة", "الثقة"}));
    ASSERT_EQ(told(room, Audience::walls).size(), 1U);
    EXPECT_EQ(told(room, Audience::walls)[0].voters, 1U);
}

TEST(WordCloud, TakesSoManyAnswersAndNoMarks) {  // SPEC B12
    auto room = a_room({a_cloud({.per_participant_max = {2}})});
    room.started().with_seats(1).opened(cloud);
    EXPECT_EQ(room.refusal(seat(1), saying({"a1", "b2", "c3"})), Reject::too_many_words);
    EXPECT_EQ(room.refusal(seat(1), ballot(cloud, 1, {{item(1), 1}})), Reject::wrong_kind);
    auto other = a_running_room(choice(activity(2)));
    CastBallot misplaced = ballot(activity(2), 1, {{item(1), 1}});
    misplaced.words.emplace();
    EXPECT_EQ(other.refusal(seat(1), misplaced), Reject::wrong_kind);
}

TEST(WordCloud, AnAnswerIsHiddenWithAReasonAndShownAgain) {  // SPEC B12
    auto room = a_room({a_cloud()});
    room.started().with_seats(2).opened(cloud).votes(1, saying({"Nonsense"})).votes(2, saying({"trust"}));
    EXPECT_EQ(room.refusal(facilitator, HideWord{cloud, {"nonsense"}, true, {}}), Reject::reason_required);
    EXPECT_EQ(room.refusal(facilitator, HideWord{cloud, {"unheard"}, true, Text<1, 200>{"?"}}), Reject::unknown_word);
    room.say(facilitator, HideWord{cloud, {"nonsense"}, true, Text<1, 200>{"off topic"}});
    EXPECT_EQ(told(room, Audience::walls).size(), 1U);
    auto const staff = told(room, Audience::facilitators);
    ASSERT_EQ(staff.size(), 2U);
    EXPECT_EQ(staff.front().reason, "off topic");
    room.say(facilitator, HideWord{cloud, {"NONSENSE"}, false, {}});
    EXPECT_EQ(told(room, Audience::walls).size(), 2U);
}

TEST(WordCloud, PhonesGetItOnceItIsClosed) {
    auto room = a_room({a_cloud()});
    room.started().with_seats(1).opened(cloud).votes(1, saying({"trust"}));
    auto const seen = [&] { return project_round(room.room, room.at(cloud), room.round(cloud), Audience::participants).result; };
    EXPECT_FALSE(seen());
    room.closed(cloud);
    EXPECT_TRUE(seen());
}

TEST(WordCloud, ANewerBallotReplacesTheAnswersAndAnEmptyOneTakesThemBack) {
    auto room = a_room({a_cloud()});
    room.started().with_seats(1).opened(cloud).votes(1, saying({"trust"})).votes(1, saying({"clarity"}, 2));
    EXPECT_EQ(told(room, Audience::walls).size(), 1U);
    room.votes(1, saying({}, 3));
    EXPECT_TRUE(told(room, Audience::walls).empty());
}

// ── statements ─────────────────────────────────────────────────────────────────────────────────

ActivityPlan statements() { return {.id = cloud, .title = words("Statements"), .groups = {}, .config = StatementsConfig{.items = {items(2)}}}; }

TEST(Statements, TakeAgreeDisagreeOrPass) {  // SPEC B13
    auto room = a_running_room(statements());
    EXPECT_EQ(room.refusal(seat(1), ballot(cloud, 1, {{item(1), 4}})), Reject::too_many_on_item);
    EXPECT_EQ(room.refusal(seat(1), abstention(cloud, 1)), Reject::abstain_not_allowed);
    room.votes(1, ballot(cloud, 1, {{item(1), 1}, {item(2), 3}})).votes(2, ballot(cloud, 1, {{item(1), 2}}));
    room.closed(cloud);
    auto const result = *project_round(room.room, room.at(cloud), room.round(cloud), Audience::facilitators).result;
    EXPECT_EQ(result.items[0].spread, (std::vector<std::uint64_t>{1, 1, 0}));
    EXPECT_EQ(result.items[1].spread, (std::vector<std::uint64_t>{0, 0, 1}));
    EXPECT_EQ(result.items[0].points, 1U);
    EXPECT_EQ(result.items[0].voters, 2U);
}

ResultView two_groups(std::vector<std::uint64_t> const& a, std::vector<std::uint64_t> const& b) {
    ResultView view;
    auto const part = [](std::vector<std::uint64_t> const& spread) { return ItemResult{.item = item(1), .points = spread[0], .voters = spread[0] + spread[1] + spread[2], .axis = {}, .spread = spread, .agreement = {}}; };
    view.items = {part({a[0] + b[0], a[1] + b[1], a[2] + b[2]})};
    view.groups = {{.groups = {youth}, .items = {part(a)}}, {.groups = {elected}, .items = {part(b)}}};
    return view;
}

std::optional<Agreement> judged(std::vector<std::uint64_t> const& a, std::vector<std::uint64_t> const& b) {
    auto view = two_groups(a, b);
    judge_agreement(view);
    return view.items[0].agreement;
}

TEST(Statements, UniteWhereTwoThirdsOfEveryGroupLeanTheSameWay) {  // SPEC B13
    EXPECT_EQ(judged({6, 3, 0}, {8, 1, 5}), Agreement::unites);
    EXPECT_EQ(judged({3, 6, 0}, {1, 8, 0}), Agreement::unites);
    EXPECT_NE(judged({5, 4, 0}, {8, 1, 0}), Agreement::unites);
}

TEST(Statements, DivideWhereMajoritiesStandAgainstEachOtherOrNobodyLeads) {
    EXPECT_EQ(judged({7, 2, 0}, {2, 7, 0}), Agreement::divides);
    EXPECT_EQ(judged({5, 5, 0}, {5, 5, 3}), Agreement::divides);
    EXPECT_EQ(judged({6, 3, 0}, {12, 8, 0}), std::nullopt);
    EXPECT_EQ(judged({0, 0, 4}, {0, 0, 6}), std::nullopt);  // nobody has an opinion
}

}  // namespace
}  // namespace warsha
