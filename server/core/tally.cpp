#include "core/tally.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <tuple>

#include "core/activities/kind.hpp"

namespace warsha {
namespace {

Title plain(SealedWording const& words) {
    auto const take = [](std::optional<Sealed> const& one) {
        return one && !one->erased ? std::optional(Text<1, 120>{one->text}) : std::nullopt;
    };
    return {take(words.ar), take(words.fr), take(words.en)};
}

/// Where an item stands in the result. A table of our own: a tally looks up tens of thousands of marks, ten times a second.
/// Unlucky ids cost time, never a wrong count.
class Places {
public:
    explicit Places(std::vector<Item> const& items) {
        while (slots_.size() < 2 * items.size() + 1) slots_.resize(slots_.size() * 2);
        ids_.reserve(items.size());
        for (auto const& item : items) {
            ids_.push_back(item.id);
            slots_[slot_of(item.id)] = static_cast<std::uint32_t>(ids_.size());
        }
    }
    /// nullopt: an item that is not in this round.
    [[nodiscard]] std::optional<std::size_t> find(ItemId which) const {
        auto const slot = slots_[slot_of(which)];
        return slot == 0 ? std::nullopt : std::optional<std::size_t>(slot - 1);
    }

private:
    /// The item's slot, or the free one where it would go.
    [[nodiscard]] std::size_t slot_of(ItemId which) const {
        auto at = mixed(which) & (slots_.size() - 1);
        while (slots_[at] != 0 && ids_[slots_[at] - 1] != which) at = (at + 1) & (slots_.size() - 1);
        return at;
    }
    static std::size_t mixed(ItemId which) {
        std::uint64_t halves[2];
        static_assert(sizeof halves == sizeof which.value);
        std::memcpy(halves, which.value.data(), sizeof halves);
        return ((halves[0] ^ (halves[1] >> 7)) * 0x9E3779B97F4A7C15ULL + halves[1] * 0xC2B2AE3D27D4EB4FULL) >> 29;
    }

    std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(16);  // a power of two; 0: free, else the index in ids_ plus one
    std::vector<ItemId> ids_;
};

/// Adds ballots to one result.
class Counter {
public:
    Counter(std::vector<Item> const& items, Places const& places, Scale const& scale)
        : places_(places), has_axes_(scale.has_axes), counts_first_(scale.counts_first), questions_(scale.questions) {
        auto const blank = [&](ItemId item, std::optional<Axis> axis) {
            auto const i = items_.size();
            auto const values = i < questions_.size() && questions_[i].answers > 0 ? questions_[i].answers : scale.steps;
            items_.push_back({item, 0, 0, axis, values == 0 ? std::nullopt : std::optional(std::vector<std::uint64_t>(values)), {}});
        };
        items_.reserve(items.size() * (has_axes_ ? 2 : 1));
        for (auto const& item : items) {
            if (!has_axes_) blank(item.id, std::nullopt);
            else for (auto const axis : {Axis::impact, Axis::feasibility}) blank(item.id, axis);
        }
    }
    void add(Ballot const& ballot) {
        ++voters;
        abstentions += ballot.abstain ? 1 : 0;
        for (auto const& mark : ballot.marks) {
            auto const place = places_.find(mark.item);
            if (!place || mark.axis.has_value() != has_axes_) continue;  // counts for nothing
            auto& item = items_[has_axes_ ? *place * 2 + (mark.axis == Axis::feasibility ? 1 : 0) : *place];
            auto const points = static_cast<std::uint64_t>(mark.points.value);
            item.points += worth(*place, points);
            ++item.voters;
            if (item.spread && points <= item.spread->size()) ++(*item.spread)[points - 1];
        }
    }
    [[nodiscard]] std::vector<ItemResult> const& items() const { return items_; }
    std::uint64_t voters = 0, abstentions = 0;

private:
    [[nodiscard]] std::uint64_t worth(std::size_t place, std::uint64_t points) const {
        if (counts_first_) return points == 1 ? 1 : 0;
        if (place >= questions_.size() || questions_[place].answers == 0) return points;
        auto const right = questions_[place].right;
        return right == 0 || points == right ? 1 : 0;
    }

    Places const& places_;
    bool has_axes_, counts_first_;
    std::vector<Scale::Question> questions_;
    std::vector<ItemResult> items_;
};

GroupResult merged(GroupResult a, GroupResult const& b) {
    a.groups.insert(a.groups.end(), b.groups.begin(), b.groups.end());
    std::ranges::sort(a.groups);
    a.voters += b.voters;
    a.abstentions += b.abstentions;
    for (std::size_t i = 0; i < a.items.size(); ++i) {
        a.items[i].points += b.items[i].points;
        a.items[i].voters += b.items[i].voters;
        if (a.items[i].spread) std::ranges::transform(*a.items[i].spread, *b.items[i].spread, a.items[i].spread->begin(), std::plus{});
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
    for (auto const& cluster : round.clusters) items.push_back({.id = cluster.id, .label = plain(cluster.label), .proposals = {cluster.proposals}});
    return items;
}

Scale scale_of(Activity const& activity) {
    return std::visit([](auto const& config) { return scale_of(config); }, activity.plan.config);
}

ResultView tally(std::vector<Item> const& items, Round const& round, Scale const& scale) {
    Places const places(items);
    Counter counter(items, places, scale);
    for (auto const& [voter, ballot] : round.ballots) counter.add(ballot);
    return {.abstentions = counter.abstentions, .items = counter.items(), .groups = {}};
}

std::vector<GroupResult> split_by_group(std::vector<Item> const& items, Round const& round, Scale const& scale) {
    static Key const none{"none"};
    Places const places(items);
    std::map<Key, Counter> by_group;
    for (auto const& [voter, ballot] : round.ballots) {
        auto const& key = ballot.group ? *ballot.group : none;
        auto found = by_group.find(key);
        if (found == by_group.end()) found = by_group.emplace(key, Counter(items, places, scale)).first;
        found->second.add(ballot);
    }
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
