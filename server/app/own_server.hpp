#pragma once
// A server process of our own, for `play` and the benchmarks: killed and started again at will. It is this very program, or the one
// that WARSHA_BINARY names.

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include "app/client/socket.hpp"

namespace warsha {

class OwnServer {
public:
    /// Data in a fresh temporary folder, removed at the end. `port` 0: a free one is chosen. `further`: options of `serve`.
    explicit OwnServer(std::string limits, int port = 0, std::vector<std::string> further = {});
    ~OwnServer();                        ///< kill -9 and wait
    OwnServer(OwnServer const&) = delete;
    OwnServer& operator=(OwnServer const&) = delete;

    void start();                        ///< returns when /healthz answers; throws std::runtime_error after 20 s
    void kill();                         ///< SIGKILL
    int terminate();                     ///< SIGTERM; waits, and gives the exit code
    void pause();                        ///< SIGSTOP
    void resume();
    void share_token(std::string token) { token_ = std::move(token); }  ///< of several nodes; before start()
    [[nodiscard]] std::filesystem::path log() const { return folder_ / "server.log"; }
    [[nodiscard]] client::Target target() const;
    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] std::string const& organiser_token() const { return token_; }

private:
    std::filesystem::path folder_;
    std::string limits_, token_;
    std::vector<std::string> further_;
    int port_ = 0;
    pid_t pid_ = 0;
};

}  // namespace warsha
