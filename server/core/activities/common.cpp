#include "core/activities/common.hpp"

#include <algorithm>

namespace warsha {

Refusal check_items(std::vector<Item> const& items) {
    std::set<ItemId> seen;
    for (auto const& item : items)
        if (!seen.insert(item.id).second) return Reject::duplicate_id;
    return std::nullopt;
}

Refusal check_marks(std::vector<Mark> const& marks, std::vector<Item> const& items) {
    std::set<ItemId> known, seen;
    for (auto const& item : items) known.insert(item.id);
    for (auto const& mark : marks) {
        if (!known.contains(mark.item)) return Reject::unknown_item;
        if (!seen.insert(mark.item).second) return Reject::duplicate_item;
    }
    return std::nullopt;
}

}  // namespace warsha
