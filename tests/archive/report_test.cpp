#include <cstdlib>
#include <fstream>
#include <regex>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "archive/report/calendar.hpp"
#include "archive/report/html.hpp"
#include "rooms.hpp"

namespace warsha {
namespace {

using testing::HasSubstr;

/// What a browser would show of escaped text.
std::string unescaped(std::string text) {
    for (auto const& [from, to] : {std::pair{"<br>", "\n"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) text.replace(at, std::string(from).size(), to);
    return text;
}

TEST(Html, KeepsEveryStringThatMustSurviveAndIsolatesIt) {
    std::ifstream in("tests/workshop/strings.json");
    auto const strings = nlohmann::json::parse(in);
    for (auto const& one : strings["keep"]) {
        auto const text = one.get<std::string>();
        auto const html = html::bdi(text);
        EXPECT_TRUE(html.starts_with("<bdi dir=\"auto\">") && html.ends_with("</bdi>"));
        auto const inner = html.substr(16, html.size() - 22);
        EXPECT_EQ(unescaped(inner), text);
        EXPECT_THAT(std::regex_replace(inner, std::regex("<br>"), ""), Not(testing::ContainsRegex("[<>\"']")));
    }
}

TEST(Html, RoundsSharesHalfUp) {
    EXPECT_THAT(html::percent(1, 3, Language::fr), HasSubstr(">33,3\u202f%<"));
    EXPECT_THAT(html::percent(2, 3, Language::ar), HasSubstr(">66,7%<"));
    EXPECT_THAT(html::percent(1, 2000, Language::en), HasSubstr(">0.1%<"));
    EXPECT_THAT(html::percent(0, 0, Language::en), HasSubstr(">0.0%<"));
}

TEST(Html, BarsGrowFromTheSideOnWhichTheLanguageStarts) {
    EXPECT_THAT(html::bar(1, 4, true, Language::fr), HasSubstr("x=\"0\" width=\"250\""));
    EXPECT_THAT(html::bar(1, 4, true, Language::ar), HasSubstr("x=\"750\" width=\"250\""));
}

TEST(Calendar, WritesMonthsAsInMorocco) {
    UnixMillis const november = 1'699'617'600'000, july = 1'688'817'600'000;
    EXPECT_EQ(date_text(november, "UTC", Language::ar), "10 نونبر 2023");
    EXPECT_EQ(date_text(july, "UTC", Language::ar), "8 يوليوز 2023");
    EXPECT_EQ(date_text(july, "UTC", Language::fr), "8 juillet 2023");
    EXPECT_EQ(clock_text(november, "UTC"), "12:00");
}

TEST(Calendar, ShowsTheClocksOfTheZoneRamadanIncluded) {
    UnixMillis const night = 1'678'836'600'000;   // 14 March 2023, 23:30 in UTC
    UnixMillis const ramadan = 1'680'003'000'000;  // 28 March 2023, 11:30 in UTC; Morocco goes back to UTC for the month
    EXPECT_EQ(date_text(night, "Africa/Casablanca", Language::fr), "15 mars 2023");
    EXPECT_EQ(clock_text(night, "Africa/Casablanca"), "00:30");
    EXPECT_EQ(clock_text(ramadan, "Africa/Casablanca"), "11:30");
    EXPECT_EQ(clock_text(ramadan, "Asia/Kolkata"), "17:00");
}

TEST(Report, SaysWhoseClocksItShows) {
    auto plan = small_plan();
    EXPECT_THAT(report_html(PlayedRoom(plan).state(), Language::en), HasSubstr("Times in UTC"));
    plan.time_zone = Text<1, 40>{"Africa/Casablanca"};
    auto const room = PlayedRoom(plan);
    EXPECT_THAT(report_html(room.state(), Language::fr), HasSubstr("Heures du fuseau horaire <bdi dir=\"ltr\">Africa/Casablanca</bdi>"));
    EXPECT_THAT(report_html(room.state(), Language::ar), HasSubstr("حسب توقيت المنطقة الزمنية <bdi dir=\"ltr\">Africa/Casablanca</bdi>"));
    plan.time_zone = Text<1, 40>{"Mars/Olympus_Mons"};
    EXPECT_THAT(report_html(PlayedRoom(plan).state(), Language::en), HasSubstr("Times in UTC")) << "a name this machine does not know (yet)";
}

TEST(Report, IsSelfContained) {
    for (auto const language : {Language::ar, Language::fr, Language::en}) {
        auto const html = report_html(small_room().state(), language);
        EXPECT_THAT(html, Not(testing::ContainsRegex("src=|href=|url\\(|@import|<script|https?://")));
    }
}

TEST(Report, InArabicRunsFromRightToLeft) {
    EXPECT_THAT(small_room().file("report.ar.html"), HasSubstr("<html lang=\"ar\" dir=\"rtl\">"));
    EXPECT_THAT(small_room().file("report.fr.html"), HasSubstr("<html lang=\"fr\" dir=\"ltr\">"));
}

TEST(Report, UsesLogicalPropertiesOnly) {
    EXPECT_THAT(std::string(html::style()), Not(testing::ContainsRegex("margin-(left|right)|padding-(left|right)|border-(left|right)|text-align:(left|right)|float:")));
}

TEST(Report, WritesAPersonsWordsAsTextOnly) {
    auto const html = small_room().file("report.en.html");
    EXPECT_THAT(html, HasSubstr("<bdi dir=\"auto\">&lt;b&gt;not bold&lt;/b&gt; &amp; &quot;quoted&quot; &#39;single&#39;</bdi>"));
    EXPECT_THAT(html, HasSubstr("سطر أول<br>سطر ثان"));
}

TEST(Report, SaysWhyGroupsWereMerged) {
    EXPECT_THAT(small_room().file("report.en.html"), HasSubstr("fewer than five voters is put together"));
    EXPECT_THAT(small_room().file("report.en.html"), HasSubstr("No split by group: fewer than five voters."));
}

TEST(Report, OfARunningRoomSaysSoAndHasNoRoot) {
    PlayedRoom room(small_plan());
    room.facilitate(StartRoom{});
    auto const html = report_html(room.state(), Language::en);
    EXPECT_THAT(html, HasSubstr("Interim report"));
    EXPECT_THAT(html, Not(HasSubstr("warsha verify")));
}

/// Writes the workshop's bundle for looking at: WARSHA_LOOK=folder.
TEST(Report, CanBeLookedAt) {
    auto const* const folder = std::getenv("WARSHA_LOOK");
    if (!folder) GTEST_SKIP() << "set WARSHA_LOOK to a folder to get the workshop's bundle there";
    auto const write = [&](PlayedRoom const& room, std::string const& prefix) {
        for (auto const& file : room.bundle()) std::ofstream(std::filesystem::path(folder) / (prefix + file.name), std::ios::binary) << file.bytes;
    };
    write(workshop_room(), "workshop.");
    write(small_room(), "small.");
}

}  // namespace
}  // namespace warsha
