// The SQLite journal against the disk it stands on: appends per second with group commit beside bare fdatasync of the same disk,
// and how long a full room takes to be read and verified. Usage: journal_bench [folder on the disk in question]

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "journal/sqlite/sqlite_journal.hpp"
#include "tests/contract/drafts.hpp"
#include "tests/contract/home.hpp"

namespace {

using namespace warsha;
using namespace warsha::contract;
using Seconds = std::chrono::duration<double>;
constexpr auto measuring = std::chrono::seconds(3);
constexpr std::uint64_t full_room_entries = 200'000;

double seconds_since(std::chrono::steady_clock::time_point start) { return Seconds(std::chrono::steady_clock::now() - start).count(); }

void bare_fdatasync(std::filesystem::path const& dir) {
    auto const file = dir / "fdatasync";
    int const fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    std::string const block(4096, 'x');
    auto const start = std::chrono::steady_clock::now();
    int synced = 0;
    for (; std::chrono::steady_clock::now() - start < measuring; ++synced)
        if (::write(fd, block.data(), block.size()) < 0 || ::fdatasync(fd) != 0) std::perror("fdatasync"), std::exit(1);
    std::printf("%-52s %10.0f /s\n", "bare write of 4 KiB + fdatasync", synced / seconds_since(start));
    ::close(fd);
}

/// As many appends of one ballot under way as there are phones waiting at once.
void appends(std::filesystem::path const& dir, int under_way_max) {
    std::filesystem::remove_all(dir / "appends");
    std::filesystem::create_directories(dir / "appends");
    Home home;
    auto const journal = make_sqlite_journal(dir / "appends" / "journal.sqlite", home.post());
    create(home, *journal, room_no(1), "123456");
    std::uint64_t sent = 0, done = 0;
    auto const start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - start < measuring) {
        for (; sent - done < static_cast<std::uint64_t>(under_way_max); ++sent)
            journal->append(room_no(1), 1, SameAgenda{0}, {ballot(sent + 1)}, [&done](AppendOutcome const& outcome) {
                if (!std::holds_alternative<Appended>(outcome)) std::puts("not appended"), std::exit(1);
                ++done;
            });
        home.run_until([&] { return sent - done < static_cast<std::uint64_t>(under_way_max); });
    }
    std::printf("acknowledged appends, %5d under way %26.0f /s\n", under_way_max, static_cast<double>(done) / seconds_since(start));
    home.run_until([&] { return done == sent; });
}

void full_room(std::filesystem::path const& dir) {
    std::filesystem::remove_all(dir / "full");
    std::filesystem::create_directories(dir / "full");
    auto const file = dir / "full" / "journal.sqlite";
    {
        Home home;
        auto const journal = make_sqlite_journal(file, home.post());
        create(home, *journal, room_no(1), "123456");
        auto const start = std::chrono::steady_clock::now();
        for (std::uint64_t at = 0; at < full_room_entries; at += 1000) {
            std::vector<Draft> batch;
            for (std::uint64_t i = at + 1; i <= at + 1000; ++i) batch.push_back(i % 50 == 0 ? join(i, "somebody " + std::to_string(i)) : ballot(i));
            append(home, *journal, room_no(1), ExactPosition{at}, std::move(batch));
        }
        std::printf("%-52s %10.2f s\n", "200,000 entries written in batches of 1,000", seconds_since(start));
    }
    Home home;
    auto const start = std::chrono::steady_clock::now();
    auto const journal = make_sqlite_journal(file, home.post());
    auto const read = journal->read(room_no(1), 0, full_room_entries + 1);
    auto const first = seconds_since(start);
    bool const is_whole = read.entries.size() == full_room_entries && !read.damage;
    std::printf("%-52s %10.2f s%s\n", "opened, read and verified", first, is_whole ? "" : "   NOT WHOLE");
    auto const again = std::chrono::steady_clock::now();
    (void)journal->read(room_no(1), 0, full_room_entries + 1);
    std::printf("%-52s %10.2f s\n", "read and verified once more", seconds_since(again));
    auto const opening = std::chrono::steady_clock::now();
    for (auto const& entry : read.entries) (void)open(entry);
    std::printf("%-52s %10.2f s\n", "decoded to facts (a room without a saved state)", seconds_since(opening));
}

}  // namespace

int main(int argc, char** argv) {
    auto const dir = std::filesystem::path(argc > 1 ? argv[1] : ".") / "journal_bench.tmp";
    std::filesystem::create_directories(dir);
    bare_fdatasync(dir);
    for (int under_way : {1, 10, 100, 1000}) appends(dir, under_way);
    bare_fdatasync(dir);
    full_room(dir);
    std::filesystem::remove_all(dir);
}
