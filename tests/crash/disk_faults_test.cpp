// The disk is full, or a flush fails, at one call after the other: nothing is acknowledged that is not there afterwards, whether the machine
// goes on or the power goes, and nothing is acknowledged any more.

#include <cerrno>

#include <gtest/gtest.h>

#include "tests/crash/images.hpp"
#include "tests/crash/story.hpp"

namespace warsha::crash {
namespace {

using contract::room_no;
using Call = Fault::Call;

RoomId const room = room_no(1);

/// What the journal had promised of the room, against what it says now.
std::vector<std::string> lost(std::filesystem::path const& file, std::vector<Fact> const& facts) {
    std::vector<std::string> wrong;
    Offset acknowledged = 0;
    for (auto const& fact : facts)
        if (fact.kind == Fact::Kind::appended) acknowledged = fact.offset;
    try {
        auto const journal = make_sqlite_journal(file, [](RoomId, std::function<void()> const& what) { what(); });
        auto const read = journal->read(room, 0, 1'000'000);
        if (read.damage) wrong.push_back("damage at " + std::to_string(read.damage->first_bad) + ": " + read.damage->what);
        if (read.entries.size() < acknowledged) wrong.push_back("acknowledged up to " + std::to_string(acknowledged) + ", there are " + std::to_string(read.entries.size()));
        for (std::size_t i = 0; i < read.entries.size(); ++i)
            if (read.entries[i].cid != contract::cid_no(i + 1)) wrong.push_back("another entry at " + std::to_string(i + 1));
    } catch (std::exception const& error) {
        wrong.push_back(std::string("it does not start: ") + error.what());
    }
    return wrong;
}

struct Totals { int faults = 0, wrong = 0; };

void expect_nothing_pretended(Fault const& fault, Totals& totals) {
    Folder folder, after;
    std::optional<Disk> disk(folder.path());
    Story story(*disk, folder.path() / "journal.sqlite");
    story.open();
    story.create(room, "100001");
    story.settle();
    disk->refuse(fault);
    std::uint64_t number = 1;
    auto const append = [&] {
        std::vector<Draft> batch;
        for (auto const end = number + 1 + number % 3; number < end; ++number) batch.push_back(contract::join(number, "somebody " + std::to_string(number)));
        story.append(room, std::move(batch));
        story.settle();
    };
    for (int i = 0; i < 40 && story.denials() == 0; ++i) {
        append();
        if (i % 6 == 5) story.erase(room, Hash{});       // empties the log into the database
        if (i % 10 == 9) story.forget_another();         // writes the anchor
        story.settle();
    }
    if (!disk->has_refused()) return;                    // so many calls it does not make
    ++totals.faults;
    auto const facts = story.facts();
    append();
    append();
    std::vector<std::string> wrong;
    if (story.facts().size() != facts.size()) wrong.push_back("something is acknowledged after the failure");
    if (story.failures() != 1) wrong.push_back("the failure was told " + std::to_string(story.failures()) + " times");
    auto const operations = disk->operations();
    story.close();
    disk.reset();
    for (auto& one : lost(folder.path() / "journal.sqlite", facts)) wrong.push_back("the machine goes on: " + one);
    Images images(operations);
    while (!images.is_over()) images.advance();
    for (auto const loss : {Loss::everything, Loss::later, Loss::here_and_there}) {
        Random random(static_cast<std::uint64_t>(fault.nth));
        after.empty();
        write_files(after.path(), images.image(loss, random));
        for (auto& one : lost(after.path() / "journal.sqlite", facts)) wrong.push_back("the power goes: " + one);
    }
    if (wrong.empty()) return;
    ++totals.wrong;
    ADD_FAILURE() << (fault.call == Call::sync ? "flush " : "write ") << fault.nth << " of *" << fault.name_end << ", error " << fault.error << ": " << wrong.front();
}

TEST(FailingDisk, IsNeverPretendedToHaveTakenSomething) {
    Totals totals;
    for (int nth = 1; nth <= 40; ++nth) {
        expect_nothing_pretended({.call = Call::sync, .name_end = "-wal", .nth = nth, .error = EIO, .lasts = false}, totals);
        expect_nothing_pretended({.call = Call::write, .name_end = "-wal", .nth = 1 + (nth - 1) * 6, .error = ENOSPC}, totals);
        expect_nothing_pretended({.call = Call::write, .name_end = "-wal", .nth = 1 + (nth - 1) * 6, .error = ENOSPC, .is_short = true}, totals);
        expect_nothing_pretended({.call = Call::write, .name_end = "-wal", .nth = 2 + (nth - 1) * 6, .error = EIO, .lasts = false}, totals);
        if (nth > 12) continue;
        expect_nothing_pretended({.call = Call::sync, .name_end = "journal.sqlite", .nth = nth, .error = EIO, .lasts = false}, totals);
        expect_nothing_pretended({.call = Call::write, .name_end = "journal.sqlite", .nth = nth, .error = ENOSPC}, totals);
        expect_nothing_pretended({.call = Call::write, .name_end = "journal.sqlite", .nth = nth, .error = ENOSPC, .is_short = true}, totals);
        expect_nothing_pretended({.call = Call::write, .name_end = ".anchor.new", .nth = nth, .error = ENOSPC}, totals);
        expect_nothing_pretended({.call = Call::sync, .name_end = ".anchor.new", .nth = nth, .error = EIO, .lasts = false}, totals);
    }
    EXPECT_GE(totals.faults, 100);
    std::printf("PROVE level=\"disk full, flush fails: journal\" amount=%d violations=%d\n", totals.faults, totals.wrong);
}

}  // namespace
}  // namespace warsha::crash
