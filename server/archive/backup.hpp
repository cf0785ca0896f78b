#pragma once
// A whole server in one file, and back. A text of JSON lines, closed by a line with the SHA-256 of all before it:
//   {"backup":1}  {"entry":{…},"room":{…}} …  {"bytes":…,"file":…} …  {"lines":N,"sha256":…}
// It holds the keys and everybody's words: keep it as you keep the data folder.

#include <filesystem>
#include <functional>
#include <string_view>

#include "journal/copy.hpp"

namespace warsha {

/// While the server runs: each room as it stood at some moment during the call, page by page, so that votes go on. Throws std::runtime_error with a
/// sentence where a room's chain does not verify; what `write` throws ends it too. `journal` is asked from this thread.
void write_backup(Journal& journal, std::filesystem::path const& data_dir, std::function<void(std::string_view)> const& write);

/// Is it whole? Throws std::runtime_error with a sentence.
void check_backup(std::filesystem::path const& file);

struct Restored {
    std::size_t rooms = 0, entries = 0;
};
/// Into the empty `journal` of the empty `data_dir`; the file was checked. Every room begins a new epoch: what was recorded after the backup is gone, and
/// whoever saw it must notice. `journal` posts whatever it answers at once, on any thread.
Restored read_backup(std::filesystem::path const& file, CopyJournal& journal, std::filesystem::path const& data_dir);

}  // namespace warsha
