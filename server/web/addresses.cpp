#include "web/addresses.hpp"

#include <algorithm>
#include <stdexcept>

namespace warsha::web {
namespace {

namespace ip = boost::asio::ip;

/// ::ffff:192.0.2.7 is 192.0.2.7, as it comes from a socket that speaks both.
ip::address plain(ip::address const& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string rate_key(ip::address address) {
    address = plain(address);
    if (address.is_v4()) return address.to_string();
    return ip::network_v6(address.to_v6(), 64).canonical().to_string();
}

TrustedProxies::TrustedProxies(std::vector<std::string> const& listed) {
    for (auto const& one : listed) {
        bool const is_v6 = one.find(':') != std::string::npos, has_prefix = one.find('/') != std::string::npos;
        boost::system::error_code wrong;
        if (is_v6) v6_.push_back(ip::make_network_v6(has_prefix ? one : one + "/128", wrong));
        else v4_.push_back(ip::make_network_v4(has_prefix ? one : one + "/32", wrong));
        if (wrong) throw std::runtime_error("\"" + one + "\" in the trusted proxies is no address: write 192.0.2.7 or 192.0.2.0/24.");
    }
}

bool TrustedProxies::contains(ip::address address) const {
    address = plain(address);
    if (address.is_v4())
        return std::ranges::any_of(v4_, [v4 = address.to_v4()](auto const& net) { return ip::network_v4(v4, net.prefix_length()).canonical() == net.canonical(); });
    return std::ranges::any_of(v6_, [v6 = address.to_v6()](auto const& net) { return ip::network_v6(v6, net.prefix_length()).canonical() == net.canonical(); });
}

ip::address TrustedProxies::client(ip::address peer, std::string_view forwarded_for) const {
    auto hop = plain(peer);
    while (contains(hop) && !forwarded_for.empty()) {
        auto const comma = forwarded_for.rfind(',');
        auto const last = trimmed(comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1));
        forwarded_for = comma == std::string_view::npos ? std::string_view{} : forwarded_for.substr(0, comma);
        boost::system::error_code wrong;
        auto const next = ip::make_address(std::string(last), wrong);
        if (wrong) break;
        hop = plain(next);
    }
    return hop;
}

}  // namespace warsha::web
