// The online training: forms and their scores, materials, named rooms, certificates, catching up.

#include "core/check_plan.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

ActivityId const test = activity(1), after = activity(2), reading = activity(3);

Item question(std::uint32_t n, std::size_t answers) {
    Item made{.id = item(n), .label = words("Which one?")};
    if (answers > 0) made.answers.emplace().value.resize(answers, Label{.ar = {}, .fr = {}, .en = Text<1, 80>{"this"}});
    return made;
}

/// Two questions of three answers, the second and the third of which are right; then one on a scale to five, of which nothing is.
FormConfig form(FormUse use = FormUse::quiz) {
    FormConfig config{.items = {{question(1, 3), question(2, 3), question(3, 0)}}, .use = use};
    if (use != FormUse::survey) config.key.emplace().value = {{2}, {3}, {0}};
    return config;
}

ActivityPlan planned(ActivityId id, ActivityConfig config) { return {.id = id, .title = words("Training"), .groups = {}, .config = std::move(config)}; }

RoomPlan named(std::vector<ActivityPlan> activities, std::int64_t percent = 70) {
    auto made = plan(std::move(activities));
    made.settings.named = true;
    made.settings.certificate = CertificateRule{.percent = {percent}, .hours = {}};
    return made;
}

/// Seats 1…n with names.
Story& with_names(Story& room, std::uint32_t how_many) {
    for (std::uint32_t n = 1; n <= how_many; ++n) room.say(visitor, Join{.group = youth, .name = Text<1, 40>{"Salma " + std::to_string(n)}}, joining(n));
    return room;
}

RoundView seen(Story const& room, ActivityId which, Audience audience = Audience::facilitators) {
    return project_round(room.room, room.at(which), room.round(which), audience);
}

std::optional<Reject> refusal_of(FormConfig const& config) { return a_room().refusal(facilitator, AddActivity{planned(test, config), {}}); }

// ── forms ──────────────────────────────────────────────────────────────────────────────────────
TEST(Form, CountsEachAnswerAndTheRightOnes) {  // SPEC E1
    auto room = a_running_room(planned(test, form()));
    room.votes(1, ballot(test, 1, {{item(1), 2}, {item(2), 1}, {item(3), 5}}));
    room.votes(2, ballot(test, 1, {{item(1), 2}, {item(3), 2}}));
    room.closed(test);
    auto const items = seen(room, test).result->items;
    EXPECT_EQ(items[0].points, 2U);
    EXPECT_EQ(*items[0].spread, (std::vector<std::uint64_t>{0, 2, 0}));
    EXPECT_EQ(items[1].points, 0U);
    EXPECT_EQ(items[1].voters, 1U);
    EXPECT_EQ(items[2].points, 7U);
    EXPECT_EQ(*items[2].spread, (std::vector<std::uint64_t>{0, 1, 0, 0, 1}));
    EXPECT_EQ(seen(room, test).result->score, (Score{2, 2, 2}));
}

TEST(Form, OfASurveyTellsWhoAnswered) {
    auto room = a_running_room(planned(test, form(FormUse::survey)));
    room.votes(1, ballot(test, 1, {{item(1), 3}}));
    room.closed(test);
    EXPECT_EQ(seen(room, test).result->items[0].points, 1U);
    EXPECT_FALSE(seen(room, test).result->score);
}

TEST(Form, TakesNoAnswerThatTheQuestionDoesNotHave) {
    auto const room = a_running_room(planned(test, form()));
    EXPECT_EQ(room.refusal(seat(1), ballot(test, 1, {{item(1), 4}})), Reject::too_many_on_item);
    EXPECT_EQ(room.refusal(seat(1), ballot(test, 1, {{item(3), 6}})), Reject::too_many_on_item);
    EXPECT_EQ(room.refusal(seat(1), ballot(test, 1, {{item(4), 1}})), Reject::unknown_item);
    EXPECT_EQ(room.refusal(seat(1), ballot(test, 1, {{item(1), 1}, {item(1), 2}})), Reject::duplicate_item);
    EXPECT_EQ(room.refusal(seat(1), abstention(test, 1)), Reject::abstain_not_allowed);
    EXPECT_FALSE(room.refusal(seat(1), ballot(test, 1, {})));
}

