#include "journal/sqlite/sqlite_journal.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <limits>
#include <mutex>
#include <thread>

#include "journal/followers.hpp"
#include "journal/sqlite/sqlite_store.hpp"

namespace warsha {
namespace {

using namespace std::chrono;
constexpr auto anchor_interval = seconds(1);
constexpr auto copy_delay_max = milliseconds(copy_delay_max_ms);
constexpr auto all_entries = std::numeric_limits<std::size_t>::max();

UnixMillis system_now() { return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count(); }

/// Everything queued when the previous commit returned goes into one transaction.
class SqliteJournal final : public CopyJournal {
    struct Task {
        std::function<void(sqlite::Store&)> write;           ///< inside the transaction; empty for what only reads
        std::function<void(sqlite::Store&)> then;            ///< once it is durable, in the order of the queue
        std::function<void(std::string const& why)> failed;  ///< instead of `then`
        bool may_wait = false;                               ///< for whatever comes next, copy_delay_max_ms at most
    };

public:
    SqliteJournal(std::filesystem::path const& file, Post post, SqliteOptions options)
        : post_(post), options_(std::move(options)), followers_(std::move(post)), store_(file) {
        if (!options_.clock) options_.clock = system_now;
        writer_ = std::thread([this] { run(); });
    }

    ~SqliteJournal() override {
        {
            std::lock_guard const guard(lock_);
            stopping_ = true;
        }
        wake_.notify_one();
        writer_.join();
    }

    [[nodiscard]] Durability durability() const override { return Durability::machine; }

    void create_room(RoomId room, std::string code, std::function<void(bool)> done) override {
        auto const is_free = std::make_shared<bool>(false);
        auto const answer = [this, room, is_free, done = std::move(done)] { post_(room, [done, is_free] { done(*is_free); }); };
        queue({.write = [=, code = std::move(code)](sqlite::Store& store) { *is_free = store.create_room(room, code); },
               .then = [=](sqlite::Store&) { answer(); },
               .failed = [=](std::string const&) { *is_free = false; answer(); }});
    }

    void release_code(RoomId room) override {
        queue({.write = [room](sqlite::Store& store) { store.release_code(room); }, .then = {}, .failed = {}});
    }

    std::vector<RoomRecord> rooms() override {
        return ask<std::vector<RoomRecord>>([](sqlite::Store& store) { return store.rooms(); });
    }

    void append(RoomId room, Epoch epoch, After after, std::vector<Draft> batch, std::function<void(AppendOutcome)> done) override {
        struct Append {
            Epoch epoch;
            After after;
            std::vector<Draft> batch;
            RoomLog::Planned planned;
            std::function<void(AppendOutcome)> done;
        };
        auto const at = std::make_shared<Append>(Append{epoch, after, std::move(batch), {}, std::move(done)});
        queue({.write = [this, room, at](sqlite::Store& store) { at->planned = write(store, room, at->epoch, at->after, at->batch); },
               .then = [this, room, at](sqlite::Store&) {
                   auto& fresh = at->planned.fresh;
                   if (!fresh.empty()) followers_.tell(room, std::make_shared<std::vector<Stored> const>(std::move(fresh)));
                   post_(room, [at] { at->done(std::move(at->planned.outcome)); });
               },
               .failed = [this, room, at](std::string const& why) { post_(room, [at, why] { at->done(Unknown{why}); }); }});
    }

    ReadResult read(RoomId room, Offset since, std::size_t entries_max) override {
        return ask<ReadResult>([=](sqlite::Store& store) { return store.read(room, since, entries_max); });
    }

    void refresh(RoomId room, std::function<void()> done) override { post_(room, std::move(done)); }
    std::unique_ptr<Subscription> follow(RoomId room, Offset since, OnEntry on_entry) override {
        return ask<std::unique_ptr<Subscription>>([this, room, since, on_entry = std::move(on_entry)](sqlite::Store& store) {
            auto subscription = followers_.add(room, on_entry);
            followers_.tell_last(room, std::make_shared<std::vector<Stored> const>(store.read(room, since, all_entries).entries));
            return subscription;
        });
    }

