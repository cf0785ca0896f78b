#include <gtest/gtest.h>

#include "web/addresses.hpp"

namespace warsha::web {
namespace {

auto address(char const* text) { return boost::asio::ip::make_address(text); }
std::string client(std::vector<std::string> const& trusted, char const* peer, char const* forwarded) {
    return TrustedProxies(trusted).client(address(peer), forwarded).to_string();
}

TEST(RateKey, IsTheAddressItselfForIpv4AndThe64ForIpv6) {
    EXPECT_EQ(rate_key(address("192.0.2.7")), "192.0.2.7");
    EXPECT_EQ(rate_key(address("::ffff:192.0.2.7")), "192.0.2.7");
    EXPECT_EQ(rate_key(address("2001:db8:1:2:3:4:5:6")), rate_key(address("2001:db8:1:2:ffff::1")));
    EXPECT_NE(rate_key(address("2001:db8:1:2::1")), rate_key(address("2001:db8:1:3::1")));
}

TEST(ForwardedFor, IsIgnoredUnlessThePeerIsTrusted) {
    EXPECT_EQ(client({}, "192.0.2.7", "198.51.100.1"), "192.0.2.7");
    EXPECT_EQ(client({"192.0.2.8"}, "192.0.2.7", "198.51.100.1"), "192.0.2.7");
    EXPECT_EQ(client({"192.0.2.7"}, "192.0.2.7", "198.51.100.1"), "198.51.100.1");
    EXPECT_EQ(client({"127.0.0.1"}, "::ffff:127.0.0.1", "2001:db8::1"), "2001:db8::1");
}

TEST(ForwardedFor, MeansItsRightmostUntrustedHop) {
    EXPECT_EQ(client({"192.0.2.0/24"}, "192.0.2.7", "203.0.113.9, 198.51.100.1, 192.0.2.99"), "198.51.100.1");
    EXPECT_EQ(client({"2001:db8::/32"}, "2001:db8::1", " 198.51.100.1 "), "198.51.100.1");
}

TEST(ForwardedFor, IsReadNoFurtherThanItsFirstNonsense) {
    EXPECT_EQ(client({"192.0.2.7"}, "192.0.2.7", "198.51.100.1, unknown"), "192.0.2.7");
    EXPECT_EQ(client({"192.0.2.7"}, "192.0.2.7", ""), "192.0.2.7");
    EXPECT_EQ(client({"192.0.2.7"}, "192.0.2.7", ",,,"), "192.0.2.7");
}

TEST(TrustedProxies, RefuseWhatIsNoAddress) {
    EXPECT_THROW(TrustedProxies({"proxy.example"}), std::runtime_error);
    EXPECT_THROW(TrustedProxies({"192.0.2.0/33"}), std::runtime_error);
}

}  // namespace
}  // namespace warsha::web
