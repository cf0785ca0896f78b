#pragma once
// Tables and statements; used on the writer thread only.

#include <map>

#include "journal/room_log.hpp"
#include "journal/sqlite/database.hpp"

namespace warsha::sqlite {

/// A room as the writer knows it. Loaded, and its whole chain verified, at the first use.
struct OpenRoom {
    RoomLog log;
    std::optional<Damage> damage;        ///< then nothing is appended and nothing behind `first_bad` is returned
};

class Store {
public:
    explicit Store(std::filesystem::path const& file);

    void begin() { database_.execute("BEGIN IMMEDIATE"); }
    void commit() { database_.execute("COMMIT"); }
    void checkpoint();                   ///< moves the WAL into the database when it has grown; cheap otherwise
    void close_cleanly();

    bool create_room(RoomId room, std::string const& code);
    void release_code(RoomId room);
    std::vector<RoomRecord> rooms();

    OpenRoom& room(RoomId room);
    void write(RoomId room, OpenRoom& at, Stored const& entry, bool raises);
    ReadResult read(RoomId room, Offset since, std::size_t entries_max);

    void save_state(RoomId room, SavedState const& state);
    std::optional<SavedState> latest_state(RoomId room);
    void erase(RoomId room, std::vector<Hash> const& blobs);

    /// Durable copies of every room's head: notices a tail that SQLite dropped.
    void write_anchor();

private:
    void load(RoomId room, OpenRoom& at);
    void check_anchor(RoomId room, OpenRoom& at);
    std::vector<Blob> blobs_of(RoomId room, Offset offset);

    std::filesystem::path file_;
    Database database_;
    struct Statements;
    std::shared_ptr<Statements> sql_;
    std::map<RoomId, OpenRoom> open_;
    struct Anchor { Offset top = 0; std::string digest; };
    std::map<RoomId, Anchor> anchors_;
};

}  // namespace warsha::sqlite
