#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <minizip/unzip.h>

#include "archive/tables/tables.hpp"
#include "protocol/text.hpp"
#include "rooms.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

std::vector<std::string> strings_to_keep() {
    std::ifstream in("tests/workshop/strings.json");
    return Json::parse(in)["keep"].get<std::vector<std::string>>();
}

/// Reads CSV as RFC 4180 says, on its own.
std::vector<std::vector<std::string>> parse_csv(std::string const& text) {
    std::vector<std::vector<std::string>> rows{{""}};
    bool quoted = false;
    for (std::size_t i = 3; i < text.size(); ++i) {  // after the BOM
        char const c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') { rows.back().back() += '"'; ++i; }
        else if (c == '"') quoted = !quoted;
        else if (!quoted && c == ',') rows.back().emplace_back();
        else if (!quoted && c == '\r' && text[i + 1] == '\n') { rows.emplace_back(1); ++i; }
        else rows.back().back() += c;
    }
    rows.pop_back();
    return rows;
}

PlayedRoom room_saying(std::vector<std::string> const& texts) {
    PlayedRoom room(small_plan());
    room.facilitate(StartRoom{});
    room.join("p0", "youth");
    room.facilitate(OpenActivity{ideas});
    for (auto const& text : texts) {
        SubmitProposal submit{.activity = ideas, .title = title("عنوان"), .text = Body{}};
        submit.text->ar = Text<1, 500>{text};
        room.as("p0", submit);
    }
    return room;
}

TEST(Csv, KeepsEveryStringThatMustSurvive) {
    auto const room = room_saying(strings_to_keep());
    auto const bytes = proposals_csv(room.state(), {});
    EXPECT_TRUE(bytes.starts_with("\xEF\xBB\xBF"));
    auto const rows = parse_csv(bytes);
    auto const column = static_cast<std::size_t>(std::ranges::find(rows[0], "text_ar") - rows[0].begin());
    ASSERT_EQ(rows.size(), strings_to_keep().size() + 1);
    for (std::size_t i = 0; i < strings_to_keep().size(); ++i) {
        EXPECT_EQ(rows[i + 1].size(), rows[0].size());
        EXPECT_EQ(rows[i + 1][column], formula_safe(strings_to_keep()[i]));
    }
}

TEST(Csv, PutsAnApostropheBeforeWhatASpreadsheetCouldRunAndOnlyThere) {
    std::ifstream in("tests/workshop/strings.json");
    auto const strings = Json::parse(in);
    for (auto const& character : strings["csv_cells_starting_with"]["characters"]) EXPECT_EQ(formula_safe(character.get<std::string>() + "1+1"), "'" + character.get<std::string>() + "1+1");
    EXPECT_EQ(formula_safe("1+1"), "1+1");
    EXPECT_EQ(formula_safe(""), "");
    EXPECT_EQ(csv({"t", {"n"}, {{std::uint64_t{7}}}}), "\xEF\xBB\xBFn\r\n7\r\n") << "numbers stay numbers";
}

TEST(Json, KeepsEveryStringThatMustSurvive) {
    auto const room = room_saying(strings_to_keep());
    auto const read = Json::parse(room_json(room.state(), {}));
    for (std::size_t i = 0; i < strings_to_keep().size(); ++i) EXPECT_EQ(read["proposals"][i]["text"]["ar"]["text"], strings_to_keep()[i]);
}

/// One part of an XLSX, inflated.
std::string part(std::string const& xlsx, char const* name) {
    auto const path = (std::filesystem::temp_directory_path() / "warsha-export-test.xlsx").string();
    std::ofstream(path, std::ios::binary) << xlsx;
    auto* const file = unzOpen(path.c_str());
    std::string bytes(1 << 20, '\0');
    if (unzLocateFile(file, name, 1) != UNZ_OK || unzOpenCurrentFile(file) != UNZ_OK) bytes.clear();
    else bytes.resize(static_cast<std::size_t>(unzReadCurrentFile(file, bytes.data(), static_cast<unsigned>(bytes.size()))));
    unzClose(file);
    std::filesystem::remove(path);
    return bytes;
}

