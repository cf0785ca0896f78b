#pragma once
// Counters of this process; text of the Prometheus format. No room, person or address is a label.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "protocol/codes.hpp"
#include "protocol/messages.hpp"

namespace warsha::web {

/// Thread: any (the library's counters are atomic).
class Metrics {
public:
    Metrics();
    ~Metrics();
    void connected(int change);
    void session(Role role, int change);
    void command();
    void recorded(double seconds);                       ///< from the command's arrival to its receipt
    void rejected(std::string_view code);
    void frames(std::uint64_t count, std::uint64_t bytes);
    void fresh_view();                                   ///< a slow reader was brought up to date with one view
    void closed(CloseCode code);
    void turned_away(char const* why);                   ///< a socket that got no session: full, too_fast
    void http(unsigned status);
    [[nodiscard]] std::string text() const;
    /// More lines of the same format, asked for at every scrape.
    void add(std::function<std::string()> further) { further_ = std::move(further); }

private:
    struct Impl;
    std::function<std::string()> further_;
    std::unique_ptr<Impl> impl_;
};

}  // namespace warsha::web
