#pragma once
// Agree, disagree or pass on each statement. An empty ballot says nothing about any.

#include "core/activities/common.hpp"

namespace warsha {

Refusal check_config(StatementsConfig const& config);
Refusal check_ballot(StatementsConfig const& config, Markable const& items, CastBallot const& ballot);
inline std::vector<Item> const& given_items(StatementsConfig const& config) { return config.items.value; }
inline bool has_live_results(StatementsConfig const& config) { return config.live_results; }
inline bool takes_ballots(StatementsConfig const&) { return true; }
inline Scale scale_of(StatementsConfig const&) { return {.steps = 3, .has_axes = false, .counts_first = true}; }

}  // namespace warsha
