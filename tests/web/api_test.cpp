// The HTTP interface of organisers and facilitators.

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocol/codec_impl.hpp"
#include "raw_websocket.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Rooms, AreCreatedByWhoHasTheOrganiserToken) {
    RunningServer server;
    auto const plan = encode(small_plan());
    EXPECT_EQ(server.post("/api/rooms", plan).status, 401);
    EXPECT_EQ(server.post("/api/rooms", plan, "Authorization: Bearer wrong\r\n").status, 401);
    EXPECT_EQ(server.post("/api/rooms", plan, std::string("Authorization: Basic ") + organiser_token + "\r\n").status, 401);
    auto const created = server.post("/api/rooms", plan, as_organiser());
    EXPECT_EQ(created.status, 201);
    EXPECT_THAT(created.body, HasSubstr(R"("participant_link":"https://warsha.example/j/)"));
}

std::string zone_in_export(RunningServer& server, RoomPlan const& plan) {
    auto const created = decode_value<CreatedRoom>(server.post("/api/rooms", encode(plan), as_organiser()).body);
    auto const json = server.get("/api/rooms/" + text_of(created->room) + "/export/room.json", as_link(created->facilitator_link)).body;
    auto const at = json.find(R"("time_zone":")");
    return at == std::string::npos ? "" : json.substr(at + 13, json.find('"', at + 13) - at - 13);
}

TEST(Rooms, HaveTheZoneOfTheirPlanElseThatOfTheServer) {
    RunningServer server([](ServerConfig& config) { config.time_zone = "Europe/Paris"; });
    auto plan = small_plan();
    EXPECT_EQ(zone_in_export(server, plan), "Europe/Paris");
    plan.time_zone = Text<1, 40>{"Africa/Casablanca"};
    EXPECT_EQ(zone_in_export(server, plan), "Africa/Casablanca");
}

TEST(Rooms, AreNotCreatedInAZoneThatDoesNotExist) {
    RunningServer server;
    auto plan = small_plan();
    plan.time_zone = Text<1, 40>{"Africa/Casabianca"};
    auto const refused = server.post("/api/rooms", encode(plan), as_organiser());
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("time_zone"));
}

