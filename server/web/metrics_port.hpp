#pragma once
// GET /metrics on a port of its own, loopback by default: one request, one answer.

#include <cstdint>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "web/metrics.hpp"

namespace warsha::web {

/// `metrics` outlives the threads.
class MetricsPort {
public:
    MetricsPort(boost::asio::io_context& io, Metrics const& metrics) : acceptor_(io), retry_(io), metrics_(metrics) {}
    /// Returns the port it listens on.
    std::uint16_t listen(boost::asio::ip::tcp::endpoint where);
    void close();

private:
    void accept();
    void accept_later();
    void serve(boost::asio::ip::tcp::socket socket);

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer retry_;
    Metrics const& metrics_;
};

}  // namespace warsha::web
