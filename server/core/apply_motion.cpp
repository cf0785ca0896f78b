// The roll, presence, slips, refused openings and casting votes.

#include <algorithm>

#include "core/applying.hpp"

namespace warsha {

void Applying::operator()(RollExtended const& e) {
    for (auto const& line : e.lines) room_.roll.try_emplace(line.roll, RollSeat{line.body, line.name, line.weight, line.slip_hash, {}, {}});
}

void Applying::operator()(RollShortened const& e) {
    for (auto const& id : e.lines) {
        auto const line = room_.roll.find(id);
        if (line == room_.roll.end()) continue;
        if (line->second.seat) room_.participants.at(*line->second.seat).roll.reset();
        room_.roll.erase(line);
    }
}

void Applying::operator()(PresenceMarked const& e) {
    if (auto const line = room_.roll.find(e.roll); line != room_.roll.end()) line->second.marked = e.present;
}

/// Two nodes may both have taken the same slip: the first in the journal has it.
void Applying::operator()(SlipUsed const& e) {
    auto const line = room_.roll.find(e.roll);
    auto& participant = room_.participants.at(e.participant);
    if (line == room_.roll.end() || line->second.seat || participant.roll) return;
    line->second.seat = e.participant;
    participant.roll = e.roll;
}

void Applying::operator()(OpeningRefused const& e) { room_.activities.at(e.activity).refused.push_back({entry_.time, e.bodies}); }

void Applying::operator()(CastingVoteGiven const& e) {
    auto& rounds = room_.activities.at(e.activity).rounds;
    auto const round = std::ranges::find(rounds, e.round, &Round::round);
    if (round != rounds.end()) round->casting_votes.try_emplace(e.body, e.in_favour);
}

}  // namespace warsha
