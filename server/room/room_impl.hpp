#pragma once
// The inside of Room, in three files by subject: room.cpp (sessions), room_commit.cpp (inbox, decide, append, apply),
// room_broadcast.cpp (what goes out). One home thread; no locks.

#include <deque>
#include <map>
#include <set>

#include "room/room.hpp"
#include "room/secrets.hpp"

namespace warsha {

struct Session {
    Role role = Role::participant;
    Audience audience = Audience::participants;
    std::optional<ParticipantId> seat;
    std::optional<LinkId> link;
    std::uint64_t order = 0;             ///< of arrival: the oldest of a seat's sessions has to go first
};

/// A command waiting to be decided or recorded.
struct Request {
    std::optional<SessionId> session;    ///< who gets the answer
    std::function<void(std::optional<Reject>)> answer;  ///< or this
    Actor actor;
    CommandMessage command;
    std::uint64_t check = 0;
    Asked asked;
    std::string seat_code;               ///< offer_seat: the code in clear, for the one who asked
    std::int64_t since = 0;              ///< clock, for giving up on a store that does not answer
};

/// Recorded or already there: answered once the room stands at `offset`.
struct Reply {
    Request request;
    Offset offset = 0;
};

struct Room::Impl {
    Impl(RoomId id, Journal& journal, Delivery& delivery, Clockwork& clockwork, RoomConfig config, RoomEvents events);

    // room.cpp
    void load();
    void hello(SessionId session, Hello const& hello);
    void gone(SessionId session);
    void welcome(SessionId session, Hello const& hello);
    std::optional<Session> identify(Hello const& hello, CloseCode& wrong) const;
    void take_seat(SessionId session, ParticipantId seat);
    void close_seat(ParticipantId seat, CloseCode code, std::optional<SessionId> except);
    void close_link(LinkId link);
    template <class F> void guarded(F what);

    // room_commit.cpp
    void receive(Request request);
    void pump();
    std::vector<Request> next_batch();
    bool answer_known(Request const& request);
    void append(std::vector<Request> batch, std::vector<Draft> drafts, After after);
    void appended(Appended const& appended, std::vector<Request> batch);
    void try_again(std::vector<Request> batch, bool is_unknown);
    void catch_up();
    void advance(Stored const& stored);
    void after_event(Event const& event);
    void flush_replies();
    void reply(Reply const& reply);
    void refuse(Request const& request, Reject code);
    void arm_deadlines();
    void erase_words_of(ProposalId proposal);
    void save_state();
    Asked asked_for(Request& request);
    std::optional<ParticipantId> moved_seat(Offset offset);

    // room_broadcast.cpp
    void flush();
    void tick();
    void schedule_tick();
    void send_view(SessionId session, Audience audience);
    void send_changes(SessionId session, Audience audience, Offset since);
    void send_own(ParticipantId seat);
    void send_presence_to(SessionId session, Audience audience);
    void presence_changed();
    void send(SessionId session, ServerMessage const& message);
    Frame view_frame(Audience audience);
    OwnView own_view(ParticipantId seat);
    Presence presence() const;
    Pseudonym pseudonym(ActivityId activity, ParticipantId seat);

    [[nodiscard]] Position position() const { return {epoch, state.offset, state.offset == 0 ? Hash{} : digests[state.offset - 1]}; }

    RoomId id;
    Journal& journal;
    Delivery& delivery;
    Clockwork& clockwork;
    RoomConfig config;
    RoomEvents events;

    RoomState state;
    Epoch epoch = 1;
    std::vector<Hash> digests;           // of every entry: 32 bytes each, for receipts and resume
    std::deque<std::pair<Offset, Touched>> recent;  // what the last entries touched, for resume
    std::unique_ptr<Journal::Subscription> following;
    std::shared_ptr<int> alive = std::make_shared<int>(0);  // what outlives us asks this first
    bool loading = true, failed = false;

    std::map<SessionId, Session> sessions;
    std::map<ParticipantId, std::set<SessionId>> sessions_of_seat;
    std::uint64_t arrivals = 0;

    std::deque<Request> inbox;
    std::vector<Reply> replies;
    bool appending = false;
    unsigned conflicts = 0;
    Offset saved_at = 0;
    std::map<ActivityId, std::pair<UnixMillis, std::shared_ptr<void>>> deadlines;

    Touched dirty, ticking;              // to be sent now; to be sent with the next tick
    std::map<Audience, std::pair<Offset, Frame>> views;
    std::map<std::pair<ActivityId, ParticipantId>, Pseudonym> pseudonyms;
    std::int64_t last_tick = 0, tick_ms = 0;
    bool presence_due = false;
    std::shared_ptr<void> flush_timer, tick_timer, presence_timer, retry_timer;
};

template <class F>
void Room::Impl::guarded(F what) {
    if (failed) return;
    try {
        what();
    } catch (std::exception const& error) {
        // We are wrong: this room stops here and is reloaded; no other room notices.
        failed = true;
        events.on_failed(error.what());
    }
}

}  // namespace warsha
