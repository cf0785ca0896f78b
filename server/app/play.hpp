#pragma once
// Plays the day of a scenario file over real sockets and compares the results with the expected ones. Phases without data get seeded input
// and are checked for what must hold whatever people do.

#include <filesystem>
#include <functional>
#include <vector>

#include "app/client/driver.hpp"

namespace warsha {

struct PlayOptions {
    std::filesystem::path scenario;
    std::vector<client::Target> targets; ///< empty: an own server in a temporary folder. Several: nodes of one cluster, people are spread over them
    std::string organiser_token;         ///< with targets
    int copies = 1;                      ///< how often every command is sent
    std::uint64_t seed = 0;              ///< shuffles who comes and votes when; 0: as written
    int times = 1;                       ///< the whole day, with `seed`, `seed` + 1, …
    bool reconnect = false;              ///< half the phones lose their network in the middle of the vote
    bool kill = false;                   ///< the own server is killed (-9) in the middle of proposals and of the vote
    std::function<void(client::Driver&)> disturb;       ///< also called there; how long it takes until all is well again afterwards is printed
    std::int64_t recovery_ms_max = 0;    ///< above it the play fails; 0: any
};

/// Prints a line per comparison. 0: all equal. 1: a difference. 2: it could not be played.
int run_play(PlayOptions const& options);

}  // namespace warsha
