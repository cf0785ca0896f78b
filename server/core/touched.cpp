// What an event touches, for live changes and for resume.

#include <algorithm>

#include "core/project.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

Touched everything(RoomState const& room) {
    Touched all{.room = true, .agenda = true, .desk = true, .floor = true, .roll = true, .clusters = true};
    for (auto const& [id, activity] : room.activities) all.activities.insert(id);
    return all;
}

Touched steering(ActivityId which) { return {.agenda = true, .desk = true, .activities = {which}}; }

Touched of_proposal(RoomState const& room, ProposalId which, bool is_moderation = false) {
    Touched touched{.desk = is_moderation, .proposals = {which}};
    if (auto const* const proposal = room.find(which)) touched.owners.insert(proposal->author);
    return touched;
}

/// In a named room whoever proposes has taken part.
Touched of_submission(RoomState const& room, ProposalId which) {
    auto touched = of_proposal(room, which, room.plan.settings.named.value_or(false));
    touched.fresh.insert(which);
    return touched;
}

/// Its words or who may read them: a vote that froze it shows them as well.
Touched of_words(RoomState const& room, ProposalId which, bool is_moderation = false) {
    auto touched = of_proposal(room, which, is_moderation);
    for (auto const& [id, activity] : room.activities)
        if (!activity.rounds.empty() && std::ranges::find(activity.rounds.back().frozen, which) != activity.rounds.back().frozen.end()) touched.activities.insert(id);
    // A cluster shows those of its proposals that may be seen.
    touched.clusters = std::ranges::any_of(room.clusters, [&](ProposalCluster const& one) { return std::ranges::find(one.proposals, which) != one.proposals.end(); });
    return touched;
}

/// The desk's roll, and the gauge of every motion.
Touched of_roll(RoomState const& room) {
    Touched touched{.roll = true};
    for (auto const& [id, activity] : room.activities)
        if (std::holds_alternative<MotionConfig>(activity.plan.config)) touched.activities.insert(id);
    return touched;
}

/// The same, and of the motion nothing else.
Touched of_presence(RoomState const& room) {
    auto touched = of_roll(room);
    touched.quorums.swap(touched.activities);
    return touched;
}

Touched of_slip(RoomState const& room, ParticipantId owner) {
    auto touched = of_presence(room);
    touched.owners.insert(owner);
    return touched;
}

/// Whoever had shown a slip leaves the roll's line free again.
Touched of_removal(RoomState const& room, ParticipantId owner) {
    auto touched = room.participants.at(owner).roll ? of_slip(room, owner) : Touched{.owners = {owner}};
    touched.desk = true;
    return touched;
}

/// A motion's base is frozen: each of its phones learns that it may vote. Where one may catch up, each learns whether it has answered already.
Touched of_opening(RoomState const& room, ActivityOpened const& e) {
    auto touched = steering(e.activity);
    auto const& rounds = room.activities.at(e.activity).rounds;
    if (std::ranges::any_of(rounds, &Round::catch_up))
        for (auto const& [id, seat] : room.participants) touched.owners.insert(id);
    for (auto const& line : e.present.value_or(std::vector<RollId>{}))
        if (auto const found = room.roll.find(line); found != room.roll.end() && found->second.seat) touched.owners.insert(*found->second.seat);
    return touched;
}

Touched of_name(RoomState const& room, NameErased const& e) {
    auto touched = e.roll ? of_roll(room) : Touched{};
    touched.desk = touched.floor = true;
    if (e.participant) touched.owners.insert(*e.participant);
    return touched;
}

Touched of_undo(RoomState const& room) {
    Touched touched{.agenda = true, .desk = true, .clusters = room.undone.clusters, .activities = room.undone.activities};
    for (auto const& which : room.undone.proposals) touched.merge(of_words(room, which, true));
    return touched;
}

/// A post-test's result tells how the pre-test went. Ballots of an open test change nothing there, and they are most of what comes.
void add_post_tests(RoomState const& room, Touched& touched) {
    auto const form_of = [&](ActivityId which) {
        auto const* const activity = room.find(which);
        return activity ? std::get_if<FormConfig>(&activity->plan.config) : nullptr;
    };
    std::set<ActivityId> tests;
    for (auto const& which : touched.activities)
        if (form_of(which)) tests.insert(which);
    for (auto const& which : touched.tallies)
        if (form_of(which) && room.find(which)->control.phase != ActivityPhase::open) tests.insert(which);
    if (tests.empty()) return;
    for (auto const& [id, activity] : room.activities)
        if (auto const* const form = form_of(id); form && form->before && tests.contains(*form->before)) touched.activities.insert(id);
}

}  // namespace

