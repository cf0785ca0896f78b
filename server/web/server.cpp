#include "web/server.hpp"

#include <algorithm>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <spdlog/spdlog.h>

#include "web/shard.hpp"

namespace warsha {

namespace asio = boost::asio;
using asio::ip::tcp;
using web::Shard;

Limits Limits::bench() {
    return {.messages_per_second = 1e9, .messages_burst = 1e9, .flooding_strikes = 1'000'000'000, .connections_max = 100'000,
            .connections_per_second = 1e9, .code_misses_per_minute = 1e9};
}

namespace {

/// One request, one answer: the text of all metrics, for a scraper on loopback.
class MetricsPort {
public:
    MetricsPort(asio::io_context& io, web::Metrics const& metrics) : acceptor_(io), metrics_(metrics) {}
    void listen(tcp::endpoint where) {
        acceptor_.open(where.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(where);
        acceptor_.listen();
        accept();
    }
    void close() { acceptor_.close(); }

private:
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (!acceptor_.is_open()) return;
            if (!error) serve(std::make_shared<tcp::socket>(std::move(socket)));
            accept();
        });
    }
    void serve(std::shared_ptr<tcp::socket> const& socket) {
        auto const head = std::make_shared<asio::streambuf>(8192);
        asio::async_read_until(*socket, *head, "\r\n\r\n", [this, socket, head](boost::system::error_code error, std::size_t) {
            if (error) return;
            std::istream in(head.get());
            std::string method, path;
            in >> method >> path;
            bool const is_ours = method == "GET" && path == "/metrics";
            auto const body = is_ours ? metrics_.text() : std::string("GET /metrics\n");
            auto const answer = std::make_shared<std::string>(std::string("HTTP/1.1 ") + (is_ours ? "200 OK" : "404 Not Found") +
                "\r\nContent-Type: text/plain; version=0.0.4\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
            asio::async_write(*socket, asio::buffer(*answer), [socket, answer](boost::system::error_code, std::size_t) {});
        });
    }
    tcp::acceptor acceptor_;
    web::Metrics const& metrics_;
};

std::string without_default_port(std::string host, std::string const& scheme) {
    auto const drop = scheme == "https" ? ":443" : ":80";
    if (host.ends_with(drop)) host.resize(host.size() - std::string(drop).size());
    return host;
}

}  // namespace

struct Server::Impl {
    explicit Impl(ServerConfig config) : shared(std::move(config)), metrics_port(*shared.config.threads.front(), shared.metrics) {
        auto const& threads = shared.config.threads;
        for (std::size_t i = 0; i < threads.size(); ++i) shards.push_back(std::make_unique<Shard>(shared, *threads[i], i, threads.size()));
        auto const port = ":" + std::to_string(shared.config.port);
        for (auto const* name : {"localhost", "127.0.0.1", "[::1]"}) allow("http://" + std::string(name) + port);
        for (auto const& origin : shared.config.origins) allow(origin);
    }

    void allow(std::string origin) {
        std::ranges::transform(origin, origin.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        auto const colon = origin.find("://");
        if (colon == std::string::npos) return;
        auto const scheme = origin.substr(0, colon);
        auto const host = without_default_port(origin.substr(colon + 3), scheme);
        shared.origins.push_back(scheme + "://" + host);
        shared.hosts.push_back(host);
    }

    /// Runs something on the thread of every shard.
    void everywhere(std::function<void(Shard&)> what) {
        for (auto const& shard : shards) asio::post(shard->io(), [&shard = *shard, what] { what(shard); });
    }
    void at(SessionId session, std::function<void(Shard&)> what) {
        auto& shard = *shards[session.value % shards.size()];
        asio::post(shard.io(), [&shard, what = std::move(what)] { what(shard); });
    }

    web::Shared shared;
    MetricsPort metrics_port;
    std::vector<std::unique_ptr<Shard>> shards;
    std::shared_ptr<asio::steady_timer> stop_timer;
    int stop_checks = 0;

    void await_end(std::function<void()> const& done) {
        if (shared.connections == 0 || ++stop_checks > 30) return done();
        stop_timer->expires_after(std::chrono::milliseconds(100));
        stop_timer->async_wait([this, done](boost::system::error_code) { await_end(done); });
    }
};

Server::Server(ServerConfig config) : impl_(std::make_unique<Impl>(std::move(config))) {}
Server::~Server() = default;

void Server::attach(Host& host) {
    impl_->shared.host = &host;
    impl_->shared.api.attach(host);
}

void Server::listen() {
    auto const& config = impl_->shared.config;
    auto const bind = [](std::string const& address, std::uint16_t port, auto const& what) {
        try {
            what(tcp::endpoint(asio::ip::make_address(address), port));
        } catch (boost::system::system_error const& error) {
            bool const taken = error.code() == asio::error::address_in_use;
            throw std::runtime_error("port " + std::to_string(port) + " on " + address + (taken ? " is taken by another program. Stop it, or choose another with --port." : " cannot be opened: " + error.code().message()));
        }
    };
    // SO_REUSEPORT would let a second server share the port in silence: ask for it alone first.
    bind(config.address, config.port, [&](tcp::endpoint where) {
        tcp::acceptor probe(*config.threads.front());
        probe.open(where.protocol());
        probe.set_option(tcp::acceptor::reuse_address(true));
        probe.bind(where);
        probe.listen();
    });
    for (auto const& shard : impl_->shards) bind(config.address, config.port, [&](tcp::endpoint where) { shard->listen(where); });
    bind(config.metrics_address, config.metrics_port, [&](tcp::endpoint where) { impl_->metrics_port.listen(where); });
    if (!impl_->shared.api.has_pages()) spdlog::warn("no pages in {}: only the API and WebSockets are served", config.web_root.string());
}

void Server::stop(std::function<void()> done) {
    impl_->shared.stopping = true;
    impl_->metrics_port.close();
    impl_->everywhere([](Shard& shard) {
        shard.stop_listening();
        shard.close_everything(CloseCode::draining);
    });
    impl_->stop_timer = std::make_shared<asio::steady_timer>(*impl_->shared.config.threads.front());
    impl_->await_end(std::move(done));
}

void Server::broadcast(RoomId room, Audience audience, Frame frame, int replaces) {
    impl_->everywhere([=](Shard& shard) { shard.broadcast(room, audience, frame, replaces); });
}
void Server::send(SessionId session, Frame frame) {
    impl_->at(session, [=](Shard& shard) { shard.with(session, [&](web::Connection& connection) { connection.send(frame, -1); }); });
}
void Server::admit(SessionId session, RoomId room, Audience audience, Role role) {
    impl_->at(session, [=](Shard& shard) { shard.admit(session, room, audience, role); });
}
void Server::close(SessionId session, CloseCode code) {
    impl_->at(session, [=](Shard& shard) { shard.with(session, [&](web::Connection& connection) { connection.close(code); }); });
}
void Server::close_all(RoomId room, CloseCode code) {
    impl_->everywhere([=](Shard& shard) { shard.close_all(room, code); });
}

}  // namespace warsha
