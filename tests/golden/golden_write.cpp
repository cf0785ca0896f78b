// Made journal_v1.sqlite, once. A golden journal is never made again: a reader that cannot load it is wrong. Only the state's
// digest follows when RoomState gains a member: `golden_write --state` prints the lines for journal_v1.expected.
//   golden_write FOLDER    writes journal.sqlite and its anchor there

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
    if (argc != 2) return std::puts("usage: golden_write FOLDER | --state"), 2;
    bool const is_state = std::strcmp(argv[1], "--state") == 0;
    contract::TemporaryDir const scratch;
    auto const file = (is_state ? scratch.path() : std::filesystem::path(argv[1])) / "journal.sqlite";
    contract::Home home;
    UnixMillis now = contract::noon;
    auto const journal = make_sqlite_journal(file, home.post(), {.clock = [&] { return now; }, .on_failed = {}});
    create(home, *journal, golden::room, "493817");
    for (auto const& entry : golden::entries()) {
        now = entry.time;
        append(home, *journal, golden::room, ExactPosition{entry.offset - 1}, {seal(entry, golden::key)});
    }
    // The words of the erased proposal are gone, as they would be.
    auto const erased = journal->read(golden::room, 20, 1).entries.at(0);
    std::vector<Hash> hashes;
    for (auto const& blob : erased.blobs) hashes.push_back(blob.hash);
    erase(home, *journal, golden::room, hashes);
    auto const read = journal->read(golden::room, 0, 1'000).entries;
    std::printf("top %zu\ndigest %s\nstate %s\n", read.size(), text_of(read.back().digest).c_str(), text_of(golden::state_digest(read)).c_str());
}
