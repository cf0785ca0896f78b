#pragma once
// A phone reduced to what these tests ask of it: it says hello, keeps what it sent until the receipt, and comes back as SPEC X2 says. Five
// thousand fit into a process.

#include <map>
#include <random>

#include <boost/asio/steady_timer.hpp>

#include "app/client/driver.hpp"
#include "app/own_server.hpp"
#include "protocol/messages.hpp"
#include "room/host.hpp"

namespace warsha::crash {

inline constexpr std::int64_t usual_come_back_ms = 500;  // SPEC X2

class Guest : public std::enable_shared_from_this<Guest> {
public:
    Guest(boost::asio::io_context& io, client::Target target, std::string code) : io_(io), target_(std::move(target)), code_(std::move(code)), timer_(io) {}

    std::function<void(Guest&, Receipt const&)> on_receipt;

    void connect();
    void drop();                         ///< the network is gone
    void leave();
    void ping();
    Cid send(Command const& command);
    [[nodiscard]] bool is_served() const { return is_served_; }  ///< this connection has its view
    [[nodiscard]] bool is_seated() const { return seat_.has_value(); }
    [[nodiscard]] std::size_t pending() const { return pending_.size(); }
    [[nodiscard]] std::int64_t hello_us() const { return hello_us_; }  ///< from the call to connect until `welcome`
    [[nodiscard]] std::int64_t come_back_ms() const { return come_back_ms_; }
    [[nodiscard]] int refused() const { return refused_; }       ///< connections that were closed before `welcome`

private:
    void received(std::string const& text);
    void closed();

    boost::asio::io_context& io_;
    client::Target target_;
    std::string code_;
    boost::asio::steady_timer timer_;
    std::shared_ptr<client::Socket> socket_;
    std::optional<SeatTicket> seat_;
    std::map<Cid, std::string> pending_;
    std::int64_t started_us_ = 0, hello_us_ = 0, come_back_ms_ = usual_come_back_ms;
    int refused_ = 0;
    unsigned attempt_ = 0;
    bool is_welcome_ = false, is_served_ = false, has_left_ = false;
};

/// A room of the standing example with an open vote, on a server of its own.
struct Hall {
    explicit Hall(OwnServer const& server);
    [[nodiscard]] std::shared_ptr<Guest> guest();
    [[nodiscard]] static Command a_vote(std::int64_t revision);

    client::Driver driver;
    client::Target target;
    CreatedRoom room;
    std::shared_ptr<client::Phone> facilitator;
};

/// The server under test is the one that was built.
void use_built_server();

}  // namespace warsha::crash
