#pragma once
// One HTTP connection: strict head, answer, again; or the upgrade to a WebSocket. Included by http_session.cpp and http_session_tls.cpp only.

#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "web/http_rules.hpp"
#include "web/response.hpp"
#include "web/stream.hpp"

namespace warsha::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

inline constexpr int send_buffer_bytes = 64 * 1024;

inline std::string lower(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// 16 bytes in base64 with its padding (RFC 6455, 4.2.1); Beast looks at the size only.
inline bool is_websocket_key(std::string_view key) {
    auto const is_digit = [](unsigned char c) { return std::isalnum(c) || c == '+' || c == '/'; };
    return key.size() == 24 && key.ends_with("==") && std::ranges::all_of(key.substr(0, 22), is_digit);
}

/// `Stream`: Socket, or TlsSocket over it.
template <class Stream>
class HttpSession final : public Timed, public std::enable_shared_from_this<HttpSession<Stream>> {
    using std::enable_shared_from_this<HttpSession<Stream>>::shared_from_this;
    using std::enable_shared_from_this<HttpSession<Stream>>::weak_from_this;
    static constexpr bool is_tls = !std::is_same_v<Stream, Socket>;

public:
    HttpSession(std::shared_ptr<Shared> shared, Shard& shard, Stream socket, asio::ip::address peer)
        : shared_(std::move(shared)), shard_(shard), socket_(std::move(socket)), peer_(std::move(peer)) {
        beast::error_code ignored;
        tcp_of(socket_).set_option(asio::ip::tcp::no_delay(true), ignored);
        // A phone that stops reading must not hold megabytes of kernel memory (measured: 3.4 MiB without this).
        tcp_of(socket_).set_option(asio::socket_base::send_buffer_size(send_buffer_bytes), ignored);
        ++shared_->connections;
        shared_->metrics.connected(1);
    }
    ~HttpSession() override {
        --shared_->connections;
        shared_->metrics.connected(-1);
    }

    void start() {
        shard_.watch(weak_from_this());
        wait_for(Phase::head, shared_->config.timeouts.head);
        if constexpr (is_tls) shake_hands();
        else read_head();
    }

    void tick(Clock::time_point now) override {
        if (phase_ == Phase::gone || now < deadline_) return;
        if (phase_ != Phase::working) return cut();
        refuse(503, "too_slow", "The answer took too long. Try again.");
    }

    void stop() override {
        keep_alive_ = false;
        if (phase_ == Phase::head) cut();
    }

private:
    enum class Phase { head, body, working, writing, draining, gone };

    void wait_for(Phase phase, std::chrono::milliseconds at_most) {
        phase_ = phase;
        deadline_ = Clock::now() + at_most;
    }

    void cut() {
        phase_ = Phase::gone;
        beast::error_code ignored;
        tcp_of(socket_).close(ignored);
    }

    /// Within the deadline of the first head.
    void shake_hands() {
        socket_.async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](beast::error_code error) { error ? self->cut() : self->read_head(); });
    }

    void read_head() {
        asio::async_read_until(socket_, asio::dynamic_buffer(head_, head_bytes_max), "\r\n\r\n", [self = shared_from_this()](beast::error_code error, std::size_t size) {
            if (error == asio::error::not_found) return self->refuse(431, "too_large", "The header is larger than 8 KiB.");
            if (error) return self->cut();
            self->head_came(size);
        });
    }

    void head_came(std::size_t size) {
        keep_alive_ = false;  // until the head is found to be right
        if (auto const wrong = check_head(std::string_view(head_).substr(0, size))) return refuse(wrong->status, "bad_request", wrong->hint);
        parser_.emplace();
        parser_->body_limit(boost::none);  // judged below, once it is known who asks
        beast::error_code error;
        parser_->put(asio::buffer(head_.data(), size), error);
        if (error) return refuse(400, "bad_request", "The request is malformed.");
        buffer_.clear();
        buffer_.commit(asio::buffer_copy(buffer_.prepare(head_.size() - size), asio::buffer(head_) + size));
        head_.clear();
        request_came();
    }

    void request_came() {
        auto const& head = parser_->get();
        is_head_ = head.method() == http::verb::head;
        host_ = lower(std::string(head[http::field::host]));
        // A proxy or an orchestrator asks for our health by an address of its own; the answer tells nothing to anybody.
        bool const is_health = head.target() == "/healthz" || head.target() == "/readyz";
        if (!is_health && std::ranges::find(shared_->hosts, host_) == shared_->hosts.end()) {
            host_.clear();
            return refuse(421, "wrong_host", "This server does not answer for that host name. Start it with --public-url or --origins.");
        }
        keep_alive_ = head.keep_alive() && !shared_->stopping;
        auto const path = plain_path({head.target().data(), head.target().size()});
        if (!path) return answer(problem(404, "not_found", "There is nothing at this address."));
        if (path->starts_with("/ws/")) return upgrade();
        // A page of another origin may make a browser send a POST with our cookie; tools send no Origin.
        if (head.method() == http::verb::post && head.count(http::field::origin) > 0 && !comes_from_us()) return refuse(403, "wrong_origin", "Pages of another origin may not act here.");
        take_request(*path);
        if (auto const refused = shared_->api.refuse_unread(request_)) return refuse(*refused);
        if (parser_->is_done() || parser_->content_length().value_or(0) == 0) return work();
        if (!head[http::field::content_type].starts_with("application/json")) return refuse(415, "not_json", "The body must be application/json.");
        if (*parser_->content_length() > Api::body_bytes_max(request_)) return refuse(413, "too_large", "The body is larger than this address takes.");
        read_body();
    }

    void take_request(std::string path) {
        auto const& head = parser_->get();
        auto const field = [&head](http::field name) { return std::string(head[name]); };
        request_ = {.method = std::string(head.method_string()), .target = std::string(head.target()), .path = std::move(path),
                    .address = rate_key(client_address()), .authorization = field(http::field::authorization), .cookie = field(http::field::cookie),
                    .accept_encoding = field(http::field::accept_encoding), .if_none_match = field(http::field::if_none_match), .is_secure = is_secure(), .body = {}};
    }

    /// Does the browser reach us by https, here or at a proxy? Our names say it.
    [[nodiscard]] bool is_secure() const { return std::ranges::find(shared_->secure_hosts, host_) != shared_->secure_hosts.end(); }

    [[nodiscard]] asio::ip::address client_address() const {
        // A proxy may add a line of its own below the client's: only all of them together are the whole way.
        std::string way;
        auto const [first, last] = parser_->get().equal_range("X-Forwarded-For");
        for (auto line = first; line != last; ++line) way += (way.empty() ? "" : ", ") + std::string(line->value());
        return shared_->proxies.client(peer_, way);
    }

    void read_body() {
        parser_->body_limit(Api::body_bytes_max(request_));
        wait_for(Phase::body, shared_->config.timeouts.body);
        http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error && error != http::error::partial_message) return self->cut();
            if (error) return self->refuse(400, "bad_request", "The body is shorter than its Content-Length.");
            self->request_.body = std::move(self->parser_->get().body());
            self->work();
        });
    }

    void work() {
        wait_for(Phase::working, shared_->config.timeouts.answer);
        shared_->api.handle(request_, [self = shared_from_this(), number = ++request_number_](Answer const& answer) {
            asio::post(self->socket_.get_executor(), [self, answer, number] {
                bool const is_awaited = self->phase_ == Phase::working && self->request_number_ == number;
                if (is_awaited) self->answer(answer);
            });
        });
    }

    [[nodiscard]] bool comes_from_us() const {
        auto const& head = parser_->get();
        auto const origin = lower(std::string(head[http::field::origin]));
        return head.count(http::field::origin) == 1 && std::ranges::find(shared_->origins, origin) != shared_->origins.end();
    }

    void upgrade() {
        auto const& request = parser_->get();
        if (!beast::websocket::is_upgrade(request)) return refuse(426, "websocket_only", "This address speaks WebSocket only.");
        if (!comes_from_us()) return refuse(403, "wrong_origin", "Pages of another origin may not connect.");
        auto const key = request[http::field::sec_websocket_key];
        if (request.count(http::field::sec_websocket_key) != 1 || !is_websocket_key({key.data(), key.size()})) return refuse(400, "bad_key", "Sec-WebSocket-Key must be 16 bytes in base64.");
        bool offered = false;
        for (auto const& one : http::token_list(request[http::field::sec_websocket_protocol])) offered = offered || one == subprotocol;
        if (!offered) return refuse(400, "no_subprotocol", "The WebSocket subprotocol warsha.v1 must be offered.");
        if (buffer_.size() > 0) return refuse(400, "too_early", "Nothing may be sent before the upgrade is answered.");
        phase_ = Phase::gone;
        auto const address = rate_key(client_address());
        start_ws_session(shared_, shard_, std::move(socket_), parser_->release(), address);
    }

    void refuse(unsigned status, std::string const& code, std::string const& hint) { refuse(problem(status, code, hint)); }
    /// What the client goes on sending is not read as a request any more.
    void refuse(Answer const& why) {
        keep_alive_ = false;
        answer(why);
    }

    void answer(Answer const& answer) {
        shared_->metrics.http(answer.status);
        out_head_ = response_head(answer, {.host = host_, .is_secure = is_secure(), .keep_alive = keep_alive_});
        out_body_ = is_head_ || answer.status == 304 ? nullptr : answer.body;
        std::array<asio::const_buffer, 2> const out{asio::buffer(out_head_), out_body_ ? asio::buffer(*out_body_) : asio::const_buffer()};
        wait_for(Phase::writing, shared_->config.timeouts.progress);
        written_by_ = Clock::now() + shared_->config.timeouts.download;
        // A large bundle over a slow link may take minutes, as long as it moves.
        auto const progress = [self = shared_from_this()](beast::error_code error, std::size_t) -> std::size_t {
            self->deadline_ = std::min(Clock::now() + self->shared_->config.timeouts.progress, self->written_by_);
            return error ? 0 : 64 * 1024;
        };
        asio::async_write(socket_, out, progress, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error) return self->cut();
            if (self->keep_alive_ && !self->shared_->stopping) return self->read_again();
            self->finish();
        });
    }

    void read_again() {
        auto const rest = buffer_.data();
        head_.assign(static_cast<char const*>(rest.data()), rest.size());  // a pipelined request
        parser_.reset();
        out_body_.reset();
        is_head_ = false;
        wait_for(Phase::head, shared_->config.timeouts.idle);
        read_head();
    }

    /// The client may still be sending: a socket closed over unread bytes resets, and the answer would be lost.
    void finish() {
        wait_for(Phase::draining, shared_->config.timeouts.close);
        if constexpr (is_tls) {
            socket_.async_shutdown([self = shared_from_this()](beast::error_code) { self->cut(); });
        } else {
            beast::error_code ignored;
            socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
            drain();
        }
    }
    void drain() {
        socket_.async_read_some(asio::buffer(scrap_), [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error) return self->cut();
            self->drain();
        });
    }

    std::shared_ptr<Shared> shared_;
    Shard& shard_;
    Stream socket_;
    asio::ip::address peer_;
    Phase phase_ = Phase::head;
    Clock::time_point deadline_, written_by_;
    std::string head_, host_;            // host_: only once it is known to be ours
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    Request request_;
    std::uint64_t request_number_ = 0;   // an answer that comes after we gave up belongs to nothing
    std::string out_head_;
    std::shared_ptr<std::string const> out_body_;
    std::array<char, 1024> scrap_{};
    bool keep_alive_ = false, is_head_ = false;
};

}  // namespace warsha::web
