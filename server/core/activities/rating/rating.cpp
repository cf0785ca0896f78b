#include "core/activities/rating/rating.hpp"

namespace warsha {

Refusal check_config(RatingConfig const& config) {
    if (config.items.empty()) return Reject::bad_config;
    return check_items(config.items.value);
}

Refusal check_ballot(RatingConfig const& config, Markable const& items, CastBallot const& ballot) {
    return check_values(scale_of(config), items, ballot);
}

}  // namespace warsha
