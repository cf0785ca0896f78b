// A hall of five thousand loses its network and comes back: over ten seconds, as the server has told them to (SPEC X2). Rates are lifted, for all of
// them have one address here.

#include <algorithm>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "tests/crash/guest.hpp"

namespace warsha::crash {
namespace {

using namespace std::chrono;

/// Sockets that this process may have, less what else it needs.
std::size_t people_possible(std::size_t wanted) {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    return std::min<std::size_t>(wanted, files.rlim_max > 1'000 ? files.rlim_max - 500 : 500);
}

TEST(Herd, OfFiveThousandComesBackWithoutARefusal) {  // SPEC X2
    use_built_server();
    auto const people = people_possible(5'000);
    OwnServer server("bench");
    server.start();
    Hall hall(server);
    std::vector<std::shared_ptr<Guest>> guests;
    auto const served = [&] { return static_cast<std::size_t>(std::ranges::count_if(guests, [](auto const& guest) { return guest->is_served() && guest->is_seated() && guest->pending() == 0; })); };
    auto const refused = [&] {
        int sum = 0;
        for (auto const& guest : guests) sum += guest->refused();
        return sum;
    };
    auto const slowest_of_99 = [&] {
        std::vector<std::int64_t> all;
        for (auto const& guest : guests) all.push_back(guest->hello_us());
        std::ranges::sort(all);
        return static_cast<double>(all[all.size() * 99 / 100]) / 1e6;
    };
    auto const seconds_until_all = [&](steady_clock::time_point since) {
        hall.driver.until("everybody is served", [&, next = steady_clock::now()]() mutable {
            if (steady_clock::now() < next) return false;
            next = steady_clock::now() + milliseconds(100);
            return served() == people;
        }, 180);
        return duration<double>(steady_clock::now() - since).count();
    };

    auto const start = steady_clock::now();
    while (guests.size() < people) {  // 500 a second
        guests.push_back(hall.guest());
        auto const due = start + microseconds(guests.size() * 2'000);
        if (steady_clock::now() < due) hall.driver.pause(ceil<milliseconds>(due - steady_clock::now()));
    }
    seconds_until_all(start);
    std::printf("%zu people are seated, %d refused, p99 of hello %.2f s\n", people, refused(), slowest_of_99());
    hall.driver.pause(seconds(2));

    auto const refused_before = refused();
    auto const dropped = steady_clock::now();
    for (auto const& guest : guests) guest->drop();
    hall.driver.pause(milliseconds(1));
    auto const took = seconds_until_all(dropped), p99 = slowest_of_99();
    auto const turned_away = refused() - refused_before;
    std::printf("%zu connections came back: all served after %.1f s (goal 30), p99 of hello %.2f s (goal 2), %d refused (goal 0)\n", people, took, p99, turned_away);
    EXPECT_LE(took, 90);
    EXPECT_LE(p99, 6);
    EXPECT_EQ(turned_away, 0);
    std::printf("PROVE level=\"herd\" amount=%zu violations=%d\n", people, turned_away + (took > 90) + (p99 > 6));
    for (auto const& guest : guests) guest->leave();
}

}  // namespace
}  // namespace warsha::crash
