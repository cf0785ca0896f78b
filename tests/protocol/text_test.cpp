#include <gmock/gmock.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "protocol/text.hpp"

namespace warsha {
namespace {

nlohmann::json const& strings() {
    static auto const all = nlohmann::json::parse(std::ifstream("tests/workshop/strings.json"));
    return all;
}

std::string clean(std::string const& input, bool lines = true) {
    auto const cleaned = clean_text(input, 500, lines);
    return cleaned ? *cleaned : std::string("refused: ") + boost::describe::enum_to_string(cleaned.error(), "?");
}

TEST(CleanText, KeepsEveryStringThatMustSurvive) {                         // SPEC T1
    for (std::string const input : strings().at("keep")) EXPECT_EQ(clean(input), input);
}

TEST(AnswerLabel, LosesOneArticleAndStaysAWord) {
    EXPECT_EQ(answer_label("الشَّفافيّة"), "شفافية");
    EXPECT_EQ(answer_label("والالتقائية"), "التقائية");
    EXPECT_EQ(answer_key("والالتقائية"), answer_key("التقائية")) << "one entry all the same";
}

TEST(CleanText, RefusesATextThatIsHeapsOfMarks) {                          // SPEC T3
    std::string const three = "\u064E\u0651\u0670";
    EXPECT_EQ(clean("\u0671\u0644\u0644" + three + "\u0647\u064F"), "\u0671\u0644\u0644\u064E\u0651\u0670\u0647\u064F") << "the word God, vocalised in full";
    EXPECT_EQ(clean("ل" + three + "م" + three), "refused: text_not_allowed");
    EXPECT_NE(clean("ل" + three + "م" + three + " نشر ميزانية الجهة بلغة مبسطة"), "refused: text_not_allowed");
    EXPECT_EQ(clean("ل" + three + "\u0650 نشر ميزانية الجهة"), "refused: text_not_allowed") << "four on one letter";
}

TEST(CleanText, SilentlyRemovesWhatNobodySees) {                           // SPEC T2
    for (auto const& one : strings().at("clean")) EXPECT_EQ(clean(one.at("input")), one.at("becomes").get<std::string>());
    EXPECT_EQ(clean("a\u202Eb\u2066c\u200Ed\u061Ce\uFEFFf\u00ADg\u200Bh"), "abcdefgh");
}

TEST(CleanText, RefusesEveryStringThatMustBeRefused) {                     // SPEC T3
    for (auto const& one : strings().at("refuse")) EXPECT_THAT(clean(one.at("input")), testing::StartsWith("refused")) << one.at("why");
}

TEST(CleanText, SaysWhyItRefuses) {                                        // SPEC T3
    EXPECT_EQ(clean(std::string("a\0b", 3)), "refused: text_not_allowed");
    EXPECT_EQ(clean("a\x07" "b"), "refused: text_not_allowed");
    EXPECT_EQ(clean("\u0085"), "refused: text_not_allowed");
    EXPECT_EQ(clean("\uE000"), "refused: text_not_allowed");
    EXPECT_EQ(clean("\U0010FFFF"), "refused: text_not_allowed");
    EXPECT_EQ(clean("\xff"), "refused: text_not_allowed");
    EXPECT_EQ(clean("\xed\xa0\x80"), "refused: text_not_allowed");
    EXPECT_EQ(clean("ا\u064B\u064C\u064D\u064E"), "refused: text_not_allowed");
    EXPECT_EQ(clean("\u200B\u200B\u2060"), "refused: text_empty");
    EXPECT_EQ(clean("\u3164\u2800 \u00A0"), "refused: text_empty");
    EXPECT_EQ(clean(""), "refused: text_empty");
}

TEST(CleanText, CountsCodePointsAfterCleaning) {                           // SPEC T4
    std::string letters;
    for (int i = 0; i < 120; ++i) letters += "ب";
    EXPECT_TRUE(clean_text("  \u200F" + letters + "\u200F  ", 120, false));
    EXPECT_EQ(clean_text(letters + "ب", 120, false).error(), Reject::text_too_long);
    EXPECT_TRUE(clean_text("e\u0301", 1, false)) << "composed to one";
    EXPECT_TRUE(clean_text(std::string(120, 'x'), 120, false));
    EXPECT_EQ(clean_text(std::string(121, 'x'), 120, false).error(), Reject::text_too_long);
}

TEST(CleanText, ComposesAndTrims) { EXPECT_EQ(clean("\t e\u0301le\u0300ve \u00A0"), "\u00E9l\u00E8ve"); }

TEST(CleanText, KeepsLineFeedsOnlyWhereLinesAreAllowed) {                  // SPEC T5
    EXPECT_EQ(clean("a\r\nb\rc\u2028d"), "a\nb\nc\nd");
    EXPECT_EQ(clean("a\r\nb\tc", false), "a b c");
}

TEST(CleanText, KeepsJoinersThatShape) {                                   // SPEC T2
    for (std::string const kept : {"👨‍👩‍👧‍👦", "👩🏽‍💻", "❤️‍🔥", "🏳️‍🌈", "1️⃣", "🇲🇦", "🏴\U000E0067\U000E0062\U000E007F", "می\u200Cخواهم", "क्\u200Dष", "\U0001FAE9"}) {
        EXPECT_EQ(clean(kept), kept);
    }
    EXPECT_EQ(clean("a\u200D"), "a");
    EXPECT_EQ(clean("\u200Da \u200D b"), "a  b");
    EXPECT_EQ(clean("a\uFE0Fb"), "ab");
    EXPECT_EQ(clean("ا\u200C\u200C\u200Cب"), "ا\u200Cب");
    EXPECT_EQ(clean("x\U000E0067\U000E0062"), "x") << "a hidden message in tags";
}

TEST(CleanText, ChangesNothingTheSecondTime) {                             // SPEC T6
    std::vector<std::string> const parts{"a", "ا", "\u0301", "\u064B", "\u200D", "\u200C", "\uFE0F", "👩", "🏽", "1", "\u20E3", " ", "\n", "\u202E", "🏴", "\U000E0067", "\u034F", "\u1100", "\u1161"};
    unsigned seed = 20240331;
    for (int round = 0; round < 20'000; ++round) {
        std::string input;
        for (int i = 0; i < 8; ++i) input += parts[((seed = seed * 1664525 + 1013904223) >> 8) % parts.size()];
        auto const once = clean_text(input, 500, true);
        if (!once) continue;
        auto const twice = clean_text(*once, 500, true);
        ASSERT_TRUE(twice) << testing::PrintToString(input);
        ASSERT_EQ(*twice, *once) << testing::PrintToString(input);
    }
}

TEST(FoldText, HoldsEqualWhatPeopleHoldEqual) {                            // SPEC T7
    for (auto const& group : strings().at("equal_in_search_duplicates_and_clouds")) {
        for (std::string const word : group) EXPECT_EQ(fold_text(word), fold_text(group.at(0).get<std::string>())) << word;
    }
    EXPECT_EQ(fold_text("ﻻ"), fold_text("لا")) << "presentation forms";
    EXPECT_EQ(fold_text("ÉLÈVE"), fold_text("eleve"));
    EXPECT_EQ(fold_text("الشفافية والمساءلة"), fold_text("شَفافيه مساءلة"));
}

TEST(FoldText, KeepsApartWhatIsDifferent) {                                // SPEC T7
    for (auto const& pair : strings().at("not_equal")) EXPECT_NE(fold_text(pair.at(0).get<std::string>()), fold_text(pair.at(1).get<std::string>()));
    EXPECT_NE(fold_text("بئر"), fold_text("بر"));
}

TEST(FoldText, MergesWhatTheRuleAccepts) {
    for (auto const& pair : strings().at("merged_by_the_rule_and_accepted")) EXPECT_EQ(fold_text(pair.at(0).get<std::string>()), fold_text(pair.at(1).get<std::string>()));
}

TEST(FoldText, SurvivesAnyBytes) {
    EXPECT_NO_THROW(fold_text("\xff\xfe\x80"));
    EXPECT_EQ(fold_text(""), "");
}

}  // namespace
}  // namespace warsha
