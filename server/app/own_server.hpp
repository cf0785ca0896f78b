#pragma once
// A server process of our own, for `play` and the benchmarks: killed and started again at will. It is this very program, or the one
// that WARSHA_BINARY names.

#include <filesystem>
#include <string>

#include <sys/types.h>

#include "app/client/socket.hpp"

namespace warsha {

class OwnServer {
public:
    /// Data in a fresh temporary folder, removed at the end. `port` 0: a free one is chosen.
    explicit OwnServer(std::string limits, int port = 0);
    ~OwnServer();                        ///< kill -9 and wait
    OwnServer(OwnServer const&) = delete;
    OwnServer& operator=(OwnServer const&) = delete;

    void start();                        ///< returns when /healthz answers; throws std::runtime_error after 20 s
    void kill();                         ///< SIGKILL
    [[nodiscard]] client::Target target() const;
    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] std::string const& organiser_token() const { return token_; }

private:
    std::filesystem::path folder_;
    std::string limits_, token_;
    int port_ = 0;
    pid_t pid_ = 0;
};

}  // namespace warsha
