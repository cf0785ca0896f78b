// A formal opinion: roll, presence, quorum, attempts, ballots of phones and of a scribe, the verdict.

#include <algorithm>

#include "core/activities/motion/count.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const motion = activity(1);

RollId roll(std::uint32_t n) { return nth<RollId>('o', n); }
/// The slip of line n; its hash in these stories is the slip itself, padded.
Bytes16 slip(std::uint32_t n) { return nth<RollId>('z', n).value; }
Hash slip_hash(std::uint32_t n) {
    Hash made;
    auto const secret = slip(n);
    std::copy(secret.begin(), secret.end(), made.value.begin());
    return made;
}
RollLine line(std::uint32_t n, Key body, std::int64_t weight = 1) { return {roll(n), std::move(body), {"Member " + std::to_string(n)}, {weight}, slip_hash(n)}; }

ActivityPlan a_motion(MotionConfig config = {}) {
    ActivityPlan plan{.id = motion, .title = words("Do you agree?"), .groups = {{youth, elected}}, .config = config};
    return plan;
}

CastBallot stance(Stance stance, std::int64_t revision = 1, std::int64_t round = 1) {
    return ballot(motion, revision, {{ItemId{}, static_cast<std::int64_t>(stance) + 1}}, round);
}

/// Lines 1-5 of the youth, 6-8 of the elected; five phones with slips 1, 2, 3, 6, 7: quorums 3 and 2 are reached.
Story a_council(MotionConfig config = {}) {
    auto room = a_room({a_motion(config)});
    ExtendRoll extend;
    for (std::uint32_t n = 1; n <= 8; ++n) extend.lines.value.push_back(line(n, n <= 5 ? youth : elected));
    room.say(facilitator, extend);
    room.started().with_seats(5, citizens);
    std::uint32_t seat_number = 0;
    for (auto const n : {1U, 2U, 3U, 6U, 7U}) room.say(seat(++seat_number), UseSlip{slip(n)});
    return room;
}

MotionResult result(Story const& room) { return count_motion(room.room, room.at(motion), room.round(motion)); }
BodyResult body(Story const& room, Key const& key) {
    auto const counted = result(room);
    return *std::ranges::find(counted.bodies, key, &BodyResult::body);
}

TEST(Roll, ALineIsReadOnceAndOnlyForABodyOfTheRoom) {  // SPEC Q1
    auto room = a_council();
    EXPECT_EQ(room.refusal(facilitator, ExtendRoll{{{line(1, youth)}}}), Reject::duplicate_id);
    EXPECT_EQ(room.refusal(facilitator, ExtendRoll{{{line(20, Key{"nobody"})}}}), Reject::unknown_group);
    EXPECT_EQ(room.refusal(facilitator, ExtendRoll{{{line(20, youth), line(20, youth)}}}), Reject::duplicate_id);
    EXPECT_EQ(room.refusal(facilitator, ExtendRoll{{{line(20, youth)}}}), std::nullopt);
}

TEST(Roll, DoesNotChangeWhileAMotionIsOpenAndKeepsWhoeverWasInABase) {  // SPEC Q1
    auto room = a_council().opened(motion);
    EXPECT_EQ(room.refusal(facilitator, ExtendRoll{{{line(20, youth)}}}), Reject::motion_open);
    EXPECT_EQ(room.refusal(facilitator, ShortenRoll{{{roll(4)}}}), Reject::motion_open);
    room.closed(motion);
    EXPECT_EQ(room.refusal(facilitator, ShortenRoll{{{roll(1)}}}), Reject::has_voted);
    EXPECT_EQ(room.refusal(facilitator, ShortenRoll{{{roll(4)}}}), std::nullopt);
}

TEST(Slip, GivesOneSeatItsLineOnce) {  // SPEC Q2
    auto room = a_council();
    room.with_seats(1, citizens);
    EXPECT_EQ(room.refusal(seat(6), UseSlip{slip(1)}), Reject::bad_slip);   // taken
    EXPECT_EQ(room.refusal(seat(6), UseSlip{slip(99)}), Reject::bad_slip);  // unknown
    EXPECT_EQ(room.refusal(seat(1), UseSlip{slip(4)}), Reject::bad_slip);   // one line for a seat
    EXPECT_TRUE(room.is_already_so(seat(1), UseSlip{slip(1)}));
    room.say(facilitator, RemoveParticipant{participant(1)});
    EXPECT_EQ(room.refusal(seat(6), UseSlip{slip(1)}), std::nullopt);       // good again for whom it was printed
}

