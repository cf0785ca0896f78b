// What the organiser alone may do, what anybody may where creation is open, and the cookie that stands for a link.

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/bundle.hpp"
#include "protocol/codec_impl.hpp"
#include "raw_websocket.hpp"
#include "room/secrets.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string room_path(CreatedRoom const& room, std::string const& what) { return "/api/rooms/" + text_of(room.room) + "/" + what; }

/// As a browser sees us behind a proxy that speaks https.
HttpAnswer over_https(RunningServer& server, std::string const& method, std::string const& path, std::string const& extra = "") {
    return ask(server.port(), method + " " + path + " HTTP/1.1\r\nHost: warsha.example\r\n" + (method == "POST" ? "Content-Length: 0\r\n" : "") + extra + "\r\n");
}

std::string cookie_of(RunningServer& server, CreatedRoom const& room) {
    auto answer = over_https(server, "POST", "/api/codes/" + room.code + "/session", as_link(room.facilitator_link));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.fields["set-cookie"];
}

std::string as_cookie(std::string const& set) { return "Cookie: theme=dark; " + set.substr(0, set.find(';')) + "\r\n"; }

TEST(OrganiserToken, IsTheOnlyOneOnceItWasChanged) {  // S1
    RunningServer server;
    server.server().change_organiser(sha256("another"));
    EXPECT_EQ(server.post("/api/rooms", encode(small_plan()), as_organiser()).status, 401);
    EXPECT_EQ(server.post("/api/rooms", encode(small_plan()), "Authorization: Bearer another\r\n").status, 201);
}

TEST(OpenCreation, IsFiveRoomsAnHourFromOneAddressAndSteersNone) {  // S1
    RunningServer server([](ServerConfig& config) { config.open_creation = true; });
    std::vector<int> statuses;
    for (int i = 0; i < 6; ++i) statuses.push_back(server.post("/api/rooms", encode(small_plan())).status);
    EXPECT_EQ(statuses, (std::vector<int>{201, 201, 201, 201, 201, 429}));
    EXPECT_EQ(server.post("/api/rooms", encode(small_plan()), as_organiser()).status, 201) << "an organiser goes on";
    EXPECT_EQ(server.get("/api/rooms").status, 401);
    EXPECT_EQ(server.post(room_path(server.create(), "close"), "").status, 401);
}

TEST(OpenCreation, IsTwentyRoomsInAll) {  // S1
    RunningServer server([](ServerConfig& config) { config.open_creation = true; });
    for (int i = 0; i < 20; ++i) server.create();
    EXPECT_EQ(server.post("/api/rooms", encode(small_plan())).status, 503);
}

TEST(Posts, FromPagesOfOtherOriginsDoNothing) {  // S10
    RunningServer server;
    for (auto const* const origin : {"https://evil.example", "null", "http://warsha.example", "https://warsha.example.evil.example"})
        EXPECT_EQ(server.post("/api/rooms", encode(small_plan()), as_organiser() + "Origin: " + origin + "\r\n").status, 403) << origin;
    EXPECT_EQ(server.post("/api/rooms", encode(small_plan()), as_organiser() + "Origin: https://warsha.example\r\n").status, 201);
}

TEST(SessionCookie, IsStrictSecureAndUnreadableForScripts) {  // S9
    RunningServer server;
    auto const room = server.create();
    auto const set = cookie_of(server, room);
    EXPECT_THAT(set, testing::StartsWith("__Host-warsha-" + text_of(room.room) + "="));
    EXPECT_THAT(set, HasSubstr("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200"));
    EXPECT_THAT(set, Not(HasSubstr(room.facilitator_link.substr(room.facilitator_link.rfind('.') + 1)))) << "the secret is not in it";
}

TEST(SessionCookie, IsGivenOnlyForARightLinkOverHttps) {  // S9
    RunningServer server;
    auto const room = server.create(), other = server.create();
    auto const path = "/api/codes/" + room.code + "/session";
    EXPECT_EQ(over_https(server, "POST", path).status, 401);
    EXPECT_EQ(over_https(server, "POST", path, as_link(other.facilitator_link)).status, 401);
    EXPECT_EQ(over_https(server, "POST", path, as_link(room.wall_link)).status, 401);
    EXPECT_EQ(over_https(server, "POST", "/api/codes/000000/session", as_link(room.facilitator_link)).status, 401);
    auto plain = server.post(path, "", as_link(room.facilitator_link));
    EXPECT_EQ(plain.status, 409);
    EXPECT_EQ(plain.fields.count("set-cookie"), 0U);
}

TEST(SessionCookie, OpensWhatItsLinkOpensInItsRoomOnly) {  // S2
    RunningServer server;
    auto const room = server.create(), other = server.create();
    auto const cookie = as_cookie(cookie_of(server, room));
    EXPECT_EQ(over_https(server, "GET", room_path(room, "export/room.json"), cookie).status, 200);
    EXPECT_EQ(over_https(server, "GET", room_path(room, "suggestions"), cookie).status, 200);
    EXPECT_EQ(over_https(server, "GET", room_path(other, "export/room.json"), cookie).status, 401);
    auto forged = cookie;
    forged[forged.size() - 4] = forged[forged.size() - 4] == 'A' ? 'B' : 'A';
    EXPECT_EQ(over_https(server, "GET", room_path(room, "export/room.json"), forged).status, 401);
    EXPECT_EQ(over_https(server, "POST", room_path(room, "close"), cookie).status, 401) << "it reads; what it changes goes over the socket";
}

