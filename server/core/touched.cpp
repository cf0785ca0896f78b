// What an event touches, for live changes and for resume.

#include "core/project.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

Touched everything(RoomState const& room) {
    Touched all{.room = true, .agenda = true, .desk = true};
    for (auto const& [id, activity] : room.activities) all.activities.insert(id);
    return all;
}

Touched steering(ActivityId which) { return {.agenda = true, .desk = true, .activities = {which}}; }

Touched of_proposal(RoomState const& room, ProposalId which, bool is_moderation) {
    Touched touched{.desk = is_moderation, .proposals = {which}};
    if (auto const* const proposal = room.find(which)) touched.owners.insert(proposal->author);
    return touched;
}

}  // namespace

void Touched::merge(Touched const& other) {
    room = room || other.room;
    agenda = agenda || other.agenda;
    desk = desk || other.desk;
    activities.insert(other.activities.begin(), other.activities.end());
    tallies.insert(other.tallies.begin(), other.tallies.end());
    proposals.insert(other.proposals.begin(), other.proposals.end());
    owners.insert(other.owners.begin(), other.owners.end());
}

Touched touched_by(RoomState const& after, Event const& event) {
    return std::visit(Overloaded{
        [&](RoomCreated const&) { return everything(after); },
        [](LinkIssued const&) { return Touched{.desk = true}; },
        [](LinkRevoked const&) { return Touched{.desk = true}; },
        [](RoomStarted const&) { return Touched{.room = true, .desk = true}; },
        [&](RoomClosed const&) { return everything(after); },
        [](RoomArchived const&) { return Touched{.room = true}; },
        [](ParticipantJoined const& e) { return Touched{.desk = true, .owners = {e.participant}}; },
        [](ParticipantRemoved const& e) { return Touched{.desk = true, .owners = {e.participant}}; },
        [](SeatMoveOffered const&) { return Touched{}; },
        [](SeatMoved const& e) { return Touched{.owners = {e.participant}}; },
        [](ActivityAdded const& e) { return steering(e.plan.id); },
        [](ActivityDropped const& e) { return steering(e.activity); },
        [](AgendaOrdered const&) { return Touched{.agenda = true, .desk = true}; },
        [](StageSet const&) { return Touched{.agenda = true, .desk = true}; },
        [](WallBlanked const&) { return Touched{.agenda = true, .desk = true}; },
        [](Announced const&) { return Touched{.agenda = true, .desk = true}; },
        [](ActivitySkipped const& e) { return steering(e.activity); },
        [](ActivityOpened const& e) { return steering(e.activity); },
        [](ActivityClosed const& e) { return steering(e.activity); },
        [](ResultsRevealed const& e) { return steering(e.activity); },
        [](DeadlineSet const& e) { return steering(e.activity); },
        [](ModerationSet const& e) { return steering(e.activity); },
        [&](ProposalSubmitted const& e) { return of_proposal(after, e.proposal, false); },
        [&](ProposalEdited const& e) { return of_proposal(after, e.proposal, false); },
        [&](ProposalWithdrawn const& e) { return of_proposal(after, e.proposal, false); },
        [&](ProposalEndorsed const& e) { return of_proposal(after, e.proposal, false); },
        [&](ProposalModerated const& e) { return of_proposal(after, e.proposal, true); },
        [&](ProposalErased const& e) { return of_proposal(after, e.proposal, true); },
        [](BallotCast const& e) { return Touched{.tallies = {e.activity}}; },
        [&](ActionUndone const&) {
            auto touched = everything(after);
            for (auto const& [id, proposal] : after.proposals) {  // an undone moderation: rare, and the client replaces by id
                touched.proposals.insert(id);
                touched.owners.insert(proposal.author);
            }
            return touched;
        },
    }, event);
}

}  // namespace warsha
