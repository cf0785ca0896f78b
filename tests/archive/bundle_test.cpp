#include <fstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "protocol/codec.hpp"
#include "rooms.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

TEST(Bundle, OfASmallRoomVerifies) {
    auto const report = verify_bundle(zip(small_room().bundle()));
    EXPECT_TRUE(report.ok) << report.first_wrong;
    EXPECT_EQ(report.checked.size(), 6);
}

TEST(Bundle, OfARoomWhereNothingHappenedVerifies) {
    PlayedRoom room(small_plan());
    room.facilitate(StartRoom{});
    room.facilitate(CloseRoom{});
    auto const report = verify_bundle(zip(room.bundle()));
    EXPECT_TRUE(report.ok) << report.first_wrong;
}

TEST(Bundle, OfARoomWithAZoneVerifiesAndItsTablesStayInUtc) {
    auto plan = small_plan();
    plan.time_zone = Text<1, 40>{"Africa/Casablanca"};
    PlayedRoom room(plan);
    room.facilitate(StartRoom{});
    room.join("p0", "youth");
    room.facilitate(OpenActivity{ideas});
    room.as("p0", SubmitProposal{.activity = ideas, .title = title("", "Budget ouvert")}, "first");
    room.facilitate(CloseRoom{});
    auto const report = verify_bundle(zip(room.bundle()));
    EXPECT_TRUE(report.ok) << report.first_wrong;
    EXPECT_EQ(Json::parse(room.file("snapshot.json"))["time_zone"], "Africa/Casablanca");
    EXPECT_THAT(room.file("proposals.csv"), testing::ContainsRegex("\"20[0-9-]*T[0-9:]*Z\""));
}

TEST(Bundle, OfTheSameJournalHasTheSameBytes) { EXPECT_EQ(zip(small_room().bundle()), zip(small_room().bundle())); }

TEST(Bundle, IsNotMadeOfARoomThatIsOpen) {
    PlayedRoom const room(small_plan());
    EXPECT_THROW(room.bundle(), std::logic_error);
}

TEST(Bundle, OfTheWorkshopGivesTheExpectedResults) {
    auto const room = workshop_room();
    auto const report = verify_bundle(zip(room.bundle()));
    ASSERT_TRUE(report.ok) << report.first_wrong;
    std::ifstream in("tests/workshop/scenario.json");
    auto const expected = Json::parse(in)["dot_vote"]["expected"];
    auto const snapshot = Json::parse(room.file("snapshot.json"));
    auto const round = snapshot["activities"][1]["rounds"][0];
    EXPECT_EQ(round["voters"], expected["voters"]);
    EXPECT_EQ(snapshot["proposals"].size(), 40);
    for (auto const& item : round["result"]["items"])
        for (auto const& [cluster, total] : expected["totals"].items())
            if (item["item"] == text_of(named<ItemId>(cluster))) { EXPECT_EQ(item["points"], total) << cluster; }
    for (auto const& group : round["result"]["groups"]) {
        ASSERT_EQ(group["groups"].size(), 1) << "no group of the workshop is small";
        for (auto const& item : group["items"])
            for (auto const& [cluster, split] : expected["by_group"].items())
                if (item["item"] == text_of(named<ItemId>(cluster))) { EXPECT_EQ(item["points"], split.value(group["groups"][0].get<std::string>(), 0)) << cluster; }
    }
}

TEST(Bundle, SnapshotTellsWordsWithTheSaltOfTheirHash) {
    auto const room = small_room();
    auto const snapshot = Json::parse(room.file("snapshot.json"));
    ASSERT_EQ(snapshot["proposals"].size(), 2);
    EXPECT_EQ(snapshot["proposals"][0]["title"]["ar"]["text"], "=SUM(A1:A9)");
    EXPECT_EQ(snapshot["proposals"][0]["endorsements"], 8);
    EXPECT_TRUE(snapshot["proposals"][0]["title"]["ar"].contains("salt"));
    EXPECT_EQ(snapshot["withheld"], Json::parse(R"([{"phase":"hidden","proposals":1}])"));
}

TEST(Bundle, HasNoWordOfAHiddenProposalAndNoNameInAnyFile) {
    for (auto const& file : small_room().bundle()) {
        EXPECT_THAT(file.bytes, Not(HasSubstr("كلام جارح"))) << file.name;
        EXPECT_THAT(file.bytes, Not(HasSubstr("hidden words"))) << file.name;
        EXPECT_THAT(file.bytes, Not(HasSubstr("Leïla"))) << file.name;
        EXPECT_THAT(file.bytes, Not(HasSubstr("Salma"))) << file.name;
        EXPECT_THAT(file.bytes, Not(HasSubstr("off topic"))) << file.name;
    }
}

TEST(Bundle, TellsHowManyGaveEachValueAndOnWhichQuestion) {
    auto const csv = small_room().file("results.csv");
    EXPECT_THAT(csv, HasSubstr(",30,6,\"impact\",\"0 0 0 0 6\""));
    EXPECT_THAT(csv, HasSubstr(",13,5,\"feasibility\",\"2 1 0 1 1\"")) << "1 2 4 5 1, and one who skipped it";
    EXPECT_THAT(csv, HasSubstr(",\"rating\",1,\"(all)\""));
}

TEST(Bundle, MergesTheTwoElectedIntoTheYouth) {
    auto const snapshot = Json::parse(small_room().file("snapshot.json"));
    auto const groups = snapshot["activities"][1]["rounds"][0]["result"]["groups"];
    ASSERT_EQ(groups.size(), 1);
    EXPECT_EQ(groups[0]["groups"], Json::parse(R"(["elected","youth"])"));
    EXPECT_THAT(small_room().file("results.csv"), HasSubstr("\"elected+youth\",\"المنتخبون + الشباب\",\"Élus + Jeunes\""));
}

TEST(Bundle, TellsNoGroupsWhereFewerThanFiveVoted) {
    auto const snapshot = Json::parse(small_room().file("snapshot.json"));
    auto const round = snapshot["activities"][2]["rounds"][0];
    EXPECT_EQ(round["voters"], 4);
    EXPECT_TRUE(round["result"]["groups"].empty());
}

class WrittenBundle : public testing::Test {
protected:
    ~WrittenBundle() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("warsha-bundle-test-" + std::to_string(getpid()));
};

TEST_F(WrittenBundle, WrittenTwiceStaysAsItIs) {
    auto const bytes = zip(small_room().bundle());
    auto const where = folder_ / "bundles" / "room.zip";
    auto const first = write_bundle(where, bytes);
    EXPECT_EQ(write_bundle(where, bytes), first);
    EXPECT_EQ(std::filesystem::file_size(where), bytes.size());
    EXPECT_THROW(write_bundle(where, bytes + "x"), std::runtime_error);
    EXPECT_EQ(std::filesystem::file_size(where), bytes.size());
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(where.parent_path()), {}), 1) << "nothing is left beside it";
}

TEST_F(WrittenBundle, ReplacesWhatACrashLeftBesideIt) {
    auto const where = folder_ / "room.zip";
    std::filesystem::create_directories(folder_);
    std::ofstream(where.string() + ".new") << "half a bund";
    write_bundle(where, "whole");
    EXPECT_EQ(std::filesystem::file_size(where), 5);
}

TEST_F(WrittenBundle, ThrowsWhereTheDiskSaysNo) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "file") << "in the way";
    EXPECT_THROW(write_bundle(folder_ / "file" / "room.zip", "bytes"), std::filesystem::filesystem_error);
}

}  // namespace
}  // namespace warsha
