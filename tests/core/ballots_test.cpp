// Voting: what a ballot must be, and which one counts.

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1);

Ballot const* recorded(Story const& room, std::uint32_t seat) {
    auto const& ballots = room.round(vote).ballots;
    auto const found = ballots.find(pseudonym(vote, participant(seat)));
    return found == ballots.end() ? nullptr : &found->second;
}

TEST(CastBallot, IsRecordedUnderThePseudonymWithTheSeatsGroup) {
    auto room = a_running_room(choice(vote));
    room.votes(1, ballot(vote, 1, {{item(2), 1}}));
    ASSERT_NE(recorded(room, 1), nullptr);
    EXPECT_EQ(recorded(room, 1)->group, youth);
    EXPECT_EQ(recorded(room, 1)->marks, (std::vector<Mark>{{item(2), {1}}}));
}

TEST(CastBallot, NeedsALiveRoomAndAnOpenActivity) {
    auto room = a_room({choice(vote)});
    room.with_seats(1);
    auto const mine = ballot(vote, 1, {{item(1), 1}});
    EXPECT_EQ(room.refusal(seat(1), mine), Reject::room_not_live);
    room.started();
    EXPECT_EQ(room.refusal(seat(1), mine), Reject::activity_not_open);
    room.opened(vote);
    EXPECT_EQ(room.refusal(seat(1), mine), std::nullopt);
    room.closed(vote);
    EXPECT_EQ(room.refusal(seat(1), mine), Reject::activity_not_open);
}

TEST(CastBallot, IsRefusedForAnUnknownActivityAndForOneThatCollects) {
    auto const room = a_running_room(proposals(vote));
    EXPECT_EQ(room.refusal(seat(1), ballot(activity(9), 1, {})), Reject::unknown_activity);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {})), Reject::wrong_kind);
}

TEST(CastBallot, IsForTheRoundThatRuns) {  // SPEC B4
    auto room = a_running_room(choice(vote));
    room.say(facilitator, OpenRound{vote, {}});
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}}, 1)), Reject::wrong_round);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}}, 3)), Reject::wrong_round);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}}, 2)), std::nullopt);
}

TEST(CastBallot, IsForTheGroupsOfTheActivity) {  // SPEC B4
    auto room = a_running_room(only_for(choice(vote), {elected, citizens}));
    room.with_seats(1, citizens);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}})), Reject::not_your_group);
    EXPECT_EQ(room.refusal(seat(4), ballot(vote, 1, {{item(1), 1}})), std::nullopt);
}

TEST(CastBallot, ReplacesTheEarlierOneWhenItsRevisionIsHigher) {  // SPEC B1, B2
    auto room = a_running_room(choice(vote));
    room.votes(1, ballot(vote, 3, {{item(1), 1}}));
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 2, {{item(2), 1}})), Reject::stale);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 3, {{item(2), 1}})), Reject::stale);
    room.votes(1, ballot(vote, 4, {{item(2), 1}}));
    EXPECT_EQ(recorded(room, 1)->marks.front().item, item(2));
    EXPECT_EQ(room.round(vote).ballots.size(), 1U);
}

TEST(CastBallot, StartsAfreshInANewRound) {
    auto room = a_running_room(choice(vote));
    room.votes(1, ballot(vote, 7, {{item(1), 1}}));
    room.say(facilitator, OpenRound{vote, {}});
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(2), 1}}, 2)), std::nullopt);
}

BallotCast cast(std::uint32_t seat, std::uint32_t revision, ItemId which, std::uint32_t round = 1) {
    return {vote, round, pseudonym(vote, participant(seat)), youth, revision, {{which, {1}}}, false};
}

TEST(CastBallot, TheHighestRevisionWinsWhateverTheOrderAndTheFirstOfEquals) {  // SPEC B1
    auto room = a_running_room(choice(vote));
    room.happen({cast(1, 2, item(2))});
    room.happen({cast(1, 1, item(1))});
    room.happen({cast(1, 2, item(3))});
    EXPECT_EQ(recorded(room, 1)->marks.front().item, item(2));
}

TEST(CastBallot, DoesNotCountWhenTheJournalHasItAfterTheClose) {
    auto room = a_running_room(choice(vote));
    room.happen({cast(1, 1, item(1))});
    room.closed(vote);
    room.happen({cast(1, 2, item(2))});
    room.happen({cast(2, 1, item(2))});
    EXPECT_EQ(recorded(room, 1)->marks.front().item, item(1));
    EXPECT_EQ(recorded(room, 2), nullptr);
}

