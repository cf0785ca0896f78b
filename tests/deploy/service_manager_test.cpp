#include "tests/deploy/service_manager.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/client/http.hpp"
#include "app/notify.hpp"
#include "app/own_server.hpp"

namespace warsha {
namespace {

using namespace std::chrono_literals;
using testing::Optional;
constexpr auto patience = 20s;

TEST(AServer, SaysWhenItIsReadyThatItLivesAndThatItStops) {
    support::ServiceManager manager;
    ::setenv("WARSHA_BINARY", WARSHA_BINARY, 0);
    ::setenv("WATCHDOG_USEC", "100000", 1);
    OwnServer server("default");
    server.start();
    ::unsetenv("WATCHDOG_USEC");
    EXPECT_THAT(manager.hear(patience), Optional(std::string("READY=1")));
    EXPECT_EQ(client::http(server.target(), "GET", "/readyz").status, 200U);
    for (int beats = 0; beats < 3; ++beats) ASSERT_THAT(manager.hear(patience), Optional(std::string("WATCHDOG=1")));
    EXPECT_EQ(server.terminate(), 0);
    auto word = manager.hear(patience);
    while (word == "WATCHDOG=1") word = manager.hear(patience);
    EXPECT_EQ(word, "STOPPING=1");
}

/// Two threads of a server, run by hand. Each turn of the first is one look of the watchdog, or its answer to one.
class AWatchdog : public testing::Test {
protected:
    AWatchdog() {
        ::setenv("WATCHDOG_USEC", "2000", 1);
        watchdog_ = start_watchdog({&first_, &second_});
        ::unsetenv("WATCHDOG_USEC");
    }
    void look_often() {
        for (int turn = 0; turn < 20; ++turn) first_.run_one();
    }
    int beats() {
        int count = 0;
        while (manager_.hear(0ms) == "WATCHDOG=1") ++count;
        return count;
    }

    support::ServiceManager manager_;
    boost::asio::io_context first_{1}, second_{1};
    std::shared_ptr<void> watchdog_;
};

TEST_F(AWatchdog, IsSilentWhileOneThreadDoesNotAnswer) {
    look_often();
    EXPECT_EQ(beats(), 1) << "the first, that of the start";
    look_often();
    EXPECT_EQ(beats(), 0);
}

TEST_F(AWatchdog, GoesOnWhenTheThreadAnswersAgain) {
    look_often();
    beats();
    second_.poll();
    look_often();
    EXPECT_EQ(beats(), 1) << "the next question waits for the second thread again";
}

TEST(ANotification, GoesToNobodyWhereNobodyListens) {
    ::unsetenv("NOTIFY_SOCKET");
    notify("READY=1");
    EXPECT_EQ(start_watchdog({}), nullptr);
}

}  // namespace
}  // namespace warsha
