// A disk that does not keep what it was given. Never a silent loss: what is read is what was written, or the damage is named.

#include <algorithm>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/journal/sqlite_file.hpp"

namespace warsha::contract {
namespace {

std::array const all_rooms{room_no(1), room_no(2)};
constexpr std::uint64_t entries_each = 120;
using Files = std::map<std::string, std::string>;  // suffix → bytes

void fill(Home& home, Journal& journal) {
    for (std::uint64_t r = 0; r < all_rooms.size(); ++r) create(home, journal, all_rooms[r], "10000" + std::to_string(r));
    for (std::uint64_t i = 1; i <= entries_each; ++i)
        for (auto const room : all_rooms)
            append(home, journal, room, ExactPosition{i - 1}, {i % 10 == 0 ? opening(i) : i % 3 == 0 ? join(i, "somebody " + std::to_string(i)) : ballot(i)});
    journal.save_state(all_rooms[0], {{1, 100, journal.read(all_rooms[0], 99, 1).entries[0].digest}, 1, R"({"cache":")" + std::string(5'000, 'c') + "\"}"});
}

Files files_of(SqliteFile const& file) {
    Files files;
    for (auto const* suffix : {"", "-wal", ".anchor"})
        if (std::filesystem::exists(file.path(suffix))) files[suffix] = bytes_of(file.path(suffix));
    return files;
}

/// After an orderly end: all is in the database, the WAL is empty.
Files closed_journal() {
    SqliteFile file;
    file.open();
    fill(file.home, file.journal());
    file.close();
    return files_of(file);
}

/// After a kill: all is in the WAL, and the anchor knows of it.
Files killed_journal() {
    SqliteFile file;
    auto const pid = ::fork();
    if (pid == 0) {
        Home home;
        auto const journal = make_sqlite_journal(file.path(), home.post());
        fill(home, *journal);
        ::sleep(3);                      // the anchor follows within a second
        ::_exit(0);
    }
    ::waitpid(pid, nullptr, 0);
    return files_of(file);
}

struct Contents {
    std::map<RoomId, std::vector<Stored>> entries;
    std::optional<SavedState> state;
};
Contents contents_of(Files const& files) {
    SqliteFile file;
    for (auto const& [suffix, bytes] : files) write_bytes(file.path(suffix.c_str()), bytes);
    file.open();
    Contents all;
    for (auto const room : all_rooms) all.entries[room] = file.journal().read(room, 0, 1'000).entries;
    all.state = file.journal().latest_state(all_rooms[0]);
    return all;
}

bool same(Stored const& a, Stored const& b) {
    auto const same_blob = [](Blob const& x, Blob const& y) { return x.hash == y.hash && x.salt == y.salt && x.text == y.text; };
    return a.offset == b.offset && a.time == b.time && a.cid == b.cid && a.bytes == b.bytes && a.digest == b.digest && std::ranges::equal(a.blobs, b.blobs, same_blob);
}

struct Tally {
    int whole = 0, damaged = 0, refused = 0;
    void print(char const* level) const {
        std::printf("PROVE level=\"flipped bits: %s\" amount=%d violations=%d\n", level, whole + damaged + refused, testing::Test::HasFailure() ? 1 : 0);
    }
};

/// What a start on these files says; `good` is the truth.
void expect_no_silent_loss(Files const& files, Contents const& good, std::string const& what, Tally& tally) {
    SqliteFile file;
    for (auto const& [suffix, bytes] : files) write_bytes(file.path(suffix.c_str()), bytes);
    try {
        file.open();
        auto const listed = file.journal().rooms();
        bool is_damaged = false;
        for (auto const& [room, entries] : good.entries) {
            EXPECT_TRUE(std::ranges::any_of(listed, [&](auto const& record) { return record.room == room; })) << what << ": a room is not listed";
            auto const read = file.journal().read(room, 0, 1'000);
            ASSERT_LE(read.entries.size(), entries.size()) << what;
            EXPECT_TRUE(std::equal(read.entries.begin(), read.entries.end(), entries.begin(), same)) << what << ": another entry than was written";
            EXPECT_TRUE(read.damage || read.entries.size() == entries.size()) << what << ": silent loss";
            if (!read.damage) continue;
            is_damaged = true;
            EXPECT_GE(read.damage->first_bad, read.entries.size() + 1) << what;
            EXPECT_TRUE(std::holds_alternative<EpochLost>(append(file.home, file.journal(), room, ExactPosition{read.entries.size()}, {ballot(9'999)}))) << what;
        }
        auto const state = file.journal().latest_state(all_rooms[0]);
        EXPECT_TRUE(!state || state->state == good.state->state) << what << ": another saved state than was saved";
        ++(is_damaged ? tally.damaged : tally.whole);
    } catch (std::runtime_error const& error) {
        ++tally.refused;                 // loud: the process does not start
    }
}

Tally flip_bits(Files const& files, std::string const& suffix, std::size_t positions) {
    auto const good = contents_of(files);
    Tally tally;
    for (std::size_t i = 0; i < positions; ++i) {
        auto bad = files;
        auto& bytes = bad.at(suffix);
        auto const at = (bytes.size() * i / positions + i * 37 % 101) % bytes.size();
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << i % 8));
        expect_no_silent_loss(bad, good, "bit " + std::to_string(i % 8) + " of byte " + std::to_string(at) + " of '" + suffix + "'", tally);
    }
    return tally;
}

TEST(Damage, OfOneBitOfTheDatabaseIsNeverASilentLoss) {
    auto const tally = flip_bits(closed_journal(), "", 700);
    tally.print("database");
    EXPECT_GT(tally.damaged, 200) << tally.whole << " whole, " << tally.refused << " refused";
}

TEST(Damage, OfOneBitOfTheWalIsNeverASilentLoss) {
    auto const files = killed_journal();
    ASSERT_GT(files.at("-wal").size(), 500'000U);
    auto const tally = flip_bits(files, "-wal", 300);
    tally.print("log");
    EXPECT_GT(tally.damaged + tally.refused, 200) << "SQLite drops what follows a bad frame; the anchor knows";
}

TEST(Damage, OfABitOfTheAnchorStopsTheStart) {
    auto const tally = flip_bits(closed_journal(), ".anchor", 60);
    tally.print("anchor");
    EXPECT_EQ(tally.refused, 60);
}

/// It is a cache: one bit of it is enough for it not to be used, and no room is worse off.
TEST(Damage, OfABitOfTheSavedStateCostsTheSavedStateAndNothingElse) {
    auto const files = closed_journal();
    auto const good = contents_of(files);
    auto const& database = files.at("");
    std::vector<std::size_t> places;
    for (auto at = database.find("cccccccc"); at != std::string::npos; at = database.find("cccccccc", at + 8)) places.push_back(at);
    ASSERT_GT(places.size(), 500U);
    Tally tally;
    for (std::size_t i = 0; i < 200; ++i) {
        auto bad = files;
        auto& byte = bad.at("")[places[i * places.size() / 200] + i % 8];
        byte = static_cast<char>(byte ^ (1 << i % 8));
        expect_no_silent_loss(bad, good, "bit " + std::to_string(i), tally);
        EXPECT_FALSE(contents_of(bad).state) << "bit " << i << ": a state is believed that was not saved";
    }
    tally.print("saved state");
    EXPECT_EQ(tally.whole, 200);
}

TEST(Damage, NamesTheFirstEntryThatWasChanged) {
    auto files = closed_journal();
    auto& bytes = files.at("");
    auto const part = R"("offset":57,)";
    ASSERT_NE(bytes.find(part), std::string::npos);
    for (auto at = bytes.find(part); at != std::string::npos; at = bytes.find(part, at + 1)) bytes[at + 10] = '8';  // in both rooms
    SqliteFile file;
    for (auto const& [suffix, content] : files) write_bytes(file.path(suffix.c_str()), content);
    file.open();
    auto const read = file.journal().read(all_rooms[0], 0, 1'000);
    EXPECT_EQ(read.entries.size(), 56U);
    ASSERT_TRUE(read.damage);
    EXPECT_EQ(read.damage->room, all_rooms[0]);
    EXPECT_EQ(read.damage->first_bad, 57U);
    EXPECT_TRUE(file.journal().read(all_rooms[0], 57, 1'000).entries.empty()) << "nothing that lies behind";
}

TEST(Damage, OfOneRoomLeavesTheOthersAlone) {
    auto files = closed_journal();
    auto const good = contents_of(files);
    auto const& victim = good.entries.at(all_rooms[1])[40].digest.value;
    auto& bytes = files.at("");
    auto const at = bytes.find(std::string(victim.begin(), victim.end()));
    ASSERT_NE(at, std::string::npos);
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    SqliteFile file;
    for (auto const& [suffix, content] : files) write_bytes(file.path(suffix.c_str()), content);
    file.open();
    EXPECT_EQ(file.journal().read(all_rooms[1], 0, 1'000).damage->first_bad, 41U);
    EXPECT_FALSE(file.journal().read(all_rooms[0], 0, 1'000).damage);
    EXPECT_TRUE(std::holds_alternative<Appended>(append(file.home, file.journal(), all_rooms[0], ExactPosition{entries_each}, {ballot(999)})));
}

TEST(Damage, OfATextIsNotTakenForAnErasure) {
    auto files = closed_journal();
    auto const good = contents_of(files);
    auto& bytes = files.at("");
    auto const at = bytes.find("somebody 33");
    ASSERT_NE(at, std::string::npos);
    bytes[at] = 'S';
    Tally tally;
    expect_no_silent_loss(files, good, "a changed name", tally);
    EXPECT_EQ(tally.damaged, 1);
}

TEST(OlderCopy, OfTheDatabaseUnderTheNewerAnchorIsNoticed) {  // J4
    SqliteFile file;
    file.open();
    create(file.home, file.journal(), all_rooms[0], "123456");
    for (std::uint64_t i = 1; i <= 10; ++i) file.must_append(all_rooms[0], {ballot(i)});
    file.close();
    auto const older = bytes_of(file.path());
    file.open();
    for (std::uint64_t i = 11; i <= 20; ++i) file.must_append(all_rooms[0], {ballot(i)});
    file.close();
    write_bytes(file.path(), older);
    file.open();
    auto const read = file.journal().read(all_rooms[0], 0, 1'000);
    EXPECT_EQ(read.entries.size(), 10U);
    ASSERT_TRUE(read.damage);
    EXPECT_EQ(read.damage->first_bad, 11U);
    EXPECT_TRUE(std::holds_alternative<EpochLost>(append(file.home, file.journal(), all_rooms[0], ExactPosition{20}, {ballot(21)})));
    EXPECT_TRUE(std::holds_alternative<EpochLost>(append(file.home, file.journal(), all_rooms[0], ExactPosition{10}, {ballot(21)})));
}

TEST(OlderCopy, IsStillKnownToBeOneAfterAnotherStart) {
    SqliteFile file;
    file.open();
    create(file.home, file.journal(), all_rooms[0], "123456");
    file.must_append(all_rooms[0], {ballot(1)});
    file.close();
    auto const older = bytes_of(file.path());
    file.open();
    file.must_append(all_rooms[0], {ballot(2)});
    file.close();
    write_bytes(file.path(), older);
    for (int start = 0; start < 3; ++start) {
        file.open();
        EXPECT_TRUE(file.journal().read(all_rooms[0], 0, 10).damage) << "start " << start;
    }
}

}  // namespace
}  // namespace warsha::contract
