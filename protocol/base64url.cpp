#include "protocol/codec.hpp"

namespace warsha {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr auto values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i) table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}();

}  // namespace

std::string to_base64url(unsigned char const* bytes, std::size_t size) {
    std::string out((size * 4 + 2) / 3, '\0');
    auto* to = out.data();
    auto const put = [&](unsigned bits, std::size_t characters) {
        for (std::size_t i = 0; i < characters; ++i) *to++ = alphabet[bits >> (18 - 6 * i) & 63];
    };
    std::size_t i = 0;
    for (; i + 3 <= size; i += 3) put(static_cast<unsigned>(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]), 4);
    if (size - i == 1) put(static_cast<unsigned>(bytes[i] << 16), 2);
    if (size - i == 2) put(static_cast<unsigned>(bytes[i] << 16 | bytes[i + 1] << 8), 3);
    return out;
}

bool from_base64url(std::string_view text, unsigned char* bytes, std::size_t size) {
    if (text.size() != (size * 4 + 2) / 3) return false;
    unsigned bits = 0, held = 0;
    for (char const c : text) {
        int const value = values[static_cast<unsigned char>(c)];
        if (value < 0) return false;
        bits = bits << 6 | static_cast<unsigned>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            *bytes++ = static_cast<unsigned char>(bits >> held);
        }
    }
    return (bits & ((1U << held) - 1)) == 0;  // the spare bits are zero: one spelling per value
}

}  // namespace warsha
