// What is left of a room, for everybody.

#include <gtest/gtest.h>

#include "archive/bundle.hpp"
#include "protocol/codec.hpp"
#include "running_server.hpp"

namespace warsha::web {
namespace {

TEST(Archive, ListsARoomOnceItIsClosedAndItsBundleIsWritten) {
    RunningServer server;
    auto const room = server.create();
    EXPECT_EQ(server.get("/api/archive").body, R"({"rooms":[]})");
    auto const close = "/api/rooms/" + text_of(room.room) + "/close";
    EXPECT_EQ(server.post(close, "").status, 401);
    EXPECT_EQ(server.post(close, "", as_link(room.facilitator_link)).status, 401);
    EXPECT_TRUE(server.close_and_archive(room));
}

TEST(Archive, GivesTheBundleAndEachOfItsFiles) {
    RunningServer server;
    auto const room = server.create();
    ASSERT_TRUE(server.close_and_archive(room));
    auto bundle = server.get("/archive/" + text_of(room.room) + "/bundle.zip");
    EXPECT_EQ(bundle.fields["content-type"], "application/zip");
    EXPECT_TRUE(verify_bundle(bundle.body).ok);
    for (auto const& file : read_zip(bundle.body)) EXPECT_EQ(server.get("/archive/" + text_of(room.room) + "/" + file.name).body, file.bytes) << file.name;
}

TEST(Archive, GivesNothingElse) {
    RunningServer server;
    auto const room = server.create();
    auto const status = [&](std::string const& path) { return server.get("/archive/" + path).status; };
    EXPECT_EQ(status(text_of(room.room) + "/bundle.zip"), 404);  // still open
    ASSERT_TRUE(server.close_and_archive(room));
    EXPECT_EQ(status(text_of(room.room) + "/../server.key"), 404);
    EXPECT_EQ(status(text_of(room.room) + "/server.key"), 404);
    EXPECT_EQ(status(text_of(room.room) + "/"), 404);
    EXPECT_EQ(status(text_of(RoomId{Bytes16{1}}) + "/bundle.zip"), 404);
    EXPECT_EQ(status("nonsense/bundle.zip"), 404);
}

}  // namespace
}  // namespace warsha::web
