#pragma once
// What every journal must do: the rules J1…J11 of journal.hpp as sentences. Include it in one file of a test program, then
//   INSTANTIATE_TEST_SUITE_P(Memory, JournalContract, testing::Values(Implementation{…}));

#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

#include "tests/contract/drafts.hpp"
#include "tests/contract/home.hpp"
#include "tests/contract/temporary_dir.hpp"

namespace warsha::contract {

struct Implementation {
    /// Opens, or opens again, what lies in the folder.
    std::function<std::unique_ptr<Journal>(std::filesystem::path const& dir, Journal::Post post, std::function<UnixMillis()> clock)> open;
    /// From now on every write of this process fails, until the function it returns is called. Empty: there is no disk.
    std::function<std::function<void()>()> break_disk;
    bool keeps_own_time = false;         ///< the store's clock is not the test's
};

class JournalContract : public testing::TestWithParam<Implementation> {
protected:
    JournalContract() {
        reopen();
        create(home, *journal, room, "123456");
    }
    void reopen() {
        journal.reset();
        journal = GetParam().open(dir.path(), home.post(), [this] { return clock.load(); });
    }

    AppendOutcome append(After after, std::vector<Draft> batch, Epoch epoch = 1) {
        return contract::append(home, *journal, room, after, std::move(batch), epoch);
    }
    /// For the setting of a scene.
    std::vector<Accepted> must_append(std::vector<Draft> batch) {
        auto const top = journal->read(room, 0, 1'000'000).entries.size();
        return std::get<Appended>(append(ExactPosition{top}, std::move(batch))).entries;
    }
    std::vector<Stored> entries(Offset since = 0, std::size_t entries_max = 1'000'000) { return journal->read(room, since, entries_max).entries; }
    [[nodiscard]] bool is_durable() const { return journal->durability() == Journal::Durability::machine; }

    std::atomic<UnixMillis> clock = noon;
    RoomId const room = room_no(1);
    TemporaryDir dir;
    Home home;
    std::unique_ptr<Journal> journal;
};

inline std::vector<Offset> offsets_of(std::vector<Stored> const& entries) {
    std::vector<Offset> all;
    std::ranges::transform(entries, std::back_inserter(all), &Stored::offset);
    return all;
}

inline void expect_chain(std::vector<Stored> const& entries) {
    Hash digest;
    UnixMillis time = 0;
    Offset offset = 0;
    for (auto const& entry : entries) {
        EXPECT_EQ(entry.offset, ++offset);
        EXPECT_GE(entry.time, time);
        digest = next_digest(digest, entry.bytes);
        EXPECT_EQ(entry.digest, digest) << "at " << offset;
        time = entry.time;
        auto const opened = open(entry);
        EXPECT_EQ(opened.offset, entry.offset);
        EXPECT_EQ(opened.time, entry.time);
        EXPECT_EQ(opened.cid, entry.cid);
    }
}

// J1 -----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J1_AppendsAtTheExactPositionOnly) {
    EXPECT_TRUE(std::holds_alternative<Appended>(append(ExactPosition{0}, {ballot(1)})));
    auto const late = append(ExactPosition{0}, {ballot(2)});
    ASSERT_TRUE(std::holds_alternative<Conflict>(late));
    EXPECT_EQ(std::get<Conflict>(late).top, 1U);
    EXPECT_TRUE(std::holds_alternative<Appended>(append(ExactPosition{1}, {ballot(2)})));
}

TEST_P(JournalContract, J1_LetsWhatDependsOnTheAgendaPassEachOtherUntilTheAgendaChanges) {
    EXPECT_TRUE(std::holds_alternative<Appended>(append(SameAgenda{0}, {ballot(1)})));
    EXPECT_TRUE(std::holds_alternative<Appended>(append(SameAgenda{0}, {ballot(2)})));
    EXPECT_TRUE(std::holds_alternative<Appended>(append(ExactPosition{2}, {opening(3)})));
    EXPECT_TRUE(std::holds_alternative<Conflict>(append(SameAgenda{0}, {ballot(4)})));
    EXPECT_TRUE(std::holds_alternative<Appended>(append(SameAgenda{1}, {ballot(4)})));
}

TEST_P(JournalContract, J1_WritesNothingOfABatchThatConflicts) {
    must_append({ballot(1)});
    EXPECT_TRUE(std::holds_alternative<Conflict>(append(ExactPosition{0}, {ballot(1), ballot(2), ballot(3)})));
    EXPECT_EQ(offsets_of(entries()), (std::vector<Offset>{1}));
}

