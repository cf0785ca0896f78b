// The case groups of Autobahn|Testsuite against a running server, with a client of our own (the suite itself is not in any package registry). Where our
// limits change what an echo server would do, the case says so and names the close code that comes instead.

#include <algorithm>
#include <fstream>
#include <iostream>

#include <gtest/gtest.h>

#include "cases.hpp"
#include "protocol/codec.hpp"
#include "running_server.hpp"

namespace warsha::conformance {
namespace {

using namespace web;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t cases_in_all = 517, changed_by_our_limits = 323;  // 216 of them are the groups of compression
constexpr std::size_t slice_bytes = 64 * 1024;

RunningServer& server() {
    static RunningServer one([](ServerConfig& config) {
        config.limits.messages_per_second = config.limits.messages_burst = 1e9;
        config.limits.connections_per_second = 1e9;
    });
    return one;
}
std::string const& code() {
    static auto const room = server().create();
    return room.code;
}

std::string event_of(ServerMessage const& message) {
    if (std::holds_alternative<Pong>(message)) return "M ";
    if (std::holds_alternative<Receipt>(message)) return "R ";
    if (auto const* const rejection = std::get_if<Rejection>(&message)) return "X:" + std::string(boost::describe::enum_to_string(rejection->code, "?")) + " ";
    return "";
}

/// One case, played.
class Player {
public:
    explicit Player(Case const& which) : case_(which), socket_(server().port(), code(), 0, {{"Sec-WebSocket-Extensions", which.extensions}}) {
        socket_.send(Hello{});
        socket_.next_message<View>();
    }

    /// The events that came.
    std::string play() {
        if (socket_.answer().fields.contains("sec-websocket-extensions")) return "an extension was chosen";
        for (int i = 1; i < case_.round_trips && !is_over(); ++i) trip();
        for (auto const& part : case_.sent) part == wait ? await_event() : send(part);
        std::string const good_end = "C1000";
        if (case_.expected.ends_with(good_end)) {
            auto const before = case_.expected.substr(0, case_.expected.size() - good_end.size());
            await([&] { return events_.size() >= before.size(); });
            if (!is_over()) socket_.send_bytes(client_frame(Opcode::close, "\x03\xe8"));
        }
        await([] { return false; });
        return events_;
    }

private:
    [[nodiscard]] bool is_over() { return closed_ || socket_.socket().is_closed(); }

    void trip() {
        events_.clear();
        for (auto const& part : case_.sent) send(part);
        await_event();
        events_.clear();
    }

    /// In slices: a server that has closed is not sent sixteen megabytes more.
    void send(std::string_view bytes) {
        if (bytes.size() <= slice_bytes) return void(socket_.send_bytes(bytes));
        for (; !bytes.empty() && !is_over(); bytes.remove_prefix(std::min(slice_bytes, bytes.size()))) {
            if (!socket_.send_bytes(bytes.substr(0, slice_bytes))) return;
            read(milliseconds(0));
        }
    }

    void await_event() {
        auto const before = events_.size();
        await([&] { return events_.size() > before; });
    }
    template <class Condition>
    void await(Condition is_so) {
        auto const until = Clock::now() + patience;
        while (!is_so() && !is_over() && Clock::now() < until) read(milliseconds(500));
    }

    void read(milliseconds at_most) {
        auto const frame = socket_.next(at_most);
        if (!frame) return;
        if (frame->opcode == Opcode::pong) events_ += "P:" + frame->payload + " ";
        if (frame->opcode == Opcode::text) {
            auto const message = decode_server_message(frame->payload);
            events_ += frame->payload.empty() ? "M " : message ? event_of(*message) : "nonsense ";
        }
        if (frame->opcode != Opcode::close) return;
        auto const& payload = frame->payload;
        events_ += "C" + std::to_string(payload.size() < 2 ? 1005 : static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]));
        closed_ = true;
    }

    Case const& case_;
    RawWebSocket socket_;
    std::string events_;
    bool closed_ = false;
};

std::size_t resident_bytes() {
    std::ifstream in("/proc/self/statm");
    std::size_t size = 0, resident = 0;
    in >> size >> resident;
    return resident * 4096;
}

std::vector<Group> const& groups() {
    static auto const all = all_groups();
    return all;
}

class Conformance : public testing::TestWithParam<std::size_t> {
protected:
    static inline std::size_t ran = 0;
    static inline std::map<std::string, std::pair<std::size_t, std::string>> changed;  // by why: how many, and the first and last of them

