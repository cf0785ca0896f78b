#pragma once
// How firm the order of a dot vote is.

#include "core/state.hpp"

namespace warsha {

/// The smallest number of voters who, by placing their own dots otherwise within the same rules, could change the order of the items (most
/// points first, ties as on the paper). nullopt: not even all of them together.
///
/// Whoever changes an order turns round some two neighbours of it, so neighbours are all that is looked at. For two of them the voters are
/// taken who can move the gap the most: from all they gave to the upper one and what they gave to the lower, to nothing and as much as one may.
std::optional<std::uint64_t> movers_to_change_order(DotsConfig const& config, std::vector<Item> const& items, Round const& round);

}  // namespace warsha