TEST_P(JournalContract, J1_TakesABatchAsAWholeAndSaysWhereEachStands) {
    auto const accepted = must_append({ballot(1), join(2, "Salma"), opening(3)});
    ASSERT_EQ(accepted.size(), 3U);
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        EXPECT_EQ(accepted[i].cid, cid_no(i + 1));
        EXPECT_EQ(accepted[i].offset, i + 1);
        EXPECT_TRUE(accepted[i].is_new);
    }
}

TEST_P(JournalContract, J1_LetsOneOfManyWritersWinAnExactPosition) {
    std::vector<std::thread> writers;
    std::atomic<int> answers = 0, wins = 0;
    for (std::uint64_t writer = 1; writer <= 8; ++writer)
        writers.emplace_back([&, writer] {
            journal->append(room, 1, ExactPosition{0}, {ballot(writer)}, [&](AppendOutcome const& outcome) {
                ++answers;
                if (std::holds_alternative<Appended>(outcome)) ++wins;
            });
        });
    for (auto& writer : writers) writer.join();
    home.run_until([&] { return answers == 8; });
    EXPECT_EQ(wins, 1);
    EXPECT_EQ(entries().size(), 1U);
}

// J2 -----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J2_HasWhatItReportedWhenItIsOpenedAgain) {
    if (!is_durable()) GTEST_SKIP() << "promises nothing beyond the process";
    must_append({ballot(1), join(2, "Salma"), opening(3)});
    auto const before = entries();
    reopen();
    auto const after = entries();
    ASSERT_EQ(offsets_of(after), offsets_of(before));
    for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].bytes, before[i].bytes);
    ASSERT_EQ(after[1].blobs.size(), 1U);
    EXPECT_EQ(after[1].blobs[0].text, "Salma");
    auto const outcome = append(SameAgenda{1}, {ballot(4)});
    EXPECT_TRUE(std::holds_alternative<Appended>(outcome)) << "the agenda's version is kept; " << outcome.index() << (outcome.index() == 3 ? std::get<Unknown>(outcome).why : "");
}

// J3 -----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J3_FollowsFromAPositionThroughWhatIsAppendedLater) {
    must_append({ballot(1), ballot(2), ballot(3)});
    std::vector<Offset> seen;
    auto const following = journal->follow(room, 1, [&](Stored const& entry) { seen.push_back(entry.offset); });
    EXPECT_TRUE(seen.empty()) << "never from inside the call";
    must_append({ballot(4)});
    must_append({ballot(5)});
    home.run_until([&] { return seen.size() >= 4; });
    EXPECT_EQ(seen, (std::vector<Offset>{2, 3, 4, 5}));
}

TEST_P(JournalContract, J3_DeliversExactlyOnceWhoeverComesBetweenTheAppends) {
    constexpr std::uint64_t count = 400;
    std::jthread const writer([&] {
        for (std::uint64_t i = 1; i <= count; ++i) journal->append(room, 1, SameAgenda{0}, {ballot(i)}, [](AppendOutcome const&) {});
    });
    std::vector<std::vector<Offset>> seen(20);
    std::vector<std::unique_ptr<Journal::Subscription>> following;
    for (auto& mine : seen)
        following.push_back(journal->follow(room, 0, [&mine](Stored const& entry) { mine.push_back(entry.offset); }));
    home.run_until([&] { return std::ranges::all_of(seen, [](auto const& mine) { return mine.size() >= count; }); });
    std::vector<Offset> expected(count);
    std::ranges::generate(expected, [n = Offset{0}]() mutable { return ++n; });
    for (auto const& mine : seen) EXPECT_EQ(mine, expected);
}

TEST_P(JournalContract, J3_StopsWithItsSubscription) {
    int seen = 0;
    auto following = journal->follow(room, 0, [&](Stored const&) { ++seen; });
    must_append({ballot(1)});
    home.run_until([&] { return seen == 1; });
    following.reset();
    must_append({ballot(2)});
    EXPECT_EQ(seen, 1);
}

TEST_P(JournalContract, J3_DeliversNothingOfAnotherRoom) {
    ASSERT_TRUE(create(home, *journal, room_no(2), "222222"));
    std::vector<Offset> seen;
    auto const following = journal->follow(room, 0, [&](Stored const& entry) { seen.push_back(entry.offset); });
    contract::append(home, *journal, room_no(2), ExactPosition{0}, {ballot(1), ballot(2)});
    must_append({ballot(1)});
    home.run_until([&] { return !seen.empty(); });
    EXPECT_EQ(seen, (std::vector<Offset>{1}));
}

// J4 -----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J4_SaysEpochLostToWhoHasSeenMoreThanThereIs) {
    must_append({ballot(1)});
    EXPECT_TRUE(std::holds_alternative<EpochLost>(append(ExactPosition{2}, {ballot(2)})));
    EXPECT_TRUE(std::holds_alternative<EpochLost>(append(SameAgenda{1}, {ballot(2)})));
    EXPECT_EQ(entries().size(), 1U);
}