TEST(Presence, ComesFromTheSlipAndIsCorrectedByHand) {
    auto room = a_council();
    EXPECT_TRUE(room.room.roll.at(roll(1)).is_present());
    EXPECT_FALSE(room.room.roll.at(roll(4)).is_present());
    room.say(facilitator, MarkPresence{roll(4), true});
    room.say(facilitator, MarkPresence{roll(1), false});
    EXPECT_TRUE(room.room.roll.at(roll(4)).is_present());
    EXPECT_FALSE(room.room.roll.at(roll(1)).is_present());
    room.say(facilitator, MarkPresence{roll(1), std::nullopt});
    EXPECT_TRUE(room.room.roll.at(roll(1)).is_present());
}

TEST(Opening, WithoutQuorumIsRefusedAndTheAttemptIsKept) {  // SPEC Q3
    auto room = a_council();
    room.say(facilitator, MarkPresence{roll(7), false});  // the elected: one of three, two needed
    room.say(facilitator, OpenActivity{motion, {}});
    EXPECT_EQ(room.at(motion).control.phase, ActivityPhase::prepared);
    ASSERT_EQ(room.at(motion).refused.size(), 1U);
    auto const& bodies = room.at(motion).refused[0].bodies;
    EXPECT_EQ(bodies.at(0), (BodyPresence{youth, 5, 3, 3, 5, 3}));
    EXPECT_EQ(bodies.at(1), (BodyPresence{elected, 3, 2, 1, 3, 1}));
    auto const view = project_room(room.room, Audience::walls, "").activities.at(0);
    EXPECT_EQ(view.quorum->refused.size(), 1U);
    EXPECT_EQ(view.quorum->bodies.at(1).present, 1U);
}

TEST(Opening, NeedsARollOfEveryBody) {
    auto room = a_room({a_motion()});
    room.started();
    EXPECT_EQ(room.refusal(facilitator, OpenActivity{motion, {}}), Reject::no_roll);
}

TEST(Opening, FreezesTheBase) {  // SPEC Q4
    auto room = a_council().opened(motion);
    room.say(facilitator, MarkPresence{roll(4), true});
    room.with_seats(1, youth);
    room.say(seat(6), UseSlip{slip(5)});
    EXPECT_EQ(room.refusal(seat(6), stance(Stance::in_favour)), Reject::not_present);
    EXPECT_EQ(room.refusal(facilitator, CastForRoll{motion, {1}, roll(4), Stance::against}), Reject::not_present);
    EXPECT_EQ(result(room).all.present, 5U);
}

TEST(Opening, AgainAfterTheCloseIsANewAttempt) {
    auto room = a_council().opened(motion);
    EXPECT_EQ(room.refusal(facilitator, OpenRound{motion, {}}), Reject::activity_open);
    room.votes(1, stance(Stance::in_favour)).closed(motion).opened(motion);
    EXPECT_EQ(room.at(motion).rounds.size(), 2U);
    EXPECT_TRUE(room.round(motion).ballots.empty());
}

TEST(Voting, IsForThoseOnTheRollWhoWerePresent) {  // SPEC Q4
    auto room = a_council().with_seats(1, youth).opened(motion);
    EXPECT_EQ(room.refusal(seat(6), stance(Stance::in_favour)), Reject::not_on_roll);
    EXPECT_EQ(room.refusal(seat(1), stance(Stance::in_favour)), std::nullopt);
    EXPECT_EQ(room.refusal(seat(1), ballot(motion, 1, {})), Reject::too_few_choices);
    EXPECT_EQ(room.refusal(seat(1), ballot(motion, 1, {{ItemId{}, 4}})), Reject::too_many_on_item);
    EXPECT_EQ(room.refusal(seat(1), ballot(motion, 1, {{item(1), 1}})), Reject::unknown_item);
}

TEST(Voting, CountsInTheBodyOfTheRollNotInTheGroupOfTheSeat) {
    auto room = a_council().opened(motion);
    room.votes(1, stance(Stance::in_favour)).votes(4, stance(Stance::against));
    EXPECT_EQ(body(room, youth).in_favour, 1U);
    EXPECT_EQ(body(room, elected).against, 1U);
}

