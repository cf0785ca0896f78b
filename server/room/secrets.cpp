#include "room/secrets.hpp"

#include <charconv>
#include <cstring>

#include <openssl/crypto.h>

#include "journal/hashing.hpp"
#include "protocol/codec.hpp"

namespace warsha {
namespace {

std::string_view view(auto const& bytes) { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }

Bytes32 hmac(Bytes32 const& key, std::string_view input) { return hmac_of(key, {input}); }

template <class Id>
Id first_16(Bytes32 const& bytes) {
    Id id;
    std::memcpy(id.value.data(), bytes.data(), id.value.size());
    return id;
}

std::string join(std::initializer_list<std::string_view> parts) {
    std::string all;
    for (auto const& part : parts) all += part;
    return all;
}

}  // namespace

Hash sha256(std::string_view bytes) { return Hash{sha256_of({bytes})}; }

ParticipantId participant_of(RoomId room, Cid cid) { return first_16<ParticipantId>(sha256(join({"warsha-seat", view(room.value), view(cid.value)})).value); }

Hash ticket_of(Bytes32 const& server_key, RoomId room, ParticipantId seat, std::uint32_t generation) {
    return Hash{hmac(server_key, join({"warsha-ticket", view(room.value), view(seat.value), std::to_string(generation)}))};
}

Pseudonym pseudonym_of(RoomKey const& key, ActivityId activity, Bytes16 const& voter) {
    return first_16<Pseudonym>(hmac(key.bytes, join({view(activity.value), view(voter)})));
}

std::uint64_t check_of(RoomKey const& key, std::string_view who, std::string_view command) {
    auto const mac = hmac_of(key.bytes, {"warsha-check", who, command});
    std::uint64_t check = 0;
    for (std::size_t i = 0; i < 6; ++i) check = check << 8 | mac[i];
    return check;
}

std::string seat_code_of(RoomKey const& key, Cid offer) {
    auto const mac = hmac(key.bytes, join({"warsha-seat-code", view(offer.value)}));
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) number = number << 8 | mac[i];  // 64 bits over 10^8 codes: no code is favoured that one could notice
    auto const digits = std::to_string(number % 100'000'000);
    return std::string(8 - digits.size(), '0') + digits;
}

std::string certificate_code_of(RoomKey const& key, ParticipantId person) {
    static constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    auto const mac = hmac(key.bytes, join({"warsha-certificate", view(person.value)}));
    std::string code;
    for (std::size_t i = 0; i < 8; ++i) code += digits[mac[i] % digits.size()];
    return code;
}

Cid end_cid(RoomId room, UnixMillis at) { return first_16<Cid>(sha256(join({"warsha-end", view(room.value), std::to_string(at)})).value); }

Hash seat_code_hash(RoomId room, std::string_view code) { return sha256(join({"warsha-seat-code", view(room.value), code})); }

Cid deadline_cid(RoomId room, ActivityId activity, std::uint32_t round, UnixMillis at) {
    return first_16<Cid>(sha256(join({"warsha-deadline", view(room.value), view(activity.value), std::to_string(round), "|", std::to_string(at)})).value);
}

namespace {

/// __Host-: https only, of this host only, for all of it. One per room, so that two rooms may be run side by side.
std::string cookie_name(RoomId room) { return "__Host-warsha-" + text_of(room) + "="; }

Hash cookie_mac(Bytes32 const& server_key, RoomId room, LinkId link, UnixMillis ends_at) {
    return Hash{hmac(server_key, join({"warsha-session", view(room.value), view(link.value), std::to_string(ends_at)}))};
}

}  // namespace

std::string session_cookie_of(Bytes32 const& server_key, RoomId room, LinkId link, UnixMillis ends_at) {
    return cookie_name(room) + text_of(link) + "." + std::to_string(ends_at) + "." + text_of(cookie_mac(server_key, room, link, ends_at));
}

std::optional<LinkId> link_of_cookie(Bytes32 const& server_key, RoomId room, std::string_view cookies, UnixMillis now) {
    auto const name = cookie_name(room);
    auto const at = cookies.find(name);
    if (at == std::string_view::npos || (at > 0 && cookies[at - 1] != ' ' && cookies[at - 1] != ';')) return std::nullopt;
    auto const value = cookies.substr(at + name.size(), cookies.find(';', at) - at - name.size());
    auto const first = value.find('.'), last = value.rfind('.');
    if (first == std::string_view::npos || first == last) return std::nullopt;
    LinkId link;
    Hash mac;
    UnixMillis ends_at = 0;
    auto const ends = value.substr(first + 1, last - first - 1);
    auto const [rest, wrong] = std::from_chars(ends.data(), ends.data() + ends.size(), ends_at);
    bool const is_formed = wrong == std::errc{} && rest == ends.data() + ends.size() && from_base64url(value.substr(0, first), link.value.data(), link.value.size()) &&
                           from_base64url(value.substr(last + 1), mac.value.data(), mac.value.size());
    if (!is_formed || ends_at <= now) return std::nullopt;
    auto const right = cookie_mac(server_key, room, link, ends_at);
    return same_secret(mac.value.data(), right.value.data(), mac.value.size()) ? std::optional(link) : std::nullopt;
}

Cid erasing_cid(RoomId room) { return first_16<Cid>(sha256(join({"warsha-erasing", view(room.value)})).value); }

bool same_secret(unsigned char const* a, unsigned char const* b, std::size_t size) { return CRYPTO_memcmp(a, b, size) == 0; }

}  // namespace warsha
