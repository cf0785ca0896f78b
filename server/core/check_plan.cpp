#include "core/check_plan.hpp"

#include <algorithm>

#include "core/activities/kind.hpp"

namespace warsha {
namespace {

template <class Named>
bool has_duplicates(std::vector<Named> const& all) {
    std::set<Key> seen;
    return !std::ranges::all_of(all, [&](Named const& one) { return seen.insert(one.key).second; });
}

}  // namespace

std::optional<Reject> check_activity(ActivityPlan const& plan, std::vector<Group> const& groups) {
    std::set<Key> seen;
    for (auto const& key : plan.groups) {
        if (std::ranges::find(groups, key, &Group::key) == groups.end()) return Reject::unknown_group;
        if (!seen.insert(key).second) return Reject::duplicate_id;
    }
    if (std::holds_alternative<MotionConfig>(plan.config) && groups.empty()) return Reject::bad_config;  // bodies are groups
    return std::visit([](auto const& config) { return check_config(config); }, plan.config);
}

std::optional<Reject> check_plan(RoomPlan const& plan) {
    if (has_duplicates(plan.groups.value) || has_duplicates(plan.categories.value)) return Reject::duplicate_id;
    bool const is_named = plan.settings.named.value_or(false);
    if ((is_named && plan.settings.anonymous) || (plan.settings.certificate && !is_named)) return Reject::bad_config;
    std::set<ActivityId> seen;
    for (auto const& activity : plan.activities) {
        if (!seen.insert(activity.id).second) return Reject::duplicate_id;
        if (auto const wrong = check_activity(activity, plan.groups.value)) return wrong;
    }
    return std::nullopt;
}

}  // namespace warsha
