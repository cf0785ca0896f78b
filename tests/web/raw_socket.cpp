#include "raw_socket.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace warsha::web {

RawSocket::RawSocket(std::uint16_t port, int receive_buffer) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    int const on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in where{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    if (connect(fd_, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0) throw std::runtime_error("no connection to the server under test");
}

RawSocket::~RawSocket() {
    if (fd_ >= 0) close(fd_);
}

bool RawSocket::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

std::string RawSocket::receive(std::chrono::milliseconds at_most, std::size_t bytes_max) {
    pollfd readable{fd_, POLLIN, 0};
    if (poll(&readable, 1, static_cast<int>(at_most.count())) <= 0) return "";
    std::string bytes(bytes_max, '\0');
    auto const n = recv(fd_, bytes.data(), bytes.size(), 0);
    closed_ = n <= 0;
    bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    return bytes;
}

std::string RawSocket::receive_until_closed(std::chrono::milliseconds at_most) {
    std::string all;
    auto const until = std::chrono::steady_clock::now() + at_most;
    while (!closed_ && std::chrono::steady_clock::now() < until) all += receive(std::chrono::milliseconds(50));
    return all;
}

void RawSocket::stop_sending() { shutdown(fd_, SHUT_WR); }

void RawSocket::reset() {
    linger const at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(std::exchange(fd_, -1));
    closed_ = true;
}

std::optional<HttpAnswer> take_answer(std::string& bytes, bool has_body) {
    auto const end = bytes.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    HttpAnswer answer;
    answer.status = std::stoi(bytes.substr(9, 3));
    std::size_t at = bytes.find("\r\n") + 2;
    while (at < end + 2) {
        auto const line_end = bytes.find("\r\n", at), colon = bytes.find(": ", at);
        auto name = bytes.substr(at, colon - at);
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        answer.fields[name] = bytes.substr(colon + 2, line_end - colon - 2);
        at = line_end + 2;
    }
    auto const length = has_body && answer.fields.contains("content-length") ? std::stoul(answer.fields["content-length"]) : 0;
    if (bytes.size() < end + 4 + length) return std::nullopt;
    answer.body = bytes.substr(end + 4, length);
    bytes.erase(0, end + 4 + length);
    return answer;
}

HttpAnswer read_answer(RawSocket& socket, bool has_body) {
    std::string bytes;
    auto const until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        if (auto answer = take_answer(bytes, has_body)) return *answer;
        if (socket.is_closed()) break;
        bytes += socket.receive(std::chrono::milliseconds(200));
    }
    return {};
}

HttpAnswer ask(std::uint16_t port, std::string_view request) {
    RawSocket socket(port);
    socket.send(request);
    return read_answer(socket, !request.starts_with("HEAD"));
}

}  // namespace warsha::web
