// A proposal's life.

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const collecting = activity(1), vote = activity(2);

Story a_collecting_room(ProposalsConfig config = {}) {
    auto room = a_room({proposals(collecting, config), choice(vote)});
    room.started().with_seats(3).opened(collecting);
    return room;
}

std::optional<std::string> title_of(Proposal const& proposal) { return proposal.title.en ? std::optional(proposal.title.en->text) : std::nullopt; }

TEST(SubmitProposal, IsPublishedUnderTheCidOfItsCommand) {  // SPEC P1
    auto room = a_collecting_room();
    auto command = proposal(collecting, "More buses");
    command.category = Key{"trust"};
    auto const under = room.say(seat(1), command);
    auto const& made = room.at(ProposalId{under.value});
    EXPECT_EQ(made.phase, ProposalPhase::published);
    EXPECT_EQ(made.author, participant(1));
    EXPECT_EQ(made.category, Key{"trust"});
    EXPECT_EQ(title_of(made), "More buses");
    EXPECT_EQ(made.submitted_at, noon);
}

TEST(SubmitProposal, WaitsWhereTheActivityIsModerated) {
    auto room = a_collecting_room({.moderated = true});
    EXPECT_EQ(room.at(room.proposes(1, collecting)).phase, ProposalPhase::pending);
    room.say(facilitator, SetModeration{collecting, false});
    EXPECT_EQ(room.at(room.proposes(1, collecting)).phase, ProposalPhase::published);
}

TEST(SubmitProposal, NeedsAnOpenActivityThatCollects) {
    auto room = a_collecting_room();
    EXPECT_EQ(room.refusal(seat(1), proposal(activity(9))), Reject::unknown_activity);
    EXPECT_EQ(room.refusal(seat(1), proposal(vote)), Reject::wrong_kind);
    room.closed(collecting);
    EXPECT_EQ(room.refusal(seat(1), proposal(collecting)), Reject::activity_not_open);
    auto prepared = a_room({proposals(collecting)});
    prepared.with_seats(1);
    EXPECT_EQ(prepared.refusal(seat(1), proposal(collecting)), Reject::room_not_live);
}

TEST(SubmitProposal, IsForTheGroupsOfTheActivityAndTheCategoriesOfTheRoom) {
    auto room = a_running_room(only_for(proposals(collecting), {elected}));
    EXPECT_EQ(room.refusal(seat(1), proposal(collecting)), Reject::not_your_group);
    auto command = proposal(collecting);
    command.category = Key{"sport"};
    EXPECT_EQ(a_collecting_room().refusal(seat(1), command), Reject::unknown_category);
}

TEST(SubmitProposal, EndsAtTheNumberPerParticipantAndWhatIsWithdrawnOrErasedDoesNotCount) {
    auto room = a_collecting_room({.per_participant_max = {2}});
    auto const first = room.proposes(1, collecting), second = room.proposes(1, collecting);
    EXPECT_EQ(room.refusal(seat(1), proposal(collecting)), Reject::too_many_proposals);
    EXPECT_EQ(room.refusal(seat(2), proposal(collecting)), std::nullopt);
    room.say(seat(1), WithdrawProposal{first});
    EXPECT_EQ(room.refusal(seat(1), proposal(collecting)), std::nullopt);
    room.proposes(1, collecting);
    room.say(facilitator, EraseProposal{second});
    EXPECT_EQ(room.refusal(seat(1), proposal(collecting)), std::nullopt);
}

TEST(SubmitProposal, EndsAtTheNumberPerRoomAndApplySettlesIt) {  // SPEC L6
    auto room = a_collecting_room({.per_participant_max = {0}});
    while (room.room.proposals.size() < proposals_max) room.proposes(1, collecting);
    EXPECT_EQ(room.refusal(seat(2), proposal(collecting)), Reject::too_many_proposals);
    room.happen({ProposalSubmitted{nth<ProposalId>('x', 1), collecting, participant(2), {}, {}, {}}});  // another node had admitted it
    EXPECT_EQ(room.room.proposals.size(), proposals_max);
    EXPECT_EQ(room.room.proposal_order.size(), proposals_max);
}

TEST(EditProposal, ReplacesTheWordsAndSaysSo) {
    auto room = a_collecting_room();
    auto const mine = room.proposes(1, collecting);
    EXPECT_FALSE(room.at(mine).edited);
    room.say(seat(1), rewording(mine, "More night buses"));
    EXPECT_EQ(title_of(room.at(mine)), "More night buses");
    EXPECT_TRUE(room.at(mine).edited);
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::published);
}

