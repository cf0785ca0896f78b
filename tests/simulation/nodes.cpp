#include "simulation/nodes.hpp"

#include "journal/redis/calls.hpp"
#include "simulation/state_text.hpp"

namespace warsha::simulation {

Nodes::Nodes(World& world, RoomId room, RoomConfig const& config) : world_(world), room_(room), redis_(world) {
    for (auto n = world_.random.between(2, 3); n > 0; --n) nodes_.push_back(std::make_unique<Node>(world_, redis_, room_, config));
    for (auto const& node : nodes_) {    // no two machines agree on the time
        auto const off = world_.random.between(-2'000, 2'000);
        node->store.set_clock_off(off);
        node->server->set_clock_off(off);
    }
}

void Nodes::start() {
    for (auto const& node : nodes_) node->server->start();
}

void Nodes::create_room(Draft const& first) {
    world_.run_until(world_.now() + 1'000);
    auto& journal = nodes_.front()->store.journal();
    journal.create_room(room_, "123456", [&](bool is_made) {
        if (!is_made) return world_.violated("the room could not be made");
        journal.append(room_, 1, ExactPosition{0}, {first}, [this](AppendOutcome const& outcome) {
            if (std::holds_alternative<Appended>(outcome)) nodes_.front()->server->serve();
            else world_.violated("the room's first entry was not taken");
        });
    });
    world_.run_until(world_.now() + 3'000);
}

template <class F>
void Nodes::at_some_time(std::int64_t until_ms, std::int64_t times, F what) {
    for (; times > 0; --times) world_.later(world_.random.between(1'000, until_ms), what);
}

void Nodes::plan_faults(std::int64_t last_ms) {
    auto& random = world_.random;
    // Damage of a copy and loss in Redis together are two disks destroyed: nothing is promised then.
    bool const loses = random.chance(75);
    at_some_time(last_ms, random.between(0, 3), [this, loses] {
        auto const lost = !loses || world_.random.chance(30) ? 0 : world_.random.chance(5) ? SIZE_MAX : static_cast<std::size_t>(world_.random.between(1, 25));
        redis_.fail_over(lost, world_.random.between(100, 4'000), loses && world_.random.chance(40));  // what one that lingers takes is lost
    });
    if (loses && random.chance(30))      // the power goes: every process, and what Redis's replica had not heard of
        at_some_time(last_ms, 1, [this] {
            for (auto const& node : nodes_) node->server->kill();
            redis_.fail_over(static_cast<std::size_t>(world_.random.between(0, 20)), world_.random.between(500, 3'000), false);
        });
    if (loses && random.chance(50))      // Redis loses what one node has just been told is safe, and that node dies as well
        at_some_time(last_ms, random.between(1, 3), [this] {
            any().kill();
            redis_.fail_over(static_cast<std::size_t>(world_.random.between(1, 12)), world_.random.between(100, 1'500), world_.random.chance(50));
        });
    at_some_time(last_ms, random.between(0, 3), [this] { any().kill(world_.random.between(100, 12'000)); });
    at_some_time(last_ms, random.between(0, 3), [this] { any().pause(world_.random.between(200, 7'000)); });
    at_some_time(last_ms, random.between(0, 2), [this] { redis_.stall(world_.random.between(500, 5'000)); });
    at_some_time(last_ms, random.between(0, 3), [this] { redis_.break_lines(); });
    if (random.chance(10))
        at_some_time(last_ms, 1, [this] {
            auto& node = *nodes_.front();
            node.store.fail_disk();
            world_.later(3'000, [&node] { node.server->kill(); });
        });
    if (!loses && random.chance(30)) at_some_time(last_ms, 1, [this] { damage_one(); });
    if (random.chance(15)) at_some_time(last_ms, 1, [this] {
        auto& node = *nodes_.back();
        node.server->kill();
        if (!node.store.spoil_state()) return;
        world_.trace("a saved state is spoiled");
        is_spoiled_ = true;
        node.server->expect_failure();
    });
}

void Nodes::damage_one() {
    auto& node = *nodes_.back();
    node.server->kill();
    if (node.store.rot()) world_.trace("an entry of a copy rots");
}

void Nodes::heal() {
    redis_.come_up();
    for (auto const& node : nodes_) node->server->heal();
}

int Nodes::kills() const {
    int sum = 0;
    for (auto const& node : nodes_) sum += node->server->kills();
    return sum;
}

/// What each node's disk has, and last what Redis has.
std::vector<std::vector<Stored>> Nodes::records() const {
    std::vector<std::vector<Stored>> all;
    for (auto const& node : nodes_) all.push_back(node->store.disk().stored());
    auto& in_redis = all.emplace_back();
    auto const& database = redis_.database();
    auto const stream = database.streams.find(redis::Names::of_room(room_, "journal"));
    auto const texts = database.hashes.find(redis::Names::of_room(room_, "texts"));
    if (stream == database.streams.end()) return all;
    for (auto const& element : stream->second) {
        Stored made{.offset = element.id, .cid = {}, .bytes = {}, .digest = {}, .blobs = {}};
        for (std::size_t i = 0; i + 1 < element.fields.size(); i += 2) {
            auto const &name = element.fields[i], &value = element.fields[i + 1];
            if (name == "b") made.bytes = value;
            if (name != "h" || texts == database.hashes.end()) continue;
            for (auto const& [hash, text] : texts->second)
                if (value.find(hash) != std::string::npos) made.blobs.push_back({});
        }
        made.digest = next_digest(in_redis.empty() ? Hash{} : in_redis.back().digest, made.bytes);
        in_redis.push_back(std::move(made));
    }
    return all;
}

void Nodes::check() const {
    auto const all = records();
    auto const& in_redis = all.back();
    if (in_redis.empty()) return world_.violated("Redis has nothing");
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
        auto const name = "node " + std::to_string(n);
        auto const& server = *nodes_[n]->server;
        if (!server.room()) {
            world_.violated(name + " does not serve the room after the faults");
            continue;
        }
        auto const& mine = all[n];
        if (mine.size() != in_redis.size() || mine.back().digest != in_redis.back().digest) world_.violated(name + "'s record is not Redis's");
        if (nodes_[n]->store.disk().rotten) world_.violated(name + "'s copy is still damaged");
        if (server.room()->position().digest != in_redis.back().digest) world_.violated(name + " does not stand where Redis does");
        RoomState replayed;
        for (auto const& stored : mine) replayed.apply(open(stored));
        if (text_of_state(replayed) != text_of_state(server.room()->state())) world_.violated(name + " has another state than its record gives");
    }
}

}  // namespace warsha::simulation
