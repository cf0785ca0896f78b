#pragma once
// One guard of the record switched off, to see that the simulation notices (core/guards.hpp).

#include <optional>
#include <string_view>

#include "core/guards.hpp"

namespace warsha::simulation {

/// For the runs of this thread that follow; none: all are on.
void switch_off(std::optional<guards::Guard> guard);
[[nodiscard]] bool is_off(guards::Guard guard);
/// "chain_check", "cid_memory", …; throws std::invalid_argument.
guards::Guard guard_of(std::string_view name);

}  // namespace warsha::simulation
