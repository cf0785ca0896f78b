#pragma once
// Long messages to a whole audience, made small once for all who can inflate them (SPEC M7). Not an extension of the WebSocket: nobody
// keeps a window per connection, and nothing that comes in is ever inflated.

#include <string_view>

#include "room/room.hpp"

namespace warsha::web {

inline constexpr std::size_t deflated_from_bytes = 1024;

/// A binary message's frame with the text as raw DEFLATE (RFC 1951), ready for all receivers. About 50 µs for 3 KB. Thread: any.
Frame deflated(std::string_view text);

}  // namespace warsha::web
