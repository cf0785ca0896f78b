#pragma once
// The secret keys in the data directory.

#include <filesystem>
#include <optional>
#include <string>

#include "journal/entry.hpp"
#include "journal/files.hpp"

namespace warsha {

/// 32 secret bytes, made and stored on first use.
Bytes32 key_from_file(std::filesystem::path const& where);
void key_into_file(std::filesystem::path const& where, Bytes32 const& key);

/// The room's key; nullopt when it was destroyed (anonymous rooms after their close).
std::optional<RoomKey> room_key(std::filesystem::path const& data_dir, RoomId room);
void store_room_key(std::filesystem::path const& data_dir, RoomId room, RoomKey const& key);
void destroy_room_key(std::filesystem::path const& data_dir, RoomId room);

}  // namespace warsha
