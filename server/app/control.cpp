#include "app/control.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace warsha {
namespace {

constexpr int look_interval_ms = 200, patience_s = 30;
constexpr std::size_t line_bytes_max = 1024;
// Closes every answer: what is cut off before it is not whole.
constexpr std::string_view good_end = "\nok\n", bad_end = "\nerror ";

bool address_of(std::filesystem::path const& where, sockaddr_un& address) {
    address = {.sun_family = AF_UNIX, .sun_path = {}};
    auto const path = where.string();
    if (path.size() >= sizeof address.sun_path) return false;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return true;
}

struct Socket {
    explicit Socket(int made) : fd(made) {
        timeval const patience{.tv_sec = patience_s, .tv_usec = 0};
        ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Socket() { ::close(fd); }
    Socket(Socket const&) = delete;
    Socket& operator=(Socket const&) = delete;

    void send(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto const n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) throw std::runtime_error("whoever asked has gone");
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    int fd;
};

}  // namespace

Control::Control(std::filesystem::path const& data_dir, Serve serve) : where_(data_dir / "control"), serve_(std::move(serve)) {
    sockaddr_un address{};
    if (!address_of(where_, address)) {
        spdlog::warn("{} is too long a path for a socket: `warsha backup` needs the server stopped", where_.string());
        return;
    }
    ::unlink(where_.c_str());            // of a process that was killed: we hold the folder's lock
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const before = ::umask(0177);
    bool const is_bound = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && ::listen(listener_, 4) == 0;
    ::umask(before);
    if (is_bound) thread_ = std::thread([this] { run(); });
    else spdlog::warn("no socket for commands at {}: {}", where_.string(), std::strerror(errno));
}

Control::~Control() {
    stopping_ = true;
    if (thread_.joinable()) {
        thread_.join();
        ::unlink(where_.c_str());
    }
    if (listener_ >= 0) ::close(listener_);
}

void Control::run() {
    while (!stopping_) {
        pollfd ready{.fd = listener_, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, look_interval_ms) <= 0) continue;
        int const asker = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (asker >= 0) answer(asker);
    }
}

void Control::answer(int asker) const {
    Socket const socket(asker);
    std::string line;
    for (char c = 0; line.size() < line_bytes_max && ::recv(socket.fd, &c, 1, 0) == 1 && c != '\n';) line += c;
    try {
        serve_(line, [&](std::string_view piece) {
            if (stopping_) throw std::runtime_error("the server stops");
            socket.send(piece);
        });
        socket.send(good_end);
    } catch (std::exception const& error) {
        spdlog::warn("\"{}\" was not done: {}", line, error.what());
        try {
            socket.send(std::string(bad_end) + error.what() + "\n");
        } catch (std::exception const&) {
            // nobody is there to be told
        }
    }
}

Reached ask_control(std::filesystem::path const& data_dir, std::string const& line, Control::Write const& take) {
    sockaddr_un address{};
    if (!address_of(data_dir / "control", address)) return Reached::nobody;
    Socket const socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(socket.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return Reached::nobody;
    socket.send(line + "\n");
    std::string kept;                    // never less than the end may be long, until it has come
    constexpr std::size_t end_bytes_max = 2048;
    std::array<char, 64 * 1024> bytes{};
    for (ssize_t n = 0; (n = ::recv(socket.fd, bytes.data(), bytes.size(), 0)) > 0;) {
        kept.append(bytes.data(), static_cast<std::size_t>(n));
        if (kept.size() <= 2 * end_bytes_max) continue;
        take(std::string_view(kept).substr(0, kept.size() - end_bytes_max));
        kept.erase(0, kept.size() - end_bytes_max);
    }
    if (kept.ends_with(good_end)) {
        take(std::string_view(kept).substr(0, kept.size() - good_end.size()));
        return Reached::answered;
    }
    auto const why = kept.rfind(bad_end);
    throw std::runtime_error(why == std::string::npos ? "The server went away." : kept.substr(why + bad_end.size()));
}

}  // namespace warsha
