#pragma once
// The real journal of a cluster's node, with a simulated disk, Redis and clock around it.

#include "journal/redis/redis_journal.hpp"
#include "simulation/sim_copy.hpp"
#include "simulation/sim_redis.hpp"
#include "simulation/store.hpp"

namespace warsha::simulation {

class NodeStore final : public Store {
public:
    NodeStore(World& world, SimRedis& redis, RoomId room);
    ~NodeStore() override { journal_.reset(); }

    void open(Process& process, Listener listener) override;
    void crash() override;
    RedisJournal& journal() override { return *journal_; }
    Cluster* cluster() override { return journal_.get(); }

    [[nodiscard]] Disk const& disk() const { return disk_; }
    /// Between two processes: one entry rots; or a saved state has lost a ballot and nobody can tell. False: there is nothing to spoil.
    bool rot();
    bool spoil_state();
    void fail_disk() { if (copy_) copy_->fail(); }
    void set_clock_off(std::int64_t ms) { clock_off_ms_ = ms; }

private:
    void wait_until_ready();

    World& world_;
    SimRedis& redis_;
    RoomId room_;
    Disk disk_;
    std::int64_t clock_off_ms_ = 0;
    Process* process_ = nullptr;
    Listener listener_;
    SimCopy* copy_ = nullptr;            // the journal's
    std::unique_ptr<RedisJournal> journal_;
};

}  // namespace warsha::simulation
