#include <gtest/gtest.h>

#include "protocol/time_zone.hpp"

namespace warsha {
namespace {

TEST(TimeZone, IsANameOfTheIanaDatabase) {
    for (auto const* name : {"Africa/Casablanca", "Europe/Paris", "UTC", "America/Argentina/ComodRivadavia"}) EXPECT_TRUE(is_time_zone(name)) << name;
}

TEST(TimeZone, IsNothingMadeUp) {
    for (auto const* name : {"", "Casablanca", "africa/casablanca", "Africa/Casablanca ", "GMT+1", "GMT+01:00", "+01:00", "Etc/Unknown", "../etc/passwd", "الدار البيضاء"})
        EXPECT_FALSE(is_time_zone(name)) << name;
}

TEST(TimeZone, OfTheMachineIsOneThatReportsCanUse) { EXPECT_TRUE(is_time_zone(machine_time_zone())); }

TEST(LocalTime, FollowsTheRulesOfItsDay) {
    UnixMillis const march = 1'678'783'500'000, ramadan = 1'680'003'000'000;  // 14 and 28 March 2023
    constexpr UnixMillis hour = 3'600'000;
    EXPECT_EQ(local_time(march, "Africa/Casablanca"), march + hour);
    EXPECT_EQ(local_time(ramadan, "Africa/Casablanca"), ramadan);
    EXPECT_EQ(local_time(ramadan, "Europe/Paris"), ramadan + 2 * hour);
}

TEST(LocalTime, InAnUnknownZoneIsUtc) { EXPECT_EQ(local_time(1'678'783'500'000, "Mars/Olympus_Mons"), 1'678'783'500'000); }

}  // namespace
}  // namespace warsha
