// Made the golden journals, each once. A golden journal is never made again: a reader that cannot load it is wrong. Only the state's
// digest follows when RoomState gains a member: `golden_write NAME --state` prints the lines for NAME.expected.
//   golden_write NAME FOLDER    writes NAME.sqlite and its anchor there

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "journal/sqlite/sqlite_journal.hpp"
#include "protocol/codec.hpp"
#include "tests/contract/home.hpp"
#include "tests/contract/temporary_dir.hpp"
#include "tests/golden/golden_room.hpp"
#include "tests/golden/golden_state.hpp"

int main(int argc, char** argv) {
    using namespace warsha;
    auto const which = std::ranges::find_if(golden::goldens, [&](auto const& one) { return argc == 3 && std::strcmp(one.name, argv[1]) == 0; });
    if (which == golden::goldens.end()) return std::puts("usage: golden_write NAME (FOLDER | --state)"), 2;
    bool const is_state = std::strcmp(argv[2], "--state") == 0;
    contract::TemporaryDir const scratch;
    auto const file = (is_state ? scratch.path() : std::filesystem::path(argv[2])) / (std::string(which->name) + ".sqlite");
    contract::Home home;
    UnixMillis now = contract::noon;
    auto const journal = make_sqlite_journal(file, home.post(), {.clock = [&] { return now; }, .on_failed = {}});
    create(home, *journal, golden::room, "493817");
    for (auto const& entry : which->entries()) {
        now = entry.time;
        append(home, *journal, golden::room, ExactPosition{entry.offset - 1}, {seal(entry, golden::key)});
    }
    // The words of the erased proposal are gone, as they would be.
    std::vector<Hash> hashes;
    if (which->erased_at > 0)
        for (auto const& blob : journal->read(golden::room, which->erased_at - 1, 1).entries.at(0).blobs) hashes.push_back(blob.hash);
    if (!hashes.empty()) erase(home, *journal, golden::room, hashes);
    auto const read = journal->read(golden::room, 0, 1'000).entries;
    std::printf("top %zu\ndigest %s\nstate %s\n", read.size(), text_of(read.back().digest).c_str(), text_of(golden::state_digest(read)).c_str());
}
