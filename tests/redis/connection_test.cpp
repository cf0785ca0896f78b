// One connection to a real Redis: order, bytes, messages, and every way to lose it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/redis/connection.hpp"
#include "tests/support/redis_trio.hpp"

namespace warsha::redis {
namespace {

using namespace std::chrono_literals;
using support::RedisServer;
using testing::HasSubstr;

/// Runs the connection on the test's own thread.
class Talk {
public:
    explicit Talk(std::string const& url, ConnectionOptions options = {}, std::vector<std::string> channels = {}) {
        options.url = parse_redis_url(url);
        connection = std::make_unique<Connection>(io, options, ConnectionEvents{[this] { ++ups; }, [this](auto const& why) { downs.push_back(why); },
                                                                                [this](Reply const& message) { pushed.push_back(message.list().back().text()); }});
        if (!channels.empty()) connection->subscribe(channels);
        connection->start();
    }
    ~Talk() { connection->stop(); }

    bool until(std::function<bool()> const& is_so, std::chrono::seconds patience = 20s) {
        auto const end = std::chrono::steady_clock::now() + patience;
        while (!is_so() && std::chrono::steady_clock::now() < end) io.run_one_for(50ms);
        return is_so();
    }
    bool is_up() { return until([&] { return connection->is_up(); }); }
    std::optional<Reply> ask(std::vector<std::string> argv) {
        std::optional<std::optional<Reply>> answer;
        connection->send(std::move(argv), [&](std::optional<Reply> reply) { answer = std::move(reply); });
        until([&] { return answer.has_value(); });
        return answer.value_or(std::nullopt);
    }
    std::string last_down() { return until([&] { return !downs.empty(); }) ? downs.back() : ""; }

