#pragma once
// The actor: inbox → decide → append → apply → broadcast. One home thread per room; time, timers, randomness, journal
// and transport are parameters, so that the whole of it runs inside the simulator.

#include <deque>
#include <functional>
#include <memory>

#include "core/decide.hpp"
#include "core/project.hpp"
#include "journal/cluster.hpp"
#include "journal/entry.hpp"
#include "journal/journal.hpp"
#include "protocol/messages.hpp"

namespace warsha {

/// Encoded bytes shared by many sessions: one JSON text, not yet framed.
using Frame = std::shared_ptr<std::string const>;

/// What a room asks of the edge. Called on the room's home thread; never calls back into the room from inside.
class Delivery {
public:
    virtual ~Delivery() = default;
    /// To every accepted session of the room with that audience. `replaces` ≥ 0: an unsent frame with the same number may be
    /// dropped for this one (tallies, presence).
    virtual void broadcast(RoomId room, Audience audience, Frame frame, int replaces = -1) = 0;
    virtual void send(SessionId session, Frame frame) = 0;
    /// From now on `broadcast` of this room reaches the session. Called before the session's view is sent.
    virtual void admit(SessionId session, RoomId room, Audience audience, Role role) = 0;
    virtual void close(SessionId session, CloseCode code) = 0;
    /// The room has gone away; every session of it is closed.
    virtual void close_all(RoomId room, CloseCode code) = 0;
    /// How long the last broadcast to a hall took until the last session had it, or takes by now. A room ticks at most half as often.
    [[nodiscard]] virtual std::int64_t fan_out_ms() const { return 0; }
};

/// Time, timers and randomness of a room's home thread.
class Clockwork {
public:
    virtual ~Clockwork() = default;
    virtual UnixMillis now() = 0;
    /// Runs `what` on the home thread after `delay_ms`; dropping the handle cancels it.
    virtual std::shared_ptr<void> after(std::int64_t delay_ms, std::function<void()> what) = 0;
    virtual void random(unsigned char* bytes, std::size_t size) = 0;
};

/// What a room tells its host about itself.
struct RoomEvents {
    std::function<void()> on_closed;                        ///< room_closed is recorded: write the bundle, then call archived()
    std::function<void(std::string why)> on_failed;         ///< an exception or EpochLost: reload me from the journal
    std::function<void(Hash bundle)> on_archived;           ///< room_archived is recorded, here or on another node
    std::function<void(News const&)> tell_peers;            ///< empty: this server is alone
    std::function<void()> on_words_erased;                  ///< of a closed room, from the journal: the bundle must be made anew
};

struct RoomConfig {
    Bytes32 server_key{};                ///< for tickets
    RoomKey room_key;
    std::string join_url;
    std::int64_t tally_interval_ms = 100;
    std::int64_t quiet_tally_interval_ms = 10'000;  ///< to phones that see no result: nothing but how many have voted
    std::int64_t seat_command_ms = 0;        ///< a seat, whatever its tabs, may send one command per so many milliseconds; 0: any number
    std::int64_t seat_burst = 20;            ///< and so many at once
    std::size_t inbox_max = 10'000;      ///< above it: slow_down
    std::size_t batch_max = 512;
    std::size_t resume_entries_max = 2'000;  ///< further behind: a fresh view
    Offset no_resume_until = 0;          ///< the room was reloaded there because it was wrong: what it had told may have been wrong too
    std::size_t saved_state_every = 1'000;   ///< entries
};

class Room {
public:
    /// Loads from the journal: saved state where it fits the chain, then the entries after it. Throws std::runtime_error
    /// (with the damage) when the chain does not verify.
    Room(RoomId id, Journal& journal, Delivery& delivery, Clockwork& clockwork, RoomConfig config, RoomEvents events);
    ~Room();

    /// `proven`: the link that a cookie stands for, where the hello names none.
    void hello(SessionId session, Hello const& hello, std::optional<LinkId> proven = {});
    void receive(SessionId session, CommandMessage command);
    void ping(SessionId session, Ping ping);
    /// A hand or a mood; from anything but a seat it is ignored.
    void signal(SessionId session, Signal signal);
    void gone(SessionId session);
    /// The outbox of this session overflowed once, and everything unsent was dropped: welcome it again with one fresh view.
    void refresh(SessionId session);

    /// Commands of the process itself (CLI, deadline timers, HTTP): same path, answer by callback (nullopt: recorded).
    void submit(Actor actor, CommandMessage command, std::function<void(std::optional<Reject>)> answer);
    void archived(Hash bundle);

    /// News of the same room on another node.
    void heard(NodeId from, News const& news);
    void storage_changed(Storage now);
    void unusual_changed(Unusual now);

    [[nodiscard]] RoomState const& state() const;
    [[nodiscard]] Position position() const;
    /// Proves a facilitator's or wall's link for HTTP (exports). nullopt: not valid.
    [[nodiscard]] std::optional<LinkRole> check(LinkSecret const& secret) const;
    /// nullopt: no such link, or revoked.
    [[nodiscard]] std::optional<LinkRole> role_of(LinkId link) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace warsha
