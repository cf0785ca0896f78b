#pragma once
// What an audience may be told. Views are whole small objects that replace the one before with the same id:
// a client never patches, so every bug is a list of messages.

#include "protocol/commands.hpp"

namespace warsha {

enum class RoomPhase { prepared, live, closed };
BOOST_DESCRIBE_ENUM(RoomPhase, prepared, live, closed)

enum class ActivityPhase { prepared, open, closed, skipped };
BOOST_DESCRIBE_ENUM(ActivityPhase, prepared, open, closed, skipped)

enum class ProposalPhase { pending, published, returned, hidden, withdrawn, erased };
BOOST_DESCRIBE_ENUM(ProposalPhase, pending, published, returned, hidden, withdrawn, erased)

/// The head of a room: what every screen shows.
struct RoomCard {
    RoomId id;
    std::string code;                   ///< digits people type; 6 or 8
    Title title;
    RoomPurpose purpose = RoomPurpose::live;
    RoomPhase phase = RoomPhase::prepared;
    RoomSettings settings;
    std::vector<Group> groups;
    std::vector<Category> categories;
    std::string join_url;               ///< short, for QR and the join strip
};
BOOST_DESCRIBE_STRUCT(RoomCard, (), (id, code, title, purpose, phase, settings, groups, categories, join_url))

/// Order of the agenda and what is on stage.
struct AgendaView {
    std::vector<ActivityId> order;
    std::optional<ActivityId> stage;
    bool blank = false;
    std::optional<Wording<200>> announcement;
    std::optional<UnixMillis> catch_up_until;  ///< the session is over; then the room closes
};
BOOST_DESCRIBE_STRUCT(Wording<200>, (), (ar, fr, en))
BOOST_DESCRIBE_STRUCT(AgendaView, (), (order, stage, blank, announcement, catch_up_until))

/// A deadline is either running (`at`, server clock) or paused (`left_ms`).
struct DeadlineView {
    std::optional<UnixMillis> at;
    std::optional<std::int64_t> left_ms;
    friend auto operator<=>(DeadlineView const&, DeadlineView const&) = default;
};
BOOST_DESCRIBE_STRUCT(DeadlineView, (), (at, left_ms))

/// A body before a motion: how many are on its roll (weights not counted), how many must be present, how many are.
struct BodyPresence {
    Key body;
    std::uint32_t roll = 0, needed = 0, present = 0;
    std::uint64_t roll_weight = 0, present_weight = 0;
    friend auto operator<=>(BodyPresence const&, BodyPresence const&) = default;
};
BOOST_DESCRIBE_STRUCT(BodyPresence, (), (body, roll, needed, present, roll_weight, present_weight))

/// Does a statement unite the room or divide it?
enum class Agreement { unites, divides };
BOOST_DESCRIBE_ENUM(Agreement, unites, divides)

struct ItemResult {
    ItemId item;
    /// Votes for a choice, dots for dots, the sum of the values for a rating, who agrees with a statement; a form's question: right answers
    /// where one is right, the sum of the values where it has no answers, else who answered.
    std::uint64_t points = 0;
    std::uint64_t voters = 0;           ///< how many ballots marked it; the others skipped it
    std::optional<Axis> axis;           ///< an impact activity has two results for each item, impact first
    std::optional<std::vector<std::uint64_t>> spread;  ///< rating, impact, form: how many ballots gave 1, 2, …; statements: agree, disagree, pass
    std::optional<Agreement> agreement; ///< statements, once closed; absent: neither
    friend auto operator<=>(ItemResult const&, ItemResult const&) = default;
};
BOOST_DESCRIBE_STRUCT(ItemResult, (), (item, points, voters, axis, spread, agreement))

/// One group's part of a result, or several small groups' merged part (at least five voters together).
struct GroupResult {
    std::vector<Key> groups;            ///< empty key list never occurs; voters without a group stand under key "none"
    std::uint64_t voters = 0;
    std::uint64_t abstentions = 0;
    std::vector<ItemResult> items;      ///< same order as ResultView::items
    friend auto operator<=>(GroupResult const&, GroupResult const&) = default;
};
BOOST_DESCRIBE_STRUCT(GroupResult, (), (groups, voters, abstentions, items))

/// One answer of a word cloud or a list: every spelling of it together.
struct WordResult {
    std::string label;                  ///< the most frequent cleaned spelling, ties by the first that came
    std::uint64_t voters = 0;
    bool hidden = false;                ///< facilitators only; others do not get it at all
    std::optional<std::string> reason;
    friend auto operator<=>(WordResult const&, WordResult const&) = default;
};
BOOST_DESCRIBE_STRUCT(WordResult, (), (label, voters, hidden, reason))

/// tied: it waits for the chair's casting vote. lapsed: there was no quorum when it was closed.
enum class Outcome { favourable, unfavourable, tied, lapsed };
BOOST_DESCRIBE_ENUM(Outcome, favourable, unfavourable, tied, lapsed)

/// One body's count, or all of them pooled ("all"). People: roll, needed, present, voted, by_scribe. Weights: the others.
struct BodyResult {
    Key body;
    std::uint32_t roll = 0, needed = 0, present = 0, voted = 0, by_scribe = 0;
    std::uint64_t roll_weight = 0, present_weight = 0, in_favour = 0, against = 0, abstain = 0;
    std::optional<bool> casting_vote;   ///< the chair's, in favour or not
    Outcome outcome = Outcome::unfavourable;
    friend auto operator<=>(BodyResult const&, BodyResult const&) = default;
};
BOOST_DESCRIBE_STRUCT(BodyResult, (), (body, roll, needed, present, voted, by_scribe, roll_weight, present_weight, in_favour, against, abstain,
                                       casting_vote, outcome))

/// A line of a public roll call.
struct RollCallLine {
    std::string name;
    Key body;
    std::optional<Stance> stance;       ///< absent: present and did not vote
    bool by_scribe = false;
    friend auto operator<=>(RollCallLine const&, RollCallLine const&) = default;
};
BOOST_DESCRIBE_STRUCT(RollCallLine, (), (name, body, stance, by_scribe))

struct MotionResult {
    std::vector<BodyResult> bodies;     ///< in the order of the activity's groups
    BodyResult all;
    Outcome outcome = Outcome::unfavourable;  ///< by the overall rule
    std::vector<RollCallLine> roll_call;      ///< empty where it is anonymous to the room
    friend auto operator<=>(MotionResult const&, MotionResult const&) = default;
};
BOOST_DESCRIBE_STRUCT(MotionResult, (), (bodies, all, outcome, roll_call))

/// How a test went, all people together: `right` answers in all, of `out_of` questions each.
struct Score {
    std::uint64_t people = 0, right = 0, out_of = 0;
    friend auto operator<=>(Score const&, Score const&) = default;
};
BOOST_DESCRIBE_STRUCT(Score, (), (people, right, out_of))

struct ResultView {
    std::uint64_t abstentions = 0;
    std::vector<ItemResult> items;      ///< in the activity's own order, never sorted by points
    std::vector<GroupResult> groups;    ///< empty while open, and where even all together are fewer than five
    std::optional<std::uint64_t> movers;  ///< dots, once closed: how few voters could change the order by moving their dots; absent: not even all
    std::optional<std::vector<WordResult>> words;  ///< most given first; while a cloud grows, in the order of their first coming
    std::optional<MotionResult> motion;
    std::optional<Score> score;         ///< a form with right answers
    std::optional<Score> before;        ///< a post-test: the last closed round of its pre-test
    friend auto operator<=>(ResultView const&, ResultView const&) = default;
};
BOOST_DESCRIBE_STRUCT(ResultView, (), (abstentions, items, groups, movers, words, motion, score, before))

/// How many of a group have finished: cast a ballot in this round. Of how many: the desk's seats of that group.
struct Turnout {
    std::optional<Key> group;
    std::uint64_t voted = 0;
    std::optional<std::uint64_t> of;    ///< a motion: of the body's frozen base
    friend auto operator<=>(Turnout const&, Turnout const&) = default;
};
BOOST_DESCRIBE_STRUCT(Turnout, (), (group, voted, of))

/// A round's count of voters, and its result where the audience may see it now.
struct RoundView {
    std::uint32_t round = 1;
    std::uint64_t voters = 0;           ///< ballots recorded, abstentions included
    std::optional<ResultView> result;
    std::optional<std::vector<Turnout>> turnout;  ///< facilitators, of the current round
    std::optional<bool> catch_up;       ///< answered after the session
    friend auto operator<=>(RoundView const&, RoundView const&) = default;
};
BOOST_DESCRIBE_STRUCT(RoundView, (), (round, voters, result, turnout, catch_up))

/// A motion that could not be opened, and why.
struct RefusedView {
    UnixMillis at = 0;
    std::vector<BodyPresence> bodies;
};
BOOST_DESCRIBE_STRUCT(RefusedView, (), (at, bodies))

/// The live gauge of a motion, and the attempts that were refused.
struct QuorumView {
    std::vector<BodyPresence> bodies;   ///< while open and after: as it stands now; the frozen base is in the result
    std::vector<RefusedView> refused;   ///< oldest first
};
BOOST_DESCRIBE_STRUCT(QuorumView, (), (bodies, refused))

struct ActivityView {
    ActivityPlan plan;
    ActivityPhase phase = ActivityPhase::prepared;
    std::uint32_t round = 0;            ///< 0: never opened
    bool revealed = false;
    std::optional<DeadlineView> deadline;
    std::vector<Item> items;            ///< what can be voted on in this round (options, clusters, frozen proposals); empty for proposals
    std::vector<RoundView> rounds;      ///< oldest first; the last is the current one
    std::optional<QuorumView> quorum;   ///< a motion
    std::optional<ItemId> question;     ///< a paced form: the one that is shown
};
BOOST_DESCRIBE_STRUCT(ActivityView, (), (plan, phase, round, revealed, deadline, items, rounds, quorum, question))

struct ProposalView {
    ProposalId id;
    ActivityId activity;
    Title title;                        ///< all languages absent when erased
    std::optional<Body> text;
    std::optional<Key> category;
    std::optional<Key> group;           ///< the author's
    std::optional<std::string> author_name;
    std::optional<ParticipantId> author;  ///< facilitators only
    ProposalPhase phase = ProposalPhase::published;
    std::optional<std::string> reason;  ///< of a return or a hiding: author and facilitators only
    std::uint64_t endorsements = 0;
    UnixMillis submitted_at = 0;
    bool edited = false;
    bool answered = false;              ///< a question
    std::optional<Body> answer;         ///< where it was answered in writing
};
BOOST_DESCRIBE_STRUCT(ProposalView, (), (id, activity, title, text, category, group, author_name, author, phase, reason, endorsements,
                                         submitted_at, edited, answered, answer))

struct ClusterView {
    ItemId id;
    Title label;
    std::vector<ProposalId> proposals;  ///< those this audience may see
    friend auto operator<=>(ClusterView const&, ClusterView const&) = default;
};
BOOST_DESCRIBE_STRUCT(ClusterView, (), (id, label, proposals))

/// Someone in the queue, in the order in which they will speak.
struct SpeakerView {
    ParticipantId participant;
    std::optional<std::string> name;
    std::optional<Key> group;
    UnixMillis asked_at = 0;
    bool remote = false;
    bool first_time = false;            ///< has not spoken yet in this room
};
BOOST_DESCRIBE_STRUCT(SpeakerView, (), (participant, name, group, asked_at, remote, first_time))

struct FloorView {
    std::vector<SpeakerView> queue;
    std::optional<SpeakerView> speaking;
    std::optional<UnixMillis> since;    ///< of whom is speaking
};
BOOST_DESCRIBE_STRUCT(FloorView, (), (queue, speaking, since))

/// A line of the roll, for facilitators.
struct RollView {
    RollId roll;
    Key body;
    std::string name;
    std::uint32_t weight = 1;
    bool seated = false;                ///< the slip was used
    std::optional<bool> marked;         ///< by hand
    bool present = false;
};
BOOST_DESCRIBE_STRUCT(RollView, (), (roll, body, name, weight, seated, marked, present))

struct LinkView {
    LinkId id;
    LinkRole role = LinkRole::facilitator;
    std::optional<std::string> name;
    bool revoked = false;
};
BOOST_DESCRIBE_STRUCT(LinkView, (), (id, role, name, revoked))

struct GroupCount {
    std::optional<Key> group;
    std::uint64_t seats = 0;            ///< who ever joined, removed ones excluded
};
BOOST_DESCRIBE_STRUCT(GroupCount, (), (group, seats))

/// The store lost entries and was mended; the counts rise while they come back.
struct RepairView {
    UnixMillis at = 0;
    std::uint64_t recorded_again = 0;
    std::uint64_t too_late = 0;         ///< came back after the room was closed: in the journal, not in the results
};
BOOST_DESCRIBE_STRUCT(RepairView, (), (at, recorded_again, too_late))

/// Someone in a named room, for facilitators.
struct PersonView {
    ParticipantId participant;
    std::optional<std::string> name;
    std::optional<Key> group;
    std::uint32_t took_part = 0, opened = 0;  ///< activities: in how many, of how many that were opened for their group
    std::vector<ActivityId> waiting;          ///< open votes for their group which they have not answered
    std::optional<std::string> certificate;   ///< its check code
    friend auto operator<=>(PersonView const&, PersonView const&) = default;
};
BOOST_DESCRIBE_STRUCT(PersonView, (), (participant, name, group, took_part, opened, waiting, certificate))

/// Only facilitators get this.
struct DeskView {
    std::vector<LinkView> links;
    std::vector<GroupCount> seats;
    std::optional<Cid> undo;            ///< cid of the action that Undo would take back
    std::optional<std::string> undo_action;  ///< its command tag, e.g. "close_activity"
    std::vector<RepairView> repairs;    ///< oldest first
    std::optional<std::vector<PersonView>> people;  ///< a named room: in the order of joining
};
BOOST_DESCRIBE_STRUCT(DeskView, (), (links, seats, undo, undo_action, repairs, people))

/// Everything an audience may know at one position.
struct RoomView {
    RoomCard room;
    AgendaView agenda;
    std::vector<ActivityView> activities;
    std::vector<ProposalView> proposals;
    std::optional<DeskView> desk;
    FloorView floor;
    std::vector<RollView> roll;         ///< facilitators: by body, then by name
    std::vector<ClusterView> clusters;  ///< in the order they were made
};
BOOST_DESCRIBE_STRUCT(RoomView, (), (room, agenda, activities, proposals, desk, floor, roll, clusters))

/// What belongs to one seat alone; only its own sessions get it.
struct OwnBallot {
    ActivityId activity;
    std::uint32_t round = 1;
    std::uint32_t revision = 1;
    std::vector<Mark> marks;
    bool abstain = false;
    std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(OwnBallot, (), (activity, round, revision, marks, abstain, words))

/// What a certificate says beside name and training; its owner gets it, and whoever knows the code.
struct CertificateView {
    std::string code;                   ///< room code, then eight letters and digits: "482913-7KQ2M9XD"
    UnixMillis issued_at = 0;
    std::uint32_t took_part = 0, opened = 0;
};
BOOST_DESCRIBE_STRUCT(CertificateView, (), (code, issued_at, took_part, opened))

struct OwnView {
    ParticipantId participant;
    std::optional<Key> group;
    std::optional<std::string> name;
    std::vector<OwnBallot> ballots;     ///< of the current rounds
    std::vector<ProposalView> proposals;  ///< every own proposal, whatever its phase
    std::vector<ProposalId> endorsed;
    std::optional<RollId> roll;         ///< showed the slip of this line
    std::vector<ActivityId> may_vote;   ///< motions in whose last attempt they are in the base
    std::vector<ActivityId> done;       ///< what they answered before the round in which one may catch up
    std::optional<CertificateView> certificate;
};
BOOST_DESCRIBE_STRUCT(OwnView, (), (participant, group, name, ballots, proposals, endorsed, roll, may_vote, done, certificate))

}  // namespace warsha
