#include "protocol/codec.hpp"
#include "tests/fuzz/edge.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace warsha::fuzz {
namespace {

/// How the rest of the input comes, by the bits of its first byte.
enum Manner : unsigned char {
    greeted = 1,                         ///< after a participant's hello
    as_facilitator = 2,                  ///< after a facilitator's hello
    seated = 4,                          ///< and a join
    as_lines = 8,                        ///< every line is one message
    as_frames = 16                       ///< first byte of a frame, length, payload, and again: masked here. Neither: the bytes themselves
};

std::string frame(unsigned char first, std::string_view payload) {
    std::string made(1, static_cast<char>(first));
    if (payload.size() < 126) made += static_cast<char>(0x80 | payload.size());
    else (made += "\xfe") += {static_cast<char>(payload.size() >> 8), static_cast<char>(payload.size())};
    made.append(4, '\0');                // the mask
    return made.append(payload);
}
std::string text(std::string_view payload) { return frame(0x81, payload.substr(0, 0xffff)); }

std::string upgrade(std::string const& code) {
    return "GET /ws/" + code + " HTTP/1.1\r\nHost: " + edge_host + "\r\nOrigin: http://" + edge_host +
           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: warsha.v1\r\n\r\n";
}

Hello facilitator(CreatedRoom const& room) {
    auto const fragment = room.facilitator_link.substr(room.facilitator_link.find('#') + 1);
    LinkSecret secret;
    from_base64url(fragment.substr(0, 22), secret.link.value.data(), 16);
    from_base64url(fragment.substr(23), secret.secret.data(), 16);
    return {.role = Role::facilitator, .seat = {}, .link = secret, .resume = {}};
}

std::string lines(std::string_view input) {
    std::string made;
    while (!input.empty()) {
        auto const end = std::min(input.find('\n'), input.size());
        made += text(input.substr(0, end));
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    return made;
}

std::string frames(std::string_view input) {
    std::string made;
    while (input.size() >= 2) {
        auto const size = std::min<std::size_t>(static_cast<unsigned char>(input[1]), input.size() - 2);
        made += frame(static_cast<unsigned char>(input[0]), input.substr(2, size));
        input.remove_prefix(2 + size);
    }
    return made;
}

/// Whole, unmasked, text or control, and a close code we know.
void must_be_frames(std::string_view bytes) {
    while (bytes.size() >= 2) {
        auto const first = static_cast<unsigned char>(bytes[0]);
        std::uint64_t size = static_cast<unsigned char>(bytes[1]);
        std::size_t head = 2;
        must(first == 0x81 || first == 0x88 || first == 0x89 || first == 0x8a, "text, close, ping and pong are what we send");
        must(size < 128, "without a mask");
        auto const more = size == 126 ? 2U : size == 127 ? 8U : 0U;
        if (bytes.size() < head + more) return;
        if (more) size = 0;
        for (; head < 2 + more; ++head) size = size << 8 | static_cast<unsigned char>(bytes[head]);
        if (bytes.size() < head + size) return;
        auto const payload = bytes.substr(head, size);
        if (first == 0x81) must(bool(decode_server_message(payload)), "our messages keep to the protocol");
        if (first == 0x88 && size >= 2) must(payload != "\x11\x94", "and nothing ends with 4500");
        bytes.remove_prefix(head + size);
    }
}

}  // namespace

void websocket(std::string_view input) {
    if (input.empty()) return;
    auto const manner = static_cast<unsigned char>(input.front());
    input.remove_prefix(1);
    auto& server = edge();
    auto const before = server.connections();  // requests of another target may still wait for the disk
    {
        Edge::Client client(server);
        must(client.say(upgrade(server.room().code)).starts_with("HTTP/1.1 101"), "the upgrade is given");
        std::string said;
        if (manner & as_facilitator) said += text(encode(facilitator(server.room())));
        else if (manner & greeted) said += text(encode(Hello{}));
        if (manner & seated) said += text(R"({"body":{"language":"fr","type":"join"},"cid":"AAAAAAAAAAAAAAAAAAAAAA","type":"command"})");
        auto answer = client.say(said);
        answer += client.say(manner & as_lines ? lines(input) : manner & as_frames ? frames(input) : std::string(input));
        answer += client.finish();
        must_be_frames(answer);
    }
    must(server.connections() <= before, "a session ends with its socket");
}

}  // namespace warsha::fuzz
