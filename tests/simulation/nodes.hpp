#pragma once
// Several nodes, one Redis, and what befalls them.

#include <memory>
#include <vector>

#include "simulation/node_store.hpp"
#include "simulation/server.hpp"

namespace warsha::simulation {

class Nodes {
public:
    Nodes(World& world, RoomId room, RoomConfig const& config);

    void start();
    /// The room's first entry, by way of a node.
    void create_room(Draft const& first);
    void plan_faults(std::int64_t last_ms);
    /// After every event: any server may die.
    void strike() { if (world_.random.next() % 6'000 == 0) any().kill(); }
    void heal();

    Server& any() { return *nodes_[static_cast<std::size_t>(world_.random.between(0, static_cast<std::int64_t>(nodes_.size()) - 1))]->server; }
    [[nodiscard]] int kills() const;
    [[nodiscard]] std::size_t losses() const { return redis_.losses(); }
    /// Where a saved state was made wrong, what phones saw of it meanwhile nobody knows.
    [[nodiscard]] bool is_spoiled() const { return is_spoiled_; }

    /// Every node and Redis hold the same, and every room stands there. Violations are told to the world.
    void check() const;
    [[nodiscard]] std::vector<std::vector<Stored>> records() const;
    [[nodiscard]] Server& first() const { return *nodes_.front()->server; }

private:
    struct Node {
        Node(World& world, SimRedis& redis, RoomId room, RoomConfig const& config) : store(world, redis, room), server(std::make_unique<Server>(world, store, room, config)) {}
        NodeStore store;
        std::unique_ptr<Server> server;
    };
    template <class F> void at_some_time(std::int64_t until_ms, std::int64_t times, F what);
    void damage_one();

    World& world_;
    RoomId room_;
    SimRedis redis_;
    std::vector<std::unique_ptr<Node>> nodes_;
    bool is_spoiled_ = false;
};

}  // namespace warsha::simulation
