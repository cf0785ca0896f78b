// Forgetting people: one name, or all words of a closed room.

#include "core/deciding.hpp"

namespace warsha::deciding {

Result<Events> decide(Case const& at, EraseName const& command) {
    auto const* const seat = command.participant ? at.room.find(*command.participant) : nullptr;
    if (command.participant && !seat) return Reject::unknown_participant;
    auto const line = command.roll ? at.room.roll.find(*command.roll) : at.room.roll.end();
    if (command.roll && line == at.room.roll.end()) return Reject::not_on_roll;
    bool const has_seat_name = seat && seat->name && !seat->name->erased;
    bool const has_roll_name = command.roll && !line->second.name.erased;
    if (!has_seat_name && !has_roll_name) return nothing();
    return record(NameErased{command.participant, command.roll});
}

Result<Events> decide(Case const& at, EraseWords const&) {
    if (at.room.phase != RoomPhase::closed) return Reject::forbidden;
    if (at.room.words_erased_at) return nothing();
    return record(WordsErased{});
}

}  // namespace warsha::deciding
