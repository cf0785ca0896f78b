#pragma once
// One connection to Redis that mends itself. Asio owns the socket: TLS, unix sockets and deadlines come with it.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/io_context.hpp>

#include "journal/redis/reply.hpp"
#include "journal/redis/url.hpp"

namespace warsha::redis {

struct ConnectionOptions {
    RedisUrl url;
    std::string ca_file;                                     ///< of rediss://; empty: the system's authorities
    std::string name = "warsha";                             ///< as CLIENT LIST shows it
    std::chrono::milliseconds connect_timeout{2'000};        ///< for the whole of connecting: sentinels, TLS, AUTH
    std::chrono::milliseconds reply_timeout{2'000};          ///< an older question without an answer means the connection is dead
    std::chrono::milliseconds ping_interval{5'000};          ///< idle ones too, so that a half-open one is found
    std::function<double()> random;                          ///< [0, 1), for the jitter of reconnects; default: the machine's
};

struct ConnectionEvents {
    std::function<void()> up;                                ///< ready, subscribed again; for every new connection
    std::function<void(std::string const& why)> down;        ///< a sentence without secrets; also for an attempt that failed
    std::function<void(Reply const&)> push;                  ///< what a subscribed connection is told
};

/// One thread; a callback is never called from inside a call, and after stop() none is.
class AnyConnection {
public:
    using Answer = std::function<void(std::optional<Reply>)>;  ///< nullopt: no answer, so it may have happened

    virtual ~AnyConnection() = default;
    virtual void start() = 0;
    virtual void stop() = 0;
    [[nodiscard]] virtual bool is_up() const = 0;
    /// Pipelined, in order. While down: nullopt.
    virtual void send(std::vector<std::string> argv, Answer answer) = 0;
    /// Makes this a subscriber: before start().
    virtual void subscribe(std::vector<std::string> channels) = 0;
    /// Closes, and connects again at once: a subscription that went deaf.
    virtual void drop(std::string const& why) = 0;
};

/// Everything runs on the thread of `io`.
class Connection final : public AnyConnection {
public:
    Connection(boost::asio::io_context& io, ConnectionOptions options, ConnectionEvents events);
    ~Connection() override;

    void start() override;
    void stop() override;
    [[nodiscard]] bool is_up() const override;
    void send(std::vector<std::string> argv, Answer answer) override;
    void subscribe(std::vector<std::string> channels) override;
    void drop(std::string const& why) override;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

/// How long to wait before the attempt-th reconnect (0-based): uniform in [0, min(1 s, 50 ms · 2^attempt)], so that work goes on within
/// three seconds of Redis coming back and many nodes do not come in the same instant.
std::chrono::milliseconds reconnect_delay(unsigned attempt, double unit);

}  // namespace warsha::redis