TEST(Workbook, RunsFromRightToLeftInArabicAndHoldsNoFormula) {
    auto const room = room_saying(strings_to_keep());
    auto const arabic = workbook_xlsx(room.state(), {.language = Language::ar}), french = workbook_xlsx(room.state(), {.language = Language::fr});
    EXPECT_THAT(part(arabic, "xl/worksheets/sheet1.xml"), HasSubstr("rightToLeft=\"1\""));
    EXPECT_THAT(part(french, "xl/worksheets/sheet1.xml"), Not(HasSubstr("rightToLeft")));
    EXPECT_THAT(part(arabic, "xl/workbook.xml"), HasSubstr("المقترحات"));
    for (auto const* heading : {"المصوتون", "الأصوات أو النقط", "العنوان (الفرنسية)"}) EXPECT_THAT(part(arabic, "xl/sharedStrings.xml"), HasSubstr(heading));
    for (auto const* heading : {"Votants", "Voix ou points", "Titre (arabe)", "Catégorie (identifiant)"}) EXPECT_THAT(part(french, "xl/sharedStrings.xml"), HasSubstr(heading));
    EXPECT_THAT(part(french, "xl/sharedStrings.xml"), testing::Not(HasSubstr("item_voters"))) << "names for programs stay in the CSV";
    EXPECT_THAT(part(arabic, "xl/worksheets/sheet2.xml"), Not(HasSubstr("<f>")));
    EXPECT_THAT(part(arabic, "xl/sharedStrings.xml"), HasSubstr("=SUM(A1:A9)"));
}

TEST(Workbook, ShowsTheClocksOfTheRoomAndSaysSo) {
    auto plan = small_plan();
    plan.time_zone = Text<1, 40>{"Africa/Casablanca"};
    PlayedRoom room(plan);
    room.facilitate(StartRoom{});
    room.join("p0", "youth");
    room.facilitate(OpenActivity{ideas});
    room.as("p0", SubmitProposal{.activity = ideas, .title = title("", "Budget ouvert")}, "first");
    auto const submitted = parse_csv(proposals_csv(room.state(), {}))[1][18];  // in UTC
    auto const strings = part(workbook_xlsx(room.state(), {.language = Language::fr}), "xl/sharedStrings.xml");
    EXPECT_THAT(strings, HasSubstr("Date du dépôt (Africa/Casablanca)"));
    auto const hour = std::stoi(submitted.substr(11, 2)) + 1;
    EXPECT_THAT(strings, HasSubstr(submitted.substr(0, 10) + " " + (hour < 10 ? "0" : "") + std::to_string(hour) + submitted.substr(13, 3)));
    EXPECT_THAT(strings, Not(HasSubstr(submitted)));
}

TEST(Exports, OfAnOpenHiddenVoteHaveVotersButNoCounts) {
    PlayedRoom room(small_plan());
    room.facilitate(StartRoom{});
    room.facilitate(OpenActivity{poll});
    for (int i = 0; i < 6; ++i) {
        room.join("p" + std::to_string(i), "youth");
        room.as("p" + std::to_string(i), choose({"bus"}));
    }
    for (bool const hidden : {false, true}) {
        auto const read = Json::parse(room_json(room.state(), {.include_hidden = hidden}));
        EXPECT_EQ(read["activities"][1]["rounds"][0]["voters"], 6);
        EXPECT_FALSE(read["activities"][1]["rounds"][0].contains("result"));
        auto const rows = parse_csv(results_csv(room.state(), {.include_hidden = hidden}));
        EXPECT_EQ(rows.size(), 2);
        EXPECT_EQ(rows[1].back(), "");
    }
    room.facilitate(CloseActivity{poll});
    EXPECT_FALSE(Json::parse(room_json(room.state(), {}))["activities"][1]["rounds"][0].contains("result")) << "not revealed yet";
    EXPECT_TRUE(Json::parse(room_json(room.state(), {.include_hidden = true}))["activities"][1]["rounds"][0].contains("result")) << "but facilitators see it";
}

TEST(Exports, ForFacilitatorsTellHiddenProposalsWithTheReason) {
    auto const room = small_room();
    EXPECT_THAT(proposals_csv(room.state(), {.include_hidden = true}), HasSubstr("off topic"));
    EXPECT_THAT(proposals_csv(room.state(), {}), Not(HasSubstr("hidden words")));
}

TEST(CheckExport, HasUnmergedGroupsInARehearsalAndIsRefusedInALiveRoom) {
    auto plan = small_plan();
    plan.purpose = RoomPurpose::rehearsal;
    PlayedRoom room(plan);
    room.facilitate(StartRoom{});
    room.facilitate(OpenActivity{poll});
    room.join("a", "youth");
    room.join("b", "elected");
    room.as("a", choose({"bus"}));
    room.as("b", choose({"tram"}));
    auto const check = Json::parse(check_json(room.state()));
    ASSERT_EQ(check["activities"][0]["rounds"][0]["groups"].size(), 2);
    EXPECT_EQ(check["activities"][0]["rounds"][0]["groups"][0]["groups"][0], "elected");
    EXPECT_EQ(check["activities"][0]["rounds"][0]["groups"][0]["items"][1]["points"], 1);
    EXPECT_THROW(check_json(small_room().state()), std::logic_error);
}

}  // namespace
}  // namespace warsha