TEST(EditProposal, UnderModerationWaitsAgain) {  // SPEC P2
    auto room = a_collecting_room({.moderated = true});
    auto const mine = room.proposes(1, collecting);
    room.say(facilitator, verdict(mine, Verdict::publish));
    room.say(seat(1), rewording(mine, "Something else altogether"));
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::pending);
}

TEST(EditProposal, AnswersAReturnForRewording) {  // SPEC P3
    for (bool const moderated : {false, true}) {
        auto room = a_collecting_room({.moderated = moderated});
        auto const mine = room.proposes(1, collecting);
        room.say(facilitator, verdict(mine, Verdict::return_for_rewording, "Say where"));
        EXPECT_EQ(room.at(mine).phase, ProposalPhase::returned);
        EXPECT_EQ(room.at(mine).reason, (Sealed{"Say where", false}));
        room.say(seat(1), rewording(mine, "More buses in the north"));
        EXPECT_EQ(room.at(mine).phase, moderated ? ProposalPhase::pending : ProposalPhase::published);
        EXPECT_EQ(room.at(mine).reason, std::nullopt);
    }
}

TEST(EditProposal, IsTheAuthorsWhileTheActivityIsOpen) {  // SPEC P4
    auto room = a_collecting_room();
    auto const mine = room.proposes(1, collecting);
    EXPECT_EQ(room.refusal(seat(2), rewording(mine, "x")), Reject::not_author);
    EXPECT_EQ(room.refusal(seat(1), rewording(nth<ProposalId>('x', 1), "x")), Reject::unknown_proposal);
    auto elsewhere = rewording(mine, "x");
    elsewhere.category = Key{"sport"};
    EXPECT_EQ(room.refusal(seat(1), elsewhere), Reject::unknown_category);
    room.closed(collecting);
    EXPECT_EQ(room.refusal(seat(1), rewording(mine, "x")), Reject::activity_not_open);
}

TEST(EditProposal, IsRefusedForWhatIsHiddenWithdrawnOrErased) {
    auto room = a_collecting_room();
    auto const hidden = room.proposes(1, collecting), withdrawn = room.proposes(1, collecting), erased = room.proposes(1, collecting);
    room.say(facilitator, verdict(hidden, Verdict::hide, "Names a person"));
    room.say(seat(1), WithdrawProposal{withdrawn});
    room.say(facilitator, EraseProposal{erased});
    EXPECT_EQ(room.refusal(seat(1), rewording(hidden, "x")), Reject::proposal_hidden);
    EXPECT_EQ(room.refusal(seat(1), rewording(withdrawn, "x")), Reject::proposal_withdrawn);
    EXPECT_EQ(room.refusal(seat(1), rewording(erased, "x")), Reject::proposal_withdrawn);
}

TEST(WithdrawProposal, IsTheAuthorsUntilTheRoomCloses) {
    auto room = a_collecting_room();
    auto const mine = room.proposes(1, collecting);
    room.closed(collecting);
    EXPECT_EQ(room.refusal(seat(2), WithdrawProposal{mine}), Reject::not_author);
    EXPECT_EQ(room.refusal(seat(2), WithdrawProposal{nth<ProposalId>('x', 1)}), Reject::unknown_proposal);
    room.say(seat(1), WithdrawProposal{mine});
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::withdrawn);
    EXPECT_TRUE(room.is_already_so(seat(1), WithdrawProposal{mine}));
}

TEST(WithdrawProposal, WinsOverAnEditThatComesAfterIt) {
    auto room = a_collecting_room();
    auto const mine = room.proposes(1, collecting);
    room.say(seat(1), WithdrawProposal{mine});
    room.happen({ProposalEdited{mine, {.ar = {}, .fr = {}, .en = Sealed{"Late", false}}, {}, {}}});
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::withdrawn);
    EXPECT_EQ(title_of(room.at(mine)), "More buses");
}

TEST(EndorseProposal, CountsEachSeatOnceAndCanBeTakenBack) {  // SPEC P5
    auto room = a_collecting_room();
    auto const mine = room.proposes(1, collecting);
    room.say(seat(2), EndorseProposal{mine, true});
    room.say(seat(3), EndorseProposal{mine, true});
    EXPECT_TRUE(room.is_already_so(seat(2), EndorseProposal{mine, true}));
    EXPECT_EQ(room.at(mine).endorsed_by.size(), 2U);
    room.say(seat(2), EndorseProposal{mine, false});
    EXPECT_TRUE(room.is_already_so(seat(2), EndorseProposal{mine, false}));
    EXPECT_EQ(room.at(mine).endorsed_by, (std::set{pseudonym(collecting, participant(3))}));
}

