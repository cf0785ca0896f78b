// What goes out, to whom, how often; and what a screen that comes back has missed.

#include <algorithm>

#include <gtest/gtest.h>

#include "room/hall.hpp"

namespace warsha {
namespace {

TEST(View, IsOneFrameForAllWhoJoinAtOnePosition) {  // SPEC V1
    Hall hall;
    auto const one = hall.phone(), other = hall.phone(), desk = hall.facilitator();
    EXPECT_EQ(hall.frames(one)[1], hall.frames(other)[1]);
    EXPECT_NE(hall.frames(one)[1], hall.frames(desk)[1]);
    hall.ask(desk, BlankWall{true});
    EXPECT_NE(hall.frames(hall.phone())[1], hall.frames(one)[1]);
}

TEST(Changes, ReachEveryAudienceOnceAfterTheEntryIsRecorded) {  // SPEC R1
    Hall hall;
    auto const phone = hall.phone(), wall = hall.wall(), desk = hall.facilitator();
    hall.forget();
    hall.say(desk, BlankWall{true});
    EXPECT_TRUE(hall.all<Changes>(wall).empty());
    hall.pass(1'000);
    for (auto const session : {phone, wall, desk}) {
        ASSERT_EQ(hall.all<Changes>(session).size(), 1U);
        EXPECT_EQ(hall.last<Changes>(session)->position, hall.room->position());
    }
}

std::vector<SessionId> fifty_seated(Hall& hall) {
    std::vector<SessionId> phones;
    for (int i = 0; i < 50; ++i) phones.push_back(hall.seated());
    hall.pass(1'000);
    hall.forget();
    return phones;
}

TEST(Tally, IsToldAtOnceAndThenTenTimesASecondAtMost) {  // SPEC V5
    Hall hall;
    auto const wall = hall.wall();
    auto const phones = fifty_seated(hall);
    hall.say(phones[0], hall.ballot(hall.live, 0));
    hall.pass(0);
    EXPECT_EQ(hall.all<Tally>(wall).size(), 1U);
    for (int i = 1; i < 50; ++i) {
        hall.say(phones[static_cast<std::size_t>(i)], hall.ballot(hall.live, 0));
        hall.pass(20);
    }
    hall.pass(200);
    EXPECT_LE(hall.all<Tally>(wall).size(), 12U);
    EXPECT_EQ(hall.last<Tally>(wall)->round.voters, 50U);
    EXPECT_EQ(hall.last<Tally>(wall)->round.result->items[0].points, 50U);
}

TEST(Tally, WaitsTwiceAsLongAsItTakesToTellAHall) {
    Hall hall;
    auto const wall = hall.wall();
    auto const phones = fifty_seated(hall);
    hall.fan_out = 200;
    for (auto const phone : phones) {
        hall.say(phone, hall.ballot(hall.live, 0));
        hall.pass(20);
    }
    hall.pass(400);
    EXPECT_LE(hall.all<Tally>(wall).size(), 4U);
    EXPECT_EQ(hall.last<Tally>(wall)->round.voters, 50U);
    hall.fan_out = 60'000;               // even then something moves
    hall.forget();
    hall.say(phones[0], hall.ballot(hall.live, 1, 2));
    hall.pass(2'100);
    EXPECT_TRUE(hall.last<Tally>(wall));
}

TEST(Tally, OfABlindVoteHoldsNoCounts) {
    Hall hall;
    auto const wall = hall.wall(), desk = hall.facilitator(), phone = hall.seated();
    hall.ask(phone, hall.ballot(hall.blind, 0));
    hall.pass(1'000);
    for (auto const session : {wall, desk, phone}) {
        ASSERT_TRUE(hall.last<Tally>(session));
        EXPECT_EQ(hall.last<Tally>(session)->round.voters, 1U);
        EXPECT_FALSE(hall.last<Tally>(session)->round.result);
    }
}

TEST(Tallies, TellPhonesFromTimeToTimeHowManyHaveVotedAndNeverLess) {  // SPEC V5
    Hall hall;
    auto const watching = hall.phone(), desk = hall.facilitator();
    std::vector<SessionId> voters;
    for (int i = 0; i < 8; ++i) voters.push_back(hall.seated());
    hall.forget();
    for (auto const voter : voters) {
        hall.ask(voter, hall.ballot(hall.blind, 0));
        hall.pass(200);
    }
    EXPECT_EQ(hall.all<Tally>(desk).size(), 8U);
    EXPECT_EQ(hall.all<Tally>(watching).size(), 1U);
    hall.pass(10'000);
    EXPECT_EQ(hall.all<Tally>(watching).size(), 2U);
    EXPECT_EQ(hall.last<Tally>(watching)->round.voters, 8U);
}

TEST(Tallies, TellPhonesOfRunningResultsAtOnce) {
    Hall hall;
    auto const watching = hall.phone();
    std::vector<SessionId> voters;
    for (int i = 0; i < 4; ++i) voters.push_back(hall.seated());
    hall.forget();
    for (auto const voter : voters) {
        hall.ask(voter, hall.ballot(hall.live, 0));
        hall.pass(200);
    }
    EXPECT_EQ(hall.all<Tally>(watching).size(), 4U);
}

TEST(Tallies, ReachAPhoneThatWasAwayWhenItsTurnCame) {
    Hall hall;
    auto const watching = hall.phone(), one = hall.seated(), other = hall.seated(), desk = hall.facilitator();
    hall.ask(one, hall.ballot(hall.blind, 0));
    hall.pass(1'000);
    hall.ask(other, hall.ballot(hall.blind, 0));
    hall.pass(1'000);
    hall.ask(desk, BlankWall{true});
    auto const cut_here = hall.room->position();
    ASSERT_EQ(hall.last<Tally>(watching)->round.voters, 1U) << "the second one waits";
    hall.room->gone(watching);
    hall.pass(10'000);
    auto const back = hall.connect({.role = Role::participant, .seat = {}, .link = {}, .resume = cut_here});
    auto const changes = hall.last<Changes>(back)->changes;
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(std::get<ActivityChanged>(changes[0]).activity.rounds[0].voters, 2U);
}

TEST(Endorsements, AreToldAloneAndTheAuthorKnowsThemToo) {  // SPEC V3
    Hall hall;
    auto const author = hall.seated(), other = hall.seated(), wall = hall.wall();
    auto const proposal = ProposalId{hall.ask(author, SubmitProposal{.activity = hall.ideas, .title = words("idea"), .text = {}, .category = {}}).value};
    hall.pass(1'000);
    hall.forget();
    hall.ask(other, EndorseProposal{proposal, true});
    hall.pass(1'000);
    for (auto const session : {author, wall}) {
        auto const changes = hall.last<Changes>(session)->changes;
        ASSERT_EQ(changes.size(), 1U);
        EXPECT_EQ(std::get<EndorsementsChanged>(changes[0]).endorsements, 1U);
    }
    EXPECT_TRUE(hall.all<OwnChanged>(author).empty()) << "the same change says it";
    EXPECT_EQ(hall.all<OwnChanged>(other).size(), 1U);
}

TEST(OwnThings, AreToldToEveryTabOfTheSeatAndToNobodyElse) {  // SPEC V8
    Hall hall;
    auto const phone = hall.seated(), other = hall.seated();
    auto const tab = hall.connect({.role = Role::participant, .seat = hall.ticket(phone), .link = {}, .resume = {}});
    hall.forget();
    hall.ask(phone, hall.ballot(hall.blind, 2));
    for (auto const session : {phone, tab}) {
        ASSERT_EQ(hall.all<OwnChanged>(session).size(), 1U);
        EXPECT_EQ(hall.last<OwnChanged>(session)->own.ballots[0].marks[0].item, hall.options[2]);
    }
    EXPECT_TRUE(hall.all<OwnChanged>(other).empty());
}

TEST(OwnThings, TellTheAuthorWhatModerationSaid) {
    Hall hall;
    auto const author = hall.seated(), desk = hall.facilitator();
    auto const proposal = ProposalId{hall.ask(author, SubmitProposal{.activity = hall.ideas, .title = words("idea"), .text = {}, .category = {}}).value};
    hall.ask(desk, ModerateProposal{proposal, Verdict::return_for_rewording, Text<1, 200>{"shorter, please"}});
    EXPECT_EQ(hall.last<OwnChanged>(author)->own.proposals[0].reason, "shorter, please");
}

TEST(OwnThings, ShowTheBallotOfARoundThatIsCurrentAgain) {
    Hall hall;
    auto const phone = hall.seated(), desk = hall.facilitator();
    hall.ask(phone, hall.ballot(hall.blind, 1));
    auto const opened = hall.ask(desk, OpenRound{hall.blind, {}});
    hall.forget();
    hall.ask(desk, Undo{opened});
    hall.pass(100);
    ASSERT_TRUE(hall.last<OwnChanged>(phone));
    EXPECT_EQ(hall.last<OwnChanged>(phone)->own.ballots.at(0).round, 1U);
}

TEST(Resume, TellsOnlyWhatWasMissed) {  // SPEC V7
    Hall hall;
    auto const desk = hall.facilitator();
    hall.ask(desk, ShowActivity{hall.blind});
    auto const here = hall.room->position();
    hall.ask(desk, BlankWall{true});
    hall.ask(desk, Announce{Wording<200>{.ar = {}, .fr = {}, .en = Text<1, 200>{"back at two"}}});
    auto const back = hall.facilitator(here);
    EXPECT_TRUE(hall.last<Welcome>(back)->resumed);
    EXPECT_FALSE(hall.last<View>(back));
    auto const changes = hall.last<Changes>(back);
    ASSERT_TRUE(changes);
    EXPECT_EQ(changes->position, hall.room->position());
    ASSERT_EQ(changes->changes.size(), 2U);   // the agenda once, the desk once
    EXPECT_TRUE(std::get<AgendaChanged>(changes->changes[0]).agenda.blank);
}

TEST(Resume, TellsATickThatCameAfterTheLastFrame) {
    Hall hall;
    auto const one = hall.seated(), other = hall.seated(), desk = hall.facilitator();
    hall.pass(1'000);
    hall.ask(one, hall.ballot(hall.live, 0));                    // told at once
    hall.say(other, hall.ballot(hall.live, 0));                  // waits for the tick
    hall.say(desk, BlankWall{true});
    hall.pass(10);
    auto const cut_here = hall.last<Changes>(desk)->position;    // the changes came, the tick has not
    ASSERT_EQ(hall.last<Tally>(desk)->round.voters, 1U);
    hall.room->gone(desk);
    hall.pass(1'000);
    auto const back = hall.facilitator(cut_here);
    ASSERT_TRUE(hall.last<Welcome>(back)->resumed);
    auto const changes = hall.last<Changes>(back)->changes;
    ASSERT_FALSE(changes.empty());
    EXPECT_EQ(std::get<ActivityChanged>(changes[0]).activity.rounds[0].voters, 2U);
}

TEST(Resume, TellsSuchATickAlsoFromAsFarBehindAsMayBe) {
    Hall hall({.config = {.room_key = {}, .join_url = "", .resume_entries_max = 3}, .journal = {}});
    auto const one = hall.seated(), other = hall.seated(), desk = hall.facilitator();
    hall.pass(1'000);
    hall.ask(one, hall.ballot(hall.live, 0));
    hall.say(other, hall.ballot(hall.live, 0));
    hall.say(desk, BlankWall{true});
    hall.pass(10);
    auto const cut_here = hall.last<Changes>(desk)->position;    // the changes came, the tick has not
    hall.room->gone(desk);
    hall.pass(1'000);
    auto const again = hall.facilitator();
    for (int i = 0; i < 3; ++i) hall.ask(again, BlankWall{i % 2 == 1});
    auto const back = hall.facilitator(cut_here);
    ASSERT_TRUE(hall.last<Welcome>(back)->resumed);
    auto const changes = hall.last<Changes>(back)->changes;
    ASSERT_FALSE(changes.empty());
    ASSERT_TRUE(std::holds_alternative<ActivityChanged>(changes[0]));
    EXPECT_EQ(std::get<ActivityChanged>(changes[0]).activity.rounds[0].voters, 2U);
}

TEST(Resume, TellsATickThatTheLastProcessDidNotTell) {
    Hall hall;
    auto const author = hall.seated(), one = hall.seated(), other = hall.seated(), desk = hall.facilitator();
    auto const proposal = ProposalId{hall.ask(author, SubmitProposal{.activity = hall.ideas, .title = words("idea"), .text = {}, .category = {}}).value};
    hall.pass(1'000);
    hall.ask(one, EndorseProposal{proposal, true});
    hall.say(other, EndorseProposal{proposal, true});
    hall.pass(1);
    hall.say(desk, BlankWall{true});
    hall.pass(1);
    auto const cut_here = hall.last<Changes>(desk)->position;
    ASSERT_EQ(cut_here, hall.room->position());
    hall.restart();
    auto const back = hall.facilitator(cut_here);
    ASSERT_TRUE(hall.last<Welcome>(back)->resumed);
    auto const changes = hall.last<Changes>(back)->changes;
    auto const changed = std::ranges::find_if(changes, [](Change const& one) { return std::holds_alternative<EndorsementsChanged>(one); });
    ASSERT_NE(changed, changes.end());
    EXPECT_EQ(std::get<EndorsementsChanged>(*changed).endorsements, 2U);
}

TEST(Resume, WorksAcrossARestart) {
    Hall hall;
    auto const here = hall.room->position();
    hall.ask(hall.facilitator(), BlankWall{true});
    hall.restart();
    auto const back = hall.facilitator(here);
    EXPECT_TRUE(hall.last<Welcome>(back)->resumed);
    EXPECT_FALSE(hall.last<View>(back));
}

TEST(Resume, FromAnotherHistoryGetsAFreshView) {
    Hall hall;
    auto here = hall.room->position();
    here.digest.value[0] ^= 1;
    auto const forked = hall.facilitator(here);
    EXPECT_FALSE(hall.last<Welcome>(forked)->resumed);
    EXPECT_TRUE(hall.last<View>(forked));
    auto older = hall.room->position();
    older.epoch = 2;
    EXPECT_TRUE(hall.last<View>(hall.facilitator(older)));
    auto ahead = hall.room->position();
    ahead.offset += 1;
    EXPECT_TRUE(hall.last<View>(hall.facilitator(ahead)));
}

TEST(Resume, FromTooFarBehindGetsAFreshView) {
    Hall hall({.config = {.room_key = {}, .join_url = "", .resume_entries_max = 3}, .journal = {}});
    auto const desk = hall.facilitator();
    auto const here = hall.room->position();
    for (int i = 0; i < 3; ++i) hall.ask(desk, BlankWall{i % 2 == 0});
    EXPECT_TRUE(hall.last<Welcome>(hall.facilitator(here))->resumed);
    hall.ask(desk, BlankWall{false});
    hall.ask(desk, BlankWall{true});
    EXPECT_FALSE(hall.last<Welcome>(hall.facilitator(here))->resumed);
}

TEST(Refresh, WelcomesAgainWithOneFreshView) {
    Hall hall;
    auto const phone = hall.seated();
    hall.forget();
    hall.room->refresh(phone);
    EXPECT_TRUE(hall.last<Welcome>(phone)->own);
    EXPECT_EQ(hall.all<View>(phone).size(), 1U);
}

TEST(Ping, IsAnsweredWithTheServersClock) {  // SPEC H6
    Hall hall;
    auto const phone = hall.phone();
    hall.room->ping(phone, {42});
    EXPECT_EQ(hall.last<Pong>(phone)->t, 42);
    EXPECT_EQ(hall.last<Pong>(phone)->server_time, hall.world.now());
}

TEST(Ping, TellsALargeRoomHowWideToComeBack) {  // SPEC X2
    Hall hall;
    auto const phone = hall.phone();
    for (int n = 1; n < 250; ++n) hall.phone();
    hall.room->ping(phone, {1});
    EXPECT_FALSE(hall.last<Pong>(phone)->come_back_ms) << "250 sessions: half a second, as everywhere";
    for (int n = 0; n < 750; ++n) hall.phone();
    hall.room->ping(phone, {2});
    EXPECT_EQ(hall.last<Pong>(phone)->come_back_ms, 2'000);
}

}  // namespace
}  // namespace warsha
