#include "journal/redis/sealing.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "protocol/codec.hpp"

namespace warsha::redis {
namespace {

constexpr std::size_t nonce_bytes = 12, tag_bytes = 16;
using Sealed = std::array<unsigned char, nonce_bytes + 32 + tag_bytes>;
using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

void expect(int result) {
    if (result != 1) throw std::runtime_error("OpenSSL refused to seal or to make a key");
}

/// Tickets are made with the cluster's key itself; this one seals.
Bytes32 sealing_key(Bytes32 const& cluster_key) {
    constexpr std::string_view purpose = "warsha-room-keys";
    Bytes32 key{};
    unsigned size = 0;
    HMAC(EVP_sha256(), cluster_key.data(), static_cast<int>(cluster_key.size()), reinterpret_cast<unsigned char const*>(purpose.data()), purpose.size(), key.data(), &size);
    return key;
}

}  // namespace

void random_fill(unsigned char* bytes, std::size_t size) { expect(RAND_bytes(bytes, static_cast<int>(size))); }

Bytes32 random_key() {
    Bytes32 key{};
    random_fill(key.data(), key.size());
    return key;
}

std::string seal_key(Bytes32 const& cluster_key, RoomId room, RoomKey const& key) {
    Sealed sealed{};
    auto* const text = sealed.data() + nonce_bytes;
    expect(RAND_bytes(sealed.data(), nonce_bytes));
    Context const context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    int size = 0;
    expect(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, sealing_key(cluster_key).data(), sealed.data()));
    expect(EVP_EncryptUpdate(context.get(), nullptr, &size, room.value.data(), static_cast<int>(room.value.size())));
    expect(EVP_EncryptUpdate(context.get(), text, &size, key.bytes.data(), static_cast<int>(key.bytes.size())));
    expect(EVP_EncryptFinal_ex(context.get(), text + size, &size));
    expect(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, text + key.bytes.size()));
    return to_base64url(sealed.data(), sealed.size());
}

std::optional<RoomKey> unseal_key(Bytes32 const& cluster_key, RoomId room, std::string const& given) {
    Sealed sealed{};
    if (!from_base64url(given, sealed.data(), sealed.size())) return std::nullopt;
    RoomKey key;
    auto* const text = sealed.data() + nonce_bytes;
    Context const context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    int size = 0;
    expect(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, sealing_key(cluster_key).data(), sealed.data()));
    expect(EVP_DecryptUpdate(context.get(), nullptr, &size, room.value.data(), static_cast<int>(room.value.size())));
    expect(EVP_DecryptUpdate(context.get(), key.bytes.data(), &size, text, static_cast<int>(key.bytes.size())));
    expect(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, text + key.bytes.size()));
    bool const is_whole = EVP_DecryptFinal_ex(context.get(), key.bytes.data() + size, &size) == 1;
    return is_whole ? std::optional(key) : std::nullopt;
}

}  // namespace warsha::redis
