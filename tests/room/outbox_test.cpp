// The phone's promise: what was saved is sent until it is answered, once in force, never forgotten.

#include <algorithm>

#include <gtest/gtest.h>

#include "room/outbox.hpp"

namespace warsha::outbox {
namespace {

/// A phone and its clock.
struct Phone {
    State state;
    std::int64_t now = 1'000;

    std::vector<Effect> feed(Input const& input) {
        auto step = outbox::step(std::move(state), input, now);
        state = std::move(step.state);
        return std::move(step.effects);
    }
    std::vector<Effect> at(std::int64_t later, Input const& input) {
        now += later;
        return feed(input);
    }
};

Cid cid(std::uint8_t n) { return Cid{{n}}; }
Enqueue made(std::uint8_t n, std::string lane = "") { return {cid(n), "{}", std::move(lane)}; }

std::vector<Cid> sent(std::vector<Effect> const& effects) {
    std::vector<Cid> cids;
    for (auto const& effect : effects)
        if (auto const* const send = std::get_if<Send>(&effect)) cids.push_back(send->cid);
    return cids;
}
std::optional<Tell> told(std::vector<Effect> const& effects, std::uint8_t n) {
    std::optional<Tell> found;
    for (auto const& effect : effects)
        if (auto const* const tell = std::get_if<Tell>(&effect); tell && tell->cid == cid(n)) found = *tell;
    return found;
}

TEST(Outbox, SavesBeforeItSends) {  // SPEC O1
    Phone phone;
    phone.feed(Online{});
    auto const effects = phone.feed(made(1));
    ASSERT_GE(effects.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<Save>(effects[0]));
    EXPECT_EQ(sent(effects), std::vector{cid(1)});
}

TEST(Outbox, SendsEverythingPendingInOrderOnceOnline) {  // SPEC O2
    Phone phone;
    phone.feed(made(1));
    phone.feed(made(2));
    EXPECT_EQ(sent(phone.feed(Online{})), (std::vector{cid(1), cid(2)}));
    phone.feed(Offline{});
    phone.feed(made(3));
    EXPECT_EQ(sent(phone.feed(Online{})), (std::vector{cid(1), cid(2), cid(3)}));
}

TEST(Outbox, SendsNothingWhileOffline) {
    Phone phone;
    EXPECT_TRUE(sent(phone.feed(made(1))).empty());
    EXPECT_TRUE(sent(phone.at(100'000, Tick{})).empty());
}

TEST(Outbox, ReplacesAnOlderCommandOfTheSameLane) {  // SPEC O3
    Phone phone;
    phone.feed(made(1, "ballot:a"));
    phone.feed(made(2, "ballot:b"));
    phone.feed(made(3, "ballot:a"));
    EXPECT_EQ(sent(phone.feed(Online{})), (std::vector{cid(2), cid(3)}));
    EXPECT_TRUE(phone.feed(Recorded{cid(1)}).empty());   // its receipt comes late and means nothing
}

TEST(Outbox, NeverReplacesACommandWithoutALane) {
    Phone phone;
    phone.feed(made(1));
    phone.feed(made(2));
    EXPECT_EQ(phone.state.pending.size(), 2U);
}

TEST(Outbox, ForgetsWhatWasRecordedAndSaysCounted) {
    Phone phone;
    phone.feed(Online{});
    phone.feed(made(1));
    auto const effects = phone.feed(Recorded{cid(1)});
    EXPECT_EQ(told(effects, 1)->progress, Progress::counted);
    EXPECT_TRUE(phone.state.pending.empty());
    EXPECT_TRUE(phone.feed(Recorded{cid(1)}).empty());
}

TEST(Outbox, DropsAFinalRefusalWithItsReason) {  // SPEC O4
    Phone phone;
    phone.feed(Online{});
    phone.feed(made(1));
    auto const effects = phone.feed(Refused{cid(1), Reject::activity_not_open, 0});
    EXPECT_EQ(told(effects, 1)->progress, Progress::refused);
    EXPECT_EQ(told(effects, 1)->code, Reject::activity_not_open);
    EXPECT_TRUE(phone.state.pending.empty());
}

TEST(Outbox, KeepsARetryableRefusalAndWaitsAsLongAsItWasTold) {  // SPEC R3, O4
    for (std::int64_t const wait : {1'000, 30'000}) {
        Phone phone;
        phone.feed(Online{});
        phone.feed(made(1));
        phone.feed(Refused{cid(1), Reject::slow_down, wait});
        EXPECT_TRUE(sent(phone.at(wait - 1, Tick{})).empty());
        EXPECT_EQ(sent(phone.at(1, Tick{})), std::vector{cid(1)});
    }
}

TEST(Outbox, SendsAgainAfterFiveSecondsThenTwiceAsLateUpToForty) {  // SPEC R2, O5
    Phone phone;
    phone.feed(Online{});
    phone.feed(made(1));
    for (std::int64_t const wait : {5'000, 10'000, 20'000, 40'000, 40'000, 40'000}) {
        EXPECT_TRUE(sent(phone.at(wait - 1, Tick{})).empty()) << wait;
        EXPECT_EQ(sent(phone.at(1, Tick{})), std::vector{cid(1)}) << wait;
    }
}

TEST(Outbox, SaysSavedAgainWhenTheSocketIsLost) {  // SPEC O5
    Phone phone;
    phone.feed(Online{});
    phone.feed(made(1));
    EXPECT_EQ(told(phone.feed(Offline{}), 1)->progress, Progress::saved);
}

TEST(Outbox, TakesADoubleTapOnce) {
    Phone phone;
    phone.feed(made(1));
    EXPECT_TRUE(phone.feed(made(1)).empty());
    EXPECT_EQ(phone.state.pending.size(), 1U);
}

TEST(Outbox, RefusesMoreThanItsBoundAndKeepsWhatItHas) {  // SPEC O6
    Phone phone;
    for (std::size_t i = 0; i < pending_max; ++i) phone.feed(made(static_cast<std::uint8_t>(i)));
    Cid const one_more{{0, 1}};
    auto const effects = phone.feed(Enqueue{one_more, "{}", ""});
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(std::get<Tell>(effects[0]).code, Reject::slow_down);
    EXPECT_EQ(phone.state.pending.size(), pending_max);
}

}  // namespace
}  // namespace warsha::outbox
