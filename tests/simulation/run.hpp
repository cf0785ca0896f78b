#pragma once
// One seed, one workshop, one verdict.

#include <string>
#include <vector>

#include "simulation/behaviour.hpp"
#include "simulation/guards.hpp"

namespace warsha::simulation {

/// How much of what was to be tried was tried; summed over seeds it shows that the simulation still bites.
struct Counts {
    std::uint64_t entries = 0, ballots = 0, receipts = 0, refusals = 0, kills = 0, resumed = 0;
    std::uint64_t clusters = 0, losses = 0;   ///< runs of several nodes; how often Redis lost something
    void add(Counts const& other);
};
struct Outcome {
    std::vector<std::string> violations;  ///< empty: every invariant held
    std::string trace;                    ///< with keeps_trace
    Counts counts;
};

/// How many servers: one seed in `cluster_every` has several over Redis.
enum class Servers { mixed, one, several };
inline constexpr std::uint64_t cluster_every = 8;

Outcome run(std::uint64_t seed, bool keeps_trace = false, Servers servers = Servers::mixed);

/// What is true when everything has come to rest, judged from the clients' own records and the journal (checks.cpp).
struct Ended {
    World& world;
    Room const& room;
    std::vector<std::vector<Stored>> records;  ///< the first is the truth; erased words are gone from all
    RoomConfig const& config;
    std::vector<std::unique_ptr<Client>> const& clients;
    bool are_screens_right = true;       ///< false: nobody can say what they were shown by a server that was wrong
};
void check_all(Ended const& ended);

}  // namespace warsha::simulation
