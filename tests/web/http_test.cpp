// The HTTP side over real sockets (SPEC, HTTP).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "running_server.hpp"

namespace warsha::web {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(Http, PutsTheSecurityHeadersOnEveryRoute) {
    RunningServer server;
    for (auto const* const path : {"/", "/j/482913", "/f/482913", "/w/482913", "/archive", "/diag", "/healthz", "/readyz", "/api/rooms",
                                   "/api/archive", "/api/codes/000000", "/nothing/here", "/ws/482913", "/../etc/passwd"}) {
        auto answer = server.get(path);
        EXPECT_NE(answer.status, 0) << path;
        EXPECT_EQ(answer.fields["x-content-type-options"], "nosniff") << path;
        EXPECT_EQ(answer.fields["cross-origin-resource-policy"], "same-origin") << path;
        EXPECT_THAT(answer.fields["content-security-policy"], HasSubstr("default-src 'none'; script-src 'self'; style-src 'self'")) << path;
        EXPECT_THAT(answer.fields["content-security-policy"], HasSubstr("connect-src 'self' ws://" + server.host() + " wss://" + server.host())) << path;
        EXPECT_EQ(answer.fields["referrer-policy"], "no-referrer") << path;
        EXPECT_EQ(answer.fields["cross-origin-opener-policy"], "same-origin") << path;
        EXPECT_THAT(answer.fields["permissions-policy"], HasSubstr("camera=()")) << path;
    }
}

TEST(Http, LetsNothingRunWhereAPartOfAPageIsOpenedAsAPage) {
    RunningServer server;
    auto answer = server.get("/assets/app-1a2b.js");
    EXPECT_EQ(answer.fields["content-security-policy"], "default-src 'none'");
    EXPECT_EQ(answer.fields["x-content-type-options"], "nosniff");
    EXPECT_EQ(answer.fields["referrer-policy"], "no-referrer");
    EXPECT_EQ(answer.fields["cross-origin-resource-policy"], "same-origin");
}

TEST(Http, AnswersOnlyForItsOwnNames) {
    RunningServer server;
    auto const status = [&](std::string const& host) { return ask(server.port(), "GET /api/archive HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status; };
    auto const port = std::to_string(server.port());
    EXPECT_EQ(status("localhost:" + port), 200);
    EXPECT_EQ(status("127.0.0.1:" + port), 200);
    EXPECT_EQ(status("[::1]:" + port), 200);
    EXPECT_EQ(status("WARSHA.example"), 200);
    for (auto const& wrong : {std::string("evil.example"), std::string("localhost"), "localhost:" + port + "/x", "warsha.example:" + port, std::string("user@warsha.example")})
        EXPECT_EQ(status(wrong), 421) << wrong;
}

TEST(Http, TellsItsHealthToAProxyThatAsksByAnotherName) {
    RunningServer server;
    for (auto const* path : {"/healthz", "/readyz"}) EXPECT_EQ(ask(server.port(), "GET " + std::string(path) + " HTTP/1.1\r\nHost: proxy.internal\r\n\r\n").status, 200) << path;
}

TEST(Http, RefusesAndClosesOnAMalformedHead) {
    RunningServer server;
    for (auto const* const head : {"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                                   "POST /api/rooms HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"}) {
        RawSocket socket(server.port());
        socket.send(head);
        auto answer = read_answer(socket);
        EXPECT_EQ(answer.status, 400) << head;
        EXPECT_EQ(answer.fields["connection"], "close") << head;
        socket.receive_until_closed();
        EXPECT_TRUE(socket.is_closed()) << head;
    }
}

TEST(Http, RefusesAHeaderLargerThan8KiB) {
    RunningServer server;
    EXPECT_EQ(server.get("/", "A: " + std::string(8200, 'a') + "\r\n").status, 431);
}

TEST(Http, RefusesWithAJsonBodyInPlainWords) {
    RunningServer server;
    auto answer = server.get("/nothing/here");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.fields["content-type"], "application/json");
    EXPECT_EQ(answer.fields["cache-control"], "no-store");
    EXPECT_EQ(answer.body, R"({"error":{"code":"not_found","hint":"There is nothing at this address."}})");
}

TEST(Http, AnswersPipelinedRequestsInOrder) {
    RunningServer server;
    RawSocket socket(server.port());
    std::string requests;
    for (int i = 0; i < 100; ++i) requests += std::string("GET ") + (i % 2 ? "/healthz" : "/diag") + " HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n";
    socket.send(requests);
    std::string bytes;
    for (int i = 0; i < 100; ++i) {
        std::optional<HttpAnswer> answer;
        while (!(answer = take_answer(bytes))) {
            ASSERT_FALSE(socket.is_closed()) << i;
            bytes += socket.receive();
        }
        EXPECT_EQ(answer->status, 200);
        EXPECT_EQ(answer->body.starts_with("{"), i % 2 == 1) << i;
    }
}

TEST(Http, GivesHeadTheLengthAndNoBody) {
    RunningServer server;
    auto const whole = server.get("/diag");
    auto const head = "HEAD /diag HTTP/1.1\r\nHost: " + server.host() + "\r\nConnection: close\r\n\r\n";
    RawSocket socket(server.port());
    socket.send(head);
    auto bytes = socket.receive_until_closed();
    auto answer = take_answer(bytes, false);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->fields["content-length"], std::to_string(whole.body.size()));
    EXPECT_EQ(bytes, "");
}

TEST(Http, ClosesAConnectionThatNeverFinishesItsHead) {
    RunningServer server([](ServerConfig& config) { config.timeouts.head = milliseconds(1000); });
    RawSocket silent(server.port()), slow(server.port());
    bool open = true;
    for (int i = 0; i < 60 && open; ++i) open = slow.send(i == 0 ? "GET / HTTP/1.1\r\n" : "A") && slow.receive(milliseconds(100)).empty() && !slow.is_closed();
    EXPECT_FALSE(open);
    silent.receive_until_closed();
    EXPECT_TRUE(silent.is_closed());
    EXPECT_EQ(server.get("/healthz").status, 200);
}

TEST(Http, ClosesAConnectionThatNeverFinishesItsBody) {
    RunningServer server([](ServerConfig& config) { config.timeouts.body = milliseconds(1000); });
    RawSocket socket(server.port());
    socket.send("POST /api/rooms HTTP/1.1\r\nHost: " + server.host() + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n" + as_organiser() + "\r\n{");
    socket.receive_until_closed();
    EXPECT_TRUE(socket.is_closed());
}

TEST(Http, AnswersABodyThatEndsTooSoon) {
    RunningServer server;
    RawSocket socket(server.port());
    socket.send("POST /api/rooms HTTP/1.1\r\nHost: " + server.host() + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n" + as_organiser() + "\r\n{");
    socket.stop_sending();
    EXPECT_EQ(read_answer(socket).status, 400);
}

TEST(Http, RefusesABodyFromAnybodyButAnOrganiserWithoutReadingIt) {
    RunningServer server;
    RawSocket socket(server.port());
    socket.send("POST /api/rooms HTTP/1.1\r\nHost: " + server.host() + "\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n");
    EXPECT_EQ(read_answer(socket).status, 401);
    EXPECT_EQ(server.post("/api/rooms", std::string(1024 * 1024 + 1, ' '), as_organiser()).status, 413);
    EXPECT_EQ(server.post("/healthz", "{}").status, 405);
}

TEST(Http, RefusesABodyThatIsNotJson) {
    RunningServer server;
    EXPECT_EQ(ask(server.port(), "POST /api/rooms HTTP/1.1\r\nHost: " + server.host() + "\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n" + as_organiser() + "\r\n{}").status, 415);
}

TEST(Http, TurnsConnectionsAwayAboveTheCap) {
    RunningServer server([](ServerConfig& config) { config.limits.connections_max = 3; });
    RawSocket one(server.port()), two(server.port()), three(server.port());
    ASSERT_TRUE(server.reaches("warsha_connections", 3));
    RawSocket four(server.port());
    EXPECT_THAT(four.receive_until_closed(), HasSubstr("503 Service Unavailable"));
    EXPECT_EQ(server.metric(R"(warsha_turned_away_total{why="full"})"), 1);
}

TEST(Http, TurnsAnAddressAwayThatConnectsTooFast) {  // SPEC L4
    RunningServer server([](ServerConfig& config) { config.limits.connections_per_second = 1; });
    for (int i = 0; i < 5; ++i) EXPECT_EQ(server.get("/healthz").status, 200);
    RawSocket sixth(server.port());
    EXPECT_THAT(sixth.receive_until_closed(), HasSubstr("503"));
}

TEST(Http, SaysWhichPortIsTaken) {
    RunningServer first;
    try {
        RunningServer second([&](ServerConfig& config) { config.port = first.port(); });
        FAIL() << "two servers share a port";
    } catch (std::runtime_error const& error) {
        EXPECT_THAT(error.what(), HasSubstr("port " + std::to_string(first.port()) + " on 127.0.0.1 is taken by another program"));
    }
}

TEST(Metrics, AreServedOnTheirOwnPortOnly) {
    RunningServer server;
    EXPECT_EQ(server.get("/metrics").status, 404);
    EXPECT_THAT(ask(server.metrics_port(), "GET /metrics HTTP/1.1\r\n\r\n").body, HasSubstr("warsha_http_answers_total{status=\"404\"} 1"));
    EXPECT_EQ(ask(server.metrics_port(), "GET / HTTP/1.1\r\n\r\n").status, 404);
}

}  // namespace
}  // namespace warsha::web
