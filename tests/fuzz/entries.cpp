#include <optional>
#include <stdexcept>

#include "core/project.hpp"
#include "journal/entry.hpp"
#include "protocol/codec_impl.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace warsha::fuzz {
namespace {

/// nullopt: not an entry. Nothing but the exception the header promises may come out.
std::optional<Entry> entry_of(std::string_view line) {
    Stored stored{.offset = 1, .time = 0, .cid = {}, .bytes = std::string(line), .digest = {}, .blobs = {}};
    agrees_with_bytes(stored);
    try {
        return open(stored);
    } catch (std::runtime_error const&) {
        return std::nullopt;
    }
}

/// True: taken in. A fact about what does not exist, or one that breaks a rule decide() keeps, may only throw.
bool takes(RoomState& room, Entry const& entry) {
    try {
        room.apply(entry);
        for (auto const& event : entry.events) {
            auto const touched = touched_by(room, event);
            for (auto const audience : audiences) project_changes(room, touched, audience, "http://warsha.example/j/1");
        }
        return true;
    } catch (std::exception const&) {
        return false;  // the room would be closed and loaded again
    }
}

void show_to_everybody(RoomState const& room) {
    try {
        for (auto const audience : audiences) encode(ServerMessage{View{{}, project_room(room, audience, "http://warsha.example/j/1")}});
        for (auto const& [id, seat] : room.participants) project_own(room, id, {});
    } catch (std::exception const&) {
        return;
    }
}

}  // namespace

void entries(std::string_view input) {
    RoomState room;
    while (!input.empty()) {
        auto const end = std::min(input.find('\n'), input.size());
        auto const entry = entry_of(input.substr(0, end));
        input.remove_prefix(std::min(end + 1, input.size()));
        if (!entry) continue;
        seal(*entry, RoomKey{});
        if (!takes(room, *entry)) return;
    }
    show_to_everybody(room);
    auto const saved = encode_value(room);
    auto const again = decode_value<RoomState>(saved);
    must(bool(again), "a saved state can be read");
    must(encode_value(*again) == saved, "a saved state is read as what was written");
}

}  // namespace warsha::fuzz
