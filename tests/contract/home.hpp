#pragma once
// A room's home thread for tests: the test's own. What a journal posts runs when the test waits for it, never before.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "journal/journal.hpp"

namespace warsha::contract {

class Home {
public:
    /// For a journal's constructor; the Home must outlive the journal.
    Journal::Post post() {
        return [this](RoomId, std::function<void()> what) {
            std::lock_guard const guard(lock_);
            posted_.push_back(std::move(what));
            wake_.notify_one();
        };
    }

    /// Runs what is posted until `is_so`. Throws after a minute.
    template <class Condition>
    void run_until(Condition is_so) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (!is_so()) {
            auto const what = next(end);
            if (!what) throw std::runtime_error("the journal did not answer");
            (*what)();
        }
    }

    /// Calls `start` with a callback and runs until it was called.
    template <class Answer>
    Answer wait_for(std::function<void(std::function<void(Answer)>)> start) {
        auto const answer = std::make_shared<std::optional<Answer>>();
        start([answer](Answer given) { *answer = std::move(given); });
        run_until([&] { return answer->has_value(); });
        return std::move(**answer);
    }

private:
    std::optional<std::function<void()>> next(std::chrono::steady_clock::time_point end) {
        std::unique_lock guard(lock_);
        if (!wake_.wait_until(guard, end, [this] { return !posted_.empty(); })) return std::nullopt;
        auto what = std::move(posted_.front());
        posted_.pop_front();
        return what;
    }

    std::mutex lock_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> posted_;
};

/// The answers a test waits for.
inline AppendOutcome append(Home& home, Journal& journal, RoomId room, After after, std::vector<Draft> batch, Epoch epoch = 1) {
    return home.wait_for<AppendOutcome>([&](auto done) { journal.append(room, epoch, after, std::move(batch), std::move(done)); });
}
inline bool create(Home& home, Journal& journal, RoomId room, std::string const& code) {
    return home.wait_for<bool>([&](auto done) { journal.create_room(room, code, std::move(done)); });
}
inline bool erase(Home& home, Journal& journal, RoomId room, std::vector<Hash> blobs) {
    return home.wait_for<bool>([&](auto done) { journal.erase(room, std::move(blobs), std::move(done)); });
}

}  // namespace warsha::contract
