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
        auto following = std::make_shared<Journal::OnEntry>(std::move(on_entry));
        all_[room].push_back(following);
        return std::make_unique<Held>(std::move(following));
    }

    /// Delivers to those who follow the room now, in order.
    void tell(RoomId room, std::shared_ptr<std::vector<Stored> const> entries) {
        auto& following = all_[room];
        std::erase_if(following, [](auto const& one) { return one.expired(); });
        for (auto const& one : following) deliver(room, one, entries);
    }
    void tell_last(RoomId room, std::shared_ptr<std::vector<Stored> const> entries) { deliver(room, all_[room].back(), std::move(entries)); }

private:
    struct Held final : Journal::Subscription {
        explicit Held(std::shared_ptr<Journal::OnEntry> following) : following_(std::move(following)) {}
        std::shared_ptr<Journal::OnEntry> following_;
    };

    void deliver(RoomId room, std::weak_ptr<Journal::OnEntry> const& one, std::shared_ptr<std::vector<Stored> const> entries) {
        post_(room, [one, entries = std::move(entries)] {
            for (auto const& entry : *entries) {
                auto const following = one.lock();
                if (!following) return;
                (*following)(entry);
            }
        });
    }

    Journal::Post post_;
    std::map<RoomId, std::vector<std::weak_ptr<Journal::OnEntry>>> all_;
};

}  // namespace warsha
