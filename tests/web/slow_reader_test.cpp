// A phone that does not read costs bounded memory, is brought up to date once, and is closed when it falls behind again.

#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "raw_websocket.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

constexpr int small_receive_buffer = 4096;
constexpr std::size_t frame_bytes = 60 * 1024;

Frame large(char filling) { return std::make_shared<std::string const>(frame_bytes, filling); }

std::size_t resident_bytes() {
    std::ifstream in("/proc/self/statm");
    std::size_t size = 0, resident = 0;
    in >> size >> resident;
    return resident * 4096;
}

TEST(SlowReader, GetsOneFreshViewInsteadOfWhatItMissed) {  // SPEC V10
    RunningServer server;
    auto const room = server.create();
    RawWebSocket phone(server.port(), room.code, small_receive_buffer);
    enter(phone);
    for (int i = 0; i < 4; ++i) server.server().broadcast(room.room, Audience::participants, large('x'), -1);
    ASSERT_TRUE(server.reaches("warsha_fresh_views_total", 1));
    EXPECT_TRUE(phone.next_message<View>());
    phone.send(Ping{1});
    EXPECT_TRUE(phone.next_message<Pong>());
}

TEST(SlowReader, IsClosedWith4508WhenItFallsBehindAgain) {
    RunningServer server;
    auto const room = server.create();
    RawWebSocket phone(server.port(), room.code, small_receive_buffer);
    enter(phone);
    auto const fall_behind = [&] { for (int i = 0; i < 4; ++i) server.server().broadcast(room.room, Audience::participants, large('x'), -1); };
    fall_behind();
    ASSERT_TRUE(server.reaches("warsha_fresh_views_total", 1));
    for (int i = 0; i < 20 && server.metric(R"(warsha_closes_total{code="4508"})") == 0; ++i) fall_behind();
    EXPECT_EQ(phone.close_code(), 4508);
}

TEST(SlowReader, ThatIsClosedInTheMiddleOfAFrameIsForgotten) {
    RunningServer server([](ServerConfig& config) { config.timeouts.close = std::chrono::milliseconds(1000); });
    auto const room = server.create();
    RawWebSocket phone(server.port(), room.code, small_receive_buffer);
    enter(phone);
    for (int i = 0; i < 100 && server.metric(R"(warsha_closes_total{code="4508"})") == 0; ++i)
        for (int n = 0; n < 4; ++n) server.server().broadcast(room.room, Audience::participants, large('x'), -1);
    phone.send(Ping{1});                 // the read under way ends, and no other is begun
    auto const until = std::chrono::steady_clock::now() + patience;
    while (server.metric(R"(warsha_sessions{role="participant"})") > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(server.metric(R"(warsha_sessions{role="participant"})"), 0);
}

TEST(SlowReader, HoldsOnlyTheNewestTally) {
    RunningServer server;
    auto const room = server.create();
    RawWebSocket phone(server.port(), room.code, small_receive_buffer);
    enter(phone);
    for (int i = 0; i < 200; ++i) server.server().broadcast(room.room, Audience::participants, large(static_cast<char>('a' + i % 26)), 1);
    server.server().broadcast(room.room, Audience::participants, std::make_shared<std::string const>("newest"), 1);
    std::size_t frames = 0;
    for (auto frame = phone.next(); frame && frame->payload != "newest"; frame = phone.next()) ++frames;
    EXPECT_LT(frames, 200U);
    EXPECT_EQ(server.metric("warsha_fresh_views_total"), 0);
}

TEST(SlowReader, CostsBoundedMemory) {  // SPEC L8
    RunningServer server;
    auto const room = server.create();
    std::vector<std::unique_ptr<RawWebSocket>> phones;
    for (int i = 0; i < 20; ++i) {
        phones.push_back(std::make_unique<RawWebSocket>(server.port(), room.code, small_receive_buffer));
        enter(*phones.back());
    }
    RawWebSocket reader(server.port(), room.code);
    enter(reader);
    auto const before = resident_bytes();
    for (int i = 0; i < 1000; ++i) {  // 60 MB, were it kept for one of them
        server.server().broadcast(room.room, Audience::participants, large('x'), -1);
        if (i % 2 == 0) reader.next(std::chrono::milliseconds(20));
    }
    ASSERT_TRUE(server.reaches(R"(warsha_closes_total{code="4508"})", 20));
    EXPECT_LT(resident_bytes(), before + 20 * 256 * 1024 + 24 * 1024 * 1024U);  // memory may also have been given back
    EXPECT_TRUE(server.reaches("warsha_sessions", 0));
    EXPECT_EQ(server.get("/healthz").status, 200);
}

}  // namespace
}  // namespace warsha::web
