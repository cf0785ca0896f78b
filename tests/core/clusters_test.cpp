// Proposals sorted into clusters: made, renamed, merged, dissolved, filled; every step undoable, nothing lost, votes on what was frozen.

#include <algorithm>

#include "core/activities/dots/dots.hpp"
#include "core/activities/dots/robustness.hpp"
#include "core/tally.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const ideas = activity(1), vote = activity(2);
ItemId const first = item(71), second = item(72);

ActivityPlan dots_over_clusters(bool quadratic = false) {
    DotsConfig config{.source = ItemSource::clusters, .budget = {10}, .per_item_max = {4}};
    if (quadratic) config.quadratic = true;
    return dots(vote, config);
}

struct Sorted {
    Story room;
    std::vector<ProposalId> idea;
};

/// Four proposals of four people, none sorted yet.
Sorted four_ideas(bool quadratic = false) {
    Sorted made{a_room({proposals(ideas), dots_over_clusters(quadratic)}), {}};
    made.room.started().with_seats(4).opened(ideas);
    for (std::uint32_t n = 1; n <= 4; ++n) made.idea.push_back(made.room.proposes(n, ideas, "Idea " + std::to_string(n)));
    return made;
}

MakeCluster make(ItemId which, std::string name, std::vector<ProposalId> of) { return {which, words(std::move(name)), {std::move(of)}}; }

std::vector<std::vector<ProposalId>> members(Story const& room) {
    std::vector<std::vector<ProposalId>> all;
    for (auto const& cluster : room.room.clusters) all.push_back(cluster.proposals);
    return all;
}
using Members = std::vector<std::vector<ProposalId>>;

TEST(Clusters, AProposalLiesInAtMostOneAndAnEmptyOneIsGone) {  // SPEC K1
    auto [room, idea] = four_ideas();
    room.say(facilitator, make(first, "Water", {idea[0], idea[1]}));
    room.say(facilitator, make(second, "Roads", {idea[1], idea[2]}));
    EXPECT_EQ(members(room), (Members{{idea[0]}, {idea[1], idea[2]}}));
    room.say(facilitator, MoveProposals{{{idea[0]}}, second});
    EXPECT_EQ(members(room), (Members{{idea[1], idea[2], idea[0]}}));
}

TEST(Clusters, AreMergedAndDissolvedWhole) {  // SPEC K2
    auto [room, idea] = four_ideas();
    room.say(facilitator, make(first, "Water", {idea[0], idea[1]}));
    room.say(facilitator, make(second, "Roads", {idea[2]}));
    room.say(facilitator, MergeClusters{first, second});
    EXPECT_EQ(members(room), (Members{{idea[0], idea[1], idea[2]}}));
    EXPECT_EQ(room.room.clusters[0].label.en->text, "Water");
    room.say(facilitator, DissolveCluster{first});
    EXPECT_TRUE(room.room.clusters.empty());
    EXPECT_EQ(room.room.proposals.size(), 4U);
}

TEST(Clusters, EveryStepIsUndone) {  // SPEC K3
    auto [room, idea] = four_ideas();
    std::vector<Members> stood{members(room)};
    std::vector<Cid> steps;
    for (Command const& step : {Command(make(first, "Water", {idea[0], idea[1]})), Command(make(second, "Roads", {idea[2]})), Command(RenameCluster{first, words("Rivers")}),
                                Command(MoveProposals{{{idea[3], idea[0]}}, second}), Command(MergeClusters{second, first}), Command(DissolveCluster{second})}) {
        steps.push_back(room.say(facilitator, step));
        stood.push_back(members(room));
    }
    while (!steps.empty()) {
        stood.pop_back();
        EXPECT_EQ(room.room.undo.back().action, "sort_proposals");
        room.say(facilitator, Undo{steps.back()});
        EXPECT_EQ(members(room), stood.back());
        steps.pop_back();
    }
}

