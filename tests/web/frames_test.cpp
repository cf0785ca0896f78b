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

/// All that would be written next, as it goes over the wire.
std::string waiting(FrameQueue const& queue) {
    std::array<iovec, 64> parts{};
    auto const used = queue.gather(parts);
    std::string all;
    for (std::size_t i = 0; i < used; ++i) all.append(static_cast<char const*>(parts[i].iov_base), parts[i].iov_len);
    return all;
}
/// Broadcasts without their heads, so that sizes are round.
Frame wire(std::size_t size, char filling = 'x') { return frame(size, filling); }

TEST(FrameHead, SaysLengthsInTheShortestWay) {  // RFC 6455, 5.2
    auto const head = [](std::size_t size) {
        FrameHead const made(size);
        return std::string(made.bytes.data(), made.size);
    };
    using namespace std::string_literals;
    EXPECT_EQ(head(0), "\x81\0"s);
    EXPECT_EQ(head(125), "\x81\x7d"s);
    EXPECT_EQ(head(126), "\x81\x7e\0\x7e"s);
    EXPECT_EQ(head(65'535), "\x81\x7e\xff\xff"s);
    EXPECT_EQ(head(65'536), "\x81\x7f\0\0\0\0\0\x01\0\0"s);
    EXPECT_EQ(*framed("abc"), "\x81\x03"s "abc");
}

TEST(FrameQueue, WritesInOrder) {
    FrameQueue queue(bytes_max);
    queue.answer(frame(1, 'a'), noon);
    queue.broadcast(framed("b"), -1, noon);
    queue.raw("pong");
    EXPECT_EQ(waiting(queue), "\x81\x01" "a" "\x81\x01" "b" "pong");
    auto const done = queue.written(10);
    EXPECT_EQ(done.frames, 2U);
    EXPECT_EQ(done.bytes, 6U);
    EXPECT_TRUE(done.is_raw_done);
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.bytes(), 0U);
}

TEST(FrameQueue, GoesOnWhereTheSocketStopped) {
    FrameQueue queue(bytes_max);
    queue.answer(frame(3, 'a'), noon);
    queue.broadcast(framed("bcd"), -1, noon);
    auto const all = waiting(queue);
    for (std::size_t out = 0; out < all.size(); ++out) {
        EXPECT_EQ(waiting(queue), all.substr(out)) << out;
        EXPECT_EQ(queue.written(1).frames, out == 4 || out == 9 ? 1U : 0U) << out;
    }
    EXPECT_TRUE(queue.empty());
}

TEST(FrameQueue, GivesAtMostAsManyPartsAsAreAskedFor) {
    FrameQueue queue(bytes_max);
    for (int i = 0; i < 100; ++i) queue.answer(frame(1), noon);
    std::array<iovec, 8> parts{};
    EXPECT_EQ(queue.gather(parts), 8U);
}

TEST(FrameQueue, HoldsOnlyTheNewestTallyOfANumber) {
    FrameQueue queue(bytes_max);
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(queue.broadcast(wire(100), 3, noon), Verdict::queued);
    queue.broadcast(wire(100), 4, noon);
    EXPECT_EQ(queue.bytes(), 200U);
}

TEST(FrameQueue, NeverReplacesAFrameOfWhichAPartIsOut) {
    FrameQueue queue(bytes_max);
    queue.broadcast(wire(2, 'a'), 3, noon);
    queue.written(1);
    queue.broadcast(wire(1, 'b'), 3, noon);
    EXPECT_EQ(waiting(queue), "ab");
    queue.broadcast(wire(1, 'c'), 3, noon);
    EXPECT_EQ(waiting(queue), "ac");
}

TEST(FrameQueue, HoldsOnlyTheNewestOfTheSeatsOwnThings) {
    FrameQueue queue(bytes_max);
    auto const own = encoded(OwnChanged{});
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(queue.answer(own, noon), Verdict::queued);
    EXPECT_EQ(waiting(queue).size(), FrameHead(own->size()).size + own->size());
}

TEST(FrameQueue, AsksForOneViewWhenItIsFullAndForgetsWhatTheViewHolds) {
    FrameQueue queue(bytes_max);
    queue.broadcast(wire(400, 'a'), -1, noon);
    queue.written(1);
    queue.broadcast(wire(400, 'b'), -1, noon);
    EXPECT_EQ(queue.broadcast(wire(400, 'c'), -1, noon), Verdict::needs_view);
    EXPECT_EQ(queue.broadcast(wire(400, 'd'), -1, noon), Verdict::queued);  // the view will hold it
    EXPECT_EQ(queue.answer(view(), noon), Verdict::queued);
    EXPECT_EQ(queue.broadcast(wire(400, 'e'), -1, noon), Verdict::queued);
    auto const head = FrameHead(view()->size());
    EXPECT_EQ(waiting(queue), std::string(399, 'a') + std::string(head.bytes.data(), head.size) + *view() + std::string(400, 'e'));
}

TEST(FrameQueue, KeepsAnswersWhenItForgetsBroadcasts) {
    FrameQueue queue(bytes_max);
    queue.broadcast(wire(400, 'a'), -1, noon);
    queue.answer(frame(100, 'r'), noon);
    queue.broadcast(wire(400, 'b'), -1, noon);
    EXPECT_EQ(queue.broadcast(wire(400, 'c'), -1, noon), Verdict::needs_view);
    EXPECT_EQ(waiting(queue), "\x81\x64" + std::string(100, 'r'));
}

TEST(FrameQueue, GivesUpOnAReaderThatOverflowsTwiceWithinTenSeconds) {
    FrameQueue queue(bytes_max);
    EXPECT_EQ(queue.broadcast(wire(2000), -1, noon), Verdict::needs_view);
    queue.answer(view(), noon);
    EXPECT_EQ(queue.broadcast(wire(2000), -1, noon + seconds(9)), Verdict::too_slow);
}

TEST(FrameQueue, ForgivesAReaderThatOverflowsAgainLater) {
    FrameQueue queue(bytes_max);
    EXPECT_EQ(queue.broadcast(wire(2000), -1, noon), Verdict::needs_view);
    queue.answer(view(), noon);
    EXPECT_EQ(queue.broadcast(wire(2000), -1, noon + seconds(11)), Verdict::needs_view);
}

TEST(FrameQueue, GivesUpWhenAnswersAloneFillIt) {
    FrameQueue queue(bytes_max);
    for (int i = 0; i < 9; ++i) EXPECT_EQ(queue.answer(frame(100), noon), Verdict::queued);
    EXPECT_EQ(queue.answer(frame(100), noon), Verdict::too_slow);
}

TEST(FrameQueue, TakesAViewOfAnySizeOutsideItsBound) {
    FrameQueue queue(bytes_max);
    auto const large = std::make_shared<std::string const>(R"({"position":)" + std::string(1'000'000, ' '));
    EXPECT_EQ(queue.answer(large, noon), Verdict::queued);
    EXPECT_EQ(queue.bytes(), 0U);
    EXPECT_EQ(queue.answer(frame(900), noon), Verdict::queued);
}

TEST(FrameQueue, ForgetsAllButABegunFrameAndBeastsOwnWhenItsSessionCloses) {
    FrameQueue queue(bytes_max);
    queue.answer(frame(3, 'a'), noon);
    queue.written(2);
    queue.answer(frame(3, 'b'), noon);
    queue.raw("pong");
    queue.clear();
    EXPECT_EQ(waiting(queue), "aaapong");
    queue.written(7);
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.bytes(), 0U);
}

TEST(FrameQueue, TakesNothingAfterACloseFrame) {
    FrameQueue queue(bytes_max);
    queue.raw("close");
    queue.seal();
    queue.answer(frame(1), noon);
    queue.broadcast(wire(1), -1, noon);
    EXPECT_EQ(waiting(queue), "close");
}

}  // namespace
}  // namespace warsha::web