TEST(Rooms, AreNotCreatedFromAPlanThatIsWrong) {
    RunningServer server;
    auto const refused = [&](std::string const& body) { return server.post("/api/rooms", body, as_organiser()); };
    EXPECT_EQ(refused("{").status, 422);
    EXPECT_EQ(refused("").status, 422);
    EXPECT_THAT(refused(R"({"title":{},"purpose":"live"})").body, HasSubstr(R"("code":"bad_plan")"));
    EXPECT_EQ(refused(std::string(60'000, '[')).status, 422);
    EXPECT_THAT(server.get("/api/rooms", as_organiser()).body, R"({"rooms":[]})");
}

TEST(Rooms, AreListedForOrganisersOnly) {
    RunningServer server;
    auto const room = server.create();
    EXPECT_EQ(server.get("/api/rooms").status, 401);
    EXPECT_THAT(server.get("/api/rooms", as_organiser()).body, HasSubstr(R"("code":")" + room.code + "\""));
}

TEST(Codes, LeadToTheirRoom) {
    RunningServer server;
    auto const room = server.create();
    auto const found = server.get("/api/codes/" + room.code);
    EXPECT_EQ(found.status, 200);
    EXPECT_EQ(found.body, R"({"phase":"prepared","room":")" + text_of(room.room) + R"(","title":{"fr":"Atelier"}})");
}

TEST(Codes, OfRoomsThatAreOverGetTheSameWordsAsWrongOnes) {
    RunningServer server;
    auto const room = server.create();
    ASSERT_TRUE(server.close_and_archive(room));
    auto const over = server.get("/api/codes/" + room.code), wrong = server.get("/api/codes/0000000000");
    EXPECT_EQ(over.status, 404);
    EXPECT_EQ(over.body, wrong.body);
}

TEST(Codes, OfRoomsThatClosedThisMonthAreNotGivenToOthers) {
    RunningServer server({}, [](HostConfig& config) { config.code_digits = 1; });  // ten codes in all
    std::set<std::string> over;
    for (int n = 0; n < 4; ++n) {
        auto const room = server.create();
        ASSERT_TRUE(server.close_and_archive(room));
        over.insert(room.code);
    }
    EXPECT_EQ(over.size(), 4U);
    for (int n = 0; n < 4; ++n) EXPECT_FALSE(over.contains(server.create().code));
}

TEST(Codes, CannotBeTriedOutFromOneAddress) {
    RunningServer server;
    auto const room = server.create();
    for (int i = 0; i < 10; ++i) EXPECT_EQ(server.get("/api/codes/0000000000").status, 404);
    EXPECT_EQ(server.get("/api/codes/0000000000").status, 429);
    EXPECT_EQ(server.get("/api/codes/" + room.code).status, 429);
    // A header anybody can write changes nothing.
    EXPECT_EQ(server.get("/api/codes/" + room.code, "X-Forwarded-For: 198.51.100.1\r\n").status, 429);
}

TEST(Codes, AreCountedForThePhoneBehindATrustedProxy) {
    RunningServer server([](ServerConfig& config) { config.trusted_proxies = {"127.0.0.1"}; });
    auto const room = server.create();
    for (int i = 0; i < 11; ++i) server.get("/api/codes/0000000000", "X-Forwarded-For: 198.51.100.1\r\n");
    EXPECT_EQ(server.get("/api/codes/" + room.code, "X-Forwarded-For: 198.51.100.1\r\n").status, 429);
    EXPECT_EQ(server.get("/api/codes/" + room.code, "X-Forwarded-For: 198.51.100.2\r\n").status, 200);
}

/// A proxy that adds a line of its own leaves the client's above it: only both together are the way.
TEST(Codes, AreCountedForThePhoneWhateverItClaimsInALineOfItsOwn) {
    RunningServer server([](ServerConfig& config) { config.trusted_proxies = {"127.0.0.1"}; });
    auto const room = server.create();
    auto const try_code = [&](std::string const& code, int claim) { return server.get("/api/codes/" + code, "X-Forwarded-For: 203.0.113." + std::to_string(claim) + "\r\nX-Forwarded-For: 198.51.100.1\r\n").status; };
    for (int i = 0; i < 11; ++i) try_code("0000000000", i);
    EXPECT_EQ(try_code(room.code, 99), 429);
}

TEST(Exports, AreForTheFacilitatorsOfTheRoom) {
    RunningServer server;
    auto const room = server.create(), other = server.create();
    auto const where = "/api/rooms/" + text_of(room.room) + "/export/results.csv";
    EXPECT_EQ(server.get(where).status, 401);
    EXPECT_EQ(server.get(where, as_organiser()).status, 401);
    EXPECT_EQ(server.get(where, as_link(room.wall_link)).status, 401);
    EXPECT_EQ(server.get(where, as_link(other.facilitator_link)).status, 401);
    EXPECT_EQ(server.get(where, as_link(room.facilitator_link)).status, 200);
}

TEST(Exports, ComeInEveryForm) {
    RunningServer server;
    auto const room = server.create();
    auto const get = [&](std::string const& what) { return server.get("/api/rooms/" + text_of(room.room) + "/export/" + what, as_link(room.facilitator_link)); };
    auto csv = get("results.csv");
    EXPECT_EQ(csv.body.substr(0, 3), "\xEF\xBB\xBF");
    EXPECT_EQ(csv.fields["content-type"], "text/csv; charset=utf-8");
    EXPECT_EQ(csv.fields["content-disposition"], "attachment; filename=\"results.csv\"");
    EXPECT_EQ(get("proposals.csv?lang=ar").status, 200);
    EXPECT_EQ(get("workbook.xlsx").body.substr(0, 2), "PK");
    EXPECT_EQ(get("room.json").body.front(), '{');
    EXPECT_THAT(get("report.html?lang=ar").body, HasSubstr("lang=\"ar\""));
    EXPECT_EQ(get("anything.else").status, 404);
}

TEST(Reports, HaveAPolicyOfTheirOwnThatRunsNothing) {
    RunningServer server;
    auto const room = server.create();
    auto report = server.get("/api/rooms/" + text_of(room.room) + "/export/report.html", as_link(room.facilitator_link));
    EXPECT_THAT(report.fields["content-security-policy"], HasSubstr("style-src 'unsafe-inline'"));
    EXPECT_THAT(report.fields["content-security-policy"], Not(HasSubstr("script-src")));
    EXPECT_EQ(report.fields["x-content-type-options"], "nosniff");
}

TEST(UnmergedCounts, AreShownOfRehearsalsAndDemosOnly) {
    RunningServer server;
    auto const live = server.create(), demo = server.create(small_plan(RoomPurpose::demo));
    auto const check = [&](CreatedRoom const& room) { return server.get("/api/rooms/" + text_of(room.room) + "/check", as_link(room.facilitator_link)).status; };
    EXPECT_EQ(check(live), 403);
    EXPECT_EQ(check(demo), 200);
}

TEST(ClusterSuggestions, AreForEveryLinkOfTheRoomButTheWall) {
    RunningServer server;
    auto const room = server.create(), other = server.create();
    auto const where = "/api/rooms/" + text_of(room.room) + "/suggestions";
    EXPECT_EQ(server.get(where).status, 401);
    EXPECT_EQ(server.get(where, as_organiser()).status, 401);
    EXPECT_EQ(server.get(where, as_link(room.wall_link)).status, 401);
    EXPECT_EQ(server.get(where, as_link(other.facilitator_link)).status, 401);
    auto const answer = server.get(where, as_link(room.facilitator_link));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"suggestions":[]})");
}

TEST(ClusterSuggestions, NameThePairAndTheReasonUntilTheTwoAreTogether) {
    RunningServer server;
    auto const room = server.create();
    auto const id = [](unsigned char n) { return Bytes16{n}; };
    RawWebSocket desk(server.port(), room.code), phone(server.port(), room.code);
    auto const record = [&](RawWebSocket& from, unsigned char n, Command command) {
        from.send(CommandMessage{.cid = {id(n)}, .body = std::move(command)});
        auto const receipt = from.next_message<Receipt>();
        return receipt && receipt->cid == Cid{id(n)};
    };
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    ASSERT_TRUE(desk.next_message<View>());
    ASSERT_TRUE(record(desk, 1, StartRoom{}));
    ASSERT_TRUE(record(desk, 2, OpenActivity{.activity = {id(2)}}));
    phone.send(Hello{});
    ASSERT_TRUE(phone.next_message<View>());
    ASSERT_TRUE(record(phone, 3, Join{}));
    unsigned char n = 4;
    for (auto const* const text : {"Publier le budget de la Région", "PUBLIER LE BUDGET DE LA REGION !", "Des arbres devant la gare"})
        ASSERT_TRUE(record(phone, n++, SubmitProposal{.activity = {id(2)}, .title = Title{.ar = {}, .fr = Text<1, 120>{text}, .en = {}}}));
    auto const ask = [&] { return server.get("/api/rooms/" + text_of(room.room) + "/suggestions", as_link(room.facilitator_link)).body; };
    EXPECT_EQ(ask(), R"({"suggestions":[{"likeness":"same_text","proposals":[")" + text_of(ProposalId{id(4)}) + R"(",")" + text_of(ProposalId{id(5)}) + R"("],"score":1000,"words":[]}]})");
    MakeCluster together{.cluster = {id(9)}, .label = Title{.ar = {}, .fr = Text<1, 120>{"Budget"}, .en = {}}, .proposals = {}};
    together.proposals.value = {{id(4)}, {id(5)}};
    ASSERT_TRUE(record(desk, 10, together));
    EXPECT_EQ(ask(), R"({"suggestions":[]})");
}

TEST(Readiness, SaysWhyNot) {
    RunningServer server;
    EXPECT_EQ(server.get("/healthz").body, R"({"ok":true,"why":""})");
    EXPECT_EQ(server.get("/readyz").status, 200);
}

}  // namespace
}  // namespace warsha::web
