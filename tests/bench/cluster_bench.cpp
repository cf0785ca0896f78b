// Three nodes against one, on the same Redis and the same disk, in the same run; and Redis alone, with the same entries.
// Everything shares this machine's cores: compare the lines with each other, not with other machines. Usage: cluster_bench [PEOPLE] [SECONDS] [REPEATS]

#include <algorithm>
#include <cstdio>

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include "app/client/http.hpp"
#include "app/crowd.hpp"
#include "app/workshop.hpp"
#include "journal/redis/calls.hpp"
#include "journal/redis/connection.hpp"
#include "protocol/codec.hpp"
#include "tests/bench/process.hpp"
#include "tests/contract/drafts.hpp"
#include "tests/faults/cluster.hpp"

namespace warsha {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::int64_t percentile(std::vector<std::int64_t> all, double part) {
    if (all.empty()) return 0;
    std::ranges::sort(all);
    return all[std::min(all.size() - 1, static_cast<std::size_t>(part * static_cast<double>(all.size())))];
}

/// A room over all nodes of a cluster, with people spread over them.
class Hall {
public:
    Hall(faults::Cluster& cluster, int people) : cluster_(cluster) {
        auto const target = cluster.nodes[0]->target();
        auto const made = client::http(target, "POST", "/api/rooms", "Bearer " + cluster.nodes[0]->organiser_token(), encode(workshop_plan(RoomPurpose::rehearsal)));
        auto const room = nlohmann::json::parse(made.body);
        auto const code = room.at("code").get<std::string>();
        facilitator_ = driver_.phone({.target = target, .code = code, .role = Role::facilitator, .link = client::parse_link(room.at("facilitator_link").get<std::string>()).secret});
        driver_.act(*facilitator_, StartRoom{}, "starting the room");
        driver_.act(*facilitator_, OpenActivity{first_principle_id()}, "opening the vote");
        for (int i = 0; i < people; ++i) {
            auto phone = std::make_shared<client::Phone>(driver_.io(), client::PhoneConfig{.target = cluster.nodes[static_cast<std::size_t>(i) % cluster.nodes.size()]->target(), .code = code});
            phone->handle({.on_changed = [this] { ++deliveries_; }, .on_told = [this](Cid, outbox::Tell const& tell, std::int64_t us) { if (tell.progress == outbox::Progress::counted) latencies_.push_back(us); }, .on_stopped = {}});
            phone->connect();
            phone->send(Join{.group = Key{"civil_society"}});
            phones_.push_back(std::move(phone));
            if (i % 50 == 49) driver_.pause(std::chrono::milliseconds(20));
        }
        driver_.settle(phones_, "everybody is seated", 120);
    }

    /// Everybody votes, and again once all are acknowledged. Acknowledged per second.
    double rush(int seconds) {
        auto const start = Clock::now();
        latencies_.clear();
        while (seconds_since(start) < seconds) {
            ++revision_;
            auto const sent = latencies_.size() + phones_.size();
            for (auto const& phone : phones_) cast(*phone);
            driver_.until("the ballots are acknowledged", [&] { return latencies_.size() >= sent; }, 60);
        }
        return static_cast<double>(latencies_.size()) / seconds_since(start);
    }

