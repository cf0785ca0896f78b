// The life of the room, its agenda, its walls.

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const first = activity(1), second = activity(2), third = activity(3);
using Order = std::vector<ActivityId>;

Story a_room_of_three() { return a_room({choice(first), dots(second), proposals(third)}); }

TEST(Room, StandsAsItWasPlanned) {
    auto const room = a_room_of_three();
    EXPECT_EQ(room.room.phase, RoomPhase::prepared);
    EXPECT_EQ(room.room.code, "123456");
    EXPECT_EQ(room.room.created_at, noon);
    EXPECT_EQ(room.room.agenda, (Order{first, second, third}));
    EXPECT_EQ(room.room.plan.title, plan().title);
}

TEST(Room, GoesFromPreparedToLiveToClosed) {
    auto room = a_room_of_three();
    room.started();
    EXPECT_EQ(room.room.phase, RoomPhase::live);
    EXPECT_TRUE(room.is_already_so(facilitator, StartRoom{}));
    room.later(second_ms).say(facilitator, CloseRoom{});
    EXPECT_EQ(room.room.phase, RoomPhase::closed);
    EXPECT_EQ(room.room.closed_at, noon + second_ms);
    EXPECT_TRUE(room.is_already_so(facilitator, CloseRoom{}));
}

TEST(CloseRoom, ClosesWhatIsOpenAndRevealsWhatWasVoted) {
    auto room = a_room_of_three();
    room.started().opened(first).closed(first).opened(second);
    room.later(second_ms).say(facilitator, CloseRoom{});
    EXPECT_TRUE(room.at(first).control.revealed);
    EXPECT_EQ(room.at(second).control.phase, ActivityPhase::closed);
    EXPECT_EQ(room.round(second).closed_at, noon + second_ms);
    EXPECT_TRUE(room.at(second).control.revealed);
    EXPECT_FALSE(room.at(third).control.revealed);  // never opened
    EXPECT_TRUE(room.room.undo.empty());
}

TEST(CloseRoom, IsTheEndOfTheJournalButForTheArchive) {
    auto room = a_room_of_three();
    room.started().say(facilitator, CloseRoom{});
    auto const before = room.room;
    room.happen({ParticipantJoined{participant(1), youth, {}}});
    room.happen({ActivityOpened{first, 1, {}, {}}});
    EXPECT_TRUE(room.room.participants.empty());
    EXPECT_TRUE(room.at(first).rounds.empty());
    EXPECT_EQ(room.room.commands.size(), before.commands.size() + 2);  // remembered all the same
    room.happen({RoomArchived{secret(5)}});
    EXPECT_EQ(room.room.bundle, secret(5));
}

TEST(AddActivity, GoesAfterTheOneThatIsNamedOrToTheEnd) {
    auto room = a_room_of_three();
    room.say(facilitator, AddActivity{choice(activity(4)), first});
    room.started().say(facilitator, AddActivity{choice(activity(5)), {}});
    EXPECT_EQ(room.room.agenda, (Order{first, activity(4), second, third, activity(5)}));
}

TEST(AddActivity, IsRefusedForATakenIdAnUnknownPlaceAndAnImpossiblePlan) {
    auto const room = a_room_of_three();
    EXPECT_EQ(room.refusal(facilitator, AddActivity{choice(first), {}}), Reject::duplicate_id);
    EXPECT_EQ(room.refusal(facilitator, AddActivity{choice(activity(4)), activity(9)}), Reject::unknown_activity);
    EXPECT_EQ(room.refusal(facilitator, AddActivity{only_for(choice(activity(4)), {Key{"press"}}), {}}), Reject::unknown_group);
    EXPECT_EQ(room.refusal(facilitator, AddActivity{dots(activity(4), DotsConfig{}), {}}), Reject::bad_config);
}

TEST(AddActivity, EndsAtAHundred) {  // SPEC L7
    auto room = a_room();
    for (std::uint32_t n = 1; n <= 100; ++n) room.say(facilitator, AddActivity{choice(activity(n)), {}});
    EXPECT_EQ(room.refusal(facilitator, AddActivity{choice(activity(101)), {}}), Reject::bad_config);
}

TEST(AddActivity, WithAnIdThatAnotherNodeTookChangesNothing) {
    auto room = a_room_of_three();
    room.happen({ActivityAdded{dots(first), {}}});
    EXPECT_TRUE(std::holds_alternative<ChoiceConfig>(room.at(first).plan.config));
    EXPECT_EQ(room.room.agenda.size(), 3U);
    EXPECT_TRUE(room.room.undo.empty());
}

