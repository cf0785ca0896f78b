#pragma once
// The inside of Room, in eight files by subject: room.cpp (loading, the public face), room_sessions.cpp (who is connected),
// room_commit.cpp (inbox → decide → append), room_advance.cpp (apply and its consequences), room_broadcast.cpp (what goes out),
// room_peers.cpp (the same room on other nodes), room_erasing.cpp (words on their way out), room_moods.cpp (hands and moods).
// One home thread; no locks.

#include <deque>
#include <map>
#include <set>

#include "room/room.hpp"
#include "room/secrets.hpp"

namespace warsha {

// Unsent frames with the same number replace each other; every tally has one of its own.
inline constexpr int replaces_presence = 0, replaces_moods = 1, first_tally = 2;

inline constexpr std::uint32_t state_format = 5;   ///< of saved states; raise it whenever RoomState changes

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
    std::function<void(std::optional<Reject>)> answer;  ///< or this; neither: the room's own timer
    Actor actor;
    CommandMessage command;
    std::optional<UnixMillis> due;       ///< a deadline's close: dropped when the deadline has moved meanwhile
    std::uint64_t check = 0;
    Asked asked;
    bool is_fresh = false;               ///< the room has looked for what other nodes recorded since it came
    UnixMillis since = 0;                ///< when it arrived, for giving up on a store that does not answer
};

/// Recorded, already there or already so: answered once the room stands at `offset`.
struct Reply {
    Request request;
    Offset offset = 0;
};

/// What an entry touched, or what a tick told; enough to say later what a resuming client missed.
struct Remembered {
    Offset offset = 0;
    bool is_tick = false;                ///< told when the room stood at `offset`, perhaps after a client's last frame from there
    Touched touched;
};

struct Room::Impl {
    Impl(RoomId id, Journal& journal, Delivery& delivery, Clockwork& clockwork, RoomConfig config, RoomEvents events);

    // room.cpp
    void load();
    Offset restore_saved(std::vector<Stored> const& chain);
    void archived(Hash bundle);
    template <class F> void guarded(F what);

    // room_sessions.cpp
    /// How wide a hall that has lost this node should come back: two milliseconds for each. nullopt: as usual.
    [[nodiscard]] std::optional<std::int64_t> come_back_ms() const;
    void hello(SessionId session, Hello const& hello, std::optional<LinkId> proven, bool is_fresh = false);
    [[nodiscard]] bool has_seen_more(Hello const& hello) const;
    void gone(SessionId session);
    void close(SessionId session, CloseCode code);
    void welcome(SessionId session, std::optional<Position> const& resume);
    [[nodiscard]] bool can_resume(std::optional<Position> const& from) const;
    std::optional<Session> identify(Hello const& hello, std::optional<LinkId> proven, CloseCode& wrong);
    std::optional<Session> identify_link(Hello const& hello, std::optional<LinkId> proven, CloseCode& wrong) const;
    std::optional<Session> identify_seat(Hello const& hello, CloseCode& wrong);
    [[nodiscard]] bool is_ticket(SeatTicket const& given, std::uint32_t generation) const;
    [[nodiscard]] bool is_of_a_later_move(SeatTicket const& given, std::uint32_t generation) const;
    bool may_come_again(SeatTicket const& given);
    void take_seat(SessionId session, ParticipantId seat);
    void close_seat(ParticipantId seat, CloseCode code, std::optional<SessionId> except);
    void close_link(LinkId link);

    // room_commit.cpp
    void receive(Request request);
    bool within_rate(ParticipantId seat);
    void pump();
    std::vector<Request> next_batch();
    std::optional<Draft> draft(Request& request);
    bool answer_known(Request& request);
    bool look_again(Request& request, Reject code);
    bool look_first(Request& request);
    [[nodiscard]] bool is_still_due(Request const& request) const;
    [[nodiscard]] std::map<ParticipantId, std::string> certificate_codes() const;
    void append(std::vector<Request> batch, std::vector<Draft> drafts, After after);
    void appended(Appended const& appended, std::vector<Request> batch);
    void try_again(std::vector<Request> batch, bool is_unknown);
    Asked asked_for(Request const& request);
    void flush_replies();
    void reply(Reply const& reply);
    bool give_seat(SessionId session, Reply const& reply);
    void refuse(Request const& request, Reject code);
    std::optional<SeatMoved> seat_moved_at(Offset offset);

    // room_advance.cpp
    void catch_up();
    void advance(Stored const& stored);
    Entry opened(Stored const& stored);
    void remember(Entry const& entry);
    void everyone_votes_elsewhere();
    void after_event(Event const& event);
    void entered_by_scribe(BallotCast const& ballot);
    void tell_voter(ActivityId activity, Pseudonym by);
    void arm_deadlines();
    void close_at_deadline(ActivityId activity, Cid cid, UnixMillis due);
    void arm_end();
    void save_state();

    // room_erasing.cpp
    void erase_words_of(ProposalId proposal);
    void erase_name(NameErased const& who);
    void erase_all_words();
    void erase_blobs(std::vector<Hash> hashes);

