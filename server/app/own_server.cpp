#include "app/own_server.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/client/http.hpp"
#include "protocol/codec.hpp"
#include "room/clockwork.hpp"

namespace warsha {
namespace {

/// Asks the kernel for a port and gives it back; another process may take it in between, then start() says so.
int free_port() {
    int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(fd);
    return ntohs(address.sin_port);
}

}  // namespace

OwnServer::OwnServer(std::string limits, int port) : limits_(std::move(limits)), port_(port == 0 ? free_port() : port) {
    auto name = (std::filesystem::temp_directory_path() / "warsha-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder could be made");
    folder_ = name;
    Bytes32 secret{};
    random_bytes(secret.data(), secret.size());
    token_ = to_base64url(secret.data(), secret.size());
}

OwnServer::~OwnServer() {
    kill();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

client::Target OwnServer::target() const { return {.port = port_}; }

void OwnServer::start() {
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("the server process could not be started");
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        int const log = ::open((folder_ / "server.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(log, 1);
        ::dup2(log, 2);
        ::setenv("WARSHA_ORGANISER_TOKEN", token_.c_str(), 1);
        auto const port = std::to_string(port_), url = "http://127.0.0.1:" + port, data = (folder_ / "data").string();
        char const* const binary = std::getenv("WARSHA_BINARY");
        ::execl(binary ? binary : "/proc/self/exe", "warsha", "serve", "--address", "127.0.0.1", "--port", port.c_str(), "--public-url", url.c_str(), "--data-dir",
                data.c_str(), "--limits", limits_.c_str(), "--log-level", "warn", static_cast<char*>(nullptr));
        ::_exit(127);
    }
    for (int tries = 0; tries < 200; ++tries) {
        if (client::http(target(), "GET", "/healthz").status == 200) return;
        if (::waitpid(pid_, nullptr, WNOHANG) == pid_) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("the server did not answer on port " + std::to_string(port_));
}

void OwnServer::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
}

}  // namespace warsha
