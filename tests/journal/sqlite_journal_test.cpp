// What only the SQLite journal promises: its file, its one process, its erasures.

#include <atomic>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/journal/sqlite_file.hpp"

namespace warsha::contract {
namespace {

RoomId const room = room_no(1);

std::string why_not_opened(SqliteFile& file) {
    try {
        file.open();
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return "it opened";
}

void run_sql(std::filesystem::path const& file, char const* sql) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
    sqlite3_close(handle);
}

TEST(SqliteJournal, LeavesNoTraceOfAnErasedTextInItsFiles) {
    SqliteFile file;
    file.open();
    create(file.home, file.journal(), room, "123456");
    std::string const secret = "Salma-of-the-upper-village";
    for (std::uint64_t i = 1; i <= 200; ++i) file.must_append(room, {join(i, i % 4 == 0 ? secret + std::to_string(i) : "neighbour " + std::to_string(i))});
    auto const all = file.journal().read(room, 0, 1'000).entries;
    file.journal().save_state(room, {{1, 200, all.back().digest}, 1, "{\"name\":\"" + secret + std::string(9'000, 'x') + secret + "\"}"});
    std::vector<Hash> hashes;
    for (auto const& entry : all)
        if (entry.offset % 4 == 0) hashes.push_back(entry.blobs.at(0).hash);
    auto const is_found = [&] {
        for (auto const* suffix : {"", "-wal", "-shm", ".anchor"})
            if (bytes_of(file.path(suffix)).find(secret) != std::string::npos) return true;
        return false;
    };
    EXPECT_TRUE(is_found());
    ASSERT_TRUE(erase(file.home, file.journal(), room, hashes));
    EXPECT_FALSE(is_found());
    auto const after = file.journal().read(room, 0, 1'000);
    EXPECT_FALSE(after.damage);
    EXPECT_EQ(after.entries.size(), 200U);
    EXPECT_EQ(after.entries[0].blobs.at(0).text, "neighbour 1");
}

/// The clock is asked inside the transaction, so it can hold one open: the first append until all is queued, the third while
/// it looks whether the read between the second and it was answered from what is not committed.
TEST(SqliteJournal, ShowsNoReaderWhatIsNotDurableYet) {
    std::atomic<bool> all_queued = false, is_answered = false, was_answered_early = false;
    std::atomic<int> asked = 0;
    auto const wait_for = [](std::atomic<bool> const& flag, std::chrono::milliseconds at_most) {
        for (auto const end = std::chrono::steady_clock::now() + at_most; !flag && std::chrono::steady_clock::now() < end;) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    };
    SqliteFile file;
    file.open({.clock = [&] {
                   auto const number = ++asked;
                   if (number == 1) wait_for(all_queued, std::chrono::seconds(30));
                   if (number == 3) wait_for(is_answered, std::chrono::seconds(1)), was_answered_early = is_answered.load();
                   return noon;
               },
               .on_failed = {}});
    create(file.home, file.journal(), room, "123456");
    auto const append_one = [&](std::uint64_t number) { file.journal().append(room, 1, SameAgenda{0}, {ballot(number)}, [](AppendOutcome const&) {}); };
    append_one(1);
    while (asked == 0) std::this_thread::yield();
    append_one(2);
    std::vector<Stored> seen;
    std::thread reader([&] {
        seen = file.journal().read(room, 0, 10).entries;
        is_answered = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));  // the read is in the queue now
    append_one(3);
    all_queued = true;
    reader.join();
    EXPECT_FALSE(was_answered_early);
    EXPECT_EQ(seen.size(), 3U) << "what stood before it and beside it in the queue";
}

TEST(SqliteJournal, IsReadableByItsOwnerOnly) {
    SqliteFile file;
    file.open();
    create(file.home, file.journal(), room, "123456");
    for (auto const* suffix : {"", "-wal"})
        EXPECT_EQ(std::filesystem::status(file.path(suffix)).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write) << suffix;
}

TEST(SqliteJournal, BelongsToOneProcessAndOneConnection) {
    SqliteFile file;
    file.open();
    Home home;
    EXPECT_THROW((void)make_sqlite_journal(file.path(), home.post()), std::runtime_error);
    create(file.home, file.journal(), room, "123456");
    file.must_append(room, {ballot(1)});
}

TEST(SqliteJournal, RefusesAFileOfANewerFormatAndSaysSo) {
    SqliteFile file;
    file.open();
    file.close();
    run_sql(file.path(), "PRAGMA user_version = 2");
    EXPECT_NE(why_not_opened(file).find("has format 2; this program knows 1"), std::string::npos) << why_not_opened(file);
}

TEST(SqliteJournal, RefusesAFileThatIsNoDatabaseAndSaysSo) {
    SqliteFile file;
    write_bytes(file.path(), std::string(10'000, 'x'));
    EXPECT_NE(why_not_opened(file).find("cannot be opened"), std::string::npos) << why_not_opened(file);
    EXPECT_EQ(bytes_of(file.path()), std::string(10'000, 'x'));
}

TEST(SqliteJournal, TellsOnceThatTheDiskFailed) {
    SqliteFile file;
    std::atomic<int> failures = 0;
    file.open({.clock = {}, .on_failed = [&](std::string const&) { ++failures; }});
    create(file.home, file.journal(), room, "123456");
    // A second writer cannot exist, so the journal is made to fail by a table that is gone.
    file.close();
    run_sql(file.path(), "DROP TABLE blobs; CREATE TABLE blobs (room BLOB, offset INTEGER, place INTEGER, hash BLOB, salt BLOB, text TEXT CHECK (text <> 'Salma'))");
    file.open({.clock = {}, .on_failed = [&](std::string const&) { ++failures; }});
    file.must_append(room, {join(1, "Yacine")});
    EXPECT_EQ(failures, 0);
    for (std::uint64_t i = 2; i <= 4; ++i)
        EXPECT_TRUE(std::holds_alternative<Unknown>(append(file.home, file.journal(), room, SameAgenda{0}, {join(i, "Salma")})));
    EXPECT_EQ(failures, 1);
    EXPECT_THROW(file.journal().rooms(), std::runtime_error);
    file.open();
    EXPECT_EQ(file.journal().read(room, 0, 10).entries.size(), 1U);
}

TEST(SqliteJournal, IgnoresASavedStateThatIsNotWhatWasSaved) {
    SqliteFile file;
    file.open();
    create(file.home, file.journal(), room, "123456");
    file.must_append(room, {ballot(1)});
    auto const digest = file.journal().read(room, 0, 1).entries[0].digest;
    file.journal().save_state(room, {{1, 1, digest}, 1, R"({"ballots":10})"});
    ASSERT_TRUE(file.journal().latest_state(room));
    file.close();
    run_sql(file.path(), R"(UPDATE states SET state = '{"ballots":11}')");
    file.open();
    EXPECT_FALSE(file.journal().latest_state(room));
    EXPECT_FALSE(file.journal().read(room, 0, 10).damage) << "a cache is no damage";
}

TEST(SqliteJournal, KeepsItsLogSmallWhileItWorks) {
    SqliteFile file;
    file.open();
    create(file.home, file.journal(), room, "123456");
    std::uint64_t next = 1;
    for (int batch = 0; batch < 60; ++batch) {
        std::vector<Draft> drafts;
        for (int i = 0; i < 1'000; ++i) drafts.push_back(ballot(next++));
        (void)std::get<Appended>(append(file.home, file.journal(), room, SameAgenda{0}, std::move(drafts)));
    }
    EXPECT_LT(std::filesystem::file_size(file.path("-wal")), 12U << 20) << "20 MiB went through it";
}

}  // namespace
}  // namespace warsha::contract
