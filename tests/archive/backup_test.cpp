// A backup holds everything; a restored server goes on in a new epoch (S40).

#include <fstream>
#include <future>

#include <gmock/gmock.h>

#include "archive/backup.hpp"
#include "journal/files.hpp"
#include "journal/sqlite/sqlite_journal.hpp"
#include "rooms.hpp"
#include "tests/contract/drafts.hpp"
#include "tests/contract/temporary_dir.hpp"

namespace warsha {
namespace {

using testing::HasSubstr;

std::unique_ptr<CopyJournal> open_in(std::filesystem::path const& dir) {
    return make_sqlite_journal(dir / "journal.sqlite", [](RoomId, std::function<void()> const& what) { what(); });
}

/// The journal answers on its own thread.
bool wait(std::function<void(std::function<void(bool)>)> const& ask) {
    auto const answer = std::make_shared<std::promise<bool>>();
    ask([answer](bool given) { answer->set_value(given); });
    return answer->get_future().get();
}

void back_up(Journal& journal, std::filesystem::path const& dir, std::filesystem::path const& file) {
    std::ofstream out(file, std::ios::binary);
    write_backup(journal, dir, [&](std::string_view bytes) { out << bytes; });
}

Restored restore_into(std::filesystem::path const& dir, std::filesystem::path const& file) {
    check_backup(file);
    return read_backup(file, *open_in(dir), dir);
}

/// A small room as a journal holds it.
void keep_small_room(CopyJournal& journal, std::string const& code) {
    auto const room = small_room();
    journal.keep({.room = room.state().id, .code = code});
    std::vector<Copied> entries;
    for (auto const& stored : room.entries()) entries.push_back({stored, false});
    ASSERT_TRUE(wait([&](auto done) { journal.put(room.state().id, entries, false, std::move(done)); }));
}

class Backup : public testing::Test {
protected:
    Backup() {
        keep_small_room(*journal, "493817");
        write_durably(from.path() / "server.key", std::string(32, 'k'));
        write_durably(from.path() / "keys" / "one", std::string("\0\1\2", 3));
        back_up(*journal, from.path(), file);
    }
    RoomId const room = small_room().state().id;
    contract::TemporaryDir from, to, beside;
    std::filesystem::path const file = beside.path() / "warsha.backup";
    std::unique_ptr<CopyJournal> journal = open_in(from.path());
};

TEST_F(Backup, IsRestoredEntryByEntryWithItsFiles) {
    auto const done = restore_into(to.path(), file);
    EXPECT_EQ(done.rooms, 1U);
    auto const original = journal->read(room, 0, 100'000).entries, restored = open_in(to.path())->read(room, 0, 100'000).entries;
    EXPECT_EQ(done.entries, original.size());
    ASSERT_EQ(restored.size(), original.size() + 1);
    for (std::size_t i = 0; i < original.size(); ++i) {
        EXPECT_EQ(restored[i].digest, original[i].digest);
        EXPECT_EQ(restored[i].blobs.size(), original[i].blobs.size());
    }
    EXPECT_EQ(read_file(to.path() / "server.key"), std::string(32, 'k'));
    EXPECT_EQ(read_file(to.path() / "keys" / "one"), std::string("\0\1\2", 3));
}

TEST_F(Backup, BeginsANewEpochInEveryRoom) {
    restore_into(to.path(), file);
    auto const restored = open_in(to.path());
    EXPECT_EQ(restored->rooms().at(0).epoch, 2U);
    EXPECT_EQ(restored->rooms().at(0).code, "493817");
    auto const last = open(restored->read(room, 0, 100'000).entries.back());
    ASSERT_TRUE(std::holds_alternative<EpochRaised>(last.events.at(0)));
    EXPECT_EQ(std::get<EpochRaised>(last.events.at(0)).to, 2U);
}

TEST_F(Backup, KeepsErasedTextsErased) {
    std::vector<Hash> hashes;
    for (auto const& stored : journal->read(room, 0, 100'000).entries)
        for (auto const& blob : stored.blobs) hashes.push_back(blob.hash);
    ASSERT_FALSE(hashes.empty());
    wait([&](auto done) { journal->erase(room, hashes, std::move(done)); });
    back_up(*journal, from.path(), file);
    restore_into(to.path(), file);
    auto const restored = open_in(to.path())->read(room, 0, 100'000);
    EXPECT_FALSE(restored.damage);
    for (auto const& stored : restored.entries) EXPECT_TRUE(stored.blobs.empty());
}

TEST_F(Backup, IsRefusedWhenItIsCutOffOrChanged) {
    auto const whole = *read_file(file);
    auto const refusal = [&](std::string const& bytes) {
        std::ofstream(file, std::ios::binary) << bytes;
        try {
            check_backup(file);
            return std::string();
        } catch (std::runtime_error const& error) {
            return std::string(error.what());
        }
    };
    EXPECT_EQ(refusal(whole), "");
    EXPECT_THAT(refusal(whole.substr(0, whole.size() / 2)), HasSubstr("cut off or damaged"));
    EXPECT_THAT(refusal(whole.substr(0, whole.rfind("{\"lines\""))), HasSubstr("cut off or damaged"));
    auto changed = whole;
    changed[whole.size() / 2] ^= 1;
    EXPECT_THAT(refusal(changed), HasSubstr("cut off or damaged"));
    EXPECT_THAT(refusal("hello\n"), HasSubstr("no backup"));
}

TEST_F(Backup, NeverWritesOutsideTheFolder) {
    std::ofstream(file, std::ios::binary) << R"({"backup":1})" << "\n" << R"({"bytes":"AAAA","file":"../outside"})" << "\n";
    EXPECT_THROW(read_backup(file, *open_in(to.path()), to.path()), std::runtime_error);
    EXPECT_FALSE(std::filesystem::exists(to.path().parent_path() / "outside"));
}

}  // namespace
}  // namespace warsha
