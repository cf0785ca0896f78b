#pragma once
// The one message of which thousands come in a second, read without a tree.

#include <optional>
#include <string_view>

#include "protocol/codec.hpp"

namespace warsha {

/// A cast_ballot of marks, in any order of its keys, without white space and escapes. nullopt: it is something else or wrong, which
/// decode_client_message then says; both give the same for the same bytes.
std::optional<CommandMessage> decode_plain_ballot(std::string_view bytes);
/// decode_client_message without that: what it is compared with.
Decoded<ClientMessage> decode_client_message_by_tree(std::string_view bytes, Bounds bounds);

}  // namespace warsha
