#pragma once
// The gate in front of the JSON parser: everything that must never reach it is refused here, in one pass,
// without allocation that grows with the input's depth (nlohmann's dump, copy and compare crash on deep input).

#include <optional>

#include "protocol/codec.hpp"

namespace warsha {

/// nullopt: `json` is one strict JSON value within `bounds`. Refused beyond RFC 8259's grammar: BOM, bad UTF-8, lone
/// surrogates, white space other than the grammar's, trailing bytes, fractions, exponents, -0, |n| ≥ 2^53, duplicate keys,
/// keys with escapes or non-ASCII (no key of ours needs one), more than bounds.items_max elements or bounds.members_max members.
/// An escaped NUL inside a string passes: the text rules answer it with a hint (text_not_allowed).
std::optional<DecodeError> scan_json(std::string_view json, Bounds bounds);

}  // namespace warsha
