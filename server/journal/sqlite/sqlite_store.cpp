#include "journal/sqlite/sqlite_store.hpp"

#include <limits>

namespace warsha::sqlite {
namespace {

constexpr int file_format = 1;
constexpr int wal_pages_max = 1024;      // 4 MiB

/// One connection, ever: the exclusive lock keeps a second one out (SQLite before 3.51.3 can corrupt a WAL two have open).
/// SQLite's own checkpoints are off, since the database's WAL hook took their place: the writer decides when.
constexpr char settings[] = R"sql(
PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=ON;
PRAGMA journal_size_limit=8388608;
)sql";

/// `marks` is 4 × the number of blobs + (1 when the entry raises the agenda's version, else 2): the chain does not cover these two,
/// and no single flipped bit makes one valid pair of low bits into the other. An erased blob keeps its row, without salt and text:
/// a lost row is no erased one. `sum` of a state is SHA-256(digest ‖ state): a flipped bit in a cache is not believed either.
constexpr char schema[] = R"sql(
CREATE TABLE IF NOT EXISTS rooms (room BLOB PRIMARY KEY, code TEXT NOT NULL, released INTEGER NOT NULL DEFAULT 0, epoch INTEGER NOT NULL DEFAULT 1) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS live_codes ON rooms (code) WHERE released = 0;
CREATE TABLE IF NOT EXISTS entries (room BLOB NOT NULL, offset INTEGER NOT NULL, time INTEGER NOT NULL, cid BLOB NOT NULL, marks INTEGER NOT NULL,
  digest BLOB NOT NULL, bytes TEXT NOT NULL, PRIMARY KEY (room, offset)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blobs (room BLOB NOT NULL, offset INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL, salt BLOB, text TEXT,
  PRIMARY KEY (room, offset, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states (room BLOB PRIMARY KEY, epoch INTEGER NOT NULL, offset INTEGER NOT NULL, digest BLOB NOT NULL, format INTEGER NOT NULL,
  state TEXT NOT NULL, sum BLOB NOT NULL) WITHOUT ROWID;
)sql";

constexpr std::int64_t marks_of(std::size_t blobs, bool raises) { return static_cast<std::int64_t>(blobs) * 4 + (raises ? 1 : 2); }
constexpr bool is_marks(std::int64_t marks) { return marks > 0 && (marks % 4 == 1 || marks % 4 == 2); }
constexpr bool raises(std::int64_t marks) { return marks % 4 == 1; }

Database opened(std::filesystem::path const& file) {
    Database database(file);
    database.execute(settings);
    if (database.text("PRAGMA journal_mode=WAL") != "wal") throw std::runtime_error("The file system of " + file.string() + " does not carry SQLite's WAL.");
    auto const format = database.number("PRAGMA user_version");
    if (format > file_format)
        throw std::runtime_error("The journal " + file.string() + " has format " + std::to_string(format) + "; this program knows " + std::to_string(file_format) + ". Use the newer program.");
    database.execute(schema);
    if (format == 0) database.execute("PRAGMA user_version=1");
    return database;
}

/// What does not follow from the entry before it; nullopt: it does.
std::optional<std::string> flaw(Stored const& entry, Offset offset, Hash const& before, std::int64_t marks) {
    if (entry.offset != offset) return "the entry is missing";
    if (next_digest(before, entry.bytes) != entry.digest) return "the entry was changed: its digest does not follow from the one before";
    if (!agrees_with_bytes(entry) || !is_marks(marks)) return "the entry's index was changed: it does not say what its bytes say";
    return std::nullopt;
}

}  // namespace

struct Store::Statements {
    explicit Statements(Database& db)
        : claim(db, "INSERT OR IGNORE INTO rooms (room, code) VALUES (?1, ?2)"),
          end_claims(db, "UPDATE rooms SET released = 1 WHERE code = ?1 AND room <> ?2"),
          keep(db, "INSERT INTO rooms (room, code, epoch) VALUES (?1, ?2, ?3) ON CONFLICT (room) DO UPDATE SET code = ?2, epoch = ?3, released = 0"),
          set_epoch(db, "UPDATE rooms SET epoch = ?2 WHERE room = ?1"),
          drop_entries(db, "DELETE FROM entries WHERE room = ?1 AND offset > ?2"),
          drop_blobs(db, "DELETE FROM blobs WHERE room = ?1 AND offset > ?2"),
          drop_later_state(db, "DELETE FROM states WHERE room = ?1 AND offset > ?2"),
          release(db, "UPDATE rooms SET released = 1 WHERE room = ?1"),
          all_rooms(db, "SELECT room, code, epoch, (SELECT max(offset) FROM entries e WHERE e.room = r.room) FROM rooms r"),
          epoch(db, "SELECT epoch FROM rooms WHERE room = ?1"),
          insert(db, "INSERT INTO entries (room, offset, time, cid, marks, digest, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
          insert_blob(db, "INSERT INTO blobs (room, offset, place, hash, salt, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
          select(db, "SELECT offset, time, cid, marks, digest, bytes FROM entries WHERE room = ?1 AND offset > ?2 ORDER BY offset LIMIT ?3"),
          select_blobs(db, "SELECT hash, salt, text, salt IS NULL AND text IS NULL FROM blobs WHERE room = ?1 AND offset = ?2 ORDER BY place"),
          digest_at(db, "SELECT digest FROM entries WHERE room = ?1 AND offset = ?2"),
          save_state(db, "INSERT OR REPLACE INTO states (room, epoch, offset, digest, format, state, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
          load_state(db, "SELECT epoch, offset, digest, format, state, sum FROM states WHERE room = ?1"),
          drop_state(db, "DELETE FROM states WHERE room = ?1"),
          erase_blob(db, "UPDATE blobs SET salt = NULL, text = NULL WHERE room = ?1 AND hash = ?2"),
          forget(db, "DELETE FROM rooms WHERE room = ?1") {}
    Statement claim, end_claims, keep, set_epoch, drop_entries, drop_blobs, drop_later_state, release, all_rooms, epoch, insert, insert_blob, select, select_blobs, digest_at, save_state, load_state, drop_state, erase_blob, forget;
};

Store::Store(std::filesystem::path const& file)
    : database_(opened(file)), anchor_(std::filesystem::absolute(file).string() + ".anchor"), sql_(std::make_unique<Statements>(database_)) {}
Store::~Store() = default;

void Store::checkpoint_when_grown() {
    // PASSIVE takes all of it: there is no other connection to wait for, and the next commit starts the WAL anew.
    if (database_.wal_pages() >= wal_pages_max) database_.checkpoint(SQLITE_CHECKPOINT_PASSIVE);
}
void Store::empty_wal() { database_.checkpoint(SQLITE_CHECKPOINT_TRUNCATE); }

void Store::write_anchor() {
    for (auto const& [room, at] : open_)
        if (!at.damage && at.log.top > 0) anchor_.set(room, {at.log.top, at.log.digest});
    anchor_.write();
}

bool Store::create_room(RoomId room, std::string const& code) {
    sql_->claim.bind(1, room).bind(2, code).run();
    bool const is_new = database_.rows_changed() == 1;
    if (is_new) open_.erase(room);       // it may have been asked for before it was there
    return is_new;
}

void Store::release_code(RoomId room) { sql_->release.bind(1, room).run(); }

std::vector<RoomRecord> Store::rooms() {
    std::map<RoomId, RoomRecord> all;
    // A room that the anchor knows and the table does not is listed, so that somebody reads it and meets the damage.
    for (auto const& [room, head] : anchor_.heads()) all[room] = {room, "", 1, head.top};
    auto& rows = sql_->all_rooms;
    while (rows.next()) {
        RoomId const room{rows.bytes<Bytes16>(0)};
        all[room] = {room, rows.text(1), static_cast<Epoch>(rows.number(2)), static_cast<Offset>(rows.number(3))};
    }
    std::vector<RoomRecord> list;
    for (auto& [room, record] : all) list.push_back(std::move(record));
    return list;
}

OpenRoom& Store::room(RoomId room) {
    auto const [place, is_new] = open_.try_emplace(room);
    if (is_new) load(room, place->second);
    return place->second;
}

void Store::load(RoomId room, OpenRoom& at) {
    try {
        sql_->epoch.bind(1, room);
        at.is_registered = sql_->epoch.next();
        if (at.is_registered) at.log.epoch = static_cast<Epoch>(sql_->epoch.number(0));
        sql_->epoch.reset();
        follow_chain(room, at);
        if (!at.damage) at.damage = missing_tail(room, at);
    } catch (Corrupt const& error) {
        sql_->epoch.reset();
        sql_->select.reset();
        at.damage = Damage{room, at.log.top + 1, std::string("SQLite cannot read the entry: ") + error.what()};
    }
    if (!at.damage && !at.is_registered && at.log.top > 0) at.damage = Damage{room, 1, "the room's own record is missing"};
}

void Store::follow_chain(RoomId room, OpenRoom& at) {
    auto& rows = sql_->select;
    rows.bind(1, room).bind(2, 0).bind(3, std::numeric_limits<std::int64_t>::max());
    while (!at.damage && rows.next()) {
        Stored const entry{.offset = static_cast<Offset>(rows.number(0)), .time = rows.number(1), .cid = {rows.bytes<Bytes16>(2)}, .bytes = rows.text(5),
                           .digest = {rows.bytes<Bytes32>(4)}, .blobs = {}};
        auto const marks = rows.number(3);
        if (auto const what = flaw(entry, at.log.top + 1, at.log.digest, marks)) at.damage = Damage{room, at.log.top + 1, *what};
        else at.log.advance(entry, raises(marks));
    }
    rows.reset();
}

std::optional<Damage> Store::missing_tail(RoomId room, OpenRoom const& at) {
    auto const anchor = anchor_.heads().find(room);
    if (anchor == anchor_.heads().end()) return std::nullopt;
    auto const& [top, digest] = anchor->second;
    if (at.log.top < top)
        return Damage{room, at.log.top + 1, "entries up to " + std::to_string(top) + " were recorded, and the journal ends at " + std::to_string(at.log.top)};
    if (digest_at(room, top) != digest) return Damage{room, top, "another entry was recorded here: its digest is not the one in the anchor"};
    return std::nullopt;
}

Hash Store::digest_at(RoomId room, Offset offset) {
    Hash digest;
    sql_->digest_at.bind(1, room).bind(2, static_cast<std::int64_t>(offset));
    if (sql_->digest_at.next()) digest.value = sql_->digest_at.bytes<Bytes32>(0);
    sql_->digest_at.reset();
    return digest;
}

void Store::write(RoomId room, OpenRoom& at, Stored const& entry, bool raises) {
    auto const offset = static_cast<std::int64_t>(entry.offset);
    sql_->insert.bind(1, room).bind(2, offset).bind(3, entry.time).bind(4, entry.cid).bind(5, marks_of(entry.blobs.size(), raises))
        .bind(6, entry.digest).bind(7, entry.bytes).run();
    for (std::size_t i = 0; i < entry.blobs.size(); ++i) {
        auto const& blob = entry.blobs[i];
        sql_->insert_blob.bind(1, room).bind(2, offset).bind(3, static_cast<std::int64_t>(i)).bind(4, blob.hash).bind(5, blob.salt).bind(6, blob.text).run();
    }
    at.log.advance(entry, raises);
}

void Store::keep(RoomRecord const& record) {
    sql_->end_claims.bind(1, record.code).bind(2, record.room).run();
    sql_->keep.bind(1, record.room).bind(2, record.code).bind(3, record.epoch).run();
    auto& at = room(record.room);
    at.is_registered = true;
    at.log.epoch = record.epoch;
}

void Store::put(RoomId which, std::vector<Copied> const& entries) {
    auto& at = room(which);
    if (!at.takes_entries()) return;     // the damage is known and said at every read
    for (auto const& [entry, raises] : entries) {
        if (entry.offset <= at.log.top) continue;
        bool const continues = entry.offset == at.log.top + 1 && next_digest(at.log.digest, entry.bytes) == entry.digest;
        if (!continues) {
            at.damage = Damage{which, at.log.top + 1, "the other store's entry does not continue this copy"};
            return;
        }
        write(which, at, entry, raises);
    }
}

void Store::replace_tail(RoomId which, Offset keep, Epoch epoch, std::vector<Copied> const& entries) {
    auto const offset = static_cast<std::int64_t>(keep);
    anchor_.set(which, {keep, keep > 0 ? digest_at(which, keep) : Hash{}});
    anchor_.write();
    sql_->drop_entries.bind(1, which).bind(2, offset).run();
    sql_->drop_blobs.bind(1, which).bind(2, offset).run();
    sql_->drop_later_state.bind(1, which).bind(2, offset).run();
    sql_->set_epoch.bind(1, which).bind(2, epoch).run();
    open_.erase(which);
    put(which, entries);
}

/// Fills the entry's blobs; what is wrong with them otherwise.
std::optional<std::string> Store::read_blobs(RoomId room, Stored& entry, std::int64_t count) {
    if (count == 0) return std::nullopt;
    auto& rows = sql_->select_blobs;
    rows.bind(1, room).bind(2, static_cast<std::int64_t>(entry.offset));
    std::int64_t found = 0;
    bool is_true = true;
    for (; rows.next(); ++found) {
        if (rows.number(3) != 0) continue;  // erased
        Blob blob{Hash{rows.bytes<Bytes32>(0)}, rows.bytes<Bytes16>(1), rows.text(2)};
        is_true = is_true && blob_hash(blob.salt, blob.text) == blob.hash;
        entry.blobs.push_back(std::move(blob));
    }
    if (is_true && found == count) return std::nullopt;
    return "a text of the entry was changed or lost";
}

ReadResult Store::read(RoomId which, Offset since, std::size_t entries_max) {
    auto& at = room(which);
    ReadResult result{.entries = {}, .damage = at.damage};
    Offset const end = at.damage ? at.damage->first_bad : std::numeric_limits<Offset>::max();
    auto& rows = sql_->select;
    Offset next = since + 1;
    try {
        Hash before = since > 0 ? digest_at(which, since) : Hash{};
        auto const limit = static_cast<std::int64_t>(std::min<std::size_t>(entries_max, std::numeric_limits<std::int64_t>::max()));
        rows.bind(1, which).bind(2, static_cast<std::int64_t>(since)).bind(3, limit);
        for (; next < end && rows.next(); ++next) {
            Stored entry{.offset = static_cast<Offset>(rows.number(0)), .time = rows.number(1), .cid = {rows.bytes<Bytes16>(2)}, .bytes = rows.text(5),
                         .digest = {rows.bytes<Bytes32>(4)}, .blobs = {}};
            auto const marks = rows.number(3);
            auto what = flaw(entry, next, before, marks);
            if (!what) what = read_blobs(which, entry, marks / 4);
            if (what) {
                result.damage = Damage{which, next, *what};
                break;
            }
            before = entry.digest;
            result.entries.push_back(std::move(entry));
        }
    } catch (Corrupt const& error) {
        sql_->digest_at.reset();
        sql_->select_blobs.reset();
        result.damage = Damage{which, next, std::string("SQLite cannot read the entry: ") + error.what()};
    }
    rows.reset();
    at.damage = result.damage;           // what the load could not see (a text) closes the room as well
    return result;
}

void Store::save_state(RoomId room, SavedState const& state) {
    sql_->save_state.bind(1, room).bind(2, state.position.epoch).bind(3, static_cast<std::int64_t>(state.position.offset)).bind(4, state.position.digest)
        .bind(5, state.format).bind(6, state.state).bind(7, next_digest(state.position.digest, state.state)).run();
}

std::optional<SavedState> Store::latest_state(RoomId room) {
    auto& row = sql_->load_state;
    std::optional<SavedState> state;
    try {
        row.bind(1, room);
        if (row.next()) {
            state = {.position = {static_cast<Epoch>(row.number(0)), static_cast<Offset>(row.number(1)), {row.bytes<Bytes32>(2)}},
                     .format = static_cast<std::uint32_t>(row.number(3)), .state = row.text(4)};
            if (next_digest(state->position.digest, state->state).value != row.bytes<Bytes32>(5)) state.reset();
        }
    } catch (Corrupt const&) {
        state.reset();                   // a cache: the room is loaded from its entries
    }
    row.reset();
    return state;
}

void Store::forget(RoomId room) {
    anchor_.forget(room);
    anchor_.write();
    sql_->drop_entries.bind(1, room).bind(2, 0).run();
    sql_->drop_blobs.bind(1, room).bind(2, 0).run();
    sql_->drop_state.bind(1, room).run();
    sql_->forget.bind(1, room).run();
    open_.erase(room);
}

void Store::erase(RoomId room, std::vector<Hash> const& blobs) {
    for (auto const& hash : blobs) sql_->erase_blob.bind(1, room).bind(2, hash).run();
    sql_->drop_state.bind(1, room).run();
}

}  // namespace warsha::sqlite
