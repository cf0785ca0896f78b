#pragma once
// What a service manager hears: the socket of sd_notify(3), read by the test.

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace warsha::support {

/// Names itself in NOTIFY_SOCKET while it lives.
class ServiceManager {
public:
    ServiceManager() {
        char name[] = "/tmp/warsha-notify-XXXXXX";
        folder_ = ::mkdtemp(name);
        auto const path = (folder_ / "socket").string();
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        ::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    }
    ~ServiceManager() {
        ::unsetenv("NOTIFY_SOCKET");
        ::close(socket_);
        std::filesystem::remove_all(folder_);
    }
    ServiceManager(ServiceManager const&) = delete;
    ServiceManager& operator=(ServiceManager const&) = delete;

    /// The next word; nullopt: none came in time.
    std::optional<std::string> hear(std::chrono::milliseconds patience) {
        pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
        if (::poll(&waiting, 1, static_cast<int>(patience.count())) != 1) return std::nullopt;
        char word[256];
        auto const size = ::recv(socket_, word, sizeof word, 0);
        return std::string(word, size > 0 ? static_cast<std::size_t>(size) : 0);
    }

private:
    std::filesystem::path folder_;
    int socket_ = -1;
};

}  // namespace warsha::support
