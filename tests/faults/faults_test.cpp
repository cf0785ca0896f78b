// The workshop day over three nodes while something breaks. Nothing that was acknowledged may be lost or counted twice, all nodes must
// come to the same record, and work must go on within the bound after the fault's end. Each test names its line in README's table.

#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/client/http.hpp"
#include "app/workshop.hpp"
#include "protocol/codec.hpp"
#include "tests/faults/cluster.hpp"
#include "tests/support/redis_trio.hpp"

namespace warsha::faults {
namespace {

using namespace std::chrono_literals;
using client::Driver;

TEST(ThreeNodes, GiveTheExpectedResultsOfTheDay) { EXPECT_EQ(Cluster().play(), 0); }

TEST(ThreeNodes, LoseNothingWhenOneIsKilledAndStartedAgain) {
    Cluster cluster;
    EXPECT_EQ(cluster.play([&](Driver& driver, int turn) {
        auto& node = *cluster.nodes[turn == 0 ? 1 : 0];
        node.kill();
        driver.pause(500ms);
        node.start();
    }), 0);
}

TEST(ThreeNodes, LoseNothingWhenOneFreezesForFiveSeconds) {
    Cluster cluster;
    EXPECT_EQ(cluster.play([&](Driver& driver, int turn) {
        if (turn == 0) return;
        cluster.nodes[2]->pause();
        driver.pause(5s);
        cluster.nodes[2]->resume();
    }), 0);
}

TEST(ThreeNodes, GoOnByThemselvesWhenRedisIsKilledAndComesBack) {
    Cluster cluster;
    EXPECT_EQ(cluster.play([&](Driver& driver, int) {
        cluster.redis.kill();
        driver.pause(1s);
        cluster.redis.start();
    }), 0);
}

TEST(ThreeNodes, NoticeASubscriptionThatWasCut) {
    Cluster cluster;
    EXPECT_EQ(cluster.play([&](Driver&, int) { EXPECT_NE(cluster.redis.cli({"CLIENT", "KILL", "TYPE", "pubsub"}), "0"); }), 0);
}

TEST(ThreeNodes, WaitWhileRedisStandsStillForTenSeconds) {
    Cluster cluster;
    EXPECT_EQ(cluster.play([&](Driver& driver, int turn) {
        if (turn == 0) return;
        cluster.redis.pause();
        driver.pause(10s);
        cluster.redis.resume();
    }), 0);
}

TEST(ThreeNodes, PutEverythingBackIntoARedisThatWasEmptied) {
    Cluster cluster;
    EXPECT_EQ(cluster.play([&](Driver& driver, int) {
        EXPECT_EQ(cluster.redis.cli({"FLUSHALL"}), "OK");
        driver.pause(100ms);
    }), 0);
}

TEST(ThreeNodes, RecordAgainWhatAnOlderFileOfRedisLacks) {
    Cluster cluster;
    auto const files = cluster.redis.folder() / "appendonlydir", kept = cluster.redis.folder() / "older";
    EXPECT_EQ(cluster.play([&](Driver& driver, int turn) {
        if (turn == 0) return std::filesystem::copy(files, kept, std::filesystem::copy_options::recursive);
        cluster.redis.kill();
        std::filesystem::remove_all(files);
        std::filesystem::rename(kept, files);
        cluster.redis.start();
        driver.pause(100ms);
    }), 0);
}

/// The replica stands still while people vote, the master dies, the replica takes its address: what a failover that loses writes does.
TEST(ThreeNodes, RecordAgainWhatAPromotedReplicaHasMissed) {
    Cluster cluster;
    auto const port = std::to_string(cluster.redis.port());
    support::RedisServer replica({"replicaof 127.0.0.1 " + port});
    auto const is_in_step = [&] { return replica.cli({"INFO", "replication"}).find("master_link_status:up") != std::string::npos; };
    EXPECT_EQ(cluster.play([&](Driver& driver, int turn) {
        if (turn == 0) {
            driver.until("the replica follows", is_in_step);
            replica.pause();             // from here on it misses everything
            return;
        }
        cluster.redis.kill();
        replica.resume();
        replica.cli({"REPLICAOF", "NO", "ONE"});
        EXPECT_EQ(replica.cli({"CONFIG", "SET", "port", port}), "OK");
    }), 0);
}

TEST(ThreeNodes, FollowASentinelFailover) {
    support::SentinelTrio trio;
    Cluster cluster(3, trio.url());
    auto const knows_all = [&] {
        return trio.master.cli({"INFO", "replication"}).find("connected_slaves:1") != std::string::npos && trio.master.cli({"PUBSUB", "NUMSUB", "__sentinel__:hello"}).find("3") != std::string::npos;
    };
    EXPECT_EQ(cluster.play([&](Driver& driver, int turn) {
        if (turn == 0) return driver.until("the sentinels know each other", knows_all);
        driver.pause(3s);                // and the replica, which they learn from the master
        trio.master.kill();
        driver.until("the sentinels have promoted the replica", [&] { return trio.replica.cli({"ROLE"}).find("master") != std::string::npos; });
    }), 0);
}

/// Each node in turn is told to stop and started again, as for a new version. Its people wait or go elsewhere; nobody loses anything.
TEST(ThreeNodes, AreRestartedOneAfterTheOther) {
    Cluster cluster;
    EXPECT_EQ(cluster.play([&](Driver& driver, int turn) {
        if (turn == 0) return;
        for (auto const& node : cluster.nodes) {
            auto const began = std::chrono::steady_clock::now();
            EXPECT_EQ(node->terminate(), 0) << "it stops by itself, and in order";
            auto const took = std::chrono::steady_clock::now() - began;
            std::printf("a node stopped within %lld ms\n", static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
            EXPECT_LE(took, 30s) << "three times the goal";
            node->start();
            driver.pause(200ms);
        }
    }), 0);
}

/// A copy with its simulated phones lives on the node that made it; its people, and whoever wipes it, are anywhere. One node is away meanwhile.
TEST(ThreeNodes, WipeARehearsalThatAnotherOneMade) {
    Cluster cluster;
    Driver driver;
    auto const ask = [&](std::size_t node, char const* method, std::string const& path, std::string const& bearer, std::string const& body = "") {
        return client::http(cluster.nodes[node]->target(), method, path, "Bearer " + bearer, body);
    };
    auto const id_of = [](nlohmann::json const& room) { return room.at("room").get<std::string>(); };
    auto const secret_of = [](nlohmann::json const& room) { auto const link = room.at("facilitator_link").get<std::string>(); return link.substr(link.find('#') + 1); };
    auto const knows = [&](std::size_t node, nlohmann::json const& room) { return ask(node, "GET", "/api/codes/" + room.at("code").get<std::string>(), "").status == 200; };
    auto const token = cluster.nodes[0]->organiser_token();
    auto const room = nlohmann::json::parse(ask(0, "POST", "/api/rooms", token, encode(workshop_plan(RoomPurpose::live))).body);
    driver.until("the second node knows the room", [&] { return knows(1, room); });
    auto const opened = ask(1, "POST", "/api/rooms/" + id_of(room) + "/rehearsal", secret_of(room), R"({"phones":12})");
    ASSERT_EQ(opened.status, 201) << opened.body;
    auto const rehearsal = nlohmann::json::parse(opened.body);
    auto const code = rehearsal.at("code").get<std::string>();
    driver.until("all nodes know the rehearsal", [&] { return knows(0, rehearsal) && knows(2, rehearsal); });
    auto const phone = driver.phone({.target = cluster.nodes[0]->target(), .code = code});
    std::optional<std::uint16_t> stopped;
    phone->handle({.on_changed = {}, .on_told = {}, .on_stopped = [&](std::uint16_t with) { stopped = with; }});
    driver.until("a phone is in it", [&] { return phone->is_online(); });
    EXPECT_EQ(cluster.nodes[2]->terminate(), 0);

    auto const wiped = ask(0, "POST", "/api/rooms/" + id_of(rehearsal) + "/wipe", secret_of(rehearsal));
    ASSERT_EQ(wiped.status, 200) << wiped.body;
    driver.until("the phone is sent away", [&] { return stopped == 4404; });
    cluster.nodes[2]->start();
    driver.until("no node knows it", [&] { return !knows(0, rehearsal) && !knows(1, rehearsal) && !knows(2, rehearsal); });
    EXPECT_TRUE(knows(2, room)) << "the room itself stays";
    auto const traces = [&](std::size_t node) {
        std::size_t found = 0;
        for (auto const& file : std::filesystem::recursive_directory_iterator(cluster.nodes[node]->log().parent_path() / "data")) {
            std::ifstream in(file.path(), std::ios::binary);
            std::string const held = file.is_regular_file() ? std::string((std::istreambuf_iterator<char>(in)), {}) : "";
            if (file.path().string().find(id_of(rehearsal)) != std::string::npos || held.find(id_of(rehearsal)) != std::string::npos) ++found;
        }
        return found;
    };
    for (std::size_t node = 0; node < 3; ++node) driver.until("nothing of it is left on a node's disk", [&] { return traces(node) == 0; });
    EXPECT_EQ(cluster.redis.cli({"KEYS", "*" + id_of(rehearsal) + "*"}), "");
}

/// As people meet it: one address, a proxy, a node that is told to stop while they are there.
TEST(ThreeNodes, GiveTheirPeopleToTheOthersWhenOneStops) {
    auto const port = support::free_port();
    auto const address = "http://127.0.0.1:" + std::to_string(port);
    Cluster cluster(3, "", {"--origins", address, "--trusted-proxies", "127.0.0.1"});
    Proxy proxy(port, {cluster.nodes[0]->target().port, cluster.nodes[1]->target().port, cluster.nodes[2]->target().port});
    proxy.start();
    client::Target const door{.port = port, .origin = address};
    Driver driver;
    driver.until("the proxy lets people in", [&] { return client::http(door, "GET", "/readyz").status == 200; });
    auto const made = client::http(cluster.nodes[1]->target(), "POST", "/api/rooms", "Bearer " + cluster.nodes[0]->organiser_token(), encode(workshop_plan(RoomPurpose::live)));
    auto const room = nlohmann::json::parse(made.body);
    auto const code = room.at("code").get<std::string>();
    auto const facilitator = driver.phone({.target = door, .code = code, .role = Role::facilitator, .link = client::parse_link(room.at("facilitator_link").get<std::string>()).secret});
    driver.act(*facilitator, StartRoom{}, "starting the room");
    driver.act(*facilitator, OpenActivity{first_principle_id()}, "opening the vote");
    std::vector<std::shared_ptr<client::Phone>> phones;
    for (int i = 0; i < 60; ++i) {
        phones.push_back(driver.phone({.target = door, .code = code}));
        phones.back()->handle({.on_changed = {}, .on_told = [](Cid, outbox::Tell const& tell, std::int64_t) {
            if (tell.code && !is_retryable(*tell.code)) ADD_FAILURE() << "refused: " << boost::describe::enum_to_string(*tell.code, "?");
        }, .on_stopped = {}});
        phones.back()->send(Join{.group = Key{"civil_society"}});
    }
    driver.settle(phones, "sixty people have joined", 20);
    std::puts("sixty people have joined through the proxy");

    auto const plan = workshop_plan(RoomPurpose::live);
    auto const option = std::get<ChoiceConfig>(std::ranges::find(plan.activities.value, first_principle_id(), &ActivityPlan::id)->config).options.value[0].id;
    std::thread stopping([&] { EXPECT_EQ(cluster.nodes[0]->terminate(), 0); });
    auto const began = std::chrono::steady_clock::now();
    for (auto const& phone : phones)
        phone->send(CastBallot{.activity = first_principle_id(), .round = {1}, .revision = {1}, .marks = {{{option, {1}}}}}, "ballot");
    stopping.join();
    driver.settle(phones, "every ballot recorded", 20);
    driver.until("everybody is back", [&] { return std::ranges::all_of(phones, &client::Phone::is_online); }, 20);
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    std::printf("all sixty were with the other nodes %lld ms after the stop began\n", static_cast<long long>(took.count()));
    EXPECT_LE(took, 15s) << "three times the goal";
    auto const voters = [&] { return facilitator->known().activities.at(first_principle_id()).rounds.back().voters; };
    try {
        driver.until("all sixty ballots are counted", [&] { return voters() == 60; }, 10);
    } catch (client::DriverError const&) {
        FAIL() << voters() << " ballots are counted; the facilitator is " << (facilitator->is_online() ? "online" : "offline");
    }
}

}  // namespace
}  // namespace warsha::faults
