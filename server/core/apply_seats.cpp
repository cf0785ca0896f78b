// Who is in the room, and with which rights.

#include <algorithm>

#include "core/applying.hpp"

namespace warsha {

namespace {

/// Seats whose names look like this one, however long ago they were forgotten: nobody's number changes when another's name is erased.
std::ptrdiff_t twins_of(RoomState const& room, std::optional<std::uint64_t> check) {
    return check ? std::ranges::count_if(room.participants, [&](auto const& one) { return one.second.name_check == check; }) : 0;
}

}  // namespace

void Applying::operator()(LinkIssued const& e) { room_.links.try_emplace(e.link, Link{e.link, e.role, e.secret_hash, e.name, false}); }

void Applying::operator()(LinkRevoked const& e) { room_.links.at(e.link).revoked = true; }

void Applying::operator()(ParticipantJoined const& e) {
    if (room_.is_full()) return;  // two nodes may both have admitted the last one
    Participant made{.id = e.participant, .group = e.group, .name = e.name, .language = e.language};
    made.joined_at = entry_.time;
    made.name_check = e.name_check;
    if (auto const twins = twins_of(room_, e.name_check); twins > 0 && made.name && !made.name->erased) made.name->text += "·" + std::to_string(twins + 1);
    room_.participants.try_emplace(e.participant, std::move(made));
}

void Applying::operator()(ParticipantRemoved const& e) {
    auto& participant = room_.participants.at(e.participant);
    participant.removed = true;
    if (!participant.roll) return;
    auto const line = room_.roll.find(*participant.roll);  // the slip is good again for whom it was printed
    if (line != room_.roll.end() && line->second.seat == e.participant) line->second.seat.reset();
}

void Applying::operator()(SeatMoveOffered const& e) {
    auto& seat = room_.participants.at(e.participant);
    seat.move_code = e.code_hash;
    seat.move_expires_at = e.expires_at;
}

void Applying::operator()(SeatMoved const& e) {
    auto& seat = room_.participants.at(e.participant);
    seat.generation = std::max(seat.generation, e.generation);
    seat.move_code.reset();
}

}  // namespace warsha
