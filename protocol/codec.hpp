#pragma once
// JSON in and out for every described type. Canonical: keys sorted, no white space, integers only (RFC 8785 for our subset).
// Strict: unknown, missing or duplicate keys, wrong types, bounds, depth, bad UTF-8, NUL, BOM, trailing bytes are refused.
// Variants are objects tagged by "type" with the snake_case name of the alternative; absent optionals are left out;
// ids, hashes and secrets are base64url without padding; check numbers stay below 2^53.

#include <string>
#include <string_view>
#include <boost/system/result.hpp>

#include "protocol/messages.hpp"

namespace warsha {

/// Why bytes are not the message they should be.
struct DecodeError {
    enum class Kind { syntax, shape, bounds, text } kind = Kind::syntax;
    std::string where;                   ///< dotted path, "body.marks[2].points"
    std::string what;                    ///< for developers, a predicate ("is missing"); never holds the input
    std::optional<Reject> text;          ///< kind text: the words themselves are refused (text_too_long, text_empty, text_not_allowed)
    std::optional<Cid> cid;              ///< where it was readable: the answer is a rejection, not a close
};

template <class T>
using Decoded = boost::system::result<T, DecodeError>;

// Explicitly instantiated in codec.cpp for the types below; templates for others live in codec_impl.hpp
// (include that one in few files: it is where compile time goes).
struct Bounds {
    std::size_t bytes_max;
    int depth_max;
    std::size_t items_max = 2'000;       ///< elements of one array
    std::size_t members_max = 64;        ///< members of one object
};
inline constexpr Bounds participant_bounds{participant_message_bytes_max, 6};
inline constexpr Bounds facilitator_bounds{facilitator_message_bytes_max, 8};  // add_activity with labelled items needs them
inline constexpr Bounds room_plan_bounds{1024 * 1024, 8};
inline constexpr Bounds server_message_bounds{16 * 1024 * 1024, 16, 1'000'000};  // clients of ours trust their server
Decoded<ClientMessage> decode_client_message(std::string_view json, Bounds bounds);
Decoded<ServerMessage> decode_server_message(std::string_view json);
Decoded<RoomPlan> decode_room_plan(std::string_view json);
Decoded<Command> decode_command(std::string_view json);
std::string encode(ClientMessage const& message);
std::string encode(ServerMessage const& message);
std::string encode(Command const& command);
std::string encode(RoomPlan const& plan);

// Small words, used by edges and tools.
std::string to_base64url(unsigned char const* bytes, std::size_t size);
bool from_base64url(std::string_view text, unsigned char* bytes, std::size_t size);   ///< exact size, no padding, canonical
template <class Tag> std::string text_of(Strong<Tag, Bytes16> const& id) { return to_base64url(id.value.data(), id.value.size()); }
inline std::string text_of(Hash const& hash) { return to_base64url(hash.value.data(), hash.value.size()); }

}  // namespace warsha

namespace boost { inline void throw_exception_from_error(warsha::DecodeError const&, boost::source_location const&) { std::abort(); } }
