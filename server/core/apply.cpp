// The only code that changes a room: one entry, its facts in order.

#include <algorithm>

#include "core/applying.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {

void RoomState::apply(Entry const& entry) {
    offset = std::max(offset, entry.offset);
    last_time = std::max(last_time, entry.time);
    if (!commands.try_emplace(entry.cid, Recorded{entry.offset, entry.check}).second) return;
    if (entry.epoch < epoch) note_recorded_again();
    Applying applying(*this, entry);
    for (auto const& event : entry.events)
        if (!is_too_late(event)) std::visit(applying, event);
    if (std::ranges::any_of(entry.events, raises_agenda_version)) ++agenda_version;  // per entry, as the store counts
}

/// What reaches the journal after the close; only the archive and the store itself still report, and people may be forgotten.
bool RoomState::is_too_late(Event const& event) const {
    return phase == RoomPhase::closed && !std::holds_alternative<RoomArchived>(event) && !std::holds_alternative<EpochRaised>(event) &&
           !std::holds_alternative<NameErased>(event) && !std::holds_alternative<WordsErased>(event);
}

void RoomState::note_recorded_again() {
    if (repairs.empty()) return;         // from a journal of another making
    ++(phase == RoomPhase::closed ? repairs.back().too_late : repairs.back().recorded_again);
}

Activity const* RoomState::find(ActivityId which) const {
    auto const found = activities.find(which);
    return found == activities.end() ? nullptr : &found->second;
}
Proposal const* RoomState::find(ProposalId which) const {
    auto const found = proposals.find(which);
    return found == proposals.end() ? nullptr : &found->second;
}
Participant const* RoomState::find(ParticipantId which) const {
    auto const found = participants.find(which);
    return found == participants.end() ? nullptr : &found->second;
}

bool RoomState::is_full() const {
    auto const most = plan.settings.named.value_or(false) ? named_participants_max : participants_max;
    if (participants.size() < most) return false;  // the count walks 5,000 nodes: only where it matters
    auto const present = std::ranges::count_if(participants, [](auto const& one) { return !one.second.removed; });
    return static_cast<std::size_t>(present) >= most;
}

std::uint64_t RoomState::input_of(ActivityId which) const {
    std::uint64_t input = 0;
    for (auto const& round : activities.at(which).rounds)
        for (auto const& [voter, ballot] : round.ballots) input += ballot.revision;
    return input + static_cast<std::uint64_t>(std::ranges::count_if(proposals, [&](auto const& one) { return one.second.activity == which; }));
}

bool raises_agenda_version(Event const& event) {
    return !std::visit(Overloaded{
        [](ParticipantJoined const&) { return true; }, [](SeatMoveOffered const&) { return true; }, [](SeatMoved const&) { return true; },
        [](ProposalSubmitted const&) { return true; }, [](ProposalEdited const&) { return true; }, [](ProposalWithdrawn const&) { return true; },
        [](ProposalEndorsed const&) { return true; }, [](BallotCast const&) { return true; }, [](FloorAsked const&) { return true; },
        [](auto const&) { return false; },  // everything facilitators do; a new commuting fact must be added by hand, the safe way round
    }, event);
}

}  // namespace warsha