TEST(Scribe, EntersForPeopleWithoutAPhoneAndIsMarked) {  // SPEC Q4
    auto room = a_council();
    room.say(facilitator, MarkPresence{roll(4), true});
    room.opened(motion);
    room.say(facilitator, CastForRoll{motion, {1}, roll(4), Stance::in_favour});
    room.say(facilitator, CastForRoll{motion, {1}, roll(4), Stance::against});  // corrected
    EXPECT_EQ(body(room, youth).against, 1U);
    EXPECT_EQ(body(room, youth).in_favour, 0U);
    EXPECT_EQ(body(room, youth).by_scribe, 1U);
}

TEST(Scribe, NeverReplacesWhatAPersonChose) {
    auto room = a_council().opened(motion).votes(1, stance(Stance::in_favour));
    EXPECT_EQ(room.refusal(facilitator, CastForRoll{motion, {1}, roll(1), Stance::against}), Reject::has_voted);
}

TEST(Scribe, APersonsOwnBallotWinsWhicheverCameFirst) {
    for (bool const scribe_first : {true, false}) {
        auto room = a_council().opened(motion);
        auto const own = pseudonym(motion, ParticipantId{roll(1).value});
        BallotCast mine{.activity = motion, .voter = own, .group = youth, .revision = 1, .marks = {{ItemId{}, {1}, {}}}, .words = {}, .weight = {}, .roll = {}, .by_scribe = {}};
        auto scribes = mine;
        scribes.marks = {{ItemId{}, {2}, {}}};
        scribes.revision = 3;
        scribes.by_scribe = true;
        room.happen({scribe_first ? scribes : mine});
        room.happen({scribe_first ? mine : scribes});
        EXPECT_EQ(body(room, youth).in_favour, 1U);
        EXPECT_EQ(body(room, youth).against, 0U);
    }
}

TEST(Closing, WithoutQuorumMakesTheAttemptVoid) {  // SPEC Q3
    auto room = a_council().opened(motion);
    for (std::uint32_t n = 1; n <= 5; ++n) room.votes(n, stance(Stance::in_favour));
    room.say(facilitator, MarkPresence{roll(6), false});
    room.closed(motion);
    EXPECT_EQ(result(room).outcome, Outcome::lapsed);
    EXPECT_EQ(body(room, elected).outcome, Outcome::lapsed);
    EXPECT_EQ(body(room, youth).outcome, Outcome::favourable);
}

TEST(Closing, ThatWasUndoneIsJudgedAnew) {
    auto room = a_council().opened(motion).votes(1, stance(Stance::in_favour));
    room.say(facilitator, MarkPresence{roll(6), false});
    auto const close = room.say(facilitator, CloseActivity{motion});
    EXPECT_EQ(result(room).outcome, Outcome::lapsed);
    room.say(facilitator, MarkPresence{roll(6), true});
    room.say(facilitator, Undo{close});
    room.closed(motion);
    EXPECT_NE(result(room).outcome, Outcome::lapsed);
}

TEST(Verdict, IsOfEachBodyAndOfAll) {
    auto room = a_council().opened(motion);
    room.votes(1, stance(Stance::in_favour)).votes(2, stance(Stance::in_favour)).votes(3, stance(Stance::abstain)).votes(4, stance(Stance::against));
    room.closed(motion);
    EXPECT_EQ(body(room, youth).outcome, Outcome::favourable);
    EXPECT_EQ(body(room, elected).outcome, Outcome::unfavourable);
    EXPECT_EQ(result(room).outcome, Outcome::unfavourable);
    EXPECT_EQ(result(room).all.voted, 4U);
    EXPECT_EQ(result(room).all.needed, 5U);
}

TEST(Verdict, CountsWeights) {
    auto room = a_room({a_motion({.quorum = {.num = {1}, .den = {3}, .strictly = false}})});
    room.say(facilitator, ExtendRoll{{{line(1, youth, 3), line(2, youth), line(3, elected)}}});
    room.started().with_seats(3, citizens);
    for (std::uint32_t n = 1; n <= 3; ++n) room.say(seat(n), UseSlip{slip(n)});
    room.opened(motion).votes(1, stance(Stance::in_favour)).votes(2, stance(Stance::against)).closed(motion);
    EXPECT_EQ(body(room, youth).in_favour, 3U);
    EXPECT_EQ(body(room, youth).voted, 2U);
    EXPECT_EQ(body(room, youth).roll_weight, 4U);
    EXPECT_EQ(body(room, youth).roll, 2U);
}

