#pragma once
// Requests to change a room. Each may be refused (codes.hpp, Reject). On the wire a command is
// {"type":"command","cid":"…","body":{"type":"cast_ballot",…}}.

#include "protocol/agenda.hpp"

namespace warsha {

// ── anyone with the room's code ────────────────────────────────────────────────────────────────
/// Takes a seat. The same cid gives the same seat and ticket, so a lost answer makes no second seat.
struct Join {
    std::optional<Key> group;
    std::optional<Text<1, 40>> name;
    Language language = Language::ar;
};
BOOST_DESCRIBE_STRUCT(Join, (), (group, name, language))

/// Takes over the seat for which `code` was offered (8 digits, ten minutes, once); the old phone is released with 4409.
struct TakeSeat {
    Text<8, 8> code;
};
BOOST_DESCRIBE_STRUCT(TakeSeat, (), (code))

// ── participants ───────────────────────────────────────────────────────────────────────────────
struct OfferSeat {};  ///< "move my seat": the receipt is followed by seat_offered with the one-time code
BOOST_DESCRIBE_STRUCT(OfferSeat, (), ())

struct SubmitProposal {
    ActivityId activity;
    Title title;
    std::optional<Body> text;
    std::optional<Key> category;
};
BOOST_DESCRIBE_STRUCT(SubmitProposal, (), (activity, title, text, category))

struct EditProposal {
    ProposalId proposal;
    Title title;
    std::optional<Body> text;
    std::optional<Key> category;
};
BOOST_DESCRIBE_STRUCT(EditProposal, (), (proposal, title, text, category))

struct WithdrawProposal {
    ProposalId proposal;
};
BOOST_DESCRIBE_STRUCT(WithdrawProposal, (), (proposal))

struct EndorseProposal {
    ProposalId proposal;
    bool endorsed = true;               ///< false takes it back
};
BOOST_DESCRIBE_STRUCT(EndorseProposal, (), (proposal, endorsed))

/// The two questions of an impact activity.
enum class Axis { impact, feasibility };
BOOST_DESCRIBE_ENUM(Axis, impact, feasibility)

/// A mark on an item: one per chosen option (points 1), the dots given to it, or the value it was rated with.
struct Mark {
    ItemId item;
    Int<1, 100> points{1};
    std::optional<Axis> axis;           ///< in an impact activity, and only there: which of the two questions
    friend auto operator<=>(Mark const&, Mark const&) = default;
};
BOOST_DESCRIBE_STRUCT(Mark, (), (item, points, axis))

/// Replaces the whole earlier ballot of this seat in this round. The highest revision wins.
struct CastBallot {
    ActivityId activity;
    Int<1, 1000> round{1};
    Int<1, 1000000> revision{1};
    List<Mark, 1000> marks;
    bool abstain = false;
    std::optional<List<Text<1, 200>, 10>> words;  ///< words: the answers, each once; nothing else has them
};
BOOST_DESCRIBE_STRUCT(CastBallot, (), (activity, round, revision, marks, abstain, words))

/// A wish to speak, or taking it back. The place in the queue stays when the phone drops off.
struct AskFloor {
    bool asking = true;
    bool remote = false;                ///< not in the hall: speaks first among equals
};
BOOST_DESCRIBE_STRUCT(AskFloor, (), (asking, remote))

// ── facilitators: the agenda ───────────────────────────────────────────────────────────────────
struct StartRoom {};                    ///< prepared → live
BOOST_DESCRIBE_STRUCT(StartRoom, (), ())

/// live → closed: every open activity is closed, the bundle is written. Closing twice changes nothing. Cannot be undone.
struct CloseRoom {};
BOOST_DESCRIBE_STRUCT(CloseRoom, (), ())

struct AddActivity {
    ActivityPlan plan;
    std::optional<ActivityId> after;    ///< absent: at the end
};
BOOST_DESCRIBE_STRUCT(AddActivity, (), (plan, after))

struct RemoveActivity {                 ///< only one that was never opened
    ActivityId activity;
};
BOOST_DESCRIBE_STRUCT(RemoveActivity, (), (activity))

struct OrderAgenda {                    ///< a permutation of all activities
    List<ActivityId, 100> order;
};
BOOST_DESCRIBE_STRUCT(OrderAgenda, (), (order))

/// Brings an activity on stage (phones and wall show it), without opening it. Next, previous, skip and go back are this.
struct ShowActivity {
    std::optional<ActivityId> activity;  ///< absent: the waiting card
};
BOOST_DESCRIBE_STRUCT(ShowActivity, (), (activity))

struct SkipActivity {
    ActivityId activity;
    bool skipped = true;
};
BOOST_DESCRIBE_STRUCT(SkipActivity, (), (activity, skipped))

/// Opens an activity that is prepared, or reopens a closed one in the same round; brings it on stage.
struct OpenActivity {
    ActivityId activity;
    std::optional<Int<5, 86400>> seconds;  ///< a deadline this far from now
};
BOOST_DESCRIBE_STRUCT(OpenActivity, (), (activity, seconds))

/// Closes what is open and opens a fresh round; old rounds are kept.
struct OpenRound {
    ActivityId activity;
    std::optional<Int<5, 86400>> seconds;
};
BOOST_DESCRIBE_STRUCT(OpenRound, (), (activity, seconds))

struct CloseActivity {
    ActivityId activity;
};
BOOST_DESCRIBE_STRUCT(CloseActivity, (), (activity))

struct RevealResults {
    ActivityId activity;
    bool revealed = true;               ///< false hides them again
};
BOOST_DESCRIBE_STRUCT(RevealResults, (), (activity, revealed))

/// Sets, extends (negative: shortens) or removes the deadline of an open activity.
struct SetDeadline {
    ActivityId activity;
    std::optional<Int<5, 86400>> seconds;  ///< from now; absent: no deadline
};
BOOST_DESCRIBE_STRUCT(SetDeadline, (), (activity, seconds))

struct ExtendDeadline {
    ActivityId activity;
    Int<-86400, 86400> seconds{60};     ///< added to what is left, running or paused
};
BOOST_DESCRIBE_STRUCT(ExtendDeadline, (), (activity, seconds))

struct PauseDeadline {
    ActivityId activity;
    bool paused = true;
};
BOOST_DESCRIBE_STRUCT(PauseDeadline, (), (activity, paused))

/// A blank wall: attention to the speaker. Phones are not touched.
struct BlankWall {
    bool blank = true;
};
BOOST_DESCRIBE_STRUCT(BlankWall, (), (blank))

struct Announce {
    std::optional<Wording<200>> text;   ///< absent: the announcement is taken down
};
BOOST_DESCRIBE_STRUCT(Announce, (), (text))

// ── facilitators: moderation ───────────────────────────────────────────────────────────────────
struct SetModeration {
    ActivityId activity;
    bool moderated = true;
};
BOOST_DESCRIBE_STRUCT(SetModeration, (), (activity, moderated))

enum class Verdict { publish, return_for_rewording, hide, restore };
BOOST_DESCRIBE_ENUM(Verdict, publish, return_for_rewording, hide, restore)

struct ModerateProposal {
    ProposalId proposal;
    Verdict verdict = Verdict::publish;
    std::optional<Text<1, 200>> reason;  ///< required for return_for_rewording and hide
};
BOOST_DESCRIBE_STRUCT(ModerateProposal, (), (proposal, verdict, reason))

/// Erases the words of a proposal for good (right to erasure); the chain still verifies. Cannot be undone.
struct EraseProposal {
    ProposalId proposal;
};
BOOST_DESCRIBE_STRUCT(EraseProposal, (), (proposal))

/// Keeps an answer out of the cloud or the list; it stays in the record. `word`: any spelling of it.
struct HideWord {
    ActivityId activity;
    Text<1, 200> word;
    bool hidden = true;
    std::optional<Text<1, 200>> reason;  ///< required to hide
};
BOOST_DESCRIBE_STRUCT(HideWord, (), (activity, word, hidden, reason))

/// A question of the hall was answered: live, or here in writing.
struct AnswerQuestion {
    ProposalId question;
    bool answered = true;               ///< false takes it back
    std::optional<Body> answer;
};
BOOST_DESCRIBE_STRUCT(AnswerQuestion, (), (question, answered, answer))

/// The next speaker; absent: the floor is free again.
struct GiveFloor {
    std::optional<ParticipantId> to;
};
BOOST_DESCRIBE_STRUCT(GiveFloor, (), (to))

// ── facilitators: rights ───────────────────────────────────────────────────────────────────────
/// chair: opens and closes motions, casting vote, speakers. scribe: presence and ballots of people without a phone.
/// moderator: proposals, questions, words. supervisor: sees what facilitators see, changes nothing.
enum class LinkRole { facilitator, wall, chair, scribe, moderator, supervisor };
BOOST_DESCRIBE_ENUM(LinkRole, facilitator, wall, chair, scribe, moderator, supervisor)

/// A further facilitator or wall link. The client makes the secret (16 random bytes) and sends its SHA-256; the server never learns it.
struct IssueLink {
    LinkId link;
    LinkRole role = LinkRole::facilitator;
    Hash secret_hash;
    std::optional<Text<1, 40>> name;    ///< "Salma's tablet"
};
BOOST_DESCRIBE_STRUCT(IssueLink, (), (link, role, secret_hash, name))

struct RevokeLink {                     ///< its sessions are closed with 4403; the last facilitator link cannot be revoked
    LinkId link;
};
BOOST_DESCRIBE_STRUCT(RevokeLink, (), (link))

struct RemoveParticipant {              ///< a seat that disturbs: its sessions are closed with 4403, its ballots stay
    ParticipantId participant;
};
BOOST_DESCRIBE_STRUCT(RemoveParticipant, (), (participant))

struct Undo {                           ///< takes back the facilitators' last action that can be taken back
    Cid target;                         ///< the cid of that action, so that two facilitators do not undo twice
};
BOOST_DESCRIBE_STRUCT(Undo, (), (target))

// ── forgetting people ─────────────────────────────────────────────────────────────────────────
/// Somebody asks that their name be forgotten: of a seat, of a line of the roll, or of both. Also after the close; what they did stays.
struct EraseName {
    std::optional<ParticipantId> participant;
    std::optional<RollId> roll;
};
BOOST_DESCRIBE_STRUCT(EraseName, (), (participant, roll))

/// Every name and everything people wrote in a closed room. Not for clients: retention and the organiser's console ask for it.
struct EraseWords {};
BOOST_DESCRIBE_STRUCT(EraseWords, (), ())

using Command = std::variant<
    Join, TakeSeat, OfferSeat, SubmitProposal, EditProposal, WithdrawProposal, EndorseProposal, CastBallot,
    StartRoom, CloseRoom, AddActivity, RemoveActivity, OrderAgenda, ShowActivity, SkipActivity, OpenActivity, OpenRound,
    CloseActivity, RevealResults, SetDeadline, ExtendDeadline, PauseDeadline, BlankWall, Announce,
    SetModeration, ModerateProposal, EraseProposal, IssueLink, RevokeLink, RemoveParticipant, Undo,
    AskFloor, GiveFloor, HideWord, AnswerQuestion,
    ExtendRoll, ShortenRoll, MarkPresence, CastForRoll, GiveCastingVote, UseSlip,
    MakeCluster, RenameCluster, MergeClusters, DissolveCluster, MoveProposals,
    ShowQuestion, IssueCertificates, StartCatchUp,
    EraseName, EraseWords>;

}  // namespace warsha
