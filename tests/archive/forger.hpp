#pragma once
// Bundles as a forger would rewrite them.

#include <functional>

#include <nlohmann/json.hpp>

#include "played_room.hpp"

namespace warsha {

/// The room's bundle with every event of its public journal given to `change`, chain and manifest made anew, everything else as it was. What
/// verification says first.
std::string forged_bundle(PlayedRoom const& room, std::function<void(nlohmann::json& event)> const& change);
/// The same for the snapshot.
std::string forged_snapshot(PlayedRoom const& room, std::function<void(nlohmann::json& snapshot)> const& change);

}  // namespace warsha