TEST(Form, OfEachUseIsConfiguredInOneWay) {  // SPEC E2
    EXPECT_FALSE(refusal_of(form()));
    auto config = form(FormUse::survey);
    config.live_results = true;
    EXPECT_FALSE(refusal_of(config));
    config.key = form().key;
    EXPECT_EQ(refusal_of(config), Reject::bad_config) << "a survey with a key";
    config = form();
    config.live_results = true;
    EXPECT_EQ(refusal_of(config), Reject::bad_config) << "a quiz that shows its answers while it is open";
    config = form();
    config.key->value[0] = {4};
    EXPECT_EQ(refusal_of(config), Reject::bad_config) << "a right answer that is not there";
    config = form();
    config.key->value[2] = {1};
    EXPECT_EQ(refusal_of(config), Reject::bad_config) << "a right value on a scale";
    config = form();
    config.key->value.pop_back();
    EXPECT_EQ(refusal_of(config), Reject::bad_config) << "a question without its place in the key";
    config = form();
    config.key->value = {{0}, {0}, {0}};
    EXPECT_EQ(refusal_of(config), Reject::bad_config) << "nothing right at all";
    config = form();
    config.items.value[0] = question(1, 1);
    EXPECT_EQ(refusal_of(config), Reject::bad_config) << "one answer is no choice";
    config = form();
    config.before = after;
    EXPECT_EQ(refusal_of(config), Reject::bad_config) << "only a post-test has a test before it";
    config = form();
    config.items.value[1].id = item(1);
    EXPECT_EQ(refusal_of(config), Reject::duplicate_id);
}

TEST(Form, IsTheOnlyKindWhoseItemsHaveAnswers) {
    EXPECT_EQ(a_room().refusal(facilitator, AddActivity{planned(test, ChoiceConfig{.options = {{question(1, 3)}}}), {}}), Reject::bad_config);
    EXPECT_EQ(a_room().refusal(facilitator, AddActivity{planned(test, RatingConfig{.items = {{question(1, 3)}}}), {}}), Reject::bad_config);
}

bool has_key(Story const& room, Audience audience) { return std::get<FormConfig>(project_room(room.room, audience, "").activities.at(0).plan.config).key.has_value(); }

TEST(Form, TellsTheRightAnswersOnlyAfterTheReveal) {
    auto room = a_running_room(planned(test, form()));
    for (auto const audience : {Audience::participants, Audience::walls}) EXPECT_FALSE(has_key(room, audience));
    EXPECT_TRUE(has_key(room, Audience::facilitators));
    room.closed(test);
    EXPECT_FALSE(has_key(room, Audience::participants));
    room.say(facilitator, RevealResults{test, true});
    EXPECT_TRUE(has_key(room, Audience::participants));
    room.say(facilitator, OpenRound{test, {}});
    EXPECT_FALSE(has_key(room, Audience::participants)) << "a new round begins without them";
}

TEST(Form, PacedTakesAnswersToTheQuestionOnShowOnly) {  // SPEC E4
    auto config = form();
    config.paced = true;
    auto room = a_running_room(planned(test, config));
    EXPECT_EQ(room.refusal(seat(1), ballot(test, 1, {{item(1), 2}})), Reject::not_shown) << "no question is shown yet";
    room.say(facilitator, ShowQuestion{test, item(1)});
    room.votes(1, ballot(test, 1, {{item(1), 2}}));
    room.votes(1, ballot(test, 2, {{item(1), 1}}));
    room.say(facilitator, ShowQuestion{test, item(2)});
    EXPECT_EQ(room.refusal(seat(1), ballot(test, 3, {{item(1), 2}, {item(2), 3}})), Reject::not_shown) << "the first answer is changed too late";
    EXPECT_EQ(room.refusal(seat(1), ballot(test, 3, {{item(2), 3}})), Reject::not_shown) << "or taken away";
    room.votes(1, ballot(test, 3, {{item(2), 3}, {item(1), 1}}));
    EXPECT_EQ(room.refusal(facilitator, ShowQuestion{test, item(9)}), Reject::unknown_item);
    EXPECT_TRUE(room.is_already_so(facilitator, ShowQuestion{test, item(2)}));
    EXPECT_EQ(project_room(room.room, Audience::participants, "").activities.at(0).question, item(2));
    room.say(facilitator, OpenRound{test, {}});
    EXPECT_FALSE(room.at(test).control.question);
}

