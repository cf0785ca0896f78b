#pragma once
// A blocking TCP client that says exactly the bytes it is told to: what no library would send is what has to be tested.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace warsha::web {

inline constexpr std::chrono::seconds patience{10};

class RawSocket {
public:
    /// `receive_buffer` > 0: SO_RCVBUF, set before connecting.
    explicit RawSocket(std::uint16_t port, int receive_buffer = 0);
    ~RawSocket();
    RawSocket(RawSocket const&) = delete;
    RawSocket& operator=(RawSocket const&) = delete;

    /// False when the other side has closed.
    bool send(std::string_view bytes);
    /// What is there now, or within `at_most`; "" when nothing came. Sets `is_closed`.
    std::string receive(std::chrono::milliseconds at_most = patience, std::size_t bytes_max = 64 * 1024);
    std::string receive_until_closed(std::chrono::milliseconds at_most = patience);
    [[nodiscard]] bool is_closed() const { return closed_; }
    void stop_sending();
    /// Ends the connection with a reset, as a phone that is switched off.
    void reset();

private:
    int fd_ = -1;
    bool closed_ = false;
};

struct HttpAnswer {
    int status = 0;
    std::map<std::string, std::string> fields;  ///< names in lower case
    std::string body;
};
/// nullopt while it is not whole. `has_body` false: an answer to HEAD. Takes it off the front of `bytes`.
std::optional<HttpAnswer> take_answer(std::string& bytes, bool has_body = true);
HttpAnswer read_answer(RawSocket& socket, bool has_body = true);
/// Sends on a new connection and reads one answer; status 0 when the connection was closed without one.
HttpAnswer ask(std::uint16_t port, std::string_view request);

}  // namespace warsha::web
