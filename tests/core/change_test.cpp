// What an event touches is enough: a client that replaces what it is told ends with the view of one who joins now.

#include <algorithm>
#include <random>

#include "protocol/codec_impl.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1), collecting = activity(2), later = activity(3);

/// The client's side of the contract, as small as it can be: whole objects replace the ones before.
void evolve(RoomView& view, std::vector<Change> const& changes) {
    auto const put = [](auto& all, auto const& one, auto id) {
        auto const found = std::ranges::find(all, id(one), id);
        if (found == all.end()) all.push_back(one);
        else *found = one;
    };
    for (auto const& change : changes) {
        if (auto const* const c = std::get_if<RoomChanged>(&change)) view.room = c->room;
        if (auto const* const c = std::get_if<AgendaChanged>(&change)) view.agenda = c->agenda;
        if (auto const* const c = std::get_if<DeskChanged>(&change)) view.desk = c->desk;
        if (auto const* const c = std::get_if<ActivityChanged>(&change)) put(view.activities, c->activity, [](ActivityView const& one) { return one.plan.id; });
        if (auto const* const c = std::get_if<ActivityRemoved>(&change)) std::erase_if(view.activities, [&](auto const& one) { return one.plan.id == c->activity; });
        if (auto const* const c = std::get_if<ProposalChanged>(&change)) put(view.proposals, c->proposal, [](ProposalView const& one) { return one.id; });
        if (auto const* const c = std::get_if<EndorsementsChanged>(&change)) std::ranges::find(view.proposals, c->proposal, &ProposalView::id)->endorsements = c->endorsements;
        if (auto const* const c = std::get_if<QuorumChanged>(&change)) std::ranges::find(view.activities, c->activity, [](ActivityView const& one) { return one.plan.id; })->quorum = c->quorum;
        if (auto const* const c = std::get_if<ProposalRemoved>(&change)) std::erase_if(view.proposals, [&](auto const& one) { return one.id == c->proposal; });
    }
}

std::string print(RoomView view) {
    std::ranges::sort(view.activities, {}, [](ActivityView const& one) { return one.plan.id; });
    std::ranges::sort(view.proposals, {}, &ProposalView::id);
    return encode_value(view);
}

using Dice = std::mt19937;
std::uint32_t roll(Dice& dice, std::uint32_t sides) { return static_cast<std::uint32_t>(dice() % sides); }

ProposalId some_proposal(Story const& room, Dice& dice) {
    auto const& all = room.room.proposal_order;
    return all.empty() ? nth<ProposalId>('x', 1) : all[roll(dice, static_cast<std::uint32_t>(all.size()))];
}

std::pair<Actor, Command> something(Story const& room, Dice& dice) {
    ActivityId const which = activity(1 + roll(dice, 4));
    auto const by = seat(1 + roll(dice, 4));
    switch (roll(dice, 22)) {
        case 0: return {facilitator, OpenActivity{which, {}}};
        case 1: return {facilitator, OpenRound{which, {{60}}}};
        case 2: return {facilitator, CloseActivity{which}};
        case 3: return {facilitator, RevealResults{which, roll(dice, 2) == 0}};
        case 4: return {facilitator, SkipActivity{which, roll(dice, 2) == 0}};
        case 5: return {facilitator, RemoveActivity{which}};
        case 6: return {facilitator, AddActivity{choice(which), {}}};
        case 7: return {facilitator, ShowActivity{which}};
        case 8: return {facilitator, SetModeration{which, roll(dice, 2) == 0}};
        case 9: return {facilitator, verdict(some_proposal(room, dice), Verdict::hide, "no")};
        case 10: return {facilitator, verdict(some_proposal(room, dice), Verdict::return_for_rewording, "say where")};
        case 11: return {facilitator, verdict(some_proposal(room, dice), Verdict::publish)};
        case 12: return {facilitator, EraseProposal{some_proposal(room, dice)}};
        case 13: return {facilitator, BlankWall{roll(dice, 2) == 0}};
        case 14: return {by, rewording(some_proposal(room, dice), "Other words")};
        case 15: return {by, WithdrawProposal{some_proposal(room, dice)}};
        case 16: return {by, EndorseProposal{some_proposal(room, dice), roll(dice, 2) == 0}};
        case 17: case 18: return {facilitator, room.room.undo.empty() ? Undo{cid(0)} : Undo{room.room.undo.back().cid}};
        case 19: return {by, ballot(vote, 1 + roll(dice, 100), {{item(1 + roll(dice, 3)), 1}}, std::max(1U, room.room.find(vote) ? room.at(vote).control.round : 1U))};
        default: return {by, proposal(collecting)};
    }
}

