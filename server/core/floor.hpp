#pragma once
// Whose turn it is to speak.

#include "core/state.hpp"

namespace warsha {

/// The queue in the order of speaking: who has not spoken yet before who has, then remote people, then as they asked.
/// Among those who have spoken, who spoke least comes first.
std::vector<FloorRequest> speaking_order(Floor const& floor);

}  // namespace warsha
