#pragma once
// Time zones of the IANA database, as the ICU library carries it. Thread: any.

#include <string>
#include <string_view>

#include "protocol/basic.hpp"

namespace warsha {

/// "Africa/Casablanca", "UTC"; no offsets such as "GMT+1", no abbreviations of one's own.
bool is_time_zone(std::string_view name);

/// The zone this machine is set to; "UTC" where it does not say.
std::string machine_time_zone();

/// What a clock in that zone shows, as if it were UTC. An unknown zone is UTC.
UnixMillis local_time(UnixMillis time, std::string_view zone);

}  // namespace warsha
