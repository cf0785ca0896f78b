#include <gtest/gtest.h>

#include "running_server.hpp"

namespace warsha::web {
namespace {

TEST(Pages, AreFoundByTheirAddress) {
    RunningServer server;
    std::map<std::string, std::string> const pages{{"/", "index"}, {"/j/482913", "participant"}, {"/j/482913?g=elected", "participant"}, {"/f/482913", "facilitator"},
                                                   {"/w/482913", "wall"}, {"/archive", "archive"}, {"/diag", "diag"}};
    for (auto const& [path, title] : pages) EXPECT_EQ(server.get(path).body, "<!doctype html><title>" + title + "</title>") << path;
}

TEST(Pages, AreCheckedForANewerOneEachTime) {
    RunningServer server;
    auto first = server.get("/j/482913");
    EXPECT_EQ(first.fields["cache-control"], "no-cache");
    EXPECT_EQ(first.fields["content-type"], "text/html; charset=utf-8");
    auto const again = server.get("/j/482913", "If-None-Match: W/" + first.fields["etag"] + "\r\n");
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
}

TEST(Assets, AreKeptForEverAndSentAsSmallAsTheReaderTakesThem) {
    RunningServer server;
    auto plain = server.get("/assets/app-1a2b.js");
    EXPECT_EQ(plain.fields["cache-control"], "public, max-age=31536000, immutable");
    EXPECT_EQ(plain.fields["vary"], "Accept-Encoding");
    EXPECT_EQ(plain.body, "console.log('plain')");
    auto gzip = server.get("/assets/app-1a2b.js", "Accept-Encoding: gzip\r\n"), brotli = server.get("/assets/app-1a2b.js", "Accept-Encoding: gzip, br\r\n");
    EXPECT_EQ(gzip.fields["content-encoding"], "gzip");
    EXPECT_EQ(gzip.body, "as gzip");
    EXPECT_EQ(brotli.fields["content-encoding"], "br");
    EXPECT_EQ(brotli.body, "as brotli");
}

TEST(StaticFiles, NeverReachOutsideTheirFolder) {
    RunningServer server;
    for (auto const* const path : {"/../data/server.key", "/%2e%2e/data/server.key", "/assets/../../data/server.key", "/..%5cdata", "/assets/%252e%252e/x", "/j/../index.html", "/assets/",
                                   "/assets/app-1a2b.js.gz"})
        EXPECT_EQ(server.get(path).status, 404) << path;
}

}  // namespace
}  // namespace warsha::web
