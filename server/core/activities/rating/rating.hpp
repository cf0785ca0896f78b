#pragma once
// Every item from 1 to N. An empty ballot skips everything.

#include "core/activities/common.hpp"

namespace warsha {

Refusal check_config(RatingConfig const& config);
Refusal check_ballot(RatingConfig const& config, Markable const& items, CastBallot const& ballot);
inline std::vector<Item> const& given_items(RatingConfig const& config) { return config.items.value; }
inline bool has_live_results(RatingConfig const& config) { return config.live_results; }
inline bool takes_ballots(RatingConfig const&) { return true; }
inline Scale scale_of(RatingConfig const& config) { return {.steps = static_cast<std::uint32_t>(config.steps.value), .has_axes = false}; }

}  // namespace warsha
