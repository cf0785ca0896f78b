// libcrypto's newer interface looks the algorithm up by name and allocates in each call, which costs as much as hashing an entry;
// the older one is deprecated for what it does not offer (providers, engines), not for what it does.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "journal/hashing.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace warsha {
namespace {

Bytes32 finish(SHA256_CTX context, std::initializer_list<std::string_view> parts) {
    Bytes32 hash{};
    for (auto const& part : parts) SHA256_Update(&context, part.data(), part.size());
    SHA256_Final(hash.data(), &context);
    return hash;
}

/// RFC 2104: what hashing the key's two pads has come to. Kept for the key used last: a thread serves few rooms at a time.
struct Pads {
    Bytes32 key{};
    SHA256_CTX inner, outer;

    explicit Pads(Bytes32 const& of) : key(of) {
        begin(inner, 0x36);
        begin(outer, 0x5c);
    }
    void begin(SHA256_CTX& context, unsigned char pad) const {
        std::array<unsigned char, SHA256_CBLOCK> block{};
        for (std::size_t i = 0; i < block.size(); ++i) block[i] = static_cast<unsigned char>(pad ^ (i < key.size() ? key[i] : 0));
        SHA256_Init(&context);
        SHA256_Update(&context, block.data(), block.size());
        OPENSSL_cleanse(block.data(), block.size());
    }
};

}  // namespace

Bytes32 sha256_of(std::initializer_list<std::string_view> parts) {
    SHA256_CTX context;
    SHA256_Init(&context);
    return finish(context, parts);
}

Bytes32 hmac_of(Bytes32 const& key, std::initializer_list<std::string_view> parts) {
    static thread_local Pads pads(key);
    if (pads.key != key) pads = Pads(key);
    auto const inner = finish(pads.inner, parts);
    return finish(pads.outer, {{reinterpret_cast<char const*>(inner.data()), inner.size()}});
}

}  // namespace warsha
