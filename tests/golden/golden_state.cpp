#include "tests/golden/golden_state.hpp"

#include "core/state.hpp"
#include "journal/entry.hpp"
#include "protocol/codec_impl.hpp"

namespace warsha::golden {

Hash state_digest(std::vector<Stored> const& entries) {
    RoomState state;
    for (auto const& entry : entries) state.apply(open(entry));
    return next_digest({}, encode_value(state));
}

}  // namespace warsha::golden
