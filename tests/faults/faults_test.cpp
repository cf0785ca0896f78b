// The workshop day over three nodes while something breaks. Nothing that was acknowledged may be lost or counted twice, all nodes must
// come to the same record, and work must go on within the bound after the fault's end. Each test names its line in README's table.

#include <thread>

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace warsha::faults
