#include "web/shard.hpp"

#include <sys/socket.h>

#include <spdlog/spdlog.h>

namespace warsha::web {

namespace asio = boost::asio;
using asio::ip::tcp;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

Shard::Shard(Shared& shared, asio::io_context& io, std::size_t index, std::size_t count)
    : shared_(shared), io_(io), acceptor_(io), timer_(io), next_id_(index + count), step_(count) {}

void Shard::listen(tcp::endpoint where) {
    acceptor_.open(where.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.set_option(ReusePort(true));
    acceptor_.bind(where);
    acceptor_.listen(4096);
    accept();
    tick();
}

void Shard::accept() {
    acceptor_.async_accept(io_, [this](boost::system::error_code error, tcp::socket socket) {
        if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
        if (error) {  // out of file descriptors: wait for some to come back, never spin
            timer_.expires_after(std::chrono::milliseconds(200));
            return timer_.async_wait([this](boost::system::error_code) { accept(); tick(); });
        }
        boost::system::error_code gone;
        auto const address = socket.remote_endpoint(gone).address().to_string();
        if (!gone && shared_.connections < shared_.config.limits.connections_max && may_connect(address)) serve_socket(shared_, *this, std::move(socket));
        accept();
    });
}

void Shard::tick() {
    timer_.expires_after(std::chrono::seconds(1));
    timer_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        auto const now = std::chrono::steady_clock::now();
        std::vector<std::shared_ptr<Connection>> all;
        for (auto const& [id, member] : sessions_) all.push_back(member.connection);
        for (auto const& connection : all) connection->tick(now);
        if (connects_.size() > 10'000) connects_.clear();
        if (misses_.size() > 10'000) misses_.clear();
        tick();
    });
}

SessionId Shard::add(std::shared_ptr<Connection> connection) {
    SessionId const id{next_id_};
    next_id_ += step_;
    sessions_.emplace(id, Member{std::move(connection), {}});
    return id;
}

void Shard::remove(SessionId session) {
    auto const found = sessions_.find(session);
    if (found == sessions_.end()) return;
    if (found->second.place) {
        auto const members = members_.find(*found->second.place);
        members->second.erase(session);
        if (members->second.empty()) members_.erase(members);
    }
    sessions_.erase(found);
}

void Shard::admit(SessionId session, RoomId room, Audience audience, Role role) {
    auto const found = sessions_.find(session);
    if (found == sessions_.end() || found->second.place) return;
    found->second.place = {room, audience};
    members_[{room, audience}][session] = found->second.connection.get();
    found->second.connection->admitted(room, role);
}

void Shard::broadcast(RoomId room, Audience audience, Frame const& frame, int replaces) {
    auto const found = members_.find({room, audience});
    if (found == members_.end()) return;
    for (auto const& [id, connection] : found->second) connection->send(frame, replaces);
}

void Shard::with(SessionId session, std::function<void(Connection&)> const& what) {
    auto const found = sessions_.find(session);
    if (found == sessions_.end()) return;
    auto const connection = found->second.connection;
    what(*connection);
}

void Shard::close_all(RoomId room, CloseCode code) {
    for (auto const audience : audiences) {
        auto const found = members_.find({room, audience});
        if (found == members_.end()) continue;
        auto const all = found->second;
        for (auto const& [id, connection] : all) connection->close(code);
    }
}

void Shard::close_everything(CloseCode code) {
    for (auto const& [id, member] : sessions_) member.connection->close(code);
}

bool Shard::may_connect(std::string const& address) {
    auto const rate = shared_.config.limits.connections_per_second;
    return connects_.try_emplace(address, rate, rate * 5).first->second.take(std::chrono::steady_clock::now());
}

bool Shard::may_miss_code(std::string const& address) {
    auto const rate = shared_.config.limits.code_misses_per_minute;
    return misses_.try_emplace(address, rate / 60, rate).first->second.take(std::chrono::steady_clock::now());
}

}  // namespace warsha::web
