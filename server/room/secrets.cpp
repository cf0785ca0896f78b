#include "room/secrets.hpp"

#include <cstring>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace warsha {
namespace {

std::string_view view(auto const& bytes) { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }

Bytes32 hmac(Bytes32 const& key, std::string_view input) {
    Bytes32 mac{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<unsigned char const*>(input.data()), input.size(), mac.data(), &size);
    return mac;
}

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

Hash sha256(std::string_view bytes) {
    Hash hash;
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), hash.value.data());
    return hash;
}

ParticipantId participant_of(RoomId room, Cid cid) { return first_16<ParticipantId>(sha256(join({"warsha-seat", view(room.value), view(cid.value)})).value); }

Hash ticket_of(Bytes32 const& server_key, RoomId room, ParticipantId seat, std::uint32_t generation) {
    return Hash{hmac(server_key, join({"warsha-ticket", view(room.value), view(seat.value), std::to_string(generation)}))};
}

Pseudonym pseudonym_of(RoomKey const& key, ActivityId activity, Bytes16 const& voter) {
    return first_16<Pseudonym>(hmac(key.bytes, join({view(activity.value), view(voter)})));
}

std::uint64_t check_of(RoomKey const& key, std::string_view who, std::string_view command) {
    auto const mac = hmac(key.bytes, join({"warsha-check", who, command}));
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

bool same_secret(unsigned char const* a, unsigned char const* b, std::size_t size) { return CRYPTO_memcmp(a, b, size) == 0; }

}  // namespace warsha
