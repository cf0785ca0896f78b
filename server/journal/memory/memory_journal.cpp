#include "journal/memory/memory_journal.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <mutex>
#include <stdexcept>

#include "journal/followers.hpp"
#include "journal/room_log.hpp"

namespace warsha {
namespace {

UnixMillis system_now() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

class MemoryJournal final : public CopyJournal {
public:
    MemoryJournal(Post post, std::function<UnixMillis()> clock) : post_(post), clock_(clock ? std::move(clock) : system_now), followers_(std::move(post)) {}

    [[nodiscard]] Durability durability() const override { return Durability::none; }

    void create_room(RoomId room, std::string code, std::function<void(bool)> done) override {
        std::lock_guard const guard(lock_);
        bool const is_free = !rooms_.contains(room) && std::ranges::none_of(rooms_, [&](auto const& one) { return one.second.code == code && !one.second.released; });
        if (is_free) rooms_[room].code = std::move(code);
        post_(room, [done = std::move(done), is_free] { done(is_free); });
    }
    void release_code(RoomId room) override {
        std::lock_guard const guard(lock_);
        rooms_.at(room).released = true;
    }
    std::vector<RoomRecord> rooms() override {
        std::lock_guard const guard(lock_);
        std::vector<RoomRecord> all;
        for (auto const& [id, room] : rooms_) all.push_back({id, room.code, room.log.epoch, room.log.top});
        return all;
    }

    void append(RoomId room, Epoch epoch, After after, std::vector<Draft> batch, std::function<void(AppendOutcome)> done) override {
        std::lock_guard const guard(lock_);
        auto const found = rooms_.find(room);
        if (found == rooms_.end()) return post_(room, [done = std::move(done)] { done(EpochLost{0}); });
        auto& at = found->second;
        auto planned = at.log.plan(epoch, after, batch, clock_());
        for (std::size_t i = 0; i < planned.fresh.size(); ++i) {
            at.log.advance(planned.fresh[i], planned.raises[i]);
            at.entries.push_back(planned.fresh[i]);
            at.raises.push_back(planned.raises[i]);
        }
        if (!planned.fresh.empty()) followers_.tell(room, std::make_shared<std::vector<Stored> const>(std::move(planned.fresh)));
        post_(room, [done = std::move(done), outcome = std::move(planned.outcome)] { done(outcome); });
    }

    ReadResult read(RoomId room, Offset since, std::size_t entries_max) override {
        std::lock_guard const guard(lock_);
        return {entries_after(room, since, entries_max), {}};
    }

    void refresh(RoomId room, std::function<void()> done) override { post_(room, std::move(done)); }
    std::unique_ptr<Subscription> follow(RoomId room, Offset since, OnEntry on_entry) override {
        std::lock_guard const guard(lock_);
        auto subscription = followers_.add(room, std::move(on_entry));
        followers_.tell_last(room, std::make_shared<std::vector<Stored> const>(entries_after(room, since, std::numeric_limits<std::size_t>::max())));
        return subscription;
    }

    void save_state(RoomId room, SavedState state) override {
        std::lock_guard const guard(lock_);
        rooms_.at(room).state = std::move(state);
    }
    std::optional<SavedState> latest_state(RoomId room) override {
        std::lock_guard const guard(lock_);
        auto const at = rooms_.find(room);
        return at == rooms_.end() ? std::nullopt : at->second.state;
    }
    void erase(RoomId room, std::vector<Hash> blobs, std::function<void(bool)> done) override {
        std::lock_guard const guard(lock_);
        auto& at = rooms_.at(room);
        at.state.reset();
        for (auto& entry : at.entries)
            std::erase_if(entry.blobs, [&](Blob const& blob) { return std::ranges::find(blobs, blob.hash) != blobs.end(); });
        post_(room, [done = std::move(done)] { done(true); });
    }

    void forget(RoomId room, std::function<void(bool)> done) override {
        std::lock_guard const guard(lock_);
        rooms_.erase(room);
        post_(room, [done = std::move(done)] { done(true); });
    }

    void keep(RoomRecord record) override {
        std::lock_guard const guard(lock_);
        for (auto& [id, room] : rooms_)
            if (room.code == record.code) room.released = true;
        auto& room = rooms_[record.room];
        room.code = std::move(record.code);
        room.released = false;
        room.log.epoch = record.epoch;
    }
    void put(RoomId room, std::vector<Copied> entries, bool, std::function<void(bool)> done) override {
        std::lock_guard const guard(lock_);
        take(rooms_.at(room), std::move(entries));
        post_(room, [done = std::move(done)] { done(true); });
    }
    void replace_tail(RoomId room, Offset keep, Epoch epoch, std::vector<Copied> entries, std::function<void(bool)> done) override {
        std::lock_guard const guard(lock_);
        auto& at = rooms_.at(room);
        auto kept = std::exchange(at.entries, {});
        kept.resize(std::min<std::size_t>(kept.size(), keep));
        auto const raises = std::exchange(at.raises, {});
        at.log = {.epoch = epoch};
        for (std::size_t i = 0; i < kept.size(); ++i) take(at, {{std::move(kept[i]), raises[i]}});
        take(at, std::move(entries));
        if (at.state && at.state->position.offset > keep) at.state.reset();
        post_(room, [done = std::move(done)] { done(true); });
    }

private:
    struct Room;
    static void take(Room& at, std::vector<Copied> entries) {
        for (auto& [entry, raises] : entries) {
            if (entry.offset <= at.log.top) continue;
            if (entry.offset != at.log.top + 1 || next_digest(at.log.digest, entry.bytes) != entry.digest)
                throw std::logic_error("entry " + std::to_string(entry.offset) + " does not continue the copy");
            at.log.advance(entry, raises);
            at.raises.push_back(raises);
            at.entries.push_back(std::move(entry));
        }
    }

    [[nodiscard]] std::vector<Stored> entries_after(RoomId room, Offset since, std::size_t entries_max) const {
        auto const at = rooms_.find(room);
        if (at == rooms_.end()) return {};
        auto const& all = at->second.entries;
        auto const from = std::min<std::size_t>(since, all.size()), count = std::min(all.size() - from, entries_max);
        return {all.begin() + static_cast<long>(from), all.begin() + static_cast<long>(from + count)};
    }

    struct Room {
        std::string code;
        bool released = false;
        RoomLog log;
        std::vector<Stored> entries;
        std::vector<bool> raises;        // the agenda's version; one per entry
        std::optional<SavedState> state;
    };

    Post post_;
    std::function<UnixMillis()> clock_;
    std::mutex lock_;
    Followers followers_;
    std::map<RoomId, Room> rooms_;
};

}  // namespace

std::unique_ptr<CopyJournal> make_memory_journal(Journal::Post post, std::function<UnixMillis()> clock) {
    return std::make_unique<MemoryJournal>(std::move(post), std::move(clock));
}

}  // namespace warsha
