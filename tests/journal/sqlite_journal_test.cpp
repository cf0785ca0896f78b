// What only the SQLite journal promises: its file, its one process, its erasures.

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

TEST(SqliteJournal, ShowsNoReaderAndNoFollowerWhatIsNotDurableYet) {
    SqliteFile file;
    file.open();
    create(file.home, file.journal(), room, "123456");
    // The appends and the read are in the queue together: whatever the read returns must be there after the writer stops dead.
    for (std::uint64_t i = 1; i <= 50; ++i) file.journal().append(room, 1, SameAgenda{0}, {ballot(i)}, [](AppendOutcome const&) {});
    auto const seen = file.journal().read(room, 0, 1'000).entries;
    TemporaryDir copy;  // what a crash at this moment would leave
    for (auto const* suffix : {"", "-wal"})
        if (std::filesystem::exists(file.path(suffix))) std::filesystem::copy(file.path(suffix), copy.path() / ("journal.sqlite" + std::string(suffix)));
    Home home;
    auto const after = make_sqlite_journal(copy.path() / "journal.sqlite", home.post());
    EXPECT_GE(after->read(room, 0, 1'000).entries.size(), seen.size());
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
