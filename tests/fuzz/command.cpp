#include <cstdio>
#include <cstdlib>

#include "protocol/codec.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace warsha::fuzz {

void must(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// What was understood is written in one way, and understood as the same again.
void command(std::string_view input) {
    auto const as_participant = decode_client_message(input, participant_bounds);
    auto const message = decode_client_message(input, facilitator_bounds);
    if (as_participant) must(bool(message), "facilitators may send what participants may");
    if (message) {
        auto const bytes = encode(*message);
        auto const again = decode_client_message(bytes, server_message_bounds);
        must(bool(again), "what we write can be read");
        must(encode(*again) == bytes, "reading and writing again changes nothing");
    }
    auto const plan = decode_room_plan(input);
    if (!plan) return;
    auto const bytes = encode(*plan);
    auto const again = decode_room_plan(bytes);
    if (again) must(encode(*again) == bytes, "reading and writing a plan again changes nothing");
}

}  // namespace warsha::fuzz
