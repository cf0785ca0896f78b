#include "web/server.hpp"

#include <sys/resource.h>

#include <algorithm>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

#include "web/metrics_port.hpp"
#include "web/shard.hpp"

namespace warsha {

namespace asio = boost::asio;
using asio::ip::tcp;
using web::Shard;
using web::serve_socket, web::serve_tls_socket;

namespace {

constexpr auto stop_patience = std::chrono::seconds(6);  // two to close all, and then the slowest's goodbye
constexpr auto stop_check_interval = std::chrono::milliseconds(50);
constexpr std::size_t files_for_other_things = 512;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string without_default_port(std::string host, std::string const& scheme) {
    std::string const port = scheme == "https" ? ":443" : ":80";
    if (host.ends_with(port)) host.resize(host.size() - port.size());
    return host;
}

/// Raises the soft limit of file descriptors to the hard one; how many sockets that leaves.
std::size_t sockets_possible() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 1024;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    getrlimit(RLIMIT_NOFILE, &files);
    return files.rlim_cur > 2 * files_for_other_things ? files.rlim_cur - files_for_other_things : files_for_other_things;
}

std::uint16_t open_port(std::string const& address, std::uint16_t port, std::function<std::uint16_t(tcp::endpoint)> const& listen) {
    try {
        return listen(tcp::endpoint(asio::ip::make_address(address), port));
    } catch (boost::system::system_error const& error) {
        bool const is_taken = error.code() == asio::error::address_in_use;
        throw std::runtime_error("port " + std::to_string(port) + " on " + address + (is_taken ? " is taken by another program. Stop it, or choose another with --port." : " cannot be opened: " + error.code().message()));
    }
}

}  // namespace

Limits Limits::bench() {
    return {.messages_per_second = 1e9, .messages_burst = 1e9, .flooding_strikes = 1'000'000'000, .connections_max = 100'000,
            .connections_per_second = 1e9, .code_misses_per_minute = 1e9, .code_misses_everywhere_per_minute = 1e9};
}

struct Server::Impl {
    explicit Impl(ServerConfig config) : shared(std::make_shared<web::Shared>(std::move(config))), metrics_port(front(), shared->metrics), stop_timer(front()) {
        auto const& threads = shared->config.threads;
        for (std::size_t i = 0; i < threads.size(); ++i) shards.push_back(std::make_unique<Shard>(shared, *threads[i], i, threads.size()));
    }

    [[nodiscard]] asio::io_context& front() const { return *shared->config.threads.front(); }

    void allow_origins() {
        for (auto const& origin : shared->config.origins) allow(lower(origin));
        for (auto const& origin : shared->origins)
            if (origin.starts_with("https://")) shared->secure_hosts.push_back(origin.substr(std::string_view("https://").size()));
        for (auto const* const name : {"localhost", "127.0.0.1", "[::1]"}) {
            allow("http://" + std::string(name) + ":" + std::to_string(port));
            if (tls_port != 0) allow("https://" + std::string(name) + ":" + std::to_string(tls_port));
        }
    }

    void allow(std::string const& origin) {
        auto const colon = origin.find("://");
        if (colon == std::string::npos) throw std::runtime_error("\"" + origin + "\" is no origin: write http://name:port or https://name.");
        auto const scheme = origin.substr(0, colon);
        auto const host = without_default_port(origin.substr(colon + 3), scheme);
        shared->origins.push_back(scheme + "://" + host);
        shared->hosts.push_back(host);
    }

    /// Runs something on the thread of every shard.
    void everywhere(std::function<void(Shard&)> const& what) {
        for (auto const& shard : shards) asio::post(shard->io(), [&shard = *shard, what] { what(shard); });
    }
    /// A session's number tells its thread.
    [[nodiscard]] Shard& of(SessionId session) const { return *shards[session.value % shards.size()]; }

    void await_end(std::function<void()> const& done) {
        if (shared->connections == 0 || web::Clock::now() > stop_by) return done();
        stop_timer.expires_after(stop_check_interval);
        stop_timer.async_wait([this, done](boost::system::error_code cancelled) { if (!cancelled) await_end(done); });
    }

