#include "room/data_dir.hpp"

#include <cstring>
#include <stdexcept>

#include "protocol/codec.hpp"
#include "room/clockwork.hpp"

namespace warsha {
namespace fs = std::filesystem;
namespace {

fs::path key_path(fs::path const& data_dir, RoomId room) { return data_dir / "keys" / text_of(room); }

}  // namespace

Bytes32 key_from_file(fs::path const& where) {
    Bytes32 key{};
    auto const stored = read_file(where);
    if (stored && stored->size() == key.size()) {
        std::memcpy(key.data(), stored->data(), key.size());
        return key;
    }
    if (stored) throw std::runtime_error(where.string() + " is damaged: it must hold 32 bytes. Put the right file back; a new key would void every seat.");
    random_bytes(key.data(), key.size());
    key_into_file(where, key);
    return key;
}

void key_into_file(fs::path const& where, Bytes32 const& key) { write_durably(where, {reinterpret_cast<char const*>(key.data()), key.size()}); }

std::optional<RoomKey> room_key(fs::path const& data_dir, RoomId room) {
    auto const where = key_path(data_dir, room);
    if (!fs::exists(where)) return std::nullopt;
    return RoomKey{key_from_file(where)};
}

void store_room_key(fs::path const& data_dir, RoomId room, RoomKey const& key) {
    key_into_file(key_path(data_dir, room), key.bytes);
}

void destroy_room_key(fs::path const& data_dir, RoomId room) {
    destroy_file(key_path(data_dir, room));
}

}  // namespace warsha