TEST(CastBallot, DoesNotCountInAnotherRoundButItsCidIsRemembered) {
    auto room = a_running_room(choice(vote));
    room.say(facilitator, OpenRound{vote, {}});
    auto const late = room.happen({cast(1, 9, item(1), 1)});
    EXPECT_TRUE(room.at(vote).rounds[0].ballots.empty());
    EXPECT_TRUE(room.at(vote).rounds[1].ballots.empty());
    EXPECT_TRUE(room.room.commands.contains(late));
}

// ── choice ─────────────────────────────────────────────────────────────────────────────────────

Story several_of_three() {
    return a_running_room(choice(vote, ChoiceConfig{.options = {items(3)}, .choices_min = {1}, .choices_max = {2}, .abstain = true}));
}

TEST(ChoiceBallot, TakesAsManyAsThePlanSays) {  // SPEC B5
    auto const room = several_of_three();
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {})), Reject::too_few_choices);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}})), std::nullopt);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}, {item(2), 1}})), std::nullopt);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}, {item(2), 1}, {item(3), 1}})), Reject::too_many_choices);
}

TEST(ChoiceBallot, NamesItsOptionsOnceAndWithOnePointEach) {  // SPEC B3, B5
    auto const room = several_of_three();
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(9), 1}})), Reject::unknown_item);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}, {item(1), 1}})), Reject::duplicate_item);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 2}})), Reject::too_many_on_item);
}

TEST(ChoiceBallot, MayBeEmptyWhereNothingIsRequired) {
    auto room = a_running_room(choice(vote, ChoiceConfig{.options = {items(3)}, .choices_min = {0}}));
    room.votes(1, ballot(vote, 1, {{item(1), 1}})).votes(1, ballot(vote, 2, {}));
    EXPECT_TRUE(recorded(room, 1)->marks.empty());
}

TEST(ChoiceBallot, AbstainsOnlyWhereThePlanAllowsItAndWithoutMarks) {
    EXPECT_EQ(several_of_three().refusal(seat(1), abstention(vote, 1)), std::nullopt);
    EXPECT_EQ(a_running_room(choice(vote)).refusal(seat(1), abstention(vote, 1)), Reject::abstain_not_allowed);
    auto both = abstention(vote, 1);
    both.marks.value.push_back({item(1), {1}});
    EXPECT_EQ(several_of_three().refusal(seat(1), both), Reject::abstain_with_marks);
}

// ── dots ───────────────────────────────────────────────────────────────────────────────────────

TEST(DotsBallot, StaysWithinTheBudgetAndTheCapPerItem) {
    auto const room = a_running_room(dots(vote));
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 4}, {item(2), 4}, {item(3), 2}})), std::nullopt);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 4}, {item(2), 4}, {item(3), 3}})), Reject::too_many_dots);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 5}})), Reject::too_many_on_item);
}

TEST(DotsBallot, NamesItsItemsOnce) {
    auto const room = a_running_room(dots(vote));
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(9), 1}})), Reject::unknown_item);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}, {item(1), 1}})), Reject::duplicate_item);
    EXPECT_EQ(room.refusal(seat(1), abstention(vote, 1)), Reject::abstain_not_allowed);
}

TEST(DotsBallot, TakesEveryDotBackWhenItIsEmpty) {
    auto room = a_running_room(dots(vote));
    room.votes(1, ballot(vote, 1, {{item(1), 4}})).votes(1, ballot(vote, 2, {}));
    EXPECT_TRUE(recorded(room, 1)->marks.empty());
}

TEST(DotsBallot, MarksTheProposalsThatWereFrozen) {
    auto room = a_room({proposals(activity(2)), dots(vote, DotsConfig{.source = ItemSource::proposals})});
    room.started().with_seats(2).opened(activity(2));
    auto const frozen = room.proposes(1, activity(2));
    room.opened(vote);
    auto const too_late = room.proposes(2, activity(2));
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{ItemId{frozen.value}, 3}})), std::nullopt);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{ItemId{too_late.value}, 3}})), Reject::unknown_item);
}

}  // namespace
}  // namespace warsha