    // room_broadcast.cpp
    void flush_soon();
    void flush();
    void tick();
    void schedule_tick();
    void broadcast_changes(Touched const& touched);
    void broadcast_tally(Activity const& activity);
    void tell_phones(Activity const& activity, int number, RoundView view);
    void tell_quiet();
    void send_view(SessionId session);
    void send_changes(SessionId session, Offset since);
    void send_own(ParticipantId seat);
    void own_changed(ParticipantId seat);
    void send_presence_to(SessionId session, Audience audience);
    void presence_changed();
    void broadcast_presence();
    void send(SessionId session, ServerMessage const& message);
    OwnView own_view(ParticipantId seat);
    [[nodiscard]] Presence own_presence() const;
    [[nodiscard]] Presence presence() const;
    Pseudonym pseudonym(ActivityId activity, Bytes16 const& voter);
    [[nodiscard]] Bytes16 voter_of(ActivityId activity, ParticipantId seat) const;

    // room_moods.cpp
    void signal(SessionId session, Mood mood);
    Moods own_moods();
    [[nodiscard]] Moods all_moods();
    void moods_changed();
    void broadcast_moods();

    // room_peers.cpp
    void heard(NodeId from, News const& news);
    /// Where it is not what they know: to all of them, and to those who come later with their view.
    template <class Told> void tell_facilitators(Told& known, Told const& now);
    void tell_peers(News const& news) const;
    void beat();
    void forget_silent_peers();
    void note_state();
    void compare(StateDigest const& theirs);
    void check_against_journal(StateDigest const& mine);

    [[nodiscard]] Position position() const { return {state.epoch, state.offset, state.offset == 0 ? Hash{} : digests[state.offset - 1]}; }

    RoomId id;
    Journal& journal;
    Delivery& delivery;
    Clockwork& clockwork;
    RoomConfig config;
    RoomEvents events;

    RoomState state;
    std::vector<Hash> digests;           // of every entry: 32 bytes each, for receipts and resume
    std::deque<Remembered> recent;       // of the last resume_entries_max entries
    std::unique_ptr<Journal::Subscription> following;
    std::shared_ptr<int> alive = std::make_shared<int>(0);  // what outlives us asks this first
    bool loading = true, failed = false;

    std::map<SessionId, Session> sessions;
    std::map<ParticipantId, std::set<SessionId>> sessions_of_seat;
    struct Allowance {
        std::int64_t saved_ms = 0;
        UnixMillis at = 0;
    };
    std::map<ParticipantId, Allowance> allowances;
    std::uint64_t arrivals = 0;
    std::map<ParticipantId, UnixMillis> lost_seats;  // asked for with a true ticket, and not here: since when

    std::deque<Request> inbox;
    std::vector<Reply> replies;
    std::vector<Request> doubtful;       // refused by a state that others may have moved on
    bool is_looking = false;
    bool appending = false;
    struct UnderWay {
        std::string head;                ///< the draft's
        Entry entry;
    };
    std::map<Cid, UnderWay> under_way;   // ballots being recorded, so that their bytes need not be decoded when they come back
    std::optional<SessionId> taking;     // whose take_seat is being recorded: the one session that is not released by it
    unsigned conflicts = 0;
    Offset saved_at = 0;
    unsigned save_later_percent = 0;     // nodes of a cluster write their states at different times, not all at one entry
    std::map<ActivityId, std::pair<UnixMillis, std::shared_ptr<void>>> deadlines;
    std::pair<std::optional<UnixMillis>, std::shared_ptr<void>> end;  ///< of the time to catch up

    Touched dirty, ticking;              // to be sent now; to be sent with the next tick
    std::map<Audience, std::pair<Offset, Frame>> views;
    std::map<std::pair<ActivityId, Bytes16>, Pseudonym> pseudonyms;
    std::map<ActivityId, std::map<Pseudonym, ParticipantId>> voters_here;  // who is behind them, of the seats that came to this node
    std::map<ActivityId, int> tally_numbers;  // which unsent frames replace each other; never used twice
    std::int64_t last_tick = 0;
    std::map<ActivityId, UnixMillis> quiet_told;  // when phones last heard how many have voted
    std::set<ActivityId> quiet_due;
    struct Peer {
        Presence presence;
        UnixMillis heard_at = 0;
        Moods moods;
    };
    std::map<NodeId, Peer> peers;
    std::map<Offset, StateDigest> own_digests, peer_digests;  // the last few, by offset; compared where both are
    Offset beaten_at = 0;                // where the room stood at the last beat
    unsigned quiet_beats = 0;            // since its state was told first
    Storage storage;
    Unusual unusual;
    struct Signalled {
        Mood mood = Mood::hand;
        UnixMillis at = 0;
    };
    std::map<ParticipantId, Signalled> moods;  // of seats on this node
    Moods told_moods;
    std::shared_ptr<void> beat_timer;
    std::shared_ptr<void> flush_timer, tick_timer, quiet_timer, presence_timer, retry_timer, archive_timer, moods_timer;
};

/// Does it take back an action?
bool undoes(Entry const& entry);

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
