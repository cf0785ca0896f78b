#include "core/activities/dots/robustness.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "core/activities/dots/dots.hpp"
#include "core/tally.hpp"

namespace warsha {
namespace {

/// Two neighbours of the order: how many voters can move the gap between them by 0, 1, 2, …
using Moves = std::vector<std::uint64_t>;

/// The items as they are ranked: indices of the paper.
std::vector<std::size_t> ranked(std::vector<ItemResult> const& totals) {
    std::vector<std::size_t> order(totals.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return totals[i].points; });
    return order;
}

/// What one voter can do to each pair beyond giving the lower item the most: take back what the upper one has, but not give twice what the lower has.
std::map<std::size_t, std::int64_t> beyond(Ballot const& ballot, std::map<ItemId, std::size_t> const& place_of) {
    std::map<std::size_t, std::int64_t> by_pair;
    for (auto const& mark : ballot.marks) {
        auto const found = place_of.find(mark.item);
        if (found == place_of.end()) continue;  // counts for nothing
        auto const place = found->second;
        if (place + 1 < place_of.size()) by_pair[place] += mark.points.value;
        if (place > 0) by_pair[place - 1] -= mark.points.value;
    }
    return by_pair;
}

/// Voters needed to close `gap`, those first who can do the most; nullopt: all together cannot.
std::optional<std::uint64_t> voters_for(std::uint64_t gap, Moves const& moves) {
    std::uint64_t voters = 0;
    for (std::uint64_t move = moves.size() - 1; move > 0; --move) {
        auto const needed = (gap + move - 1) / move;
        if (needed <= moves[move]) return voters + needed;
        voters += moves[move];
        gap -= moves[move] * move;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> movers_to_change_order(DotsConfig const& config, std::vector<Item> const& items, Round const& round) {
    if (items.size() < 2) return std::nullopt;
    auto const totals = tally(items, round).items;
    auto const order = ranked(totals);
    std::map<ItemId, std::size_t> place_of;
    for (std::size_t place = 0; place < order.size(); ++place) place_of[items[order[place]].id] = place;

    auto const most = static_cast<std::size_t>(most_on_item(config));
    Moves usual(2 * most + 1);
    usual[most] = round.ballots.size();
    std::vector<Moves> by_pair(order.size() - 1, usual);
    for (auto const& [voter, ballot] : round.ballots)
        for (auto const& [pair, more] : beyond(ballot, place_of)) {
            --by_pair[pair][most];
            ++by_pair[pair][static_cast<std::size_t>(static_cast<std::int64_t>(most) + more)];
        }

    std::optional<std::uint64_t> fewest;
    for (std::size_t place = 0; place < by_pair.size(); ++place) {
        auto const upper = order[place], lower = order[place + 1];
        // Equal points leave the one that stands first on the paper above.
        auto const gap = totals[upper].points - totals[lower].points + (upper < lower ? 1 : 0);
        if (auto const voters = voters_for(gap, by_pair[place])) fewest = std::min(fewest.value_or(*voters), *voters);
    }
    return fewest;
}

}  // namespace warsha
