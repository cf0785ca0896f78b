// Who may be told what, as tables. What is hidden is not in the result at all.

#include <algorithm>

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1), collecting = activity(2), later = activity(3);
std::string const url = "http://hall.test/123456";

constexpr auto phones = Audience::participants, walls = Audience::walls, desk = Audience::facilitators;

// ── counts ─────────────────────────────────────────────────────────────────────────────────────

struct CountsCase {
    ActivityPhase phase;
    bool revealed, live;
    std::set<Audience> who;
};

TEST(Counts, AreSeenByWhomTheTableSays) {  // SPEC V4
    std::set<Audience> const nobody, everybody{phones, walls, desk}, staff{desk};
    using enum ActivityPhase;
    for (auto const& one : std::vector<CountsCase>{
             {prepared, false, false, staff}, {open, false, false, nobody}, {closed, false, false, staff}, {skipped, false, false, staff},
             {open, true, false, everybody}, {closed, true, false, everybody}, {skipped, true, false, everybody},
             {open, false, true, everybody}, {closed, false, true, everybody}, {open, true, true, everybody}})
        for (bool const is_dots : {false, true}) {
            auto const plan = is_dots ? dots(vote, DotsConfig{.items = {items(3)}, .live_results = one.live})
                                      : choice(vote, ChoiceConfig{.options = {items(3)}, .live_results = one.live});
            Activity const activity{.plan = plan, .control = {.phase = one.phase, .round = 1, .revealed = one.revealed}};
            for (auto const audience : audiences)
                EXPECT_EQ(may_see_counts(activity, audience), one.who.contains(audience))
                    << "phase " << int(one.phase) << " revealed " << one.revealed << " live " << one.live << " audience " << int(audience);
        }
}

Story a_room_that_votes(ActivityPlan const& plan) {
    auto room = a_room({plan});
    room.started().with_seats(6, youth).with_seats(6, elected).opened(vote);
    for (std::uint32_t n = 1; n <= 12; ++n) room.votes(n, ballot(vote, 1, {{item(n <= 8 ? 1 : 2), 1}}));
    return room;
}

std::optional<ResultView> result(Story const& room, Audience audience, std::size_t round = 0) {
    auto const view = project_room(room.room, audience, url);
    return view.activities.front().rounds.at(round).result;
}

TEST(Round, HiddenUntilRevealedTellsHowManyHaveVotedAndNothingElse) {
    auto room = a_room_that_votes(choice(vote));
    for (auto const audience : audiences) {
        auto const round = project_round(room.room, room.at(vote), room.round(vote), audience);
        EXPECT_EQ(round.voters, 12U);
        EXPECT_EQ(round.result, std::nullopt);
    }
    room.closed(vote);
    EXPECT_EQ(result(room, phones), std::nullopt);
    EXPECT_EQ(result(room, walls), std::nullopt);
    ASSERT_TRUE(result(room, desk));
    room.say(facilitator, RevealResults{vote, true});
    EXPECT_EQ(result(room, phones), result(room, desk));
    EXPECT_EQ(result(room, walls)->items.front().points, 8U);
}

TEST(Round, LiveShowsTotalsButNoGroupsUntilTheClose) {
    auto room = a_room_that_votes(choice(vote, ChoiceConfig{.options = {items(3)}, .live_results = true}));
    EXPECT_EQ(result(room, phones)->items.front().points, 8U);
    for (auto const audience : audiences) EXPECT_TRUE(result(room, audience)->groups.empty());
    room.closed(vote);
    EXPECT_EQ(result(room, phones)->groups.size(), 2U);
}

TEST(Round, RevealedWhileOpenShowsNoGroups) {
    auto room = a_room_that_votes(choice(vote));
    room.say(facilitator, RevealResults{vote, true});
    EXPECT_TRUE(result(room, desk)->groups.empty());
}

TEST(Round, OfAnOldRoundIsTheFacilitatorsUntilTheActivityIsRevealed) {
    auto room = a_room_that_votes(choice(vote));
    room.say(facilitator, OpenRound{vote, {}});
    EXPECT_EQ(result(room, phones, 0), std::nullopt);
    EXPECT_EQ(result(room, desk, 0)->groups.size(), 2U);
    EXPECT_EQ(result(room, desk, 1), std::nullopt);  // the one that runs
    room.closed(vote).say(facilitator, RevealResults{vote, true});
    EXPECT_EQ(result(room, phones, 0)->items.front().points, 8U);
    EXPECT_EQ(result(room, phones, 1)->items.front().points, 0U);
}

