#include "simulation/node_store.hpp"

#include "journal/redis/surroundings.hpp"
#include "simulation/state_text.hpp"

namespace warsha::simulation {
namespace {

/// What a process has asked of its io_context may outlive it in the world's events: the contexts live until the next run of this thread.
thread_local std::vector<std::unique_ptr<boost::asio::io_context>> contexts;

/// One process is one thread here; what the journal waits for as a coroutine is run after everything that may have ended the wait.
class SimSurroundings final : public redis::Surroundings {
public:
    SimSurroundings(World& world, Process& process, SimRedis& redis, std::int64_t const& clock_off_ms) : world_(world), process_(process), redis_(redis), clock_off_ms_(clock_off_ms) {
        io_ = contexts.emplace_back(std::make_unique<boost::asio::io_context>(1)).get();
    }

    boost::asio::io_context& io() override { return *io_; }
    void post(std::function<void()> what) override {
        process_.later(0, [this, what = std::move(what)] {
            what();
            run_waiting();
        });
    }
    void ask(std::function<void()> const& question) override {
        question();
        post([] {});
    }
    void wait(std::future<void> const&, std::chrono::milliseconds) override {}
    std::shared_ptr<void> after(std::chrono::milliseconds delay, std::function<void()> what) override {
        return process_.after(delay.count(), [this, what = std::move(what)] {
            what();
            run_waiting();
        });
    }
    UnixMillis now() override { return world_.now() + clock_off_ms_; }
    void random(unsigned char* bytes, std::size_t size) override { world_.random.fill(bytes, size); }
    std::unique_ptr<redis::AnyConnection> connect(redis::ConnectionOptions options, redis::ConnectionEvents events) override {
        return redis_.connect(process_, std::move(options), std::move(events), [this] { run_waiting(); });
    }
    void end() override {}

private:
    void run_waiting() {
        io_->restart();
        io_->poll();
    }

    World& world_;
    Process& process_;
    SimRedis& redis_;
    std::int64_t const& clock_off_ms_;
    boost::asio::io_context* io_ = nullptr;
};

}  // namespace

NodeStore::NodeStore(World& world, SimRedis& redis, RoomId room) : world_(world), redis_(redis), room_(room) { contexts.clear(); }

void NodeStore::open(Process& process, Listener listener) {
    process_ = &process;
    listener_ = std::move(listener);
    RedisOptions options{.url = redis::parse_redis_url("redis://simulated"), .cluster_key = Bytes32{1}, .on_event = [this](std::string const& sentence) { world_.trace("node: ", sentence); }};
    options.surroundings = [this] { return std::make_unique<SimSurroundings>(world_, *process_, redis_, clock_off_ms_); };
    options.open_copy = [this](Journal::Post post) {
        auto made = std::make_unique<SimCopy>(world_, *process_, disk_, std::move(post));
        copy_ = made.get();
        return made;
    };
    journal_ = RedisJournal::open([this](RoomId, std::function<void()> what) { process_->later(0, std::move(what)); }, std::move(options));
    journal_->attach({
        .on_room = [this](RoomRecord const&) { process_->later(0, [this] { listener_.ready(); }); },
        .on_gone = {},
        .on_mended = [this](RoomId) { listener_.mended(); },
        .on_news = [this](RoomId, NodeId from, News const& news) { listener_.news(from, news); },
        .on_condition = [this] { process_->later(0, [this] { listener_.condition(journal_->condition()); }); },
    });
    journal_->begin();
    wait_until_ready();
}

/// As the program's start: it serves when Redis has answered and every room it has is current.
void NodeStore::wait_until_ready() {
    process_->later(20, [this] {
        if (!journal_->has_begun()) return wait_until_ready();
        if (disk_.has_room && !disk_.entries.empty()) listener_.ready();
    });
}

void NodeStore::crash() {
    world_.trace("the disk has ", static_cast<std::uint64_t>(disk_.entries.size()), " entries of epoch ", static_cast<std::uint64_t>(disk_.record.epoch));
    journal_.reset();
    copy_ = nullptr;
}

bool NodeStore::rot() {
    if (disk_.entries.size() < 3) return false;
    disk_.rotten = static_cast<Offset>(world_.random.between(2, static_cast<std::int64_t>(disk_.entries.size())));
    return true;
}

bool NodeStore::spoil_state() {
    if (!disk_.state) return false;
    auto state = state_of_text(disk_.state->state);
    if (!state) return false;
    for (auto& [id, activity] : state->activities)
        for (auto& round : activity.rounds) {
            if (round.ballots.empty()) continue;
            round.ballots.erase(round.ballots.begin());
            disk_.state->state = text_of_state(*state);
            return true;
        }
    return false;
}

}  // namespace warsha::simulation