    std::shared_ptr<web::Shared> shared;
    web::MetricsPort metrics_port;
    std::vector<std::unique_ptr<Shard>> shards;
    std::uint16_t port = 0, tls_port = 0, metrics_port_number = 0;
    asio::steady_timer stop_timer;
    web::Clock::time_point stop_by;
};

Server::Server(ServerConfig config) : impl_(std::make_unique<Impl>(std::move(config))) {}
Server::~Server() { impl_->shared->api.stop(); }

void Server::attach(Host& host) {
    impl_->shared->host = &host;
    impl_->shared->api.attach(host);
}

void Server::attach(Rehearsals& rehearsals) { impl_->shared->api.attach(rehearsals); }

void Server::listen() {
    auto& config = impl_->shared->config;
    config.limits.connections_max = std::min(config.limits.connections_max, sockets_possible());
    // SO_REUSEPORT would let a second server share the port in silence: ask for it alone first.
    auto const probed = [&](tcp::endpoint where) {
        tcp::acceptor probe(impl_->front());
        probe.open(where.protocol());
        probe.set_option(tcp::acceptor::reuse_address(true));
        probe.bind(where);
        probe.listen();
        return probe.local_endpoint().port();
    };
    impl_->port = open_port(config.address, config.port, probed);
    if (impl_->shared->tls) impl_->tls_port = open_port(config.tls_address, config.tls_port, probed);
    for (auto const& shard : impl_->shards) {
        open_port(config.address, impl_->port, [&](tcp::endpoint where) { return shard->listen(where, serve_socket); });
        if (impl_->shared->tls) open_port(config.tls_address, impl_->tls_port, [&](tcp::endpoint where) { return shard->listen(where, serve_tls_socket); });
    }
    impl_->metrics_port_number = open_port(config.metrics_address, config.metrics_port, [&](tcp::endpoint where) { return impl_->metrics_port.listen(where); });
    impl_->allow_origins();
    if (!impl_->shared->api.has_pages()) spdlog::warn("no pages in {}: only the API and WebSockets are served", config.web_root.string());
}

std::uint16_t Server::port() const { return impl_->port; }
std::uint16_t Server::tls_port() const { return impl_->tls_port; }
std::uint16_t Server::metrics_port() const { return impl_->metrics_port_number; }
void Server::reload_certificate() {
    if (impl_->shared->tls) impl_->shared->tls->reload();
}
void Server::change_organiser(Hash token_hash) { impl_->shared->api.change_organiser(token_hash); }

void Server::stop(std::function<void()> done) {
    impl_->shared->stopping = true;
    asio::post(impl_->front(), [this] { impl_->metrics_port.close(); });
    impl_->everywhere([](Shard& shard) { shard.stop(); });
    impl_->stop_by = web::Clock::now() + stop_patience;
    asio::post(impl_->front(), [this, done = std::move(done)] { impl_->await_end(done); });
}

void Server::broadcast(RoomId room, Audience audience, Frame frame, int replaces) {
    for (auto const& shard : impl_->shards) shard->ask(web::ToRoom{room, audience, frame, replaces});
}
void Server::send(SessionId session, Frame frame) { impl_->of(session).ask(web::ToSession{session, std::move(frame)}); }
void Server::admit(SessionId session, RoomId room, Audience audience, Role role) { impl_->of(session).ask(web::Admit{session, room, audience, role}); }
void Server::close(SessionId session, CloseCode code) { impl_->of(session).ask(web::CloseSession{session, code}); }
void Server::close_all(RoomId room, CloseCode code) {
    for (auto const& shard : impl_->shards) shard->ask(web::CloseRoom{room, code});
}
std::int64_t Server::fan_out_ms() const {
    std::chrono::milliseconds longest{0};
    for (auto const& shard : impl_->shards) longest = std::max(longest, shard->fan_out_time());
    return longest.count();
}

}  // namespace warsha
