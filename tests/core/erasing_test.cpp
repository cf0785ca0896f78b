// People may be forgotten; what they did stays.

#include <gmock/gmock.h>

#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;
using testing::HasSubstr;
using testing::Not;

ActivityId const ideas = activity(1);

Story a_room_with_salma() {
    auto room = a_running_room(proposals(ideas));
    room.say(visitor, Join{.group = youth, .name = {{"Salma"}}}, joining(9));
    return room;
}

TEST(EraseName, LeavesTheSeatAndItsWordsStayTheirs) {
    auto room = a_room_with_salma();
    auto const idea = room.proposes(9, ideas, "More buses");
    room.say(facilitator, EraseName{participant(9), {}});
    EXPECT_EQ(room.room.participants.at(participant(9)).name, (Sealed{"", true}));
    EXPECT_EQ(room.at(idea).author, participant(9));
    EXPECT_THAT(print(room.room), Not(HasSubstr("Salma")));
    EXPECT_TRUE(room.is_already_so(facilitator, EraseName{participant(9), {}}));
}

TEST(EraseName, IsTakenAlsoAfterTheClose) {  // SPEC C7
    auto room = a_room_with_salma();
    room.say(facilitator, CloseRoom{});
    EXPECT_EQ(room.refusal(facilitator, BlankWall{}), Reject::room_closed);
    room.say(facilitator, EraseName{participant(9), {}});
    EXPECT_THAT(print(room.room), Not(HasSubstr("Salma")));
}

TEST(EraseName, NamesSomebodyWhoIsThere) {
    auto const room = a_room_with_salma();
    EXPECT_EQ(room.refusal(facilitator, EraseName{participant(77), {}}), Reject::unknown_participant);
    EXPECT_EQ(room.refusal(facilitator, EraseName{{}, nth<RollId>('o', 1)}), Reject::not_on_roll);
}

TEST(EraseWords, IsForNobodyInTheRoomAndForNoRoomThatIsLive) {
    auto room = a_room_with_salma();
    EXPECT_EQ(room.refusal(timer, EraseWords{}), Reject::forbidden);
    room.say(facilitator, CloseRoom{});
    EXPECT_EQ(room.refusal(facilitator, EraseWords{}), Reject::forbidden);
    room.say(timer, EraseWords{});
    EXPECT_TRUE(room.is_already_so(timer, EraseWords{}));
}

TEST(EraseWords, LeavesNoWordOfAnybodyInTheState) {
    auto room = a_room_with_salma();
    auto const idea = room.proposes(9, ideas, "More buses");
    room.say(facilitator, verdict(idea, Verdict::hide, "names a neighbour"));
    room.say(facilitator, Announce{Wording<200>{.ar = {}, .fr = {}, .en = {{"Salma speaks next"}}}});
    room.say(facilitator, CloseRoom{});
    room.say(timer, EraseWords{});
    for (auto const* word : {"Salma", "More buses", "names a neighbour", "speaks next"}) EXPECT_THAT(print(room.room), Not(HasSubstr(word)));
    EXPECT_FALSE(room.room.bundle) << "another one is to be made";
    EXPECT_EQ(room.room.words_erased_at, noon);
}

/// As the entries come back from a store that has erased the texts.
Entry without_words(Entry entry) {
    for (auto& event : entry.events)
        if (auto* const joined = std::get_if<ParticipantJoined>(&event); joined && joined->name) joined->name = Sealed{"", true};
    return entry;
}

TEST(LookAlikes, AreToldApartByANumberInTheOrderOfTheJournal) {  // SPEC S8
    auto room = a_running_room(proposals(ideas));
    auto const joins = [&](std::uint32_t n, char const* name) { room.happen({ParticipantJoined{participant(n), youth, Sealed{name, false}, Language::fr, 4711}}); };
    joins(11, "Ali");
    joins(12, "ALI");
    joins(13, "Ali");
    EXPECT_EQ(room.room.participants.at(participant(11)).name->text, "Ali");
    EXPECT_EQ(room.room.participants.at(participant(12)).name->text, "ALI·2");
    EXPECT_EQ(room.room.participants.at(participant(13)).name->text, "Ali·3");
}

TEST(LookAlikes, KeepTheirNumberWhenTheOtherIsForgotten) {
    auto room = a_running_room(proposals(ideas));
    room.happen({ParticipantJoined{participant(11), youth, Sealed{"Ali", false}, Language::fr, 4711}});
    room.happen({ParticipantJoined{participant(12), youth, Sealed{"Ali", false}, Language::fr, 4711}});
    room.say(facilitator, EraseName{participant(11), {}});
    auto entries = room.journal;
    for (auto& entry : entries)
        for (auto const& event : entry.events)
            if (auto const* const joined = std::get_if<ParticipantJoined>(&event); joined && joined->participant == participant(11)) entry = without_words(entry);
    EXPECT_EQ(print(replay(entries)), print(room.room));
    EXPECT_EQ(room.room.participants.at(participant(12)).name->text, "Ali·2");
}

TEST(Join, IsRefusedUnderANameOfThoseWhoRunTheRoom) {  // SPEC S8
    auto const room = a_running_room(proposals(ideas));
    EXPECT_EQ(room.refusal(visitor, Join{.group = youth, .name = {{"Facilitator"}}}), Reject::name_not_allowed);
    EXPECT_EQ(room.refusal(visitor, Join{.group = youth, .name = {{"Sаlma"}}}), Reject::name_not_allowed) << "two alphabets in one word";
    EXPECT_EQ(room.refusal(visitor, Join{.group = youth, .name = {{"Salma"}}}), std::nullopt);
}

}  // namespace
}  // namespace warsha
