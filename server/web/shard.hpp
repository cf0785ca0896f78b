#pragma once
// One thread's share of the edge: its sockets, who of them belongs to which room and audience, its coarse clock.
// Everything here runs on that thread.

#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "web/shared.hpp"

namespace warsha::web {

// A concrete executor: strands and type-erased executors were most of the cost of a broadcast (ARCHITECTURE.md).
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

/// Has deadlines. One clock per thread looks at all of them once a second: no timer per operation.
class Timed {
public:
    virtual ~Timed() = default;
    virtual void tick(Clock::time_point now) = 0;
    /// The server stops.
    virtual void stop() = 0;
};

/// An accepted WebSocket as the rest of the edge sees it; what lies below may change without anyone noticing.
class Connection : public Timed {
public:
    /// For this session alone.
    virtual void send(Frame const& frame) = 0;
    /// To all of an audience. `replaces` ≥ 0: an unsent frame with the same number gives way.
    virtual void broadcast(Frame const& frame, int replaces) = 0;
    /// Sends the close code after what is being written; the socket is gone within `Timeouts::close`.
    virtual void close(CloseCode code) = 0;
    virtual void admitted(Role role) = 0;
};

class Shard {
public:
    Shard(std::shared_ptr<Shared> shared, boost::asio::io_context& io, std::size_t index, std::size_t count);

    using Serve = void (*)(std::shared_ptr<Shared> const&, Shard&, Socket, boost::asio::ip::address);
    /// Another door, at which `serve` takes whoever comes. Returns the port it listens on.
    std::uint16_t listen(boost::asio::ip::tcp::endpoint where, Serve serve);
    /// No new sockets, and the open ones are told.
    void stop();
    [[nodiscard]] boost::asio::io_context& io() { return io_; }

    void watch(std::weak_ptr<Timed> who) { watched_.push_back(std::move(who)); }
    /// `room`: the one whose code it came with, admitted to it or not.
    SessionId add(std::shared_ptr<Connection> connection, std::optional<RoomId> room);
    void remove(SessionId session);
    void admit(SessionId session, RoomId room, Audience audience, Role role);
    void broadcast(RoomId room, Audience audience, Frame const& frame, int replaces);
    void with(SessionId session, std::function<void(Connection&)> const& what);
    void close_all(RoomId room, CloseCode code);
    /// Counted here and told to the metrics once a second.
    void sent(std::size_t bytes) { ++frames_sent_, bytes_sent_ += bytes; }

private:
    using Place = std::pair<RoomId, Audience>;
    struct Member {
        std::shared_ptr<Connection> connection;
        std::optional<RoomId> room;
        std::optional<Place> place;
    };
    struct Door {
        boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor> acceptor;
        Serve serve;
        bool is_paused = false;
    };
    void accept(Door& door);
    void accepted(Socket socket, Serve serve);
    void turn_away(Socket socket, char const* why);
    void tick();
    void drain(std::vector<std::weak_ptr<Timed>> left, std::size_t portion);
    void look_after(Clock::time_point now);

    std::shared_ptr<Shared> shared_;
    boost::asio::io_context& io_;
    std::vector<std::unique_ptr<Door>> doors_;
    boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor> timer_, drain_timer_;
    std::uint64_t next_id_;
    std::uint64_t const step_;
    std::vector<std::weak_ptr<Timed>> watched_;
    std::unordered_map<std::uint64_t, Member> sessions_;
    std::map<Place, std::vector<Connection*>> places_;
    std::uint64_t frames_sent_ = 0, bytes_sent_ = 0;
};

/// Serves one accepted socket (http_session.cpp).
void serve_socket(std::shared_ptr<Shared> const& shared, Shard& shard, Socket socket, boost::asio::ip::address peer);
/// The same after a TLS handshake (http_session_tls.cpp).
void serve_tls_socket(std::shared_ptr<Shared> const& shared, Shard& shard, Socket socket, boost::asio::ip::address peer);

}  // namespace warsha::web
