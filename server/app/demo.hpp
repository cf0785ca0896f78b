#pragma once
// The demo workshop of `serve --demo`: a live room with the 40 proposals, made once, found again at the next start.

#include <filesystem>
#include <functional>
#include <string>

#include "app/client/socket.hpp"
#include "room/host.hpp"

namespace warsha {

/// The demo's links as kept in the data directory (demo.json, 0600); nullopt: none yet, or its room is closed.
std::optional<CreatedRoom> known_demo(std::filesystem::path const& data_dir, std::vector<RoomSummary> const& rooms);

/// Plays the opening over real sockets against this server: starts the room, 40 people join and propose, the first vote
/// is opened. Blocks; call from a thread of its own. Throws client::DriverError.
void seed_demo(client::Target const& target, CreatedRoom const& room);

void remember_demo(std::filesystem::path const& data_dir, CreatedRoom const& room);

}  // namespace warsha
