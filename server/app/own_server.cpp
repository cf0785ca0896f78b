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

OwnServer::OwnServer(std::string limits, int port, std::vector<std::string> further)
    : limits_(std::move(limits)), further_(std::move(further)), port_(port == 0 ? free_port() : port) {
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
        std::vector<std::string> args{"warsha", "serve", "--address", "127.0.0.1", "--port", port, "--public-url", url, "--data-dir", data, "--limits", limits_, "--log-level", "warn"};
        args.insert(args.end(), further_.begin(), further_.end());
        std::vector<char*> argv;
        for (auto& arg : args) argv.push_back(arg.data());
        argv.push_back(nullptr);
        ::execv(binary ? binary : "/proc/self/exe", argv.data());
        ::_exit(127);
    }
    for (int tries = 0; tries < 200; ++tries) {
        if (client::http(target(), "GET", "/healthz").status == 200) return;
        if (::waitpid(pid_, nullptr, WNOHANG) == pid_) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("the server did not answer on port " + std::to_string(port_));
}

int OwnServer::terminate() {
    ::kill(pid_, SIGTERM);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void OwnServer::pause() { ::kill(pid_, SIGSTOP); }
void OwnServer::resume() { ::kill(pid_, SIGCONT); }

void OwnServer::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
}

}  // namespace warsha
