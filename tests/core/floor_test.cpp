// Questions of the hall, and the queue of those who want to speak.

#include "core/floor.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const asking = activity(1);

Story a_hall() {
    auto room = a_room({ActivityPlan{.id = asking, .title = words("Your questions"), .groups = {}, .config = QuestionsConfig{}}});
    room.started().with_seats(4).opened(asking);
    return room;
}

std::vector<ParticipantId> order(Story const& room) {
    std::vector<ParticipantId> who;
    for (auto const& one : speaking_order(room.room.floor)) who.push_back(one.participant);
    return who;
}

TEST(Questions, AreProposalsThatOthersVoteUpAndTheFloorAnswers) {  // SPEC F1
    auto room = a_hall();
    auto const question = room.proposes(1, asking, "When?");
    room.say(seat(2), EndorseProposal{question, true});
    EXPECT_EQ(room.refusal(seat(1), EndorseProposal{question, true}), Reject::own_proposal);
    room.say(facilitator, AnswerQuestion{question, true, Body{.ar = {}, .fr = {}, .en = Text<1, 500>{"In March."}}});
    auto const view = project_room(room.room, Audience::participants, "").proposals.at(0);
    EXPECT_EQ(view.endorsements, 1U);
    EXPECT_TRUE(view.answered);
    EXPECT_EQ(view.answer->en->value, "In March.");
    room.say(facilitator, AnswerQuestion{question, false, {}});
    EXPECT_FALSE(project_room(room.room, Audience::participants, "").proposals.at(0).answered);
}

TEST(Questions, OnlyQuestionsAreAnswered) {
    auto room = a_running_room(proposals(asking));
    auto const idea = room.proposes(1, asking);
    EXPECT_EQ(room.refusal(facilitator, AnswerQuestion{idea, true, {}}), Reject::wrong_kind);
    EXPECT_EQ(room.refusal(facilitator, AnswerQuestion{nth<ProposalId>('x', 9), true, {}}), Reject::unknown_proposal);
}

TEST(Questions, AreNotPutToADotVoteOverProposals) {
    auto room = a_room({ActivityPlan{.id = asking, .title = words("Your questions"), .groups = {}, .config = QuestionsConfig{}}, proposals(activity(2)),
                        dots(activity(3), DotsConfig{.source = ItemSource::proposals})});
    room.started().with_seats(2).opened(asking).opened(activity(2));
    room.proposes(1, asking, "When?");
    auto const idea = room.proposes(1, activity(2));
    room.opened(activity(3));
    EXPECT_EQ(room.round(activity(3)).frozen, std::vector{idea});
}

TEST(Floor, FirstTimersSpeakBeforeThoseWhoSpokeAndRemotePeopleBeforeTheHall) {  // SPEC F2
    auto room = a_hall();
    room.say(seat(1), AskFloor{true, false});
    room.say(seat(2), AskFloor{true, false});
    room.say(seat(3), AskFloor{true, true});
    EXPECT_EQ(order(room), (std::vector{participant(3), participant(1), participant(2)}));
    room.say(facilitator, GiveFloor{participant(1)});
    room.later(30 * second_ms);
    room.say(facilitator, GiveFloor{participant(3)});
    room.later(10 * second_ms);
    room.say(facilitator, GiveFloor{});
    room.say(seat(3), AskFloor{true, true});
    room.say(seat(1), AskFloor{true, false});
    EXPECT_EQ(order(room), (std::vector{participant(2), participant(3), participant(1)}));  // then those who spoke least
}

TEST(Floor, ThePlaceStaysWhileThePhoneIsAwayAndIsGivenBack) {
    auto room = a_hall();
    room.say(seat(1), AskFloor{true, false});
    EXPECT_TRUE(room.is_already_so(seat(1), AskFloor{true, false}));
    room.say(seat(1), AskFloor{false, false});
    EXPECT_TRUE(order(room).empty());
}

TEST(Floor, TellsWhoSpeaksSinceWhenAndForTheFirstTime) {
    auto room = a_hall();
    room.say(seat(2), AskFloor{true, false});
    EXPECT_TRUE(project_room(room.room, Audience::walls, "").floor.queue.at(0).first_time);
    room.say(facilitator, GiveFloor{participant(2)});
    auto const floor = project_room(room.room, Audience::walls, "").floor;
    EXPECT_EQ(floor.speaking->participant, participant(2));
    EXPECT_EQ(floor.since, room.now);
    EXPECT_TRUE(floor.queue.empty());
    EXPECT_EQ(room.refusal(facilitator, GiveFloor{participant(99)}), Reject::unknown_participant);
}

}  // namespace
}  // namespace warsha
