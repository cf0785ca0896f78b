#pragma once
// One thread's share of the edge: its sessions, who of them belongs to which room and audience, its coarse clock.

#include <chrono>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "web/api.hpp"
#include "web/server.hpp"

namespace warsha::web {

/// An accepted WebSocket as the rest of the edge sees it. Everything on its own thread.
class Connection {
public:
    virtual ~Connection() = default;
    /// Queues a frame. `replaces` ≥ 0: an unsent frame with the same number is dropped for this one.
    virtual void send(Frame frame, int replaces) = 0;
    /// Sends the close code after what is being written; the socket is gone within 3 s.
    virtual void close(CloseCode code) = 0;
    virtual void admitted(RoomId room, Role role) = 0;
    /// Once a second: hello deadline, silence, a close that hangs.
    virtual void tick(std::chrono::steady_clock::time_point now) = 0;
};

/// What all threads share; outlives every connection.
struct Shared {
    ServerConfig config;
    Api api;
    Metrics metrics;
    Host* host = nullptr;
    std::vector<std::string> origins;    ///< exact, lower case
    std::vector<std::string> hosts;      ///< "name:port" of each origin
    std::atomic<std::size_t> connections = 0;
    std::atomic<bool> stopping = false;

    explicit Shared(ServerConfig made) : config(std::move(made)), api(config.organiser_token_hash, config.web_root) {}
};

/// Tokens that refill with time; for rates.
class Bucket {
public:
    Bucket(double per_second, double burst) : per_second_(per_second), burst_(burst), tokens_(burst) {}
    bool take(std::chrono::steady_clock::time_point now) {
        tokens_ = std::min(burst_, tokens_ + per_second_ * std::chrono::duration<double>(now - last_).count());
        last_ = now;
        if (tokens_ < 1) return false;
        tokens_ -= 1;
        return true;
    }

private:
    double per_second_, burst_, tokens_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

class Shard {
public:
    Shard(Shared& shared, boost::asio::io_context& io, std::size_t index, std::size_t count);

    void listen(boost::asio::ip::tcp::endpoint where);
    void stop_listening() { acceptor_.close(); }
    boost::asio::io_context& io() { return io_; }

    SessionId add(std::shared_ptr<Connection> connection);
    void remove(SessionId session);
    void admit(SessionId session, RoomId room, Audience audience, Role role);
    void broadcast(RoomId room, Audience audience, Frame const& frame, int replaces);
    void with(SessionId session, std::function<void(Connection&)> const& what);
    void close_all(RoomId room, CloseCode code);
    void close_everything(CloseCode code);
    [[nodiscard]] std::size_t size() const { return sessions_.size(); }

    /// May this address open one more connection, miss one more code?
    bool may_connect(std::string const& address);
    bool may_miss_code(std::string const& address);

private:
    struct Member {
        std::shared_ptr<Connection> connection;
        std::optional<std::pair<RoomId, Audience>> place;
    };
    void accept();
    void tick();

    Shared& shared_;
    boost::asio::io_context& io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_;
    std::uint64_t next_id_;
    std::uint64_t const step_;
    std::map<SessionId, Member> sessions_;
    std::map<std::pair<RoomId, Audience>, std::map<SessionId, Connection*>> members_;
    std::unordered_map<std::string, Bucket> connects_, misses_;
};

/// Serves one accepted socket (connection.cpp).
void serve_socket(Shared& shared, Shard& shard, boost::asio::ip::tcp::socket socket);

}  // namespace warsha::web
