// A training in bundle, report and tables; what is forged in it is noticed.

#include <gmock/gmock.h>

#include "forger.hpp"
#include "protocol/codec.hpp"
#include "rooms.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

ActivityId const before = named<ActivityId>("before"), after = named<ActivityId>("after"), opinions = named<ActivityId>("opinions");
ItemId const law = named<ItemId>("law"), who = named<ItemId>("who"), useful = named<ItemId>("useful");

Label label(char const* fr) { return {.ar = {}, .fr = Text<1, 80>{fr}, .en = {}}; }

FormConfig test_of(FormUse use) {
    FormConfig config{.items = {{Item{.id = law, .label = title("ما هو القانون؟", "Quelle loi ?")}, Item{.id = who, .label = title("", "Qui décide ?")}}}, .use = use};
    config.key.emplace().value = {{2}, {1}};
    config.items.value[0].answers = {{{label("31.12"), label("31.13"), label("31.14")}}};
    config.items.value[1].answers = {{{label("Le conseil"), label("Le <ministère>")}}};
    if (use == FormUse::post_test) config.before = before;
    return config;
}

CastBallot answers(ActivityId in, int first, int second, int round = 1) { return {.activity = in, .round = {round}, .marks = {{{law, {first}}, {who, {second}}}}}; }

/// Four trainees: a pre-test (two right of eight), a post-test (five of six, then one who was away), an evaluation.
PlayedRoom training() {
    RoomPlan plan{.title = title("تكوين", "Formation")};
    plan.settings.named = true;
    plan.settings.certificate = CertificateRule{.percent = {60}, .hours = Int<1, 200>{3}};
    FormConfig survey{.items = {{Item{.id = useful, .label = title("", "Utile ?")}}}, .highest = label("très utile")};
    plan.activities.value = {{before, title("", "Test de départ"), {}, test_of(FormUse::pre_test)},
                             {named<ActivityId>("to read"), title("", "À lire"), {}, MaterialsConfig{{{Block{.heading = title("", "La loi 31.13")}}}}},
                             {after, title("", "Test final"), {}, test_of(FormUse::post_test)},
                             {opinions, title("", "Votre avis"), {}, survey}};
    PlayedRoom room(plan);
    room.facilitate(StartRoom{});
    for (auto const* person : {"salma", "omar", "karim", "aya"}) room.join(person, "", person);
    room.facilitate(OpenActivity{before});
    room.as("salma", answers(before, 2, 2));
    room.as("omar", answers(before, 1, 1));
    room.as("karim", answers(before, 3, 2));
    room.as("aya", answers(before, 1, 2));
    room.facilitate(CloseActivity{before});
    room.facilitate(OpenActivity{after});
    room.as("salma", answers(after, 2, 1));
    room.as("omar", answers(after, 2, 1));
    room.as("karim", answers(after, 2, 2));
    room.facilitate(OpenActivity{opinions});
    room.as("salma", CastBallot{.activity = opinions, .marks = {{{useful, {5}}}}});
    room.facilitate(StartCatchUp{{24}, {{after}}});
    room.as("aya", answers(after, 2, 2, 2));
    room.facilitate(CloseRoom{});
    return room;
}

TEST(Training, ItsBundleVerifies) {
    auto const report = verify_bundle(zip(training().bundle()));
    EXPECT_TRUE(report.ok) << report.first_wrong;
}

TEST(Training, TellsScoresOfAllTogetherAndTheLateOnesApart) {
    auto const snapshot = Json::parse(training().file("snapshot.json"));
    auto const rounds = snapshot["activities"][2]["rounds"];
    EXPECT_EQ(rounds[0]["result"]["score"], (Json{{"people", 3}, {"right", 5}, {"out_of", 2}}));
    EXPECT_EQ(rounds[0]["result"]["before"], (Json{{"people", 4}, {"right", 2}, {"out_of", 2}}));
    EXPECT_EQ(rounds[1]["catch_up"], true);
    EXPECT_EQ(rounds[1]["result"]["score"], (Json{{"people", 1}, {"right", 1}, {"out_of", 2}}));
    EXPECT_EQ(snapshot["certificates"], (Json{{"issued", 4}, {"percent", 60}}));
}