TEST(RemoveActivity, GoesOnlyForWhatWasNeverOpened) {
    auto room = a_room_of_three();
    room.started().opened(first).closed(first);
    EXPECT_EQ(room.refusal(facilitator, RemoveActivity{first}), Reject::activity_used);
    EXPECT_EQ(room.refusal(facilitator, RemoveActivity{activity(9)}), Reject::unknown_activity);
    room.say(facilitator, ShowActivity{second});
    room.say(facilitator, RemoveActivity{second});
    EXPECT_EQ(room.room.agenda, (Order{first, third}));
    EXPECT_EQ(room.room.find(second), nullptr);
    EXPECT_EQ(room.room.stage, std::nullopt);
}

TEST(OrderAgenda, TakesAnyPermutationAndNothingElse) {
    auto room = a_room_of_three();
    room.say(facilitator, OrderAgenda{{{third, first, second}}});
    EXPECT_EQ(room.room.agenda, (Order{third, first, second}));
    EXPECT_TRUE(room.is_already_so(facilitator, OrderAgenda{{{third, first, second}}}));
    for (auto const& wrong : {Order{first, second}, Order{first, first, second}, Order{first, second, activity(9)}, Order{}})
        EXPECT_EQ(room.refusal(facilitator, OrderAgenda{{wrong}}), Reject::bad_order);
}

TEST(ShowActivity, BringsOnStageWithoutOpening) {
    auto room = a_room_of_three();
    room.say(wall, ShowActivity{second});
    EXPECT_EQ(room.room.stage, second);
    EXPECT_EQ(room.at(second).control.phase, ActivityPhase::prepared);
    EXPECT_TRUE(room.is_already_so(wall, ShowActivity{second}));
    EXPECT_EQ(room.refusal(wall, ShowActivity{activity(9)}), Reject::unknown_activity);
    room.say(wall, ShowActivity{});
    EXPECT_EQ(room.room.stage, std::nullopt);
}

TEST(SkipActivity, MarksAndUnmarks) {
    auto room = a_room_of_three();
    room.started().say(facilitator, SkipActivity{first, true});
    EXPECT_EQ(room.at(first).control.phase, ActivityPhase::skipped);
    EXPECT_TRUE(room.is_already_so(facilitator, SkipActivity{first, true}));
    room.say(facilitator, SkipActivity{first, false});
    EXPECT_EQ(room.at(first).control.phase, ActivityPhase::prepared);
    EXPECT_EQ(room.refusal(facilitator, SkipActivity{activity(9), true}), Reject::unknown_activity);
}

TEST(SkipActivity, IsRefusedWhileOpenAndGoesBackToClosedAfterARound) {
    auto room = a_room_of_three();
    room.started().opened(first);
    EXPECT_EQ(room.refusal(facilitator, SkipActivity{first, true}), Reject::activity_open);
    room.closed(first).say(facilitator, SkipActivity{first, true});
    room.say(facilitator, SkipActivity{first, false});
    EXPECT_EQ(room.at(first).control.phase, ActivityPhase::closed);
}

TEST(Wall, IsBlankedAndLitAgainByWhatIsOpened) {
    auto room = a_room_of_three();
    room.started().say(wall, BlankWall{true});
    EXPECT_TRUE(room.room.blank);
    EXPECT_TRUE(room.is_already_so(wall, BlankWall{true}));
    room.opened(first);
    EXPECT_FALSE(room.room.blank);
}

TEST(Announce, PutsUpAndTakesDown) {
    auto room = a_room_of_three();
    EXPECT_TRUE(room.is_already_so(facilitator, Announce{}));
    room.say(facilitator, Announce{Wording<200>{.ar = {}, .fr = {}, .en = {{"Back at 14:00"}}}});
    EXPECT_EQ(room.room.announcement->en, (Sealed{"Back at 14:00", false}));
    room.say(facilitator, Announce{});
    EXPECT_EQ(room.room.announcement, std::nullopt);
}

TEST(Apply, ThrowsWhereAFactNamesWhatDoesNotExist) {
    auto room = a_room_of_three();
    auto const wrong = [&](Event event) { return [&room, event] { Story(room).happen({event}); }; };
    EXPECT_THROW(wrong(ActivityClosed{activity(9), 1})(), std::out_of_range);
    EXPECT_THROW(wrong(StageSet{activity(9)})(), std::out_of_range);
    EXPECT_THROW(wrong(AgendaOrdered{{first}})(), std::out_of_range);
    EXPECT_THROW(wrong(LinkRevoked{link(9)})(), std::out_of_range);
    EXPECT_THROW(wrong(ProposalWithdrawn{nth<ProposalId>('x', 1)})(), std::out_of_range);
    EXPECT_THROW(wrong(ProposalSubmitted{nth<ProposalId>('x', 1), activity(9), participant(1), {}, {}, {}})(), std::out_of_range);
}

}  // namespace
}  // namespace warsha
