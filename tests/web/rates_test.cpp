#include <gtest/gtest.h>

#include "web/rates.hpp"

namespace warsha::web {
namespace {

using std::chrono::seconds;
Clock::time_point const noon{};
RoomId const room_1{Bytes16{1}}, room_2{Bytes16{2}};

TEST(Bucket, GivesItsBurstAtOnceAndThenItsRate) {
    Bucket bucket(10, 20, noon);
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(bucket.take(noon));
    EXPECT_FALSE(bucket.take(noon));
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(bucket.take(noon + seconds(1)));
    EXPECT_FALSE(bucket.take(noon + seconds(1)));
}

TEST(Bucket, NeverHoldsMoreThanItsBurst) {
    Bucket bucket(10, 20, noon);
    EXPECT_TRUE(bucket.is_full(noon + seconds(3600)));
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(bucket.take(noon + seconds(3600)));
    EXPECT_FALSE(bucket.has_one(noon + seconds(3600)));
}

TEST(AddressRates, CountEachAddressForItself) {
    AddressRates rates(1, 1);
    EXPECT_TRUE(rates.take("a", noon));
    EXPECT_FALSE(rates.take("a", noon));
    EXPECT_TRUE(rates.take("b", noon));
}

TEST(AddressRates, NeverRememberMoreThanTheirBound) {
    AddressRates rates(1, 2);
    for (std::size_t i = 0; i < 3 * AddressRates::addresses_max; ++i) rates.take(std::to_string(i), noon);
    EXPECT_LE(rates.size(), AddressRates::addresses_max);
}

TEST(AddressRates, ForgetTheIdleOnesFirst) {
    AddressRates rates(1, 2);
    for (std::size_t i = 0; i + 1 < AddressRates::addresses_max; ++i) rates.take(std::to_string(i), noon);
    rates.take("busy", noon + seconds(10));
    rates.take("busy", noon + seconds(10));
    rates.take("one more", noon + seconds(10));
    EXPECT_FALSE(rates.take("busy", noon + seconds(10)));
}

TEST(CodeGuard, StopsAnAddressThatKeepsGuessingEvenWhenItGuessesRight) {  // SPEC L4
    CodeGuard guard(10, 1000);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(guard.judge("a", std::nullopt, noon), CodeGuard::Answer::missing);
    EXPECT_EQ(guard.judge("a", std::nullopt, noon), CodeGuard::Answer::too_many);
    EXPECT_EQ(guard.judge("a", room_1, noon), CodeGuard::Answer::too_many);
    EXPECT_EQ(guard.judge("b", room_1, noon), CodeGuard::Answer::found);
    EXPECT_EQ(guard.judge("a", room_1, noon + seconds(60)), CodeGuard::Answer::found);
}

TEST(CodeGuard, NeverLocksAHallOutOfTheRoomItIsIn) {
    CodeGuard guard(10, 1000);
    EXPECT_EQ(guard.judge("hall", room_1, noon), CodeGuard::Answer::found);
    for (int i = 0; i < 50; ++i) guard.judge("hall", std::nullopt, noon);
    EXPECT_EQ(guard.judge("hall", room_1, noon), CodeGuard::Answer::found);
    EXPECT_EQ(guard.judge("hall", room_2, noon), CodeGuard::Answer::too_many);
}

TEST(CodeGuard, StopsAGuesserWhoHasAThousandAddresses) {  // SPEC L4
    CodeGuard guard(10, 600);
    for (int i = 0; i < 600; ++i) EXPECT_EQ(guard.judge(std::to_string(i), std::nullopt, noon), CodeGuard::Answer::missing);
    EXPECT_EQ(guard.judge("fresh", std::nullopt, noon), CodeGuard::Answer::too_many);
    EXPECT_EQ(guard.judge("fresh", room_1, noon), CodeGuard::Answer::too_many) << "a right guess looks like a wrong one";
    EXPECT_EQ(guard.judge("fresh", room_1, noon + seconds(1)), CodeGuard::Answer::found);
}

TEST(CodeGuard, KeepsAHallInItsRoomWhileSomebodyGuessesFromEverywhere) {
    CodeGuard guard(10, 600);
    EXPECT_EQ(guard.judge("hall", room_1, noon), CodeGuard::Answer::found);
    for (int i = 0; i < 1000; ++i) guard.judge(std::to_string(i), std::nullopt, noon);
    EXPECT_EQ(guard.judge("hall", room_1, noon), CodeGuard::Answer::found);
}

TEST(CodeGuard, DoesNotCountAgainstEverybodyWhatItRefusesToOne) {
    CodeGuard guard(10, 600);
    for (int i = 0; i < 10'000; ++i) guard.judge("one address", std::nullopt, noon);
    EXPECT_EQ(guard.judge("another", room_1, noon), CodeGuard::Answer::found);
}

TEST(LastMinute, ForgetsWhatIsOlder) {
    LastMinute wrong;
    auto const start = Clock::time_point(std::chrono::hours(5));
    for (int i = 0; i < 10; ++i) wrong.note(start + seconds(i));
    EXPECT_EQ(wrong.count(start + seconds(9)), 10U);
    EXPECT_EQ(wrong.count(start + seconds(62)), 7U);
    EXPECT_EQ(wrong.count(start + seconds(69)), 0U);
    wrong.note(start + seconds(600));
    EXPECT_EQ(wrong.count(start + seconds(600)), 1U) << "a second of the same place an hour of minutes ago";
}

TEST(Joins, AreCountedByRoomAndTheMostOfOneAddressToldApart) {
    Joins joins;
    RoomId const hall{Bytes16{1}}, other{Bytes16{2}};
    auto const start = Clock::time_point(std::chrono::hours(5));
    for (int i = 0; i < 30; ++i) joins.note(hall, i < 22 ? "a" : "b", start);
    joins.note(other, "a", start);
    auto const seen = joins.last_minute(start + seconds(30));
    EXPECT_EQ(seen.at(hall).all, 30U);
    EXPECT_EQ(seen.at(hall).from_one_address, 22U);
    EXPECT_EQ(seen.at(other).all, 1U);
    EXPECT_TRUE(joins.last_minute(start + seconds(90)).empty());
}

}  // namespace
}  // namespace warsha::web
