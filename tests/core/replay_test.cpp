// One path: what was applied live, what is replayed, and what is replayed twice over are the same room.

#include <algorithm>
#include <random>

#include "protocol/codec_impl.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const vote = activity(1), collecting = activity(2);

Story a_whole_workshop() {
    auto room = a_room({choice(vote), proposals(collecting)});
    room.started().with_seats(10, youth).with_seats(10, elected).opened(collecting);
    for (std::uint32_t n = 1; n <= 20; ++n) room.later(n).proposes(n, collecting, "Idea " + std::to_string(n));
    for (std::uint32_t n = 2; n <= 20; ++n) room.say(seat(n), EndorseProposal{room.room.proposal_order[0], true});
    room.say(facilitator, verdict(room.room.proposal_order[3], Verdict::hide, "twice"));
    room.closed(collecting).opened(vote);
    for (std::uint32_t n = 1; n <= 20; ++n) room.votes(n, ballot(vote, n, {{item(1 + n % 3), 1}}));
    room.closed(vote).say(facilitator, Undo{room.room.undo.back().cid});
    room.closed(vote).say(facilitator, RevealResults{vote, true});
    return room;
}

TEST(Replay, GivesTheRoomThatWasLive) {
    auto const room = a_whole_workshop();
    EXPECT_EQ(print(replay(room.journal)), print(room.room));
}

TEST(Replay, GoesOnFromASavedState) {
    auto const room = a_whole_workshop();
    for (std::size_t at = 0; at < room.journal.size(); at += 7) {
        auto const before = replay({room.journal.begin(), room.journal.begin() + static_cast<std::ptrdiff_t>(at)});
        auto loaded = decode_value<RoomState>(encode_value(before));
        ASSERT_TRUE(loaded) << loaded.error().where << ": " << loaded.error().what;
        loaded->commands = before.commands;  // these come from the entries
        for (std::size_t i = at; i < room.journal.size(); ++i) loaded->apply(room.journal[i]);
        EXPECT_EQ(print(*loaded), print(room.room)) << "saved at " << at;
    }
}

TEST(Replay, OfEntriesThatComeTwiceChangesNothing) {
    auto const room = a_whole_workshop();
    auto twice = room.journal;
    std::mt19937 dice(7);
    for (auto const& entry : room.journal) {
        auto again = entry;
        again.offset = room.journal.size();  // later in the journal, as after a repair
        twice.push_back(again);
    }
    std::shuffle(twice.begin() + static_cast<std::ptrdiff_t>(room.journal.size()), twice.end(), dice);
    EXPECT_EQ(print(replay(twice)), print(room.room));
}

TEST(Apply, RemembersEveryCidWithItsOffsetAndCheck) {  // SPEC R5
    auto room = a_room();
    room.happen(Entry{.time = noon, .cid = cid(77), .check = 4711, .events = {RoomStarted{}}});
    room.happen(Entry{.time = noon, .cid = cid(77), .check = 1, .events = {RoomClosed{}}});
    EXPECT_EQ(room.room.commands.at(cid(77)).check, 4711U);
    EXPECT_EQ(room.room.commands.at(cid(77)).offset, 2U);
    EXPECT_EQ(room.room.phase, RoomPhase::live);  // the second command under that cid never happened
    EXPECT_EQ(room.room.offset, 3U);
}

TEST(AgendaVersion, RisesWithWhatFacilitatorsDoAndNotWithWhatCommutes) {
    auto room = a_room({choice(vote), proposals(collecting)});
    room.started();
    auto const before = room.room.agenda_version;
    room.with_seats(3);
    EXPECT_EQ(room.room.agenda_version, before);
    room.opened(collecting).opened(vote);
    EXPECT_EQ(room.room.agenda_version, before + 2);
    auto const mine = room.proposes(1, collecting);
    room.say(seat(1), rewording(mine, "x"));
    room.say(seat(2), EndorseProposal{mine, true});
    room.say(seat(1), OfferSeat{});
    room.say(visitor, TakeSeat{{"00000001"}});
    room.votes(1, ballot(vote, 1, {{item(1), 1}}));
    room.say(seat(1), WithdrawProposal{mine});
    EXPECT_EQ(room.room.agenda_version, before + 2);
    room.say(facilitator, OpenRound{vote, {}});  // two facts, one entry
    EXPECT_EQ(room.room.agenda_version, before + 3);
}

}  // namespace
}  // namespace warsha
