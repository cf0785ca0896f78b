#pragma once
// A room's whole state: plain described values, ordered containers, so that a snapshot is its codec and two
// readers of one journal are equal byte for byte. Only apply() changes it. What the codec leaves out is in the entries themselves.

#include <map>
#include <set>

#include "core/events.hpp"

namespace warsha {

struct Participant {
    ParticipantId id;
    std::optional<Key> group;
    std::optional<Sealed> name;
    Language language = Language::ar;
    std::uint32_t generation = 0;        ///< of the seat; part of the ticket
    bool removed = false;
    UnixMillis joined_at = 0;
    std::optional<Hash> move_code;       ///< an offer to move the seat
    UnixMillis move_expires_at = 0;
    std::optional<RollId> roll;          ///< their line, where they showed a slip
    std::optional<CertificateView> certificate;  ///< its code without the room's before it
    std::set<ActivityId> took_part;      ///< a named room: voted or proposed in them
    std::optional<std::uint64_t> name_check;
};
BOOST_DESCRIBE_STRUCT(Participant, (), (id, group, name, language, generation, removed, joined_at, move_code, move_expires_at, roll, certificate, took_part, name_check))

/// One answer in somebody's own words. What makes it equal to others, and how it is shown, is worked out once, when it comes.
struct Answer {
    Sealed text;
    std::string key;                     ///< answer_key()
    std::string label;                   ///< answer_label()
};
BOOST_DESCRIBE_STRUCT(Answer, (), (text, key, label))

struct Ballot {
    std::optional<Key> group;
    std::uint32_t revision = 1;
    std::vector<Mark> marks;
    bool abstain = false;
    std::vector<Answer> words;
    std::uint32_t weight = 1;
    std::optional<RollId> roll;          ///< a roll call
    bool by_scribe = false;
    std::optional<ParticipantId> participant;  ///< a named room
};
BOOST_DESCRIBE_STRUCT(Ballot, (), (group, revision, marks, abstain, words, weight, roll, by_scribe, participant))

struct Round {
    std::uint32_t round = 1;
    UnixMillis opened_at = 0;
    std::optional<UnixMillis> closed_at;
    std::vector<ProposalId> frozen;      ///< dots over proposals
    std::map<Pseudonym, Ballot> ballots;
    std::vector<RollId> present;         ///< a motion's base
    std::vector<BodyPresence> bodies;    ///< of a motion: roll, quorum and presence at the opening
    std::vector<Key> lacking;            ///< bodies without quorum when it was closed: the attempt is void
    std::vector<std::string> labels;     ///< words: every spelling that was given, in the order of first coming
    std::vector<ProposalCluster> clusters;  ///< dots over clusters
    std::map<Key, bool> casting_votes;   ///< by body ("all": pooled): in favour?
    bool catch_up = false;               ///< after the session, for those who have no ballot in an earlier round
};
BOOST_DESCRIBE_STRUCT(Round, (), (round, opened_at, closed_at, frozen, ballots, present, bodies, lacking, labels, clusters, casting_votes, catch_up))

/// What a facilitator steers; what undo restores.
struct ActivityControl {
    ActivityPhase phase = ActivityPhase::prepared;
    std::uint32_t round = 0;
    bool revealed = false;
    std::optional<DeadlineView> deadline;
    bool moderated = false;
    std::optional<ItemId> question;      ///< a paced form: the one that is shown
    friend auto operator<=>(ActivityControl const&, ActivityControl const&) = default;
};
BOOST_DESCRIBE_STRUCT(ActivityControl, (), (phase, round, revealed, deadline, moderated, question))

/// A motion that could not be opened.
struct RefusedOpening {
    UnixMillis at = 0;
    std::vector<BodyPresence> bodies;
};
BOOST_DESCRIBE_STRUCT(RefusedOpening, (), (at, bodies))

struct Activity {
    ActivityPlan plan;
    ActivityControl control;
    std::vector<Round> rounds;           ///< oldest first; never removed
    std::vector<RefusedOpening> refused; ///< oldest first
    std::map<std::string, Sealed> hidden_words;  ///< words: by answer_key(), with the reason
};
BOOST_DESCRIBE_STRUCT(Activity, (), (plan, control, rounds, refused, hidden_words))

struct Proposal {
    ProposalId id;
    ActivityId activity;
    ParticipantId author;
    SealedWording title;
    std::optional<SealedWording> text;
    std::optional<Key> category;
    ProposalPhase phase = ProposalPhase::published;
    std::optional<Sealed> reason;
    std::set<Pseudonym> endorsed_by;
    UnixMillis submitted_at = 0;
    bool edited = false;
    std::optional<UnixMillis> answered_at;  ///< a question
    std::optional<SealedWording> answer;
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (id, activity, author, title, text, category, phase, reason, endorsed_by, submitted_at, edited, answered_at, answer))

/// A person on the roll.
struct RollSeat {
    Key body;
    Sealed name;
    std::uint32_t weight = 1;
    Hash slip_hash;
    std::optional<ParticipantId> seat;   ///< whom the slip let in
    std::optional<bool> marked;          ///< by hand: present or not
    [[nodiscard]] bool is_present() const { return marked.value_or(seat.has_value()); }
};
BOOST_DESCRIBE_STRUCT(RollSeat, (), (body, name, weight, slip_hash, seat, marked))

struct FloorRequest {
    ParticipantId participant;
    UnixMillis asked_at = 0;
    bool remote = false;
};
BOOST_DESCRIBE_STRUCT(FloorRequest, (), (participant, asked_at, remote))

struct Speaking {
    ParticipantId participant;
    UnixMillis since = 0;
};
BOOST_DESCRIBE_STRUCT(Speaking, (), (participant, since))

/// Who wants to speak, who speaks, and for how long each has spoken.
struct Floor {
    std::vector<FloorRequest> queue;     ///< as asked; who is next is worked out (core/floor.hpp)
    std::optional<Speaking> speaking;
    std::map<ParticipantId, std::int64_t> spoken_ms;
};
BOOST_DESCRIBE_STRUCT(Floor, (), (queue, speaking, spoken_ms))

struct Link {
    LinkId id;
    LinkRole role = LinkRole::facilitator;
    Hash secret_hash;
    std::optional<Sealed> name;
    bool revoked = false;
};
BOOST_DESCRIBE_STRUCT(Link, (), (id, role, secret_hash, name, revoked))

/// A command that was recorded; remembered for the life of the room.
struct Recorded {
    Offset offset = 0;
    std::uint64_t check = 0;
};

/// The picture before one undoable action: exactly what that action may have changed.
struct UndoRecord {
    Cid cid;
    std::string action;                  ///< command tag
    std::vector<ActivityId> order;
    std::optional<ActivityId> stage;
    bool blank = false;
    std::optional<SealedWording> announcement;
    std::optional<ActivityId> added;     ///< the action added this activity: undo drops it
    std::optional<ActivityPlan> dropped; ///< the action dropped it: undo brings it back
    std::optional<ActivityId> activity;  ///< the activity it steered, and how it stood before
    ActivityControl control;             ///< also of a dropped one
    std::optional<std::uint64_t> input;  ///< it opened the activity: RoomState::input_of then
    std::optional<ProposalId> proposal;  ///< the proposal it moderated, and how it stood before
    ProposalPhase proposal_phase = ProposalPhase::published;
    std::optional<Sealed> proposal_reason;
    ProposalPhase proposal_made = ProposalPhase::published;  ///< what the verdict made of it
    std::optional<std::vector<ProposalCluster>> clusters;  ///< the action changed the clusters: as they stood
    std::optional<UnixMillis> catch_up_until;
};
BOOST_DESCRIBE_STRUCT(UndoRecord, (), (cid, action, order, stage, blank, announcement, added, dropped, activity, control, input, proposal,
                                       proposal_phase, proposal_reason, proposal_made, clusters, catch_up_until))

/// What the last undo changed: nothing else in the state tells.
struct Undone {
    std::set<ActivityId> activities;
    std::set<ProposalId> proposals;
    bool clusters = false;
};
BOOST_DESCRIBE_STRUCT(Undone, (), (activities, proposals, clusters))

/// The store lost entries and was mended; what became of them.
struct Repair {
    UnixMillis at = 0;
    Epoch epoch = 1;                     ///< the new one
    std::uint64_t recorded_again = 0;    ///< entries of earlier epochs that came back and count
    std::uint64_t too_late = 0;          ///< that came back after the room was closed: they stand in the journal and change nothing
};
BOOST_DESCRIBE_STRUCT(Repair, (), (at, epoch, recorded_again, too_late))

inline constexpr std::size_t undo_depth_max = 50;
inline constexpr std::size_t participants_max = 5'000;
inline constexpr std::size_t named_participants_max = 500;  ///< the desk gets every name
inline constexpr std::size_t proposals_max = 1'000;
inline constexpr std::size_t entries_max = 200'000;

class RoomState {
public:
    RoomId id;
    std::string code;
    RoomPhase phase = RoomPhase::prepared;
    RoomPlan plan;                       ///< as created; its activities live on in `activities`
    UnixMillis created_at = 0;
    std::optional<UnixMillis> closed_at;
    std::optional<Hash> bundle;

