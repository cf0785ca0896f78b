#pragma once
// What a workshop is made of: activities and how each kind is configured.
// A new kind adds its Config here, one folder in server/core/activities, one in web-client/src/activities.

#include "protocol/clusters.hpp"
#include "protocol/motion.hpp"
#include "protocol/training.hpp"

namespace warsha {

/// Collect proposals from the audience.
struct ProposalsConfig {
    bool moderated = false;             ///< a proposal waits for a facilitator before others see it; switched live
    Int<0, 50> per_participant_max{10};  ///< 0: no limit but the room's
    bool endorsing = true;
    friend auto operator<=>(ProposalsConfig const&, ProposalsConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(ProposalsConfig, (), (moderated, per_participant_max, endorsing))

/// Single or several of N options.
struct ChoiceConfig {
    List<Item, 50> options;
    Int<0, 50> choices_min{1};
    Int<1, 50> choices_max{1};
    bool abstain = false;
    bool live_results = false;          ///< false: counts leave the server only after the reveal
    friend auto operator<=>(ChoiceConfig const&, ChoiceConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(ChoiceConfig, (), (options, choices_min, choices_max, abstain, live_results))

enum class ItemSource { given, proposals, clusters };
BOOST_DESCRIBE_ENUM(ItemSource, given, proposals, clusters)

/// A budget of dots over items, a cap per item.
struct DotsConfig {
    ItemSource source = ItemSource::given;  ///< proposals: the published ones; clusters: the room's; both frozen when a round opens
    List<Item, 1000> items;                 ///< empty unless the source is given
    Int<1, 80> budget{10};                  ///< 80 dots on 80 items are the largest ballot that fits a participant's message
    Int<1, 100> per_item_max{4};
    bool live_results = false;
    std::optional<bool> quadratic;          ///< n dots on an item cost n² of the budget
    friend auto operator<=>(DotsConfig const&, DotsConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(DotsConfig, (), (source, items, budget, per_item_max, live_results, quadratic))

/// Every item gets a value from 1 to `steps`; an item without a mark was skipped, and skips are counted.
struct RatingConfig {
    List<Item, 40> items;
    Int<2, 10> steps{5};
    std::optional<Label> lowest, highest;   ///< what 1 and `steps` mean
    bool live_results = false;
    friend auto operator<=>(RatingConfig const&, RatingConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(RatingConfig, (), (items, steps, lowest, highest, live_results))

/// Every item is rated twice, from 1 to `steps`: how much it changes, and how well it can be done. Either may be skipped.
struct ImpactConfig {
    List<Item, 40> items;                ///< 80 marks fit a participant's message
    Int<2, 10> steps{5};
    bool live_results = false;
    friend auto operator<=>(ImpactConfig const&, ImpactConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(ImpactConfig, (), (items, steps, live_results))

/// Short answers in people's own words: counted as a cloud, or listed one below the other.
struct WordsConfig {
    bool cloud = true;
    Int<1, 10> per_participant_max{3};
    bool live_results = true;
    friend auto operator<=>(WordsConfig const&, WordsConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(WordsConfig, (), (cloud, per_participant_max, live_results))

/// To each statement: 1 agree, 2 disagree, 3 pass.
struct StatementsConfig {
    List<Item, 40> items;
    bool live_results = false;
    friend auto operator<=>(StatementsConfig const&, StatementsConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(StatementsConfig, (), (items, live_results))

/// The hall asks, others vote the questions up, the floor answers live or in writing. A question is a proposal, an up-vote its endorsement.
struct QuestionsConfig {
    bool moderated = false;
    Int<0, 50> per_participant_max{10};  ///< 0: no limit but the room's
    friend auto operator<=>(QuestionsConfig const&, QuestionsConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(QuestionsConfig, (), (moderated, per_participant_max))

using ActivityConfig = std::variant<ProposalsConfig, ChoiceConfig, DotsConfig, RatingConfig, ImpactConfig, WordsConfig, StatementsConfig, QuestionsConfig,
                                    MotionConfig, ClustersConfig, FormConfig, MaterialsConfig>;  ///< tags: proposals, choice, dots, …

struct ActivityPlan {
    ActivityId id;
    Title title;                        ///< the question, as the wall shows it
    List<Key, 20> groups;               ///< who may act; empty: everyone with a seat
    ActivityConfig config;
    friend auto operator<=>(ActivityPlan const&, ActivityPlan const&) = default;
};
BOOST_DESCRIBE_STRUCT(ActivityPlan, (), (id, title, groups, config))

/// What a room is for. Only rehearsal and demo rooms have the unmerged check export.
enum class RoomPurpose { live, rehearsal, demo };
BOOST_DESCRIBE_ENUM(RoomPurpose, live, rehearsal, demo)

struct RoomSettings {
    bool ask_name = false;              ///< the phone offers a field for a display name; it is never required
    bool show_presence = true;          ///< how many are here, on phones and wall
    bool anonymous = false;             ///< the room key dies at the close: nobody can tie ballots to seats any more
    std::optional<bool> named;          ///< everybody says their name, and facilitators see who has answered (not what)
    std::optional<CertificateRule> certificate;  ///< named rooms only
    friend auto operator<=>(RoomSettings const&, RoomSettings const&) = default;
};
BOOST_DESCRIBE_STRUCT(RoomSettings, (), (ask_name, show_presence, anonymous, named, certificate))

/// Everything an organiser says to create a room (body of POST /api/rooms).
struct RoomPlan {
    Title title;
    RoomPurpose purpose = RoomPurpose::live;
    RoomSettings settings;
    List<Group, 20> groups;
    List<Category, 20> categories;
    List<ActivityPlan, 100> activities;
    std::optional<Text<1, 40>> time_zone;  ///< IANA name, for reports and workbooks; absent: the server's, and UTC in rooms older than that
    friend auto operator<=>(RoomPlan const&, RoomPlan const&) = default;
};
BOOST_DESCRIBE_STRUCT(RoomPlan, (), (title, purpose, settings, groups, categories, activities, time_zone))

}  // namespace warsha
