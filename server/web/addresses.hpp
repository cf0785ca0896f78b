#pragma once
// Where a request comes from: for rates only. Addresses are personal data and are never logged.

#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace warsha::web {

/// IPv4 as it is; IPv6 by its /64, which one household or phone has to itself.
std::string rate_key(boost::asio::ip::address address);

class TrustedProxies {
public:
    /// "192.0.2.7" or "192.0.2.0/24"; throws std::runtime_error with a sentence for anything else.
    explicit TrustedProxies(std::vector<std::string> const& listed);
    [[nodiscard]] bool contains(boost::asio::ip::address address) const;
    /// The peer itself, unless it is trusted: then the right-most hop of `forwarded_for` that is not. What stands left of it
    /// anybody could have written.
    [[nodiscard]] boost::asio::ip::address client(boost::asio::ip::address peer, std::string_view forwarded_for) const;

private:
    std::vector<boost::asio::ip::network_v4> v4_;
    std::vector<boost::asio::ip::network_v6> v6_;
};

}  // namespace warsha::web
