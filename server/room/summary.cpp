#include "journal/files.hpp"
#include "protocol/codec_impl.hpp"
#include "room/host.hpp"

namespace warsha {

RoomSummary summary_of(RoomState const& room) {
    return {.room = room.id, .code = room.code, .title = room.plan.title, .phase = room.phase, .purpose = room.plan.purpose,
            .created_at = room.created_at, .closed_at = room.closed_at, .participants = room.participants.size(),
            .bundle = room.bundle, .trouble = {}, .words_erased_at = room.words_erased_at};
}

std::optional<RoomSummary> stored_summary(std::filesystem::path const& file) {
    auto const bytes = read_file(file);
    if (!bytes) return std::nullopt;
    auto const decoded = decode_value<RoomSummary>(*bytes);
    return decoded ? std::optional(*decoded) : std::nullopt;
}

}  // namespace warsha
