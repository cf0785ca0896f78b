// Who may ask for what: judged at every command, from the actor alone.

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1);
ProposalId const some_proposal = nth<ProposalId>('x', 1);

/// One of each command, in the order of the variant.
std::vector<Command> one_of_each() {
    return {Join{.group = youth, .name = {}}, TakeSeat{{"00000001"}}, OfferSeat{}, proposal(vote), rewording(some_proposal, "x"), WithdrawProposal{some_proposal},
            EndorseProposal{some_proposal}, ballot(vote, 1, {{item(1), 1}}), StartRoom{}, CloseRoom{}, AddActivity{choice(activity(9)), {}}, RemoveActivity{vote},
            OrderAgenda{{{vote}}}, ShowActivity{vote}, SkipActivity{vote}, OpenActivity{vote, {}}, OpenRound{vote, {}}, CloseActivity{vote}, RevealResults{vote},
            SetDeadline{vote, {}}, ExtendDeadline{vote}, PauseDeadline{vote}, BlankWall{}, Announce{}, SetModeration{vote},
            verdict(some_proposal, Verdict::publish), EraseProposal{some_proposal}, IssueLink{link(8), LinkRole::wall, secret(8), {}}, RevokeLink{link(2)},
            RemoveParticipant{participant(1)}, Undo{cid(1)}, AskFloor{}, GiveFloor{}, HideWord{vote, {"x"}, true, {}}, AnswerQuestion{some_proposal, true, {}},
            ExtendRoll{}, ShortenRoll{}, MarkPresence{nth<RollId>('o', 1), true}, CastForRoll{vote, {1}, nth<RollId>('o', 1), Stance::abstain},
            GiveCastingVote{vote, youth, true}, UseSlip{}, MakeCluster{}, RenameCluster{}, MergeClusters{}, DissolveCluster{}, MoveProposals{}, ShowQuestion{vote, {}}, IssueCertificates{}, StartCatchUp{},
            EraseName{participant(1), {}}, EraseWords{}};
}

bool is_about_rights(std::optional<Reject> code) { return code == Reject::forbidden || code == Reject::no_seat || code == Reject::seat_removed; }

std::set<std::string> allowed_to(Story const& room, Actor const& by) {
    std::set<std::string> names;
    for (auto const& command : one_of_each())
        if (!is_about_rights(room.refusal(by, command))) names.emplace(name_of(command));
    return names;
}

std::set<std::string> all_but(std::set<std::string> const& less) {
    std::set<std::string> names;
    for (auto const& command : one_of_each())
        if (!less.contains(std::string(name_of(command)))) names.emplace(name_of(command));
    return names;
}

std::set<std::string> const of_seats{"offer_seat", "submit_proposal", "edit_proposal", "withdraw_proposal", "endorse_proposal", "cast_ballot", "ask_floor", "use_slip"};

TEST(Rights, TheListOfThisTestHasEveryCommandOnce) {
    auto const all = one_of_each();
    ASSERT_EQ(all.size(), std::variant_size_v<Command>);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].index(), i);
}

TEST(Rights, AVisitorMayOnlyJoinOrTakeASeat) {  // SPEC H4
    EXPECT_EQ(allowed_to(a_running_room(choice(vote)), visitor), (std::set<std::string>{"join", "take_seat"}));
}

TEST(Rights, AVisitorIsToldToJoinWhereASeatWouldDo) {
    auto const room = a_running_room(choice(vote));
    EXPECT_EQ(room.refusal(visitor, ballot(vote, 1, {{item(1), 1}})), Reject::no_seat);
    EXPECT_EQ(room.refusal(visitor, OpenActivity{vote, {}}), Reject::forbidden);
}

TEST(Rights, ASeatMayDoWhatParticipantsDo) {  // SPEC C3
    auto expected = of_seats;
    expected.insert("take_seat");  // this phone carries on in another seat
    EXPECT_EQ(allowed_to(a_running_room(choice(vote)), seat(1)), expected);
}

TEST(Rights, AFacilitatorMayDoEverythingButVoteProposeAndJoin) {
    auto less = of_seats;
    less.insert({"join", "take_seat", "erase_words"});
    EXPECT_EQ(allowed_to(a_running_room(choice(vote)), facilitator), all_but(less));
}

TEST(Rights, AWallHasAProjectorsKeyboard) {
    EXPECT_EQ(allowed_to(a_running_room(choice(vote)), wall), (std::set<std::string>{"show_activity", "reveal_results", "blank_wall"}));
}

Actor with_role(Story& room, LinkRole role) {
    room.say(facilitator, IssueLink{link(50), role, secret(50), {}});
    return LinkActor{link(50)};
}

