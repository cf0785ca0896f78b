#pragma once
// Single or several of N options, abstention where the plan allows it.

#include "core/activities/common.hpp"

namespace warsha {

Refusal check_config(ChoiceConfig const& config);
Refusal check_ballot(ChoiceConfig const& config, Markable const& items, CastBallot const& ballot);
inline std::vector<Item> const& given_items(ChoiceConfig const& config) { return config.options.value; }
inline bool has_live_results(ChoiceConfig const& config) { return config.live_results; }
inline bool takes_ballots(ChoiceConfig const&) { return true; }
inline Scale scale_of(ChoiceConfig const&) { return {}; }

}  // namespace warsha
