#include "core/activities/form/form.hpp"

#include <algorithm>

#include "core/tally.hpp"

namespace warsha {
namespace {

bool is_graded(FormConfig const& config) { return config.use != FormUse::survey; }

Refusal check_question(Item const& item) {
    if (!item.proposals.empty()) return Reject::bad_config;
    return item.answers && item.answers->size() < 2 ? Refusal(Reject::bad_config) : std::nullopt;
}

/// A right answer is one of the question's answers, and something is right at all.
Refusal check_key(FormConfig const& config) {
    if (is_graded(config) != config.key.has_value()) return Reject::bad_config;
    if (!config.key) return std::nullopt;
    if (config.key->size() != config.items.size()) return Reject::bad_config;
    bool is_something_right = false;
    for (std::size_t i = 0; i < config.items.size(); ++i) {
        auto const right = static_cast<std::size_t>(config.key->value[i].value);
        auto const& answers = config.items.value[i].answers;
        if (right > (answers ? answers->size() : 0)) return Reject::bad_config;
        is_something_right = is_something_right || right > 0;
    }
    return is_something_right ? std::nullopt : Refusal(Reject::bad_config);
}

std::optional<Mark> mark_on(ItemId item, std::vector<Mark> const& marks) {
    auto const found = std::ranges::find(marks, item, &Mark::item);
    return found == marks.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

Refusal check_config(FormConfig const& config) {
    if (config.items.empty() || (is_graded(config) && config.live_results)) return Reject::bad_config;
    if (config.before && config.use != FormUse::post_test) return Reject::bad_config;
    for (auto const& item : config.items)
        if (auto const wrong = check_question(item)) return wrong;
    if (auto const wrong = check_key(config)) return wrong;
    return check_ids(config.items.value);
}

Refusal check_ballot(FormConfig const& config, Markable const& items, CastBallot const& ballot) {
    if (ballot.abstain) return Reject::abstain_not_allowed;
    if (auto const wrong = check_marks(ballot.marks.value, items)) return wrong;
    for (auto const& mark : ballot.marks) {
        auto const& answers = std::ranges::find(config.items.value, mark.item, &Item::id)->answers;
        if (mark.points.value > (answers ? static_cast<std::int64_t>(answers->size()) : config.steps.value)) return Reject::too_many_on_item;
    }
    return std::nullopt;
}

Scale scale_of(FormConfig const& config) {
    Scale scale{.steps = static_cast<std::uint32_t>(config.steps.value)};
    for (std::size_t i = 0; i < config.items.size(); ++i) {
        auto const& answers = config.items.value[i].answers;
        scale.questions.push_back({static_cast<std::uint32_t>(answers ? answers->size() : 0),
                                   static_cast<std::uint32_t>(config.key ? config.key->value[i].value : 0)});
    }
    return scale;
}

bool changes_only(std::optional<ItemId> shown, std::vector<Mark> const& before, std::vector<Mark> const& after) {
    auto const is_kept = [&](std::vector<Mark> const& from, std::vector<Mark> const& in) {
        return std::ranges::all_of(from, [&](Mark const& mark) { return mark.item == shown || mark_on(mark.item, in) == mark; });
    };
    return is_kept(before, after) && is_kept(after, before);
}

std::optional<Score> score_of(FormConfig const& config, std::vector<ItemResult> const& items, std::uint64_t people) {
    if (!config.key) return std::nullopt;
    Score score{.people = people};
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (config.key->value[i].value == 0) continue;
        ++score.out_of;
        score.right += items[i].points;
    }
    return score;
}

std::optional<Gain> gain_of(Score const& before, Score const& after) {
    auto const all_before = before.people * before.out_of, all_after = after.people * after.out_of;
    if (all_after == 0 || before.right >= all_before) return std::nullopt;
    auto const was = before.right * all_after, is = after.right * all_before;
    return Gain{is > was ? is - was : 0, (all_before - before.right) * all_after};
}

std::optional<Score> score_before(RoomState const& room, FormConfig const& config) {
    auto const* const test = config.before ? room.find(*config.before) : nullptr;
    auto const* const before = test ? std::get_if<FormConfig>(&test->plan.config) : nullptr;
    if (!before) return std::nullopt;
    for (auto round = test->rounds.rbegin(); round != test->rounds.rend(); ++round)
        if (round->closed_at && !round->catch_up) return score_of(*before, tally(items_of(room, *test, *round), *round, scale_of(*before)).items, round->ballots.size());
    return std::nullopt;
}

}  // namespace warsha
