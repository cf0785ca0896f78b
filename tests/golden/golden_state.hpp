#pragma once
#include "journal/journal.hpp"

namespace warsha::golden {

/// SHA-256(32 zero bytes ‖ canonical JSON of the state these entries lead to).
Hash state_digest(std::vector<Stored> const& entries);

}  // namespace warsha::golden
