// Names that look like another's (S29).

#include <gtest/gtest.h>

#include "protocol/text.hpp"

namespace warsha {
namespace {

bool look_alike(std::string_view one, std::string_view other) { return name_skeleton(one) == name_skeleton(other); }

TEST(NameSkeleton, IsTheSameForNamesThatLookTheSame) {
    EXPECT_TRUE(look_alike("Salma", "SALMA"));
    EXPECT_TRUE(look_alike("Salma", "  Sal-ma "));
    EXPECT_TRUE(look_alike("paypal", "раураl")) << "Cyrillic";
    EXPECT_TRUE(look_alike("Omar", "Οmar")) << "a Greek capital";
    EXPECT_TRUE(look_alike("علي", "على"));
    EXPECT_TRUE(look_alike("علي", "علی")) << "the Persian letter";
    EXPECT_TRUE(look_alike("كريم", "کریم"));
    EXPECT_TRUE(look_alike("فاطمة", "فاطمه"));
    EXPECT_TRUE(look_alike("محمد", "مُحَمَّد")) << "vowel marks";
    EXPECT_TRUE(look_alike("محمد", "محـــمد")) << "tatweel";
    EXPECT_TRUE(look_alike("Table 3", "Table ٣"));
}

TEST(NameSkeleton, TellsNamesApartThatPeopleTellApart) {
    EXPECT_FALSE(look_alike("René", "Rene"));
    EXPECT_FALSE(look_alike("سلمى", "سلوى"));
    EXPECT_FALSE(look_alike("Anna", "Hanna"));
    EXPECT_FALSE(look_alike("Table 3", "Table 4"));
    EXPECT_FALSE(look_alike("ⵢⴰⵙⵉⵏ", "ⵢⴰⵙⵉⵔ"));
}

TEST(MisleadingName, IsOneThatSaysWhoSomebodyIsNot) {
    for (auto const* name : {"Facilitator", "ADMIN", "a d m i n", "аdmin", "facilitateur", "Animatrice", "Le Conseil", "المجلس", "المُيسّر", "الميسّر"})
        EXPECT_EQ(is_misleading_name(name), std::string_view(name) != "Le Conseil") << name;
}

TEST(MisleadingName, IsOneWithTwoAlphabetsInAWord) {
    EXPECT_TRUE(is_misleading_name("Sаlma")) << "its first a is Cyrillic";
    EXPECT_TRUE(is_misleading_name("Yaciنe"));
    EXPECT_FALSE(is_misleading_name("Yacine ياسين"));
    EXPECT_FALSE(is_misleading_name("Salma 2"));
    EXPECT_FALSE(is_misleading_name("ⵢⴰⵙⵉⵏ"));
    EXPECT_FALSE(is_misleading_name("عبد الرحمٰن"));
}

}  // namespace
}  // namespace warsha
