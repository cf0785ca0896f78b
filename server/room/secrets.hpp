#pragma once
// Keyed hashes of a room: seats, tickets, pseudonyms, checks. Pure.

#include <optional>
#include <string_view>

#include "journal/entry.hpp"
#include "protocol/messages.hpp"

namespace warsha {

Hash sha256(std::string_view bytes);
ParticipantId participant_of(RoomId room, Cid join);                     ///< SHA-256("warsha-seat" ‖ room ‖ cid)[:16]
Hash ticket_of(Bytes32 const& server_key, RoomId room, ParticipantId seat, std::uint32_t generation);
/// `voter`: of a seat, or of a line of the roll in a motion.
Pseudonym pseudonym_of(RoomKey const& key, ActivityId activity, Bytes16 const& voter);
std::uint64_t check_of(RoomKey const& key, std::string_view who, std::string_view command);  ///< 48 bits
/// Eight characters of Crockford's base 32 (no I, L, O, U): 40 bits.
std::string certificate_code_of(RoomKey const& key, ParticipantId person);
std::string seat_code_of(RoomKey const& key, Cid offer);                 ///< 8 digits; the same offer, repeated, shows the same code
Hash seat_code_hash(RoomId room, std::string_view code);
Cid deadline_cid(RoomId room, ActivityId activity, std::uint32_t round, UnixMillis at);
Cid end_cid(RoomId room, UnixMillis at);                                 ///< of the close when the time to catch up is over
/// "name=value" of the cookie that stands for a link until `ends_at`, and the link that a request's Cookie field proves for this room. Keyed: only a server made it.
std::string session_cookie_of(Bytes32 const& server_key, RoomId room, LinkId link, UnixMillis ends_at);
std::optional<LinkId> link_of_cookie(Bytes32 const& server_key, RoomId room, std::string_view cookies, UnixMillis now);
Cid erasing_cid(RoomId room);                                             ///< the same on every node, so that it is recorded once
bool same_secret(unsigned char const* a, unsigned char const* b, std::size_t size);          ///< in constant time

}  // namespace warsha
