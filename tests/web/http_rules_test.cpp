#include <gtest/gtest.h>

#include "web/http_rules.hpp"

namespace warsha::web {
namespace {

unsigned status_of(std::string const& head) {
    auto const problem = check_head(head);
    return problem ? problem->status : 0;
}
std::string get(std::string const& fields) { return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }
std::string post(std::string const& fields) { return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }

TEST(Head, IsTakenWhenItIsPlain) {
    EXPECT_EQ(status_of(get("")), 0U);
    EXPECT_EQ(status_of(get("Accept: */*\r\nContent-Length: 0\r\n")), 0U);
    EXPECT_EQ(status_of(post("Content-Length: 5\r\n")), 0U);
    EXPECT_EQ(status_of("HEAD / HTTP/1.1\r\nhOsT: a\r\n\r\n"), 0U);
}

struct Case {
    char const* name;
    std::string head;
    unsigned status;
    friend void PrintTo(Case const& one, std::ostream* out) { *out << one.name; }
};
class Malformed : public testing::TestWithParam<Case> {};
TEST_P(Malformed, HeadIsRefused) { EXPECT_EQ(status_of(GetParam().head), GetParam().status) << GetParam().name; }

using namespace std::string_literals;
Case const cases[] = {
    {"NUL in target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
    {"NUL in value", get("A: \0\r\n"s), 400},
    {"bare CR in value", get("A: b\rc\r\n"), 400},
    {"bare LF line ends", "GET / HTTP/1.1\nHost: a\n\r\n", 400},
    {"folded line", get("A: b\r\n c\r\n"), 400},
    {"space before colon", get("A : b\r\n"), 400},
    {"no colon", get("A\r\n"), 400},
    {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
    {"two Hosts", get("Host: a\r\n"), 400},
    {"absolute-form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"authority-form", "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"asterisk-form", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"two slashes", "GET //evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"PUT", "PUT / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"long method", std::string(300, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"lower-case method", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"HTTP/0.9", "GET /\r\n\r\n", 400},
    {"HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\n\r\n", 505},
    {"HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
    {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n", 405},
    {"space in target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"Content-Length and Transfer-Encoding", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), 400},
    {"Transfer-Encoding and Content-Length", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), 400},
    {"Transfer-Encoding identity", post("Transfer-Encoding: identity\r\n"), 400},
    {"Transfer-Encoding unknown", post("Transfer-Encoding: xchunked\r\n"), 400},
    {"two equal lengths", post("Content-Length: 3\r\nContent-Length: 3\r\n"), 400},
    {"two different lengths", post("Content-Length: 3\r\nContent-Length: 4\r\n"), 400},
    {"length +5", post("Content-Length: +5\r\n"), 400},
    {"length 0x5", post("Content-Length: 0x5\r\n"), 400},
    {"length 5, 5", post("Content-Length: 5, 5\r\n"), 400},
    {"length 2^64", post("Content-Length: 18446744073709551616\r\n"), 400},
    {"length -1", post("Content-Length: -1\r\n"), 400},
    {"length empty", post("Content-Length:\r\n"), 400},
    {"POST without length", post(""), 411},
    {"GET with body", get("Content-Length: 3\r\n"), 400},
    {"Expect", post("Content-Length: 3\r\nExpect: 100-continue\r\n"), 417},
    {"compressed body", post("Content-Length: 3\r\nContent-Encoding: gzip\r\n"), 415},
    {"long target", "GET /" + std::string(2048, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
    {"65 fields", get([] { std::string all; for (int i = 0; i < 64; ++i) all += "A: b\r\n"; return all; }()), 431},
};
INSTANTIATE_TEST_SUITE_P(Http, Malformed, testing::ValuesIn(cases));

TEST(PlainPath, TakesOnlyWhatOurPathsAreMadeOf) {
    EXPECT_EQ(plain_path("/j/482913?g=elected"), "/j/482913");
    EXPECT_EQ(plain_path("/assets/app-1a_2b.js"), "/assets/app-1a_2b.js");
    for (auto const* const bad : {"/../etc/passwd", "/a/..", "/%2e%2e/etc", "/a//b", "/a%00", "/a\\b", "/é", "/a;b", "/..;/a"}) EXPECT_EQ(plain_path(bad), std::nullopt) << bad;
}

TEST(AcceptEncoding, IsReadByName) {
    EXPECT_TRUE(accepts_encoding("gzip, deflate, br", "br"));
    EXPECT_TRUE(accepts_encoding("GZIP;q=0.5", "gzip"));
    EXPECT_FALSE(accepts_encoding("gzip, br;q=0", "br"));
    EXPECT_FALSE(accepts_encoding("gzip, br;q=0.000", "br"));
    EXPECT_FALSE(accepts_encoding("brotli, abr", "br"));
    EXPECT_FALSE(accepts_encoding("", "br"));
}

TEST(QueryValue, IsFoundByItsWholeName) {
    EXPECT_EQ(query_value("/x?a=1&lang=ar&b=2", "lang"), "ar");
    EXPECT_EQ(query_value("/x?xlang=fr&lang=", "lang"), "");
    EXPECT_EQ(query_value("/x", "lang"), "");
}

}  // namespace
}  // namespace warsha::web
