#include "journal/sqlite/sqlite_journal.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "journal/followers.hpp"
#include "journal/sqlite/sqlite_store.hpp"

namespace warsha {
namespace {

using namespace std::chrono;
constexpr auto anchor_interval = seconds(1);

UnixMillis system_now() { return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count(); }

/// Everything queued when the previous commit returned goes into one transaction. A task does its work inside it and
/// returns what to do once it is durable.
class SqliteJournal final : public Journal {
    using AfterCommit = std::function<void()>;
    struct Task {
        std::function<AfterCommit(sqlite::Store&)> work;
        std::function<void(std::string const& why)> failed;
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
        queue({[this, room, code = std::move(code), done](sqlite::Store& store) -> AfterCommit {
                   bool const is_free = store.create_room(room, code);
                   return [this, room, done, is_free] { post_(room, [done, is_free] { done(is_free); }); };
               },
               [this, room, done](std::string const&) { post_(room, [done] { done(false); }); }});
    }

    void release_code(RoomId room) override {
        queue({[room](sqlite::Store& store) -> AfterCommit { store.release_code(room); return {}; }, {}});
    }

    std::vector<RoomRecord> rooms() override {
        return ask<std::vector<RoomRecord>>([](sqlite::Store& store) { return store.rooms(); });
    }

    void append(RoomId room, Epoch epoch, After after, std::vector<Draft> batch, std::function<void(AppendOutcome)> done) override {
        auto const shared = std::make_shared<std::vector<Draft>>(std::move(batch));
        queue({[this, room, epoch, after, shared, done](sqlite::Store& store) { return append_now(store, room, epoch, after, *shared, done); },
               [this, room, done](std::string const& why) { post_(room, [done, why] { done(Unknown{why}); }); }});
    }

    ReadResult read(RoomId room, Offset since, std::size_t entries_max) override {
        return ask<ReadResult>([=](sqlite::Store& store) { return store.read(room, since, entries_max); });
    }

    std::unique_ptr<Subscription> follow(RoomId room, Offset since, OnEntry on_entry) override {
        return ask<std::unique_ptr<Subscription>>([&](sqlite::Store& store) {
            auto subscription = followers_.add(room, std::move(on_entry));
            followers_.tell_last(room, std::make_shared<std::vector<Stored> const>(store.read(room, since, std::numeric_limits<std::size_t>::max()).entries));
            return subscription;
        });
    }

    void save_state(RoomId room, SavedState state) override {
        auto const shared = std::make_shared<SavedState>(std::move(state));
        queue({[room, shared](sqlite::Store& store) -> AfterCommit { store.save_state(room, *shared); return {}; }, {}});
    }
    std::optional<SavedState> latest_state(RoomId room) override {
        return ask<std::optional<SavedState>>([room](sqlite::Store& store) { return store.latest_state(room); });
    }
    void erase(RoomId room, std::vector<Hash> blobs, std::function<void(bool)> done) override {
        queue({[this, room, blobs = std::move(blobs), done](sqlite::Store& store) -> AfterCommit {
                   store.erase(room, blobs);
                   return [this, room, done] {
                       store_.close_cleanly();  // the WAL still holds the pages as they were: empty it
                       post_(room, [done] { done(true); });
                   };
               },
               [this, room, done](std::string const&) { post_(room, [done] { done(false); }); }});
    }

private:
    AfterCommit append_now(sqlite::Store& store, RoomId room, Epoch epoch, After const& after, std::vector<Draft> const& batch,
                           std::function<void(AppendOutcome)> const& done) {
        auto& at = store.room(room);
        if (at.damage) return [this, room, done] { post_(room, [done] { done(EpochLost{0}); }); };
        auto planned = std::make_shared<RoomLog::Planned>(at.log.plan(epoch, after, batch, options_.clock()));
        for (std::size_t i = 0; i < planned->fresh.size(); ++i) store.write(room, at, planned->fresh[i], planned->raises[i]);
        return [this, room, done, planned] {
            if (!planned->fresh.empty()) followers_.tell(room, std::make_shared<std::vector<Stored> const>(std::move(planned->fresh)));
            post_(room, [done, planned] { done(std::move(planned->outcome)); });
        };
    }

    void queue(Task task) {
        {
            std::lock_guard const guard(lock_);
            tasks_.push_back(std::move(task));
        }
        wake_.notify_one();
    }

    /// Blocks until the writer has answered; throws what the work threw.
    template <class T>
    T ask(std::function<T(sqlite::Store&)> work) {
        auto const answer = std::make_shared<std::promise<T>>();
        queue({[answer, work = std::move(work)](sqlite::Store& store) -> AfterCommit {
                   try {
                       answer->set_value(work(store));
                   } catch (...) {
                       answer->set_exception(std::current_exception());
                   }
                   return {};
               },
               [answer](std::string const& why) { answer->set_exception(std::make_exception_ptr(std::runtime_error("the journal failed: " + why))); }});
        return answer->get_future().get();
    }

    void run() {
        while (auto batch = next_batch()) {
            if (!failure_.empty()) {
                for (auto& task : *batch) if (task.failed) task.failed(failure_);
                continue;
            }
            try {
                commit(*batch);
            } catch (std::exception const& error) {
                fail(error.what(), *batch);
            }
        }
        if (failure_.empty()) {
            try {
                store_.close_cleanly();
            } catch (std::exception const&) {
                // Everything acknowledged is in the WAL; the next start reads it from there.
            }
        }
    }

    void commit(std::vector<Task>& batch) {
        std::vector<AfterCommit> afterwards;
        store_.begin();
        for (auto& task : batch) afterwards.push_back(task.work(store_));
        store_.commit();
        for (auto const& after : afterwards) if (after) after();
        auto const now = steady_clock::now();
        if (now - anchored_ < anchor_interval) return;
        anchored_ = now;
        store_.checkpoint();
        store_.write_anchor();
    }

    /// J9: after the first error nothing is acknowledged any more. An fsync is never tried twice.
    void fail(std::string const& why, std::vector<Task>& batch) {
        failure_ = why;
        for (auto& task : batch) if (task.failed) task.failed(why);
        if (options_.on_failed) options_.on_failed(why);
    }

    std::optional<std::vector<Task>> next_batch() {
        std::unique_lock guard(lock_);
        wake_.wait(guard, [this] { return stopping_ || !tasks_.empty(); });
        if (tasks_.empty()) return std::nullopt;
        std::vector<Task> batch;
        while (!tasks_.empty() && batch.size() < options_.batch_max) {
            batch.push_back(std::move(tasks_.front()));
            tasks_.pop_front();
        }
        return batch;
    }

    Post post_;
    SqliteOptions options_;
    Followers followers_;                // writer thread only
    sqlite::Store store_;                // writer thread only, once it runs
    std::string failure_;                // writer thread only
    steady_clock::time_point anchored_ = steady_clock::now();
    std::mutex lock_;
    std::condition_variable wake_;
    std::deque<Task> tasks_;
    bool stopping_ = false;
    std::thread writer_;
};

}  // namespace

std::unique_ptr<Journal> make_sqlite_journal(std::filesystem::path file, Journal::Post post, SqliteOptions options) {
    try {
        return std::make_unique<SqliteJournal>(file, std::move(post), std::move(options));
    } catch (sqlite::Failed const& error) {
        throw std::runtime_error("The journal " + file.string() + " cannot be opened: " + error.what());
    }
}

}  // namespace warsha
