#pragma once
// Facts: what has happened in a room. Only these enter the journal, and only apply() changes a room.
// Format version 1: never rename or re-type a member; a new fact is a new struct at the end of Event.

#include "protocol/views.hpp"

namespace warsha {

struct SealedWording {
    std::optional<Sealed> ar, fr, en;
    friend auto operator<=>(SealedWording const&, SealedWording const&) = default;
};
BOOST_DESCRIBE_STRUCT(SealedWording, (), (ar, fr, en))

struct RoomCreated { RoomId room; std::string code; RoomPlan plan; };
BOOST_DESCRIBE_STRUCT(RoomCreated, (), (room, code, plan))
struct LinkIssued { LinkId link; LinkRole role = LinkRole::facilitator; Hash secret_hash; std::optional<Sealed> name; };
BOOST_DESCRIBE_STRUCT(LinkIssued, (), (link, role, secret_hash, name))
struct LinkRevoked { LinkId link; };
BOOST_DESCRIBE_STRUCT(LinkRevoked, (), (link))
struct RoomStarted {};
BOOST_DESCRIBE_STRUCT(RoomStarted, (), ())
struct RoomClosed {};                    ///< closes every open activity with it
BOOST_DESCRIBE_STRUCT(RoomClosed, (), ())
struct RoomArchived { Hash bundle; };    ///< SHA-256 of the bundle's bytes
BOOST_DESCRIBE_STRUCT(RoomArchived, (), (bundle))

struct ParticipantJoined {
    ParticipantId participant; std::optional<Key> group; std::optional<Sealed> name; Language language = Language::ar;
    std::optional<std::uint64_t> name_check;       ///< first 48 bits of HMAC(room key, the name's skeleton): equal for names that look alike
};
BOOST_DESCRIBE_STRUCT(ParticipantJoined, (), (participant, group, name, language, name_check))
struct ParticipantRemoved { ParticipantId participant; };
BOOST_DESCRIBE_STRUCT(ParticipantRemoved, (), (participant))
struct SeatMoveOffered { ParticipantId participant; Hash code_hash; UnixMillis expires_at = 0; };
BOOST_DESCRIBE_STRUCT(SeatMoveOffered, (), (participant, code_hash, expires_at))
struct SeatMoved { ParticipantId participant; std::uint32_t generation = 1; };  ///< older tickets of the seat are void
BOOST_DESCRIBE_STRUCT(SeatMoved, (), (participant, generation))

struct ActivityAdded { ActivityPlan plan; std::optional<ActivityId> after; };
BOOST_DESCRIBE_STRUCT(ActivityAdded, (), (plan, after))
struct ActivityDropped { ActivityId activity; };
BOOST_DESCRIBE_STRUCT(ActivityDropped, (), (activity))
struct AgendaOrdered { std::vector<ActivityId> order; };
BOOST_DESCRIBE_STRUCT(AgendaOrdered, (), (order))
struct StageSet { std::optional<ActivityId> activity; };
BOOST_DESCRIBE_STRUCT(StageSet, (), (activity))
struct WallBlanked { bool blank = true; };
BOOST_DESCRIBE_STRUCT(WallBlanked, (), (blank))
struct Announced { std::optional<SealedWording> text; };
BOOST_DESCRIBE_STRUCT(Announced, (), (text))
struct ActivitySkipped { ActivityId activity; bool skipped = true; };
BOOST_DESCRIBE_STRUCT(ActivitySkipped, (), (activity, skipped))
struct ProposalCluster {
    ItemId id; SealedWording label; std::vector<ProposalId> proposals;
    friend auto operator<=>(ProposalCluster const&, ProposalCluster const&) = default;
};
BOOST_DESCRIBE_STRUCT(ProposalCluster, (), (id, label, proposals))
/// `round` is a new one, or the last one again (reopened). `items`: frozen proposals for dots over proposals, else empty.
struct ActivityOpened {
    ActivityId activity; std::uint32_t round = 1; std::vector<ProposalId> items; std::optional<UnixMillis> deadline;
    std::optional<std::vector<RollId>> present;    ///< a motion: its base, frozen
    std::optional<std::vector<ProposalCluster>> clusters;  ///< dots over clusters: as they were then
    std::optional<bool> catch_up;                  ///< for those who missed it
};
BOOST_DESCRIBE_STRUCT(ActivityOpened, (), (activity, round, items, deadline, present, clusters, catch_up))
struct ActivityClosed { ActivityId activity; std::uint32_t round = 1; };
BOOST_DESCRIBE_STRUCT(ActivityClosed, (), (activity, round))
struct ResultsRevealed { ActivityId activity; bool revealed = true; };
BOOST_DESCRIBE_STRUCT(ResultsRevealed, (), (activity, revealed))
struct DeadlineSet { ActivityId activity; std::optional<DeadlineView> deadline; };
BOOST_DESCRIBE_STRUCT(DeadlineSet, (), (activity, deadline))
struct ModerationSet { ActivityId activity; bool moderated = true; };
BOOST_DESCRIBE_STRUCT(ModerationSet, (), (activity, moderated))

struct ProposalSubmitted {
    ProposalId proposal; ActivityId activity; ParticipantId author;
    SealedWording title; std::optional<SealedWording> text; std::optional<Key> category; bool pending = false;
};
BOOST_DESCRIBE_STRUCT(ProposalSubmitted, (), (proposal, activity, author, title, text, category, pending))
struct ProposalEdited {
    ProposalId proposal; SealedWording title; std::optional<SealedWording> text; std::optional<Key> category; bool pending = false;
};
BOOST_DESCRIBE_STRUCT(ProposalEdited, (), (proposal, title, text, category, pending))
struct ProposalWithdrawn { ProposalId proposal; };
BOOST_DESCRIBE_STRUCT(ProposalWithdrawn, (), (proposal))
struct ProposalEndorsed { ProposalId proposal; Pseudonym by; bool endorsed = true; };
BOOST_DESCRIBE_STRUCT(ProposalEndorsed, (), (proposal, by, endorsed))
struct ProposalModerated { ProposalId proposal; Verdict verdict = Verdict::publish; std::optional<Sealed> reason; };
BOOST_DESCRIBE_STRUCT(ProposalModerated, (), (proposal, verdict, reason))
struct ProposalErased { ProposalId proposal; };
BOOST_DESCRIBE_STRUCT(ProposalErased, (), (proposal))

/// The voter's pseudonym, not the participant, is the actor of this entry. `group` as the seat has it.
struct BallotCast {
    ActivityId activity; std::uint32_t round = 1; Pseudonym voter; std::optional<Key> group;
    std::uint32_t revision = 1; std::vector<Mark> marks; bool abstain = false;
    std::optional<std::vector<Sealed>> words;
    std::optional<std::uint32_t> weight;       ///< a motion: of the line on the roll; absent: 1
    std::optional<RollId> roll;                ///< a roll call: who voted
    std::optional<bool> by_scribe;
    std::optional<ParticipantId> participant;  ///< a named room, motions apart: who took part
};
BOOST_DESCRIBE_STRUCT(BallotCast, (), (activity, round, voter, group, revision, marks, abstain, words, weight, roll, by_scribe, participant))

/// Takes back the action recorded under `target`; apply() restores what that action had changed.
struct ActionUndone { Cid target; };
BOOST_DESCRIBE_STRUCT(ActionUndone, (), (target))

/// The store lost part of what it had recorded (a failover, an older file, an emptied Redis) and its history begins anew from `from` to `to`.
/// What a node still held is recorded again after this fact; those entries keep the epoch they were made in.
struct EpochRaised { Epoch from = 1; Epoch to = 2; };
BOOST_DESCRIBE_STRUCT(EpochRaised, (), (from, to))

struct FloorAsked { ParticipantId participant; bool asking = true; bool remote = false; };
BOOST_DESCRIBE_STRUCT(FloorAsked, (), (participant, asking, remote))
struct FloorGiven { std::optional<ParticipantId> to; };
BOOST_DESCRIBE_STRUCT(FloorGiven, (), (to))
struct WordHidden { ActivityId activity; Sealed word; bool hidden = true; std::optional<Sealed> reason; };
BOOST_DESCRIBE_STRUCT(WordHidden, (), (activity, word, hidden, reason))
struct QuestionAnswered { ProposalId question; bool answered = true; std::optional<SealedWording> answer; };
BOOST_DESCRIBE_STRUCT(QuestionAnswered, (), (question, answered, answer))

struct RollEntry {
    RollId roll; Key body; Sealed name; std::uint32_t weight = 1; Hash slip_hash;
    friend auto operator<=>(RollEntry const&, RollEntry const&) = default;
};
BOOST_DESCRIBE_STRUCT(RollEntry, (), (roll, body, name, weight, slip_hash))
struct RollExtended { std::vector<RollEntry> lines; };
BOOST_DESCRIBE_STRUCT(RollExtended, (), (lines))
struct RollShortened { std::vector<RollId> lines; };
BOOST_DESCRIBE_STRUCT(RollShortened, (), (lines))
/// A phone showed a printed slip: its seat is that line of the roll.
struct SlipUsed { ParticipantId participant; RollId roll; };
BOOST_DESCRIBE_STRUCT(SlipUsed, (), (participant, roll))
struct PresenceMarked { RollId roll; std::optional<bool> present; };
BOOST_DESCRIBE_STRUCT(PresenceMarked, (), (roll, present))
/// An attempt that was not opened, for want of quorum: it stands in the minutes.
struct OpeningRefused { ActivityId activity; std::vector<BodyPresence> bodies; };
BOOST_DESCRIBE_STRUCT(OpeningRefused, (), (activity, bodies))
struct CastingVoteGiven { ActivityId activity; std::uint32_t round = 1; Key body; bool in_favour = true; };
BOOST_DESCRIBE_STRUCT(CastingVoteGiven, (), (activity, round, body, in_favour))

/// All clusters of the room as they stand after the command: what a merge or a split did is read off the one before.
struct ClustersSet { std::vector<ProposalCluster> clusters; };
BOOST_DESCRIBE_STRUCT(ClustersSet, (), (clusters))

struct QuestionShown { ActivityId activity; std::optional<ItemId> item; };
BOOST_DESCRIBE_STRUCT(QuestionShown, (), (activity, item))
/// `code`: eight letters and digits, HMAC(room key, participant); with the room's code before it, what a certificate is checked by.
struct CertificateIssued { ParticipantId participant; std::string code; std::uint32_t took_part = 0, opened = 0; };
BOOST_DESCRIBE_STRUCT(CertificateIssued, (), (participant, code, took_part, opened))
/// At `until` the room closes by itself.
struct CatchUpStarted { UnixMillis until = 0; };
BOOST_DESCRIBE_STRUCT(CatchUpStarted, (), (until))
/// The name stands in no store any more; the seat or the line of the roll stays.
struct NameErased { std::optional<ParticipantId> participant; std::optional<RollId> roll; };
BOOST_DESCRIBE_STRUCT(NameErased, (), (participant, roll))
/// Nothing that a person wrote, and nobody's name, stands in any store any more. Only in a closed room; its bundle is made anew.
struct WordsErased {};
BOOST_DESCRIBE_STRUCT(WordsErased, (), ())

using Event = std::variant<
    RoomCreated, LinkIssued, LinkRevoked, RoomStarted, RoomClosed, RoomArchived,
    ParticipantJoined, ParticipantRemoved, SeatMoveOffered, SeatMoved,
    ActivityAdded, ActivityDropped, AgendaOrdered, StageSet, WallBlanked, Announced, ActivitySkipped, ActivityOpened, ActivityClosed,
    ResultsRevealed, DeadlineSet, ModerationSet,
    ProposalSubmitted, ProposalEdited, ProposalWithdrawn, ProposalEndorsed, ProposalModerated, ProposalErased,
    BallotCast, ActionUndone, EpochRaised,
    FloorAsked, FloorGiven, WordHidden, QuestionAnswered, RollExtended, RollShortened, PresenceMarked, OpeningRefused, CastingVoteGiven, SlipUsed, ClustersSet,
    QuestionShown, CertificateIssued, CatchUpStarted,
    NameErased, WordsErased>;

struct BySystem {};                      ///< a timer, the archive, the creation of the room
BOOST_DESCRIBE_STRUCT(BySystem, (), ())
struct BySeat { ParticipantId participant; };
BOOST_DESCRIBE_STRUCT(BySeat, (), (participant))
struct ByPseudonym { Pseudonym pseudonym; };  ///< ballots and endorsements
BOOST_DESCRIBE_STRUCT(ByPseudonym, (), (pseudonym))
struct ByLink { LinkId link; };
BOOST_DESCRIBE_STRUCT(ByLink, (), (link))
using Author = std::variant<BySystem, BySeat, ByPseudonym, ByLink>;

/// One record of the journal: the events of one command.
struct Entry {
    std::uint32_t v = 1;                 ///< format version
    Epoch epoch = 1;
    Offset offset = 0;                   ///< set by the store
    UnixMillis time = 0;                 ///< set once, by the store; never going back
    Author actor;
    Cid cid;
    std::uint64_t check = 0;             ///< first 48 bits of HMAC(room key, actor's seat or link ‖ command): finds a cid used for two commands
    std::vector<Event> events;
};

}  // namespace warsha
