#pragma once
// The frames of the subprotocol warsha.v1, one JSON object each, tagged by "type".

#include "protocol/codes.hpp"
#include "protocol/views.hpp"

namespace warsha {

inline constexpr char subprotocol[] = "warsha.v1";
inline constexpr std::size_t participant_message_bytes_max = 4 * 1024;
inline constexpr std::size_t facilitator_message_bytes_max = 48 * 1024;

/// participant: a phone, seated or not yet. observer: sees what participants see, never acts.
/// wall: the projector page. facilitator: whoever runs the room, with the rights of their link.
enum class Role { participant, observer, wall, facilitator };
BOOST_DESCRIBE_ENUM(Role, participant, observer, wall, facilitator)

// ── client → server ────────────────────────────────────────────────────────────────────────────
struct SeatTicket {
    ParticipantId participant;
    Hash ticket;                        ///< HMAC-SHA256(server key, room ‖ participant ‖ generation of the seat)
};
BOOST_DESCRIBE_STRUCT(SeatTicket, (), (participant, ticket))

struct LinkSecret {
    LinkId link;
    Bytes16 secret{};                   ///< from the fragment of the link
};
BOOST_DESCRIBE_STRUCT(LinkSecret, (), (link, secret))

/// The first message of every socket, within 5 s. The room is named by the path, /ws/{code}.
struct Hello {
    Role role = Role::participant;
    std::optional<SeatTicket> seat;     ///< a participant that has one
    std::optional<LinkSecret> link;     ///< facilitator and wall: required
    std::optional<Position> resume;     ///< what the client's view stands at
    std::optional<bool> inflates{};       ///< takes binary messages: a long message to a whole audience, deflated
};
BOOST_DESCRIBE_STRUCT(Hello, (), (role, seat, link, resume, inflates))

struct CommandMessage {
    Cid cid;
    Command body;
};
BOOST_DESCRIBE_STRUCT(CommandMessage, (), (cid, body))

/// Once after welcome and every five minutes; between, every 25 s, an empty message does: keeps the socket alive and measures the clock offset.
struct Ping {
    std::int64_t t = 0;                 ///< client's clock, returned as it came
};
BOOST_DESCRIBE_STRUCT(Ping, (), (t))

/// A hand or a mood, from a seat: shown for a moment to facilitators and wall, at most once, never journaled. Not answered.
enum class Mood { hand, applause, agree, slower, louder, lost };
BOOST_DESCRIBE_ENUM(Mood, hand, applause, agree, slower, louder, lost)

struct Signal {
    Mood mood = Mood::hand;
};
BOOST_DESCRIBE_STRUCT(Signal, (), (mood))

using ClientMessage = std::variant<Hello, CommandMessage, Ping, Signal>;   // tags: hello, command, ping, signal

// ── server → client ────────────────────────────────────────────────────────────────────────────
/// Accepted. Followed by `view` (resumed false) or `changes` (resumed true: only what was missed).
struct Welcome {
    Role role = Role::participant;
    bool resumed = false;
    UnixMillis server_time = 0;
    std::optional<OwnView> own;         ///< seated participants
    std::optional<LinkRole> link_role;  ///< whoever came with a link: which rights it gives
};
BOOST_DESCRIBE_STRUCT(Welcome, (), (role, resumed, server_time, own, link_role))

/// The whole picture; encoded once per (audience, position) and shared. Replaces everything the client had.
struct View {
    Position position;
    RoomView view;
};
BOOST_DESCRIBE_STRUCT(View, (), (position, view))

struct RoomChanged { RoomCard room; };
BOOST_DESCRIBE_STRUCT(RoomChanged, (), (room))
struct AgendaChanged { AgendaView agenda; };
BOOST_DESCRIBE_STRUCT(AgendaChanged, (), (agenda))
struct ActivityChanged { ActivityView activity; };
BOOST_DESCRIBE_STRUCT(ActivityChanged, (), (activity))
struct ActivityRemoved { ActivityId activity; };
BOOST_DESCRIBE_STRUCT(ActivityRemoved, (), (activity))
/// Somebody came or went. Told alone: dozens do, while a motion is prepared.
struct QuorumChanged {
    ActivityId activity;
    QuorumView quorum;
};
BOOST_DESCRIBE_STRUCT(QuorumChanged, (), (activity, quorum))
struct ProposalChanged { ProposalView proposal; };
BOOST_DESCRIBE_STRUCT(ProposalChanged, (), (proposal))
/// How often it is endorsed now, in the view and among one's own. Told alone: its words are ten times as long.
struct EndorsementsChanged {
    ProposalId proposal;
    std::uint64_t endorsements = 0;
};
BOOST_DESCRIBE_STRUCT(EndorsementsChanged, (), (proposal, endorsements))
struct ProposalRemoved { ProposalId proposal; };  ///< this audience may no longer see it
BOOST_DESCRIBE_STRUCT(ProposalRemoved, (), (proposal))
struct DeskChanged { DeskView desk; };
BOOST_DESCRIBE_STRUCT(DeskChanged, (), (desk))
struct ClustersChanged { std::vector<ClusterView> clusters; };
BOOST_DESCRIBE_STRUCT(ClustersChanged, (), (clusters))
struct FloorChanged { FloorView floor; };
BOOST_DESCRIBE_STRUCT(FloorChanged, (), (floor))
struct RollChanged { std::vector<RollView> roll; };
BOOST_DESCRIBE_STRUCT(RollChanged, (), (roll))

using Change = std::variant<RoomChanged, AgendaChanged, ActivityChanged, ActivityRemoved, ProposalChanged, ProposalRemoved, DeskChanged, FloorChanged, RollChanged, ClustersChanged, EndorsementsChanged,
                            QuorumChanged>;

/// What one or more entries changed for this audience. Apply in order; then the view stands at `position`.
struct Changes {
    Position position;
    std::vector<Change> changes;
};
BOOST_DESCRIBE_STRUCT(Changes, (), (position, changes))

/// Running counts; only the newest matters. Coalesced: at once, then at most 10 per second (phones that see no result: one in 5 s). `voters` is always there,
/// `result` only where this audience may see counts now.
struct Tally {
    ActivityId activity;
    Offset as_of = 0;
    RoundView round;
};
BOOST_DESCRIBE_STRUCT(Tally, (), (activity, as_of, round))

/// Who is connected now: lossy, never journaled.
struct Presence {
    std::uint64_t present = 0;          ///< seats with at least one open session
    std::uint64_t visitors = 0;         ///< sessions without a seat, observers included
    std::uint64_t facilitators = 0;
    std::uint64_t walls = 0;
    friend bool operator==(Presence const&, Presence const&) = default;
};
BOOST_DESCRIBE_STRUCT(Presence, (), (present, visitors, facilitators, walls))

/// How many seats gave each signal in the last ten seconds, for facilitators and walls; sent when it changes, at most once a second.
struct Moods {
    std::uint64_t hand = 0, applause = 0, agree = 0, slower = 0, louder = 0, lost = 0;
    friend bool operator==(Moods const&, Moods const&) = default;
};
BOOST_DESCRIBE_STRUCT(Moods, (), (hand, applause, agree, slower, louder, lost))

/// How the record is kept, where several servers share a room. Facilitators get it with their view and when it changes; never journaled.
struct Storage {
    bool relaxed = false;               ///< the store may lose the last two seconds in a crash; somebody chose that
    std::optional<UnixMillis> away_since;  ///< nothing is recorded at the moment; phones keep what they send
    friend bool operator==(Storage const&, Storage const&) = default;
};
BOOST_DESCRIBE_STRUCT(Storage, (), (relaxed, away_since))

/// What a facilitator may want to look into, of the last minute: numbers, nobody's address. Sent when it is unusual, when it changes, and when it is over; never journaled.
struct Unusual {
    std::uint64_t wrong_codes = 0;      ///< tried on this server, from everywhere
    std::uint64_t joins = 0;            ///< seats asked for in this room
    std::uint64_t joins_from_one_address = 0;  ///< the most of them; a hall may share one
    friend bool operator==(Unusual const&, Unusual const&) = default;
};
BOOST_DESCRIBE_STRUCT(Unusual, (), (wrong_codes, joins, joins_from_one_address))

/// Recorded durably, and counted. `position` is a hint after a repair; the cid is found in the public journal of the bundle.
struct Receipt {
    Cid cid;
    Position position;
};
BOOST_DESCRIBE_STRUCT(Receipt, (), (cid, position))

struct Rejection {
    Cid cid;
    Reject code = Reject::forbidden;
    std::optional<std::int64_t> retry_after_ms;
};
BOOST_DESCRIBE_STRUCT(Rejection, (), (cid, code, retry_after_ms))

/// After join and take_seat: keep it, send it in every later hello.
struct Seated {
    SeatTicket seat;
    OwnView own;
};
BOOST_DESCRIBE_STRUCT(Seated, (), (seat, own))

struct SeatOffered {
    std::string code;                   ///< 8 digits, good once
    UnixMillis expires_at = 0;
};
BOOST_DESCRIBE_STRUCT(SeatOffered, (), (code, expires_at))

/// The seat's own things as they are now (after its own entries, moderation of its proposals, a stale ballot).
struct OwnChanged {
    OwnView own;
};
BOOST_DESCRIBE_STRUCT(OwnChanged, (), (own))

struct Pong {
    std::int64_t t = 0;
    UnixMillis server_time = 0;
    std::optional<std::int64_t> come_back_ms{};  ///< after a loss, the first wait is drawn from [0, this]; absent: 500. Grows with the room, at most 20,000
};
BOOST_DESCRIBE_STRUCT(Pong, (), (t, server_time, come_back_ms))

using ServerMessage = std::variant<Welcome, View, Changes, Tally, Presence, Receipt, Rejection, Seated, SeatOffered, OwnChanged, Pong, Storage, Moods, Unusual>;

}  // namespace warsha
