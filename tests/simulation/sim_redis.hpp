#pragma once
// A simulated Redis: the real functions over a store that fails over to a replica which has missed something, comes back with an older
// file or with nothing, while the old one may still serve those who have not heard of it; and lines to it that stall, break and go deaf.

#include <deque>
#include <memory>
#include <optional>
#include <set>

#include "journal/redis/calls.hpp"
#include "journal/redis/connection.hpp"
#include "simulation/lua.hpp"
#include "simulation/process.hpp"

namespace warsha::simulation {

class SimRedis {
public:
    explicit SimRedis(World& world) : world_(world), serving_(std::make_shared<Store>(world)) {}

    /// Away for so long. Then it has all but the last `lost` commands; with `lingers` the old one still serves half of the lines meanwhile.
    void fail_over(std::size_t lost, std::int64_t away_ms, bool lingers);
    void come_up() { away_until_ = 0; }
    /// Lines stall for so long: questions arrive late, answers later.
    void stall(std::int64_t for_ms) { stalled_until_ = world_.now() + for_ms; }
    void break_lines();
    [[nodiscard]] bool is_up() const { return world_.now() >= away_until_; }
    [[nodiscard]] Database const& database() const { return serving_->held; }
    [[nodiscard]] std::size_t losses() const { return losses_; }

    /// The connection of a node's process.
    std::unique_ptr<redis::AnyConnection> connect(Process& process, redis::ConnectionOptions options, redis::ConnectionEvents events, std::function<void()> after_each);

private:
    struct Line;
    class Connection;
    struct Store final : Keeper {
        explicit Store(World& world) : world(world) {}
        Database const& database() override { return held; }
        void write(Effect effect) override;
        void publish(std::string const& channel, std::string const& payload) override;
        std::int64_t now_us() override { return (world.now() + clock_off_ms) * 1'000; }

        World& world;
        Database held;
        std::vector<std::vector<Effect>> commands;           ///< what each command that wrote has changed
        bool is_new_command = true;
        std::int64_t clock_off_ms = 0;
        std::vector<std::weak_ptr<Line>> lines;
    };
    redis::Reply execute(Store& store, redis::Argv const& argv);
    redis::Reply plain(Store& store, redis::Argv const& argv);

    World& world_;
    std::shared_ptr<Store> serving_;
    UnixMillis away_until_ = 0, stalled_until_ = 0;
    std::size_t losses_ = 0;
};

}  // namespace warsha::simulation
