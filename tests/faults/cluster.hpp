#pragma once
// Three real servers over a real Redis, for a test to break.

#include <array>
#include <memory>
#include <vector>

#include "app/own_server.hpp"
#include "app/play.hpp"
#include "tests/support/redis_server.hpp"

namespace warsha::faults {

/// HAProxy with the shipped configuration in front of three ports.
class Proxy {
public:
    Proxy(int port, std::array<int, 3> nodes);
    ~Proxy();
    void start();

private:
    int port_;
    std::array<int, 3> nodes_;
    pid_t pid_ = 0;
};

class Cluster {
public:
    explicit Cluster(std::size_t nodes = 3, std::string redis_url = "", std::vector<std::string> further = {});
    /// Plays the workshop day over all nodes; `disturb` is called in the middle of the proposals (0) and of the vote (1).
    /// 0: results equal to the expected ones, no receipt lost, the same bundle on every node, recovered within the bound.
    int play(std::function<void(client::Driver&, int turn)> disturb = {});

    support::RedisServer redis;
    std::vector<std::unique_ptr<OwnServer>> nodes;

    /// The goal is three seconds; a busy test machine gets three times that.
    static constexpr std::int64_t recovery_ms_max = 9'000;
};

}  // namespace warsha::faults
