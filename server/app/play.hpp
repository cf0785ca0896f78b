#pragma once
// Plays the proposals and the dot vote of a scenario file over real sockets and compares the results with the expected ones.

#include <filesystem>
#include <optional>

#include "app/client/socket.hpp"

namespace warsha {

struct PlayOptions {
    std::filesystem::path scenario;
    std::optional<client::Target> target;  ///< absent: an own server in a temporary folder
    std::string organiser_token;         ///< with a target
    int copies = 1;                      ///< how often every command is sent
    bool reconnect = false;              ///< half the phones lose their network in the middle of the vote
    bool kill = false;                   ///< the own server is killed (-9) in the middle of proposals and of the vote
};

/// Prints a line per comparison. 0: all equal. 1: a difference. 2: it could not be played.
int run_play(PlayOptions const& options);

}  // namespace warsha
