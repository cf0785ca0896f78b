#include "tests/contract/journal_contract.hpp"

#include <csignal>
#include <sys/resource.h>

#include "journal/memory/memory_journal.hpp"
#include "journal/redis/redis_journal.hpp"
#include "journal/sqlite/sqlite_journal.hpp"
#include "tests/support/redis_server.hpp"

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

/// One Redis for all tests, emptied for each new folder: what is opened again in the same folder finds what it left.
Implementation redis() {
    return {.open = [](std::filesystem::path const& dir, Journal::Post post, auto) {
                static support::RedisServer server;
                static std::filesystem::path last;
                if (std::exchange(last, dir) != dir) server.cli({"FLUSHALL"});
                RedisOptions options{.url = redis::parse_redis_url(server.url())};
                options.on_event = [](std::string const& sentence) { std::fprintf(stderr, "  %s\n", sentence.c_str()); };
                options.open_copy = [dir](Journal::Post post) { return make_sqlite_journal(dir / "journal.sqlite", std::move(post)); };
                auto journal = RedisJournal::open(std::move(post), std::move(options));
                journal->start(std::chrono::seconds(20));
                return journal;
            },
            .break_disk = fill_disk, .keeps_own_time = true};
}

INSTANTIATE_TEST_SUITE_P(Memory, JournalContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Sqlite, JournalContract, testing::Values(sqlite()));
INSTANTIATE_TEST_SUITE_P(Redis, JournalContract, testing::Values(redis()));

}  // namespace
}  // namespace warsha::contract
