#pragma once
// SHA-256 and HMAC of a few short texts, often: of every vote.

#include <array>
#include <initializer_list>
#include <string_view>

#include "protocol/basic.hpp"

namespace warsha {

/// Of the parts one after the other.
Bytes32 sha256_of(std::initializer_list<std::string_view> parts);
Bytes32 hmac_of(Bytes32 const& key, std::initializer_list<std::string_view> parts);

}  // namespace warsha
