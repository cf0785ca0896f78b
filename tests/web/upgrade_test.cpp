// From HTTP to WebSocket: who may, and what they must say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "raw_websocket.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

using testing::HasSubstr;
using Fields = std::map<std::string, std::string>;

TEST(Upgrade, IsGivenToOurOwnPages) {
    RunningServer server;
    auto const path = "/ws/" + server.create().code;
    auto answer = ask(server.port(), upgrade_request(server.port(), path));
    EXPECT_EQ(answer.status, 101);
    EXPECT_EQ(answer.fields["sec-websocket-protocol"], "warsha.v1");
    EXPECT_EQ(answer.fields["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(ask(server.port(), upgrade_request(server.port(), path, {{"Origin", "https://warsha.example"}, {"Host", "warsha.example"}})).status, 101);
    EXPECT_EQ(ask(server.port(), upgrade_request(server.port(), path, {{"Sec-WebSocket-Protocol", "chat, warsha.v1"}})).status, 101);
}

TEST(Upgrade, IsRefusedToPagesOfOtherOrigins) {
    RunningServer server;
    auto const path = "/ws/" + server.create().code;
    auto const port = std::to_string(server.port());
    for (auto const& origin : std::vector<std::string>{"", "null", "https://evil.example", "https://warsha.example.evil.example", "http://warsha.example", "https://warsha.example:444",
                                                       "https://evil.example, https://warsha.example", "https://warsha.example/", "http://localhost", "https://localhost:" + port,
                                                       "file://", "https://warsha.example\r\nOrigin: https://warsha.example"})
        EXPECT_EQ(ask(server.port(), upgrade_request(server.port(), path, {{"Origin", origin}})).status, 403) << origin;
}

TEST(Upgrade, NeedsTheSubprotocol) {  // SPEC H1
    RunningServer server;
    auto const path = "/ws/" + server.create().code;
    for (auto const* const offered : {"", "chat", "warsha.v2", "warsha.v10"}) {
        auto const answer = ask(server.port(), upgrade_request(server.port(), path, {{"Sec-WebSocket-Protocol", offered}}));
        EXPECT_EQ(answer.status, 400) << offered;
        EXPECT_THAT(answer.body, HasSubstr("The WebSocket subprotocol warsha.v1 must be offered.")) << offered;
    }
}

TEST(Upgrade, IsRefusedWhenTheHandshakeIsWrong) {
    RunningServer server;
    auto const path = "/ws/" + server.create().code;
    auto const status = [&](Fields const& changed) { return ask(server.port(), upgrade_request(server.port(), path, changed)).status; };
    EXPECT_EQ(status({{"Upgrade", ""}}), 426);
    EXPECT_EQ(status({{"Upgrade", "h2c"}}), 426);
    EXPECT_EQ(status({{"Connection", "keep-alive"}}), 426);
    EXPECT_EQ(status({{"Sec-WebSocket-Version", "8"}}), 426);
    EXPECT_EQ(status({{"Sec-WebSocket-Key", ""}}), 400);
    EXPECT_EQ(status({{"Host", "evil.example"}}), 421);
    auto post = upgrade_request(server.port(), path, {{"Content-Length", "0"}});
    post.replace(0, 3, "POST");
    EXPECT_EQ(ask(server.port(), post).status, 426);
}

TEST(Upgrade, IsGivenOnlyUnderWs) {
    RunningServer server;
    EXPECT_EQ(ask(server.port(), upgrade_request(server.port(), "/j/482913")).status, 200);
    EXPECT_EQ(ask(server.port(), upgrade_request(server.port(), "/api/archive")).status, 200);
    EXPECT_EQ(server.get("/ws/482913").status, 426);
}

TEST(Upgrade, IsRefusedToWhoDoesNotWaitForIt) {
    RunningServer server;
    auto const request = upgrade_request(server.port(), "/ws/" + server.create().code) + client_frame(Opcode::text, "{}");
    EXPECT_EQ(ask(server.port(), request).status, 400);
}

TEST(Upgrade, NeverAgreesToCompression) {
    RunningServer server;
    auto answer = ask(server.port(), upgrade_request(server.port(), "/ws/" + server.create().code, {{"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"}}));
    EXPECT_EQ(answer.status, 101);
    EXPECT_FALSE(answer.fields.contains("sec-websocket-extensions"));
}

}  // namespace
}  // namespace warsha::web
