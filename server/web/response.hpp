#pragma once
// The head of an answer, security headers included. Pure.

#include <string>

#include "web/api.hpp"

namespace warsha::web {

/// `host` is the request's own, once it was found to be one of ours; "" before.
std::string response_head(Answer const& answer, std::string const& host, bool keep_alive);

}  // namespace warsha::web
