#pragma once
// snapshot.json of a bundle: the final state as the public may know it.

#include "core/project.hpp"

namespace warsha {

struct PublicText { Hash hash; Bytes16 salt{}; std::string text; };
BOOST_DESCRIBE_STRUCT(PublicText, (), (hash, salt, text))

struct Snapshot {
    int format = 1;
    Hash root;                           ///< of the public journal
    UnixMillis created_at = 0;
    std::optional<UnixMillis> closed_at;
    std::vector<GroupCount> seats;
    RoomView view;
    std::vector<PublicText> texts;
};
BOOST_DESCRIBE_STRUCT(Snapshot, (), (format, root, created_at, closed_at, seats, view, texts))

/// report.cpp; without a root it says that the room is still running.
std::string report_page(RoomState const& room, Language language, std::optional<Hash> root);

}  // namespace warsha
