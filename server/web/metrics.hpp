#pragma once
// Counters of this process; text of the Prometheus format. No room, person or address is a label.

#include <memory>
#include <string>

#include "protocol/codes.hpp"
#include "protocol/messages.hpp"

namespace prometheus { class Counter; class Gauge; class Registry; }

namespace warsha::web {

/// Thread: any (the library's counters are atomic).
class Metrics {
public:
    Metrics();
    ~Metrics();
    void connected(int change);
    void session(Role role, int change);
    void command();
    void refused_at_edge();
    void frame(std::size_t bytes);
    void closed(CloseCode code);
    void http(unsigned status);
    [[nodiscard]] std::string text() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace warsha::web
