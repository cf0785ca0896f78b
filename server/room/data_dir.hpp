#pragma once
// Small durable files of the data directory: keys, links, the list of archived rooms. Everything 0600, written
// beside and renamed, so that a reader sees the old bytes or the new ones.

#include <filesystem>
#include <optional>
#include <string>

#include "journal/entry.hpp"

namespace warsha {

/// Throws std::filesystem::filesystem_error where the disk says no.
void write_durably(std::filesystem::path const& where, std::string_view bytes);
std::optional<std::string> read_file(std::filesystem::path const& where);

/// 32 secret bytes, made and stored on first use.
Bytes32 key_from_file(std::filesystem::path const& where);

/// The room's key; nullopt when it was destroyed (anonymous rooms after their close).
std::optional<RoomKey> room_key(std::filesystem::path const& data_dir, RoomId room);
void store_room_key(std::filesystem::path const& data_dir, RoomId room, RoomKey const& key);
void destroy_room_key(std::filesystem::path const& data_dir, RoomId room);

}  // namespace warsha
