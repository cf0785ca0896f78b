#pragma once
// A room played in memory: every command goes through decide, seal and apply, as it would in the server.

#include <string>

#include "archive/bundle.hpp"
#include "core/decide.hpp"
#include "journal/entry.hpp"

namespace warsha {

/// An id from a word, the same every time.
Bytes16 bytes_of(std::string const& word);
template <class Id>
Id named(std::string const& word) { return Id{bytes_of(word)}; }

Title title(std::string const& ar, std::string const& fr = "");

Hash slip_hash_of(Bytes16 const& slip);

class PlayedRoom {
public:
    explicit PlayedRoom(RoomPlan plan);

    /// Throws std::runtime_error where the rules refuse. `cid` defaults to the next of a series.
    void act(Actor const& actor, Command const& command, std::string const& cid = "");
    void facilitate(Command const& command, std::string const& cid = "") { act(LinkActor{facilitator_}, command, cid); }
    void join(std::string const& person, std::string const& group = "", std::string const& name = "");
    void as(std::string const& person, Command const& command, std::string const& cid = "") { act(SeatActor{seats_.at(person)}, command, cid); }

    [[nodiscard]] RoomState const& state() const { return state_; }
    [[nodiscard]] std::vector<Stored> const& entries() const { return entries_; }
    [[nodiscard]] std::vector<BundleFile> bundle() const { return make_bundle(state_, entries_); }
    [[nodiscard]] ParticipantId seat(std::string const& person) const { return seats_.at(person); }
    /// One file of the bundle.
    [[nodiscard]] std::string file(std::string const& name) const;

private:
    void record(Author actor, Cid cid, Events events);
    [[nodiscard]] Pseudonym pseudonym(Actor const& actor, Command const& command) const;

    RoomKey key_;
    RoomState state_;
    std::vector<Stored> entries_;
    std::map<std::string, ParticipantId> seats_;
    LinkId facilitator_ = named<LinkId>("facilitator");
    UnixMillis now_ = 1'678'783'500'000;     // 14 March 2023, 08:45 UTC
    int made_ = 0;
};

}  // namespace warsha
