#pragma once
// Is a plan possible at all? Asked when a room is created and when an activity is added.

#include "core/state.hpp"
#include "protocol/codes.hpp"

namespace warsha {

/// Activities, groups and categories each have an id of their own; an item has one within its activity (one cluster may
/// stand in two votes). nullopt: possible.
std::optional<Reject> check_plan(RoomPlan const& plan);
std::optional<Reject> check_activity(ActivityPlan const& plan, std::vector<Group> const& groups);

}  // namespace warsha
