#include "simulation/state_text.hpp"

#include "protocol/codec_impl.hpp"

namespace warsha::simulation {

std::string text_of_state(RoomState const& state) { return encode_value(state); }

std::optional<RoomState> state_of_text(std::string const& text) {
    auto decoded = decode_value<RoomState>(text);
    return decoded ? std::optional(std::move(*decoded)) : std::nullopt;
}

}  // namespace warsha::simulation
