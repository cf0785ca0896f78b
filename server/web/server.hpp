#pragma once
// The edge: sockets, HTTP, limits. Everything Beast is behind this header.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "room/host.hpp"
#include "room/rehearsals.hpp"

namespace warsha {

/// Every wait has one. Watched by one clock per thread, so each may come up to half a second late.
struct Timeouts {
    using Millis = std::chrono::milliseconds;
    Millis head{5'000};                  ///< the first request line and header of a connection
    Millis idle{15'000};                 ///< the next one
    Millis body{10'000};
    Millis answer{30'000};               ///< for the room or the disk to answer an HTTP request
    Millis progress{15'000};             ///< an HTTP answer of which nothing more can be written
    Millis download{600'000};            ///< the whole of one
    Millis hello{5'000};                 ///< 4408
    Millis unusual{10'000};              ///< between two looks for what facilitators should know
    Millis silence{60'000};              ///< no whole message and no ping: 4512
    Millis close{3'000};                 ///< for the peer to answer a close
};

/// Numbers of SPEC §limits. `bench` lifts rates and caps and nothing else.
struct Limits {
    double messages_per_second = 10;     ///< per session, with a burst of `messages_burst`
    double messages_burst = 20;
    int flooding_strikes = 200;          ///< refused messages before 4429; forgiven at the rate of the messages
    std::size_t outbox_bytes_max = 160 * 1024;  ///< with the socket's own buffer a reader that stops costs less than 256 KiB
    std::size_t connections_max = 20'000;  ///< never more than the file limit less 512
    double connections_per_second = 200; ///< new ones, per address: a hall shares one
    double code_misses_per_minute = 10;  ///< per address
    double code_misses_everywhere_per_minute = 600;  ///< a million codes, ten rooms: three hours of guessing for each find
    static Limits bench();
};

struct ServerConfig {
    std::string address = "0.0.0.0";
    std::uint16_t port = 8080;
    std::filesystem::path tls_certificate, tls_key;  ///< PEM; empty: no TLS of our own
    std::string tls_address = "0.0.0.0";
    std::uint16_t tls_port = 8443;
    std::string metrics_address = "127.0.0.1";
    std::uint16_t metrics_port = 9080;
    std::filesystem::path web_root;
    Hash organiser_token_hash;
    bool open_creation = false;          ///< anybody may make rooms: five an hour from one address, twenty at a time
    std::vector<std::string> origins;    ///< "https://host[:port]"; this machine's own names at our port are added
    std::vector<std::string> trusted_proxies;
    std::string time_zone;               ///< of rooms whose plan names none; empty: they have none
    std::vector<boost::asio::io_context*> threads;
    Limits limits;
    Timeouts timeouts;
    std::function<std::string()> further_metrics;  ///< lines for /metrics; any thread
};

/// Thread: construct, attach and listen before the threads run; Delivery's calls come from any room's home thread.
/// The server outlives the run of the threads, the io_contexts outlive the server.
class Server final : public Delivery {
public:
    explicit Server(ServerConfig config);
    ~Server() override;

    void attach(Host& host);
    void attach(Rehearsals& rehearsals);
    /// Throws std::runtime_error with a sentence when a port is taken. Port 0: any free one.
    void listen();
    [[nodiscard]] std::uint16_t port() const;            ///< after listen()
    [[nodiscard]] std::uint16_t tls_port() const;        ///< 0: none
    [[nodiscard]] std::uint16_t metrics_port() const;
    /// For connections from now on; throws std::runtime_error with a sentence, and then the old certificate stays. Thread: any.
    void reload_certificate();
    /// From now on only this token is the organiser's. Thread: any.
    void change_organiser(Hash token_hash);
    /// Stops accepting, closes every session with 4503, a portion at a time within two seconds, then calls `done` (at most 6 s later).
    void stop(std::function<void()> done);

    void broadcast(RoomId room, Audience audience, Frame frame, int replaces) override;
    void send(SessionId session, Frame frame) override;
    void admit(SessionId session, RoomId room, Audience audience, Role role) override;
    void close(SessionId session, CloseCode code) override;
    void close_all(RoomId room, CloseCode code) override;
    [[nodiscard]] std::int64_t fan_out_ms() const override;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace warsha
