#pragma once
// Simulated attendees over real WebSockets: a living workshop for a newcomer, and a load for a measurement.

#include <functional>
#include <memory>
#include <vector>

#include "app/client/phone.hpp"
#include "room/rehearsals.hpp"

namespace warsha {

struct CrowdOptions {
    client::Target target;
    std::string code;
    int people = 100;
    int seconds = 0;                     ///< 0: until stopped
    double acts_per_second = 0;          ///< of the whole crowd; 0: people / 20, so that a vote takes a while to come in
    std::uint64_t seed = 1;
    std::vector<SimulatedSlip> slips;    ///< the first people to come hold these, each a line of the roll
};

/// Latencies of commands, from made to recorded, in microseconds.
struct CrowdReport {
    std::uint64_t recorded = 0, refused = 0, stopped = 0;
    std::vector<std::int64_t> latencies_us;
};

class Crowd {
public:
    Crowd(boost::asio::io_context& io, CrowdOptions options);
    ~Crowd();
    void start();                        ///< 50 phones a second join
    void stop();
    [[nodiscard]] CrowdReport const& report() const;
    [[nodiscard]] std::string progress() const;  ///< one line
private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

/// "p50 1.2 ms, p99 3.4 ms, max 9 ms"; empty input gives "no commands".
std::string percentiles(std::vector<std::int64_t> latencies_us);

/// `warsha crowd`: runs until the time is over or a signal comes, prints progress and closing percentiles. Exit code.
int run_crowd(CrowdOptions const& options);

}  // namespace warsha
