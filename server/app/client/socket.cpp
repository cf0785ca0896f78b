#include "app/client/socket.hpp"

#include <deque>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>

#include "protocol/messages.hpp"

namespace warsha::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;

constexpr auto connect_timeout = std::chrono::seconds(10);

class BeastSocket final : public Socket, public std::enable_shared_from_this<BeastSocket> {
public:
    BeastSocket(asio::io_context& io, Handlers handlers) : ws_(io), handlers_(std::move(handlers)) {}

    void start(Target const& target, std::string path) {
        auto const origin = target.origin.empty() ? "http://" + target.host + ":" + std::to_string(target.port) : target.origin;
        auto const host = origin.substr(origin.find("://") + 3);
        ws_.set_option(websocket::stream_base::decorator([origin](websocket::request_type& request) {
            request.set(beast::http::field::origin, origin);
            request.set(beast::http::field::sec_websocket_protocol, subprotocol);
        }));
        ws_.read_message_max(4 * 1024 * 1024);
        beast::get_lowest_layer(ws_).expires_after(connect_timeout);
        tcp::endpoint const where(asio::ip::make_address(target.host), static_cast<std::uint16_t>(target.port));
        beast::get_lowest_layer(ws_).async_connect(where, [self = shared_from_this(), host, path](beast::error_code error) {
            if (error) return self->finish(0);
            beast::error_code ignored;
            beast::get_lowest_layer(self->ws_).socket().set_option(tcp::no_delay(true), ignored);
            self->ws_.async_handshake(host, path, [self](beast::error_code failed) { self->opened(failed); });
        });
    }

    void send(std::string text) override {
        if (finished_) return;
        queue_.push_back(std::move(text));
        if (open_ && !writing_) write();
    }

    void close() override {
        if (!open_ || finished_) return cut();
        ws_.async_close(websocket::close_code::normal, [self = shared_from_this()](beast::error_code) { self->finish(0); });
    }

    void cut() override {
        beast::error_code ignored;
        beast::get_lowest_layer(ws_).socket().close(ignored);
        asio::post(ws_.get_executor(), [self = shared_from_this()] { self->finish(0); });
    }

private:
    void opened(beast::error_code error) {
        if (error) return finish(0);
        beast::get_lowest_layer(ws_).expires_never();
        open_ = true;
        handlers_.on_open();
        if (!queue_.empty() && !writing_) write();
        read();
    }

    void read() {
        ws_.async_read(buffer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error) return self->finish(error == websocket::error::closed ? self->ws_.reason().code : std::uint16_t{0});
            auto const text = beast::buffers_to_string(self->buffer_.data());
            self->buffer_.consume(self->buffer_.size());
            self->handlers_.on_text(text);
            if (!self->finished_) self->read();
        });
    }

    void write() {
        writing_ = true;
        ws_.text(true);
        ws_.async_write(asio::buffer(queue_.front()), [self = shared_from_this()](beast::error_code error, std::size_t) {
            self->writing_ = false;
            if (error) return;  // the reader learns of it and finishes
            self->queue_.pop_front();
            if (!self->queue_.empty()) self->write();
        });
    }

    void finish(std::uint16_t code) {
        if (std::exchange(finished_, true)) return;
        beast::error_code ignored;
        beast::get_lowest_layer(ws_).socket().close(ignored);
        auto const told = std::exchange(handlers_.on_closed, nullptr);
        if (told) told(code);
    }

    websocket::stream<beast::tcp_stream, false> ws_;  // false: no compression extension
    beast::flat_buffer buffer_;
    std::deque<std::string> queue_;
    Handlers handlers_;
    bool open_ = false, writing_ = false, finished_ = false;
};

}  // namespace

std::shared_ptr<Socket> Socket::connect(asio::io_context& io, Target const& target, std::string const& path, Handlers handlers) {
    auto socket = std::make_shared<BeastSocket>(io, std::move(handlers));
    socket->start(target, path);
    return socket;
}

}  // namespace warsha::client
