#pragma once
// Tables and statements; used on the writer thread only.

#include <map>

#include "journal/copy.hpp"
#include "journal/room_log.hpp"
#include "journal/sqlite/anchor.hpp"
#include "journal/sqlite/database.hpp"

namespace warsha::sqlite {

/// A room as the writer knows it. Loaded, and its whole chain verified, at the first use.
struct OpenRoom {
    bool is_registered = false;
    RoomLog log;
    std::optional<Damage> damage;        ///< then nothing is appended and nothing from `first_bad` on is returned
    [[nodiscard]] bool takes_entries() const { return is_registered && !damage; }
};

/// Everything but the constructor throws Failed on the first thing SQLite or the disk refuse; the store is over then.
/// Pages that SQLite finds corrupt while it reads a room are that room's damage.
class Store {
public:
    /// Throws std::runtime_error with a sentence (Failed is one).
    explicit Store(std::filesystem::path const& file);
    ~Store();

    void begin() { database_.execute("BEGIN IMMEDIATE"); }
    void commit() { database_.execute("COMMIT"); }
    void checkpoint_when_grown();        ///< moves the WAL into the database once it has 4 MiB
    void empty_wal();
    /// Durable copies of every room's head; call it only between commits.
    void write_anchor();

    /// False: the code belongs to a live room, or the room is there.
    bool create_room(RoomId room, std::string const& code);
    void release_code(RoomId room);
    std::vector<RoomRecord> rooms();

    OpenRoom& room(RoomId room);
    void write(RoomId room, OpenRoom& at, Stored const& entry, bool raises);
    ReadResult read(RoomId room, Offset since, std::size_t entries_max);

    // What CopyJournal says of them; `replace_tail` lowers the anchor first, which is durable before the commit can be.
    void keep(RoomRecord const& record);
    void put(RoomId room, std::vector<Copied> const& entries);
    void replace_tail(RoomId room, Offset keep, Epoch epoch, std::vector<Copied> const& entries);

    void save_state(RoomId room, SavedState const& state);
    std::optional<SavedState> latest_state(RoomId room);
    void erase(RoomId room, std::vector<Hash> const& blobs);
    /// The anchor forgets it first: a head without a room would be damage.
    void forget(RoomId room);

private:
    struct Statements;
    void load(RoomId room, OpenRoom& at);
    void follow_chain(RoomId room, OpenRoom& at);
    std::optional<Damage> missing_tail(RoomId room, OpenRoom const& at);
    Hash digest_at(RoomId room, Offset offset);
    std::optional<std::string> read_blobs(RoomId room, Stored& entry, std::int64_t count);

    Database database_;
    Anchor anchor_;
    std::unique_ptr<Statements> sql_;
    std::map<RoomId, OpenRoom> open_;
};

}  // namespace warsha::sqlite
