// How much one session may say.

#include <gtest/gtest.h>

#include "protocol/codec.hpp"
#include "raw_websocket.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

using std::chrono::milliseconds;

Cid cid(int n) { return {Bytes16{static_cast<std::uint8_t>(n), static_cast<std::uint8_t>(n >> 8)}}; }
CommandMessage nonsense(int n) { return {.cid = cid(n), .body = WithdrawProposal{}}; }  // refused by the room, and cheap

TEST(Rate, IsABurstOf20AndThenSlowDownWithATimeToComeBack) {  // SPEC L3
    RunningServer server;
    RawWebSocket phone(server.port(), server.create().code);
    enter(phone);
    for (int i = 1; i <= 40; ++i) phone.send(nonsense(i));
    int judged = 0, slowed = 0;
    for (int i = 1; i <= 40; ++i) {
        auto const rejection = phone.next_message<Rejection>();
        ASSERT_TRUE(rejection) << i;
        rejection->code == Reject::slow_down ? ++slowed : ++judged;
        EXPECT_EQ(rejection->retry_after_ms.value_or(0), rejection->code == Reject::slow_down ? 2000 : 0);
    }
    EXPECT_GE(judged, 20);
    EXPECT_LE(judged, 30);
    EXPECT_GE(slowed, 10);
    EXPECT_GE(server.metric(R"(warsha_commands_total{outcome="slow_down"})"), 10);
}

TEST(Rate, GoesOnceItIsRespected) {
    RunningServer server([](ServerConfig& config) { config.limits.messages_per_second = 1000; });
    RawWebSocket phone(server.port(), server.create().code);
    enter(phone);
    for (int i = 1; i <= 200; ++i) {
        phone.send(nonsense(i));
        auto const rejection = phone.next_message<Rejection>();
        ASSERT_TRUE(rejection) << i;
    }
}

TEST(Flooding, IsClosedWith4429) {
    RunningServer server;
    auto const room = server.create(), other = server.create();
    RawWebSocket phone(server.port(), room.code), bystander(server.port(), other.code);
    enter(phone);
    enter(bystander);
    for (int i = 1; i <= 1000; ++i) phone.send(nonsense(i));
    EXPECT_EQ(phone.close_code(), 4429);
    bystander.send(CommandMessage{cid(1), Join{}});
    EXPECT_TRUE(bystander.next_message<Receipt>());
}

TEST(Flooding, WithPingsIsClosedToo) {
    RunningServer server;
    RawWebSocket phone(server.port(), server.create().code);
    enter(phone);
    for (int i = 1; i <= 1000; ++i) phone.send(Ping{i});
    EXPECT_EQ(phone.close_code(), 4429);
}

TEST(MessageSize, IsLargerForFacilitators) {
    RunningServer server;
    auto const room = server.create();
    RawWebSocket facilitator(server.port(), room.code);
    facilitator.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    ASSERT_TRUE(facilitator.next_message<View>());
    std::string const ping = R"({"type":"ping","t":1})";
    facilitator.send_text(ping + std::string(facilitator_message_bytes_max - ping.size(), ' '));
    EXPECT_TRUE(facilitator.next_message<Pong>());
    facilitator.send_text(ping + std::string(facilitator_message_bytes_max + 1 - ping.size(), ' '));
    EXPECT_EQ(facilitator.close_code(), 4413);
}

TEST(MessageSize, Is4KiBForEverybodyElse) {
    RunningServer server;
    RawWebSocket phone(server.port(), server.create().code);
    enter(phone);
    std::string const ping = R"({"type":"ping","t":1})";
    phone.send_text(ping + std::string(4096 - ping.size(), ' '));
    EXPECT_TRUE(phone.next_message<Pong>());
}

TEST(Unusual, GuessingAndABurstOfSeatsReachTheDesk) {  // SPEC V13
    RunningServer server([](ServerConfig& config) {
        config.timeouts.unusual = milliseconds(500);
        config.limits.code_misses_per_minute = config.limits.code_misses_everywhere_per_minute = 1e6;
        config.limits.connections_per_second = 1e6;
    });
    auto const room = server.create();
    RawWebSocket desk(server.port(), room.code);
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    ASSERT_TRUE(desk.next_message<View>());
    for (int i = 0; i < 70; ++i) RawWebSocket(server.port(), "000000000");
    auto const told = desk.next_message<Unusual>();
    ASSERT_TRUE(told);
    EXPECT_GE(told->wrong_codes, 60U);
    EXPECT_EQ(told->joins, 0U);
    for (unsigned char n = 0; n < 25; ++n) {
        RawWebSocket phone(server.port(), room.code);
        enter(phone);
        phone.send(CommandMessage{.cid = {Bytes16{n, 7}}, .body = Join{}});
        ASSERT_TRUE(phone.next_message<Seated>());
    }
    std::optional<Unusual> later;
    do later = desk.next_message<Unusual>(); while (later && later->joins < 25);
    ASSERT_TRUE(later);
    EXPECT_EQ(later->joins_from_one_address, 25U);
}

}  // namespace
}  // namespace warsha::web
