// Steering one activity: opening, closing, rounds, deadlines, reveal, moderation.

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1), collecting = activity(2), later = activity(3);

Story a_live_room() {
    auto room = a_room({choice(vote), proposals(collecting), dots(later, DotsConfig{.source = ItemSource::proposals})});
    room.started().with_seats(3);
    return room;
}

ActivityControl const& control(Story const& room, ActivityId which = vote) { return room.at(which).control; }

TEST(OpenActivity, StartsTheFirstRoundAndTakesTheStage) {
    auto room = a_live_room();
    room.opened(vote);
    EXPECT_EQ(control(room).phase, ActivityPhase::open);
    EXPECT_EQ(control(room).round, 1U);
    EXPECT_EQ(room.round(vote).opened_at, noon);
    EXPECT_EQ(room.room.stage, vote);
    EXPECT_TRUE(room.is_already_so(facilitator, OpenActivity{vote, {}}));
}

TEST(OpenActivity, WaitsForTheRoomToStart) {
    auto const room = a_room({choice(vote)});
    EXPECT_EQ(room.refusal(facilitator, OpenActivity{vote, {}}), Reject::room_not_live);
    EXPECT_EQ(room.refusal(facilitator, OpenRound{vote, {}}), Reject::room_not_live);
}

TEST(OpenActivity, AfterACloseGoesOnInTheSameRoundAndHidesTheResult) {
    auto room = a_live_room();
    room.opened(vote).votes(1, ballot(vote, 1, {{item(1), 1}})).closed(vote);
    room.say(facilitator, RevealResults{vote, true});
    room.opened(vote);
    EXPECT_EQ(control(room).round, 1U);
    EXPECT_FALSE(control(room).revealed);
    EXPECT_EQ(room.round(vote).ballots.size(), 1U);
    EXPECT_EQ(room.round(vote).closed_at, std::nullopt);
}

TEST(OpenActivity, OpensWhatWasSkipped) {
    auto room = a_live_room();
    room.say(facilitator, SkipActivity{vote, true});
    room.opened(vote);
    EXPECT_EQ(control(room).phase, ActivityPhase::open);
}

TEST(OpenActivity, OfSomethingUnknownIsRefused) {
    auto const room = a_live_room();
    for (Command const& command : std::vector<Command>{OpenActivity{activity(9), {}}, OpenRound{activity(9), {}}, CloseActivity{activity(9)}, RevealResults{activity(9)},
                                                       SetDeadline{activity(9), {}}, ExtendDeadline{activity(9)}, PauseDeadline{activity(9)}, SetModeration{activity(9)}})
        EXPECT_EQ(room.refusal(facilitator, command), Reject::unknown_activity) << name_of(command);
}

TEST(OpenRound, ClosesWhatIsOpenAndKeepsTheOldRound) {  // SPEC B8
    auto room = a_live_room();
    room.opened(vote).votes(1, ballot(vote, 1, {{item(1), 1}})).later(second_ms);
    room.say(facilitator, OpenRound{vote, {}});
    ASSERT_EQ(room.at(vote).rounds.size(), 2U);
    EXPECT_EQ(room.at(vote).rounds[0].closed_at, noon + second_ms);
    EXPECT_EQ(room.at(vote).rounds[0].ballots.size(), 1U);
    EXPECT_EQ(control(room).round, 2U);
    EXPECT_TRUE(room.round(vote).ballots.empty());
}

TEST(OpenRound, EndsWhereBallotsCannotNameItAnyMore) {
    auto room = a_live_room();
    room.happen({ActivityOpened{vote, 1000, {}, {}}});
    EXPECT_EQ(room.refusal(facilitator, OpenRound{vote, {}}), Reject::bad_config);
}

TEST(OpenRound, ThatArrivesAfterANewerOneChangesNothing) {
    auto room = a_live_room();
    room.happen({ActivityOpened{vote, 2, {}, {}}});
    room.happen({ActivityOpened{vote, 1, {}, {}}});
    EXPECT_EQ(control(room).round, 2U);
}

TEST(CloseActivity, EndsTheRoundAndItsDeadline) {
    auto room = a_live_room();
    room.say(facilitator, OpenActivity{vote, {{60}}});
    room.later(second_ms).closed(vote);
    EXPECT_EQ(control(room).phase, ActivityPhase::closed);
    EXPECT_EQ(control(room).deadline, std::nullopt);
    EXPECT_EQ(room.round(vote).closed_at, noon + second_ms);
    EXPECT_TRUE(room.is_already_so(facilitator, CloseActivity{vote}));
}

TEST(CloseActivity, IsTheSystemsWhenTheDeadlineIsOver) {
    auto room = a_live_room();
    room.opened(vote).say(timer, CloseActivity{vote});
    EXPECT_EQ(control(room).phase, ActivityPhase::closed);
}

TEST(CloseActivity, OfAnotherRoundChangesNothing) {
    auto room = a_live_room();
    room.opened(vote).say(facilitator, OpenRound{vote, {}});
    room.happen({ActivityClosed{vote, 1}});
    EXPECT_EQ(control(room).phase, ActivityPhase::open);
}

