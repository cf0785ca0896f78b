#pragma once
// The journal's rules over a disk that takes its time: appends are lost when the process dies before they are synced,
// answers come late, or say "unknown" where the write did happen, did not, or will happen later.

#include <memory>
#include <optional>

#include "journal/followers.hpp"
#include "journal/room_log.hpp"
#include "simulation/store.hpp"

namespace warsha::simulation {

/// One room. What is on the disk survives crash(); everything under way does not.
class SimJournal final : public Journal, public Store {
public:
    SimJournal(World& world, RoomId room);

    void open(Process&, Listener listener) override { listener.ready(); }
    void crash() override;
    Journal& journal() override { return *this; }
    /// From now on until `until` no append is taken and none is answered with more than "unknown".
    void break_down(UnixMillis until) { broken_until_ = until; }
    [[nodiscard]] std::vector<Stored> const& disk() const { return disk_; }

    [[nodiscard]] Durability durability() const override { return Durability::machine; }
    void create_room(RoomId, std::string, std::function<void(bool)> done) override { done(true); }
    void release_code(RoomId) override {}
    std::vector<RoomRecord> rooms() override { return {{room_, "123456", log_.epoch, log_.top}}; }
    void append(RoomId room, Epoch epoch, After after, std::vector<Draft> batch, std::function<void(AppendOutcome)> done) override;
    ReadResult read(RoomId room, Offset since, std::size_t entries_max) override;
    void refresh(RoomId, std::function<void()> done) override { post(0, std::move(done)); }
    std::unique_ptr<Subscription> follow(RoomId room, Offset since, OnEntry on_entry) override;
    void save_state(RoomId room, SavedState state) override;
    std::optional<SavedState> latest_state(RoomId) override { return saved_; }
    void erase(RoomId room, std::vector<Hash> blobs, std::function<void(bool)> done) override;
    void forget(RoomId, std::function<void(bool)> done) override { done(false); }

private:
    struct Asked {
        Epoch epoch = 0;
        After after;
        std::vector<Draft> batch;
        std::function<void(AppendOutcome)> done;
    };
    enum class Fate { answered, unknown_and_lost, unknown_but_written, unknown_and_written_later };
    Fate choose_fate();
    void post(std::int64_t delay_ms, std::function<void()> what);
    void commit(std::shared_ptr<Asked> const& asked);
    AppendOutcome write(Asked const& asked);
    void answer(std::shared_ptr<Asked> const& asked, AppendOutcome outcome);

    World& world_;
    RoomId room_;
    RoomLog log_;
    std::vector<Stored> disk_;
    std::optional<SavedState> saved_;
    std::unique_ptr<Followers> followers_;
    std::shared_ptr<int> process_ = std::make_shared<int>(0);  // dies with the process; so does what it posted
    UnixMillis commits_at_ = 0;          // one writer: commits are in order
    UnixMillis broken_until_ = 0;
};

}  // namespace warsha::simulation
