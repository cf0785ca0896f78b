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
};
BOOST_DESCRIBE_STRUCT(Wording<200>, (), (ar, fr, en))
BOOST_DESCRIBE_STRUCT(AgendaView, (), (order, stage, blank, announcement))

/// A deadline is either running (`at`, server clock) or paused (`left_ms`).
struct DeadlineView {
    std::optional<UnixMillis> at;
    std::optional<std::int64_t> left_ms;
    friend auto operator<=>(DeadlineView const&, DeadlineView const&) = default;
};
BOOST_DESCRIBE_STRUCT(DeadlineView, (), (at, left_ms))

struct ItemResult {
    ItemId item;
    std::uint64_t points = 0;           ///< votes for a choice, dots for dots, the sum of the values for a rating
    std::uint64_t voters = 0;           ///< how many ballots marked it; the others skipped it
    std::optional<Axis> axis;           ///< an impact activity has two results for each item, impact first
    std::optional<std::vector<std::uint64_t>> spread;  ///< rating and impact: how many ballots gave 1, 2, … `steps`
    friend auto operator<=>(ItemResult const&, ItemResult const&) = default;
};
BOOST_DESCRIBE_STRUCT(ItemResult, (), (item, points, voters, axis, spread))

/// One group's part of a result, or several small groups' merged part (at least five voters together).
struct GroupResult {
    std::vector<Key> groups;            ///< empty key list never occurs; voters without a group stand under key "none"
    std::uint64_t voters = 0;
    std::uint64_t abstentions = 0;
    std::vector<ItemResult> items;      ///< same order as ResultView::items
    friend auto operator<=>(GroupResult const&, GroupResult const&) = default;
};
BOOST_DESCRIBE_STRUCT(GroupResult, (), (groups, voters, abstentions, items))

struct ResultView {
    std::uint64_t abstentions = 0;
    std::vector<ItemResult> items;      ///< in the activity's own order, never sorted by points
    std::vector<GroupResult> groups;    ///< empty while open, and where even all together are fewer than five
    std::optional<std::uint64_t> movers;  ///< dots, once closed: how few voters could change the order by moving their dots; absent: not even all
    friend auto operator<=>(ResultView const&, ResultView const&) = default;
};
BOOST_DESCRIBE_STRUCT(ResultView, (), (abstentions, items, groups, movers))

/// A round's count of voters, and its result where the audience may see it now.
struct RoundView {
    std::uint32_t round = 1;
    std::uint64_t voters = 0;           ///< ballots recorded, abstentions included
    std::optional<ResultView> result;
    friend auto operator<=>(RoundView const&, RoundView const&) = default;
};
BOOST_DESCRIBE_STRUCT(RoundView, (), (round, voters, result))

struct ActivityView {
    ActivityPlan plan;
    ActivityPhase phase = ActivityPhase::prepared;
    std::uint32_t round = 0;            ///< 0: never opened
    bool revealed = false;
    std::optional<DeadlineView> deadline;
    std::vector<Item> items;            ///< what can be voted on in this round (options, clusters, frozen proposals); empty for proposals
    std::vector<RoundView> rounds;      ///< oldest first; the last is the current one
};
BOOST_DESCRIBE_STRUCT(ActivityView, (), (plan, phase, round, revealed, deadline, items, rounds))

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
};
BOOST_DESCRIBE_STRUCT(ProposalView, (), (id, activity, title, text, category, group, author_name, author, phase, reason, endorsements,
                                         submitted_at, edited))

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

/// Only facilitators get this.
struct DeskView {
    std::vector<LinkView> links;
    std::vector<GroupCount> seats;
    std::optional<Cid> undo;            ///< cid of the action that Undo would take back
    std::optional<std::string> undo_action;  ///< its command tag, e.g. "close_activity"
    std::vector<RepairView> repairs;    ///< oldest first
};
BOOST_DESCRIBE_STRUCT(DeskView, (), (links, seats, undo, undo_action, repairs))

/// Everything an audience may know at one position.
struct RoomView {
    RoomCard room;
    AgendaView agenda;
    std::vector<ActivityView> activities;
    std::vector<ProposalView> proposals;
    std::optional<DeskView> desk;
};
BOOST_DESCRIBE_STRUCT(RoomView, (), (room, agenda, activities, proposals, desk))

/// What belongs to one seat alone; only its own sessions get it.
struct OwnBallot {
    ActivityId activity;
    std::uint32_t round = 1;
    std::uint32_t revision = 1;
    std::vector<Mark> marks;
    bool abstain = false;
};
BOOST_DESCRIBE_STRUCT(OwnBallot, (), (activity, round, revision, marks, abstain))

struct OwnView {
    ParticipantId participant;
    std::optional<Key> group;
    std::optional<std::string> name;
    std::vector<OwnBallot> ballots;     ///< of the current rounds
    std::vector<ProposalView> proposals;  ///< every own proposal, whatever its phase
    std::vector<ProposalId> endorsed;
};
BOOST_DESCRIBE_STRUCT(OwnView, (), (participant, group, name, ballots, proposals, endorsed))

}  // namespace warsha