    std::map<LinkId, Link> links;
    std::map<ParticipantId, Participant> participants;
    std::map<ActivityId, Activity> activities;
    std::vector<ActivityId> agenda;
    std::optional<ActivityId> stage;
    bool blank = false;
    std::optional<SealedWording> announcement;
    std::map<ProposalId, Proposal> proposals;
    std::vector<ProposalId> proposal_order;  ///< as recorded

    std::vector<ProposalCluster> clusters;   ///< in the order they were made
    std::map<RollId, RollSeat> roll;
    Floor floor;
    std::optional<UnixMillis> catch_up_until;  ///< the session is over; then the room closes

    std::map<Cid, Recorded> commands;    ///< not described: the journal says it all again (journal/entry.hpp, check_of), and it outgrows everything else
    std::vector<UndoRecord> undo;        ///< newest last
    Undone undone;
    Epoch epoch = 1;                     ///< of the store's history; appends name it
    std::vector<Repair> repairs;
    std::optional<UnixMillis> words_erased_at;  ///< of a closed room: names and texts
    AgendaVersion agenda_version = 0;
    Offset offset = 0;
    UnixMillis last_time = 0;

    /// The only code that changes a room. Total: accepts any order of valid facts and ignores a cid it has seen.
    /// Throws std::out_of_range where a fact names what does not exist: we are wrong, the room is reloaded.
    void apply(Entry const& entry);

    [[nodiscard]] Activity const* find(ActivityId which) const;   // nullptr: no such thing
    [[nodiscard]] Proposal const* find(ProposalId which) const;
    [[nodiscard]] Participant const* find(ParticipantId which) const;

    [[nodiscard]] bool is_full() const;  // removed seats do not count
    /// Rises with every ballot and proposal that the activity takes in; the same in whatever order they came.
    [[nodiscard]] std::uint64_t input_of(ActivityId which) const;

private:
    [[nodiscard]] bool is_too_late(Event const& event) const;
    void note_recorded_again();
};
BOOST_DESCRIBE_STRUCT(RoomState, (), (id, code, phase, plan, created_at, closed_at, bundle, links, participants, activities, agenda, stage,
                                      blank, announcement, proposals, proposal_order, clusters, roll, floor, catch_up_until, undo, undone, epoch, repairs, words_erased_at, agenda_version, offset, last_time))

/// Does this fact raise the agenda's version (open, close, reopen, hide, restore, revoke, rights, limits)?
bool raises_agenda_version(Event const& event);

}  // namespace warsha
