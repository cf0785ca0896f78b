#include <algorithm>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include "archive/public_journal.hpp"
#include "protocol/codec.hpp"
#include "rooms.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

std::vector<Json> lines_of(std::string const& journal) {
    std::vector<Json> lines;
    for (std::size_t at = 0; at < journal.size();) {
        auto const end = journal.find('\n', at);
        lines.push_back(Json::parse(journal.substr(at, end - at)));
        at = end + 1;
    }
    return lines;
}

Json event_of(std::vector<Json> const& lines, std::string const& type, std::string const& activity = "") {
    for (auto const& line : lines)
        for (auto const& event : line["entry"]["events"])
            if (event["type"] == type && (activity.empty() || event["activity"] == activity)) return event;
    return {};
}

TEST(PublicJournal, EndsWithTheCloseOfTheRoomWhoseDigestIsTheRoot) {
    auto const room = small_room();
    auto const journal = public_journal(room.state(), room.entries());
    auto const lines = lines_of(journal.lines);
    EXPECT_EQ(lines.size(), journal.count);
    EXPECT_EQ(lines.back()["entry"]["events"][0]["type"], "room_closed");
    EXPECT_EQ(lines.back()["digest"], text_of(journal.root));
}

TEST(PublicJournal, HasOneLinePerRoundWithTheEffectiveBallotsSortedByPseudonym) {
    auto const lines = lines_of(small_room().file("journal.jsonl"));
    auto const counted = event_of(lines, "ballots_counted", text_of(poll));
    ASSERT_EQ(counted["ballots"].size(), 9);
    EXPECT_EQ(counted["receipts"].size(), 10) << "one voted twice: both commands are found";
    EXPECT_TRUE(std::ranges::is_sorted(counted["ballots"].get<std::vector<Json>>(), {}, [](Json const& one) { return one["voter"].get<std::string>(); }));
    EXPECT_TRUE(std::ranges::is_sorted(counted["receipts"].get<std::vector<std::string>>()));
    for (auto const& ballot : counted["ballots"]) EXPECT_EQ(ballot["groups"], Json::parse(R"(["elected","youth"])"));
}

TEST(PublicJournal, TellsNothingOfTheOrderInWhichBallotsCame) {
    auto const forth = small_room({0, 1, 2, 3, 4, 5, 6, 7, 8}), back = small_room({8, 3, 5, 0, 2, 7, 1, 6, 4});
    ASSERT_NE(forth.entries()[16].bytes, back.entries()[16].bytes) << "the rooms' own journals differ";
    EXPECT_EQ(forth.file("journal.jsonl"), back.file("journal.jsonl"));
    EXPECT_EQ(zip(forth.bundle()), zip(back.bundle()));
}

TEST(PublicJournal, HasNoTimeOffsetCidOrParticipantOnCountedLines) {
    for (auto const& line : lines_of(small_room().file("journal.jsonl"))) {
        auto const type = line["entry"]["events"][0]["type"];
        bool const is_count = type == "ballots_counted" || type == "endorsements_counted";
        if (is_count) { EXPECT_EQ(line["entry"].size(), 3) << "events, line, v: " << line.dump(); }
        EXPECT_NE(type, "ballot_cast");
        EXPECT_NE(type, "proposal_endorsed");
        EXPECT_FALSE(line["entry"].contains("offset"));
        EXPECT_FALSE(line["entry"].contains("cid"));
        EXPECT_FALSE(line["entry"].contains("check"));
    }
}

TEST(PublicJournal, NumbersItsLinesWithoutGaps) {
    std::uint64_t expected = 0;
    for (auto const& line : lines_of(small_room().file("journal.jsonl"))) EXPECT_EQ(line["entry"]["line"], ++expected);
}

TEST(PublicJournal, LetsEveryVoterFindTheReceipt) {
    auto const room = small_room();
    auto const journal = room.file("journal.jsonl");
    for (auto const& entry : room.entries()) EXPECT_THAT(journal, HasSubstr(text_of(receipt_of(entry.cid)))) << entry.bytes;
}

