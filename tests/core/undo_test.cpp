// Undo: the facilitators' last action, if nobody has built on it.

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1), collecting = activity(2);

Story a_live_room() {
    auto room = a_room({choice(vote), proposals(collecting)});
    room.started().with_seats(3);
    return room;
}

/// The state without what every entry leaves behind.
std::string picture(Story const& story) {
    auto room = story.room;
    room.commands.clear();
    room.offset = 0;
    room.agenda_version = 0;
    room.last_time = 0;
    room.undone = {};
    return print(room);
}

void undo_last(Story& room) { room.say(facilitator, Undo{room.room.undo.back().cid}); }

struct Case {
    char const* name;
    std::vector<Command> before;
    Command command;
};
void PrintTo(Case const& one, std::ostream* out) { *out << one.name; }

class EveryUndoableAction : public testing::TestWithParam<Case> {};

TEST_P(EveryUndoableAction, IsTakenBackToThePictureBefore) {
    auto room = a_live_room();
    for (auto const& command : GetParam().before) room.say(facilitator, command);
    auto const before = picture(room);
    room.say(facilitator, GetParam().command);
    ASSERT_NE(picture(room), before);
    EXPECT_EQ(room.room.undo.back().action, GetParam().name);
    undo_last(room);
    EXPECT_EQ(picture(room), before);
}

std::vector<Command> open_with_deadline() { return {OpenActivity{vote, {{60}}}}; }

INSTANTIATE_TEST_SUITE_P(
    , EveryUndoableAction,
    testing::Values(Case{"add_activity", {}, AddActivity{choice(activity(9)), vote}},
                    Case{"remove_activity", {SetModeration{collecting, true}, ShowActivity{collecting}}, RemoveActivity{collecting}},
                    Case{"remove_activity", {SkipActivity{vote, true}}, RemoveActivity{vote}},
                    Case{"order_agenda", {}, OrderAgenda{{{collecting, vote}}}},
                    Case{"show_activity", {}, ShowActivity{vote}},
                    Case{"skip_activity", {}, SkipActivity{vote, true}},
                    Case{"open_activity", {BlankWall{true}}, OpenActivity{vote, {{60}}}},
                    Case{"open_activity", {OpenActivity{vote, {}}, CloseActivity{vote}, RevealResults{vote, true}, ShowActivity{}}, OpenActivity{vote, {}}},
                    Case{"open_round", open_with_deadline(), OpenRound{vote, {}}},
                    Case{"open_round", {OpenActivity{vote, {}}, CloseActivity{vote}}, OpenRound{vote, {{60}}}},
                    Case{"close_activity", open_with_deadline(), CloseActivity{vote}},
                    Case{"reveal_results", {OpenActivity{vote, {}}, CloseActivity{vote}}, RevealResults{vote, true}},
                    Case{"set_deadline", open_with_deadline(), SetDeadline{vote, {}}},
                    Case{"set_deadline", open_with_deadline(), ExtendDeadline{vote, {30}}},
                    Case{"set_deadline", open_with_deadline(), PauseDeadline{vote, true}},
                    Case{"blank_wall", {}, BlankWall{true}},
                    Case{"announce", {}, Announce{Wording<200>{.ar = {}, .fr = {}, .en = {{"Back at 14:00"}}}}},
                    Case{"set_moderation", {}, SetModeration{collecting, true}}));

TEST(Undo, TakesBackAVerdict) {
    auto room = a_live_room();
    room.opened(collecting);
    auto const mine = room.proposes(1, collecting);
    auto const before = picture(room);
    room.say(facilitator, verdict(mine, Verdict::hide, "Names a person"));
    undo_last(room);
    EXPECT_EQ(picture(room), before);
}

TEST(Undo, GoesBackStepByStepAndIsNotUndoneItself) {
    auto room = a_live_room();
    auto const start = picture(room);
    auto const first = room.say(facilitator, ShowActivity{vote});
    auto const second = room.say(facilitator, BlankWall{true});
    EXPECT_EQ(room.refusal(facilitator, Undo{first}), Reject::undo_moved_on);
    room.say(facilitator, Undo{second});
    EXPECT_EQ(room.refusal(facilitator, Undo{second}), Reject::undo_moved_on);  // the other facilitator pressed it too
    room.say(facilitator, Undo{first});
    EXPECT_EQ(picture(room), start);
    EXPECT_EQ(room.refusal(facilitator, Undo{first}), Reject::nothing_to_undo);
}

TEST(Undo, LeavesAloneWhatCannotBeTakenBack) {  // SPEC C8
    auto room = a_live_room();
    room.opened(collecting);
    auto const opening = room.room.undo.back().cid;
    auto const mine = room.proposes(1, collecting);
    room.say(facilitator, IssueLink{link(7), LinkRole::wall, secret(7), {}});
    room.say(facilitator, RevokeLink{link(7)});
    room.say(facilitator, RemoveParticipant{participant(3)});
    room.say(facilitator, EraseProposal{mine});
    EXPECT_EQ(room.room.undo.back().cid, opening);
}

TEST(Undo, OfAnOpeningIsRefusedOnceSomebodyHasVoted) {  // SPEC C8
    auto room = a_live_room();
    room.opened(vote).votes(1, ballot(vote, 1, {{item(1), 1}}));
    EXPECT_EQ(room.refusal(facilitator, Undo{room.room.undo.back().cid}), Reject::activity_used);
}

