#pragma once
// Questions with answers to choose from: a survey, a quiz, a test before or after a training.

#include "core/activities/common.hpp"

namespace warsha {

Refusal check_config(FormConfig const& config);
Refusal check_ballot(FormConfig const& config, Markable const& items, CastBallot const& ballot);
inline std::vector<Item> const& given_items(FormConfig const& config) { return config.items.value; }
inline bool has_live_results(FormConfig const& config) { return config.live_results; }
inline bool takes_ballots(FormConfig const&) { return true; }
inline Scale scale_of(FormConfig const&) { return {.steps = 12}; }

}  // namespace warsha
