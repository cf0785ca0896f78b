#pragma once
// A node's own copy on a simulated disk: what is not synced is lost when the process dies, a disk fails, an entry rots.

#include <deque>
#include <optional>

#include "journal/copy.hpp"
#include "simulation/process.hpp"

namespace warsha::simulation {

/// What outlives the process. One room.
struct Disk {
    RoomRecord record;
    bool has_room = false;
    std::vector<Copied> entries;
    std::optional<SavedState> state;
    std::optional<Offset> rotten;        ///< the first entry that does not verify

    [[nodiscard]] std::vector<Stored> stored() const;
};

class SimCopy final : public CopyJournal {
public:
    SimCopy(World& world, Process& process, Disk& disk, Post post) : world_(world), process_(process), disk_(disk), seen_(disk), post_(std::move(post)) {}

    /// From now on nothing is written any more.
    void fail() { has_failed_ = true; }

    [[nodiscard]] Durability durability() const override { return Durability::machine; }
    void create_room(RoomId room, std::string, std::function<void(bool)> done) override { post_(room, [done = std::move(done)] { done(false); }); }
    void release_code(RoomId) override {}
    std::vector<RoomRecord> rooms() override;
    void append(RoomId room, Epoch, After, std::vector<Draft>, std::function<void(AppendOutcome)> done) override;
    ReadResult read(RoomId room, Offset since, std::size_t entries_max) override;
    void refresh(RoomId room, std::function<void()> done) override { post_(room, std::move(done)); }
    std::unique_ptr<Subscription> follow(RoomId, Offset, OnEntry) override { return nullptr; }
    void save_state(RoomId room, SavedState state) override;
    std::optional<SavedState> latest_state(RoomId) override { return seen_.state; }
    void erase(RoomId room, std::vector<Hash> blobs, std::function<void(bool)> done) override;
    void forget(RoomId room, std::function<void(bool)> done) override { post_(room, [done = std::move(done)] { done(false); }); }
    void keep(RoomRecord record) override;
    void put(RoomId room, std::vector<Copied> entries, bool may_wait, std::function<void(bool)> done) override;
    void replace_tail(RoomId room, Offset keep, Epoch epoch, std::vector<Copied> entries, std::function<void(bool)> done) override;

private:
    struct Write {
        RoomId room;
        std::function<void(Disk&)> what;
        std::function<void(bool)> done;
    };
    void write(RoomId room, bool may_wait, std::function<void(Disk&)> what, std::function<void(bool)> done);
    void commit();

    World& world_;
    Process& process_;
    Disk& disk_;
    Disk seen_;                          // with what is not synced yet
    Post post_;
    std::deque<Write> waiting_;
    UnixMillis commits_at_ = 0;          // 0: no commit is due
    bool has_failed_ = false;
};

}  // namespace warsha::simulation