TEST(Form, AtOnesOwnPaceHasNoQuestionOnShow) {
    EXPECT_EQ(a_running_room(planned(test, form())).refusal(facilitator, ShowQuestion{test, item(1)}), Reject::wrong_kind);
    EXPECT_EQ(a_running_room(choice(test)).refusal(facilitator, ShowQuestion{test, item(1)}), Reject::wrong_kind);
}

TEST(Form, ShowingAQuestionIsUndone) {
    auto config = form();
    config.paced = true;
    auto room = a_running_room(planned(test, config));
    room.say(facilitator, ShowQuestion{test, item(1)});
    auto const next = room.say(facilitator, ShowQuestion{test, item(2)});
    room.say(facilitator, Undo{next});
    EXPECT_EQ(room.at(test).control.question, item(1));
}

Story tested_twice() {
    auto post = form(FormUse::post_test);
    post.before = test;
    auto room = a_room({planned(test, form(FormUse::pre_test)), planned(after, post)});
    room.started().with_seats(3).opened(test);
    room.votes(1, ballot(test, 1, {{item(1), 1}, {item(2), 3}}));
    room.votes(2, ballot(test, 1, {{item(1), 3}}));
    return room;
}

TEST(Form, APostTestTellsHowThePreTestWent) {  // SPEC E3
    auto room = tested_twice();
    room.opened(after);
    room.votes(1, ballot(after, 1, {{item(1), 2}, {item(2), 3}}));
    room.closed(after);
    EXPECT_FALSE(seen(room, after).result->before) << "the pre-test still goes on";
    room.closed(test);
    EXPECT_EQ(seen(room, after).result->before, (Score{2, 1, 2}));
    EXPECT_EQ(seen(room, after).result->score, (Score{1, 2, 2}));
    EXPECT_EQ(touched_by(room.room, ActivityClosed{test, 1}).activities, (std::set<ActivityId>{test, after})) << "screens that show the post-test are told";
}

// ── materials ──────────────────────────────────────────────────────────────────────────────────
std::optional<Reject> refusal_of(Block block) { return a_room().refusal(facilitator, AddActivity{planned(reading, MaterialsConfig{{{std::move(block)}}}), {}}); }

