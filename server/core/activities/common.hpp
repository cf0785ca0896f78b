#pragma once
// Checks that several kinds share.

#include "core/state.hpp"
#include "protocol/codes.hpp"

namespace warsha {

using Refusal = std::optional<Reject>;   // nullopt: allowed

/// Ids of options or clusters, each once.
Refusal check_items(std::vector<Item> const& items);

/// Every mark names an item of the round, none twice.
Refusal check_marks(std::vector<Mark> const& marks, std::vector<Item> const& items);

}  // namespace warsha