    /// `rate` ballots a second, whether the last ones are acknowledged or not. p50 and p99 in microseconds.
    std::pair<std::int64_t, std::int64_t> steady(double rate, int seconds) {
        driver_.pause(std::chrono::milliseconds(1'500));  // what the rush before has left behind is not this rate's
        auto const start = Clock::now();
        latencies_.clear();
        std::size_t sent = 0;
        while (seconds_since(start) < seconds) {
            auto const due = static_cast<std::size_t>(rate * seconds_since(start));
            for (; sent < due; ++sent) {
                if (sent % phones_.size() == 0) ++revision_;
                cast(*phones_[sent % phones_.size()]);
            }
            driver_.pause(std::chrono::milliseconds(1));
        }
        driver_.until("the ballots are acknowledged", [&] { return latencies_.size() >= sent; }, 60);
        return {percentile(latencies_, 0.5), percentile(latencies_, 0.99)};
    }

    /// CPU of all nodes per announcement that has reached everybody, in microseconds.
    double announce(int times) {
        driver_.pause(std::chrono::milliseconds(500));
        auto const before = cpu();
        for (int i = 0; i < times; ++i) {
            auto const seen = deliveries_;
            driver_.act(*facilitator_, Announce{Wording<200>{.ar = Text<1, 200>{"إعلان " + std::to_string(i)}, .fr = {}, .en = {}}}, "the announcement");
            driver_.until("the announcement is everywhere", [&] { return deliveries_ >= seen + phones_.size(); }, 30);
        }
        return (cpu() - before) * 1e6 / times;
    }

    /// Batches that conflicted, as a share of all.
    double conflicts() {
        driver_.pause(std::chrono::milliseconds(1'500));  // the counters are told once a second
        double appends = 0, conflicts = 0;
        for (auto const& node : cluster_.nodes) {
            auto target = node->target();
            target.port = target.port % 60000 + 1000;
            auto const text = client::http(target, "GET", "/metrics").body;
            appends += value(text, "\nwarsha_cluster_appends_total ");
            conflicts += value(text, "\nwarsha_cluster_conflicts_total ");
        }
        return appends > 0 ? conflicts / appends : 0;
    }

private:
    static double value(std::string const& text, std::string const& name) {
        auto const at = text.find(name);
        return at == std::string::npos ? 0 : std::atof(text.c_str() + at + name.size());
    }
    double cpu() const {
        double all = 0;
        for (auto const& node : cluster_.nodes) all += cpu_seconds(node->pid());
        return all;
    }
    void cast(client::Phone& phone) {
        phone.send(CastBallot{.activity = first_principle_id(), .round = {1}, .revision = {revision_}, .marks = {{Mark{name_id<ItemId>("principle-transparency"), {1}}}}});
    }

    faults::Cluster& cluster_;
    client::Driver driver_;
    std::shared_ptr<client::Phone> facilitator_;
    std::vector<std::shared_ptr<client::Phone>> phones_;
    std::vector<std::int64_t> latencies_;
    std::uint64_t deliveries_ = 0;
    std::int64_t revision_ = 0;
};

/// Entries of the same size, through the same function, in batches of 64 with four under way: what Redis and its disk give by themselves.
double redis_alone(int seconds) {
    support::RedisServer server;
    boost::asio::io_context io;
    auto const url = redis::parse_redis_url(server.url());
    redis::Connection connection(io, {.url = url}, {});
    connection.start();
    while (!connection.is_up()) io.run_one();
    auto const room = contract::room_no(1);
    bool is_made = false;
    connection.send({"FUNCTION", "LOAD", "REPLACE", std::string(redis::library())}, [](auto const&) {});
    connection.send(redis::create_call(room, "123456"), [&](auto const&) { is_made = true; });
    while (!is_made) io.run_one();
    std::uint64_t made = 0, written = 0;
    int under_way = 0;
    auto const start = Clock::now();
    while (seconds_since(start) < seconds && written < 240'000) {
        while (under_way < 4) {
            std::vector<redis::Recording> batch;
            for (int i = 0; i < 64; ++i) batch.push_back({contract::ballot(++made), 0});
            ++under_way;
            connection.send(redis::append_call({}, room, {1, 0, {}}, SameAgenda{0}, batch), [&](auto const&) { --under_way; written += 64; });
        }
        io.run_one();
    }
    auto const rate = static_cast<double>(written) / seconds_since(start);
    connection.stop();
    return rate;
}

struct Measured {
    double rush = 0, delivery = 0, conflicts = 0;
    double p50 = 0, p99 = 0;             ///< milliseconds
};

template <class Number>
double median(std::vector<Measured> const& all, Number Measured::*which) {
    std::vector<double> values;
    for (auto const& one : all) values.push_back(one.*which);
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// `rate` 0: half of what it takes when everybody votes at once.
Measured measure(std::size_t nodes, int people, int seconds, double& rate) {
    constexpr int announcements = 100;
    faults::Cluster cluster(nodes, "", {"--threads", "1"});  // more threads than cores would measure the scheduler
    Hall hall(cluster, people);
    Measured made{.rush = hall.rush(seconds)};
    if (rate == 0) rate = made.rush / 2;
    auto const [p50, p99] = hall.steady(rate, seconds);
    made.p50 = static_cast<double>(p50) / 1000;
    made.p99 = static_cast<double>(p99) / 1000;
    made.conflicts = hall.conflicts();
    // An entry costs every node something however few people there are; what is left is the deliveries'.
    made.delivery = (hall.announce(announcements) - Hall(cluster, 0).announce(announcements)) / people;
    std::printf("%zu node(s): %.0f acks/s when everybody votes at once; at %.0f/s p50 %.1f ms, p99 %.1f ms; conflicts %.2f %% of batches; %.1f us of the nodes' CPU per delivery\n", nodes,
                made.rush, rate, made.p50, made.p99, made.conflicts * 100, made.delivery);
    std::fflush(stdout);
    return made;
}

void run(int people, int seconds, int repeats) {
    double rate = 0;
    std::vector<Measured> one, three;
    for (int i = 0; i < repeats; ++i) {
        one.push_back(measure(1, people, seconds, rate));
        three.push_back(measure(3, people, seconds, rate));
    }
    auto const ratio = [&](auto which) { return median(three, which) / median(one, which); };
    std::printf("three nodes ÷ one, medians: acks/s %.2f, p99 at the same rate %.2f, CPU per delivery %.2f\n", ratio(&Measured::rush), ratio(&Measured::p99), ratio(&Measured::delivery));
    auto const alone = redis_alone(seconds);
    std::printf("Redis alone, entries of the same size in batches of 64: %.0f entries/s; one node reaches %.2f of that\n", alone, median(one, &Measured::rush) / alone);
}

}  // namespace
}  // namespace warsha

int main(int argc, char** argv) {
    std::printf("limits lifted: --limits bench; phones, nodes, Redis and disk share this machine\n");
    warsha::run(argc > 1 ? std::atoi(argv[1]) : 1000, argc > 2 ? std::atoi(argv[2]) : 5, argc > 3 ? std::atoi(argv[3]) : 5);
}
