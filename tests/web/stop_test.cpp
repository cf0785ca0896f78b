// The end of a server: nobody is cut without a word.

#include <future>

#include <gtest/gtest.h>

#include "raw_websocket.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

TEST(Stop, TellsEverySessionToComeBack) {  // SPEC X4
    RunningServer server;
    auto const room = server.create();
    std::vector<std::unique_ptr<RawWebSocket>> phones;
    for (int i = 0; i < 20; ++i) {
        phones.push_back(std::make_unique<RawWebSocket>(server.port(), room.code));
        enter(*phones.back());
    }
    RawSocket browser(server.port());  // kept alive, and idle
    browser.send("GET /healthz HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n");
    EXPECT_EQ(read_answer(browser).status, 200);

    auto const stopped = std::async(std::launch::async, [&] { server.stop(); });
    for (auto const& phone : phones) EXPECT_EQ(phone->close_code(), 4503);
    browser.receive_until_closed();
    EXPECT_TRUE(browser.is_closed());
    stopped.wait();
}

TEST(Stop, DoesNotWaitForeverForAPhoneThatIsGone) {
    auto server = std::make_unique<RunningServer>();
    RawWebSocket phone(server->port(), server->create().code);
    enter(phone);
    auto const stopped = std::async(std::launch::async, [&] { server->stop(); });
    EXPECT_EQ(stopped.wait_for(std::chrono::seconds(8)), std::future_status::ready);
    server.reset();  // with sessions that were never told: nothing of them may touch what is gone
}

}  // namespace
}  // namespace warsha::web
