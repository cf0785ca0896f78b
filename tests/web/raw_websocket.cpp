#include "raw_websocket.hpp"

#include <stdexcept>

#include "protocol/codec.hpp"

namespace warsha::web {
namespace {
constexpr char mask[] = {0x11, 0x22, 0x33, 0x44};

std::string big_endian(std::uint64_t value, int bytes) {
    std::string made;
    for (int i = bytes - 1; i >= 0; --i) made += static_cast<char>(value >> (8 * i) & 0xff);
    return made;
}
}  // namespace

std::string client_frame(Opcode opcode, std::string_view payload, std::optional<unsigned char> first_byte) {
    std::string made(1, static_cast<char>(first_byte.value_or(0x80 | static_cast<unsigned char>(opcode))));
    if (payload.size() < 126) made += static_cast<char>(0x80 | payload.size());
    else if (payload.size() < 65536) made += "\xfe" + big_endian(payload.size(), 2);
    else made += "\xff" + big_endian(payload.size(), 8);
    made.append(mask, 4);
    for (std::size_t i = 0; i < payload.size(); ++i) made += static_cast<char>(payload[i] ^ mask[i % 4]);
    return made;
}

std::string upgrade_request(std::uint16_t port, std::string const& path, std::map<std::string, std::string> const& changed) {
    auto const host = "127.0.0.1:" + std::to_string(port);
    std::map<std::string, std::string> fields{{"Host", host}, {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "13"},
                                              {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}, {"Sec-WebSocket-Protocol", subprotocol}, {"Origin", "http://" + host}};
    for (auto const& [name, value] : changed) fields[name] = value;
    std::string request = "GET " + path + " HTTP/1.1\r\n";
    for (auto const& [name, value] : fields)
        if (!value.empty()) request += name + ": " + value + "\r\n";
    return request + "\r\n";
}

RawWebSocket::RawWebSocket(std::uint16_t port, std::string const& code, int receive_buffer, std::map<std::string, std::string> const& changed) : socket_(port, receive_buffer) {
    socket_.send(upgrade_request(port, "/ws/" + code, changed));
    while (!socket_.is_closed()) {
        bytes_ += socket_.receive();
        auto answer = take_answer(bytes_);
        if (!answer) continue;
        answer_ = std::move(*answer);
        break;
    }
}

bool RawWebSocket::send(ClientMessage const& message) { return send_text(encode(message)); }

std::optional<RawWebSocket::Frame> RawWebSocket::take_frame() {
    if (bytes_.size() < 2) return std::nullopt;
    auto const byte = [this](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[i])); };
    std::size_t head = 2;
    std::uint64_t size = byte(1) & 0x7f;
    int const long_bytes = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (long_bytes) {
        head += static_cast<std::size_t>(long_bytes);
        if (bytes_.size() < head) return std::nullopt;
        size = 0;
        for (std::size_t i = 2; i < head; ++i) size = size << 8 | byte(i);
    }
    if (bytes_.size() < head + size) return std::nullopt;
    Frame frame{static_cast<Opcode>(byte(0) & 0x0f), bytes_.substr(head, size)};
    bytes_.erase(0, head + size);
    return frame;
}

std::optional<RawWebSocket::Frame> RawWebSocket::next(std::chrono::milliseconds at_most) {
    auto const until = std::chrono::steady_clock::now() + at_most;
    for (;;) {
        if (auto frame = take_frame()) {
            if (frame->opcode == Opcode::close) {
                auto const& code = frame->payload;
                closed_with_ = code.size() < 2 ? 1005 : static_cast<unsigned char>(code[0]) << 8 | static_cast<unsigned char>(code[1]);
                socket_.send(client_frame(Opcode::close, code));
            }
            return frame;
        }
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (socket_.is_closed() || left.count() <= 0) return std::nullopt;
        bytes_ += socket_.receive(left);
    }
}

std::optional<ServerMessage> RawWebSocket::any_message(std::chrono::milliseconds at_most) {
    auto const frame = next(at_most);
    if (!frame || frame->opcode != Opcode::text) return std::nullopt;
    auto message = decode_server_message(frame->payload);
    return message ? std::optional(*message) : std::nullopt;
}

int RawWebSocket::close_code(std::chrono::milliseconds at_most) {
    auto const until = std::chrono::steady_clock::now() + at_most;
    while (!closed_with_ && !socket_.is_closed() && std::chrono::steady_clock::now() < until) next(std::chrono::milliseconds(200));
    return closed_with_.value_or(0);
}

void enter(RawWebSocket& socket) {
    socket.send(Hello{});
    if (!socket.next_message<View>()) throw std::runtime_error("no view came");
}

}  // namespace warsha::web
