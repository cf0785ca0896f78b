#pragma once
// The embedded default: one file, one connection, one writer thread, group commit, acks after the commit's fsync.

#include <filesystem>

#include "journal/journal.hpp"

namespace warsha {

struct SqliteOptions {
    std::function<UnixMillis()> clock;                      ///< milliseconds since 1970; default: the system's
    std::function<void(std::string const& why)> on_failed;  ///< the first I/O error; on the writer thread; called once
    std::size_t batch_max = 1'000;                          ///< appends per commit
};

/// Opens or makes the file. Throws std::runtime_error with a sentence: not a database, a newer format, a disk error.
///
/// What it notices: a changed, missing or reordered entry (the digest chain), and a tail that is gone, as far as the anchor
/// file beside the database (`journal.anchor`: top and digest per room, synced at most a second after a commit and at the
/// end) knows of it. SQLite itself drops committed rows silently when one bit of its WAL flips. What it cannot notice:
/// database and anchor both replaced by older copies.
std::unique_ptr<Journal> make_sqlite_journal(std::filesystem::path file, Journal::Post post, SqliteOptions options = {});

}  // namespace warsha
