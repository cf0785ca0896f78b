// kill -9 while appends are under way: what was reported is there afterwards. (The page cache survives a kill; that every
// report waits for its fsync is shown by the writer's order, and by the power-cut figures of the bench's disk.)

#include <algorithm>
#include <csignal>
#include <set>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/journal/sqlite_file.hpp"

namespace warsha::contract {
namespace {

RoomId const room = room_no(1);
constexpr std::uint64_t under_way_max = 16;

/// In the child: appends from `first` on and writes the number of each acknowledged one into the pipe.
/// Returns at the first answer that is no acknowledgement.
void append_forever(std::filesystem::path const& file, int acks, std::uint64_t first) {
    Home home;
    auto const journal = make_sqlite_journal(file, home.post());
    std::uint64_t under_way = 0;
    bool is_over = false;
    for (auto number = first; !is_over; ++number) {
        ++under_way;
        journal->append(room, 1, SameAgenda{0}, {number % 5 == 0 ? join(number, "name") : ballot(number)}, [&, number](AppendOutcome const& outcome) {
            --under_way;
            if (!std::holds_alternative<Appended>(outcome)) is_over = true;
            else if (::write(acks, &number, sizeof number) != sizeof number) ::_exit(2);
        });
        home.run_until([&] { return under_way < under_way_max; });
    }
    home.run_until([&] { return under_way == 0; });
}

struct Child {
    pid_t pid;
    int acks;
};
template <class Work>
Child start(Work work) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    auto const pid = ::fork();
    if (pid == 0) {
        ::close(ends[0]);
        work(ends[1]);
        ::_exit(0);
    }
    ::close(ends[1]);
    return {pid, ends[0]};
}
std::vector<std::uint64_t> acknowledged(int acks) {
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t number = 0; ::read(acks, &number, sizeof number) == sizeof number;) numbers.push_back(number);
    ::close(acks);
    return numbers;
}

/// The numbers in the journal, with its chain verified.
std::set<Cid> recorded(std::filesystem::path const& file) {
    Home home;
    auto const journal = make_sqlite_journal(file, home.post());
    auto const read = journal->read(room, 0, 1'000'000);
    EXPECT_FALSE(read.damage) << read.damage->first_bad << ": " << read.damage->what;
    std::set<Cid> cids;
    for (auto const& entry : read.entries) {
        EXPECT_TRUE(cids.insert(entry.cid).second) << "recorded twice: " << entry.offset;
        EXPECT_EQ(entry.blobs.size(), entry.bytes.find("participant_joined") == std::string::npos ? 0U : 1U);
    }
    return cids;
}

void prepare(SqliteFile& file) {
    file.open();
    create(file.home, file.journal(), room, "123456");
    file.close();  // no thread may be alive when the test forks
}

TEST(SqliteCrash, LosesNothingItAcknowledgedInTwentyKills) {
    SqliteFile file;
    prepare(file);
    std::uint64_t next = 1, acknowledged_in_all = 0;
    for (int kill = 0; kill < 20; ++kill) {
        auto const child = start([&](int acks) { append_forever(file.path(), acks, next); });
        std::uint64_t first_ack = 0;
        ASSERT_EQ(::read(child.acks, &first_ack, sizeof first_ack), static_cast<ssize_t>(sizeof first_ack)) << "it is at work";
        ::usleep(static_cast<useconds_t>(1'000 + kill * 4'700));  // another moment of the writer's cycle each time
        ::kill(child.pid, SIGKILL);
        ::waitpid(child.pid, nullptr, 0);
        auto acks = acknowledged(child.acks);
        acks.push_back(first_ack);
        auto const there = recorded(file.path());
        for (auto const number : acks) EXPECT_TRUE(there.contains(cid_no(number))) << "acknowledged and lost: " << number;
        acknowledged_in_all += acks.size();
        next = *std::ranges::max_element(acks) + 2 * under_way_max;
    }
    EXPECT_GE(acknowledged_in_all, 20U);
}

TEST(SqliteCrash, AcknowledgesNothingThatAFullDiskDidNotTake) {
    SqliteFile file;
    prepare(file);
    for (rlim_t limit : {200'000UL, 333'333UL, 500'001UL, 5'000'000UL}) {
        auto const child = start([&](int acks) {
            std::signal(SIGXFSZ, SIG_IGN);
            rlimit const full{limit, limit};
            ::setrlimit(RLIMIT_FSIZE, &full);
            append_forever(file.path(), acks, limit);
        });
        auto const acks = acknowledged(child.acks);
        int status = 0;
        ::waitpid(child.pid, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "it ends because an append was not acknowledged";
        auto const there = recorded(file.path());
        for (auto const number : acks) EXPECT_TRUE(there.contains(cid_no(number))) << "acknowledged and lost: " << number;
    }
}

}  // namespace
}  // namespace warsha::contract
