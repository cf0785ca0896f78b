#include "core/activities/choice/choice.hpp"

#include <algorithm>

namespace warsha {

Refusal check_config(ChoiceConfig const& config) {
    auto const options = static_cast<std::int64_t>(config.options.size());
    if (options < 2 || config.choices_min.value > config.choices_max.value || config.choices_max.value > options) return Reject::bad_config;
    return check_items(config.options.value);
}

Refusal check_ballot(ChoiceConfig const& config, Markable const& items, CastBallot const& ballot) {
    auto const& marks = ballot.marks.value;
    if (ballot.abstain) {
        if (!config.abstain) return Reject::abstain_not_allowed;
        if (!marks.empty()) return Reject::abstain_with_marks;
        return std::nullopt;
    }
    if (auto const wrong = check_marks(marks, items)) return wrong;
    if (std::ranges::any_of(marks, [](Mark const& mark) { return mark.points.value != 1; })) return Reject::too_many_on_item;
    auto const chosen = static_cast<std::int64_t>(marks.size());
    if (chosen < config.choices_min.value) return Reject::too_few_choices;
    if (chosen > config.choices_max.value) return Reject::too_many_choices;
    return std::nullopt;
}

}  // namespace warsha