void Touched::merge(Touched const& other) {
    room = room || other.room;
    agenda = agenda || other.agenda;
    desk = desk || other.desk;
    floor = floor || other.floor;
    roll = roll || other.roll;
    clusters = clusters || other.clusters;
    activities.insert(other.activities.begin(), other.activities.end());
    tallies.insert(other.tallies.begin(), other.tallies.end());
    proposals.insert(other.proposals.begin(), other.proposals.end());
    fresh.insert(other.fresh.begin(), other.fresh.end());
    endorsed.insert(other.endorsed.begin(), other.endorsed.end());
    quorums.insert(other.quorums.begin(), other.quorums.end());
    owners.insert(other.owners.begin(), other.owners.end());
}

Touched touched_by(RoomState const& after, Event const& event) {
    auto touched = std::visit(Overloaded{
        [&](RoomCreated const&) { return everything(after); },
        [](LinkIssued const&) { return Touched{.desk = true}; },
        [](LinkRevoked const&) { return Touched{.desk = true}; },
        [](RoomStarted const&) { return Touched{.room = true, .desk = true}; },
        [&](RoomClosed const&) { return everything(after); },
        [](RoomArchived const&) { return Touched{.room = true}; },
        [](ParticipantJoined const& e) { return Touched{.desk = true, .owners = {e.participant}}; },
        [&](ParticipantRemoved const& e) { return of_removal(after, e.participant); },
        [](SeatMoveOffered const&) { return Touched{}; },
        [](SeatMoved const& e) { return Touched{.owners = {e.participant}}; },
        [](ActivityAdded const& e) { return steering(e.plan.id); },
        [](ActivityDropped const& e) { return steering(e.activity); },
        [](AgendaOrdered const&) { return Touched{.agenda = true, .desk = true}; },
        [](StageSet const&) { return Touched{.agenda = true, .desk = true}; },
        [](WallBlanked const&) { return Touched{.agenda = true, .desk = true}; },
        [](Announced const&) { return Touched{.agenda = true, .desk = true}; },
        [](ActivitySkipped const& e) { return steering(e.activity); },
        [&](ActivityOpened const& e) { return of_opening(after, e); },
        [](ActivityClosed const& e) { return steering(e.activity); },
        [](ResultsRevealed const& e) { return steering(e.activity); },
        [](DeadlineSet const& e) { return steering(e.activity); },
        [](ModerationSet const& e) { return steering(e.activity); },
        [&](ProposalSubmitted const& e) { return of_submission(after, e.proposal); },
        [&](ProposalEdited const& e) { return of_words(after, e.proposal); },
        [&](ProposalWithdrawn const& e) { return of_words(after, e.proposal); },
        [](ProposalEndorsed const& e) { return Touched{.endorsed = {e.proposal}}; },
        [&](ProposalModerated const& e) { return of_words(after, e.proposal, true); },
        [&](ProposalErased const& e) { return of_words(after, e.proposal, true); },
        [&](BallotCast const& e) { return Touched{.desk = e.participant.has_value(), .tallies = {e.activity}}; },
        [&](ActionUndone const&) { return of_undo(after); },
        [](EpochRaised const&) { return Touched{.desk = true}; },
        [](FloorAsked const&) { return Touched{.floor = true}; },
        [](FloorGiven const&) { return Touched{.floor = true}; },
        [](WordHidden const& e) { return Touched{.activities = {e.activity}}; },
        [&](QuestionAnswered const& e) { return of_proposal(after, e.question); },
        [&](RollExtended const&) { return of_roll(after); },
        [&](RollShortened const&) { return of_roll(after); },
        [&](PresenceMarked const&) { return of_presence(after); },
        [&](SlipUsed const& e) { return of_slip(after, e.participant); },
        [](ClustersSet const&) { return Touched{.desk = true, .clusters = true}; },
        [](OpeningRefused const& e) { return steering(e.activity); },
        [](CastingVoteGiven const& e) { return steering(e.activity); },
        [](QuestionShown const& e) { return steering(e.activity); },
        [](CertificateIssued const& e) { return Touched{.desk = true, .owners = {e.participant}}; },
        [](CatchUpStarted const&) { return Touched{.agenda = true, .desk = true}; },
        [&](NameErased const& e) { return of_name(after, e); },
        [&](WordsErased const&) { return everything(after); },
    }, event);
    add_post_tests(after, touched);
    return touched;
}

}  // namespace warsha
