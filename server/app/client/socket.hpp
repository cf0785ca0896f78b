#pragma once
// A WebSocket client for tools (crowd, play). One thread: the io_context it was made with.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

namespace warsha::client {

struct Target {
    std::string host = "127.0.0.1";      ///< an address, not a name
    int port = 8080;
    std::string origin;                  ///< sent as Origin and, without its scheme, as Host
};

class Socket {
public:
    struct Handlers {
        std::function<void()> on_open;
        std::function<void(std::string const& text)> on_text;
        std::function<void(std::uint16_t code)> on_closed;  ///< 0: no close frame came; called exactly once after connect()
    };

    virtual ~Socket() = default;
    virtual void send(std::string text) = 0;
    virtual void close() = 0;            ///< with a close frame
    virtual void cut() = 0;              ///< like a lost network: no frame, on_closed(0) follows

    /// Connects to ws://target{path} with the subprotocol; handlers are called later, never from inside.
    static std::shared_ptr<Socket> connect(boost::asio::io_context& io, Target const& target, std::string const& path, Handlers handlers);
};

}  // namespace warsha::client
