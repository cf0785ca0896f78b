// Hands and moods: at most once, never recorded, soon forgotten.

#include "hall.hpp"

#include <gmock/gmock.h>

namespace warsha {
namespace {

TEST(Moods, ReachDesksAndWallsAndNotPhones) {  // SPEC F3
    Hall hall;
    auto const phone = hall.seated(), other = hall.seated(), desk = hall.facilitator(), wall = hall.wall();
    hall.pass(1'000);
    hall.room->signal(phone, {Mood::hand});
    hall.room->signal(other, {Mood::hand});
    hall.room->signal(other, {Mood::lost});  // the newest counts
    hall.pass(1'500);
    Moods const expected{.hand = 1, .lost = 1};
    EXPECT_EQ(hall.last<Moods>(desk), expected);
    EXPECT_EQ(hall.last<Moods>(wall), expected);
    EXPECT_FALSE(hall.last<Moods>(phone));
}

TEST(Moods, AreForgottenAfterTenSeconds) {
    Hall hall;
    auto const phone = hall.seated(), desk = hall.facilitator();
    hall.room->signal(phone, {Mood::applause});
    hall.pass(2'000);
    EXPECT_EQ(hall.last<Moods>(desk)->applause, 1U);
    hall.pass(12'000);
    EXPECT_EQ(hall.last<Moods>(desk), Moods{});
}

TEST(Moods, LeaveNothingInTheJournalAndCountOnlySeats) {
    Hall hall;
    auto const phone = hall.seated(), visitor = hall.phone(), desk = hall.facilitator();
    auto const before = hall.room->position();
    hall.room->signal(phone, {Mood::slower});
    hall.room->signal(visitor, {Mood::slower});
    hall.pass(2'000);
    EXPECT_EQ(hall.room->position(), before);
    EXPECT_EQ(hall.last<Moods>(desk)->slower, 1U);
}

TEST(Moods, OfOtherNodesAreAdded) {
    Hall hall({.has_peers = true});
    auto const phone = hall.seated(), desk = hall.facilitator();
    NodeId const peer{Bytes16{9}};
    hall.room->heard(peer, News{.presence = Presence{.present = 1}, .state = {}, .moods = {}});
    hall.room->heard(peer, News{.presence = {}, .state = {}, .moods = Moods{.hand = 2}});
    hall.room->signal(phone, {Mood::hand});
    hall.pass(1'500);
    EXPECT_EQ(hall.last<Moods>(desk)->hand, 3U);
}

}  // namespace
}  // namespace warsha