TEST(DotsOverProposals, FreezeWhatIsPublishedWhenTheRoundOpens) {  // SPEC P7
    auto room = a_live_room();
    EXPECT_EQ(room.refusal(facilitator, OpenActivity{later, {}}), Reject::bad_config);  // nothing to vote on
    room.opened(collecting);
    auto const one = room.proposes(1, collecting), hidden = room.proposes(2, collecting), two = room.proposes(2, collecting);
    room.say(facilitator, verdict(hidden, Verdict::hide, "off topic"));
    room.opened(later);
    EXPECT_EQ(room.round(later).frozen, (std::vector{one, two}));
    room.proposes(3, collecting);
    EXPECT_EQ(room.round(later).frozen.size(), 2U);
}

TEST(DotsOverProposals, KeepTheirItemsWhenReopenedAndFreezeAgainInANewRound) {
    auto room = a_live_room();
    room.opened(collecting);
    auto const one = room.proposes(1, collecting);
    room.opened(later).closed(later);
    auto const two = room.proposes(2, collecting);
    room.opened(later);
    EXPECT_EQ(room.round(later).frozen, (std::vector{one}));
    EXPECT_EQ(std::get<ActivityOpened>(room.journal.back().events.front()).items, (std::vector{one}));  // who recounts reads it there
    room.say(facilitator, OpenRound{later, {}});
    EXPECT_EQ(room.round(later).frozen, (std::vector{one, two}));
}

TEST(RevealResults, ShowsAndHides) {
    auto room = a_live_room();
    EXPECT_EQ(room.refusal(wall, RevealResults{vote, true}), Reject::activity_not_open);
    room.opened(vote).closed(vote).say(wall, RevealResults{vote, true});
    EXPECT_TRUE(control(room).revealed);
    EXPECT_TRUE(room.is_already_so(wall, RevealResults{vote, true}));
    room.say(facilitator, RevealResults{vote, false});
    EXPECT_FALSE(control(room).revealed);
    EXPECT_EQ(room.refusal(facilitator, RevealResults{collecting, true}), Reject::wrong_kind);
}

TEST(Deadline, IsSetFromNowAndRemoved) {
    auto room = a_live_room();
    room.opened(vote).say(facilitator, SetDeadline{vote, {{90}}});
    EXPECT_EQ(control(room).deadline, (DeadlineView{.at = noon + 90 * second_ms, .left_ms = {}}));
    room.say(facilitator, SetDeadline{vote, {}});
    EXPECT_EQ(control(room).deadline, std::nullopt);
    EXPECT_TRUE(room.is_already_so(facilitator, SetDeadline{vote, {}}));
}

TEST(Deadline, IsGivenAtTheOpening) {
    auto room = a_live_room();
    room.say(facilitator, OpenActivity{vote, {{30}}});
    EXPECT_EQ(control(room).deadline->at, noon + 30 * second_ms);
    room.later(second_ms).say(facilitator, OpenRound{vote, {{30}}});
    EXPECT_EQ(control(room).deadline->at, noon + 31 * second_ms);
}

TEST(Deadline, IsExtendedAndShortenedButNeverIntoThePast) {
    auto room = a_live_room();
    room.say(facilitator, OpenActivity{vote, {{60}}});
    room.say(facilitator, ExtendDeadline{vote, {30}});
    EXPECT_EQ(control(room).deadline->at, noon + 90 * second_ms);
    room.say(facilitator, ExtendDeadline{vote, {-600}});
    EXPECT_EQ(control(room).deadline->at, noon);
}

TEST(Deadline, PausesWithWhatIsLeftAndRunsOn) {
    auto room = a_live_room();
    room.say(facilitator, OpenActivity{vote, {{60}}});
    room.later(20 * second_ms).say(facilitator, PauseDeadline{vote, true});
    EXPECT_EQ(control(room).deadline, (DeadlineView{.at = {}, .left_ms = 40 * second_ms}));
    EXPECT_TRUE(room.is_already_so(facilitator, PauseDeadline{vote, true}));
    room.say(facilitator, ExtendDeadline{vote, {10}});
    EXPECT_EQ(control(room).deadline->left_ms, 50 * second_ms);
    room.later(100 * second_ms).say(facilitator, PauseDeadline{vote, false});
    EXPECT_EQ(control(room).deadline, (DeadlineView{.at = room.now + 50 * second_ms, .left_ms = {}}));
    room.say(facilitator, PauseDeadline{vote, true});
    room.say(facilitator, ExtendDeadline{vote, {-600}});
    EXPECT_EQ(control(room).deadline->left_ms, 0);
}

TEST(Deadline, NeedsAnOpenActivityAndADeadline) {
    auto room = a_live_room();
    for (Command const& command : std::vector<Command>{SetDeadline{vote, {{60}}}, ExtendDeadline{vote}, PauseDeadline{vote}})
        EXPECT_EQ(room.refusal(facilitator, command), Reject::activity_not_open) << name_of(command);
    room.opened(vote);
    EXPECT_EQ(room.refusal(facilitator, ExtendDeadline{vote}), Reject::no_deadline);
    EXPECT_EQ(room.refusal(facilitator, PauseDeadline{vote}), Reject::no_deadline);
}

TEST(SetModeration, IsSwitchedLiveWhereProposalsAreCollected) {
    auto room = a_live_room();
    room.say(facilitator, SetModeration{collecting, true});
    EXPECT_TRUE(control(room, collecting).moderated);
    EXPECT_TRUE(room.is_already_so(facilitator, SetModeration{collecting, true}));
    EXPECT_EQ(room.refusal(facilitator, SetModeration{vote, true}), Reject::wrong_kind);
}

}  // namespace
}  // namespace warsha
