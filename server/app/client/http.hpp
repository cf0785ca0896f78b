#pragma once
// One blocking HTTP request to a server on this machine; for the command line tools.

#include <string>

#include "app/client/socket.hpp"

namespace warsha::client {

struct HttpAnswer {
    unsigned status = 0;                 ///< 0: no answer; `body` then says why
    std::string body;
};

/// `authorization` is the whole header value ("Bearer …"), empty for none. Deadline 30 s.
HttpAnswer http(Target const& target, std::string const& method, std::string const& path, std::string const& authorization = "",
                std::string const& body = "");

}  // namespace warsha::client