class Seeded : public testing::TestWithParam<std::uint32_t> {};
using Changes = Seeded;

TEST_P(Changes, KeepEveryAudiencesViewEqualToAFreshOneAndSoDoesAResume) {  // SPEC V2
    Dice dice(GetParam());
    auto room = a_room({choice(vote), proposals(collecting), dots(later, DotsConfig{.source = ItemSource::proposals})});
    room.started().with_seats(4).opened(collecting);
    std::map<Audience, RoomView> live, resumed;
    for (auto const audience : audiences) live[audience] = resumed[audience] = project_room(room.room, audience, "url");

    Touched missed;
    std::size_t recorded = 0;
    for (int step = 0; step < 200; ++step) {
        auto const [by, command] = something(room, dice);
        auto const made = room.decided(by, command);
        if (!made || made->empty()) continue;
        ++recorded;
        room.later(second_ms).say(by, command);
        Touched now;
        for (auto const& event : room.journal.back().events) now.merge(touched_by(room.room, event));
        now.activities.insert(now.tallies.begin(), now.tallies.end());  // live they go out as tallies
        missed.merge(now);
        for (auto& [audience, view] : live) {
            evolve(view, project_changes(room.room, now, audience, "url"));
            ASSERT_EQ(print(view), print(project_room(room.room, audience, "url"))) << "seed " << GetParam() << " step " << step << " " << name_of(command);
        }
    }
    EXPECT_GT(recorded, 30U);
    for (auto& [audience, view] : resumed) {
        evolve(view, project_changes(room.room, missed, audience, "url"));
        EXPECT_EQ(print(view), print(project_room(room.room, audience, "url"))) << "seed " << GetParam();
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Changes, testing::Range(1U, 41U));

TEST(Changes, TellThatAProposalIsGoneToThoseWhoMayNotSeeItAnyMore) {  // SPEC V3
    auto room = a_running_room(proposals(collecting));
    auto const mine = room.proposes(1, collecting);
    room.say(facilitator, verdict(mine, Verdict::hide, "Names a person"));
    Touched const touched{.proposals = {mine}};
    auto const told_phones = project_changes(room.room, touched, Audience::participants, "url");
    auto const told_desk = project_changes(room.room, touched, Audience::facilitators, "url");
    ASSERT_EQ(told_phones.size(), 1U);
    EXPECT_EQ(std::get<ProposalRemoved>(told_phones.front()).proposal, mine);
    EXPECT_EQ(std::get<ProposalChanged>(told_desk.front()).proposal.phase, ProposalPhase::hidden);
}

TEST(Changes, TellThatAnActivityWasDropped) {
    auto room = a_room({choice(vote)});
    room.say(facilitator, RemoveActivity{vote});
    auto const changes = project_changes(room.room, touched_by(room.room, room.journal.back().events.front()), Audience::participants, "url");
    EXPECT_EQ(std::get<ActivityRemoved>(changes.front()).activity, vote);
}

TEST(Changes, OfABallotTouchTheTallyAlone) {
    auto room = a_running_room(choice(vote));
    room.votes(1, ballot(vote, 1, {{item(1), 1}}));
    auto const touched = touched_by(room.room, room.journal.back().events.front());
    EXPECT_EQ(touched.tallies, (std::set{vote}));
    EXPECT_TRUE(touched.activities.empty() && touched.owners.empty() && !touched.desk && !touched.agenda && !touched.room);
}

TEST(Changes, OfAFrozenProposalsWordsTouchTheVoteOnIt) {
    auto room = a_room({proposals(collecting), dots(later, DotsConfig{.source = ItemSource::proposals})});
    room.started().with_seats(2).opened(collecting);
    auto const mine = room.proposes(1, collecting);
    room.opened(later).say(seat(1), rewording(mine, "Other words"));
    EXPECT_EQ(touched_by(room.room, room.journal.back().events.front()).activities, (std::set{later}));
}

}  // namespace
}  // namespace warsha
