// Nodes that share rooms through one Redis, below the rooms: order, messages, keys, and what a node does about a Redis that is not as it must be.

#include <fstream>
#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/redis/calls.hpp"
#include "journal/redis/redis_journal.hpp"
#include "journal/sqlite/sqlite_journal.hpp"
#include "protocol/codec.hpp"
#include "tests/contract/drafts.hpp"
#include "tests/contract/home.hpp"
#include "tests/contract/temporary_dir.hpp"
#include "tests/support/redis_trio.hpp"

namespace warsha {
namespace {

using namespace contract;
using namespace std::chrono_literals;
using support::RedisServer;
using testing::HasSubstr;

/// One server of a cluster, as far down as its journal.
struct Node {
    explicit Node(std::string const& url, RedisOptions options = {}) : options(std::move(options)) {
        this->options.url = redis::parse_redis_url(url);
        this->options.open_copy = [this](Journal::Post post) { return make_sqlite_journal(dir.path() / "journal.sqlite", std::move(post)); };
        this->options.on_event = [this](std::string const& sentence) { said += sentence + "\n"; };
        open();
    }
    void open() {
        journal = RedisJournal::open(home.post(), options);
        journal->start(20s);
    }
    AppendOutcome append(RoomId room, After after, std::vector<Draft> batch, Epoch epoch = 1) { return contract::append(home, *journal, room, after, std::move(batch), epoch); }
    bool has(RoomId room, std::size_t entries) {
        auto const end = std::chrono::steady_clock::now() + 20s;
        while (journal->read(room, 0, 1'000).entries.size() < entries && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(5ms);
        return journal->read(room, 0, 1'000).entries.size() == entries;
    }

    RedisOptions options;
    TemporaryDir dir;
    Home home;
    std::string said;
    std::unique_ptr<RedisJournal> journal;
};

Hash head_of(Node& node, RoomId room) { return node.journal->read(room, 0, 1'000).entries.back().digest; }

struct TwoNodes : testing::Test {
    TwoNodes() { create(a.home, *a.journal, room, "123456"); }
    RedisServer server;
    Node a{server.url()}, b{server.url()};
    RoomId const room = room_no(1);
};

TEST_F(TwoNodes, TellEachOtherEveryEntryWithItsTexts) {
    a.append(room, ExactPosition{0}, {join(1, "سلمى")});
    ASSERT_TRUE(b.has(room, 1));
    std::vector<std::string> names;
    auto const following = b.journal->follow(room, 0, [&](Stored const& entry) { names.push_back(entry.blobs.at(0).text); });
    a.append(room, ExactPosition{1}, {join(2, "Yacine")});
    b.home.run_until([&] { return names.size() == 2; });
    EXPECT_EQ(names, (std::vector<std::string>{"سلمى", "Yacine"}));
    EXPECT_EQ(head_of(a, room), head_of(b, room));
}

TEST_F(TwoNodes, LetOneOfThemWinAnExactPositionAndTheOtherReadOn) {
    a.append(room, ExactPosition{0}, {ballot(1)});
    ASSERT_TRUE(b.has(room, 1));
    auto const following = b.journal->follow(room, 0, [](Stored const&) {});
    EXPECT_TRUE(std::holds_alternative<Appended>(a.append(room, ExactPosition{1}, {ballot(2)})));
    EXPECT_TRUE(std::holds_alternative<Conflict>(b.append(room, ExactPosition{1}, {ballot(3)})));
    EXPECT_EQ(b.journal->read(room, 0, 10).entries.size(), 2U) << "when a conflict is reported, what it speaks of is here";
}

TEST_F(TwoNodes, NeverConflictWhenBothRecordVotes) {
    a.append(room, ExactPosition{0}, {ballot(1'000)});
    ASSERT_TRUE(b.has(room, 1));
    int appended = 0, others = 0;
    auto const count = [&](AppendOutcome const& outcome) { ++(std::holds_alternative<Appended>(outcome) ? appended : others); };
    for (std::uint64_t i = 0; i < 200; ++i) (i % 2 == 0 ? a : b).journal->append(room, 1, SameAgenda{0}, {ballot(i)}, count);
    a.home.run_until([&] { return appended + others >= 100; });
    b.home.run_until([&] { return appended + others == 200; });
    EXPECT_EQ(appended, 200);
    ASSERT_TRUE(a.has(room, 201));
    ASSERT_TRUE(b.has(room, 201));
    EXPECT_EQ(head_of(a, room), head_of(b, room));
}

TEST_F(TwoNodes, AnswerACommandThatTheOtherHasRecordedAlready) {  // SPEC R6
    a.append(room, ExactPosition{0}, {ballot(1)});
    ASSERT_TRUE(b.has(room, 1));
    auto const again = b.append(room, ExactPosition{0}, {ballot(1)});
    ASSERT_TRUE(std::holds_alternative<Appended>(again));
    EXPECT_FALSE(std::get<Appended>(again).entries.at(0).is_new);
}

TEST_F(TwoNodes, HaveWhatTheOtherRecordedAMomentAgoOnceTheyHaveLooked) {
    a.append(room, ExactPosition{0}, {ballot(1)});
    ASSERT_TRUE(b.has(room, 1));
    for (std::uint64_t i = 2; i <= 50; ++i) {
        a.append(room, SameAgenda{0}, {ballot(i)});
        b.home.wait_for<bool>([&](auto done) { b.journal->refresh(room, [done] { done(true); }); });
        ASSERT_EQ(b.journal->read(room, 0, 100).entries.size(), i) << "not a message later";
    }
}

TEST_F(TwoNodes, GiveAJoinCodeOnce) {
    EXPECT_FALSE(create(b.home, *b.journal, room_no(2), "123456"));
    EXPECT_TRUE(create(b.home, *b.journal, room_no(2), "654321"));
    a.journal->release_code(room);
    EXPECT_TRUE(create(a.home, *a.journal, room_no(3), "123456"));
}

TEST_F(TwoNodes, AreToldOfARoomOnceItHasItsFirstEntryAndGetItsKey) {
    std::promise<RoomRecord> told;
    b.journal->attach({.on_room = [&](RoomRecord const& record) { told.set_value(record); }, .on_mended = {}, .on_news = {}, .on_condition = {}});
    RoomKey const key{Bytes32{7}};
    a.journal->share_key(room, key);
    a.append(room, ExactPosition{0}, {ballot(1)});
    auto arrival = told.get_future();
    ASSERT_EQ(arrival.wait_for(20s), std::future_status::ready);
    auto const record = arrival.get();
    EXPECT_EQ(record.room, room);
    EXPECT_EQ(record.code, "123456");
    ASSERT_TRUE(b.journal->key_of(room));
    EXPECT_EQ(b.journal->key_of(room)->bytes, key.bytes);
    EXPECT_EQ(server.cli({"HGET", redis::Names::of_room(room, "meta"), "key"}).find(to_base64url(key.bytes.data(), key.bytes.size())), std::string::npos) << "sealed on the way";
}

TEST_F(TwoNodes, AgreeOnTheClusterKeyAndTheOrganiser) {
    EXPECT_EQ(a.journal->cluster_key(), b.journal->cluster_key());
    EXPECT_EQ(a.journal->agree_on_organiser(Hash{Bytes32{1}}), b.journal->agree_on_organiser(Hash{Bytes32{2}}));
}

TEST_F(TwoNodes, HearEachOthersNewsButNotTheirOwn) {
    std::vector<Presence> heard;
    auto const listen = [&](Node& node, bool is_own) {
        node.journal->attach({.on_room = {}, .on_mended = {}, .on_news = [&heard, is_own](RoomId, NodeId, News news) {
            EXPECT_FALSE(is_own);
            heard.push_back(*news.presence);
        }, .on_condition = {}});
    };
    listen(a, true);
    listen(b, false);
    a.journal->tell(room, {.presence = Presence{.present = 42}, .state = {}});
    b.home.run_until([&] { return !heard.empty(); });
    EXPECT_EQ(heard, (std::vector<Presence>{{.present = 42}}));
}

TEST_F(TwoNodes, ForgetAnErasedTextEverywhere) {
    a.append(room, ExactPosition{0}, {join(1, "سلمى")});
    ASSERT_TRUE(b.has(room, 1));
    auto const hash = a.journal->read(room, 0, 1).entries.at(0).blobs.at(0).hash;
    ASSERT_TRUE(erase(a.home, *a.journal, room, {hash}));
    ASSERT_TRUE(erase(b.home, *b.journal, room, {hash})) << "each node erases when it comes to the fact";
    b.append(room, SameAgenda{0}, {ballot(2)});  // Redis answers in order: the erasure is done
    EXPECT_EQ(server.cli({"HLEN", redis::Names::of_room(room, "texts")}), "0");
    EXPECT_TRUE(b.journal->read(room, 0, 1).entries.at(0).blobs.empty());
}

/// A failover to a replica that missed the erasure, and nothing else.
TEST_F(TwoNodes, EraseATextAgainFromARedisThatHasItBack) {
    auto const drafts = std::vector{join(1, "سلمى")};
    a.append(room, ExactPosition{0}, drafts);
    a.append(room, ExactPosition{1}, {seal({.actor = BySystem{}, .cid = cid_no(9), .events = {NameErased{}}}, RoomKey{})});
    ASSERT_TRUE(b.has(room, 2));
    auto const& text = drafts[0].blobs.at(0);
    for (auto* const node : {&a, &b}) ASSERT_TRUE(erase(node->home, *node->journal, room, {text.hash}));
    auto const texts = redis::Names::of_room(room, "texts");
    auto const is_gone = [&] {
        auto const end = std::chrono::steady_clock::now() + 20s;
        while (server.cli({"HEXISTS", texts, text_of(text.hash)}).find('1') != std::string::npos && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(10ms);
        return server.cli({"HEXISTS", texts, text_of(text.hash)}).find('0') != std::string::npos;
    };
    ASSERT_TRUE(is_gone());
    auto const come_back = [&] {
        server.cli({"HSET", texts, text_of(text.hash), std::string(16, 's') + "name"});
        server.cli({"CLIENT", "KILL", "TYPE", "normal"});
    };
    come_back();
    EXPECT_TRUE(is_gone());
    b.journal.reset();
    a.journal.reset();
    a.open();
    auto const following = a.journal->follow(room, 0, [](Stored const&) {});
    come_back();
    EXPECT_TRUE(is_gone()) << "a node that was restarted knows it from its copy";
}

bool forget(Node& node, RoomId room) { return node.home.wait_for<bool>([&](auto done) { node.journal->forget(room, std::move(done)); }); }
bool has_nothing(Node& node, RoomId room) {
    auto const end = std::chrono::steady_clock::now() + 20s;
    auto const is_so = [&] { return node.journal->rooms().empty() && node.journal->read(room, 0, 10).entries.empty(); };
    while (!is_so() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(10ms);
    return is_so();
}

TEST_F(TwoNodes, KeepNothingOfARoomThatOneOfThemDeletes) {  // J11
    a.append(room, ExactPosition{0}, {join(1, "سلمى")});
    a.journal->put_bundle(room, "bundle");
    ASSERT_TRUE(b.has(room, 1));
    auto const told = b.home.wait_for<RoomId>([&](auto done) {
        b.journal->attach({.on_room = {}, .on_gone = done, .on_mended = {}, .on_news = {}, .on_condition = {}});
        EXPECT_TRUE(forget(a, room));
    });
    EXPECT_EQ(told, room);
    EXPECT_TRUE(has_nothing(a, room));
    EXPECT_TRUE(has_nothing(b, room));
    EXPECT_THAT(server.cli({"KEYS", "*" + text_of(room) + "*"}), testing::Not(HasSubstr(text_of(room))));
    EXPECT_TRUE(create(b.home, *b.journal, room_no(2), "123456")) << "its code is free";
    EXPECT_TRUE(forget(a, room)) << "asked again after an answer that did not come";
}

struct OneAway : TwoNodes {
    void delete_while_b_is_away() {
        a.append(room, ExactPosition{0}, {join(1, "سلمى")});
        ASSERT_TRUE(b.has(room, 1));
        b.journal.reset();
        ASSERT_TRUE(forget(a, room));
    }
    void expect_that_b_forgets_it_too() {
        b.open();
        auto const following = b.journal->follow(room, 0, [](Stored const&) {});
        EXPECT_TRUE(has_nothing(b, room));
        EXPECT_TRUE(has_nothing(a, room)) << "it was not put back";
    }
};

TEST_F(OneAway, ForgetsARoomThatWasDeletedMeanwhile) {
    delete_while_b_is_away();
    expect_that_b_forgets_it_too();
}

/// A failover to a replica that missed the deletion, and a node that missed it too.
TEST_F(OneAway, ForgetsARoomOfWhichRedisHasForgottenThatItWasDeleted) {
    delete_while_b_is_away();
    server.cli({"DEL", "warsha:{gone}"});
    server.cli({"CLIENT", "KILL", "TYPE", "normal"});
    auto const end = std::chrono::steady_clock::now() + 20s;
    while (server.cli({"HLEN", "warsha:{gone}"}).find('1') == std::string::npos && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(10ms);
    expect_that_b_forgets_it_too();
}

TEST_F(TwoNodes, KeepTheFirstBundleForAll) {
    a.journal->put_bundle(room, "bundle");
    a.append(room, ExactPosition{0}, {ballot(1)});
    b.journal->put_bundle(room, "another");
    auto const got = b.home.wait_for<std::optional<std::string>>([&](auto done) { b.journal->get_bundle(room, done); });
    EXPECT_EQ(got, "bundle");
}

/// A node that was down while one byte of its copy changed.
struct DamagedCopy : testing::Test {
    DamagedCopy() {
        create(node.home, *node.journal, room, "123456");
        for (std::uint64_t i = 1; i <= 20; ++i) node.append(room, SameAgenda{0}, {join(i, "name " + std::to_string(i))});
        before = head_of(node, room);
        node.journal.reset();
        auto const file = node.dir.path() / "journal.sqlite";
        std::string bytes((std::istreambuf_iterator<char>(std::ifstream(file).rdbuf())), {});
        bytes.at(bytes.find("name 7")) = 'N';
        std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
        node.open();
    }
    RedisServer server;
    Node node{server.url()};
    RoomId const room = room_no(1);
    Hash before;
};

TEST_F(DamagedCopy, IsReadFromRedisAgain) {
    auto const following = node.journal->follow(room, 0, [](Stored const&) {});
    ASSERT_TRUE(node.has(room, 20)) << node.said;
    EXPECT_EQ(head_of(node, room), before);
    EXPECT_THAT(node.said, HasSubstr("damaged at entry 7"));
    EXPECT_EQ(node.journal->read(room, 6, 1).entries.at(0).blobs.at(0).text, "name 7");
}

TEST_F(DamagedCopy, IsWholeForTheRoomThatLoads) {
    auto const read = node.journal->read(room, 0, 1'000);
    EXPECT_FALSE(read.damage) << "a room that reads damage is not served";
    EXPECT_EQ(read.entries.size(), 20U);
}

TEST(OneNode, PutsARoomOfItsOwnIntoARedisThatNeverHadIt) {
    RedisServer server;
    TemporaryDir const dir;
    auto const room = room_no(1);
    Home home;
    {
        auto const alone = make_sqlite_journal(dir.path() / "journal.sqlite", home.post());
        create(home, *alone, room, "123456");
        for (std::uint64_t i = 1; i <= 600; ++i) contract::append(home, *alone, room, ExactPosition{i - 1}, {i % 50 == 0 ? opening(i) : ballot(i)});
    }
    RedisOptions options{.url = redis::parse_redis_url(server.url())};
    options.open_copy = [&](Journal::Post post) { return make_sqlite_journal(dir.path() / "journal.sqlite", std::move(post)); };
    auto const journal = RedisJournal::open(home.post(), options);
    journal->start(20s);
    auto const last = journal->read(room, 599, 1).entries.at(0);
    auto const following = journal->follow(room, 600, [](Stored const&) {});
    auto const end = std::chrono::steady_clock::now() + 20s;
    while (journal->read(room, 600, 1).entries.empty() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(10ms);
    EXPECT_TRUE(std::holds_alternative<EpochRaised>(open(journal->read(room, 600, 1).entries.at(0)).events.at(0))) << "the old history as it was, and then the new epoch";
    EXPECT_EQ(journal->read(room, 599, 1).entries.at(0).digest, last.digest);
    EXPECT_TRUE(std::holds_alternative<Appended>(contract::append(home, *journal, room, SameAgenda{13}, {ballot(601)}, 2)));
}

TEST(OneNode, RefusesARedisThatMayLoseWhatItConfirmedAndSaysWhatToWrite) {
    RedisServer server({"appendfsync everysec", "maxmemory-policy allkeys-lru"});
    try {
        Node node(server.url());
        FAIL() << "it started";
    } catch (std::runtime_error const& refused) {
        EXPECT_THAT(refused.what(), HasSubstr("\n    appendfsync always"));
        EXPECT_THAT(refused.what(), HasSubstr("\n    maxmemory-policy noeviction"));
        EXPECT_THAT(refused.what(), testing::Not(HasSubstr("appendonly yes")));
    }
}

TEST(OneNode, TellsThatItIsRelaxedWhereSomebodyChoseThat) {
    RedisServer server({"appendonly no"});
    Node node(server.url(), {.is_relaxed = true});
    EXPECT_TRUE(node.journal->condition().told.relaxed);
    EXPECT_EQ(node.journal->condition().why, "");
    EXPECT_EQ(node.journal->durability(), Journal::Durability::none);
}

TEST(OneNode, StopsAcknowledgingWhenTheSettingsBecomeWeaker) {
    RedisServer server;
    Node node(server.url());
    create(node.home, *node.journal, room_no(1), "123456");
    server.cli({"CONFIG", "SET", "appendfsync", "everysec"});
    auto const end = std::chrono::steady_clock::now() + 30s;
    while (node.journal->condition().why.empty() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(50ms);
    EXPECT_THAT(node.journal->condition().why, HasSubstr("appendfsync always"));
    EXPECT_TRUE(node.journal->condition().told.away_since);
    EXPECT_TRUE(std::holds_alternative<Unknown>(node.append(room_no(1), ExactPosition{0}, {ballot(1)})));
}

TEST(OneNode, SaysThatNobodyAnswers) {
    auto const url = "redis://127.0.0.1:" + std::to_string(support::free_port());
    RedisOptions options{.url = redis::parse_redis_url(url)};
    TemporaryDir const dir;
    Home home;
    options.open_copy = [&](Journal::Post post) { return make_sqlite_journal(dir.path() / "journal.sqlite", std::move(post)); };
    auto const journal = RedisJournal::open(home.post(), options);
    EXPECT_THAT([&] { journal->start(1s); }, testing::ThrowsMessage<std::runtime_error>(HasSubstr("does not answer")));
}

TEST(OneNode, NeedsNoMoreRightsThanTheShippedUserHas) {
    std::ifstream in("deploy/redis-users.acl");
    std::string line;
    ASSERT_TRUE(std::getline(in, line));
    auto const at = line.find(" #");
    ASSERT_NE(at, std::string::npos) << "the shipped user has a hashed password to be replaced";
    RedisServer server({line.substr(0, at) + " >secret" + line.substr(line.find(' ', at + 1)), "user default off"});
    auto const url = "redis://warsha:secret@127.0.0.1:" + std::to_string(server.port());
    Node a(url), b(url);
    auto const room = room_no(1);
    ASSERT_TRUE(create(a.home, *a.journal, room, "123456"));
    a.journal->share_key(room, RoomKey{});
    ASSERT_TRUE(std::holds_alternative<Appended>(a.append(room, ExactPosition{0}, {join(1, "سلمى"), opening(2)})));
    ASSERT_TRUE(b.has(room, 2));
    ASSERT_TRUE(erase(a.home, *a.journal, room, {a.journal->read(room, 0, 1).entries.at(0).blobs.at(0).hash}));
    a.journal->put_bundle(room, "bundle");
    EXPECT_EQ(a.home.wait_for<std::optional<std::string>>([&](auto done) { a.journal->get_bundle(room, done); }), "bundle");
    a.journal->release_code(room);
    EXPECT_THAT(a.said + b.said, testing::Not(HasSubstr("NOPERM")));
    for (auto const& forbidden : std::vector<std::vector<std::string>>{{"FLUSHALL"}, {"KEYS", "*"}, {"CONFIG", "SET", "appendfsync", "no"}, {"DEL", "warsha:{rooms}"}, {"GET", "other"}, {"SHUTDOWN"}}) {
        std::vector<std::string> argv{"--user", "warsha", "--pass", "secret", "--no-auth-warning"};
        argv.insert(argv.end(), forbidden.begin(), forbidden.end());
        EXPECT_THAT(server.cli(argv), HasSubstr("NOPERM")) << forbidden[0];
    }
}

}  // namespace
}  // namespace warsha