TEST(Undo, OfAReopeningIsRefusedOnceSomebodyHasChangedABallot) {
    auto room = a_live_room();
    room.opened(vote).votes(1, ballot(vote, 1, {{item(1), 1}})).closed(vote).opened(vote);
    auto const reopening = room.room.undo.back().cid;
    EXPECT_EQ(room.refusal(facilitator, Undo{reopening}), std::nullopt);
    room.votes(1, ballot(vote, 2, {{item(2), 1}}));
    EXPECT_EQ(room.refusal(facilitator, Undo{reopening}), Reject::activity_used);
}

TEST(Undo, OfANewRoundIsRefusedOnceSomebodyHasVotedInIt) {
    auto room = a_live_room();
    room.opened(vote).votes(1, ballot(vote, 1, {{item(1), 1}}));
    auto const next = room.say(facilitator, OpenRound{vote, {}});
    EXPECT_EQ(room.refusal(facilitator, Undo{next}), std::nullopt);
    room.votes(1, ballot(vote, 1, {{item(1), 1}}, 2));
    EXPECT_EQ(room.refusal(facilitator, Undo{next}), Reject::activity_used);
}

TEST(Undo, OfANewRoundKeepsTheOldRoundsBallots) {
    auto room = a_live_room();
    room.opened(vote).votes(1, ballot(vote, 1, {{item(1), 1}}));
    room.say(facilitator, Undo{room.say(facilitator, OpenRound{vote, {}})});
    ASSERT_EQ(room.at(vote).rounds.size(), 1U);
    EXPECT_EQ(room.round(vote).ballots.size(), 1U);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 2, {{item(2), 1}})), std::nullopt);
}

TEST(Undo, OfAnOpeningIsRefusedOnceSomebodyHasProposed) {
    auto room = a_live_room();
    room.opened(collecting);
    auto const opening = room.room.undo.back().cid;
    room.proposes(1, collecting);
    EXPECT_EQ(room.refusal(facilitator, Undo{opening}), Reject::activity_used);
}

TEST(Undo, OfACloseGoesWhateverCameBefore) {
    auto room = a_live_room();
    room.opened(vote).votes(1, ballot(vote, 1, {{item(1), 1}})).closed(vote);
    undo_last(room);
    EXPECT_EQ(room.refusal(seat(2), ballot(vote, 1, {{item(1), 1}})), std::nullopt);
}

TEST(Undo, DoesNotBringBackADeadlineThatHasPassed) {
    auto room = a_live_room();
    room.say(facilitator, OpenActivity{vote, {{60}}});
    room.later(60 * second_ms).say(timer, CloseActivity{vote});
    room.later(5 * second_ms);
    undo_last(room);
    EXPECT_EQ(room.at(vote).control.phase, ActivityPhase::open);
    EXPECT_EQ(room.at(vote).control.deadline, std::nullopt);
}

TEST(Undo, OfAVerdictDoesNotPublishWordsThatNobodyHasRead) {
    auto room = a_live_room();
    room.opened(collecting);
    auto const mine = room.proposes(1, collecting);
    room.say(facilitator, SetModeration{collecting, true});
    room.say(facilitator, verdict(mine, Verdict::return_for_rewording, "Say where"));
    room.say(seat(1), rewording(mine, "Something rude"));
    undo_last(room);
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::pending);
}

TEST(Undo, OfAVerdictDoesNotBringBackWhatItsAuthorWithdrew) {
    auto room = a_live_room();
    room.opened(collecting);
    auto const mine = room.proposes(1, collecting);
    room.say(facilitator, verdict(mine, Verdict::hide, "Names a person"));
    room.say(seat(1), WithdrawProposal{mine});
    undo_last(room);
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::withdrawn);
}

TEST(Undo, RemembersSoManyWholeActionsAndForgetsTheOldest) {
    auto room = a_live_room();
    room.opened(vote);
    for (std::size_t i = 0; i < undo_depth_max; ++i) room.say(facilitator, OpenRound{vote, {}});
    EXPECT_LE(room.room.undo.size(), undo_depth_max);
    while (!room.room.undo.empty()) undo_last(room);
    EXPECT_EQ(room.at(vote).control.phase, ActivityPhase::open);
    EXPECT_EQ(room.at(vote).control.round, 1U + undo_depth_max / 2);  // each new round is two steps
}

TEST(Undo, OfAnythingElseIsIgnoredByApply) {
    auto room = a_live_room();
    room.say(facilitator, ShowActivity{vote});
    auto const before = picture(room);
    room.happen({ActionUndone{cid(4711)}});
    EXPECT_EQ(picture(room), before);
}

TEST(Undo, TellsWhatItTouched) {
    auto room = a_live_room();
    room.opened(collecting);
    auto const mine = room.proposes(1, collecting), other = room.proposes(2, collecting);
    room.say(facilitator, verdict(mine, Verdict::hide, "Names a person"));
    undo_last(room);
    auto const touched = touched_by(room.room, room.journal.back().events.front());
    EXPECT_TRUE(touched.agenda && touched.desk);
    EXPECT_EQ(touched.proposals, (std::set{mine}));
    EXPECT_FALSE(touched.proposals.contains(other));
    EXPECT_EQ(touched.owners, (std::set{participant(1)}));
}

}  // namespace
}  // namespace warsha
