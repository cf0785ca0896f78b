// The workshop that everybody knows: 104 people, 13 clusters, 88 ballots of dots. The numbers were computed elsewhere.

#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "core/check_plan.hpp"
#include "core/tally.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;
using Json = nlohmann::json;

ActivityId const vote = activity(1);

Json scenario() {
    std::ifstream in("tests/workshop/scenario.json");
    return Json::parse(in);
}

struct Workshop {
    Json data = scenario();
    std::map<std::string, std::uint32_t> seats;     // person → number of the seat
    std::map<std::string, std::uint32_t> clusters;  // "K01" → number of the item
    Story room;

    Workshop() : room(begin()) {
        room.started();
        for (auto const& person : data.at("people")) {
            room.with_seats(1, Key{person.at("group").get<std::string>()});
            seats.emplace(person.at("id").get<std::string>(), static_cast<std::uint32_t>(seats.size() + 1));
        }
        room.opened(vote);
    }

    Story begin() {
        DotsConfig config{.budget = {data.at("dot_vote").at("budget").get<std::int64_t>()}, .per_item_max = {data.at("dot_vote").at("per_item_max").get<std::int64_t>()}};
        for (auto const& cluster : data.at("clusters")) {
            auto const n = static_cast<std::uint32_t>(clusters.size() + 1);
            clusters.emplace(cluster.at("id").get<std::string>(), n);
            config.items.value.push_back({item(n), words(cluster.at("title_fr").get<std::string>()), {}});
        }
        auto made = plan();
        made.groups.value.clear();
        std::vector<Key> voting;
        for (auto const& group : data.at("groups")) {
            Key const key{group.at("key").get<std::string>()};
            made.groups.value.push_back({key, {.ar = {}, .fr = {{key.value}}, .en = {}}});
            if (group.at("votes_in_polls").get<bool>()) voting.push_back(key);
        }
        made.activities.value = {only_for(dots(vote, config), voting)};
        EXPECT_EQ(check_plan(made), std::nullopt);
        return a_room(made);
    }

    CastBallot ballot_of(std::string const& person, std::int64_t revision) const {
        std::vector<std::pair<ItemId, std::int64_t>> marks;
        for (auto const& [cluster, points] : data.at("dot_vote").at("ballots").at(person).items()) marks.emplace_back(item(clusters.at(cluster)), points.get<std::int64_t>());
        return ballot(vote, revision, marks);
    }

    void all_vote() {
        for (auto const& [person, dots] : data.at("dot_vote").at("ballots").items()) room.votes(seats.at(person), ballot_of(person, 1));
    }

    Json const& expected() const { return data.at("dot_vote").at("expected"); }
};

TEST(Scenario, DotVoteGivesTheExpectedTotals) {
    Workshop workshop;
    workshop.all_vote();
    auto const& room = workshop.room;
    EXPECT_EQ(room.room.participants.size(), 104U);
    EXPECT_EQ(room.round(vote).ballots.size(), workshop.expected().at("voters").get<std::size_t>());
    auto const result = tally(items_of(room.room, room.at(vote), room.round(vote)), room.round(vote));
    std::uint64_t placed = 0;
    for (auto const& [cluster, total] : workshop.expected().at("totals").items()) {
        EXPECT_EQ(result.items.at(workshop.clusters.at(cluster) - 1).points, total.get<std::uint64_t>()) << cluster;
        placed += total.get<std::uint64_t>();
    }
    EXPECT_EQ(placed, workshop.expected().at("dots_placed").get<std::uint64_t>());
}

TEST(Scenario, DotVoteGivesTheExpectedOrder) {
    Workshop workshop;
    workshop.all_vote();
    auto ranked = tally(items_of(workshop.room.room, workshop.room.at(vote), workshop.room.round(vote)), workshop.room.round(vote)).items;
    std::ranges::stable_sort(ranked, std::ranges::greater{}, &ItemResult::points);  // equal points: in the order of the items
    auto const& order = workshop.expected().at("order");
    ASSERT_EQ(ranked.size(), order.size());
    for (std::size_t i = 0; i < ranked.size(); ++i) EXPECT_EQ(ranked[i].item, item(workshop.clusters.at(order[i].get<std::string>()))) << "place " << i + 1;
}

TEST(Scenario, DotVoteGivesTheExpectedSplitByGroup) {
    Workshop workshop;
    workshop.all_vote();
    auto const parts = split_by_group(items_of(workshop.room.room, workshop.room.at(vote), workshop.room.round(vote)), workshop.room.round(vote));
    ASSERT_EQ(parts.size(), 5U);
    for (auto const& part : parts)
        for (auto const& [cluster, by_group] : workshop.expected().at("by_group").items())
            EXPECT_EQ(part.items.at(workshop.clusters.at(cluster) - 1).points, by_group.value(part.groups.front().value, 0U)) << cluster << " " << part.groups.front().value;
    EXPECT_EQ(merge_small_groups(parts).size(), 5U);  // each has five voters or more
}

TEST(Scenario, WhatIsSaidThreeTimesCountsOnce) {
    Workshop once, thrice;
    once.all_vote();
    for (int i = 0; i < 3; ++i)
        for (auto const& entry : once.room.journal) thrice.room.happen(entry);
    EXPECT_EQ(thrice.room.round(vote).ballots.size(), 88U);
    EXPECT_EQ(print_without_offsets(thrice.room.room), print_without_offsets(once.room.room));
}

TEST(Scenario, TheAdministrationDoesNotVote) {
    Workshop workshop;
    for (auto const& person : workshop.data.at("people"))
        if (!person.at("votes_in_polls").get<bool>()) {
            auto const by = seat(workshop.seats.at(person.at("id").get<std::string>()));
            EXPECT_EQ(workshop.room.refusal(by, ballot(vote, 1, {{item(1), 1}})), Reject::not_your_group);
        }
}

}  // namespace
}  // namespace warsha
