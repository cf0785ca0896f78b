#pragma once
// Short answers in people's own words; how they are counted is in cloud.hpp. An empty ballot takes all answers back.

#include "core/activities/common.hpp"

namespace warsha {

Refusal check_config(WordsConfig const& config);
Refusal check_ballot(WordsConfig const& config, Markable const& items, CastBallot const& ballot);
inline std::vector<Item> const& given_items(WordsConfig const&) { return no_items(); }
inline bool has_live_results(WordsConfig const& config) { return config.live_results; }
inline bool takes_ballots(WordsConfig const&) { return true; }
inline Scale scale_of(WordsConfig const&) { return {}; }

}  // namespace warsha
