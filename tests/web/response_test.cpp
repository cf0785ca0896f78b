#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web/response.hpp"

namespace warsha::web {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ResponseHead, ForbidsScriptsAndHostsThatAreNotOurs) {
    auto const head = response_head(Answer{}, {.host = "warsha.example", .keep_alive = true});
    EXPECT_THAT(head, HasSubstr("default-src 'none'; script-src 'self'; style-src 'self';"));
    EXPECT_THAT(head, HasSubstr("connect-src 'self' ws://warsha.example wss://warsha.example;"));
    EXPECT_THAT(head, Not(HasSubstr("unsafe-inline")));
}

TEST(ResponseHead, AllowsAReportItsOwnStyleAndNothingThatRuns) {
    Answer report;
    report.is_report = true;
    auto const head = response_head(report, {.host = "warsha.example", .keep_alive = true});
    EXPECT_THAT(head, HasSubstr("default-src 'none'; style-src 'unsafe-inline';"));
    EXPECT_THAT(head, Not(HasSubstr("script-src")));
}

TEST(ResponseHead, GivesPoliciesToDocumentsAndNotToTheirParts) {
    Answer part;
    part.cache = "public, max-age=31536000, immutable";
    auto const head = response_head(part, {.host = "warsha.example", .keep_alive = true});
    EXPECT_THAT(head, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("Policy: no-referrer")));
    EXPECT_LT(head.size(), 300U);
}

TEST(ResponseHead, TellsWhatEachRefusalOwes) {
    auto const head = [](unsigned status) { return response_head(problem(status, "code", "hint"), {}); };
    EXPECT_THAT(head(401), HasSubstr("WWW-Authenticate: Bearer\r\n"));
    EXPECT_THAT(head(405), HasSubstr("Allow: GET, HEAD, POST\r\n"));
    EXPECT_THAT(head(426), HasSubstr("Sec-WebSocket-Version: 13\r\n"));
    EXPECT_THAT(head(429), HasSubstr("Retry-After: "));
    EXPECT_THAT(head(404), HasSubstr("HTTP/1.1 404 Not Found\r\n"));
}

TEST(ResponseHead, KeepsBrowsersAtHttpsOnlyWhereTheyCameByIt) {  // S15
    EXPECT_THAT(response_head(Answer{}, {.host = "warsha.example", .is_secure = true}), HasSubstr("Strict-Transport-Security: max-age=31536000\r\n"));
    EXPECT_THAT(response_head(Answer{}, {.host = "192.168.1.20:8080"}), Not(HasSubstr("Strict-Transport-Security")));
    EXPECT_THAT(response_head(Answer{}, {.host = "localhost:8443", .is_secure = true}), Not(HasSubstr("Strict-Transport-Security")));
}

TEST(ResponseHead, LetsOtherOriginsReadWhatIsPublicAndNothingElse) {  // S12
    Answer bundle;
    bundle.is_public = true;
    EXPECT_THAT(response_head(bundle, {.host = "warsha.example"}), HasSubstr("Access-Control-Allow-Origin: *\r\n"));
    EXPECT_THAT(response_head(Answer{}, {.host = "warsha.example"}), Not(HasSubstr("Access-Control")));
}

TEST(ResponseHead, GivesNoLengthWithNotModified) {
    Answer answer;
    answer.status = 304;
    EXPECT_THAT(response_head(answer, {.keep_alive = true}), Not(HasSubstr("Content-Length")));
}

}  // namespace
}  // namespace warsha::web