    void save_state(RoomId room, SavedState state) override {
        queue({.write = [room, state = std::move(state)](sqlite::Store& store) { store.save_state(room, state); }, .then = {}, .failed = {}});
    }
    std::optional<SavedState> latest_state(RoomId room) override {
        return ask<std::optional<SavedState>>([room](sqlite::Store& store) { return store.latest_state(room); });
    }

    void erase(RoomId room, std::vector<Hash> blobs, std::function<void(bool)> done) override {
        auto const answer = yes_or_no(room, std::move(done));
        queue({.write = [room, blobs = std::move(blobs)](sqlite::Store& store) { store.erase(room, blobs); },
               .then = [answer](sqlite::Store& store) {
                   store.empty_wal();    // it still holds the pages as they were
                   answer(true);
               },
               .failed = [answer](std::string const&) { answer(false); }});
    }

    void forget(RoomId room, std::function<void(bool)> done) override {
        auto const answer = yes_or_no(room, std::move(done));
        queue({.write = [room](sqlite::Store& store) { store.forget(room); },
               .then = [answer](sqlite::Store& store) {
                   store.empty_wal();
                   answer(true);
               },
               .failed = [answer](std::string const&) { answer(false); }});
    }

    void keep(RoomRecord record) override {
        queue({.write = [record = std::move(record)](sqlite::Store& store) { store.keep(record); }, .then = {}, .failed = {}});
    }
    void put(RoomId room, std::vector<Copied> entries, bool may_wait, std::function<void(bool)> done) override {
        auto const answer = yes_or_no(room, std::move(done));
        queue({.write = [room, entries = std::move(entries)](sqlite::Store& store) { store.put(room, entries); },
               .then = [answer](sqlite::Store&) { answer(true); }, .failed = [answer](std::string const&) { answer(false); }, .may_wait = may_wait});
    }
    void replace_tail(RoomId room, Offset keep, Epoch epoch, std::vector<Copied> entries, std::function<void(bool)> done) override {
        auto const answer = yes_or_no(room, std::move(done));
        queue({.write = [=, entries = std::move(entries)](sqlite::Store& store) { store.replace_tail(room, keep, epoch, entries); },
               .then = [answer](sqlite::Store&) { answer(true); }, .failed = [answer](std::string const&) { answer(false); }});
    }

private:
    RoomLog::Planned write(sqlite::Store& store, RoomId room, Epoch epoch, After const& after, std::vector<Draft> const& batch) {
        auto& at = store.room(room);
        if (!at.takes_entries()) return {EpochLost{0}, {}, {}};
        auto planned = at.log.plan(epoch, after, batch, options_.clock());
        for (std::size_t i = 0; i < planned.fresh.size(); ++i) store.write(room, at, planned.fresh[i], planned.raises[i]);
        return planned;
    }

    std::function<void(bool)> yes_or_no(RoomId room, std::function<void(bool)> done) {
        return [this, room, done = std::move(done)](bool is_so) { post_(room, [done, is_so] { done(is_so); }); };
    }

    void queue(Task task) {
        {
            std::lock_guard const guard(lock_);
            auto const due = steady_clock::now() + (task.may_wait ? copy_delay_max : milliseconds(0));
            tasks_due_ = tasks_.empty() ? due : std::min(tasks_due_, due);
            tasks_.push_back(std::move(task));
        }
        wake_.notify_one();
    }

    /// Blocks until the writer has answered. It is asked between commits: an answer never holds what a crash could take back.
    template <class T>
    T ask(std::function<T(sqlite::Store&)> question) {
        auto const answer = std::make_shared<std::promise<T>>();
        queue({.write = {},
               .then = [=](sqlite::Store& store) { answer->set_value(question(store)); },
               .failed = [=](std::string const& why) { answer->set_exception(std::make_exception_ptr(std::runtime_error("the journal failed: " + why))); }});
        return answer->get_future().get();
    }