    static void note(Case const& which) {
        ++ran;
        if (which.changed.empty()) return;
        auto& [count, which_ones] = changed[which.changed];
        auto const reaction = which.expected.starts_with("X:") ? which.expected.substr(0, which.expected.find(' ')) : which.expected.substr(which.expected.rfind('C'));
        which_ones += (++count == 1 ? "" : " ") + which.id + "→" + reaction;
    }

    static void TearDownTestSuite() {
        std::cout << "PROVE level=\"conformance: WebSocket cases\" amount=" << ran << " violations=" << testing::UnitTest::GetInstance()->failed_test_count() << "\n";
        for (auto const& [why, which] : changed) std::cout << "  " << which.first << " changed (" << why << "): " << which.second << "\n";
        if (ran == cases_in_all || testing::UnitTest::GetInstance()->test_to_run_count() < static_cast<int>(groups().size())) return;
        ADD_FAILURE() << ran << " cases ran, and the suite has " << cases_in_all;
    }
};

TEST_P(Conformance, IsThatOfEveryCase) {
    auto const& group = groups()[GetParam()];
    ASSERT_EQ(group.cases.size(), group.count);
    for (auto const& one : group.cases) {
        auto const before = Clock::now();
        EXPECT_EQ(Player(one).play(), one.expected) << one.id << " " << one.changed;
        if (one.round_trips > 0) std::cout << one.id << ": " << std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - before).count() / one.round_trips << " µs a round trip\n";
        note(one);
    }
    EXPECT_EQ(server().get("/healthz").status, 200);
}
INSTANTIATE_TEST_SUITE_P(Groups, Conformance, testing::Range(std::size_t{0}, all_groups().size()), [](auto const& info) {
    auto name = groups()[info.param].name;
    for (auto& c : name) if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    return name;
});

TEST(ConformanceCases, AreThe517OfTheSuite) {
    std::size_t all = 0, changed = 0;
    for (auto const& group : groups()) {
        all += group.cases.size();
        changed += static_cast<std::size_t>(std::ranges::count_if(group.cases, [](Case const& one) { return !one.changed.empty(); }));
    }
    EXPECT_EQ(all, cases_in_all);
    EXPECT_EQ(changed, changed_by_our_limits);
}

TEST(LargeMessages, AreRefusedWithoutBeingKept) {
    std::string const whole = text(message(16 * 1024 * 1024));
    Case const one{"sixteen megabytes", {whole}, "C1009"};
    Player(one).play();
    auto const before = resident_bytes();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(Player(one).play(), one.expected);
    EXPECT_LT(resident_bytes(), before + 32 * 1024 * 1024U);
}

/// What the suite leaves out.
TEST(BeyondTheSuite, FramesAndHandshakesAreReactedToAsWell) {
    auto const raw = [](std::initializer_list<int> bytes) { return std::string(bytes.begin(), bytes.end()); };
    std::string const ping = message(0);
    std::vector<Case> const frames{
        {"no mask", {raw({0x81, 0x02, '{', '}'})}, "C1002"},
        {"a 64-bit length with its top bit", {raw({0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4})}, "C1009"},
        {"a 16-bit length of 10", {raw({0x81, 0xfe, 0, 10, 1, 2, 3, 4}) + std::string(10, 'x')}, "C1002"},
        {"a 64-bit length of 10", {raw({0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 10, 1, 2, 3, 4}) + std::string(10, 'x')}, "C1002"},
        {"a mask of zeros", {raw({0x81, 0x80 | static_cast<int>(ping.size()), 0, 0, 0, 0}) + ping}, "M C1000"},
        {"2^16 fragments of a byte", {[] { std::string all; for (auto const& part : fragmented(Opcode::text, message(65536), 1)) all += part; return all; }()}, "C4400"},
        {"a flood of pings", {[] { std::string all; for (int i = 0; i < 1000; ++i) all += client_frame(Opcode::pong, ""); return all; }()}, "C4429"},
    };
    for (auto const& one : frames) EXPECT_EQ(Player(one).play(), one.expected) << one.id;
    using Fields = std::map<std::string, std::string>;
    std::vector<std::pair<Fields, int>> const handshakes{{Fields{{"Upgrade", "WebSocket"}}, 101}, {Fields{{"Connection", "keep-alive, Upgrade"}}, 101}, {Fields{{"Sec-WebSocket-Version", "12"}}, 426},
                                                         {Fields{{"Sec-WebSocket-Key", "c2hvcnQ="}}, 400}, {Fields{{"Origin", "null"}}, 403}};
    for (auto const& [changed, status] : handshakes) EXPECT_EQ(RawWebSocket(server().port(), code(), 0, changed).status(), status) << changed.begin()->first << ": " << changed.begin()->second;
    EXPECT_EQ(frames.size() + handshakes.size(), 12U);
}

}  // namespace
}  // namespace warsha::conformance
