#pragma once
// The head of an answer, security headers included. Pure.

#include <string>

#include "web/api.hpp"

namespace warsha::web {

struct Asking {
    std::string host;                    ///< the request's own, once it was found to be one of ours; "" before
    bool is_secure = false;              ///< reached by https
    bool keep_alive = false;
};
std::string response_head(Answer const& answer, Asking const& asking);

}  // namespace warsha::web