TEST_P(JournalContract, J4_SaysEpochLostToAnotherEpochAndForARoomItDoesNotKnow) {
    auto const outcome = append(ExactPosition{0}, {ballot(1)}, 2);
    ASSERT_TRUE(std::holds_alternative<EpochLost>(outcome));
    EXPECT_EQ(std::get<EpochLost>(outcome).current, 1U);
    EXPECT_TRUE(std::holds_alternative<EpochLost>(contract::append(home, *journal, room_no(9), ExactPosition{0}, {ballot(1)})));
}

// J5 -----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J5_AnswersAKnownCidWithItsFirstOffsetEvenWhenTheWorldHasMovedOn) {
    must_append({ballot(1), opening(2)});
    auto const again = append(ExactPosition{0}, {ballot(1)});
    ASSERT_TRUE(std::holds_alternative<Appended>(again));
    EXPECT_EQ(std::get<Appended>(again).entries[0].offset, 1U);
    EXPECT_FALSE(std::get<Appended>(again).entries[0].is_new);
    EXPECT_EQ(entries().size(), 2U);
}

TEST_P(JournalContract, J5_WritesOnlyTheNewOnesOfAMixedBatch) {
    must_append({ballot(1)});
    auto const mixed = must_append({ballot(1), ballot(2), ballot(2), ballot(3)});
    ASSERT_EQ(mixed.size(), 4U);
    EXPECT_EQ(mixed[0].offset, 1U);
    EXPECT_FALSE(mixed[0].is_new);
    EXPECT_EQ(mixed[1].offset, 2U);
    EXPECT_TRUE(mixed[1].is_new);
    EXPECT_EQ(mixed[2].offset, 2U);
    EXPECT_FALSE(mixed[2].is_new);
    EXPECT_EQ(mixed[3].offset, 3U);
    expect_chain(entries());
}

TEST_P(JournalContract, J5_RemembersCidsWhenItIsOpenedAgain) {
    if (!is_durable()) GTEST_SKIP() << "promises nothing beyond the process";
    must_append({ballot(1), ballot(2)});
    reopen();
    auto const again = append(ExactPosition{0}, {ballot(2)});
    ASSERT_TRUE(std::holds_alternative<Appended>(again));
    EXPECT_EQ(std::get<Appended>(again).entries[0].offset, 2U);
}

TEST_P(JournalContract, J5_LetsTwoRoomsUseTheSameCid) {
    ASSERT_TRUE(create(home, *journal, room_no(2), "222222"));
    must_append({ballot(1)});
    auto const other = contract::append(home, *journal, room_no(2), ExactPosition{0}, {ballot(1)});
    ASSERT_TRUE(std::holds_alternative<Appended>(other));
    EXPECT_TRUE(std::get<Appended>(other).entries[0].is_new);
}

// J6 -----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J6_CountsFromOneChainsDigestsAndNeverTurnsTimeBack) {
    must_append({ballot(1)});
    clock = noon + 5;
    must_append({ballot(2), join(3, "سلمى")});
    clock = noon - 1'000;
    must_append({ballot(4)});
    auto const all = entries();
    ASSERT_EQ(all.size(), 4U);
    expect_chain(all);
    if (GetParam().keeps_own_time) return;
    EXPECT_EQ(all[0].time, noon);
    EXPECT_EQ(all[1].time, noon + 5);
    EXPECT_EQ(all[3].time, noon + 5) << "the clock went back, the journal does not";
}

// J7 -----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J7_ReadsTheVerifiedChainInPieces) {
    for (std::uint64_t i = 1; i <= 10; ++i) must_append({i % 3 == 0 ? join(i, "name " + std::to_string(i)) : ballot(i)});
    expect_chain(entries());
    EXPECT_EQ(offsets_of(entries(0, 3)), (std::vector<Offset>{1, 2, 3}));
    EXPECT_EQ(offsets_of(entries(3, 2)), (std::vector<Offset>{4, 5}));
    EXPECT_EQ(offsets_of(entries(8)), (std::vector<Offset>{9, 10}));
    EXPECT_TRUE(entries(10).empty());
    EXPECT_TRUE(entries(99).empty());
    EXPECT_FALSE(journal->read(room, 0, 1'000'000).damage);
}

TEST_P(JournalContract, J7_HasNothingToReadInARoomItDoesNotKnow) {
    EXPECT_TRUE(journal->read(room_no(9), 0, 10).entries.empty());
    EXPECT_EQ(journal->rooms().size(), 1U);
}

