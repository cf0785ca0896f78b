#include <gtest/gtest.h>

#include "protocol/codec.hpp"
#include "web/frames.hpp"

namespace warsha::web {
namespace {

using std::chrono::seconds;
using Verdict = FrameQueue::Verdict;
Clock::time_point const noon{};
constexpr std::size_t bytes_max = 1000;

Frame frame(std::size_t size, char filling = 'x') { return std::make_shared<std::string const>(size, filling); }
Frame encoded(ServerMessage const& message) { return std::make_shared<std::string const>(encode(message)); }
Frame view() { return encoded(View{}); }

TEST(FrameKind, IsReadOffTheBytesOfEveryMessage) {
    EXPECT_EQ(kind_of(encode(ServerMessage{View{}})), FrameKind::picture);
    EXPECT_EQ(kind_of(encode(ServerMessage{Changes{}})), FrameKind::picture);
    EXPECT_EQ(kind_of(encode(ServerMessage{OwnChanged{}})), FrameKind::own);
    EXPECT_EQ(kind_of(encode(ServerMessage{Receipt{}})), FrameKind::receipt);
    EXPECT_EQ(kind_of(encode(ServerMessage{Rejection{}})), FrameKind::rejection);
    EXPECT_EQ(kind_of(encode(ServerMessage{Rejection{.cid = {}, .code = Reject::slow_down, .retry_after_ms = 5}})), FrameKind::rejection);
    for (ServerMessage const& other : {ServerMessage{Welcome{.role = Role::wall, .resumed = true, .server_time = 1, .own = OwnView{}}}, ServerMessage{Tally{}}, ServerMessage{Presence{}},
                                       ServerMessage{Seated{}}, ServerMessage{SeatOffered{}}, ServerMessage{Pong{}}})
        EXPECT_EQ(kind_of(encode(other)), FrameKind::other) << encode(other);
}

TEST(FrameKind, GivesTheCommandAndTheReasonOfAnAnswer) {
    Cid const cid{Bytes16{7, 8, 9}};
    EXPECT_EQ(cid_of(encode(ServerMessage{Receipt{.cid = cid, .position = {}}})), cid);
    auto const rejection = encode(ServerMessage{Rejection{.cid = cid, .code = Reject::activity_not_open, .retry_after_ms = {}}});
    EXPECT_EQ(cid_of(rejection), cid);
    EXPECT_EQ(reject_code_of(rejection), "activity_not_open");
    EXPECT_EQ(cid_of("{\"cid\":\"short"), std::nullopt);
    EXPECT_EQ(reject_code_of("{\"cid\":\"short"), "");
}

TEST(FrameQueue, WritesInOrder) {
    FrameQueue queue(bytes_max);
    queue.answer(frame(1, 'a'), noon);
    queue.broadcast(frame(1, 'b'), -1, noon);
    EXPECT_EQ(*queue.begin(), "a");
    queue.written();
    EXPECT_EQ(*queue.begin(), "b");
    queue.written();
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.bytes(), 0U);
}

TEST(FrameQueue, HoldsOnlyTheNewestTallyOfANumber) {
    FrameQueue queue(bytes_max);
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(queue.broadcast(frame(100), 3, noon), Verdict::queued);
    queue.broadcast(frame(100), 4, noon);
    EXPECT_EQ(queue.bytes(), 200U);
}

TEST(FrameQueue, NeverReplacesTheFrameThatIsBeingWritten) {
    FrameQueue queue(bytes_max);
    queue.broadcast(frame(1, 'a'), 3, noon);
    queue.begin();
    queue.broadcast(frame(1, 'b'), 3, noon);
    queue.written();
    EXPECT_EQ(*queue.begin(), "b");
}

TEST(FrameQueue, HoldsOnlyTheNewestOfTheSeatsOwnThings) {
    FrameQueue queue(bytes_max);
    auto const own = encoded(OwnChanged{});
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(queue.answer(own, noon), Verdict::queued);
    EXPECT_EQ(queue.bytes(), own->size());
}

TEST(FrameQueue, AsksForOneViewWhenItIsFullAndForgetsWhatTheViewHolds) {
    FrameQueue queue(bytes_max);
    queue.broadcast(frame(400, 'a'), -1, noon);
    queue.begin();
    queue.broadcast(frame(400, 'b'), -1, noon);
    EXPECT_EQ(queue.broadcast(frame(400, 'c'), -1, noon), Verdict::needs_view);
    EXPECT_EQ(queue.broadcast(frame(400, 'd'), -1, noon), Verdict::queued);  // the view will hold it
    EXPECT_EQ(queue.answer(view(), noon), Verdict::queued);
    EXPECT_EQ(queue.broadcast(frame(400, 'e'), -1, noon), Verdict::queued);
    queue.written();
    EXPECT_EQ(kind_of(*queue.begin()), FrameKind::picture);
    queue.written();
    EXPECT_EQ(queue.begin()->front(), 'e');
}

TEST(FrameQueue, KeepsAnswersWhenItForgetsBroadcasts) {
    FrameQueue queue(bytes_max);
    queue.broadcast(frame(400, 'a'), -1, noon);
    queue.answer(frame(100, 'r'), noon);
    queue.broadcast(frame(400, 'b'), -1, noon);
    EXPECT_EQ(queue.broadcast(frame(400, 'c'), -1, noon), Verdict::needs_view);
    EXPECT_EQ(queue.begin()->front(), 'r');
    queue.written();
    EXPECT_TRUE(queue.empty());
}

TEST(FrameQueue, GivesUpOnAReaderThatOverflowsTwiceWithinTenSeconds) {
    FrameQueue queue(bytes_max);
    EXPECT_EQ(queue.broadcast(frame(2000), -1, noon), Verdict::needs_view);
    queue.answer(view(), noon);
    EXPECT_EQ(queue.broadcast(frame(2000), -1, noon + seconds(9)), Verdict::too_slow);
}

TEST(FrameQueue, ForgivesAReaderThatOverflowsAgainLater) {
    FrameQueue queue(bytes_max);
    EXPECT_EQ(queue.broadcast(frame(2000), -1, noon), Verdict::needs_view);
    queue.answer(view(), noon);
    EXPECT_EQ(queue.broadcast(frame(2000), -1, noon + seconds(11)), Verdict::needs_view);
}

TEST(FrameQueue, GivesUpWhenAnswersAloneFillIt) {
    FrameQueue queue(bytes_max);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(queue.answer(frame(100), noon), Verdict::queued);
    EXPECT_EQ(queue.answer(frame(100), noon), Verdict::too_slow);
}

TEST(FrameQueue, TakesAViewOfAnySizeOutsideItsBound) {
    FrameQueue queue(bytes_max);
    auto const large = std::make_shared<std::string const>(R"({"position":)" + std::string(1'000'000, ' '));
    EXPECT_EQ(queue.answer(large, noon), Verdict::queued);
    EXPECT_EQ(queue.bytes(), 0U);
    EXPECT_EQ(queue.answer(frame(900), noon), Verdict::queued);
}

TEST(FrameQueue, ForgetsAllButTheFrameBeingWrittenWhenItsSessionCloses) {
    FrameQueue queue(bytes_max);
    queue.answer(frame(100), noon);
    queue.begin();
    queue.answer(frame(100), noon);
    queue.clear();
    EXPECT_EQ(queue.bytes(), 100U);
    queue.written();
    EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace warsha::web
