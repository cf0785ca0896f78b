// The simulator as a program: look at one seed, try many, export the outbox's traces.

#include <chrono>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>

#include "simulation/outbox_traces.hpp"
#include "simulation/run.hpp"

int main(int argc, char** argv) {
    using namespace warsha::simulation;
    CLI::App app{"Runs simulated workshops. Examples: simulation --seed 42 --trace; simulation --seed 1000 --count 5000"};
    std::uint64_t seed = 1, count = 1;
    bool trace = false;
    std::string traces_file;
    app.add_option("--seed", seed, "the (first) seed")->capture_default_str();
    app.add_option("--count", count, "how many seeds, one after the other")->capture_default_str();
    app.add_flag("--trace", trace, "print everything that happens");
    app.add_option("--outbox-traces", traces_file, "write the outbox's traces to this file and do nothing else");
    CLI11_PARSE(app, argc, argv);

    if (!traces_file.empty()) {
        std::ofstream(traces_file, std::ios::binary) << outbox_traces(outbox_trace_sequences);
        return 0;
    }
    Counts counts;
    std::uint64_t failed = 0;
    for (auto one = seed; one < seed + count; ++one) {
        auto const outcome = run(one, trace);
        counts.add(outcome.counts);
        std::cout << outcome.trace;
        for (auto const& violation : outcome.violations) std::cout << "seed " << one << ": " << violation << "\n";
        failed += outcome.violations.empty() ? 0 : 1;
    }
    std::cout << count - failed << " passed, " << failed << " failed; " << counts.entries << " entries, " << counts.ballots << " ballots, " << counts.receipts
              << " receipts, " << counts.refusals << " refusals, " << counts.resumed << " resumed, " << counts.kills << " kills\n";
    return failed == 0 ? 0 : 1;
}