TEST(Round, HidesSmallGroups) {
    auto room = a_room({choice(vote)});
    room.started().with_seats(6, youth).with_seats(2, elected).opened(vote);
    for (std::uint32_t n = 1; n <= 8; ++n) room.votes(n, ballot(vote, 1, {{item(1), 1}}));
    room.closed(vote);
    auto const groups = result(room, desk)->groups;
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups.front().groups, (std::vector{elected, youth}));
}

TEST(Round, IsRevealedByTheCloseOfTheRoom) {
    auto room = a_room_that_votes(choice(vote));
    room.say(facilitator, CloseRoom{});
    EXPECT_EQ(result(room, phones)->items.front().points, 8U);
}

// ── proposals ──────────────────────────────────────────────────────────────────────────────────

struct Shelf {
    Story room = a_room({proposals(collecting), dots(later, DotsConfig{.source = ItemSource::proposals})});
    std::map<ProposalPhase, ProposalId> in;
};

/// One proposal of seat 1 in every phase.
Shelf a_shelf() {
    Shelf shelf;
    auto& room = shelf.room;
    room.started().with_seats(3).opened(collecting);
    for (auto const phase : {ProposalPhase::published, ProposalPhase::returned, ProposalPhase::hidden, ProposalPhase::withdrawn, ProposalPhase::erased})
        shelf.in[phase] = room.proposes(1, collecting);
    room.opened(later);
    room.say(facilitator, verdict(shelf.in.at(ProposalPhase::returned), Verdict::return_for_rewording, "Say where"));
    room.say(facilitator, verdict(shelf.in.at(ProposalPhase::hidden), Verdict::hide, "Names a person"));
    room.say(seat(1), WithdrawProposal{shelf.in.at(ProposalPhase::withdrawn)});
    room.say(facilitator, EraseProposal{shelf.in.at(ProposalPhase::erased)});
    room.say(facilitator, SetModeration{collecting, true});
    shelf.in[ProposalPhase::pending] = room.proposes(1, collecting);
    return shelf;
}

std::set<ProposalPhase> phases(std::vector<ProposalView> const& proposals) {
    std::set<ProposalPhase> seen;
    for (auto const& one : proposals) seen.insert(one.phase);
    return seen;
}

TEST(Proposals, AreSeenByWhomTheTableSays) {
    auto const shelf = a_shelf();
    using enum ProposalPhase;
    for (auto const audience : {phones, walls}) EXPECT_EQ(phases(project_room(shelf.room.room, audience, url).proposals), (std::set{published}));
    EXPECT_EQ(phases(project_room(shelf.room.room, desk, url).proposals), (std::set{pending, published, returned, hidden, withdrawn}));
    EXPECT_EQ(phases(project_own(shelf.room.room, participant(1), {}).proposals), (std::set{pending, published, returned, hidden, withdrawn, erased}));
    EXPECT_TRUE(project_own(shelf.room.room, participant(2), {}).proposals.empty());
}

TEST(Proposals, TellTheirAuthorToFacilitatorsOnlyAndReasonsToTheAuthorToo) {
    auto const shelf = a_shelf();
    for (auto const& one : project_room(shelf.room.room, phones, url).proposals) EXPECT_EQ(one.author, std::nullopt);
    for (auto const& one : project_room(shelf.room.room, desk, url).proposals) EXPECT_EQ(one.author, participant(1));
    auto const reason_in = [&](std::vector<ProposalView> const& all, ProposalPhase phase) {
        return std::ranges::find(all, phase, &ProposalView::phase)->reason;
    };
    EXPECT_EQ(reason_in(project_room(shelf.room.room, desk, url).proposals, ProposalPhase::hidden), "Names a person");
    EXPECT_EQ(reason_in(project_own(shelf.room.room, participant(1), {}).proposals, ProposalPhase::returned), "Say where");
}

TEST(Proposals, TellTheAuthorsNameAndGroupToAll) {
    auto room = a_room({proposals(collecting)});
    room.started().say(visitor, Join{.group = elected, .name = {{"Salma"}}}, joining(1));
    room.opened(collecting).proposes(1, collecting);
    auto const view = project_room(room.room, phones, url).proposals.front();
    EXPECT_EQ(view.author_name, "Salma");
    EXPECT_EQ(view.group, elected);
}

