#pragma once
#include <string>

#include "app/client/socket.hpp"

namespace warsha {

/// `warsha room …`: talks to a running server over HTTP with the organiser's token. Every function prints and returns an exit code.
struct RoomTool {
    client::Target target;
    std::string organiser_token;

    /// `plan_path` empty: the openness workshop.
    int create(std::string const& plan_path) const;
    int list() const;
    int close(std::string const& code) const;
    /// `room`: its join code or, once that has gone to another room, its id. `what`: "erase" or "delete".
    int forget(std::string const& room, std::string const& what) const;
    /// Asks /readyz; 0: ready. For health checks of containers and for people.
    int health() const;
};

}  // namespace warsha
