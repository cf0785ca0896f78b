#pragma once
// What is told of a room outside it: the one value from which snapshot.json, tables and reports are written.

#include "core/project.hpp"

namespace warsha {

/// A person's words; in a bundle with their salt, so that SHA-256(salt ‖ text) can be found in the journal.
struct PublicText {
    std::string text;
    std::optional<Bytes16> salt;
    friend auto operator<=>(PublicText const&, PublicText const&) = default;
};
BOOST_DESCRIBE_STRUCT(PublicText, (), (text, salt))

struct PublicWording {
    std::optional<PublicText> ar, fr, en;
    friend auto operator<=>(PublicWording const&, PublicWording const&) = default;
};
BOOST_DESCRIBE_STRUCT(PublicWording, (), (ar, fr, en))

struct PublicItem {
    ItemId id;
    std::optional<Title> label;          ///< absent: a proposal whose words may not be shown
    friend auto operator<=>(PublicItem const&, PublicItem const&) = default;
};
BOOST_DESCRIBE_STRUCT(PublicItem, (), (id, label))

struct PublicRound {
    std::uint32_t round = 1;
    UnixMillis opened_at = 0;
    std::optional<UnixMillis> closed_at;
    std::uint64_t voters = 0;            ///< effective ballots, abstentions included
    std::vector<PublicItem> items;       ///< in the order of the ballot paper
    std::optional<ResultView> result;    ///< absent: not shown to this audience, or an activity without votes
    std::optional<bool> catch_up;        ///< answered after the session
};
BOOST_DESCRIBE_STRUCT(PublicRound, (), (round, opened_at, closed_at, voters, items, result, catch_up))

struct PublicActivity {
    ActivityPlan plan;
    ActivityPhase phase = ActivityPhase::prepared;
    std::vector<PublicRound> rounds;
    std::optional<std::vector<RefusedView>> refused;  ///< a motion: openings without quorum, oldest first
};
BOOST_DESCRIBE_STRUCT(PublicActivity, (), (plan, phase, rounds, refused))

struct PublicProposal {
    ProposalId id;
    ActivityId activity;
    ProposalPhase phase = ProposalPhase::published;
    PublicWording title;
    std::optional<PublicWording> text;
    std::optional<Key> category;
    std::optional<Key> group;            ///< the author's
    std::optional<std::string> reason;   ///< facilitators' exports only
    std::uint64_t endorsements = 0;
    UnixMillis submitted_at = 0;
    bool edited = false;
    std::optional<bool> answered;        ///< a question; absent: not answered
    std::optional<PublicWording> answer; ///< in writing
};
BOOST_DESCRIBE_STRUCT(PublicProposal, (), (id, activity, phase, title, text, category, group, reason, endorsements, submitted_at, edited, answered, answer))

struct PhaseCount {
    ProposalPhase phase = ProposalPhase::hidden;
    std::uint64_t proposals = 0;
};
BOOST_DESCRIBE_STRUCT(PhaseCount, (), (phase, proposals))

/// Of a training: the rule, and how many have earned one. Names and codes are not told.
struct PublicCertificates {
    std::uint32_t percent = 70;
    std::uint64_t issued = 0;
};
BOOST_DESCRIBE_STRUCT(PublicCertificates, (), (percent, issued))

struct PublicRoom {
    std::uint32_t format = 1;
    RoomId id;
    std::string code;
    Title title;
    RoomPurpose purpose = RoomPurpose::live;
    RoomPhase phase = RoomPhase::prepared;
    std::vector<Group> groups;
    std::vector<Category> categories;
    UnixMillis created_at = 0;
    std::optional<UnixMillis> closed_at;
    std::optional<std::string> time_zone;   ///< IANA name; absent: UTC
    std::vector<GroupCount> participation;  ///< seats per group, in the groups' order; seats without a group last, if any
    std::optional<PublicCertificates> certificates;
    std::vector<PublicActivity> activities; ///< in the order of the agenda
    std::vector<PublicProposal> proposals;  ///< as submitted
    std::vector<PhaseCount> withheld;       ///< proposals whose words are not told, by phase
    std::optional<Hash> root;               ///< digest of the public journal's last line; bundles only
    std::optional<std::uint64_t> lines;     ///< of the public journal; bundles only
    std::optional<bool> words_erased;       ///< names and texts were erased since the close: there are hashes and no words
};
BOOST_DESCRIBE_STRUCT(PublicRoom, (), (format, id, code, title, purpose, phase, groups, categories, created_at, closed_at, time_zone, participation, certificates,
                                       activities, proposals, withheld, root, lines, words_erased))

/// As this audience may know it. Participants are told published proposals and results they may see; facilitators all that is not erased.
PublicRoom tell(RoomState const& room, Audience audience);

/// The wording in `language`, else in the first language there is; "" where there is none.
template <class W>
std::string const& pick(W const& words, Language language);

/// "dots", "choice", "proposals": the tag of the activity's config.
std::string_view kind_of(ActivityPlan const& plan);

/// The zone whose clocks a report shows: the room's, where this machine knows it, else UTC.
std::string zone_of(PublicRoom const& told);

}  // namespace warsha

#include "archive/pick.hpp"
