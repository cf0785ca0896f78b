#pragma once
// A real redis-server of a test's own, on a free loopback port, in a temporary folder; killed with the test.

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace warsha::support {

/// A port of loopback that nobody listened on a moment ago.
int free_port();

class RedisServer {
public:
    /// `extra`: lines for redis.conf, after `appendonly yes` and `appendfsync always`; a later line wins. Throws std::runtime_error
    /// when it does not answer within 20 s.
    explicit RedisServer(std::vector<std::string> extra = {});
    ~RedisServer();
    RedisServer(RedisServer const&) = delete;
    RedisServer& operator=(RedisServer const&) = delete;

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }

    void start();                        ///< again, after kill(): same port, same files
    void kill();                         ///< SIGKILL
    void pause();                        ///< SIGSTOP: it neither answers nor closes
    void resume();
    /// What redis-cli prints for this command, without the last line feed.
    std::string cli(std::vector<std::string> const& argv) const;

private:
    void wait_until_it_answers() const;
    std::filesystem::path folder_;
    int port_ = 0;
    pid_t pid_ = 0;
};

}  // namespace warsha::support
