#pragma once
// A budget of dots over options, clusters or proposals, a cap per item. An empty ballot takes all dots back.

#include "core/activities/common.hpp"

namespace warsha {

Refusal check_config(DotsConfig const& config);
Refusal check_ballot(DotsConfig const& config, Markable const& items, CastBallot const& ballot);
/// What so many dots on one item take from the budget.
inline std::int64_t cost_of(DotsConfig const& config, std::int64_t dots) { return config.quadratic.value_or(false) ? dots * dots : dots; }
/// The most dots one ballot can put on one item.
std::int64_t most_on_item(DotsConfig const& config);
inline std::vector<Item> const& given_items(DotsConfig const& config) { return config.items.value; }
inline bool has_live_results(DotsConfig const& config) { return config.live_results; }
inline bool takes_ballots(DotsConfig const&) { return true; }
inline Scale scale_of(DotsConfig const&) { return {}; }

}  // namespace warsha
