#pragma once
// A room's key on its way through Redis: AES-256-GCM under a key of the cluster's.

#include <optional>
#include <string>

#include "journal/entry.hpp"

namespace warsha::redis {

void random_fill(unsigned char* bytes, std::size_t size);
Bytes32 random_key();
/// base64url of nonce ‖ ciphertext ‖ tag; the room is bound to it.
std::string seal_key(Bytes32 const& cluster_key, RoomId room, RoomKey const& key);
/// nullopt: not sealed with this cluster's key for this room.
std::optional<RoomKey> unseal_key(Bytes32 const& cluster_key, RoomId room, std::string const& sealed);

}  // namespace warsha::redis
