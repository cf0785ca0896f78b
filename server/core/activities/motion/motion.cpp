#include "core/activities/motion/motion.hpp"

namespace warsha {

Refusal check_config(MotionConfig const& config) {
    auto const& quorum = config.quorum;
    if (quorum.num.value > quorum.den.value || (quorum.strictly && quorum.num.value == quorum.den.value)) return Reject::bad_config;
    auto const& majority = config.majority;
    bool const is_fraction = majority.threshold == Threshold::fraction;
    if (majority.num.has_value() != is_fraction || majority.den.has_value() != is_fraction) return Reject::bad_config;
    if (is_fraction && majority.num->value > majority.den->value) return Reject::bad_config;
    return std::nullopt;
}

Refusal check_ballot(MotionConfig const&, Markable const& items, CastBallot const& ballot) {
    if (ballot.abstain) return Reject::abstain_not_allowed;  // to abstain is a choice of its own here
    if (auto const wrong = check_marks(ballot.marks.value, items)) return wrong;
    if (ballot.marks.empty()) return Reject::too_few_choices;
    return ballot.marks.value.front().points.value > 3 ? Refusal(Reject::too_many_on_item) : std::nullopt;
}

}  // namespace warsha