TEST(Rights, AChairOpensClosesRevealsAndGivesTheFloorAndTheCastingVote) {
    auto room = a_running_room(choice(vote));
    EXPECT_EQ(allowed_to(room, with_role(room, LinkRole::chair)),
              (std::set<std::string>{"show_activity", "blank_wall", "open_activity", "open_round", "close_activity", "reveal_results", "set_deadline", "extend_deadline",
                                     "pause_deadline", "give_casting_vote", "give_floor", "announce", "show_question"}));
}

TEST(Rights, AScribeMarksPresenceAndEntersBallots) {
    auto room = a_running_room(choice(vote));
    EXPECT_EQ(allowed_to(room, with_role(room, LinkRole::scribe)), (std::set<std::string>{"mark_presence", "cast_for_roll"}));
}

TEST(Rights, AModeratorJudgesTextsAndGivesTheFloor) {
    auto room = a_running_room(choice(vote));
    EXPECT_EQ(allowed_to(room, with_role(room, LinkRole::moderator)), (std::set<std::string>{"set_moderation", "moderate_proposal", "hide_word", "answer_question", "give_floor",
                                                                                           "make_cluster", "rename_cluster", "merge_clusters", "dissolve_cluster", "move_proposals"}));
}

TEST(Rights, ASupervisorChangesNothing) {
    auto room = a_running_room(choice(vote));
    EXPECT_TRUE(allowed_to(room, with_role(room, LinkRole::supervisor)).empty());
}

TEST(Rights, TheSystemOnlyClosesAndErasesWhatIsClosed) {
    EXPECT_EQ(allowed_to(a_running_room(choice(vote)), timer), (std::set<std::string>{"close_activity", "close_room"}));
}

TEST(Rights, ARevokedLinkMayNothing) {
    auto room = a_running_room(choice(vote));
    room.say(facilitator, IssueLink{link(7), LinkRole::facilitator, secret(7), {}});
    EXPECT_FALSE(allowed_to(room, LinkActor{link(7)}).empty());
    room.say(facilitator, RevokeLink{link(7)});
    EXPECT_TRUE(allowed_to(room, LinkActor{link(7)}).empty());
    EXPECT_EQ(room.refusal(LinkActor{link(7)}, BlankWall{}), Reject::forbidden);
}

TEST(Rights, ALinkThatNobodyIssuedMayNothing) { EXPECT_TRUE(allowed_to(a_running_room(choice(vote)), LinkActor{link(99)}).empty()); }

TEST(Rights, ARemovedSeatMayNothingAndIsToldSo) {
    auto room = a_running_room(choice(vote));
    room.say(facilitator, RemoveParticipant{participant(1)});
    EXPECT_TRUE(allowed_to(room, seat(1)).empty());
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}})), Reject::seat_removed);
}

TEST(Rights, ASeatOfAnotherRoomIsNone) { EXPECT_EQ(a_running_room(choice(vote)).refusal(seat(77), ballot(vote, 1, {{item(1), 1}})), Reject::no_seat); }

TEST(Rights, NothingButTheCloseAndForgettingGoesInAClosedRoom) {  // SPEC C7
    auto room = a_running_room(choice(vote));
    room.say(facilitator, CloseRoom{});
    for (auto const& command : one_of_each())
        for (auto const& by : {visitor, seat(1), facilitator, wall, timer}) {
            auto const code = room.refusal(by, command);
            if (is_about_rights(code)) continue;
            if (std::holds_alternative<CloseRoom>(command) || std::holds_alternative<EraseName>(command)) EXPECT_TRUE(room.is_already_so(by, command)) << name_of(command);
            else if (std::holds_alternative<EraseWords>(command)) EXPECT_FALSE(code);
            else EXPECT_EQ(code, Reject::room_closed) << name_of(command);
        }
}

TEST(Rights, AFullJournalTakesOnlyTheCloses) {  // SPEC L6
    auto room = a_running_room(choice(vote));
    for (std::uint32_t n = 0; room.room.commands.size() < entries_max; ++n) room.room.commands.try_emplace(nth<Cid>('z', n));
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{item(1), 1}})), Reject::journal_full);
    EXPECT_EQ(room.refusal(facilitator, OpenRound{vote, {}}), Reject::journal_full);
    EXPECT_EQ(room.refusal(timer, CloseActivity{vote}), std::nullopt);
    EXPECT_EQ(room.refusal(facilitator, CloseRoom{}), std::nullopt);
}

TEST(Dependence, WhatParticipantsDoDependsOnTheAgendaOnly) {
    for (auto const& command : one_of_each()) {
        bool const commutes = of_seats.contains(std::string(name_of(command))) || std::holds_alternative<Join>(command) || std::holds_alternative<TakeSeat>(command) ||
                              std::holds_alternative<CastForRoll>(command);
        EXPECT_EQ(depends_on(command), commutes ? DependsOn::agenda_version : DependsOn::exact_position) << name_of(command);
    }
}

}  // namespace
}  // namespace warsha