TEST(PublicJournal, HasNoPseudonymOfOneWhoEndorsed) {
    auto const room = small_room();
    auto const journal = room.file("journal.jsonl");
    for (auto const& [id, proposal] : room.state().proposals)
        for (auto const& by : proposal.endorsed_by) EXPECT_THAT(journal, Not(HasSubstr(text_of(by))));
    EXPECT_EQ(event_of(lines_of(journal), "endorsements_counted")["proposals"][0]["by"].size(), 8);
}

TEST(PublicJournal, PutsTheCountWhereTheRoundWasLastClosed) {
    auto const lines = lines_of(small_room().file("journal.jsonl"));
    std::vector<std::string> types;
    for (auto const& line : lines) types.push_back(line["entry"]["events"][0]["type"]);
    std::vector<std::string> const end{"activity_opened", "activity_closed", "activity_opened", "activity_closed", "ballots_counted",
                                       "activity_opened", "activity_opened", "activity_opened", "ballots_counted", "ballots_counted", "ballots_counted", "room_closed"};
    EXPECT_THAT(std::vector(types.end() - 12, types.end()), testing::ElementsAreArray(end)) << "the poll after its second close, what was open at the end before the room's";
}

TEST(PublicJournal, HasNoSecretOfLinksAndSeats) {
    PlayedRoom room(small_plan());
    room.facilitate(StartRoom{});
    room.join("p0", "youth", "Leïla");
    room.as("p0", OfferSeat{});
    room.facilitate(CloseRoom{});
    auto const journal = room.file("journal.jsonl");
    for (auto const* secret : {"secret_hash", "code_hash", "expires_at", "language"}) EXPECT_THAT(journal, Not(HasSubstr(secret)));
    EXPECT_THAT(journal, HasSubstr("seat_move_offered"));
    EXPECT_TRUE(verify_bundle(zip(room.bundle())).ok);
}

TEST(PublicJournal, NamesAnUndoneActionByItsReceipt) {
    PlayedRoom room(small_plan());
    room.facilitate(StartRoom{});
    room.facilitate(OpenActivity{poll}, "opening");
    room.facilitate(CloseActivity{poll}, "closing");
    room.facilitate(Undo{named<Cid>("closing")});
    for (int i = 0; i < 5; ++i) {
        room.join("p" + std::to_string(i), "youth");
        room.as("p" + std::to_string(i), choose({"bus"}));
    }
    room.facilitate(CloseRoom{});
    auto const lines = lines_of(room.file("journal.jsonl"));
    EXPECT_EQ(event_of(lines, "action_undone")["target"], text_of(receipt_of(named<Cid>("closing"))));
    EXPECT_EQ(lines[lines.size() - 2]["entry"]["events"][0]["ballots"].size(), 5) << "ballots after an undone close stand before the room's close";
    auto const report = verify_bundle(zip(room.bundle()));
    EXPECT_TRUE(report.ok) << report.first_wrong;
}

TEST(PublicJournal, StillVerifiesWhenWordsWereErased) {
    PlayedRoom room(small_plan());
    room.facilitate(StartRoom{});
    room.join("p0", "youth");
    room.facilitate(OpenActivity{ideas});
    room.as("p0", SubmitProposal{.activity = ideas, .title = title("كلام سيحذف")}, "gone");
    room.facilitate(EraseProposal{named<ProposalId>("gone")});
    room.facilitate(CloseRoom{});
    auto entries = room.entries();
    for (auto& entry : entries) entry.blobs.clear();
    auto const files = make_bundle(room.state(), entries);
    auto const report = verify_bundle(zip(files));
    EXPECT_TRUE(report.ok) << report.first_wrong;
    for (auto const& file : files) EXPECT_THAT(file.bytes, Not(HasSubstr("كلام سيحذف")));
}

}  // namespace
}  // namespace warsha
