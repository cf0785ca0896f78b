#include <gtest/gtest.h>

#include "protocol/codec_impl.hpp"

namespace warsha {
namespace {

using Kind = DecodeError::Kind;

std::optional<Kind> kind(std::string_view json, Bounds bounds = recorded_bounds) {
    auto const refused = scan_json(json, bounds);
    return refused ? std::optional(refused->kind) : std::nullopt;
}

TEST(ScanJson, RefusesAnArray200000Deep) {                                 // SPEC L2
    std::string const deep(200'000, '[');
    EXPECT_EQ(kind(deep, {1 << 20, 6}), Kind::bounds);
    EXPECT_EQ(kind(deep + std::string(200'000, ']'), {1 << 20, 6}), Kind::bounds);
    std::string objects;
    for (int i = 0; i < 200'000; ++i) objects += R"({"a":)";
    EXPECT_EQ(kind(objects, {1 << 21, 6}), Kind::bounds);
}

TEST(ScanJson, CountsDepthFromTheOutermostBracket) {                       // SPEC L2
    EXPECT_EQ(kind("[[[]]]", {100, 3}), std::nullopt);
    EXPECT_EQ(kind("[[[[]]]]", {100, 3}), Kind::bounds);
    EXPECT_EQ(kind("[[],[],[[]]]", {100, 3}), std::nullopt);
}

TEST(ScanJson, CountsBytesElementsAndMembers) {                            // SPEC L1, L2
    EXPECT_EQ(kind("[1,2]", {5, 1, 2, 1}), std::nullopt);
    EXPECT_EQ(kind("[1,2]", {4, 1, 2, 1}), Kind::bounds);
    EXPECT_EQ(kind("[1,2,3]", {9, 1, 2, 1}), Kind::bounds);
    EXPECT_EQ(kind(R"({"a":1,"b":2})", {99, 1, 1, 1}), Kind::bounds);
}

TEST(ScanJson, FindsDuplicateKeysInAnyOrderAndDepth) {                     // SPEC M3
    EXPECT_EQ(kind(R"({"b":1,"a":{"b":1},"c":[{"b":1},{"b":1}]})"), std::nullopt);
    EXPECT_EQ(kind(R"({"b":1,"a":2,"b":3})"), Kind::shape);
    EXPECT_EQ(kind(R"([{"x":{"b":1,"a":2,"b":3}}])"), Kind::shape);
}

TEST(ScanJson, TakesWhiteSpaceOnlyBetweenTokens) {
    EXPECT_EQ(kind(" \t\r\n{ \"a\" : [ 1 , -2 , true , null , \"x\" ] } "), std::nullopt);
    EXPECT_EQ(kind("[1 2]"), Kind::syntax);
    EXPECT_EQ(kind("[\v1]"), Kind::syntax);
    EXPECT_EQ(kind("tru e"), Kind::syntax);
    EXPECT_EQ(kind(std::string_view("[]\0", 3)), Kind::syntax);
}

TEST(ScanJson, TakesIntegersBelow2To53) {                                  // SPEC M4
    EXPECT_EQ(kind("[9007199254740991,-9007199254740991,0]"), std::nullopt);
    EXPECT_EQ(kind("9007199254740992"), Kind::bounds);
    EXPECT_EQ(kind("-9007199254740992"), Kind::bounds);
    EXPECT_EQ(kind("-"), Kind::syntax);
    EXPECT_EQ(kind("1."), Kind::shape);
}

TEST(ScanJson, TakesWholeSurrogatePairsOnly) {                             // SPEC M1
    EXPECT_EQ(kind(R"("\ud83d\ude00 \u00e9 \/ \b")"), std::nullopt);
    EXPECT_EQ(kind(R"("\ud83d")"), Kind::syntax);
    EXPECT_EQ(kind(R"("\ud83d\ud83d")"), Kind::syntax);
    EXPECT_EQ(kind(R"("\ude00")"), Kind::syntax);
    EXPECT_EQ(kind(R"("\ud83dx")"), Kind::syntax);
    EXPECT_EQ(kind(R"("\u12")"), Kind::syntax);
    EXPECT_EQ(kind(R"("\x")"), Kind::syntax);
}

TEST(ScanJson, AgreesWithTheParserBehindIt) {
    std::vector<std::string> const parts{"{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u00e9\"", "1", "-3", "true", "null", " ", "\"type\"", "\xff", "\"\\ud83d\""};
    unsigned seed = 20240331;
    for (int round = 0; round < 200'000; ++round) {
        std::string json;
        int const length = 1 + static_cast<int>(seed >> 16) % 9;
        for (int i = 0; i < length; ++i) json += parts[(seed = seed * 1664525 + 1013904223) >> 8 & 15];
        if (kind(json)) continue;
        ASSERT_TRUE(json::Dom::accept(json)) << json;
    }
}

TEST(WriteString, EscapesAsRfc8785Says) {                                  // SPEC M2
    std::string out;
    json::write_string(out, "\b\t\n\f\r\"\\/\x01\x1f\x7f é 😀");
    EXPECT_EQ(out, "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f\x7f é 😀\"");
}

TEST(Base64Url, HasOneSpellingPerValue) {                                  // SPEC M5
    unsigned char bytes[16]{};
    EXPECT_EQ(to_base64url(bytes, 16), "AAAAAAAAAAAAAAAAAAAAAA");
    EXPECT_TRUE(from_base64url("AAAAAAAAAAAAAAAAAAAAAQ", bytes, 16));
    EXPECT_EQ(bytes[15], 1);
    EXPECT_FALSE(from_base64url("AAAAAAAAAAAAAAAAAAAAAB", bytes, 16));
    EXPECT_FALSE(from_base64url("AAAAAAAAAAAAAAAAAAAAA", bytes, 16));
    EXPECT_FALSE(from_base64url("AAAAAAAAAAAAAAAAAAAAAAA", bytes, 16));
    EXPECT_FALSE(from_base64url("AAAAAAAAAAAAAAAAAAAAA=", bytes, 16));
    EXPECT_FALSE(from_base64url("AAAAAAAAAAAAAAAAAAAA+/", bytes, 16));
    for (int i = 0; i < 256; ++i) {
        unsigned char const in[2]{static_cast<unsigned char>(i), static_cast<unsigned char>(255 - i)};
        unsigned char out[2]{};
        ASSERT_TRUE(from_base64url(to_base64url(in, 2), out, 2));
        EXPECT_TRUE(std::equal(in, in + 2, out));
    }
}

}  // namespace
}  // namespace warsha
