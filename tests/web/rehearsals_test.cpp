// Rehearsals over HTTP: a copy of a room that is wiped without a trace.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/files.hpp"
#include "protocol/codec_impl.hpp"
#include "raw_websocket.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

HttpAnswer rehearse(RunningServer& server, CreatedRoom const& room, std::string const& body = R"({"phones":60})") {
    return server.post("/api/rooms/" + text_of(room.room) + "/rehearsal", body, as_link(room.facilitator_link));
}
HttpAnswer wipe(RunningServer& server, CreatedRoom const& room) { return server.post("/api/rooms/" + text_of(room.room) + "/wipe", "", as_link(room.facilitator_link)); }
CreatedRoom made(HttpAnswer const& answer) { return *decode_value<CreatedRoom>(answer.body); }

/// Names of files, and what is in them, below a folder that speak of the room.
std::vector<std::string> traces(std::filesystem::path const& folder, CreatedRoom const& room) {
    std::vector<std::string> found;
    for (auto const& file : std::filesystem::recursive_directory_iterator(folder)) {
        auto const name = file.path().string();
        auto const holds = file.is_regular_file() ? read_file(file.path()).value_or("") : "";
        if (name.find(text_of(room.room)) != std::string::npos || holds.find(text_of(room.room)) != std::string::npos) found.push_back(name);
    }
    return found;
}

TEST(Rehearsals, AreForTheFacilitatorsOfTheRoom) {  // SPEC Y1
    RunningServer server;
    auto const room = server.create(), other = server.create();
    auto const where = "/api/rooms/" + text_of(room.room) + "/rehearsal";
    EXPECT_EQ(server.post(where, "{}").status, 401);
    EXPECT_EQ(server.post(where, "{}", as_organiser()).status, 401);
    EXPECT_EQ(server.post(where, R"({"phones":60})", as_link(room.wall_link)).status, 401);
    EXPECT_EQ(server.post(where, R"({"phones":60})", as_link(other.facilitator_link)).status, 401);
    EXPECT_THAT(server.rehearsed(), IsEmpty());
    EXPECT_EQ(rehearse(server, room).status, 201);
}

TEST(Rehearsals, HaveTheAgendaAsItStandsAndAPurposeOfTheirOwn) {  // SPEC Y1
    RunningServer server;
    auto const room = server.create();
    RawWebSocket desk(server.port(), room.code);
    desk.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(room.facilitator_link), .resume = {}});
    ASSERT_TRUE(desk.next_message<View>());
    desk.send(CommandMessage{.cid = {Bytes16{9}}, .body = RemoveActivity{ActivityId{Bytes16{1}}}});
    ASSERT_TRUE(desk.next_message<Receipt>());
    auto const rehearsal = made(rehearse(server, room));
    EXPECT_THAT(server.rehearsed(), ElementsAre(rehearsal.room));
    RawWebSocket copy(server.port(), rehearsal.code);
    copy.send(Hello{.role = Role::facilitator, .seat = {}, .link = secret_of(rehearsal.facilitator_link), .resume = {}});
    auto const view = copy.next_message<View>();
    ASSERT_TRUE(view);
    EXPECT_EQ(view->view.room.purpose, RoomPurpose::rehearsal);
    EXPECT_EQ(encode_value(view->view.room.title), encode_value(small_plan().title));
    ASSERT_EQ(view->view.activities.size(), 1U);
    EXPECT_EQ(view->view.activities[0].plan.id, ActivityId{Bytes16{2}});
}

TEST(Rehearsals, AreOneForEachRoom) {  // SPEC Y2
    RunningServer server;
    auto const room = server.create();
    auto const first = rehearse(server, room), second = rehearse(server, room);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(server.rehearsed().size(), 1U);
    EXPECT_EQ(rehearse(server, made(first)).status, 409) << "a rehearsal is not rehearsed";
}

TEST(Rehearsals, HaveAtMostAHundredPhones) {  // SPEC Y2
    RunningServer server;
    auto const room = server.create();
    for (auto const* const body : {R"({"phones":101})", R"({"phones":0})", R"({"people":5})", "[]"}) EXPECT_EQ(rehearse(server, room, body).status, 422) << body;
    EXPECT_EQ(rehearse(server, room, "\"" + std::string(2000, 'x') + "\"").status, 413);
    EXPECT_EQ(rehearse(server, room, "").status, 201) << "sixty, where nothing is said";
}

TEST(Rehearsals, AreAtMostFiveOnAServer) {  // SPEC Y2
    RunningServer server;
    CreatedRoom last;
    for (std::size_t i = 0; i < Rehearsals::at_once_max; ++i) last = made(rehearse(server, server.create()));
    auto const room = server.create();
    EXPECT_EQ(rehearse(server, room).status, 409);
    EXPECT_EQ(wipe(server, last).status, 200);
    EXPECT_EQ(rehearse(server, room).status, 201);
}

TEST(Rehearsals, LeaveNothingOnceTheyAreWiped) {  // SPEC Y3
    RunningServer server;
    auto const room = server.create();
    auto const rehearsal = made(rehearse(server, room));
    EXPECT_THAT(traces(server.data(), rehearsal), Not(IsEmpty()));
    RawWebSocket phone(server.port(), rehearsal.code);
    phone.send(Hello{});
    ASSERT_TRUE(phone.next_message<View>());
    EXPECT_EQ(wipe(server, rehearsal).status, 200);
    EXPECT_THAT(server.ended(), ElementsAre(rehearsal.room));
    EXPECT_EQ(phone.close_code(), static_cast<int>(CloseCode::no_such_room));
    EXPECT_THAT(traces(server.data(), rehearsal), IsEmpty());
    EXPECT_THAT(server.get("/api/rooms", as_organiser()).body, Not(HasSubstr(text_of(rehearsal.room))));
    EXPECT_EQ(server.get("/api/codes/" + rehearsal.code).status, 404);
    EXPECT_EQ(wipe(server, rehearsal).status, 404);
    EXPECT_EQ(server.get("/api/codes/" + room.code).status, 200) << "the room itself is there";
    EXPECT_EQ(rehearse(server, room).status, 201) << "and may be rehearsed again";
}

TEST(Rehearsals, AreWipedWithTheirArchive) {  // SPEC Y3
    RunningServer server;
    auto const rehearsal = made(rehearse(server, server.create()));
    ASSERT_TRUE(server.close_and_archive(rehearsal));
    EXPECT_EQ(wipe(server, rehearsal).status, 200);
    EXPECT_THAT(traces(server.data(), rehearsal), IsEmpty());
    EXPECT_EQ(server.get("/archive/" + text_of(rehearsal.room) + "/bundle.zip").status, 404);
}

TEST(Wiping, IsRefusedForARoomThatIsNoRehearsal) {  // SPEC Y3
    RunningServer server;
    auto const room = server.create(), demo = server.create(small_plan(RoomPurpose::demo));
    for (auto const& one : {room, demo}) {
        auto const refused = wipe(server, one);
        EXPECT_EQ(refused.status, 403);
        EXPECT_THAT(refused.body, HasSubstr("Only a rehearsal can be wiped."));
        EXPECT_EQ(server.get("/api/codes/" + one.code).status, 200);
    }
    auto const rehearsal = made(rehearse(server, room));
    EXPECT_EQ(server.post("/api/rooms/" + text_of(rehearsal.room) + "/wipe", "", as_link(room.facilitator_link)).status, 401);
    EXPECT_EQ(server.post("/api/rooms/" + text_of(rehearsal.room) + "/wipe", "", as_link(rehearsal.wall_link)).status, 401);
}

}  // namespace
}  // namespace warsha::web
