#include "core/activities/dots/dots.hpp"

#include <algorithm>

namespace warsha {

Refusal check_config(DotsConfig const& config) {
    if (config.source == ItemSource::given && config.items.empty()) return Reject::bad_config;
    if (config.source != ItemSource::given && !config.items.empty()) return Reject::bad_config;
    return check_items(config.items.value);
}

std::int64_t most_on_item(DotsConfig const& config) {
    auto most = std::min(config.per_item_max.value, config.budget.value);
    while (cost_of(config, most) > config.budget.value) --most;
    return most;
}

Refusal check_ballot(DotsConfig const& config, Markable const& items, CastBallot const& ballot) {
    if (ballot.abstain) return Reject::abstain_not_allowed;
    if (auto const wrong = check_marks(ballot.marks.value, items)) return wrong;
    std::int64_t placed = 0;
    for (auto const& mark : ballot.marks) {
        if (mark.points.value > config.per_item_max.value) return Reject::too_many_on_item;
        placed += cost_of(config, mark.points.value);
    }
    if (placed > config.budget.value) return Reject::too_many_dots;
    return std::nullopt;
}

}  // namespace warsha
