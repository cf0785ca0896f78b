#pragma once
// All rooms of this process: created, found by code, loaded, closed, archived. Each lives on one home thread.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "room/homes.hpp"
#include "room/room.hpp"

namespace warsha {

struct HostConfig {
    std::filesystem::path data_dir;      ///< server.key, keys/<room>, bundles/<room>.zip live here (0700)
    std::string public_url;              ///< "http://192.168.1.20:8080", no slash at the end
    int code_digits = 6;                 ///< 6 or 8
    std::size_t rooms_max = 500;
    std::optional<std::int64_t> words_kept_ms;       ///< after a room's close; then names and texts are erased. Absent: for ever
    std::int64_t retention_check_ms = 600'000;
    RoomConfig room;                     ///< template: keys and join_url are filled in per room
};

/// What an organiser gets once, and never again: the secrets are in the links.
struct CreatedRoom {
    RoomId room;
    std::string code;
    std::string participant_link;        ///< {public}/j/{code}, with ?g={group} for a preset group
    std::string facilitator_link;        ///< {public}/f/{code}#{link}.{secret}
    std::string wall_link;               ///< {public}/w/{code}#{link}.{secret}
};
BOOST_DESCRIBE_STRUCT(CreatedRoom, (), (room, code, participant_link, facilitator_link, wall_link))

struct RoomSummary {
    RoomId room;
    std::string code;
    Title title;
    RoomPhase phase = RoomPhase::prepared;
    RoomPurpose purpose = RoomPurpose::live;
    UnixMillis created_at = 0;
    std::optional<UnixMillis> closed_at;
    std::uint64_t participants = 0;
    std::optional<Hash> bundle;          ///< SHA-256 of the bundle: the room is archived
    std::optional<std::string> trouble;  ///< not served, with a plain reason
    std::optional<UnixMillis> words_erased_at;  ///< names and texts of a closed room
};
BOOST_DESCRIBE_STRUCT(RoomSummary, (), (room, code, title, phase, purpose, created_at, closed_at, participants, bundle, trouble, words_erased_at))

RoomSummary summary_of(RoomState const& room);
std::optional<RoomSummary> stored_summary(std::filesystem::path const& file);  ///< of an archived room; nullopt: none, or not readable

/// Thread: every public function may be called from any thread.
class Host {
public:
    Host(HostConfig config, Journal& journal, Cluster& cluster, Delivery& delivery, Homes const& homes);
    ~Host();

    /// Loads every room that was not archived more than a day ago; a damaged one is listed with its trouble and not served. Rooms that
    /// other nodes make later come by themselves. Call before the threads run.
    void start();
    /// `done` is called on the room's home thread; an empty error means created.
    void create(RoomPlan plan, std::function<void(CreatedRoom, std::string error)> done);

    [[nodiscard]] std::optional<RoomId> find(std::string const& code) const;
    /// Calls `done`, on any thread, when find() can say no for sure: at once for a code it knows and where this server is alone.
    void seek(std::string const& code, std::function<void()> done);
    /// What the edge sets for a link that was proved: twelve hours, strict, for scripts unreadable. And the link that a request's cookies prove.
    [[nodiscard]] std::string session_cookie(RoomId room, LinkId link) const;
    [[nodiscard]] std::optional<LinkId> proven_link(RoomId room, std::string_view cookies) const;
    /// Erases all names and texts of a closed room, in the journal and in its bundle; the facts, the counts and the chain stay. An empty error means
    /// recorded: the stores follow, also across a restart.
    void erase_words(RoomId room, std::function<void(std::string error)> done);
    /// Everything of a room goes, on every node: journal, key, bundle. A live room is refused, unless it is a rehearsal. `done` on any thread.
    void remove(RoomId room, std::function<void(std::string error)> done);
    /// Told of every room that another node has deleted, once nothing of it is left here. Thread: any, and called on any.
    void when_gone(std::function<void(RoomId)> tell);
    /// What the edge has seen in the last minute; a room that is not named has had nothing. Rooms tell their facilitators what has changed.
    void tell_unusual(std::uint64_t wrong_codes, std::map<RoomId, Unusual> of_rooms);
    /// Runs `what` later on the room's home thread with the room, or with nullptr when it is not served here.
    void with_room(RoomId room, std::function<void(Room*)> what);
    /// The same at once where this is the room's home thread; then the caller must not be inside the room.
    void enter_room(RoomId room, std::function<void(Room*)> what);
    /// The same to read only, also a room that was closed long ago: it is loaded for this and let go again. nullptr: unknown, or it cannot be read.
    void read_room(RoomId room, std::function<void(RoomState const*)> what);
    /// As the rooms stood a moment ago (refreshed by each room itself when something changes for the list).
    [[nodiscard]] std::vector<RoomSummary> list() const;
    [[nodiscard]] std::filesystem::path bundle_path(RoomId room) const;
    [[nodiscard]] bool healthy(std::string& why) const;      ///< for /readyz; `why` also where it is healthy and less than usual is promised
    /// No more commands reach a room. Blocks until bundles being written are done.
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace warsha