TEST(Clusters, WhatIsWrongIsRefused) {
    auto [room, idea] = four_ideas();
    room.say(facilitator, make(first, "Water", {idea[0]}));
    EXPECT_EQ(room.refusal(facilitator, make(first, "Again", {idea[1]})), Reject::duplicate_id);
    EXPECT_EQ(room.refusal(facilitator, make(second, "Nothing", {nth<ProposalId>('x', 9)})), Reject::unknown_proposal);
    EXPECT_EQ(room.refusal(facilitator, RenameCluster{second, words("?")}), Reject::unknown_cluster);
    EXPECT_EQ(room.refusal(facilitator, MergeClusters{first, second}), Reject::unknown_cluster);
    EXPECT_EQ(room.refusal(facilitator, DissolveCluster{second}), Reject::unknown_cluster);
    EXPECT_EQ(room.refusal(facilitator, MoveProposals{{{idea[0]}}, second}), Reject::unknown_cluster);
    room.say(facilitator, verdict(idea[1], Verdict::hide, "off topic"));
    EXPECT_EQ(room.refusal(facilitator, make(second, "Hidden", {idea[1]})), Reject::proposal_hidden);
    EXPECT_TRUE(room.is_already_so(facilitator, MoveProposals{{{idea[0]}}, first}));
}

TEST(Clusters, AreShownWithWhatTheAudienceMaySeeAndAuthorsKeepTheirProposals) {  // SPEC K1
    auto [room, idea] = four_ideas();
    room.say(facilitator, make(first, "Water", {idea[0], idea[1]}));
    room.say(facilitator, verdict(idea[1], Verdict::hide, "off topic"));
    auto const seen = [&](Audience audience) { return project_room(room.room, audience, "").clusters.at(0).proposals; };
    EXPECT_EQ(seen(Audience::walls), (std::vector{idea[0]}));
    EXPECT_EQ(seen(Audience::facilitators), (std::vector{idea[0], idea[1]}));
    EXPECT_EQ(project_own(room.room, participant(1), {}).proposals.size(), 1U);
}

TEST(DotsOverClusters, VoteOnWhatStoodWhenTheRoundOpened) {  // SPEC K4
    auto [room, idea] = four_ideas();
    EXPECT_EQ(room.refusal(facilitator, OpenActivity{vote, {}}), Reject::bad_config);  // nothing to vote on
    room.say(facilitator, make(first, "Water", {idea[0], idea[1]}));
    room.say(facilitator, make(second, "Roads", {idea[2]}));
    room.opened(vote).votes(1, ballot(vote, 1, {{first, 4}, {second, 2}}));
    room.say(facilitator, MergeClusters{second, first});
    auto const items = items_of(room.room, room.at(vote), room.round(vote));
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].proposals.value, (std::vector{idea[0], idea[1]}));
    EXPECT_EQ(tally(items, room.round(vote)).items[0].points, 4U);  // no vote moved
    room.say(facilitator, OpenRound{vote, {}});
    EXPECT_EQ(items_of(room.room, room.at(vote), room.round(vote)).size(), 1U);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{first, 1}}, 2)), Reject::unknown_item);
}

TEST(QuadraticDots, CostTheirSquare) {  // SPEC K5
    auto [room, idea] = four_ideas(true);
    room.say(facilitator, make(first, "Water", {idea[0]}));
    room.say(facilitator, make(second, "Roads", {idea[1]}));
    room.opened(vote);
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{first, 3}, {second, 1}})), std::nullopt);      // 9 + 1
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{first, 3}, {second, 2}})), Reject::too_many_dots);  // 9 + 4
    EXPECT_EQ(room.refusal(seat(1), ballot(vote, 1, {{first, 4}})), Reject::too_many_dots);
    EXPECT_EQ(most_on_item(std::get<DotsConfig>(room.at(vote).plan.config)), 3);
}

TEST(QuadraticDots, TheRobustnessLineKnowsTheirCost) {
    auto [room, idea] = four_ideas(true);
    room.say(facilitator, make(first, "Water", {idea[0]}));
    room.say(facilitator, make(second, "Roads", {idea[1]}));
    room.opened(vote);
    for (std::uint32_t n = 1; n <= 4; ++n) room.votes(n, ballot(vote, 1, {{first, 3}}));
    room.closed(vote);
    // 12 to 0; each voter can take 3 away and give 3: after two the items are even and the first stands above, after three the order changes.
    EXPECT_EQ(movers_to_change_order(std::get<DotsConfig>(room.at(vote).plan.config), items_of(room.room, room.at(vote), room.round(vote)), room.round(vote)), 3U);
}

}  // namespace
}  // namespace warsha
