#include "simulation/sim_redis.hpp"

#include <algorithm>

namespace warsha::simulation {

using redis::Argv;
using redis::Reply;

/// One socket. Both directions keep their order; a broken one answers nothing any more, and what was on its way may still arrive.
struct SimRedis::Line {
    std::shared_ptr<Store> to;
    bool is_open = true;
    bool lingers = false;                ///< has not heard of the failover
    UnixMillis up_at = 0, down_at = 0;
    UnixMillis deaf_until = 0;
    std::set<std::string> channels;
    std::function<void(Reply)> push;
    std::function<void(std::string const& why)> broken;

    void cut(std::string const& why) {
        if (std::exchange(is_open, false) && broken) broken(why);
    }
};

class SimRedis::Connection final : public redis::AnyConnection {
public:
    Connection(SimRedis& redis, Process& process, redis::ConnectionOptions options, redis::ConnectionEvents events, std::function<void()> after_each)
        : redis_(redis), world_(redis.world_), process_(process), options_(std::move(options)), events_(std::move(events)), after_each_(std::move(after_each)) {}
    ~Connection() override { Connection::stop(); }

    void start() override { attempt(0); }
    void stop() override {
        alive_.reset();
        if (line_) line_->broken = {}, line_->push = {}, line_->is_open = false;
        line_.reset();
    }
    [[nodiscard]] bool is_up() const override { return line_ && line_->is_open; }
    void subscribe(std::vector<std::string> channels) override { channels_ = std::move(channels); }
    void drop(std::string const& why) override {
        if (line_) line_->cut(why);
    }

    void send(Argv argv, Answer answer) override {
        if (!is_up()) return post(0, [answer = std::move(answer)] { answer(std::nullopt); });
        auto const number = next_++;
        asked_[number] = {std::move(answer), world_.now()};
        auto const line = line_;
        // What a dying line carried may arrive and may not.
        bool const survives = world_.random.chance(50);
        world_.later(travel(line->up_at), [this, weak = std::weak_ptr(alive_), redis = &redis_, line, number, survives, argv = std::move(argv)] {
            if (!line->is_open && !survives) return;
            auto reply = redis->execute(*line->to, argv);
            if (weak.expired() || !line->is_open) return;
            world_.later(travel(line->down_at), [this, weak, line, number, reply = std::move(reply)] {
                if (!weak.expired() && line->is_open) post(0, [this, number, reply] { answered(number, reply); });
            });
        });
    }

private:
    struct Asked {
        Answer answer;
        UnixMillis since = 0;
    };

    std::int64_t travel(UnixMillis& last) {
        auto takes = world_.has_faults && world_.random.chance(3) ? world_.random.between(20, 600) : world_.random.between(0, 3);
        if (redis_.stalled_until_ > world_.now()) takes += redis_.stalled_until_ - world_.now();
        last = std::max(last, world_.now() + takes);
        return last - world_.now();
    }

    void post(std::int64_t delay, std::function<void()> what) {
        process_.later(delay, [this, weak = std::weak_ptr(alive_), what = std::move(what)] {
            if (weak.expired()) return;
            what();
            if (!weak.expired()) after_each_();
        });
    }

    void attempt(std::int64_t delay) {
        post(delay, [this] {
            if (!redis_.is_up()) {
                if (events_.down) events_.down("it is away");
                return attempt(world_.random.between(20, 900));
            }
            open();
        });
    }