TEST(CastingVote, DecidesATieAndNothingElse) {  // SPEC Q6
    auto room = a_council({.majority = {.tie = TieRule::chair}}).opened(motion);
    room.votes(1, stance(Stance::in_favour)).votes(2, stance(Stance::against)).votes(4, stance(Stance::in_favour));
    EXPECT_EQ(room.refusal(facilitator, GiveCastingVote{motion, youth, true}), Reject::activity_open);
    room.closed(motion);
    EXPECT_EQ(result(room).outcome, Outcome::tied);
    EXPECT_EQ(room.refusal(facilitator, GiveCastingVote{motion, elected, true}), Reject::no_tie);
    EXPECT_EQ(room.refusal(facilitator, GiveCastingVote{motion, pooled, true}), Reject::no_tie);
    room.say(facilitator, GiveCastingVote{motion, youth, true});
    EXPECT_EQ(result(room).outcome, Outcome::favourable);
    EXPECT_EQ(room.refusal(facilitator, GiveCastingVote{motion, youth, false}), Reject::no_tie);
}

TEST(RollCall, NamesEverybodyPresentAndASecretBallotNobody) {  // SPEC Q8
    for (bool const is_public : {true, false}) {
        auto room = a_council({.roll_call = is_public}).opened(motion).votes(1, stance(Stance::against)).closed(motion);
        EXPECT_EQ(room.round(motion).ballots.begin()->second.roll.has_value(), is_public);
        auto const lines = result(room).roll_call;
        ASSERT_EQ(lines.size(), is_public ? 5U : 0U);
        if (!is_public) continue;
        auto const first = std::ranges::find(lines, "Member 1", &RollCallLine::name);
        EXPECT_EQ(first->stance, Stance::against);
        EXPECT_EQ(std::ranges::count_if(lines, [](RollCallLine const& one) { return !one.stance; }), 4);
    }
}

TEST(Result, IsHiddenUntilRevealed) {
    auto room = a_council().opened(motion).votes(1, stance(Stance::in_favour));
    auto const seen_by = [&](Audience audience) { return project_round(room.room, room.at(motion), room.round(motion), audience).result; };
    EXPECT_FALSE(seen_by(Audience::facilitators));
    room.closed(motion);
    EXPECT_TRUE(seen_by(Audience::facilitators)->motion);
    EXPECT_FALSE(seen_by(Audience::participants));
    room.say(facilitator, RevealResults{motion, true});
    EXPECT_TRUE(seen_by(Audience::participants)->motion);
}

TEST(Roll, IsToldToFacilitatorsOnly) {
    auto const room = a_council();
    EXPECT_EQ(project_room(room.room, Audience::facilitators, "").roll.size(), 8U);
    EXPECT_TRUE(project_room(room.room, Audience::participants, "").roll.empty());
    EXPECT_TRUE(project_room(room.room, Audience::walls, "").roll.empty());
}

TEST(OwnView, TellsASeatWhetherItMayVote) {
    auto room = a_council().opened(motion);
    EXPECT_EQ(project_own(room.room, participant(1), {}).may_vote, std::vector{motion});
    room.with_seats(1, youth);
    EXPECT_TRUE(project_own(room.room, participant(6), {}).may_vote.empty());
}

TEST(MotionConfig, RulesMustBePossible) {
    auto const refusal = [](MotionConfig config) {
        auto const room = a_room(std::vector<ActivityPlan>{});
        return room.refusal(facilitator, AddActivity{a_motion(config), {}});
    };
    EXPECT_EQ(refusal({}), std::nullopt);
    EXPECT_EQ(refusal({.quorum = {.num = {2}, .den = {1}}}), Reject::bad_config);
    EXPECT_EQ(refusal({.quorum = {.num = {1}, .den = {1}, .strictly = true}}), Reject::bad_config);
    EXPECT_EQ(refusal({.quorum = {.num = {1}, .den = {1}, .strictly = false}}), std::nullopt);
    EXPECT_EQ(refusal({.majority = {.threshold = Threshold::fraction}}), Reject::bad_config);
    EXPECT_EQ(refusal({.majority = {.threshold = Threshold::fraction, .num = Int<1, 100>{3}, .den = Int<1, 100>{2}}}), Reject::bad_config);
    EXPECT_EQ(refusal({.majority = {.threshold = Threshold::simple, .num = Int<1, 100>{1}, .den = Int<1, 100>{2}}}), Reject::bad_config);
}

}  // namespace
}  // namespace warsha
