#include "core/activities/common.hpp"

#include <algorithm>

namespace warsha {

Refusal check_ids(std::vector<Item> const& items) {
    std::set<ItemId> seen;
    for (auto const& item : items)
        if (!seen.insert(item.id).second) return Reject::duplicate_id;
    return std::nullopt;
}

Refusal check_items(std::vector<Item> const& items) {
    if (std::ranges::any_of(items, [](Item const& item) { return item.answers.has_value(); })) return Reject::bad_config;
    return check_ids(items);
}

bool Markable::contains(ItemId which) const {
    return std::ranges::find(given_, which, &Item::id) != given_.end() || std::ranges::find(round_.frozen, ProposalId{which.value}) != round_.frozen.end() ||
           std::ranges::find(round_.clusters, which, &ProposalCluster::id) != round_.clusters.end();
}

Refusal check_marks(std::vector<Mark> const& marks, Markable const& items, bool has_axes) {
    std::set<std::pair<ItemId, std::optional<Axis>>> seen;
    for (auto const& mark : marks) {
        if (mark.axis.has_value() != has_axes) return Reject::wrong_kind;
        if (!items.contains(mark.item)) return Reject::unknown_item;
        if (!seen.insert({mark.item, mark.axis}).second) return Reject::duplicate_item;
    }
    return std::nullopt;
}

Refusal check_values(Scale const& scale, Markable const& items, CastBallot const& ballot) {
    if (ballot.abstain) return Reject::abstain_not_allowed;
    if (auto const wrong = check_marks(ballot.marks.value, items, scale.has_axes)) return wrong;
    auto const is_off = [&](Mark const& mark) { return mark.points.value > scale.steps; };
    return std::ranges::any_of(ballot.marks, is_off) ? Refusal(Reject::too_many_on_item) : std::nullopt;
}

}  // namespace warsha
