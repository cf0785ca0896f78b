// One HTTP connection: strict head, answer, again; or the upgrade to a WebSocket.

#include <boost/asio/read_until.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http.hpp>

#include "web/http_rules.hpp"
#include "web/stream.hpp"

namespace warsha::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr auto idle_timeout = std::chrono::seconds(15);
constexpr auto body_timeout = std::chrono::seconds(10);
constexpr std::uint64_t body_bytes_max = 1024 * 1024;

std::string lower(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

class HttpSession : public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(Shared& shared, Shard& shard, asio::ip::tcp::socket socket, std::string address)
        : shared_(shared), shard_(shard), stream_(shard.io().get_executor()), address_(std::move(address)) {
        beast::error_code ignored;
        socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        // A phone that stops reading must not hold megabytes of kernel memory.
        socket.set_option(asio::socket_base::send_buffer_size(64 * 1024), ignored);
        auto const protocol = socket.local_endpoint(ignored).protocol();
        stream_.socket().assign(protocol, socket.release(ignored), ignored);
        ++shared_.connections;
    }
    ~HttpSession() { --shared_.connections; }

    void read_head() {
        stream_.expires_after(idle_timeout);
        asio::async_read_until(stream_, asio::dynamic_buffer(head_, head_bytes_max), "\r\n\r\n", [self = shared_from_this()](beast::error_code error, std::size_t size) {
            if (error == asio::error::not_found) return self->refuse(431, "The header is larger than 8 KiB.");
            if (!error) self->head_came(size);
        });
    }

private:
    void head_came(std::size_t size) {
        if (auto const wrong = check_head(std::string_view(head_).substr(0, size))) return refuse(wrong->status, wrong->hint);
        parser_.emplace();
        parser_->body_limit(body_bytes_max);
        parser_->eager(true);
        beast::flat_buffer rest;
        rest.commit(asio::buffer_copy(rest.prepare(head_.size()), asio::buffer(head_)));
        head_.clear();
        buffer_ = std::move(rest);
        stream_.expires_after(body_timeout);
        http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error == http::error::body_limit) return self->refuse(413, "The body is larger than 1 MiB.");
            if (error == http::error::end_of_stream) return;
            if (error) return self->refuse(400, "The request is malformed.");
            self->request_came();
        });
    }

    void request_came() {
        auto const& request = parser_->get();
        keep_alive_ = request.keep_alive();
        if (!is_our_host(std::string(request[http::field::host])))
            return refuse(421, "This server does not answer for that host name. Start it with --public-url or --origins.");
        auto const path = plain_path({request.target().data(), request.target().size()});
        if (!path) return answer(problem(404, "not_found", "There is nothing at this address."), request.method() == http::verb::head);
        if (path->starts_with("/ws/")) return upgrade();
        Request made{.method = std::string(request.method_string()), .target = std::string(request.target()), .path = *path, .host = std::string(request[http::field::host]),
                     .authorization = std::string(request[http::field::authorization]), .accept_encoding = std::string(request[http::field::accept_encoding]),
                     .if_none_match = std::string(request[http::field::if_none_match]), .body = request.body()};
        host_name_ = made.host;
        bool const is_head = request.method() == http::verb::head;
        if (request.method() == http::verb::post && !request.body().empty() && !request[http::field::content_type].starts_with("application/json"))
            return answer(problem(415, "not_json", "The body must be application/json."), is_head);
        stream_.expires_never();  // the room answers, or the host does
        shared_.api.handle(made, [self = shared_from_this(), is_head](Answer const& answer) {
            asio::post(self->stream_.get_executor(), [self, answer, is_head] { self->answer(answer, is_head); });
        });
    }

    [[nodiscard]] bool is_our_host(std::string const& host) const { return std::ranges::find(shared_.hosts, lower(host)) != shared_.hosts.end(); }

    void upgrade() {
        auto const& request = parser_->get();
        if (!beast::websocket::is_upgrade(request)) return refuse(426, "This address speaks WebSocket only.");
        if (std::ranges::find(shared_.origins, lower(std::string(request[http::field::origin]))) == shared_.origins.end())
            return refuse(403, "Pages of another origin may not connect.");
        bool offered = false;
        for (auto const& one : http::token_list(request[http::field::sec_websocket_protocol])) offered = offered || one == subprotocol;
        if (!offered) return refuse(400, "The WebSocket subprotocol warsha.v1 must be offered.");
        start_ws_session(shared_, shard_, std::move(stream_), parser_->release(), address_);
    }

    void refuse(unsigned status, std::string const& hint) {
        keep_alive_ = false;
        answer(problem(status, "bad_request", hint), false);
    }

    void answer(Answer const& answer, bool is_head) {
        auto response = std::make_shared<http::response<http::string_body>>(static_cast<http::status>(answer.status), 11);
        response->set(http::field::server, "warsha");
        response->set(http::field::content_type, answer.type);
        response->set(http::field::cache_control, answer.cache);
        if (!answer.encoding.empty()) response->set(http::field::content_encoding, answer.encoding);
        if (!answer.etag.empty()) response->set(http::field::etag, answer.etag);
        if (!answer.etag.empty()) response->set(http::field::vary, "Accept-Encoding");
        if (!answer.disposition.empty()) response->set(http::field::content_disposition, answer.disposition);
        secure(*response, answer);
        response->keep_alive(keep_alive_);
        auto const body = answer.body ? *answer.body : std::string();
        response->content_length(body.size());
        if (!is_head && answer.status != 304) response->body() = body;
        shared_.metrics.http(answer.status);
        stream_.expires_after(body_timeout);
        auto const done = [self = shared_from_this(), response](beast::error_code error, std::size_t) {
            if (error) return;
            if (self->keep_alive_ && !self->shared_.stopping) return self->read_again();
            self->finish();
        };
        if (is_head || answer.status == 304) {
            auto const serializer = std::make_shared<http::response_serializer<http::string_body>>(*response);
            return http::async_write_header(stream_, *serializer, [done, serializer](beast::error_code error, std::size_t size) { done(error, size); });
        }
        http::async_write(stream_, *response, done);
    }

    void read_again() {
        head_ = beast::buffers_to_string(buffer_.data());  // a pipelined request
        buffer_.clear();
        read_head();
    }

    /// The client may still be sending: read what is there for a moment, so that the answer is not lost in a reset.
    void finish() {
        beast::error_code ignored;
        stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        stream_.expires_after(std::chrono::seconds(1));
        drain();
    }
    void drain() {
        stream_.async_read_some(asio::buffer(scrap_), [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error) self->drain();
        });
    }

    void secure(http::response<http::string_body>& response, Answer const& answer) const {
        std::string policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'";
        if (!host_name_.empty()) policy += " ws://" + host_name_ + " wss://" + host_name_;
        policy += "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        if (answer.is_report) policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.set("Content-Security-Policy", policy);
        response.set("X-Content-Type-Options", "nosniff");
        response.set("Referrer-Policy", "no-referrer");
        response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
        response.set("Cross-Origin-Opener-Policy", "same-origin");
        response.set("Cross-Origin-Resource-Policy", "same-origin");
    }

    Shared& shared_;
    Shard& shard_;
    Stream stream_;
    std::string address_, host_name_, head_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    std::array<char, 4096> scrap_{};
    bool keep_alive_ = false;
};

}  // namespace

void serve_socket(Shared& shared, Shard& shard, asio::ip::tcp::socket socket) {
    beast::error_code gone;
    auto address = socket.remote_endpoint(gone).address().to_string();
    if (gone) return;
    std::make_shared<HttpSession>(shared, shard, std::move(socket), std::move(address))->read_head();
}

}  // namespace warsha::web