TEST(EndorseProposal, IsForOthersPublishedOnes) {
    auto room = a_collecting_room({.moderated = true});
    auto const mine = room.proposes(1, collecting);
    EXPECT_EQ(room.refusal(seat(2), EndorseProposal{mine, true}), Reject::unknown_proposal);  // nobody knows of it yet
    room.say(facilitator, verdict(mine, Verdict::publish));
    EXPECT_EQ(room.refusal(seat(1), EndorseProposal{mine, true}), Reject::own_proposal);
    EXPECT_EQ(room.refusal(seat(2), EndorseProposal{mine, true}), std::nullopt);
    room.closed(collecting);
    EXPECT_EQ(room.refusal(seat(2), EndorseProposal{mine, true}), Reject::activity_not_open);
}

TEST(EndorseProposal, IsRefusedWhereThePlanHasNone) {
    auto room = a_collecting_room({.endorsing = false});
    auto const mine = room.proposes(1, collecting);
    EXPECT_EQ(room.refusal(seat(2), EndorseProposal{mine, true}), Reject::forbidden);
}

TEST(ModerateProposal, HidesWithAReasonAndRestores) {
    auto room = a_collecting_room();
    auto const mine = room.proposes(1, collecting);
    EXPECT_EQ(room.refusal(facilitator, verdict(mine, Verdict::hide)), Reject::reason_required);
    EXPECT_EQ(room.refusal(facilitator, verdict(mine, Verdict::return_for_rewording)), Reject::reason_required);
    room.say(facilitator, verdict(mine, Verdict::hide, "Names a person"));
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::hidden);
    room.say(facilitator, verdict(mine, Verdict::restore));
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::published);
    EXPECT_EQ(room.at(mine).reason, std::nullopt);
    EXPECT_TRUE(room.is_already_so(facilitator, verdict(mine, Verdict::publish)));
}

TEST(ModerateProposal, IsRefusedForWhatIsGone) {
    auto room = a_collecting_room();
    auto const mine = room.proposes(1, collecting);
    EXPECT_EQ(room.refusal(facilitator, verdict(nth<ProposalId>('x', 1), Verdict::publish)), Reject::unknown_proposal);
    room.say(seat(1), WithdrawProposal{mine});
    EXPECT_EQ(room.refusal(facilitator, verdict(mine, Verdict::hide, "late")), Reject::proposal_withdrawn);
    room.happen({ProposalModerated{mine, Verdict::publish, {}}});
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::withdrawn);
}

TEST(EraseProposal, DropsEveryWordForGood) {  // SPEC P6
    auto room = a_collecting_room();
    auto command = proposal(collecting, "My neighbour Ahmed");
    command.text = Body{.ar = {}, .fr = {}, .en = {{"lives at number seven"}}};
    ProposalId const mine{room.say(seat(1), command).value};
    room.say(facilitator, verdict(mine, Verdict::hide, "Ahmed is a person"));
    room.say(facilitator, verdict(mine, Verdict::return_for_rewording, "Still Ahmed"));
    room.say(facilitator, EraseProposal{mine});
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::erased);
    auto const all = print(room.room);  // the undo list included
    for (auto const* word : {"Ahmed", "seven"}) EXPECT_EQ(all.find(word), std::string::npos) << word;
    EXPECT_TRUE(room.is_already_so(facilitator, EraseProposal{mine}));
    EXPECT_EQ(room.refusal(facilitator, verdict(mine, Verdict::restore)), Reject::proposal_withdrawn);
    EXPECT_EQ(room.refusal(facilitator, EraseProposal{nth<ProposalId>('x', 1)}), Reject::unknown_proposal);
}

TEST(EraseProposal, IsFinalWhateverComesAfterIt) {
    auto room = a_collecting_room();
    auto const mine = room.proposes(1, collecting);
    room.say(facilitator, EraseProposal{mine});
    room.happen({ProposalEdited{mine, {.ar = {}, .fr = {}, .en = Sealed{"Back again", false}}, {}, {}}});
    room.happen({ProposalWithdrawn{mine}});
    EXPECT_EQ(room.at(mine).phase, ProposalPhase::erased);
    EXPECT_EQ(title_of(room.at(mine)), "");
    EXPECT_TRUE(room.is_already_so(seat(1), WithdrawProposal{mine}));
}

}  // namespace
}  // namespace warsha
