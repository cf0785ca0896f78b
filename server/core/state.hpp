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
    std::optional<RollId> roll;          ///< their line, where they came with a slip
};
BOOST_DESCRIBE_STRUCT(Participant, (), (id, group, name, language, generation, removed, joined_at, move_code, move_expires_at, roll))

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
};
BOOST_DESCRIBE_STRUCT(Ballot, (), (group, revision, marks, abstain, words, weight, roll, by_scribe))

struct Round {
    std::uint32_t round = 1;
    UnixMillis opened_at = 0;
    std::optional<UnixMillis> closed_at;
    std::vector<ProposalId> frozen;      ///< dots over proposals
    std::map<Pseudonym, Ballot> ballots;
    std::vector<ProposalCluster> clusters;       ///< dots over clusters
    std::vector<RollId> present;         ///< a motion's base
    std::vector<BodyPresence> bodies;    ///< of a motion: roll, quorum and presence at the opening
    std::vector<Key> lacking;            ///< bodies without quorum when it was closed: the attempt is void
    std::vector<std::string> labels;     ///< words: every spelling that was given, in the order of first coming
    std::map<Key, bool> casting_votes;   ///< by body ("all": pooled): in favour?
};
BOOST_DESCRIBE_STRUCT(Round, (), (round, opened_at, closed_at, frozen, ballots, clusters, present, bodies, lacking, labels, casting_votes))

/// What a facilitator steers; what undo restores.
struct ActivityControl {
    ActivityPhase phase = ActivityPhase::prepared;
    std::uint32_t round = 0;
    bool revealed = false;
    std::optional<DeadlineView> deadline;
    bool moderated = false;
    friend auto operator<=>(ActivityControl const&, ActivityControl const&) = default;
};
BOOST_DESCRIBE_STRUCT(ActivityControl, (), (phase, round, revealed, deadline, moderated))

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

}  // namespace warsha