    void open() {
        line_ = std::make_shared<Line>();
        line_->to = redis_.serving_;
        line_->channels = {channels_.begin(), channels_.end()};
        auto const weak = std::weak_ptr(alive_);
        line_->broken = [this, weak](std::string const& why) {
            if (!weak.expired()) lost(why);
        };
        auto const line = std::weak_ptr(line_);
        line_->push = [this, weak, line](Reply const& message) {
            auto const mine = line.lock();
            if (weak.expired() || !mine) return;
            // Too slow a reader is dropped and told nothing; another looks connected and hears nothing.
            if (world_.has_faults && world_.random.next() % 400 == 0) return mine->cut("the reader was too slow");
            if (world_.has_faults && world_.random.next() % 400 == 0) mine->deaf_until = world_.now() + world_.random.between(100, 6'000);
            if (world_.has_faults && world_.now() < mine->deaf_until) return;
            world_.later(travel(mine->down_at), [this, weak, line, message] {
                auto const still = line.lock();
                if (weak.expired() || !still || !still->is_open) return;
                post(0, [this, message] { events_.push(message); });
            });
        };
        redis_.serving_->lines.push_back(line_);
        watch();
        post(0, [this] { if (events_.up) events_.up(); });
    }

    /// As the real one: an answer that is late means the connection is dead.
    void watch() {
        auto const line = std::weak_ptr(line_);
        post(options_.reply_timeout.count() / 4, [this, line] {
            auto const mine = line.lock();
            if (!mine || mine != line_ || !mine->is_open) return;
            if (!asked_.empty() && world_.now() - asked_.begin()->second.since > options_.reply_timeout.count()) return mine->cut("it did not answer in time");
            watch();
        });
    }

    void answered(std::uint64_t number, Reply const& reply) {
        auto const found = asked_.find(number);
        if (found == asked_.end()) return;
        auto const answer = std::move(found->second.answer);
        asked_.erase(found);
        answer(reply);
    }

    void lost(std::string const& why) {
        for (auto& [number, one] : std::exchange(asked_, {})) post(0, [answer = std::move(one.answer)] { answer(std::nullopt); });
        post(0, [this, why] { if (events_.down) events_.down(why); });
        attempt(world_.random.between(0, 100));
    }

    SimRedis& redis_;
    World& world_;
    Process& process_;
    redis::ConnectionOptions options_;
    redis::ConnectionEvents events_;
    std::function<void()> after_each_;
    std::shared_ptr<int> alive_ = std::make_shared<int>(0);
    std::vector<std::string> channels_;
    std::shared_ptr<Line> line_;
    std::map<std::uint64_t, Asked> asked_;
    std::uint64_t next_ = 0;
};

std::unique_ptr<redis::AnyConnection> SimRedis::connect(Process& process, redis::ConnectionOptions options, redis::ConnectionEvents events, std::function<void()> after_each) {
    return std::make_unique<Connection>(*this, process, std::move(options), std::move(events), std::move(after_each));
}

void SimRedis::Store::write(Effect effect) {
    if (std::exchange(is_new_command, false)) commands.emplace_back();
    held.apply(effect);
    commands.back().push_back(std::move(effect));
}

void SimRedis::Store::publish(std::string const& channel, std::string const& payload) {
    std::erase_if(lines, [](auto const& one) { return one.expired(); });
    auto const now = lines;              // one may be cut by what it is told
    for (auto const& weak : now)
        if (auto const line = weak.lock(); line && line->is_open && line->push && line->channels.contains(channel))
            line->push(Reply(Reply::List{Reply(std::string("message")), Reply(channel), Reply(payload)}));
}

Reply SimRedis::execute(Store& store, Argv const& argv) {
    store.is_new_command = true;
    if (argv[0] != "FCALL" && argv[0] != "FCALL_RO") return plain(store, argv);
    auto const keys = argv.begin() + 3, args = keys + std::stol(argv[2]);
    return call_library(store, argv[1], {keys, args}, {args, argv.end()});
}

/// What the nodes say without a function.
Reply SimRedis::plain(Store& store, Argv const& argv) {
    auto const& word = argv[0];
    auto const text = [](std::string value) { return Reply(std::move(value)); };
    if (word == "PUBLISH") return store.publish(argv[1], argv[2]), Reply(std::int64_t{0});
    if (word == "CONFIG") return Reply(Reply::List{text("appendonly"), text("yes"), text("appendfsync"), text("always"), text("maxmemory-policy"), text("noeviction")});
    if (word == "INFO") return text("aof_enabled:1\r\naof_last_write_status:ok\r\n");
    if (word == "HGETALL") {
        Reply::List pairs;
        if (auto const hash = store.held.hashes.find(argv[1]); hash != store.held.hashes.end())
            for (auto const& [name, value] : hash->second) pairs.insert(pairs.end(), {text(name), text(value)});
        return Reply(std::move(pairs));
    }
    return Reply(Reply::Status{"OK"});    // FUNCTION LOAD, BGREWRITEAOF
}

void SimRedis::fail_over(std::size_t lost, std::int64_t away_ms, bool lingers) {
    auto const old = serving_;
    auto const kept = old->commands.size() - std::min(lost, old->commands.size());
    world_.trace("Redis fails over and has lost ", static_cast<std::uint64_t>(old->commands.size() - kept), " commands");
    losses_ += kept < old->commands.size() ? 1 : 0;
    serving_ = std::make_shared<Store>(world_);
    serving_->clock_off_ms = world_.random.between(-1'500, 1'500);
    serving_->commands = {old->commands.begin(), old->commands.begin() + static_cast<long>(kept)};
    for (auto const& command : serving_->commands)
        for (auto const& effect : command) serving_->held.apply(effect);
    away_until_ = world_.now() + away_ms;
    auto const lines = old->lines;
    for (auto const& weak : lines) {
        auto const line = weak.lock();
        if (!line) continue;
        if (lingers && world_.random.chance(50)) world_.later(world_.random.between(200, 3'000), [weak] { if (auto const late = weak.lock()) late->cut("it is no master any more"); });
        else line->cut("it went away");
    }
}

void SimRedis::break_lines() {
    auto const lines = serving_->lines;
    for (auto const& weak : lines)
        if (auto const line = weak.lock(); line && world_.random.chance(60)) line->cut("the network broke");
}

}  // namespace warsha::simulation
