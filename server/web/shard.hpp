#pragma once
// One thread's share of the edge: its sockets, who of them belongs to which room and audience, its coarse clock.
// Everything here runs on that thread.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <unordered_map>
#include <variant>
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

/// Has something to write at the end of a turn of the loop.
class Outlet {
public:
    virtual ~Outlet() = default;
    virtual void flush() = 0;

private:
    friend class Shard;
    bool answers_ = false, broadcasts_ = false;  // in which list of the shard it stands
};

/// An accepted WebSocket as the rest of the edge sees it; what lies below may change without anyone noticing.
class Connection : public Timed {
public:
    /// For this session alone.
    virtual void send(Frame const& frame) = 0;
    /// To all of an audience; `wire` is framed(). `replaces` ≥ 0: an unsent frame with the same number gives way.
    virtual void broadcast(Frame const& wire, int replaces, Clock::time_point now) = 0;
    /// Sends the close code after what is being written; the socket is gone within `Timeouts::close`.
    virtual void close(CloseCode code) = 0;
    virtual void admitted(Role role) = 0;
    /// Takes long broadcasts deflated (SPEC M7). Known with its hello, so before it is admitted.
    [[nodiscard]] virtual bool inflates() const = 0;
};

// What a room asks for, in the order in which it asks.
struct ToSession { SessionId session; Frame frame; };
struct ToRoom { RoomId room; Audience audience; Frame frame; int replaces; };
struct Admit { SessionId session; RoomId room; Audience audience; Role role; };
struct CloseSession { SessionId session; CloseCode code; };
struct CloseRoom { RoomId room; CloseCode code; };
using Errand = std::variant<ToSession, ToRoom, Admit, CloseSession, CloseRoom>;

class Shard {
public:
    Shard(std::shared_ptr<Shared> shared, boost::asio::io_context& io, std::size_t index, std::size_t count);

    using Serve = void (*)(std::shared_ptr<Shared> const&, Shard&, Socket, boost::asio::ip::address);
    /// Another door, at which `serve` takes whoever comes. Returns the port it listens on.
    std::uint16_t listen(boost::asio::ip::tcp::endpoint where, Serve serve);
    /// No new sockets, and the open ones are told.
    void stop();
    [[nodiscard]] boost::asio::io_context& io() { return io_; }

    /// Thread: any. Done a moment later on the shard's own thread, all that one turn asked for together.
    void ask(Errand errand);

    void watch(std::weak_ptr<Timed> who) { watched_.push_back(std::move(who)); }
    /// `room`: the one whose code it came with, admitted to it or not.
    SessionId add(std::shared_ptr<Connection> connection, std::optional<RoomId> room);
    void remove(SessionId session);
    void admit(SessionId session, RoomId room, Audience audience, Role role);
    void broadcast(RoomId room, Audience audience, Frame const& frame, int replaces);
    void with(SessionId session, std::function<void(Connection&)> const& what);
    void close_all(RoomId room, CloseCode code);

    /// Answers go out at the end of this turn of the loop, or of the next ones while each brings more. Broadcasts go to `slice` outlets a turn, in the order in which they got
    /// something to write; what arrives is served in between, so nobody's vote waits for a hall to be told.
    enum class Order { answers, broadcasts };
    static constexpr std::size_t slice = 32, slice_while_served = 8;
    /// Somebody said something: for as many turns as an answer takes, slices are small.
    void heard() { served_turns_ = 4; }
    void flush_soon(Outlet& outlet, Order order);
    void forget(Outlet& outlet);
    /// For one call of recv: shared by all connections of the thread, none of which keeps one while it is idle.
    [[nodiscard]] std::span<char> read_buffer() { return read_buffer_; }
    /// How long the last broadcast to a hall took until it was written, or takes by now. Thread: any.
    [[nodiscard]] std::chrono::milliseconds fan_out_time() const;
    /// Counted here and told to the metrics once a second.
    void sent(std::size_t frames, std::size_t bytes) { frames_sent_ += frames, bytes_sent_ += bytes; }

private:
    using Place = std::pair<RoomId, Audience>;
    struct Member {
        std::shared_ptr<Connection> connection;
        std::optional<RoomId> room;
        std::optional<Place> place;
        std::size_t seat = 0;            // in its place
    };
    struct Seated {
        Connection* connection;
        std::uint64_t session;
        bool inflates;
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
    void run(Errand const& errand);
    void run_errands();
    void flush();
    void flush_answers();
    void flush_slice();
    void look_after(Clock::time_point now);
    void tell_unusual(Clock::time_point now);

    std::shared_ptr<Shared> shared_;
    boost::asio::io_context& io_;
    std::vector<std::unique_ptr<Door>> doors_;
    boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor> timer_, drain_timer_;
    std::uint64_t next_id_;
    std::uint64_t const step_;
    std::vector<std::weak_ptr<Timed>> watched_;
    std::unordered_map<std::uint64_t, Member> sessions_;
    std::map<Place, std::vector<Seated>> places_;
    std::vector<Outlet*> answers_, broadcasts_;  // null: gone meanwhile
    std::size_t next_ = 0;               // of the broadcasts
    bool is_flush_posted_ = false, brought_more_ = false;
    int turns_waited_ = 0, served_turns_ = 0;
    std::vector<Errand> errands_, running_;
    std::vector<char> read_buffer_ = std::vector<char>(16 * 1024);
    std::atomic<Clock::rep> fan_out_since_ = 0, fan_out_took_ = 0;  // since: 0 when none is under way
    std::uint64_t frames_sent_ = 0, bytes_sent_ = 0;
    Clock::time_point unusual_told_{};
};

/// Serves one accepted socket (http_session.cpp).
void serve_socket(std::shared_ptr<Shared> const& shared, Shard& shard, Socket socket, boost::asio::ip::address peer);
/// The same after a TLS handshake (http_session_tls.cpp).
void serve_tls_socket(std::shared_ptr<Shared> const& shared, Shard& shard, Socket socket, boost::asio::ip::address peer);

}  // namespace warsha::web