    void run() {
        while (auto batch = next_batch()) {
            std::size_t answered = 0;
            try {
                if (failure_.empty()) serve(*batch, answered);
            } catch (std::exception const& error) {
                failure_ = error.what();
                if (options_.on_failed) options_.on_failed(failure_);
            }
            // J9: after the first error nothing is acknowledged any more, and no fsync is tried twice.
            for (; answered < batch->size(); ++answered)
                if (auto const& failed = (*batch)[answered].failed) failed(failure_);
        }
        finish();
    }

    void serve(std::vector<Task>& batch, std::size_t& answered) {
        commit(batch);
        for (; answered < batch.size(); ++answered)
            if (batch[answered].then) batch[answered].then(store_);
        store_.checkpoint_when_grown();
        if (!anchor_due_ || steady_clock::now() < *anchor_due_) return;
        store_.write_anchor();
        anchor_due_.reset();
    }

    void commit(std::vector<Task>& batch) {
        bool is_begun = false;
        for (auto& task : batch) {
            if (!task.write) continue;
            if (!is_begun) store_.begin();
            is_begun = true;
            task.write(store_);
        }
        if (!is_begun) return;
        store_.commit();
        if (!anchor_due_) anchor_due_ = steady_clock::now() + anchor_interval;
    }

    void finish() {
        if (!failure_.empty()) return;
        try {
            store_.write_anchor();
            store_.empty_wal();
        } catch (std::exception const&) {
            // Everything acknowledged is in the WAL; the next start reads it from there.
        }
    }

    /// Waits for tasks; an empty batch when only the anchor is due, nullopt at the end.
    std::optional<std::vector<Task>> next_batch() {
        std::unique_lock guard(lock_);
        for (;;) {
            bool const is_anchor_awaited = anchor_due_ && failure_.empty();
            auto const now = steady_clock::now();
            if (stopping_ || (!tasks_.empty() && tasks_due_ <= now) || (is_anchor_awaited && *anchor_due_ <= now)) break;
            auto due = steady_clock::time_point::max();
            if (!tasks_.empty()) due = tasks_due_;
            if (is_anchor_awaited) due = std::min(due, *anchor_due_);
            if (due == steady_clock::time_point::max()) wake_.wait(guard);
            else wake_.wait_until(guard, due);
        }
        if (tasks_.empty() && stopping_) return std::nullopt;
        auto const count = std::min(tasks_.size(), options_.batch_max);
        std::vector<Task> batch(std::make_move_iterator(tasks_.begin()), std::make_move_iterator(tasks_.begin() + static_cast<long>(count)));
        tasks_.erase(tasks_.begin(), tasks_.begin() + static_cast<long>(count));
        tasks_due_ = steady_clock::time_point::min();  // what is left was queued together with what goes now
        return batch;
    }

    Post post_;
    SqliteOptions options_;
    Followers followers_;                // writer thread only, like all down to the lock
    sqlite::Store store_;
    std::string failure_;
    std::optional<steady_clock::time_point> anchor_due_;
    std::mutex lock_;
    std::condition_variable wake_;
    std::deque<Task> tasks_;
    steady_clock::time_point tasks_due_;  // when the first of them must be served
    bool stopping_ = false;
    std::thread writer_;
};

}  // namespace

std::unique_ptr<CopyJournal> make_sqlite_journal(std::filesystem::path file, Journal::Post post, SqliteOptions options) {
    try {
        return std::make_unique<SqliteJournal>(file, std::move(post), std::move(options));
    } catch (sqlite::Failed const& error) {
        throw std::runtime_error("The journal " + file.string() + " cannot be opened: " + error.what());
    }
}

}  // namespace warsha
