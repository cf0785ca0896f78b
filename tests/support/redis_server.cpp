#include "tests/support/redis_server.hpp"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace warsha::support {
namespace {

constexpr auto patience = std::chrono::seconds(20);

std::string quoted(std::string const& text) {
    std::string made = "'";
    for (char const c : text) made += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return made + "'";
}

}  // namespace

int free_port() {
    int const probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof address;
    ::bind(probe, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(probe);
    return ntohs(address.sin_port);
}

RedisServer::RedisServer(std::vector<std::string> extra) : port_(free_port()) {
    char name[] = "/tmp/warsha-redis-XXXXXX";
    if (!::mkdtemp(name)) throw std::runtime_error("no temporary folder");
    folder_ = name;
    std::ofstream conf(folder_ / "redis.conf");
    conf << "bind 127.0.0.1\nport " << port_ << "\ndir " << name << "\nappendonly yes\nappendfsync always\nmaxmemory-policy noeviction\nsave \"\"\n"
         << "unixsocket " << name << "/redis.sock\nenable-debug-command local\n";
    for (auto const& line : extra) conf << line << "\n";
    conf.close();
    start();
}

RedisServer::~RedisServer() {
    kill();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void RedisServer::start() {
    auto const conf = (folder_ / "redis.conf").string(), log = (folder_ / "log").string();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        int const out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(out, 1);
        ::dup2(out, 2);
        ::execlp("redis-server", "redis-server", conf.c_str(), nullptr);
        ::_exit(127);
    }
    wait_until_it_answers();
}

void RedisServer::wait_until_it_answers() const {
    auto const end = std::chrono::steady_clock::now() + patience;
    while (cli({"PING"}).find("PONG") == std::string::npos && cli({"PING"}).find("NOAUTH") == std::string::npos) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error("redis-server does not answer; see " + (folder_ / "log").string());
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void RedisServer::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
}

void RedisServer::pause() { ::kill(pid_, SIGSTOP); }
void RedisServer::resume() { ::kill(pid_, SIGCONT); }

std::string RedisServer::cli(std::vector<std::string> const& argv) const {
    std::string command = "redis-cli -s " + quoted((folder_ / "redis.sock").string());
    for (auto const& arg : argv) command += " " + quoted(arg);
    std::unique_ptr<FILE, int (*)(FILE*)> const pipe(::popen((command + " 2>&1").c_str(), "r"), ::pclose);
    std::string printed;
    char buffer[4096];
    while (auto const size = std::fread(buffer, 1, sizeof buffer, pipe.get())) printed.append(buffer, size);
    if (printed.ends_with('\n')) printed.pop_back();
    return printed;
}

}  // namespace warsha::support
