// The real server, killed at any moment, or with a disk that refuses: every receipt that a phone was given is in the journal afterwards.

#include <cerrno>
#include <cstdlib>
#include <random>
#include <set>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "journal/sqlite/sqlite_journal.hpp"
#include "tests/crash/disk.hpp"
#include "tests/crash/guest.hpp"

namespace warsha::crash {
namespace {

namespace fs = std::filesystem;
constexpr int kills = 60, people = 40;

fs::path data_of(OwnServer const& server) { return server.log().parent_path() / "data"; }

/// People who vote again as soon as their ballot is counted.
struct Crowd {
    explicit Crowd(Hall& hall) {
        for (int i = 0; i < people; ++i) {
            auto& guest = guests.emplace_back(hall.guest());
            guest->on_receipt = [this, revision = std::int64_t{0}](Guest& who, Receipt const& receipt) mutable {
                receipts.push_back(receipt);
                who.send(Hall::a_vote(++revision));
            };
        }
    }
    ~Crowd() {
        for (auto const& guest : guests) guest->leave();
    }
    std::vector<std::shared_ptr<Guest>> guests;
    std::vector<Receipt> receipts;
};

/// Reads a copy, so that the server itself has to recover from what the kill left. `from`: receipts that were not looked for yet.
std::vector<std::string> missing(fs::path const& data, RoomId room, std::vector<Receipt> const& receipts, std::size_t from) {
    Folder copy;
    for (auto const* const name : {"journal.sqlite", "journal.sqlite-wal", "journal.sqlite.anchor"})
        if (fs::exists(data / name)) fs::copy_file(data / name, copy.path() / name);
    auto const journal = make_sqlite_journal(copy.path() / "journal.sqlite", [](RoomId, std::function<void()> const& what) { what(); });
    auto const read = journal->read(room, 0, 1'000'000);
    std::vector<std::string> wrong;
    if (read.damage) wrong.push_back("damage at " + std::to_string(read.damage->first_bad) + ": " + read.damage->what);
    for (auto i = from; i < receipts.size(); ++i) {
        auto const& [cid, position] = receipts[i];
        bool const is_there = position.offset >= 1 && position.offset <= read.entries.size() && read.entries[position.offset - 1].cid == cid && read.entries[position.offset - 1].digest == position.digest;
        if (!is_there) wrong.push_back("a receipt for entry " + std::to_string(position.offset) + " of " + std::to_string(read.entries.size()) + " is not the journal's");
    }
    std::set<Cid> cids;
    for (auto const& entry : read.entries)
        if (!cids.insert(entry.cid).second) wrong.push_back("recorded twice: " + std::to_string(entry.offset));
    return wrong;
}

TEST(KilledServer, KeepsEveryReceiptOfSixtyKillsUnderLoad) {
    use_built_server();
    OwnServer server("bench");
    server.start();
    Hall hall(server);
    Crowd crowd(hall);
    std::mt19937_64 random(60);
    int wrong = 0;
    std::size_t looked_at = 0;
    for (int i = 0; i < kills; ++i) {
        auto const before = crowd.receipts.size();
        hall.driver.until("votes are counted", [&] { return crowd.receipts.size() >= before + people; });
        hall.driver.pause(std::chrono::milliseconds(random() % 120));
        server.kill();
        hall.driver.pause(std::chrono::milliseconds(20));  // what the sockets still hold was sent before the kill
        auto const found = missing(data_of(server), hall.room.room, crowd.receipts, looked_at);
        looked_at = crowd.receipts.size();
        wrong += static_cast<int>(found.size());
        EXPECT_TRUE(found.empty()) << "kill " << i + 1 << ": " << found.front();
        server.start();
    }
    hall.driver.until("everybody is counted again", [&, before = crowd.receipts.size()] { return crowd.receipts.size() >= before + people; });
    server.kill();
    auto const found = missing(data_of(server), hall.room.room, crowd.receipts, 0);
    EXPECT_TRUE(found.empty()) << "in the end: " << found.front();
    std::printf("%zu receipts\n", crowd.receipts.size());
    std::printf("PROVE level=\"kill -9 of the server\" amount=%d violations=%d\n", kills, wrong + static_cast<int>(found.size()));
}

struct Refusal { char const* what; std::string words; };

TEST(ServerOnAFailingDisk, StopsWith75AndHasGivenNoReceiptThatIsNotKept) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer wants to be the first library itself";
#endif
    use_built_server();
    auto const eio = std::to_string(EIO), full = std::to_string(ENOSPC);
    int wrong = 0, amount = 0;
    for (auto const& [what, words] : {Refusal{"a flush of the log fails", "sync journal.sqlite-wal 60 " + eio}, Refusal{"the disk is full", "write journal.sqlite-wal 500 " + full},
                                      Refusal{"a write is cut short", "short journal.sqlite-wal 501 " + full}, Refusal{"the database cannot grow", "write journal.sqlite 40 " + full},
                                      Refusal{"the anchor is not flushed", "sync .anchor.new 2 " + eio}}) {
        OwnServer server("bench");
        ::setenv("WARSHA_DISK_FAULT", (data_of(server).string() + " " + words).c_str(), 1);
        ::setenv("LD_PRELOAD", WARSHA_DISK_LIBRARY, 1);
        server.start();
        ::unsetenv("LD_PRELOAD");
        ::unsetenv("WARSHA_DISK_FAULT");
        Hall hall(server);
        Crowd crowd(hall);
        hall.driver.until(std::string("the server stops: ") + what, [&] {
            siginfo_t about{};
            return ::waitid(P_PID, static_cast<id_t>(server.pid()), &about, WEXITED | WNOHANG | WNOWAIT) == 0 && about.si_pid != 0;
        });
        auto const exit = server.terminate();
        EXPECT_EQ(exit, 75) << what;
        auto found = missing(data_of(server), hall.room.room, crowd.receipts, 0);
        EXPECT_TRUE(found.empty()) << what << ": " << found.front();
        wrong += static_cast<int>(found.size()) + (exit == 75 ? 0 : 1);
        ++amount;
        server.start();  // the disk is well again
        hall.driver.until("votes are counted again", [&, before = crowd.receipts.size()] { return crowd.receipts.size() >= before + people; });
    }
    std::printf("PROVE level=\"disk full, flush fails: server\" amount=%d violations=%d\n", amount, wrong);
}

}  // namespace
}  // namespace warsha::crash
