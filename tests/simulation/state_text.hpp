#pragma once
// A room's state as text and back: the one place of the simulation that compiles its codec.

#include <optional>
#include <string>

#include "core/state.hpp"

namespace warsha::simulation {

std::string text_of_state(RoomState const& state);
std::optional<RoomState> state_of_text(std::string const& text);

}  // namespace warsha::simulation
