// Facts that commute: in whatever order the nodes record them, the room is the same. Seeds that failed stay in the list.

#include <algorithm>
#include <random>

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1), spread = activity(2), collecting = activity(3);

Entry an_entry(std::uint32_t n, Event event) { return {.time = noon, .cid = cid(100'000 + n), .events = {std::move(event)}}; }

/// Joins, ballots with many revisions, proposals, endorsements and moved seats, as they may come in between two agenda facts.
std::vector<Entry> a_crowd(std::mt19937& dice) {
    std::vector<Entry> made;
    auto const add = [&](Event event) { made.push_back(an_entry(static_cast<std::uint32_t>(made.size()), std::move(event))); };
    std::vector const groups{youth, elected, citizens};
    for (std::uint32_t n = 10; n < 40; ++n) add(ParticipantJoined{participant(n), groups[dice() % 3], {}});
    for (std::uint32_t n = 1; n <= 9; ++n)
        for (std::uint32_t revision = 1; revision <= 1 + dice() % 5; ++revision) {
            add(BallotCast{vote, 1, pseudonym(vote, participant(n)), youth, revision, {{item(1 + static_cast<std::uint32_t>(dice() % 3)), {1}}}, false});
            add(BallotCast{spread, 1, pseudonym(spread, participant(n)), youth, revision, {{item(1), {1 + static_cast<std::int64_t>(dice() % 4)}}}, false});
        }
    for (std::uint32_t n = 1; n <= 9; ++n) {
        add(ProposalSubmitted{nth<ProposalId>('x', n), collecting, participant(n), {.ar = {}, .fr = {}, .en = Sealed{"Idea", false}}, {}, {}, n % 2 == 0});
        add(ProposalEndorsed{nth<ProposalId>('x', 0), pseudonym(collecting, participant(n)), true});
        add(SeatMoved{participant(n), 1 + static_cast<std::uint32_t>(dice() % 3)});
    }
    return made;
}

Story a_room_before_them() {
    auto room = a_room({choice(vote), dots(spread), proposals(collecting)});
    room.started().with_seats(9).opened(vote).opened(spread).opened(collecting);
    room.happen({ProposalSubmitted{nth<ProposalId>('x', 0), collecting, participant(1), {}, {}, {}}});
    return room;
}

class Order : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Order, OfCommutingFactsDoesNotMatter) {
    std::mt19937 dice(GetParam());
    auto const before = a_room_before_them();
    auto entries = a_crowd(dice);
    auto one = before, other = before;
    for (auto const& entry : entries) one.happen(entry);
    std::shuffle(entries.begin(), entries.end(), dice);
    for (auto const& entry : entries) other.happen(entry);
    EXPECT_EQ(print_without_offsets(one.room), print_without_offsets(other.room)) << "seed " << GetParam();
    EXPECT_EQ(one.room.agenda_version, before.room.agenda_version);
}

TEST_P(Order, OfACloseAmongThemDecidesWhichBallotsCount) {
    std::mt19937 dice(GetParam());
    auto room = a_room_before_them();
    auto entries = a_crowd(dice);
    std::shuffle(entries.begin(), entries.end(), dice);
    auto const closing = dice() % entries.size();
    std::map<Pseudonym, std::uint32_t> expected;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i == closing) room.closed(vote);
        room.happen(entries[i]);
        auto const* const cast = std::get_if<BallotCast>(&entries[i].events.front());
        if (cast && cast->activity == vote && i < closing) expected[cast->voter] = std::max(expected[cast->voter], cast->revision);
    }
    std::map<Pseudonym, std::uint32_t> counted;
    for (auto const& [voter, ballot] : room.round(vote).ballots) counted[voter] = ballot.revision;
    EXPECT_EQ(counted, expected) << "seed " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Seeds, Order, testing::Range(1U, 201U));

}  // namespace
}  // namespace warsha
