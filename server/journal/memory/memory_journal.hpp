#pragma once
// A journal that forgets at exit: tests, the simulator, `--journal memory`.

#include "journal/copy.hpp"

namespace warsha {

/// `clock` gives milliseconds since 1970. `durability()` is none.
std::unique_ptr<CopyJournal> make_memory_journal(Journal::Post post, std::function<UnixMillis()> clock = {});

}  // namespace warsha
