// Answers, questions and formal opinions in bundle, report and tables; what is forged in them is noticed.

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "archive/manifest.hpp"
#include "protocol/codec.hpp"
#include "forger.hpp"
#include "rooms.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::Not;

Json activity(Json const& snapshot, std::size_t i) { return snapshot["activities"][i]; }

TEST(Sitting, ItsBundleVerifies) {
    auto const report = verify_bundle(zip(sitting_room().bundle()));
    EXPECT_TRUE(report.ok) << report.first_wrong;
}

TEST(Sitting, TellsTheOpinionWithItsRefusedAttempt) {
    auto const told = activity(Json::parse(sitting_room().file("snapshot.json")), 3);
    ASSERT_EQ(told["refused"].size(), 1);
    EXPECT_EQ(told["refused"][0]["bodies"][1]["present"], 3);
    EXPECT_EQ(told["refused"][0]["bodies"][1]["needed"], 4);
    auto const motion = told["rounds"][0]["result"]["motion"];
    EXPECT_EQ(motion["outcome"], "favourable");
    EXPECT_EQ(motion["all"]["in_favour"], 7);     // eight people, one of them weighs two, one abstains, one is against
    EXPECT_EQ(motion["all"]["voted"], 8);
    EXPECT_EQ(motion["all"]["by_scribe"], 1);
    EXPECT_TRUE(motion["roll_call"].empty());
}

TEST(Sitting, TellsThePublicDecisionByNameAfterAVoidAttemptAndATie) {
    auto const told = activity(Json::parse(sitting_room().file("snapshot.json")), 4);
    EXPECT_EQ(told["rounds"][0]["result"]["motion"]["outcome"], "lapsed");
    auto const motion = told["rounds"][1]["result"]["motion"];
    EXPECT_EQ(motion["outcome"], "favourable");
    EXPECT_EQ(motion["all"]["casting_vote"], true);
    EXPECT_EQ(motion["roll_call"].size(), 8);
}

TEST(Sitting, NamesOfASecretVoteAndSlipsStandNowhere) {
    auto const room = sitting_room();
    EXPECT_THAT(room.file("journal.jsonl"), Not(HasSubstr("Membre")));
    EXPECT_THAT(room.file("journal.jsonl"), Not(HasSubstr(text_of(slip_hash_of(bytes_of("slip 1"))))));
    auto const motion = activity(Json::parse(room.file("snapshot.json")), 3);
    EXPECT_THAT(motion.dump(), Not(HasSubstr("Membre")));
}

TEST(Sitting, AHiddenAnswerIsNotPublic) {
    auto const room = sitting_room();
    for (auto const* file : {"journal.jsonl", "snapshot.json", "results.csv", "report.ar.html"}) EXPECT_THAT(room.file(file), Not(HasSubstr("كلام جارح"))) << file;
    EXPECT_THAT(room.file("report.ar.html"), HasSubstr("شفافية"));
}

TEST(Sitting, TheReportSpeaksAsAClerkDoes) {
    auto const room = sitting_room();
    EXPECT_THAT(room.file("report.ar.html"), HasSubstr("رأي بالموافقة"));
    EXPECT_THAT(room.file("report.ar.html"), HasSubstr("مقرر: تمت المصادقة"));
    EXPECT_THAT(room.file("report.fr.html"), HasSubstr("Nul : quorum non atteint à la clôture"));
    EXPECT_THAT(room.file("report.fr.html"), HasSubstr("Le vote n’a pas été ouvert, quorum non atteint"));
    EXPECT_THAT(room.file("report.en.html"), HasSubstr("Casting vote: in favour."));
    EXPECT_THAT(room.file("report.en.html"), HasSubstr("Membre 3"));
    EXPECT_THAT(room.file("report.en.html"), HasSubstr("unites"));
    EXPECT_THAT(room.file("report.ar.html"), HasSubstr("في شهر أبريل."));
}

TEST(Sitting, TheTableHasALineForEachBodyAndStance) {
    auto const csv = sitting_room().file("results.csv");
    EXPECT_THAT(csv, HasSubstr("in_favour"));
    EXPECT_THAT(csv, HasSubstr("شفافية"));
}

std::string forged(std::function<void(Json& event)> const& change) { return forged_bundle(sitting_room(), change); }

TEST(SittingForged, ABallotMoreOrLessIsNoticed) {
    EXPECT_THAT(forged([](Json& event) {
        if (event["type"] == "ballots_counted" && event["activity"] == text_of(opinion)) event["ballots"].erase(0);
    }), Not(testing::IsEmpty()));
    EXPECT_THAT(forged([](Json& event) {
        if (event["type"] == "ballots_counted" && event["activity"] == text_of(opinion)) event["ballots"][2]["marks"][0]["points"] = 2;
    }), Not(testing::IsEmpty()));
}

TEST(SittingForged, AnOpeningWithoutQuorumIsNoticed) {
    EXPECT_THAT(forged([](Json& event) {
        if (event["type"] == "presence_marked" && event["present"] == true) event["present"] = false;
    }), HasSubstr("present"));
}

TEST(SittingForged, AnotherRollIsNoticed) {
    EXPECT_THAT(forged([](Json& event) {
        if (event["type"] == "roll_extended") event["lines"][0]["weight"] = 5;
    }), Not(testing::IsEmpty()));
}

TEST(SittingForged, ACastingVoteTurnedRoundIsNoticed) {
    EXPECT_THAT(forged([](Json& event) {
        if (event["type"] == "casting_vote_given") event["in_favour"] = false;
    }), Not(testing::IsEmpty()));
}

}  // namespace
}  // namespace warsha