TEST(Training, TheReportTellsWhatWasLearntAndMarksTheRightAnswers) {
    auto const french = training().file("report.fr.html");
    EXPECT_THAT(french, HasSubstr("✓"));
    EXPECT_THAT(french, HasSubstr("bonne réponse"));
    EXPECT_THAT(french, HasSubstr("77,8"));  // from 0.50 to 1.67 of 2: 7/6 of 3/2
    EXPECT_THAT(french, HasSubstr("Après la séance"));
    EXPECT_THAT(french, HasSubstr("Attestations de participation"));
    EXPECT_THAT(french, HasSubstr("Le &lt;ministère&gt;"));
    EXPECT_THAT(training().file("report.ar.html"), HasSubstr("الجواب الصحيح"));
}

TEST(Training, NobodysNameCodeOrAnswersArePublic) {
    auto const room = training();
    auto const salma = text_of(room.seat("salma"));
    for (auto const* file : {"journal.jsonl", "snapshot.json", "results.csv", "report.fr.html"}) EXPECT_THAT(room.file(file), Not(HasSubstr("salma"))) << file;
    EXPECT_THAT(room.file("journal.jsonl"), Not(HasSubstr(R"("code":"certificate of)")));
    EXPECT_EQ(forged_bundle(room, [&](Json& event) {
        if (event["type"] == "ballots_counted") EXPECT_THAT(event.dump(), Not(HasSubstr(salma)));
    }), "");
}

TEST(TrainingForged, AnotherScoreIsNoticed) {
    EXPECT_THAT(forged_snapshot(training(), [](Json& told) { told["activities"][2]["rounds"][0]["result"]["score"]["right"] = 6; }), HasSubstr("score"));
    EXPECT_THAT(forged_snapshot(training(), [](Json& told) { told["activities"][2]["rounds"][0]["result"]["before"]["right"] = 1; }), HasSubstr("pre-test"));
    EXPECT_THAT(forged_snapshot(training(), [](Json& told) { told["activities"][2]["rounds"][1].erase("catch_up"); }), HasSubstr("after the session"));
    EXPECT_THAT(forged_snapshot(training(), [](Json& told) { told["certificates"]["issued"] = 5; }), HasSubstr("certificates"));
}

TEST(TrainingForged, AnAnswerTurnedRoundIsNoticed) {
    EXPECT_THAT(forged_bundle(training(), [](Json& event) {
        if (event["type"] == "ballots_counted" && event["activity"] == text_of(after)) event["ballots"][0]["marks"][0]["points"] = 3;
    }), Not(IsEmpty()));
    EXPECT_THAT(forged_bundle(training(), [](Json& event) {
        if (event["type"] == "ballots_counted" && event["activity"] == text_of(after)) event["ballots"][0]["marks"][0]["points"] = 4;
    }), HasSubstr("scale"));
}

TEST(TrainingForged, ACertificateThatWasNotEarnedOrIsGivenTwiceIsNoticed) {
    EXPECT_THAT(forged_bundle(training(), [](Json& event) {
        if (event["type"] == "certificate_issued") event["took_part"] = 1;
    }), HasSubstr("not earned"));
    auto const salma = text_of(training().seat("salma"));
    EXPECT_THAT(forged_bundle(training(), [&](Json& event) {
        if (event["type"] == "certificate_issued") event["participant"] = salma;
    }), HasSubstr("twice"));
}

TEST(TrainingForged, AnsweringAgainAfterTheSessionIsNoticed) {
    std::string voter;
    EXPECT_THAT(forged_bundle(training(), [&](Json& event) {
        if (event["type"] != "ballots_counted" || event["activity"] != text_of(after)) return;
        if (event["round"] == 1) voter = event["ballots"][0]["voter"];
        else event["ballots"][0]["voter"] = voter;
    }), HasSubstr("again"));
}

}  // namespace
}  // namespace warsha
