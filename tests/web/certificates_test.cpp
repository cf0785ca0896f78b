// Certificates over HTTP: whoever has the code may check it, for as long as the room's data is kept.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "raw_websocket.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

using Json = nlohmann::json;

Cid cid(std::uint8_t n) { return {Bytes16{n}}; }
ActivityId const vote{Bytes16{1}};

RoomPlan training_plan() {
    auto plan = small_plan();
    plan.settings.named = true;
    plan.settings.certificate = CertificateRule{.percent = {50}, .hours = Int<1, 200>{3}};
    return plan;
}

/// Salma votes in the only activity that was opened; the code of her certificate.
std::string certified(RunningServer& server, CreatedRoom const& room) {
    RawWebSocket desk(server.port(), room.code), salma(server.port(), room.code);
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    enter(salma);
    salma.send(CommandMessage{cid(1), Join{.group = {}, .name = Text<1, 40>{"Salma"}}});
    auto const seated = salma.next_message<Receipt>();
    desk.send(CommandMessage{cid(2), StartRoom{}});
    desk.send(CommandMessage{cid(3), OpenActivity{vote, {}}});
    auto const is_open = desk.next_message<Receipt>() && desk.next_message<Receipt>();
    auto const option = std::get<ChoiceConfig>(training_plan().activities.value[0].config).options.value[0].id;
    salma.send(CommandMessage{cid(4), CastBallot{.activity = vote, .marks = {{{option, {1}, {}}}}}});
    auto const voted = salma.next_message<Receipt>();
    desk.send(CommandMessage{cid(5), IssueCertificates{}});
    if (!seated || !is_open || !voted) return "the room did not go as planned";
    for (auto changed = salma.next_message<OwnChanged>(); changed; changed = salma.next_message<OwnChanged>())
        if (changed->own.certificate) return changed->own.certificate->code;
    return "no certificate came";
}

TEST(Certificates, AreFoundByWhoeverHasTheCodeHoweverItIsTyped) {  // SPEC E8
    RunningServer server;
    auto const room = server.create(training_plan());
    auto const code = certified(server, room);
    ASSERT_EQ(code.size(), room.code.size() + 9) << code;
    auto const answer = server.get("/api/certificates/" + code);
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const told = Json::parse(answer.body);
    EXPECT_EQ(told["name"], "Salma");
    EXPECT_EQ(told["code"], code);
    EXPECT_EQ(told["took_part"], 1);
    EXPECT_EQ(told["opened"], 1);
    EXPECT_EQ(told["hours"], 3);
    std::string typed;
    for (auto const c : code)
        if (c != '-') typed += static_cast<char>(std::tolower(c));
    EXPECT_EQ(server.get("/api/certificates/" + typed.substr(0, 8) + "-" + typed.substr(8)).status, 200);
}

TEST(Certificates, AreStillFoundWhenTheRoomIsClosed) {
    RunningServer server;
    auto const room = server.create(training_plan());
    auto const code = certified(server, room);
    ASSERT_TRUE(server.close_and_archive(room));
    EXPECT_EQ(server.get("/api/certificates/" + code).status, 200);
}

TEST(Certificates, ThatNobodyHasAreNotFoundAndGuessingThemIsBounded) {
    RunningServer server([](ServerConfig& config) { config.limits.code_misses_per_minute = 3; });
    auto const room = server.create(training_plan());
    auto const code = certified(server, room);
    EXPECT_EQ(server.get("/api/certificates/" + room.code + "-00000000").status, 404);
    EXPECT_EQ(server.get("/api/certificates/nonsense").status, 404);
    EXPECT_EQ(server.get("/api/certificates/000000-00000000").status, 404);
    EXPECT_EQ(server.get("/api/certificates/" + room.code + "-00000001").status, 429);
}

}  // namespace
}  // namespace warsha::web
