#include "core/activities/motion/majority.hpp"

#include <algorithm>

namespace warsha {
namespace {

bool is_carried(Majority const& majority, Votes const& votes, std::uint64_t base) {
    auto const in_favour = votes.in_favour;
    if (in_favour == 0) return false;
    switch (majority.threshold) {
        case Threshold::simple: return in_favour > votes.against;
        case Threshold::absolute: return 2 * in_favour > base;
        case Threshold::two_thirds: return 3 * in_favour >= 2 * base;
        case Threshold::fraction: break;
    }
    return in_favour * static_cast<std::uint64_t>(majority.den->value) >= base * static_cast<std::uint64_t>(majority.num->value);
}

bool is_tie(Majority const& majority, Votes const& votes, std::uint64_t base) {
    if (votes.in_favour == 0 || votes.in_favour != votes.against) return false;
    return majority.threshold == Threshold::simple || (majority.threshold == Threshold::absolute && 2 * votes.in_favour == base);
}

}  // namespace

std::uint32_t needed_for(Quorum const& quorum, std::uint32_t roll) {
    auto const part = static_cast<std::uint64_t>(roll) * static_cast<std::uint64_t>(quorum.num.value);
    auto const den = static_cast<std::uint64_t>(quorum.den.value);
    return static_cast<std::uint32_t>(quorum.strictly ? part / den + 1 : (part + den - 1) / den);
}

std::uint64_t base_of(Base base, Votes const& votes) {
    switch (base) {
        case Base::for_and_against: return votes.in_favour + votes.against;
        case Base::cast: return votes.cast();
        case Base::present: return votes.present;
        case Base::roll: break;
    }
    return votes.roll;
}

Outcome judge(Majority const& majority, Votes const& votes, std::optional<bool> casting) {
    auto const base = base_of(majority.base, votes);
    if (is_carried(majority, votes, base)) return Outcome::favourable;
    if (majority.tie == TieRule::fails || !is_tie(majority, votes, base)) return Outcome::unfavourable;
    if (!casting) return Outcome::tied;
    return *casting ? Outcome::favourable : Outcome::unfavourable;
}

Outcome judge_overall(OverallRule rule, std::vector<Outcome> const& bodies, Outcome all) {
    if (rule == OverallRule::pooled) return all;
    auto const favourable = static_cast<std::size_t>(std::ranges::count(bodies, Outcome::favourable));
    auto const tied = static_cast<std::size_t>(std::ranges::count(bodies, Outcome::tied));
    auto const enough = rule == OverallRule::all_bodies ? bodies.size() : bodies.size() / 2 + 1;
    if (favourable >= enough) return Outcome::favourable;
    return favourable + tied >= enough ? Outcome::tied : Outcome::unfavourable;
}

}  // namespace warsha
