#pragma once
// What a room is given at its birth: links with their secrets, a join code.

#include <string>

#include "core/events.hpp"

namespace warsha {

struct IssuedLink {
    LinkIssued fact;
    std::string fragment;                ///< "{link}.{secret}"
};
IssuedLink issue_link(LinkRole role);

std::string random_code(int digits);

}  // namespace warsha
