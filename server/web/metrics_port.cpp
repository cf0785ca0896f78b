#include "web/metrics_port.hpp"

#include <istream>
#include <memory>

#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

namespace warsha::web {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto scrape_timeout = std::chrono::seconds(10);

struct Scrape {
    explicit Scrape(tcp::socket accepted) : socket(std::move(accepted)), timer(socket.get_executor(), scrape_timeout) {}
    tcp::socket socket;
    asio::steady_timer timer;
    asio::streambuf head{8192};
    std::string answer;
};

std::string answer_to(asio::streambuf& head, Metrics const& metrics) {
    std::istream in(&head);
    std::string method, path;
    in >> method >> path;
    bool const is_ours = method == "GET" && path == "/metrics";
    auto const body = is_ours ? metrics.text() : std::string("GET /metrics\n");
    return std::string("HTTP/1.1 ") + (is_ours ? "200 OK" : "404 Not Found") + "\r\nContent-Type: text/plain; version=0.0.4\r\nConnection: close\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

std::uint16_t MetricsPort::listen(tcp::endpoint where) {
    acceptor_.open(where.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(where);
    acceptor_.listen();
    accept();
    return acceptor_.local_endpoint().port();
}

void MetricsPort::close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
}

void MetricsPort::accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
        if (!error) serve(std::move(socket));
        if (acceptor_.is_open() && error != asio::error::operation_aborted) error ? accept_later() : accept();
    });
}

/// Out of file descriptors: trying at once would spin.
void MetricsPort::accept_later() {
    retry_.expires_after(std::chrono::seconds(1));
    retry_.async_wait([this](boost::system::error_code cancelled) { if (!cancelled) accept(); });
}

void MetricsPort::serve(tcp::socket socket) {
    auto const scrape = std::make_shared<Scrape>(std::move(socket));
    scrape->timer.async_wait([weak = std::weak_ptr(scrape)](boost::system::error_code cancelled) {
        auto const late = weak.lock();
        boost::system::error_code ignored;
        if (late && !cancelled) late->socket.close(ignored);
    });
    asio::async_read_until(scrape->socket, scrape->head, "\r\n\r\n", [this, scrape](boost::system::error_code error, std::size_t) {
        if (error) return;
        scrape->answer = answer_to(scrape->head, metrics_);
        asio::async_write(scrape->socket, asio::buffer(scrape->answer), [scrape](boost::system::error_code, std::size_t) {});
    });
}

}  // namespace warsha::web
