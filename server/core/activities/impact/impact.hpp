#pragma once
// Impact × feasibility: every item from 1 to N on two questions, either of which may be skipped.

#include "core/activities/common.hpp"

namespace warsha {

Refusal check_config(ImpactConfig const& config);
Refusal check_ballot(ImpactConfig const& config, Markable const& items, CastBallot const& ballot);
inline std::vector<Item> const& given_items(ImpactConfig const& config) { return config.items.value; }
inline bool has_live_results(ImpactConfig const& config) { return config.live_results; }
inline bool takes_ballots(ImpactConfig const&) { return true; }
inline Scale scale_of(ImpactConfig const& config) { return {.steps = static_cast<std::uint32_t>(config.steps.value), .has_axes = true}; }

}  // namespace warsha