TEST(SessionCookie, LetsAPageSayHelloAsFacilitatorWithoutTheLink) {  // SPEC H7
    RunningServer server;
    auto const room = server.create();
    auto const set = cookie_of(server, room);
    RawWebSocket desk(server.port(), room.code, 0, {{"Cookie", set.substr(0, set.find(';'))}});
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = {}, .resume = {}});
    auto const welcome = desk.next_message<Welcome>();
    ASSERT_TRUE(welcome);
    EXPECT_EQ(welcome->link_role, LinkRole::facilitator);

    RawWebSocket without(server.port(), room.code);
    without.send(Hello{.role = Role::facilitator, .seat = {}, .link = {}, .resume = {}});
    EXPECT_EQ(without.close_code(), 4401);
}

TEST(SessionCookie, EndsWithItsLink) {  // SPEC H7
    RunningServer server;
    auto const room = server.create();
    auto const set = cookie_of(server, room);
    RawWebSocket desk(server.port(), room.code);
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    ASSERT_TRUE(desk.next_message<Welcome>());
    LinkId const second{Bytes16{7}};
    desk.send(CommandMessage{Cid{Bytes16{1}}, IssueLink{second, LinkRole::facilitator, Hash{Bytes32{5}}, {}}});
    ASSERT_TRUE(desk.next_message<Receipt>());
    desk.send(CommandMessage{Cid{Bytes16{2}}, RevokeLink{secret_of(room.facilitator_link).link}});
    EXPECT_EQ(desk.close_code(), 4403);
    EXPECT_EQ(over_https(server, "GET", room_path(room, "export/room.json"), as_cookie(set)).status, 401);
}

TEST(Erasing, IsForAClosedRoomAndItsBundleIsMadeAnew) {  // S39
    RunningServer server;
    auto const room = server.create();
    RawWebSocket desk(server.port(), room.code), phone(server.port(), room.code);
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    desk.send(CommandMessage{Cid{Bytes16{1}}, StartRoom{}});
    desk.send(CommandMessage{Cid{Bytes16{2}}, OpenActivity{ActivityId{Bytes16{2}}, {}}});
    ASSERT_TRUE(desk.next_message<Receipt>() && desk.next_message<Receipt>());
    enter(phone);
    phone.send(CommandMessage{Cid{Bytes16{3}}, Join{.group = {}, .name = Text<1, 40>{"Salma"}}});
    ASSERT_TRUE(phone.next_message<Receipt>());  // before it has a seat, nothing it proposes is taken
    phone.send(CommandMessage{Cid{Bytes16{4}}, SubmitProposal{.activity = {Bytes16{2}}, .title = Title{.ar = {}, .fr = Text<1, 120>{"une fontaine"}, .en = {}}, .text = {}, .category = {}}});
    ASSERT_TRUE(phone.next_message<Receipt>());

    EXPECT_EQ(server.post(room_path(room, "erase"), "", as_organiser()).status, 409) << "it is live";
    ASSERT_TRUE(server.close_and_archive(room));
    auto const bundle = [&] { return server.get("/archive/" + text_of(room.room) + "/bundle.zip").body; };
    EXPECT_THAT(bundle(), HasSubstr("une fontaine"));
    EXPECT_EQ(server.post(room_path(room, "erase"), "").status, 401);
    EXPECT_EQ(server.post(room_path(room, "erase"), "", as_organiser()).status, 200);
    auto const until = std::chrono::steady_clock::now() + patience;
    auto left = bundle();
    while ((left.empty() || left.starts_with("{") || left.find("une fontaine") != std::string::npos) && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        left = bundle();
    }
    EXPECT_THAT(left, Not(HasSubstr("une fontaine")));
    auto const report = verify_bundle(left);
    EXPECT_TRUE(report.ok) << report.first_wrong;
    EXPECT_EQ(server.post(room_path(room, "erase"), "", as_organiser()).status, 200) << "already so";
}

TEST(Retention, ErasesTheWordsOfRoomsThatWereClosedLongEnoughAgo) {  // S39
    RunningServer server({}, [](HostConfig& config) {
        config.words_kept_ms = 0;
        config.retention_check_ms = 50;
    });
    auto const room = server.create();
    ASSERT_TRUE(server.close_and_archive(room));
    auto const until = std::chrono::steady_clock::now() + patience;
    std::string listed;
    while (listed.find("words_erased_at") == std::string::npos && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        listed = server.get("/api/rooms", as_organiser()).body;
    }
    EXPECT_THAT(listed, HasSubstr("words_erased_at"));
}

TEST(Deleting, TakesARoomThatIsNotLiveAndNothingOfItStays) {  // S39
    RunningServer server;
    auto const room = server.create(), other = server.create();
    ASSERT_TRUE(server.close_and_archive(room));
    EXPECT_EQ(server.post(room_path(room, "delete"), "").status, 401);
    EXPECT_EQ(server.post(room_path(room, "delete"), "", as_organiser()).status, 200);
    EXPECT_THAT(server.get("/api/rooms", as_organiser()).body, Not(HasSubstr(text_of(room.room))));
    EXPECT_EQ(server.get("/archive/" + text_of(room.room) + "/bundle.zip").status, 404);
    EXPECT_EQ(server.post(room_path(room, "delete"), "", as_organiser()).status, 409);
    EXPECT_THAT(server.get("/api/rooms", as_organiser()).body, HasSubstr(text_of(other.room)));
}

TEST(Deleting, RefusesARoomThatIsLive) {
    RunningServer server;
    auto const room = server.create();
    RawWebSocket desk(server.port(), room.code);
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    desk.send(CommandMessage{Cid{Bytes16{1}}, StartRoom{}});
    ASSERT_TRUE(desk.next_message<Receipt>());
    auto const refused = server.post(room_path(room, "delete"), "", as_organiser());
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("Close it first"));
}

}  // namespace
}  // namespace warsha::web
