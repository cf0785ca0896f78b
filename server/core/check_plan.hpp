#pragma once
// Is a plan possible at all? Asked when a room is created and when an activity is added.

#include "core/state.hpp"
#include "protocol/codes.hpp"

namespace warsha {

std::optional<Reject> check_plan(RoomPlan const& plan);
std::optional<Reject> check_activity(ActivityPlan const& plan, std::vector<Group> const& groups);

}  // namespace warsha