    boost::asio::io_context io;
    std::unique_ptr<Connection> connection;
    int ups = 0;
    std::vector<std::string> downs, pushed;
};

TEST(RedisAddress, IsReadInEveryForm) {
    auto const plain = parse_redis_url("redis://localhost");
    EXPECT_EQ(plain.hosts, (std::vector<HostPort>{{"localhost", 6379}}));
    auto const full = parse_redis_url("rediss://warsha:p%40ss%2F@[::1]:7000/3");
    EXPECT_EQ(full.kind, RedisUrl::Kind::tls);
    EXPECT_EQ(full.hosts, (std::vector<HostPort>{{"::1", 7000}}));
    EXPECT_EQ(full.user, "warsha");
    EXPECT_EQ(full.password, "p@ss/");
    EXPECT_EQ(full.db, 3);
    auto const socket = parse_redis_url("unix://:secret@/run/redis.sock?db=2");
    EXPECT_EQ(socket.path, "/run/redis.sock");
    EXPECT_EQ(socket.password, "secret");
    EXPECT_EQ(socket.db, 2);
    auto const sentinel = parse_redis_url("redis+sentinel://a,b:1000,c/hall/1");
    EXPECT_EQ(sentinel.hosts, (std::vector<HostPort>{{"a", 26379}, {"b", 1000}, {"c", 26379}}));
    EXPECT_EQ(sentinel.master, "hall");
    EXPECT_EQ(sentinel.db, 1);
    EXPECT_EQ(without_secrets(full), "rediss://::1:7000");
}

TEST(RedisAddress, ThatIsNoneIsRefusedWithWhatToWrite) {
    for (auto const* wrong : {"", "localhost", "http://localhost", "redis://", "redis://host:0", "redis://host:70000", "redis://host:12x", "redis://host/x", "redis://user@host",
                              "redis://:p%zz@host", "unix://relative", "unix:///x?name=1", "redis+sentinel://a,b", "redis+sentinel://a,,b/hall", "redis+sentinel://a/"}) {
        try {
            parse_redis_url(wrong);
            ADD_FAILURE() << "\"" << wrong << "\" was taken";
        } catch (std::invalid_argument const& error) {
            EXPECT_THAT(error.what(), HasSubstr("Write redis://")) << wrong;
        }
    }
}

TEST(ReplyParser, ReadsRepliesHoweverTheyAreCut) {
    std::string const text("\xd9\x88\r\n\0", 5), whole = "*3\r\n:7\r\n$5\r\n" + text + "\r\n*2\r\n+OK\r\n$-1\r\n-ERR no\r\n";
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        ReplyParser parser;
        std::vector<Reply> found;
        for (auto const& part : {whole.substr(0, cut), whole.substr(cut)}) {
            parser.feed(part);
            while (auto reply = parser.next()) found.push_back(*reply);
        }
        ASSERT_EQ(found.size(), 2U) << "cut at " << cut;
        EXPECT_EQ(found[0].list()[0].integer(), 7);
        EXPECT_EQ(found[0].list()[1].text(), text);
        EXPECT_TRUE(found[0].list()[2].list()[1].is_nil());
        EXPECT_EQ(*found[1].error(), "ERR no");
        EXPECT_THROW(static_cast<void>(found[1].text()), BadReply);
    }
}

TEST(ReplyParser, RefusesWhatIsNoReply) {
    ReplyParser parser;
    parser.feed("HTTP/1.1 400 Bad Request\r\n");
    EXPECT_THROW(parser.next(), BadReply);
}

TEST(RedisConnection, AnswersTenThousandQuestionsInTheirOrder) {
    RedisServer server;
    Talk talk(server.url());
    ASSERT_TRUE(talk.is_up());
    std::vector<std::string> answers;
    for (int i = 0; i < 10'000; ++i)
        talk.connection->send({"ECHO", std::to_string(i)}, [&](std::optional<Reply> const& reply) { answers.push_back(reply ? reply->text() : "?"); });
    ASSERT_TRUE(talk.until([&] { return answers.size() == 10'000; }));
    for (int i = 0; i < 10'000; ++i) ASSERT_EQ(answers[static_cast<std::size_t>(i)], std::to_string(i));
}

TEST(RedisConnection, CarriesEveryByte) {
    RedisServer server;
    Talk talk("unix://" + (server.folder() / "redis.sock").string() + "?db=3");
    ASSERT_TRUE(talk.is_up());
    std::string bytes = "ورشة \r\n";
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    EXPECT_EQ(talk.ask({"SET", "k", bytes})->text(), "OK");
    EXPECT_EQ(talk.ask({"GET", "k"})->text(), bytes);
    EXPECT_EQ(server.cli({"-n", "3", "EXISTS", "k"}), "1") << "in the database of the address";
}

TEST(RedisConnection, HearsMessagesAgainAfterItsSubscriptionWasCut) {
    RedisServer server;
    Talk talk(server.url(), {}, {"one", "two"});
    ASSERT_TRUE(talk.until([&] { return talk.ups == 1; }));
    server.cli({"PUBLISH", "one", "first"});
    ASSERT_TRUE(talk.until([&] { return talk.pushed == std::vector<std::string>{"first"}; }));
    server.cli({"CLIENT", "KILL", "TYPE", "pubsub"});
    ASSERT_TRUE(talk.until([&] { return talk.ups == 2; }));
    server.cli({"PUBLISH", "two", "second"});
    EXPECT_TRUE(talk.until([&] { return talk.pushed.back() == "second"; }));
}

TEST(RedisConnection, GivesUpOnAServerThatStandsStillAndComesBackToIt) {
    RedisServer server;
    Talk talk(server.url(), {.reply_timeout = 500ms});
    ASSERT_TRUE(talk.is_up());
    server.pause();
    EXPECT_FALSE(talk.ask({"PING"})) << "it may have happened";
    EXPECT_THAT(talk.last_down(), HasSubstr("did not answer in time"));
    server.resume();
    ASSERT_TRUE(talk.is_up());
    EXPECT_EQ(talk.ask({"PING"})->text(), "PONG");
}

TEST(RedisConnection, ComesBackWhenTheServerIsKilledAndStarted) {
    RedisServer server;
    Talk talk(server.url());
    ASSERT_TRUE(talk.is_up());
    server.kill();
    ASSERT_TRUE(talk.until([&] { return !talk.connection->is_up(); }));
    EXPECT_FALSE(talk.ask({"PING"})) << "while it is down nothing is kept for later";
    server.start();
    EXPECT_TRUE(talk.until([&] { return talk.ups == 2; }));
}

TEST(RedisConnection, SaysWhyItIsRefused) {
    RedisServer server({"requirepass right"});
    auto const at = "127.0.0.1:" + std::to_string(server.port());
    EXPECT_THAT(Talk("redis://:wrong@" + at).last_down(), HasSubstr("WRONGPASS"));
    EXPECT_THAT(Talk("redis://" + at).last_down(), HasSubstr("NOAUTH"));
    EXPECT_THAT(Talk("redis://nobody:right@" + at).last_down(), HasSubstr("refused user or password"));
    EXPECT_THAT(Talk("redis://:right@" + at + "/99").last_down(), HasSubstr("no such database"));
    EXPECT_TRUE(Talk("redis://:right@" + at + "/15").is_up());
}

TEST(RedisConnection, TrustsOnlyTheAuthorityItWasGiven) {
    support::Certificates made;
    auto const port = std::to_string(support::free_port());
    RedisServer server({"tls-port " + port, "tls-cert-file " + made.file("cert.pem"), "tls-key-file " + made.file("key.pem"), "tls-ca-cert-file " + made.file("ca.pem"), "tls-auth-clients no"});
    Talk good("rediss://127.0.0.1:" + port, {.ca_file = made.file("ca.pem")});
    EXPECT_TRUE(good.is_up());
    EXPECT_EQ(good.ask({"PING"})->text(), "PONG");
    EXPECT_THAT(Talk("rediss://127.0.0.1:" + port, {.ca_file = made.file("other-ca.pem")}).last_down(), HasSubstr("certificate verify failed"));
}

TEST(RedisConnection, FollowsTheSentinelsToTheNewMaster) {
    support::SentinelTrio trio;
    Talk talk(trio.url());
    ASSERT_TRUE(talk.is_up());
    EXPECT_EQ(talk.ask({"CONFIG", "GET", "port"})->list()[1].text(), std::to_string(trio.master.port()));
    // The sentinels must know the replica and each other before they can promote it.
    ASSERT_TRUE(talk.until([&] { return trio.master.cli({"INFO", "replication"}).find("connected_slaves:1") != std::string::npos; }));
    ASSERT_TRUE(talk.until([&] { return trio.master.cli({"PUBSUB", "NUMSUB", "__sentinel__:hello"}).find("3") != std::string::npos; }));
    talk.until([] { return false; }, 3s);
    trio.master.kill();
    ASSERT_TRUE(talk.until([&] { return talk.ups == 2; }, 60s));
    EXPECT_EQ(talk.ask({"CONFIG", "GET", "port"})->list()[1].text(), std::to_string(trio.replica.port()));
}

TEST(ReconnectDelay, GrowsToASecondAndIsSpread) {
    EXPECT_EQ(reconnect_delay(0, 0.0), 0ms);
    EXPECT_EQ(reconnect_delay(0, 0.5), 25ms);
    EXPECT_EQ(reconnect_delay(3, 0.5), 200ms);
    EXPECT_EQ(reconnect_delay(60, 0.999), 999ms);
}

}  // namespace
}  // namespace warsha::redis
