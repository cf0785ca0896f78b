#pragma once
// The journal as the public may have it (protocol/BUNDLE.md): facts in their order; per round one line with the effective
// ballots sorted by pseudonym and one sorted list of SHA-256(cid); a digest chain of its own. No name, no arrival order.

#include <nlohmann/json.hpp>

#include "core/state.hpp"
#include "journal/journal.hpp"

namespace warsha {

inline constexpr int bundle_format = 1;

/// The lines without their digests. Pure.
std::vector<nlohmann::json> public_entries(RoomState const& room, std::vector<Stored> const& entries);

/// {"digest":…,"entry":…} per line, LF after each; `root` is the last digest.
struct PublicJournal {
    std::string text;
    Hash root;
};
PublicJournal chain_public_entries(std::vector<nlohmann::json> const& entries);

/// "civil_society+elected": how a merged part of a split is written.
std::string joined_groups(std::vector<Key> const& groups);

}  // namespace warsha
