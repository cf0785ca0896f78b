#include "journal/sqlite/sqlite_store.hpp"

#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "protocol/codec.hpp"

namespace warsha::sqlite {
namespace {

constexpr int file_format = 1;
constexpr std::int64_t wal_pages_max = 1024;  // 4 MiB

constexpr char schema[] = R"sql(
CREATE TABLE IF NOT EXISTS rooms (room BLOB PRIMARY KEY, code TEXT NOT NULL, released INTEGER NOT NULL DEFAULT 0, epoch INTEGER NOT NULL DEFAULT 1) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS live_codes ON rooms (code) WHERE released = 0;
CREATE TABLE IF NOT EXISTS entries (room BLOB NOT NULL, offset INTEGER NOT NULL, time INTEGER NOT NULL, cid BLOB NOT NULL, raises INTEGER NOT NULL,
  digest BLOB NOT NULL, bytes TEXT NOT NULL, PRIMARY KEY (room, offset)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blobs (room BLOB NOT NULL, offset INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL, salt BLOB NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (room, offset, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states (room BLOB PRIMARY KEY, epoch INTEGER NOT NULL, offset INTEGER NOT NULL, digest BLOB NOT NULL, format INTEGER NOT NULL,
  state TEXT NOT NULL) WITHOUT ROWID;
)sql";

}  // namespace

struct Store::Statements {
    explicit Statements(Database& db)
        : claim(db, "INSERT OR IGNORE INTO rooms (room, code) VALUES (?1, ?2)"),
          release(db, "UPDATE rooms SET released = 1 WHERE room = ?1"),
          all_rooms(db, "SELECT room, code, epoch, (SELECT max(offset) FROM entries e WHERE e.room = r.room) FROM rooms r"),
          insert(db, "INSERT INTO entries (room, offset, time, cid, raises, digest, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
          insert_blob(db, "INSERT INTO blobs (room, offset, place, hash, salt, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
          select(db, "SELECT offset, time, cid, raises, digest, bytes FROM entries WHERE room = ?1 AND offset > ?2 ORDER BY offset LIMIT ?3"),
          select_blobs(db, "SELECT hash, salt, text FROM blobs WHERE room = ?1 AND offset = ?2 ORDER BY place"),
          any_blobs(db, "SELECT 1 FROM blobs WHERE room = ?1 LIMIT 1"),
          digest_at(db, "SELECT digest FROM entries WHERE room = ?1 AND offset = ?2"),
          save_state(db, "INSERT OR REPLACE INTO states (room, epoch, offset, digest, format, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
          load_state(db, "SELECT epoch, offset, digest, format, state FROM states WHERE room = ?1"),
          drop_state(db, "DELETE FROM states WHERE room = ?1"),
          drop_blob(db, "DELETE FROM blobs WHERE room = ?1 AND hash = ?2"),
          epoch(db, "SELECT epoch FROM rooms WHERE room = ?1") {}
    Statement claim, release, all_rooms, insert, insert_blob, select, select_blobs, any_blobs, digest_at, save_state, load_state, drop_state, drop_blob, epoch;
};

Store::Store(std::filesystem::path const& file) : file_(file), database_(file) {
    database_.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=ON;"
                      "PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=8388608;");
    auto const format = database_.number("PRAGMA user_version");
    if (format > file_format)
        throw std::runtime_error("The journal " + file.string() + " has format " + std::to_string(format) + "; this program knows " + std::to_string(file_format) + ". Use the newer program.");
    database_.execute(schema);
    if (format == 0) database_.execute("PRAGMA user_version=1");
    sql_ = std::make_shared<Statements>(database_);

    std::ifstream anchor(file.string() + ".anchor");
    for (std::string room, digest; anchor;) {
        Offset top = 0;
        RoomId id;
        if (anchor >> room >> top >> digest && from_base64url(room, id.value.data(), id.value.size())) anchors_[id] = {top, digest};
    }
}

void Store::checkpoint() {
    int in_wal = 0, moved = 0;
    // PASSIVE never waits; there is no other connection to wait for.
    if (sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_wal, &moved) != SQLITE_OK) database_.fail();
    if (in_wal > wal_pages_max && in_wal == moved && sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr) != SQLITE_OK)
        database_.fail();
}

void Store::close_cleanly() {
    write_anchor();
    sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

bool Store::create_room(RoomId room, std::string const& code) {
    sql_->claim.bind_blob(1, room.value.data(), 16).bind_text(2, code).run();
    return sqlite3_changes(database_.handle()) == 1;
}

void Store::release_code(RoomId room) { sql_->release.bind_blob(1, room.value.data(), 16).run(); }

std::vector<RoomRecord> Store::rooms() {
    std::vector<RoomRecord> all;
    while (sql_->all_rooms.next())
        all.push_back({RoomId{sql_->all_rooms.bytes<Bytes16>(0)}, sql_->all_rooms.text(1), static_cast<Epoch>(sql_->all_rooms.number(2)),
                       static_cast<Offset>(sql_->all_rooms.number(3))});
    return all;
}

OpenRoom& Store::room(RoomId room) {
    auto const [place, is_new] = open_.try_emplace(room);
    if (is_new) load(room, place->second);
    return place->second;
}

void Store::load(RoomId room, OpenRoom& at) {
    sql_->epoch.bind_blob(1, room.value.data(), 16);
    if (sql_->epoch.next()) at.log.epoch = static_cast<Epoch>(sql_->epoch.number(0));
    sql_->epoch.reset();
    auto& rows = sql_->select;
    rows.bind_blob(1, room.value.data(), 16).bind(2, 0).bind(3, std::numeric_limits<std::int64_t>::max());
    while (rows.next()) {
        Stored entry{.offset = static_cast<Offset>(rows.number(0)), .time = rows.number(1), .cid = {rows.bytes<Bytes16>(2)}, .bytes = rows.text(5),
                     .digest = {rows.bytes<Bytes32>(4)}, .blobs = {}};
        bool const is_next = entry.offset == at.log.top + 1;
        if (!is_next || next_digest(at.log.digest, entry.bytes) != entry.digest) {
            at.damage = Damage{room, at.log.top + 1, is_next ? "the entry was changed: its digest does not follow from the one before" : "the entry is missing"};
            break;
        }
        at.log.advance(entry, rows.number(3) != 0);
    }
    rows.reset();
    if (!at.damage) check_anchor(room, at);
}

void Store::check_anchor(RoomId room, OpenRoom& at) {
    auto const anchor = anchors_.find(room);
    if (anchor == anchors_.end() || anchor->second.top == 0) return;
    if (at.log.top < anchor->second.top) {
        at.damage = Damage{room, at.log.top + 1, "entries up to " + std::to_string(anchor->second.top) + " were recorded, and the journal ends at " + std::to_string(at.log.top)};
        return;
    }
    sql_->digest_at.bind_blob(1, room.value.data(), 16).bind(2, static_cast<std::int64_t>(anchor->second.top));
    bool const same = sql_->digest_at.next() && text_of(Hash{sql_->digest_at.bytes<Bytes32>(0)}) == anchor->second.digest;
    sql_->digest_at.reset();
    if (!same) at.damage = Damage{room, anchor->second.top, "the entry is another one than was recorded (the anchor's digest differs)"};
}

void Store::write(RoomId room, OpenRoom& at, Stored const& entry, bool raises) {
    sql_->insert.bind_blob(1, room.value.data(), 16).bind(2, static_cast<std::int64_t>(entry.offset)).bind(3, entry.time)
        .bind_blob(4, entry.cid.value.data(), 16).bind(5, raises ? 1 : 0).bind_blob(6, entry.digest.value.data(), 32).bind_text(7, entry.bytes).run();
    for (std::size_t i = 0; i < entry.blobs.size(); ++i) {
        auto const& blob = entry.blobs[i];
        sql_->insert_blob.bind_blob(1, room.value.data(), 16).bind(2, static_cast<std::int64_t>(entry.offset)).bind(3, static_cast<std::int64_t>(i))
            .bind_blob(4, blob.hash.value.data(), 32).bind_blob(5, blob.salt.data(), 16).bind_text(6, blob.text).run();
    }
    at.log.advance(entry, raises);
}

std::vector<Blob> Store::blobs_of(RoomId room, Offset offset) {
    std::vector<Blob> blobs;
    auto& rows = sql_->select_blobs;
    rows.bind_blob(1, room.value.data(), 16).bind(2, static_cast<std::int64_t>(offset));
    while (rows.next()) blobs.push_back({Hash{rows.bytes<Bytes32>(0)}, rows.bytes<Bytes16>(1), rows.text(2)});
    return blobs;
}

ReadResult Store::read(RoomId which, Offset since, std::size_t entries_max) {
    auto const& at = room(which);
    ReadResult result{.entries = {}, .damage = at.damage};
    Hash digest;
    if (since > 0) {
        sql_->digest_at.bind_blob(1, which.value.data(), 16).bind(2, static_cast<std::int64_t>(since));
        if (sql_->digest_at.next()) digest.value = sql_->digest_at.bytes<Bytes32>(0);
        sql_->digest_at.reset();
    }
    auto const limit = static_cast<std::int64_t>(std::min<std::size_t>(entries_max, std::numeric_limits<std::int64_t>::max()));
    auto& rows = sql_->select;
    rows.bind_blob(1, which.value.data(), 16).bind(2, static_cast<std::int64_t>(since)).bind(3, limit);
    while (rows.next()) {
        Stored entry{.offset = static_cast<Offset>(rows.number(0)), .time = rows.number(1), .cid = {rows.bytes<Bytes16>(2)}, .bytes = rows.text(5),
                     .digest = {rows.bytes<Bytes32>(4)}, .blobs = {}};
        if (at.damage && entry.offset >= at.damage->first_bad) break;
        if (entry.offset != since + result.entries.size() + 1 || next_digest(digest, entry.bytes) != entry.digest) {
            result.damage = Damage{which, since + result.entries.size() + 1, "the entry was changed or is missing"};
            break;
        }
        digest = entry.digest;
        entry.blobs = blobs_of(which, entry.offset);
        result.entries.push_back(std::move(entry));
    }
    rows.reset();
    return result;
}

void Store::save_state(RoomId room, SavedState const& state) {
    sql_->save_state.bind_blob(1, room.value.data(), 16).bind(2, state.position.epoch).bind(3, static_cast<std::int64_t>(state.position.offset))
        .bind_blob(4, state.position.digest.value.data(), 32).bind(5, state.format).bind_text(6, state.state).run();
}

std::optional<SavedState> Store::latest_state(RoomId room) {
    auto& row = sql_->load_state;
    row.bind_blob(1, room.value.data(), 16);
    if (!row.next()) return std::nullopt;
    SavedState state{.position = {static_cast<Epoch>(row.number(0)), static_cast<Offset>(row.number(1)), {row.bytes<Bytes32>(2)}},
                     .format = static_cast<std::uint32_t>(row.number(3)), .state = row.text(4)};
    row.reset();
    return state;
}

void Store::erase(RoomId room, std::vector<Hash> const& blobs) {
    for (auto const& hash : blobs) sql_->drop_blob.bind_blob(1, room.value.data(), 16).bind_blob(2, hash.value.data(), 32).run();
    sql_->drop_state.bind_blob(1, room.value.data(), 16).run();
}

void Store::write_anchor() {
    for (auto const& [room, at] : open_)
        if (!at.damage) anchors_[room] = {at.log.top, text_of(at.log.digest)};
    std::ostringstream text;
    for (auto const& [room, anchor] : anchors_) text << text_of(room) << ' ' << anchor.top << ' ' << anchor.digest << '\n';
    auto const bytes = text.str();
    auto const beside = file_.string() + ".anchor.new";
    int const fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool const ok = fd >= 0 && ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fdatasync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!ok) throw Failed("the anchor file cannot be written");
    std::filesystem::rename(beside, file_.string() + ".anchor");
}

}  // namespace warsha::sqlite