TEST(Materials, AreTextsImagesWithWordsAndSecureLinks) {  // SPEC E5
    auto const picture = [](std::string data) { return Block{.heading = {}, .text = {}, .image = Text<1, 40000>{std::move(data)}, .image_says = words("A chart"), .link = {}}; };
    auto const link = [](std::string to) { return Block{.heading = words("The law"), .text = {}, .image = {}, .image_says = {}, .link = Text<1, 500>{std::move(to)}}; };
    EXPECT_FALSE(refusal_of(Block{.heading = words("Welcome"), .text = {}, .image = {}, .image_says = {}, .link = {}}));
    EXPECT_FALSE(refusal_of(picture("data:image/png;base64,iVBORw0KGgo=")));
    EXPECT_FALSE(refusal_of(link("https://example.org/law?n=31.13")));
    EXPECT_EQ(refusal_of(Block{}), Reject::bad_config) << "nothing to read";
    EXPECT_EQ(refusal_of(picture("data:image/svg+xml;base64,PHN2Zz4=")), Reject::bad_config) << "an image that could carry a script";
    EXPECT_EQ(refusal_of(picture("https://example.org/chart.png")), Reject::bad_config) << "an image from elsewhere";
    EXPECT_EQ(refusal_of(picture("data:image/png;base64,i\"onerror=")), Reject::bad_config) << "no base64";
    EXPECT_EQ(refusal_of(picture("data:image/png;base64,")), Reject::bad_config) << "no image";
    auto silent = picture("data:image/png;base64,iVBORw0KGgo=");
    silent.image_says.reset();
    EXPECT_EQ(refusal_of(silent), Reject::bad_config) << "an image that says nothing to the blind";
    EXPECT_EQ(refusal_of(link("http://example.org")), Reject::bad_config);
    EXPECT_EQ(refusal_of(link("javascript:alert(1)")), Reject::bad_config);
    EXPECT_EQ(refusal_of(link("https://example.org/\"x")), Reject::bad_config);
    MaterialsConfig heavy;
    for (int i = 0; i < 2; ++i) heavy.blocks.value.push_back(picture("data:image/png;base64," + std::string(24'000, 'A')));
    EXPECT_EQ(a_room().refusal(facilitator, AddActivity{planned(reading, heavy), {}}), Reject::text_too_long) << "more than a phone should pay for";
}

TEST(Materials, AreNotVotedOn) {
    MaterialsConfig config{{{Block{.heading = words("Welcome"), .text = {}, .image = {}, .image_says = {}, .link = {}}}}};
    auto const room = a_running_room(planned(reading, config));
    EXPECT_EQ(room.refusal(seat(1), ballot(reading, 1, {})), Reject::wrong_kind);
    EXPECT_EQ(room.refusal(facilitator, RevealResults{reading}), Reject::wrong_kind);
}

// ── named rooms and certificates ───────────────────────────────────────────────────────────────
TEST(NamedRoom, TakesNobodyWithoutAName) {  // SPEC E6
    auto room = a_room(named({planned(test, form())}));
    room.started();
    EXPECT_EQ(room.refusal(visitor, Join{.group = youth, .name = {}}), Reject::name_required);
    with_names(room, 1);
    EXPECT_EQ(project_room(room.room, Audience::facilitators, "").desk->people->at(0).name, "Salma 1");
    EXPECT_FALSE(project_room(room.room, Audience::participants, "").desk);
}

TEST(NamedRoom, IsNotAnonymousAndOnlyItGivesCertificates) {
    auto both = named({});
    both.settings.anonymous = true;
    EXPECT_EQ(check_plan(both), Reject::bad_config);
    auto nameless = named({});
    nameless.settings.named = false;
    EXPECT_EQ(check_plan(nameless), Reject::bad_config);
    EXPECT_FALSE(check_plan(named({})));
}

TEST(NamedRoom, TellsFacilitatorsWhoHasNotAnsweredAndNobodyWhatAPersonAnswered) {
    auto room = a_room(named({planned(test, form())}));
    with_names(room.started(), 2).opened(test);
    room.votes(1, ballot(test, 1, {{item(1), 2}}));
    auto const people = project_room(room.room, Audience::facilitators, "").desk->people.value();
    EXPECT_TRUE(people.at(0).waiting.empty());
    EXPECT_EQ(people.at(1).waiting, std::vector{test});
    EXPECT_EQ(people.at(0).took_part, 1U);
    EXPECT_EQ(people.at(1).opened, 1U);
    EXPECT_TRUE(touched_by(room.room, room.journal.back().events.back()).desk) << "the desk is told of each answer";
}

TEST(OtherRooms, RecordNoBallotWithItsSeat) {
    auto room = a_running_room(choice(test));
    room.votes(1, ballot(test, 1, {{item(1), 1}}));
    EXPECT_FALSE(std::get<BallotCast>(room.journal.back().events.back()).participant);
    EXPECT_FALSE(project_room(room.room, Audience::facilitators, "").desk->people);
    EXPECT_EQ(room.refusal(facilitator, IssueCertificates{}), Reject::not_named);
}

Story a_training() {
    auto room = a_room(named({planned(test, form()), choice(after), proposals(activity(4)), only_for(choice(activity(5)), {elected}), choice(activity(6))}));
    with_names(room.started(), 3);
    for (auto const which : {test, after, activity(4), activity(5)}) room.opened(which);
    room.votes(1, ballot(test, 1, {})).votes(1, ballot(after, 1, {{item(1), 1}}));  // two of three: the fourth is for others, the fifth was never opened
    room.proposes(2, activity(4));
    return room;
}

TEST(Certificates, GoToWhoTookPartInEnoughOfWhatWasOpenForThem) {  // SPEC E7
    auto room = a_training();
    room.proposes(1, activity(4));
    room.say(facilitator, IssueCertificates{});
    auto const people = project_room(room.room, Audience::facilitators, "").desk->people.value();
    EXPECT_EQ(people.at(0).took_part, 3U);
    EXPECT_EQ(people.at(0).opened, 3U);
    EXPECT_EQ(people.at(0).certificate, room.room.code + "-CODE0001");
    EXPECT_FALSE(people.at(1).certificate);
    EXPECT_FALSE(people.at(2).certificate);
    EXPECT_TRUE(room.is_already_so(facilitator, IssueCertificates{})) << "nobody gets two";
    EXPECT_EQ(project_own(room.room, participant(1), {}).certificate->took_part, 3U);
}

TEST(Certificates, AreNotEarnedBelowTheShare) {
    auto room = a_training();
    EXPECT_TRUE(room.is_already_so(facilitator, IssueCertificates{})) << "two of three are 66 percent";
    room.proposes(1, activity(4));
    EXPECT_FALSE(room.is_already_so(facilitator, IssueCertificates{}));
}

TEST(Certificates, AreGivenAtTheCloseToWhoEarnedOne) {
    auto room = a_training();
    room.proposes(1, activity(4));
    room.say(facilitator, CloseRoom{});
    EXPECT_TRUE(room.room.find(participant(1))->certificate);
    EXPECT_FALSE(room.room.find(participant(2))->certificate);
    EXPECT_EQ(room.room.phase, RoomPhase::closed);
}

// ── catching up ────────────────────────────────────────────────────────────────────────────────
Story after_the_session() {
    auto room = a_room({planned(test, form()), choice(after), proposals(reading)});
    room.started().with_seats(3).opened(test).votes(1, ballot(test, 1, {{item(1), 2}})).closed(test);
    room.opened(after);
    room.say(facilitator, StartCatchUp{{72}, {{test, after}}});
    return room;
}

TEST(CatchUp, OpensARoundOfItsOwnForWhoMissedTheSession) {  // SPEC E9
    auto room = after_the_session();
    EXPECT_EQ(room.room.catch_up_until, room.now + 72 * 3'600'000);
    EXPECT_EQ(room.at(test).control.round, 2U);
    EXPECT_EQ(room.at(after).control.round, 2U) << "what was open is closed first";
    EXPECT_FALSE(room.room.stage);
    EXPECT_EQ(room.refusal(seat(1), ballot(test, 1, {{item(1), 1}}, 2)), Reject::already_answered);
    room.votes(2, ballot(test, 1, {{item(1), 2}}, 2));
    room.votes(2, ballot(test, 2, {{item(1), 3}}, 2));
    EXPECT_EQ(room.at(test).rounds.front().ballots.size(), 1U);
    EXPECT_EQ(room.at(test).rounds.back().ballots.size(), 1U);
    EXPECT_EQ(project_own(room.room, participant(1), {{test, pseudonym(test, participant(1))}}).done, std::vector{test});
    EXPECT_TRUE(project_own(room.room, participant(2), {{test, pseudonym(test, participant(2))}}).done.empty());
    EXPECT_EQ(project_room(room.room, Audience::participants, "").activities.at(0).rounds.at(1).catch_up, true);
}

TEST(CatchUp, IsUndoneWhole) {
    auto room = after_the_session();
    auto const again = room.say(facilitator, StartCatchUp{{24}, {{test}}});
    EXPECT_EQ(room.at(test).control.round, 2U) << "said again, only the time changes";
    EXPECT_EQ(room.at(test).control.deadline->at, room.now + 24 * 3'600'000);
    room.say(facilitator, Undo{again});
    EXPECT_EQ(room.room.catch_up_until, room.now + 72 * 3'600'000);
    room.say(facilitator, Undo{room.room.undo.back().cid});
    EXPECT_FALSE(room.room.catch_up_until);
    EXPECT_EQ(room.at(test).control.phase, ActivityPhase::closed);
    EXPECT_EQ(room.at(after).control.phase, ActivityPhase::open);
}

TEST(CatchUp, IsForVotesOtherThanFormalOnes) {
    auto const room = after_the_session();
    EXPECT_EQ(room.refusal(facilitator, StartCatchUp{{24}, {{reading}}}), Reject::wrong_kind);
    EXPECT_EQ(room.refusal(facilitator, StartCatchUp{{24}, {}}), Reject::bad_config);
    EXPECT_EQ(room.refusal(facilitator, StartCatchUp{{24}, {{test, test}}}), Reject::duplicate_id);
    EXPECT_EQ(room.refusal(facilitator, StartCatchUp{{24}, {{activity(99)}}}), Reject::unknown_activity);
}

}  // namespace
}  // namespace warsha
