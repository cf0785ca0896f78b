#pragma once
// How commands on this machine reach the running server: a socket in the data folder, which only its owner can open. One line asks, the rest is the answer.

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace warsha {

/// Serves one asker at a time on a thread of its own.
class Control {
public:
    /// Gives the answer to a line, in pieces. What it throws is the answer's end: "error …".
    using Write = std::function<void(std::string_view)>;
    using Serve = std::function<void(std::string const& line, Write const& write)>;

    /// Without the socket (its path is too long for the system) the server runs all the same, and says so in the log.
    Control(std::filesystem::path const& data_dir, Serve serve);
    ~Control();
    Control(Control const&) = delete;
    Control& operator=(Control const&) = delete;

private:
    void run();
    void answer(int asker) const;

    std::filesystem::path where_;
    Serve serve_;
    int listener_ = -1;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

enum class Reached { answered, nobody };
/// Asks the server that uses this data folder. Throws std::runtime_error with the server's sentence when it refuses or goes away.
Reached ask_control(std::filesystem::path const& data_dir, std::string const& line, Control::Write const& take);

}  // namespace warsha