// J8 -----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J8_ForgetsErasedTextsAndSavedStatesAndTheChainStillVerifies) {
    must_append({join(1, "Salma"), join(2, "Yacine")});
    journal->save_state(room, {{1, 2, entries()[1].digest}, 1, R"({"names":["Salma","Yacine"]})"});
    ASSERT_TRUE(journal->latest_state(room));
    auto const hash = entries()[0].blobs.at(0).hash;
    ASSERT_TRUE(erase(home, *journal, room, {hash}));

    auto const all = entries();
    expect_chain(all);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_TRUE(all[0].blobs.empty());
    auto const joined = std::get<ParticipantJoined>(open(all[0]).events.at(0));
    EXPECT_TRUE(joined.name->erased);
    EXPECT_EQ(all[1].blobs.at(0).text, "Yacine");
    EXPECT_FALSE(journal->latest_state(room)) << "it may have held the text too";
    EXPECT_FALSE(journal->read(room, 0, 10).damage);
}

// J9 -----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J9_AcknowledgesNothingAfterTheFirstFailureOfTheDisk) {
    if (!GetParam().break_disk) GTEST_SKIP() << "there is no disk";
    must_append({ballot(1)});
    auto const repair = GetParam().break_disk();
    auto const failed = append(SameAgenda{0}, {ballot(2)});
    repair();
    EXPECT_TRUE(std::holds_alternative<Unknown>(failed));
    EXPECT_TRUE(std::holds_alternative<Unknown>(append(SameAgenda{0}, {ballot(3)}))) << "not even when the disk is well again";
    EXPECT_FALSE(create(home, *journal, room_no(2), "222222"));
    EXPECT_THROW(journal->read(room, 0, 10), std::runtime_error);
    reopen();
    auto const all = entries();
    expect_chain(all);
    EXPECT_GE(all.size(), 1U);
    EXPECT_LE(all.size(), 2U) << "what was unknown is there or not; nothing after it is";
}

// J10 ----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J10_HasWhatWasToldBeforeOnceItHasLooked) {
    must_append({ballot(1), ballot(2)});
    home.wait_for<bool>([&](auto done) { journal->refresh(room, [done] { done(true); }); });
    EXPECT_EQ(offsets_of(entries()), (std::vector<Offset>{1, 2}));
    home.wait_for<bool>([&](auto done) { journal->refresh(room_no(9), [done] { done(true); }); });
    EXPECT_TRUE(journal->read(room_no(9), 0, 10).entries.empty()) << "a room that nobody knows is no reason not to answer";
}

// Rooms and saved states -----------------------------------------------------------------------------------------------

// J11 ----------------------------------------------------------------------------------------------------------------

TEST_P(JournalContract, J11_KnowsNothingMoreOfAForgottenRoom) {
    must_append({join(1, "Salma"), join(2, "Yacine")});
    ASSERT_TRUE(home.wait_for<bool>([&](auto done) { journal->forget(room, std::move(done)); }));
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(entries().empty());
        EXPECT_TRUE(journal->rooms().empty());
        EXPECT_FALSE(journal->read(room, 0, 10).damage);
        if (is_durable()) reopen();
    }
    EXPECT_TRUE(create(home, *journal, room_no(2), "123456")) << "its code is free";
}

TEST_P(JournalContract, GivesAJoinCodeToOneLiveRoomOnly) {
    EXPECT_FALSE(create(home, *journal, room_no(2), "123456"));
    EXPECT_TRUE(create(home, *journal, room_no(2), "222222"));
    EXPECT_FALSE(create(home, *journal, room_no(2), "333333")) << "the room is there already";
}

TEST_P(JournalContract, GivesAReleasedCodeAgainAndKeepsTheOldRoomReadable) {
    must_append({ballot(1)});
    journal->release_code(room);
    EXPECT_TRUE(create(home, *journal, room_no(2), "123456"));
    EXPECT_EQ(entries().size(), 1U);
    auto rooms = journal->rooms();
    ASSERT_EQ(rooms.size(), 2U);
    std::ranges::sort(rooms, {}, &RoomRecord::room);
    EXPECT_EQ(rooms[0].room, room);
    EXPECT_EQ(rooms[0].top, 1U);
    EXPECT_EQ(rooms[1].code, "123456");
    EXPECT_EQ(rooms[1].top, 0U);
}

TEST_P(JournalContract, KeepsTheNewestSavedStateOnly) {
    must_append({ballot(1), ballot(2)});
    auto const all = entries();
    journal->save_state(room, {{1, 1, all[0].digest}, 1, "{\"first\":1}"});
    journal->save_state(room, {{1, 2, all[1].digest}, 7, "{\"second\":2}"});
    auto const state = journal->latest_state(room);
    ASSERT_TRUE(state);
    EXPECT_EQ(state->position, (Position{1, 2, all[1].digest}));
    EXPECT_EQ(state->format, 7U);
    EXPECT_EQ(state->state, "{\"second\":2}");
}

}  // namespace warsha::contract
