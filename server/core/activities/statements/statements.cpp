#include "core/activities/statements/statements.hpp"

namespace warsha {

Refusal check_config(StatementsConfig const& config) {
    if (config.items.empty()) return Reject::bad_config;
    return check_items(config.items.value);
}

Refusal check_ballot(StatementsConfig const& config, Markable const& items, CastBallot const& ballot) {
    return check_values(scale_of(config), items, ballot);
}

}  // namespace warsha
