// Seats and links.

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

Join join_as(std::optional<Key> group) { return {.group = std::move(group), .name = {}}; }

RoomPlan without_groups() {
    auto made = plan();
    made.groups.value.clear();
    return made;
}

TEST(Join, GivesASeatWhilePreparedAndWhileLive) {
    auto room = a_room();
    room.say(visitor, join_as(youth), joining(1));
    room.started().say(visitor, join_as(elected), joining(2));
    EXPECT_EQ(room.room.participants.at(participant(1)).group, youth);
    EXPECT_EQ(room.room.participants.at(participant(2)).group, elected);
}

TEST(Join, WithTheSameCidIsTheSameSeat) {  // SPEC S1
    auto room = a_room();
    room.say(visitor, join_as(youth), joining(1));
    auto const again = decide(room.room, join_as(youth), {.actor = visitor, .cid = joining(1), .joining = participant(1)});
    EXPECT_TRUE(again && again->empty());
}

TEST(Join, KeepsNameAndLanguage) {
    auto room = a_room();
    room.say(visitor, Join{.group = youth, .name = {{"Salma"}}, .language = Language::fr}, joining(1));
    EXPECT_EQ(room.room.participants.at(participant(1)).name, (Sealed{"Salma", false}));
    EXPECT_EQ(room.room.participants.at(participant(1)).language, Language::fr);
}

TEST(Join, NeedsAGroupWhereThereAreAny) {  // SPEC S3
    EXPECT_EQ(a_room().refusal(visitor, join_as({})), Reject::group_required);
    EXPECT_EQ(a_room(without_groups()).refusal(visitor, join_as({})), std::nullopt);
}

TEST(Join, IsRefusedForAGroupTheRoomDoesNotHave) {
    EXPECT_EQ(a_room().refusal(visitor, join_as(Key{"press"})), Reject::unknown_group);
    EXPECT_EQ(a_room(without_groups()).refusal(visitor, join_as(youth)), Reject::unknown_group);
}

TEST(Join, IsOneSeatPerPhone) {
    auto room = a_room();
    room.with_seats(1);
    EXPECT_EQ(room.refusal(seat(1), join_as(youth)), Reject::forbidden);
}

Story a_full_room() {
    auto room = a_room();
    room.with_seats(participants_max);
    return room;
}

TEST(Join, IsRefusedWhenTheRoomIsFullAndRemovedSeatsDoNotCount) {  // SPEC L6
    auto room = a_full_room();
    EXPECT_EQ(room.refusal(visitor, join_as(youth)), Reject::room_full);
    room.say(facilitator, RemoveParticipant{participant(17)});
    EXPECT_EQ(room.refusal(visitor, join_as(youth)), std::nullopt);
}

TEST(Join, OverTheCapIsSettledInApply) {
    auto room = a_full_room();
    room.happen({ParticipantJoined{nth<ParticipantId>('q', 1), youth, {}}});  // another node had admitted it
    EXPECT_EQ(room.room.participants.size(), participants_max);
    EXPECT_EQ(room.room.find(nth<ParticipantId>('q', 1)), nullptr);
}

Story a_room_with_an_offer() {
    auto room = a_room();
    room.with_seats(2);
    room.say(seat(1), OfferSeat{});
    return room;
}

TEST(TakeSeat, MovesTheSeatOnce) {
    auto room = a_room_with_an_offer();
    EXPECT_EQ(room.room.participants.at(participant(1)).generation, 0U);
    room.say(visitor, TakeSeat{{"00000001"}});
    EXPECT_EQ(room.room.participants.at(participant(1)).generation, 1U);
    EXPECT_EQ(room.refusal(visitor, TakeSeat{{"00000001"}}), Reject::bad_seat_code);
}

TEST(TakeSeat, IsRefusedForAWrongCodeAndAfterTenMinutes) {  // SPEC S5
    auto room = a_room_with_an_offer();
    EXPECT_EQ(room.refusal(visitor, TakeSeat{{"00000002"}}), Reject::bad_seat_code);
    room.later(10 * 60 * second_ms);
    EXPECT_EQ(room.refusal(visitor, TakeSeat{{"00000001"}}), std::nullopt);
    room.later(1);
    EXPECT_EQ(room.refusal(visitor, TakeSeat{{"00000001"}}), Reject::bad_seat_code);
}

TEST(TakeSeat, IsRefusedForASeatThatWasRemoved) {
    auto room = a_room_with_an_offer();
    room.say(facilitator, RemoveParticipant{participant(1)});
    EXPECT_EQ(room.refusal(visitor, TakeSeat{{"00000001"}}), Reject::seat_removed);
}

TEST(RemoveParticipant, KeepsTheBallotsAndIsDoneOnce) {  // SPEC S6
    auto room = a_running_room(choice(activity(1)));
    room.votes(1, ballot(activity(1), 1, {{item(1), 1}}));
    room.say(facilitator, RemoveParticipant{participant(1)});
    EXPECT_EQ(room.round(activity(1)).ballots.size(), 1U);
    EXPECT_TRUE(room.is_already_so(facilitator, RemoveParticipant{participant(1)}));
    EXPECT_EQ(room.refusal(facilitator, RemoveParticipant{participant(99)}), Reject::unknown_participant);
}

TEST(Link, IsIssuedOnceAndRevokedOnce) {
    auto room = a_room();
    auto const second = IssueLink{link(5), LinkRole::facilitator, secret(5), {{"Salma's tablet"}}};
    room.say(facilitator, second);
    EXPECT_EQ(room.room.links.at(link(5)).name, (Sealed{"Salma's tablet", false}));
    EXPECT_EQ(room.refusal(facilitator, second), Reject::duplicate_id);
    room.say(facilitator, RevokeLink{link(5)});
    EXPECT_TRUE(room.is_already_so(facilitator, RevokeLink{link(5)}));
    EXPECT_EQ(room.refusal(facilitator, RevokeLink{link(6)}), Reject::unknown_link);
}

TEST(Link, TheSecondFacilitatorMayRevokeTheFirstButTheLastStays) {  // SPEC S7
    auto room = a_room();
    room.say(facilitator, IssueLink{link(5), LinkRole::facilitator, secret(5), {}});
    Actor const second = LinkActor{link(5)};
    room.say(second, RevokeLink{link(1)});
    EXPECT_EQ(room.refusal(facilitator, StartRoom{}), Reject::forbidden);
    EXPECT_EQ(room.refusal(second, RevokeLink{link(5)}), Reject::last_link);
    EXPECT_EQ(room.refusal(second, RevokeLink{link(2)}), std::nullopt);  // a wall's may all go
}

}  // namespace
}  // namespace warsha
