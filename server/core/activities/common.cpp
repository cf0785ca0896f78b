#include "core/activities/common.hpp"

#include <algorithm>

namespace warsha {

Refusal check_items(std::vector<Item> const& items) {
    std::set<ItemId> seen;
    for (auto const& item : items)
        if (!seen.insert(item.id).second) return Reject::duplicate_id;
    return std::nullopt;
}

bool Markable::contains(ItemId which) const {
    return std::ranges::find(given_, which, &Item::id) != given_.end() || std::ranges::find(frozen_, ProposalId{which.value}) != frozen_.end();
}

Refusal check_marks(std::vector<Mark> const& marks, Markable const& items) {
    std::set<ItemId> seen;
    for (auto const& mark : marks) {
        if (!items.contains(mark.item)) return Reject::unknown_item;
        if (!seen.insert(mark.item).second) return Reject::duplicate_item;
    }
    return std::nullopt;
}

}  // namespace warsha