TEST(FrozenItems, KeepTheirPlaceAndLoseTheirWordsWhereTheProposalIsNotVisible) {
    auto const shelf = a_shelf();
    auto const words_of = [&](Audience audience) {
        std::vector<bool> has_words;
        auto const view = project_room(shelf.room.room, audience, url);
        for (auto const& one : view.activities.back().items) has_words.push_back(one.label != Title{});
        return has_words;
    };
    EXPECT_EQ(words_of(phones), (std::vector{true, false, false, false, false}));
    EXPECT_EQ(words_of(desk), (std::vector{true, true, true, true, false}));  // erased is erased
}

// ── the rest of the room ───────────────────────────────────────────────────────────────────────

TEST(RoomView, HasADeskForFacilitatorsOnly) {
    auto room = a_room({choice(vote)});
    room.with_seats(2, youth).with_seats(1, elected);
    room.say(facilitator, RemoveParticipant{participant(1)});
    auto const shown = room.say(facilitator, ShowActivity{vote});
    EXPECT_FALSE(project_room(room.room, phones, url).desk);
    EXPECT_FALSE(project_room(room.room, walls, url).desk);
    auto const view = *project_room(room.room, desk, url).desk;
    EXPECT_EQ(view.links.size(), 2U);
    EXPECT_EQ(view.undo, shown);
    EXPECT_EQ(view.undo_action, "show_activity");
    std::map<std::optional<Key>, std::uint64_t> seats;
    for (auto const& one : view.seats) seats[one.group] = one.seats;
    EXPECT_EQ(seats, (std::map<std::optional<Key>, std::uint64_t>{{youth, 1}, {elected, 1}, {citizens, 0}}));
}

TEST(RoomView, ShowsTheAgendaInItsOrderWithWhatIsSkippedAndTheModerationOfNow) {
    auto room = a_room({choice(vote), proposals(collecting), dots(later)});
    room.say(facilitator, OrderAgenda{{{later, collecting, vote}}});
    room.say(facilitator, SkipActivity{later, true});
    room.say(facilitator, SetModeration{collecting, true});
    auto const view = project_room(room.room, phones, url);
    EXPECT_EQ(view.room.join_url, url);
    EXPECT_EQ(view.agenda.order, (std::vector{later, collecting, vote}));
    EXPECT_EQ(view.activities[0].phase, ActivityPhase::skipped);
    EXPECT_EQ(view.activities[0].items, items(4));
    EXPECT_TRUE(std::get<ProposalsConfig>(view.activities[1].plan.config).moderated);
}

TEST(OwnView, HasTheBallotsOfCurrentRoundsAndWhatTheSeatEndorsed) {
    auto room = a_room({choice(vote), proposals(collecting)});
    room.started().with_seats(2).opened(vote).votes(1, ballot(vote, 3, {{item(2), 1}}));
    room.opened(collecting);
    auto const others = room.proposes(2, collecting);
    room.say(seat(1), EndorseProposal{others, true});
    std::map<ActivityId, Pseudonym> mine;
    for (auto const id : {vote, collecting}) mine[id] = pseudonym(id, participant(1));

    auto const own = project_own(room.room, participant(1), mine);
    ASSERT_EQ(own.ballots.size(), 1U);
    EXPECT_EQ(own.ballots.front().revision, 3U);
    EXPECT_EQ(own.ballots.front().marks, (std::vector<Mark>{{item(2), {1}}}));
    EXPECT_EQ(own.endorsed, (std::vector{others}));
    room.say(facilitator, OpenRound{vote, {}});
    EXPECT_TRUE(project_own(room.room, participant(1), mine).ballots.empty());
}

TEST(Turnout, TellsFacilitatorsHowManyOfEachGroupHaveVoted) {
    auto room = a_room({choice(vote)});
    room.started().with_seats(3).with_seats(2, elected).opened(vote);
    room.votes(1, ballot(vote, 1, {{item(1), 1}})).votes(2, ballot(vote, 1, {{item(1), 1}})).votes(4, ballot(vote, 1, {{item(2), 1}}));
    auto const told = [&](Audience audience) { return project_round(room.room, room.at(vote), room.round(vote), audience).turnout; };
    EXPECT_EQ(told(desk), (std::vector<Turnout>{{elected, 1, {}}, {youth, 2, {}}}));
    EXPECT_FALSE(told(phones));
    EXPECT_FALSE(told(walls));
}

TEST(Audience, OfAnObserverIsTheParticipants) {
    EXPECT_EQ(audience_of(Role::observer), phones);
    EXPECT_EQ(audience_of(Role::participant), phones);
    EXPECT_EQ(audience_of(Role::wall), walls);
    EXPECT_EQ(audience_of(Role::facilitator), desk);
}

}  // namespace
}  // namespace warsha
