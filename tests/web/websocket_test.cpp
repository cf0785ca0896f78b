// A session from hello to its close code, and every way in which a frame can be wrong.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <zlib.h>

#include "protocol/codec.hpp"
#include "raw_websocket.hpp"
#include "room/clockwork.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

using std::chrono::milliseconds;

std::string const hello = R"({"type":"hello","role":"participant"})";
Cid cid(unsigned char n) { return {Bytes16{n}}; }
CommandMessage join(unsigned char n) { return {.cid = cid(n), .body = Join{}}; }

struct Visit {
    explicit Visit(RunningServer& server, std::string const& code) : socket(server.port(), code) { enter(socket); }
    RawWebSocket socket;
};

TEST(Session, IsWelcomedAndShownTheRoom) {
    RunningServer server;
    RawWebSocket phone(server.port(), server.create().code);
    phone.send(Hello{});
    auto const welcome = phone.next_message<Welcome>();
    ASSERT_TRUE(welcome);
    EXPECT_FALSE(welcome->resumed);
    auto const view = phone.next_message<View>();
    ASSERT_TRUE(view);
    EXPECT_EQ(view->view.room.title.fr->value, "Atelier");
    EXPECT_TRUE(server.reaches(R"(warsha_sessions{role="participant"})", 1));
}

TEST(Session, GetsReceiptsForItsCommandsAndTheyAreCounted) {  // SPEC C1, C2
    RunningServer server;
    auto const room = server.create();
    Visit visit(server, room.code);
    visit.socket.send(join(1));
    auto const receipt = visit.socket.next_message<Receipt>();
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->cid, cid(1));
    EXPECT_EQ(server.metric(R"(warsha_commands_total{outcome="recorded"})"), 1);
    EXPECT_EQ(server.metric("warsha_ack_seconds_count"), 1);
}

TEST(Session, OfAFacilitatorReachesThePhonesOnBothThreads) {
    RunningServer server;
    auto const room = server.create();
    std::vector<std::unique_ptr<Visit>> phones;
    for (int i = 0; i < 12; ++i) phones.push_back(std::make_unique<Visit>(server, room.code));
    RawWebSocket facilitator(server.port(), room.code);
    facilitator.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    ASSERT_TRUE(facilitator.next_message<View>());
    facilitator.send(CommandMessage{cid(1), StartRoom{}});
    EXPECT_TRUE(facilitator.next_message<Receipt>());
    for (auto const& phone : phones) {
        auto const changes = phone->socket.next_message<Changes>();
        ASSERT_TRUE(changes);
        EXPECT_TRUE(std::holds_alternative<RoomChanged>(changes->changes.at(0)));
    }
}

TEST(Session, WithAWrongLinkIsClosedWith4401) {
    RunningServer server;
    auto const room = server.create(), other = server.create();
    RawWebSocket socket(server.port(), room.code);
    socket.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(other.facilitator_link), .resume = {}});
    EXPECT_EQ(socket.close_code(), 4401);
}

TEST(Session, OfAnUnknownCodeIsUpgradedAndClosedWith4404) {
    RunningServer server;
    RawWebSocket socket(server.port(), "000000000");
    EXPECT_EQ(socket.status(), 101);
    EXPECT_EQ(socket.close_code(), 4404);
}

TEST(Session, ThatGuessesCodesIsClosedWith4429) {
    RunningServer server;
    auto const room = server.create();
    for (int i = 0; i < 10; ++i) EXPECT_EQ(RawWebSocket(server.port(), "000000000").close_code(), 4404);
    EXPECT_EQ(RawWebSocket(server.port(), room.code).close_code(), 4429);
}

TEST(Session, WithoutAHelloIsClosedWith4408) {  // SPEC H2
    RunningServer server([](ServerConfig& config) { config.timeouts.hello = milliseconds(1000); });
    RawWebSocket socket(server.port(), server.create().code);
    EXPECT_EQ(socket.close_code(), 4408);
}

