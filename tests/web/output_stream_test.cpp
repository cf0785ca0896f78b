// The queue below Beast, over a socket pair: what leaves when, in which order, and what happens when the other side does not read.

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <unistd.h>

#include "web/output_stream.hpp"

namespace warsha::web {
namespace {

class Outputs : public testing::Test {
protected:
    boost::asio::io_context io{1};
    std::shared_ptr<Shared> shared = std::make_shared<Shared>(ServerConfig{});
    Shard shard{shared, io, 0, 1};
    Clock::time_point const now = Clock::now();

    /// A connection and its other end. `kind`: SOCK_SEQPACKET keeps apart what was sent apart.
    struct Pair {
        Pair(Outputs& test, int kind, std::size_t bytes_max) {
            std::array<int, 2> ends{};
            if (::socketpair(AF_UNIX, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::runtime_error("no socket pair");
            phone = ends[0];
            Socket socket(test.io);
            socket.assign(boost::asio::ip::tcp::v4(), ends[1]);
            stream = std::make_shared<OutputStream<Socket>>(std::move(socket), test.shard, bytes_max);
            stream->kept_by(stream);
        }
        ~Pair() { ::close(phone); }
        Pair(Pair const&) = delete;
        Pair& operator=(Pair const&) = delete;
        /// What lies ready: the bytes of one send where the kind keeps them apart.
        std::string read(std::size_t most = 1 << 20) const {
            std::string bytes(most, '\0');
            auto const n = ::recv(phone, bytes.data(), bytes.size(), MSG_DONTWAIT);
            bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
            return bytes;
        }
        int phone = -1;
        std::shared_ptr<OutputStream<Socket>> stream;
    };
    std::unique_ptr<Pair> pair(int kind = SOCK_STREAM, std::size_t bytes_max = 1 << 20) { return std::make_unique<Pair>(*this, kind, bytes_max); }

    void turn() {
        io.restart();
        io.poll();
    }
    static Frame text(std::string const& words) { return std::make_shared<std::string const>(words); }
    std::string read_all(Pair const& from) {
        std::string all;
        for (int quiet = 0; quiet < 3;) {
            turn();
            auto const more = from.read();
            quiet = more.empty() ? quiet + 1 : 0;
            all += more;
        }
        return all;
    }
};

TEST_F(Outputs, OfOneTurnLeaveInOneSendInTheirOrder) {
    auto const one = pair(SOCK_SEQPACKET);
    one->stream->answer(text("a"), now);
    one->stream->broadcast(framed("b"), -1, now);
    one->stream->async_write_some(boost::asio::buffer(std::string("pong")), [](boost::system::error_code, std::size_t) {});
    one->stream->answer(text("c"), now);
    EXPECT_EQ(one->read(), "") << "nothing leaves before the turn ends";
    turn();
    EXPECT_EQ(one->read(), "\x81\x01" "a" "\x81\x01" "b" "pong" "\x81\x01" "c");
    EXPECT_EQ(one->read(), "");
}

TEST_F(Outputs, GoOnWhereAFullSocketStopped) {
    auto const one = pair();
    std::string expected;
    for (int i = 0; i < 200; ++i) {
        auto const wire = framed(std::to_string(i) + std::string(4'000, 'x'));
        expected += *wire;
        one->stream->broadcast(wire, -1, now);
        if (i % 10 == 0) turn();
    }
    EXPECT_EQ(read_all(*one), expected);
}

TEST_F(Outputs, OfASlowReaderKeepTheNewestTallyThenAskForAViewThenSayItIsTooSlow) {
    auto const one = pair(SOCK_STREAM, 200'000);
    auto const large = [](char filling) { return framed(std::string(50'000, filling)); };
    for (int i = 0; i < 8; ++i) {
        one->stream->broadcast(large('f'), 1, now);  // fills the socket, and then the queue with one
        turn();
    }
    for (char c = 'g'; c <= 'z'; ++c) EXPECT_EQ(one->stream->broadcast(large(c), 1, now), FrameQueue::Verdict::queued);
    EXPECT_EQ(one->stream->broadcast(large('1'), -1, now), FrameQueue::Verdict::queued);
    EXPECT_EQ(one->stream->broadcast(large('2'), -1, now), FrameQueue::Verdict::needs_view);
    EXPECT_EQ(one->stream->answer(text(R"({"position":"the view"})"), now), FrameQueue::Verdict::queued);
    FrameQueue::Verdict last{};
    for (int i = 0; i < 5 && last != FrameQueue::Verdict::too_slow; ++i) last = one->stream->broadcast(large('3'), -1, now);
    EXPECT_EQ(last, FrameQueue::Verdict::too_slow);
}

TEST_F(Outputs, ReplaceATallyThatIsNotBegunWhenItsReaderComesBack) {
    auto const one = pair();
    for (int i = 0; i < 8; ++i) {
        one->stream->broadcast(framed(std::string(50'000, 'f')), -1, now);
        turn();
    }
    for (char c = 'a'; c <= 'z'; ++c) one->stream->broadcast(framed(std::string("tally ") + c), 1, now);
    auto const all = read_all(*one);
    EXPECT_EQ(all.find("tally a"), std::string::npos);
    EXPECT_EQ(all.substr(all.size() - 9), "\x81\x07tally z");
}

TEST_F(Outputs, TellBeastThatItsFrameIsWrittenOnlyWhenItIs) {
    auto const one = pair();
    bool is_written = false;
    for (int i = 0; i < 8; ++i) one->stream->broadcast(framed(std::string(50'000, 'f')), -1, now);
    one->stream->async_write_some(boost::asio::buffer(std::string("\x88\x02\x0f\xa0", 4)), [&](boost::system::error_code error, std::size_t size) {
        is_written = true;
        EXPECT_FALSE(error);
        EXPECT_EQ(size, 4U);
    });
    one->stream->answer(text("after the close"), now);
    turn();
    EXPECT_FALSE(is_written);
    auto const all = read_all(*one);
    turn();
    EXPECT_TRUE(is_written);
    EXPECT_TRUE(all.ends_with(std::string("\x88\x02\x0f\xa0", 4))) << "a close frame is the last one";
}

TEST_F(Outputs, EndTheConnectionWhenTheOtherSideIsGone) {
    auto const one = pair();
    bool is_told = false;
    ::shutdown(one->phone, SHUT_RDWR);
    one->stream->async_write_some(boost::asio::buffer(std::string("pong")), [&](boost::system::error_code, std::size_t) { is_told = true; });
    turn();
    turn();
    EXPECT_TRUE(is_told) << "or Beast would wait for ever";
    one->stream->answer(text("nobody hears"), now);
    turn();
}

TEST_F(Outputs, OfABroadcastLeaveInSlicesWithOtherWorkInBetween) {
    std::vector<std::unique_ptr<Pair>> hall;
    for (std::size_t i = 0; i < 3 * Shard::slice; ++i) hall.push_back(pair());
    auto const wire = framed("tally");
    for (auto const& one : hall) one->stream->broadcast(wire, 1, now);
    auto const told = [&] {
        std::size_t n = 0;
        for (auto const& one : hall) n += one->read().empty() ? 0 : 1;
        return n;
    };
    std::size_t told_before_the_vote = 0;
    boost::asio::post(io, [&] { told_before_the_vote = told(); });
    turn();
    EXPECT_EQ(told_before_the_vote, Shard::slice);
    EXPECT_EQ(told(), 2 * Shard::slice);
}

TEST_F(Outputs, GiveAnAnswerBeforeTheRestOfAHallButNotBeforeWhatItsVoterWasToldEarlier) {
    std::vector<std::unique_ptr<Pair>> hall;
    for (std::size_t i = 0; i < 3 * Shard::slice; ++i) hall.push_back(pair(SOCK_SEQPACKET));
    auto const wire = framed("tally");
    for (auto const& one : hall) one->stream->broadcast(wire, 1, now);
    hall.back()->stream->answer(text("receipt"), now);
    io.restart();
    io.run_one();
    EXPECT_EQ(hall.back()->read(), "\x81\x05tally\x81\x07receipt");
    EXPECT_EQ(hall[2 * Shard::slice]->read(), "");
    turn();
    EXPECT_EQ(hall.back()->read(), "") << "once";
}

TEST_F(Outputs, ForgetAConnectionThatEndsWhileItWaits) {
    auto one = pair();
    one->stream->broadcast(framed("tally"), 1, now);
    one->stream->answer(text("receipt"), now);
    one->stream.reset();
    turn();
}

}  // namespace
}  // namespace warsha::web
