#include "core/tally.hpp"

#include <algorithm>

#include "core/activities/kind.hpp"

namespace warsha {
namespace {

Title plain(SealedWording const& words) {
    auto const take = [](std::optional<Sealed> const& one) {
        return one && !one->erased ? std::optional(Text<1, 120>{one->text}) : std::nullopt;
    };
    return {take(words.ar), take(words.fr), take(words.en)};
}

/// Adds ballots to one result.
class Counter {
public:
    explicit Counter(std::vector<Item> const& items) {
        for (auto const& item : items) {
            place_.emplace(item.id, counts_.size());
            counts_.push_back({item.id, 0, 0});
        }
    }
    void add(Ballot const& ballot) {
        ++voters;
        abstentions += ballot.abstain ? 1 : 0;
        for (auto const& mark : ballot.marks) {
            auto const found = place_.find(mark.item);
            if (found == place_.end()) continue;  // an item that is not in this round counts for nothing
            counts_[found->second].points += static_cast<std::uint64_t>(mark.points.value);
            ++counts_[found->second].voters;
        }
    }
    [[nodiscard]] std::vector<ItemResult> const& items() const { return counts_; }
    std::uint64_t voters = 0, abstentions = 0;

private:
    std::map<ItemId, std::size_t> place_;
    std::vector<ItemResult> counts_;
};

GroupResult merged(GroupResult a, GroupResult const& b) {
    a.groups.insert(a.groups.end(), b.groups.begin(), b.groups.end());
    std::ranges::sort(a.groups);
    a.voters += b.voters;
    a.abstentions += b.abstentions;
    for (std::size_t i = 0; i < a.items.size(); ++i) {
        a.items[i].points += b.items[i].points;
        a.items[i].voters += b.items[i].voters;
    }
    return a;
}

}  // namespace

std::vector<Item> items_of(RoomState const& room, Activity const& activity, Round const& round) {
    std::vector<Item> items = std::visit([](auto const& config) -> std::vector<Item> const& { return given_items(config); }, activity.plan.config);
    for (auto const& frozen : round.frozen) {
        auto const* const proposal = room.find(frozen);
        items.push_back({.id = ItemId{frozen.value}, .label = proposal ? plain(proposal->title) : Title{}, .proposals = {{frozen}}});
    }
    return items;
}

ResultView tally(std::vector<Item> const& items, Round const& round) {
    Counter counter(items);
    for (auto const& [voter, ballot] : round.ballots) counter.add(ballot);
    return {.abstentions = counter.abstentions, .items = counter.items(), .groups = {}};
}

std::vector<GroupResult> split_by_group(std::vector<Item> const& items, Round const& round) {
    std::map<Key, Counter> by_group;
    for (auto const& [voter, ballot] : round.ballots) by_group.try_emplace(ballot.group.value_or(Key{"none"}), items).first->second.add(ballot);
    std::vector<GroupResult> parts;
    for (auto const& [key, counter] : by_group)
        parts.push_back({.groups = {key}, .voters = counter.voters, .abstentions = counter.abstentions, .items = counter.items()});
    return parts;
}

std::vector<GroupResult> merge_small_groups(std::vector<GroupResult> parts) {
    auto const by_size = [](GroupResult const& a, GroupResult const& b) { return std::tie(a.voters, a.groups) < std::tie(b.voters, b.groups); };
    while (parts.size() > 1) {
        std::ranges::sort(parts, by_size);
        if (parts[0].voters >= group_voters_min) break;
        parts[1] = merged(std::move(parts[1]), parts[0]);
        parts.erase(parts.begin());
    }
    if (parts.size() == 1 && parts[0].voters < group_voters_min) return {};
    std::ranges::sort(parts, {}, &GroupResult::groups);
    return parts;
}

}  // namespace warsha
