#pragma once
// A WebSocket client by hand: it can send frames that are wrong, and it can stop reading.

#include <vector>

#include "protocol/messages.hpp"
#include "raw_socket.hpp"

namespace warsha::web {

enum class Opcode : unsigned char { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// A masked client frame. Without `first_byte`: FIN and the opcode.
std::string client_frame(Opcode opcode, std::string_view payload, std::optional<unsigned char> first_byte = {});

/// The request that asks for an upgrade; lines can be replaced: {"Origin", ""} leaves it out.
std::string upgrade_request(std::uint16_t port, std::string const& path, std::map<std::string, std::string> const& changed = {});

class RawWebSocket {
public:
    /// Connects and upgrades; status() is the answer's. `changed`: lines of the request.
    RawWebSocket(std::uint16_t port, std::string const& code, int receive_buffer = 0, std::map<std::string, std::string> const& changed = {});

    [[nodiscard]] int status() const { return answer_.status; }
    [[nodiscard]] HttpAnswer const& answer() const { return answer_; }
    bool send(ClientMessage const& message);
    bool send_text(std::string_view text) { return send_bytes(client_frame(Opcode::text, text)); }
    bool send_bytes(std::string_view bytes) { return socket_.send(bytes); }

    struct Frame { Opcode opcode; std::string payload; };
    /// The next frame, of any kind; nullopt when none came in time or the connection ended.
    std::optional<Frame> next(std::chrono::milliseconds at_most = patience);
    /// The next message of this type; what comes before it is skipped. Ends the test's patience with nullopt.
    template <class T>
    std::optional<T> next_message(std::chrono::milliseconds at_most = patience) {
        auto const until = std::chrono::steady_clock::now() + at_most;
        while (std::chrono::steady_clock::now() < until) {
            auto const message = any_message(std::chrono::milliseconds(200));
            if (message && std::holds_alternative<T>(*message)) return std::get<T>(*message);
            if (closed_with_ || socket_.is_closed()) break;
        }
        return std::nullopt;
    }
    /// Reads on until the server closes; its code, answered as a client should. 0: the connection ended without one.
    int close_code(std::chrono::milliseconds at_most = patience);
    [[nodiscard]] RawSocket& socket() { return socket_; }

private:
    std::optional<ServerMessage> any_message(std::chrono::milliseconds at_most);
    std::optional<Frame> take_frame();

    RawSocket socket_;
    HttpAnswer answer_;
    std::string bytes_;
    std::optional<int> closed_with_;
};

/// Says hello as a visitor and waits for the view.
void enter(RawWebSocket& socket);

}  // namespace warsha::web
