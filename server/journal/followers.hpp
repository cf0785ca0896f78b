#pragma once
// Who follows which room; shared by the stores of one process.

#include <map>
#include <memory>

#include "journal/journal.hpp"

namespace warsha {

/// Thread: callers hold their store's lock, or are its only thread. Deliveries go through `post`, so a follower is called on its
/// room's home thread and never from inside a call. A follower whose subscription is gone is not called, even for what was posted.
class Followers {
public:
    explicit Followers(Journal::Post post) : post_(std::move(post)) {}

    std::unique_ptr<Journal::Subscription> add(RoomId room, Journal::OnEntry on_entry) {
        auto held = std::make_shared<Journal::OnEntry>(std::move(on_entry));
        all_[room].push_back({held, 0});
        return std::make_unique<Held>(std::move(held));
    }

    /// Delivers to those who follow the room now, in order.
    void tell(RoomId room, std::shared_ptr<std::vector<Stored> const> const& entries) {
        auto const at = all_.find(room);
        if (at == all_.end()) return;
        std::erase_if(at->second, [](auto const& one) { return one.on_entry.expired(); });
        for (auto& one : at->second) deliver(room, one, entries);
        if (at->second.empty()) all_.erase(at);
    }
    /// Delivers to the one that was added last: what was there before it came.
    void tell_last(RoomId room, std::shared_ptr<std::vector<Stored> const> const& entries) { deliver(room, all_.at(room).back(), entries); }

private:
    struct Held final : Journal::Subscription {
        explicit Held(std::shared_ptr<Journal::OnEntry> on_entry) : on_entry_(std::move(on_entry)) {}
        std::shared_ptr<Journal::OnEntry> on_entry_;
    };
    struct Follower {
        std::weak_ptr<Journal::OnEntry> on_entry;
        Offset told = 0;                 ///< an entry that its backlog held already is not delivered again with its commit
    };

    void deliver(RoomId room, Follower& to, std::shared_ptr<std::vector<Stored> const> const& entries) {
        if (entries->empty() || entries->back().offset <= to.told) return;
        post_(room, [weak = to.on_entry, after = to.told, entries] {
            for (auto const& entry : *entries) {
                auto const on_entry = weak.lock();
                if (!on_entry) return;
                if (entry.offset > after) (*on_entry)(entry);
            }
        });
        to.told = entries->back().offset;
    }

    Journal::Post post_;
    std::map<RoomId, std::vector<Follower>> all_;
};

}  // namespace warsha
