#include "tests/contract/journal_contract.hpp"

#include <csignal>
#include <sys/resource.h>

#include "journal/memory/memory_journal.hpp"
#include "journal/sqlite/sqlite_journal.hpp"

namespace warsha::contract {
namespace {

/// No file may grow: what a full disk does, without needing one.
std::function<void()> fill_disk() {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit const none{0, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
    return [before] { ::setrlimit(RLIMIT_FSIZE, &before); };
}

Implementation memory() {
    return {.open = [](auto const&, Journal::Post post, auto clock) { return make_memory_journal(std::move(post), std::move(clock)); }, .break_disk = {}};
}
Implementation sqlite() {
    return {.open = [](auto const& dir, Journal::Post post, auto clock) {
                return make_sqlite_journal(dir / "journal.sqlite", std::move(post), {.clock = std::move(clock), .on_failed = {}});
            },
            .break_disk = fill_disk};
}

INSTANTIATE_TEST_SUITE_P(Memory, JournalContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Sqlite, JournalContract, testing::Values(sqlite()));

}  // namespace
}  // namespace warsha::contract
