// The simulator as a program: look at one seed, try many on all cores, switch a guard off, export the outbox's traces.

#include <atomic>
#include <chrono>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include <CLI/CLI.hpp>

#include "simulation/outbox_traces.hpp"
#include "simulation/run.hpp"

namespace warsha::simulation {
namespace {

struct Options {
    std::uint64_t seed = 1, count = 1;
    unsigned jobs = 1;
    bool trace = false, stops_at_first = false;
    std::string guard, servers = "mixed", traces_file;
};

/// Seeds are handed out one by one; what a run does depends on its seed alone, whichever thread has it.
class Many {
public:
    explicit Many(Options const& options) : options_(options), next_(options.seed) {}

    int run_all() {
        auto const begun = std::chrono::steady_clock::now();
        std::vector<std::thread> threads;
        for (unsigned i = 1; i < options_.jobs; ++i) threads.emplace_back([this] { work(); });
        work();
        for (auto& thread : threads) thread.join();
        auto const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        auto const done = passed_ + failed_;
        std::cout << passed_ << " passed, " << failed_ << " failed; " << counts_.entries << " entries, " << counts_.ballots << " ballots, " << counts_.receipts << " receipts, "
                  << counts_.refusals << " refusals, " << counts_.resumed << " resumed, " << counts_.kills << " kills, " << counts_.clusters << " runs of several servers, "
                  << counts_.losses << " losses in Redis\n"
                  << static_cast<std::uint64_t>(took) << " s, " << static_cast<std::uint64_t>(static_cast<double>(done) / std::max(took, 0.001)) << " seeds/s on " << options_.jobs << " threads\n";
        if (!options_.guard.empty() && failed_ > 0) std::cout << "without " << options_.guard << ": noticed first by seed " << first_failed_ << ", seed number " << first_failed_ - options_.seed + 1 << " of this range\n";
        return failed_ == 0 ? 0 : 1;
    }

private:
    void work() {
        if (!options_.guard.empty()) switch_off(guard_of(options_.guard));
        auto const servers = options_.servers == "one" ? Servers::one : options_.servers == "several" ? Servers::several : Servers::mixed;
        for (auto seed = next_++; seed < options_.seed + options_.count; seed = next_++) {
            if (options_.stops_at_first && failed_ > 0) return;
            auto const outcome = run(seed, options_.trace, servers);
            std::lock_guard const guard(lock_);
            counts_.add(outcome.counts);
            std::cout << outcome.trace;
            for (auto const& violation : outcome.violations) std::cout << "seed " << seed << ": " << violation << std::endl;
            if (outcome.violations.empty()) {
                ++passed_;
            } else {
                ++failed_;
                first_failed_ = std::min(first_failed_, seed);
            }
        }
    }

    Options const& options_;
    std::atomic<std::uint64_t> next_;
    std::mutex lock_;
    Counts counts_;
    std::atomic<std::uint64_t> passed_ = 0, failed_ = 0;
    std::uint64_t first_failed_ = UINT64_MAX;
};

}  // namespace
}  // namespace warsha::simulation

int main(int argc, char** argv) {
    using namespace warsha::simulation;
    CLI::App app{"Runs simulated workshops. Examples: simulation --seed 42 --trace; simulation --seed 1000 --count 5000 --jobs 2; simulation --without fence --count 10000 --first"};
    Options options;
    app.add_option("--seed", options.seed, "the (first) seed")->capture_default_str();
    app.add_option("--count", options.count, "how many seeds")->capture_default_str();
    app.add_option("--jobs", options.jobs, "on so many threads")->capture_default_str();
    app.add_option("--servers", options.servers, "one, several, or mixed: one seed in eight has several, over Redis")->check(CLI::IsMember({"one", "several", "mixed"}))->capture_default_str();
    app.add_option("--without", options.guard, "switches a guard off: chain_check, cid_memory, ack_after_fsync, fence, digest, own_journal");
    app.add_flag("--first", options.stops_at_first, "stop at the first seed that fails");
    app.add_flag("--trace", options.trace, "print everything that happens");
    app.add_option("--outbox-traces", options.traces_file, "write the outbox's traces to this file and do nothing else");
    CLI11_PARSE(app, argc, argv);

    if (!options.traces_file.empty()) {
        std::ofstream(options.traces_file, std::ios::binary) << outbox_traces(outbox_trace_sequences);
        return 0;
    }
    return Many(options).run_all();
}
