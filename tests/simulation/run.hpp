#pragma once
// One seed, one workshop, one verdict.

#include <string>
#include <vector>

#include "simulation/behaviour.hpp"

namespace warsha::simulation {

/// How much of what was to be tried was tried; summed over seeds it shows that the simulation still bites.
struct Counts {
    std::uint64_t entries = 0, ballots = 0, receipts = 0, refusals = 0, kills = 0, resumed = 0;
    void add(Counts const& other);
};
struct Outcome {
    std::vector<std::string> violations;  ///< empty: every invariant held
    std::string trace;                    ///< with keeps_trace
    Counts counts;
};

Outcome run(std::uint64_t seed, bool keeps_trace = false);

/// What is true when everything has come to rest, judged from the clients' own records and the journal (checks.cpp).
struct Ended {
    World& world;
    SimJournal& journal;
    Server& server;
    RoomConfig const& config;
    std::vector<std::unique_ptr<Client>> const& clients;
};
void check_all(Ended const& ended);

}  // namespace warsha::simulation
