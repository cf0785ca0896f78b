#pragma once
// A formal opinion: 1 for, 2 against, 3 abstain. Who may vote and how it is counted: count.hpp; when it is carried: majority.hpp.

#include "core/activities/common.hpp"

namespace warsha {

Refusal check_config(MotionConfig const& config);
Refusal check_ballot(MotionConfig const& config, Markable const& items, CastBallot const& ballot);
/// What is voted on: the motion itself, under an id of zeros.
inline std::vector<Item> const& given_items(MotionConfig const&) {
    static std::vector<Item> const motion{Item{}};
    return motion;
}
inline bool has_live_results(MotionConfig const&) { return false; }
inline bool takes_ballots(MotionConfig const&) { return true; }
inline Scale scale_of(MotionConfig const&) { return {.steps = 3, .has_axes = false, .counts_first = true}; }

}  // namespace warsha
