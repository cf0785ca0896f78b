// Inbox → decide → append → answer.

#include <algorithm>

#include <gtest/gtest.h>

#include "room/hall.hpp"
#include "simulation/sim_journal.hpp"

namespace warsha {
namespace {

TEST(Command, IsAnsweredWithTheSameReceiptHoweverOftenItIsSent) {  // SPEC C6
    Hall hall;
    auto const phone = hall.seated();
    auto const ballot = hall.ballot(hall.blind, 0);
    auto const cid = hall.ask(phone, ballot);
    auto const first = hall.receipt(phone, cid);
    hall.say(phone, ballot, cid);
    hall.say(phone, ballot, cid);
    hall.pass(1'000);
    auto const receipts = hall.all<Receipt>(phone);
    EXPECT_EQ(std::ranges::count(receipts, cid, &Receipt::cid), 3);
    EXPECT_EQ(hall.receipt(phone, cid), first);
    EXPECT_EQ(first->offset, hall.room->position().offset);
    EXPECT_EQ(first->digest, hall.room->position().digest);
}

TEST(Command, KeepsItsAnswerOverARestart) {  // SPEC R4
    Hall hall;
    auto const phone = hall.seated();
    auto const cid = hall.ask(phone, hall.ballot(hall.blind, 0));
    auto const first = hall.receipt(phone, cid);
    auto const ticket = hall.ticket(phone);
    hall.restart();
    auto const again = hall.connect({.role = Role::participant, .seat = ticket, .link = {}, .resume = {}});
    hall.ask(again, hall.ballot(hall.blind, 0), cid);
    EXPECT_EQ(hall.receipt(again, cid), first);
}

TEST(Command, IsRefusedWhenItsCidWasUsedForAnother) {  // SPEC C6
    Hall hall;
    auto const phone = hall.seated();
    auto const cid = hall.ask(phone, hall.ballot(hall.blind, 0));
    hall.ask(phone, hall.ballot(hall.blind, 1, 2), cid);
    EXPECT_EQ(hall.refusal(phone, cid), Reject::cid_reused);
}

TEST(Command, IsRefusedWhenTwoSeatsUseOneCidInOneTurn) {
    Hall hall;
    auto const one = hall.seated(), other = hall.seated();
    Cid const cid{{7}};
    auto const first = hall.seated();
    hall.say(first, hall.ballot(hall.live, 2));   // an append is under way: the next two wait and become one batch
    hall.say(one, hall.ballot(hall.blind, 0), cid);
    hall.say(other, hall.ballot(hall.blind, 0), cid);
    hall.pass(1'000);
    EXPECT_TRUE(hall.receipt(one, cid));
    EXPECT_EQ(hall.refusal(other, cid), Reject::cid_reused);
    EXPECT_FALSE(hall.receipt(other, cid));
}

TEST(Command, ThatFoundThingsAlreadySoIsNotCarriedOutByItsLateCopy) {  // SPEC C5
    Hall hall;
    auto const desk = hall.facilitator();
    auto const opened = hall.ask(desk, OpenActivity{hall.live, {}});   // it is open already
    auto const receipt = hall.receipt(desk, opened);
    hall.ask(desk, CloseActivity{hall.live});
    hall.ask(desk, OpenActivity{hall.live, {}}, opened);
    EXPECT_EQ(hall.receipt(desk, opened), receipt);
    EXPECT_EQ(hall.room->state().find(hall.live)->control.phase, ActivityPhase::closed);
}

TEST(Ballots, OfOneSeatAreJudgedOneAfterTheOther) {
    Hall hall;
    auto const phone = hall.seated();
    auto const first = hall.say(phone, hall.ballot(hall.blind, 0, 1));
    auto const second = hall.say(phone, hall.ballot(hall.blind, 1, 2));
    auto const same = hall.say(phone, hall.ballot(hall.blind, 2, 2));
    hall.pass(1'000);
    EXPECT_TRUE(hall.receipt(phone, first));
    EXPECT_TRUE(hall.receipt(phone, second));
    EXPECT_EQ(hall.refusal(phone, same), Reject::stale);
    EXPECT_EQ(hall.last<OwnChanged>(phone)->own.ballots[0].marks[0].item, hall.options[1]);
}

TEST(Ballots, ThatComeAfterTheCloseInOneTurnAreRefused) {
    Hall hall;
    auto const phone = hall.seated(), desk = hall.facilitator(), other = hall.seated();
    hall.say(other, hall.ballot(hall.live, 0));
    auto const before = hall.say(phone, hall.ballot(hall.blind, 0));
    hall.say(desk, CloseActivity{hall.blind});
    auto const after = hall.say(other, hall.ballot(hall.blind, 0));
    hall.pass(1'000);
    EXPECT_TRUE(hall.receipt(phone, before));
    EXPECT_EQ(hall.refusal(other, after), Reject::activity_not_open);
    EXPECT_EQ(hall.room->state().find(hall.blind)->rounds[0].ballots.size(), 1U);
}

TEST(Ballots, OfManySeatsInOneTurnAreOneAppend) {
    Hall hall;
    std::vector<SessionId> phones;
    for (int i = 0; i < 20; ++i) phones.push_back(hall.seated());
    auto const started = hall.world.now();
    for (auto const phone : phones) hall.say(phone, hall.ballot(hall.blind, 0));
    hall.pass(0);
    EXPECT_EQ(hall.room->state().find(hall.blind)->rounds[0].ballots.size(), 20U);
    EXPECT_EQ(hall.world.now(), started);
}

TEST(Ballots, OfOneSeatThatReplaceEachOtherAreOneAppend) {
    Hall hall;
    auto const phone = hall.seated(), other = hall.seated();
    std::vector<Cid> cids;
    for (std::uint32_t revision = 1; revision <= 16; ++revision) cids.push_back(hall.say(phone, hall.ballot(hall.blind, static_cast<int>(revision % 2), revision)));
    auto const late = hall.say(phone, hall.ballot(hall.blind, 2, 5));
    auto const elsewhere = hall.say(other, hall.ballot(hall.live, 0, 1));
    hall.pass(1'000);
    for (auto const& cid : cids) EXPECT_TRUE(hall.receipt(phone, cid));
    EXPECT_EQ(hall.receipt(phone, cids.back())->offset, hall.receipt(phone, cids.front())->offset + 15);
    EXPECT_EQ(hall.refusal(phone, late), Reject::stale);
    EXPECT_TRUE(hall.receipt(other, elsewhere));
    EXPECT_EQ(hall.last<OwnChanged>(phone)->own.ballots[0].revision, 16U);
    EXPECT_EQ(hall.last<OwnChanged>(phone)->own.ballots[0].marks[0].item, hall.options[0]);
}

TEST(Ballots, StandInTheJournalUnderAPseudonymAlone) {  // SPEC B7
    Hall hall;
    auto const phone = hall.seated();
    hall.ask(phone, hall.ballot(hall.blind, 0));
    auto const entry = open(hall.journal->read(hall.id, hall.room->position().offset - 1, 1).entries.at(0));
    EXPECT_TRUE(std::holds_alternative<ByPseudonym>(entry.actor));
    EXPECT_NE(std::get<BallotCast>(entry.events.at(0)).voter.value, hall.ticket(phone).participant.value);
}

TEST(Endorsements, ThatChangeNothingStandUnderAPseudonymToo) {
    Hall hall;
    auto const author = hall.seated(), friend_of_it = hall.seated();
    auto const proposal = ProposalId{hall.ask(author, SubmitProposal{.activity = hall.ideas, .title = words("idea"), .text = {}, .category = {}}).value};
    hall.ask(friend_of_it, EndorseProposal{proposal, true});
    hall.ask(friend_of_it, EndorseProposal{proposal, true});
    auto const entry = open(hall.journal->read(hall.id, hall.room->position().offset - 1, 1).entries.at(0));
    EXPECT_TRUE(entry.events.empty());
    EXPECT_TRUE(std::holds_alternative<ByPseudonym>(entry.actor));
}

TEST(Rate, IsOnePerSeatHoweverManyTabsItHas) {  // SPEC L3
    Hall hall({.config = {.seat_command_ms = 100, .seat_burst = 20}, .journal = {}});
    auto const first = hall.seated();
    auto const second = hall.connect({.role = Role::participant, .seat = hall.ticket(first), .link = {}, .resume = {}});
    std::vector<std::pair<SessionId, Cid>> said;
    for (std::uint32_t i = 1; i <= 30; ++i) {
        auto const tab = i % 2 == 0 ? first : second;
        said.emplace_back(tab, hall.say(tab, hall.ballot(hall.live, 0, i)));
    }
    hall.pass(50);
    auto const refused = std::ranges::count_if(said, [&](auto const& one) { return hall.refusal(one.first, one.second) == Reject::slow_down; });
    EXPECT_EQ(refused, 10) << "twenty at once, from both tabs together";
    hall.pass(1'000);
    hall.ask(second, hall.ballot(hall.live, 0, 40));
}

TEST(Inbox, RefusesWithSlowDownAboveItsBound) {
    Hall hall({.config = {.room_key = {}, .join_url = "", .inbox_max = 2}, .journal = {}});
    auto const phone = hall.seated();
    std::vector<Cid> cids;
    for (std::uint32_t i = 1; i <= 4; ++i) cids.push_back(hall.say(phone, hall.ballot(hall.blind, 0, i)));   // one is under way, two wait
    EXPECT_EQ(hall.refusal(phone, cids[3]), Reject::slow_down);
    EXPECT_TRUE(hall.last<Rejection>(phone)->retry_after_ms);
    hall.pass(1'000);
    EXPECT_TRUE(hall.receipt(phone, cids[2]));
}

TEST(Submit, IsTheSamePathAndAnswersByCallback) {
    Hall hall;
    std::vector<std::optional<Reject>> answers;
    auto const answer = [&](std::optional<Reject> no) { answers.push_back(no); };
    hall.room->submit(LinkActor{hall.facilitator_link.link}, {hall.world.random.id<Cid>(), BlankWall{true}}, answer);
    hall.room->submit(SystemActor{}, {hall.world.random.id<Cid>(), BlankWall{false}}, answer);
    hall.pass(1'000);
    EXPECT_EQ(answers, (std::vector<std::optional<Reject>>{std::nullopt, Reject::forbidden}));
    EXPECT_TRUE(hall.room->state().blank);
}

struct ATroubledStore : testing::Test {
    simulation::SimJournal* disk = nullptr;
    Hall hall{{.config = {}, .journal = [this](simulation::World& world, RoomId room) {
        auto made = std::make_unique<simulation::SimJournal>(world, room);
        disk = made.get();
        return made;
    }}};
};

TEST_F(ATroubledStore, IsNotSpokenOfUntilItAnswers) {
    auto const phone = hall.seated(), wall = hall.wall();
    hall.pass(1'000);
    hall.forget();
    disk->break_down(hall.world.now() + 60'000);
    auto const cid = hall.say(phone, hall.ballot(hall.live, 0));
    hall.pass(4'000);
    EXPECT_FALSE(hall.receipt(phone, cid) || hall.refusal(phone, cid));
    EXPECT_TRUE(hall.all<Tally>(wall).empty());
    hall.pass(4'000);
    EXPECT_EQ(hall.refusal(phone, cid), Reject::storage_unavailable);
    EXPECT_TRUE(hall.all<Tally>(wall).empty());
}

TEST_F(ATroubledStore, TakesTheSameCommandWhenItIsBack) {
    auto const phone = hall.seated();
    disk->break_down(hall.world.now() + 10'000);
    auto const ballot = hall.ballot(hall.live, 0);
    auto const cid = hall.ask(phone, ballot);
    ASSERT_EQ(hall.refusal(phone, cid), Reject::storage_unavailable);
    hall.pass(10'000);
    hall.say(phone, ballot, cid);
    hall.pass(5'000);
    EXPECT_TRUE(hall.receipt(phone, cid));
    EXPECT_TRUE(hall.failures.empty());
}

TEST(Room, ReportsOnceThatItIsWrongAndSaysNothingMore) {
    Hall hall;
    auto const wall = hall.wall();
    hall.forget();
    hall.append(BySystem{}, {LinkRevoked{hall.world.random.id<LinkId>()}});   // a fact about what does not exist
    hall.append(BySystem{}, {WallBlanked{true}});
    EXPECT_EQ(hall.failures.size(), 1U);
    EXPECT_TRUE(hall.all<Changes>(wall).empty());
}

}  // namespace
}  // namespace warsha