TEST(Session, ThatFallsSilentIsClosedWith4512) {  // SPEC H6, L9
    RunningServer server([](ServerConfig& config) { config.timeouts.silence = milliseconds(1500); });
    Visit visit(server, server.create().code);
    EXPECT_EQ(visit.socket.close_code(), 4512);
}

TEST(Session, AnswersAnEmptyMessageWithOneAndStays) {  // SPEC H6
    RunningServer server([](ServerConfig& config) { config.timeouts.silence = milliseconds(2000); });
    Visit visit(server, server.create().code);
    for (int i = 0; i < 6; ++i) {
        visit.socket.send_text("");
        std::optional<RawWebSocket::Frame> frame;
        do frame = visit.socket.next(); while (frame && !frame->payload.empty());
        ASSERT_TRUE(frame) << i;
        EXPECT_EQ(frame->opcode, Opcode::text);
        EXPECT_FALSE(visit.socket.next_message<Receipt>(milliseconds(500)));
    }
}

TEST(Session, WhoseFirstMessageIsEmptyIsClosedWith4400) {  // SPEC H2
    RunningServer server;
    RawWebSocket socket(server.port(), server.create().code);
    socket.send_text("");
    EXPECT_EQ(socket.close_code(), 4400);
}

std::string inflated(std::string_view bytes) {
    z_stream stream{};
    EXPECT_EQ(::inflateInit2(&stream, -15), Z_OK);
    std::string text(1024 * 1024, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
    text.resize(stream.total_out);
    ::inflateEnd(&stream);
    return text;
}

/// The next frame that tells of changes, and its text. Frames before it are passed over.
std::pair<RawWebSocket::Frame, std::string> next_changes(RawWebSocket& socket) {
    while (auto frame = socket.next()) {
        auto const text = frame->opcode == Opcode::binary ? inflated(frame->payload) : frame->payload;
        if (text.starts_with(R"({"changes":)")) return {*frame, text};
    }
    return {};
}

TEST(LongBroadcasts, ComeDeflatedToWhoInflatesAndAsTextToOthers) {  // SPEC M7
    RunningServer server;
    auto const room = server.create();
    RawWebSocket plain(server.port(), room.code), small(server.port(), room.code), desk(server.port(), room.code);
    for (auto* const one : {&plain, &small}) {
        Hello hello{.role = Role::observer, .seat = {}, .link = {}, .resume = {}};
        if (one == &small) hello.inflates = true;
        one->send(hello);
        ASSERT_TRUE(one->next_message<View>()) << "what goes to one session alone is text";
    }
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    ASSERT_TRUE(desk.next_message<View>());
    ActivityPlan plan{.id = random_id<ActivityId>(), .title = {.ar = {}, .fr = {}, .en = Text<1, 120>{"Which of these?"}}, .groups = {}, .config = {}};
    ChoiceConfig options{};
    for (int n = 0; n < 30; ++n) {
        Item option{.id = random_id<ItemId>()};
        option.label.en = Text<1, 120>{"An option that is much like the others " + std::to_string(n)};
        options.options.value.push_back(std::move(option));
    }
    plan.config = options;
    desk.send(CommandMessage{random_id<Cid>(), AddActivity{plan, {}}});
    auto const [as_text, text] = next_changes(plain);
    auto const [as_binary, same] = next_changes(small);
    EXPECT_EQ(as_text.opcode, Opcode::text);
    EXPECT_EQ(as_binary.opcode, Opcode::binary);
    ASSERT_GE(text.size(), 1024U);
    EXPECT_EQ(same, text);
    EXPECT_LT(as_binary.payload.size(), text.size() / 2);

    desk.send(CommandMessage{random_id<Cid>(), Announce{Wording<200>{.ar = {}, .fr = {}, .en = Text<1, 200>{"Back at two."}}}});
    EXPECT_EQ(next_changes(small).first.opcode, Opcode::text) << "what is short stays text";
}

TEST(Session, ThatPingsStays) {
    RunningServer server([](ServerConfig& config) { config.timeouts.silence = milliseconds(2000); });
    Visit visit(server, server.create().code);
    for (int i = 0; i < 8; ++i) {
        visit.socket.send(Ping{i});
        auto const pong = visit.socket.next_message<Pong>();
        ASSERT_TRUE(pong);
        EXPECT_EQ(pong->t, i);
        EXPECT_FALSE(visit.socket.next_message<Receipt>(milliseconds(500)));
    }
}

TEST(Session, WhosePeerNeverAnswersTheCloseIsCut) {  // SPEC L9
    RunningServer server([](ServerConfig& config) {
        config.timeouts.hello = milliseconds(1000);
        config.timeouts.close = milliseconds(1000);
    });
    RawWebSocket socket(server.port(), server.create().code);
    socket.socket().receive_until_closed();
    EXPECT_TRUE(socket.socket().is_closed());
}

TEST(Session, ThatNeverFinishesAMessageIsClosedWith4512) {
    RunningServer server([](ServerConfig& config) { config.timeouts.silence = milliseconds(1500); });
    Visit visit(server, server.create().code);
    bool open = true;
    visit.socket.send_bytes(client_frame(Opcode::text, "{", 0x01));
    for (int i = 0; i < 20 && open; ++i) {
        open = visit.socket.send_bytes(client_frame(Opcode::continuation, " ", 0x00));
        auto const frame = visit.socket.next(milliseconds(200));
        if (frame && frame->opcode == Opcode::close) open = false;
    }
    EXPECT_EQ(visit.socket.close_code(), 4512);
}

struct Wrong {
    char const* name;
    std::string bytes;
    int code;
    bool before_hello = false;
    friend void PrintTo(Wrong const& one, std::ostream* out) { *out << one.name; }
};
class WrongBytes : public testing::TestWithParam<Wrong> {};

TEST_P(WrongBytes, CloseTheSessionWithTheirCodeAndDisturbNoOtherRoom) {
    static RunningServer server([](ServerConfig& config) { config.limits.code_misses_per_minute = 1e6; });
    static auto const room = server.create(), other = server.create();
    Visit bystander(server, other.code);
    RawWebSocket socket(server.port(), room.code);
    if (!GetParam().before_hello) enter(socket);
    socket.send_bytes(GetParam().bytes);
    EXPECT_EQ(socket.close_code(), GetParam().code) << GetParam().name;
    bystander.socket.send(Ping{1});
    EXPECT_TRUE(bystander.socket.next_message<Pong>()) << GetParam().name;
}

std::string text(std::string_view words) { return client_frame(Opcode::text, words); }
std::string raw(std::initializer_list<int> bytes) { return {bytes.begin(), bytes.end()}; }
std::string many(std::string const& frame, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += frame;
    return all;
}

std::vector<Wrong> const wrongs{
    {"unmasked frame", raw({0x81, 0x02, '{', '}'}), 1002},
    {"RSV1", client_frame(Opcode::text, "{}", 0xc1), 1002},
    {"RSV2", client_frame(Opcode::text, "{}", 0xa1), 1002},
    {"RSV3", client_frame(Opcode::text, "{}", 0x91), 1002},
    {"opcode 3", client_frame(Opcode::text, "{}", 0x83), 1002},
    {"opcode 15", client_frame(Opcode::text, "{}", 0x8f), 1002},
    {"fragmented ping", client_frame(Opcode::ping, "", 0x09), 1002},
    {"ping of 126 bytes", client_frame(Opcode::ping, std::string(126, 'x')), 1002},
    {"continuation first", client_frame(Opcode::continuation, "{}"), 1002},
    {"text inside text", client_frame(Opcode::text, "{", 0x01) + client_frame(Opcode::text, "}"), 1002},
    {"16-bit length of 10", raw({0x81, 0xfe, 0, 10, 1, 2, 3, 4}) + std::string(10, 'x'), 1002},
    {"64-bit length of 10", raw({0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 10, 1, 2, 3, 4}) + std::string(10, 'x'), 1002},
    {"length 2^63", raw({0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4}), 1009},
    {"length 2^63 - 1", raw({0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4}), 1009},
    {"a megabyte", text(std::string(1024 * 1024, 'x')), 1009},
    {"4 KiB and one byte", text(std::string(4097, ' ')), 4413},
    {"16 KiB from a phone", text(std::string(16 * 1024, ' ')), 4413},
    {"4 KiB and one byte before hello", text(std::string(4097, ' ')), 4413, true},
    {"4,097 fragments of a byte", client_frame(Opcode::text, "{", 0x01) + many(client_frame(Opcode::continuation, " ", 0x00), 4096), 4400},
    {"100,000 empty fragments", client_frame(Opcode::text, "{", 0x01) + many(client_frame(Opcode::continuation, "", 0x00), 100'000) + client_frame(Opcode::continuation, "}"), 4400},
    {"binary", client_frame(Opcode::binary, hello), 1003},
    {"bad UTF-8 in the last byte", text("{\"type\":\"\xff"), 1007},
    {"half a code point at the end", text("{\"type\":\"\xd9"), 1007},
    {"close with one byte", client_frame(Opcode::close, "x"), 1002},
    {"close 999", client_frame(Opcode::close, "\x03\xe7"), 1002},
    {"close 1005", client_frame(Opcode::close, "\x03\xed"), 1002},
    {"no JSON", text("hello"), 4400},
    {"no object", text("[]"), 4400},
    {"unknown type", text(R"({"type":"constructor"})"), 4400},
    {"unknown key", text(R"({"type":"ping","t":1,"x":1})"), 4400},
    {"duplicate key", text(R"({"type":"ping","t":1,"t":1})"), 4400},
    {"deep", text(std::string(2000, '[')), 4400},
    {"hello twice", text(hello), 4400},
    {"command before hello", text(R"({"type":"command","cid":"AAAAAAAAAAAAAAAAAAAAAA","body":{"type":"undo"}})"), 4400, true},
    {"ping before hello", text(R"({"type":"ping","t":1})"), 4400, true},
    {"words that are not allowed, before hello", text(R"({"type":"command","cid":"AAAAAAAAAAAAAAAAAAAAAA","body":{"type":"join","language":"fr","name":"a\u0007"}})"), 4400, true},
};
INSTANTIATE_TEST_SUITE_P(Session, WrongBytes, testing::ValuesIn(wrongs));

TEST(Session, TakesACodePointSplitAcrossFragments) {
    RunningServer server;
    Visit visit(server, server.create().code);
    std::string const command = R"({"type":"command","cid":"AAAAAAAAAAAAAAAAAAAAAQ","body":{"type":"join","language":"ar","name":"م"}})";
    auto const middle = command.find("\xd9\x85") + 1;
    visit.socket.send_bytes(client_frame(Opcode::text, command.substr(0, middle), 0x01) + client_frame(Opcode::ping, "p") + client_frame(Opcode::continuation, command.substr(middle)));
    EXPECT_TRUE(visit.socket.next_message<Receipt>());
}

TEST(Session, AnswersPingFramesAndClosesTheirFlood) {
    RunningServer server;
    Visit visit(server, server.create().code);
    visit.socket.send_bytes(client_frame(Opcode::ping, "abc"));
    std::optional<RawWebSocket::Frame> frame;
    do frame = visit.socket.next();
    while (frame && frame->opcode != Opcode::pong);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->payload, "abc");
    visit.socket.send_bytes(many(client_frame(Opcode::pong, ""), 1000));
    EXPECT_EQ(visit.socket.close_code(), 4429);
}

TEST(Session, AnswersWordsThatAreNotAllowedWithARejectionAndStays) {
    RunningServer server;
    Visit visit(server, server.create().code);
    visit.socket.send_text(R"({"type":"command","cid":"AQAAAAAAAAAAAAAAAAAAAA","body":{"type":"join","language":"fr","name":"a\u0007"}})");
    auto const rejection = visit.socket.next_message<Rejection>();
    ASSERT_TRUE(rejection);
    EXPECT_EQ(rejection->cid, cid(1));
    EXPECT_EQ(rejection->code, Reject::text_not_allowed);
    visit.socket.send(join(2));
    EXPECT_TRUE(visit.socket.next_message<Receipt>());
}

}  // namespace
}  // namespace warsha::web
