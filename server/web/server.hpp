#pragma once
// The edge: sockets, HTTP, limits. Everything Beast is behind this header.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "room/host.hpp"

namespace warsha {

/// Numbers of SPEC §limits. `bench` lifts rates and caps and nothing else.
struct Limits {
    double messages_per_second = 10;     ///< per session, with a burst of `messages_burst`
    double messages_burst = 20;
    int flooding_strikes = 200;          ///< refused messages in a row before 4429
    std::size_t outbox_bytes_max = 256 * 1024;
    std::size_t connections_max = 20'000;
    double connections_per_second = 200; ///< new ones, per address: a hall shares one
    double code_misses_per_minute = 10;  ///< per address
    static Limits bench();
};

struct ServerConfig {
    std::string address = "0.0.0.0";
    std::uint16_t port = 8080;
    std::string metrics_address = "127.0.0.1";
    std::uint16_t metrics_port = 9080;
    std::filesystem::path web_root;
    Hash organiser_token_hash;
    std::vector<std::string> origins;    ///< "https://host[:port]"; this machine's own names at our port are added
    std::vector<std::string> trusted_proxies;
    std::vector<boost::asio::io_context*> threads;
    Limits limits;
};

/// Thread: construct, attach and listen before the threads run; Delivery's calls come from any room's home thread.
class Server final : public Delivery {
public:
    explicit Server(ServerConfig config);
    ~Server() override;

    void attach(Host& host);
    /// Throws std::runtime_error with a sentence when a port is taken.
    void listen();
    /// Stops accepting, closes every session with 4503, then calls `done` (at most 3 s later).
    void stop(std::function<void()> done);

    void broadcast(RoomId room, Audience audience, Frame frame, int replaces) override;
    void send(SessionId session, Frame frame) override;
    void admit(SessionId session, RoomId room, Audience audience, Role role) override;
    void close(SessionId session, CloseCode code) override;
    void close_all(RoomId room, CloseCode code) override;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace warsha
