#pragma once
// Time, chance and the record of one simulated workshop. One thread; nothing happens but what was scheduled.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "protocol/basic.hpp"
#include "simulation/random.hpp"

namespace warsha::simulation {

class World {
public:
    explicit World(std::uint64_t seed, bool keeps_trace = false) : random(seed), keeps_trace_(keeps_trace) {}

    [[nodiscard]] UnixMillis now() const { return now_; }
    /// Runs `what` after `delay_ms`; events of the same moment run in the order they were scheduled. Dropping the handle cancels it.
    [[nodiscard]] std::shared_ptr<void> after(std::int64_t delay_ms, std::function<void()> what);
    void later(std::int64_t delay_ms, std::function<void()> what);
    /// `between` is called after every event: faults may strike anywhere.
    void run_until(UnixMillis end, std::function<void()> const& between = [] {});

    template <class... Part>
    void trace(Part const&... part) {
        if (!keeps_trace_) return;
        trace_ += std::to_string(now_ - start) + " ";
        (append(part), ...);
        trace_ += '\n';
    }
    [[nodiscard]] std::string const& trace_text() const { return trace_; }

    /// An invariant does not hold.
    void violated(std::string what) {
        trace("VIOLATED ", what);
        violations.push_back(std::to_string(now_ - start) + " ms: " + std::move(what));
    }

    static constexpr UnixMillis start = 1'750'000'000'000;
    Random random;
    bool has_faults = true;              ///< false: the network, the store and the server behave from now on
    std::vector<std::string> violations;

private:
    void append(std::string_view text) { trace_ += text; }
    void append(std::int64_t number) { trace_ += std::to_string(number); }
    void append(std::uint64_t number) { trace_ += std::to_string(number); }

    struct Event {
        bool can_be_cancelled = false;
        std::weak_ptr<void> handle;
        std::function<void()> what;
    };
    std::multimap<UnixMillis, Event> events_;
    UnixMillis now_ = start;
    bool keeps_trace_;
    std::string trace_;
};

}  // namespace warsha::simulation
