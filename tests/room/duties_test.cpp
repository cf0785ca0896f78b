// What a room does by itself: deadlines, erasing, saving, loading, closing.

#include <gtest/gtest.h>

#include "protocol/codec_impl.hpp"
#include "room/hall.hpp"
#include "room/secrets.hpp"
#include "simulation/sim_journal.hpp"

namespace warsha {
namespace {

ActivityPhase phase_of(Hall const& hall, ActivityId activity) { return hall.room->state().find(activity)->control.phase; }

TEST(Deadline, ClosesTheActivityWhenItHasPassed) {  // SPEC V9
    Hall hall;
    hall.ask(hall.facilitator(), SetDeadline{hall.live, Int<5, 86400>{30}});
    hall.pass(29'000);
    EXPECT_EQ(phase_of(hall, hall.live), ActivityPhase::open);
    hall.pass(1'100);
    EXPECT_EQ(phase_of(hall, hall.live), ActivityPhase::closed);
}

TEST(Deadline, IsKeptOverARestartAndWhenItPassedMeanwhile) {
    Hall hall;
    auto const desk = hall.facilitator();
    hall.ask(desk, SetDeadline{hall.live, Int<5, 86400>{30}});
    hall.ask(desk, SetDeadline{hall.blind, Int<5, 86400>{5}});
    hall.room.reset();
    hall.pass(10'000);
    hall.restart();
    hall.pass(100);
    EXPECT_EQ(phase_of(hall, hall.blind), ActivityPhase::closed);
    EXPECT_EQ(phase_of(hall, hall.live), ActivityPhase::open);
    hall.pass(21'000);
    EXPECT_EQ(phase_of(hall, hall.live), ActivityPhase::closed);
}

TEST(Deadline, ThatWasExtendedPausedOrTakenAwayDoesNotStrike) {
    Hall hall;
    auto const desk = hall.facilitator();
    for (auto const activity : {hall.live, hall.blind, hall.ideas}) hall.ask(desk, SetDeadline{activity, Int<5, 86400>{10}});
    hall.ask(desk, ExtendDeadline{hall.live, {60}});
    hall.ask(desk, PauseDeadline{hall.blind, true});
    hall.ask(desk, SetDeadline{hall.ideas, {}});
    hall.pass(20'000);
    for (auto const activity : {hall.live, hall.blind, hall.ideas}) EXPECT_EQ(phase_of(hall, activity), ActivityPhase::open);
}

TEST(Deadline, WhoseExtensionIsBeingRecordedDoesNotStrike) {
    Hall hall({.config = {}, .journal = [](simulation::World& world, RoomId room) { return std::make_unique<simulation::SimJournal>(world, room); }});
    auto const desk = hall.facilitator();
    hall.ask(desk, SetDeadline{hall.live, Int<5, 86400>{10}});
    auto const due = *hall.room->state().find(hall.live)->control.deadline->at;
    // This journal takes a millisecond at least: the timer's close waits behind the extension.
    auto const just_before = hall.after(due - hall.world.now() - 1, [&] { hall.say(desk, ExtendDeadline{hall.live, {60}}); });
    hall.pass(30'000);
    EXPECT_EQ(phase_of(hall, hall.live), ActivityPhase::open);
}

TEST(Deadline, IsNotRefusedByAFullInbox) {
    Hall hall({.config = {.room_key = {}, .join_url = "", .inbox_max = 0}, .journal = {}});
    hall.append(BySystem{}, {DeadlineSet{hall.live, DeadlineView{.at = hall.world.now() + 10'000, .left_ms = {}}}});
    hall.pass(11'000);
    EXPECT_EQ(phase_of(hall, hall.live), ActivityPhase::closed);
}

TEST(Deadline, StrikesOnceAndLeavesWhatWasReopenedByUndo) {
    Hall hall;
    auto const desk = hall.facilitator();
    hall.ask(desk, SetDeadline{hall.live, Int<5, 86400>{5}});
    hall.pass(6'000);
    hall.ask(desk, Undo{hall.room->state().undo.back().cid});
    hall.pass(60'000);
    EXPECT_EQ(phase_of(hall, hall.live), ActivityPhase::open);
    hall.restart();
    hall.pass(60'000);
    EXPECT_EQ(phase_of(hall, hall.live), ActivityPhase::open);
}

std::size_t texts_in(Journal& journal, RoomId room) {
    std::size_t texts = 0;
    for (auto const& entry : journal.read(room, 0, entries_max).entries) texts += entry.blobs.size();
    return texts;
}

TEST(Erasing, TakesTheWordsOfOneProposalOutOfTheJournal) {
    Hall hall;
    auto const author = hall.seated(), desk = hall.facilitator();
    auto const propose = [&](std::string text) { return ProposalId{hall.ask(author, SubmitProposal{.activity = hall.ideas, .title = words(std::move(text)), .text = {}, .category = {}}).value}; };
    auto const before = texts_in(*hall.journal, hall.id);
    auto const gone = propose("to be erased");
    propose("to stay");
    hall.ask(author, EditProposal{.proposal = gone, .title = words("edited, still to be erased"), .text = {}, .category = {}});
    hall.ask(desk, ModerateProposal{gone, Verdict::hide, Text<1, 200>{"names a person"}});
    EXPECT_EQ(texts_in(*hall.journal, hall.id), before + 4);
    hall.ask(desk, EraseProposal{gone});
    hall.pass(1'000);
    EXPECT_EQ(texts_in(*hall.journal, hall.id), before + 1);
    EXPECT_EQ(hall.journal->latest_state(hall.id)->state.find("to be erased"), std::string::npos);
}

TEST(Erasing, IsFinishedByTheNextStart) {
    Hall hall;
    auto const proposal = ProposalId{hall.ask(hall.seated(), SubmitProposal{.activity = hall.ideas, .title = words("to be erased"), .text = {}, .category = {}}).value};
    auto const before = texts_in(*hall.journal, hall.id);
    hall.room.reset();
    hall.append(BySystem{}, {ProposalErased{proposal}});   // recorded, and then the process died
    hall.restart();
    hall.pass(1'000);
    EXPECT_EQ(texts_in(*hall.journal, hall.id), before - 1);
}

TEST(Erasing, TakesOneNameOutOfTheJournalAndLeavesTheOthers) {  // S39
    Hall hall;
    auto const named = [&](char const* name) {
        auto const phone = hall.phone();
        hall.ask(phone, Join{.group = {}, .name = Text<1, 40>{name}});
        return hall.ticket(phone).participant;
    };
    auto const salma = named("Salma");
    named("Yacine");
    auto const before = texts_in(*hall.journal, hall.id);
    hall.ask(hall.facilitator(), EraseName{salma, {}});
    hall.pass(1'000);
    EXPECT_EQ(texts_in(*hall.journal, hall.id), before - 1);
    EXPECT_EQ(hall.journal->latest_state(hall.id)->state.find("Salma"), std::string::npos);
    hall.restart();
    EXPECT_TRUE(hall.room->state().participants.at(salma).name->erased);
}

TEST(Erasing, TakesOneNameOutOfTheRollAndLeavesTheOthers) {
    Hall hall;
    auto const desk = hall.facilitator();
    RollId const salma{Bytes16{1}}, yacine{Bytes16{2}};
    auto const line = [](RollId id, char const* name) { return RollEntry{id, {"youth"}, Sealed{name, false}, 1, {}}; };
    hall.append(BySystem{}, {RollExtended{{line(salma, "Salma"), line(yacine, "Yacine")}}});
    hall.pass(1'000);
    ASSERT_EQ(hall.room->state().roll.size(), 2U);
    auto const before = texts_in(*hall.journal, hall.id);
    hall.ask(desk, EraseName{{}, salma});
    hall.pass(1'000);
    EXPECT_EQ(texts_in(*hall.journal, hall.id), before - 1);
    hall.restart();
    EXPECT_TRUE(hall.room->state().roll.at(salma).name.erased);
    EXPECT_EQ(hall.room->state().roll.at(yacine).name.text, "Yacine");
}

TEST(Erasing, TakesEveryWordOutOfAClosedRoomAndTheChainStaysWhole) {  // S39
    Hall hall;
    hall.ask(hall.seated(), SubmitProposal{.activity = hall.ideas, .title = words("to be erased"), .text = {}, .category = {}});
    hall.ask(hall.facilitator(), CloseRoom{});
    hall.room->submit(SystemActor{}, {Cid{Bytes16{99}}, EraseWords{}}, [](std::optional<Reject> refused) { EXPECT_FALSE(refused); });
    hall.pass(1'000);
    EXPECT_EQ(texts_in(*hall.journal, hall.id), 0U);
    auto const live = encode_value(hall.room->state());
    EXPECT_EQ(live.find("to be erased"), std::string::npos);
    hall.journal->erase(hall.id, {}, [](bool) {});  // forgets the saved state: the next start replays the entries, which have no words
    hall.restart();
    EXPECT_EQ(encode_value(hall.room->state()), live);
}

TEST(Archiving, IsRecordedAgainForABundleThatErasingDidNotChange) {
    Hall hall;
    hall.ask(hall.facilitator(), CloseRoom{});
    Hash const bundle{Bytes32{7}};
    hall.room->archived(bundle);
    hall.pass(1'000);
    ASSERT_EQ(hall.room->state().bundle, bundle);
    hall.room->submit(SystemActor{}, {Cid{Bytes16{99}}, EraseWords{}}, [](std::optional<Reject>) {});
    hall.pass(1'000);
    ASSERT_FALSE(hall.room->state().bundle);
    hall.room->archived(bundle);
    hall.pass(1'000);
    EXPECT_EQ(hall.room->state().bundle, bundle);
}

TEST(SavedState, IsWrittenAsTheRoomGrowsAndLoadsToTheSameState) {
    Hall hall({.config = {.room_key = {}, .join_url = "", .saved_state_every = 5}, .journal = {}});
    for (int i = 0; i < 20; ++i) hall.seated();
    auto const saved = hall.journal->latest_state(hall.id);
    ASSERT_TRUE(saved);
    EXPECT_GE(saved->position.offset, 12U);
    auto const live = hall.room->state();
    hall.restart();
    auto const& loaded = hall.room->state();
    EXPECT_EQ(encode_value(loaded), encode_value(live));
    ASSERT_EQ(loaded.commands.size(), live.commands.size());
    for (auto const& [cid, recorded] : live.commands) {
        EXPECT_EQ(loaded.commands.at(cid).offset, recorded.offset);
        EXPECT_EQ(loaded.commands.at(cid).check, recorded.check);
    }
}

TEST(SavedState, IsNeverTrustedOverTheChain) {
    Hall hall({.config = {.room_key = {}, .join_url = "", .saved_state_every = 5}, .journal = {}});
    for (int i = 0; i < 10; ++i) hall.seated();
    auto const format = hall.journal->latest_state(hall.id)->format;
    auto const live = encode_value(hall.room->state());
    RoomState wrong = hall.room->state();
    wrong.participants.clear();
    auto position = hall.room->position();
    auto const try_with = [&](SavedState saved) {
        hall.journal->save_state(hall.id, std::move(saved));
        hall.restart();
        EXPECT_EQ(encode_value(hall.room->state()), live);
    };
    auto const other_format = SavedState{position, format + 1, encode_value(wrong)};
    position.digest.value[0] ^= 1;
    try_with({position, format, encode_value(wrong)});
    try_with({{1, 1'000, position.digest}, format, encode_value(wrong)});
    try_with({hall.room->position(), format, "not a state"});
    try_with(other_format);
}

TEST(Closing, IsReportedOnceAndTheBundleIsRecorded) {
    Hall hall;
    auto const desk = hall.facilitator();
    hall.ask(desk, CloseRoom{});
    hall.ask(desk, CloseRoom{});
    EXPECT_EQ(hall.closings, 1);
    hall.room->archived(sha256("bundle"));
    hall.room->archived(sha256("bundle"));
    hall.pass(1'000);
    EXPECT_EQ(hall.room->state().bundle, sha256("bundle"));
    auto const top = hall.room->position().offset;
    hall.room->archived(sha256("bundle"));
    hall.pass(1'000);
    EXPECT_EQ(hall.room->position().offset, top);
}

TEST(Loading, RefusesAChainThatDoesNotVerify) {
    struct Damaged : Journal {
        explicit Damaged(Journal& whole) : whole(whole) {}
        Journal& whole;
        [[nodiscard]] Durability durability() const override { return whole.durability(); }
        void create_room(RoomId, std::string, std::function<void(bool)>) override {}
        void release_code(RoomId) override {}
        std::vector<RoomRecord> rooms() override { return whole.rooms(); }
        void append(RoomId, Epoch, After, std::vector<Draft>, std::function<void(AppendOutcome)>) override {}
        ReadResult read(RoomId room, Offset since, std::size_t most) override {
            auto read = whole.read(room, since, most);
            read.entries.pop_back();
            read.damage = Damage{room, read.entries.size() + 1, "a bit has flipped"};
            return read;
        }
        void refresh(RoomId, std::function<void()>) override {}
        std::unique_ptr<Subscription> follow(RoomId room, Offset since, OnEntry on_entry) override { return whole.follow(room, since, std::move(on_entry)); }
        void save_state(RoomId, SavedState) override {}
        std::optional<SavedState> latest_state(RoomId) override { return {}; }
        void erase(RoomId, std::vector<Hash>, std::function<void(bool)>) override {}
        void forget(RoomId, std::function<void(bool)>) override {}
    };
    Hall hall;
    Damaged damaged(*hall.journal);
    EXPECT_THROW(Room(hall.id, damaged, hall, hall, hall.config, {}), std::runtime_error);
}

}  // namespace
}  // namespace warsha
