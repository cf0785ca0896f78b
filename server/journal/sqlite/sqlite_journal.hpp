#pragma once
// The embedded default: one file, one connection, one writer thread, group commit, acks after the commit's fsync.

#include <filesystem>

#include "journal/copy.hpp"

namespace warsha {

struct SqliteOptions {
    std::function<UnixMillis()> clock;                      ///< milliseconds since 1970; default: the system's
    std::function<void(std::string const& why)> on_failed;  ///< the first I/O error; on the writer thread; called once
    std::size_t batch_max = 1'000;                          ///< appends per commit
};

/// Opens or makes the file. Throws std::runtime_error with a sentence: not a database, a newer format, another process, a disk error.
/// After an error of the disk `read`, `rooms`, `follow` and `latest_state` throw std::runtime_error.
///
/// A room's whole chain is verified at its first use. What is noticed: a changed, missing or reordered entry, its texts and its index
/// beside the chain, a saved state that is not what was saved (it is ignored), and a tail that is gone as far as the anchor file
/// (`<file>.anchor`: top and digest per room) knows of it. The anchor is made durable at most a second after a commit and at the end.
/// What is not: a tail lost within that second; database and anchor both replaced by older copies, or the anchor removed; a
/// changed join code, or "released" beside it.
std::unique_ptr<CopyJournal> make_sqlite_journal(std::filesystem::path file, Journal::Post post, SqliteOptions options = {});

}  // namespace warsha
