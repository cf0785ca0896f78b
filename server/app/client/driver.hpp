#pragma once
// Drives phones from straight-line code: send, wait until the room says so, go on.

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>

#include "app/client/phone.hpp"

namespace warsha::client {

/// Something did not happen in time, or was refused where it must not be. what() is a sentence.
struct DriverError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Driver {
public:
    boost::asio::io_context& io() { return io_; }

    /// Runs the sockets until `is_so` holds. Throws DriverError naming `what` after `seconds`.
    void until(std::string const& what, std::function<bool()> const& is_so, int seconds = 60);
    void pause(std::chrono::milliseconds how_long);

    /// Makes a phone and waits for its first view.
    std::shared_ptr<Phone> phone(PhoneConfig config);
    /// Sends one command and waits for its receipt. Throws when it is refused.
    void act(Phone& phone, Command const& command, std::string const& what, std::optional<Cid> cid = {});
    /// Waits until nothing of any of these phones is pending.
    void settle(std::vector<std::shared_ptr<Phone>> const& phones, std::string const& what, int seconds = 60);

private:
    boost::asio::io_context io_;
};

/// "http://127.0.0.1:8080/f/482913#{link}.{secret}" → code and secret. Throws DriverError on anything else.
struct LinkAddress {
    std::string code;
    LinkSecret secret;
};
LinkAddress parse_link(std::string const& link);

}  // namespace warsha::client
