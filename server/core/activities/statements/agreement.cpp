#include "core/activities/statements/agreement.hpp"

#include <algorithm>

namespace warsha {
namespace {

struct Sides {
    std::uint64_t agree = 0, disagree = 0;
    [[nodiscard]] std::uint64_t all() const { return agree + disagree; }
};

Sides sides_of(ItemResult const& item) { return {item.spread->at(0), item.spread->at(1)}; }

std::optional<Agreement> judge(Sides const& everybody, std::vector<Sides> const& parts) {
    if (parts.empty()) return std::nullopt;
    auto const all = [&](auto const& holds) { return std::ranges::all_of(parts, holds); };
    auto const any = [&](auto const& holds) { return std::ranges::any_of(parts, holds); };
    if (all([](Sides const& one) { return 3 * one.agree >= 2 * one.all(); }) || all([](Sides const& one) { return 3 * one.disagree >= 2 * one.all(); }))
        return Agreement::unites;
    bool const is_across = any([](Sides const& one) { return 2 * one.agree > one.all(); }) && any([](Sides const& one) { return 2 * one.disagree > one.all(); });
    bool const is_even = 5 * std::max(everybody.agree, everybody.disagree) < 3 * everybody.all();
    return is_across || is_even ? std::optional(Agreement::divides) : std::nullopt;
}

}  // namespace

void judge_agreement(ResultView& result) {
    for (std::size_t i = 0; i < result.items.size(); ++i) {
        auto const everybody = sides_of(result.items[i]);
        std::vector<Sides> parts;
        for (auto const& group : result.groups)
            if (auto const sides = sides_of(group.items[i]); sides.all() > 0) parts.push_back(sides);
        if (parts.empty() && everybody.all() > 0) parts.push_back(everybody);
        result.items[i].agreement = judge(everybody, parts);
    }
}

}  // namespace warsha
