#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "simulation/outbox_traces.hpp"
#include "simulation/run.hpp"

namespace warsha::simulation {
namespace {

constexpr std::uint64_t seeds = 1'000;

void expect_sound(std::uint64_t seed, Counts& counts) {
    auto const outcome = run(seed);
    counts.add(outcome.counts);
    for (auto const& violation : outcome.violations) ADD_FAILURE() << "seed " << seed << ": " << violation << "\nsee it with: simulation --seed " << seed << " --trace";
}

std::string bytes_of(char const* file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Simulation, KeepsEveryInvariantOverAThousandSeeds) {
    Counts counts;
    for (std::uint64_t seed = 1; seed <= seeds && !HasFailure(); ++seed) expect_sound(seed, counts);
    RecordProperty("entries", static_cast<int>(counts.entries));
    RecordProperty("kills", static_cast<int>(counts.kills));
    // It still bites: people vote, are refused, come back, and the server dies.
    EXPECT_GT(counts.ballots, seeds * 5);
    EXPECT_GT(counts.refusals, seeds);
    EXPECT_GT(counts.resumed, seeds);
    EXPECT_GT(counts.kills, seeds);
}

TEST(Simulation, KeepsEveryInvariantForSeedsThatOnceFailed) {
    std::ifstream file("tests/simulation/regressions.txt");
    ASSERT_TRUE(file) << "run from the repository's root";
    Counts counts;
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line[0] != '#') expect_sound(std::stoull(line), counts);
}

TEST(Simulation, PrintsTheSameTraceForTheSameSeed) {
    auto const once = run(7, true).trace;
    EXPECT_GT(once.size(), 10'000U);
    EXPECT_EQ(run(7, true).trace, once);
    EXPECT_NE(run(8, true).trace, once);
}

TEST(OutboxTraces, AreTheOnesTheWebClientIsTestedWith) {
    EXPECT_EQ(bytes_of("protocol/examples/outbox_traces.jsonl"), outbox_traces(outbox_trace_sequences))
        << "write them again: simulation --outbox-traces protocol/examples/outbox_traces.jsonl";
}

}  // namespace
}  // namespace warsha::simulation
