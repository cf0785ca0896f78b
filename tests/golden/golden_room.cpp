#include "tests/golden/golden_room.hpp"

namespace warsha::golden {
namespace {

using namespace contract;

ActivityId const collecting = activity_no(1), choosing = activity_no(2), dotting = activity_no(3), spare = activity_no(4);
ParticipantId const salma = participant_no(1), yacine = participant_no(2);
LinkId const desk{numbered(1, 6)}, wall{numbered(2, 6)};
ItemId const first_option{numbered(1, 7)}, second_option{numbered(2, 7)};
ProposalId proposal_no(std::uint64_t number) { return {numbered(number, 8)}; }
Hash hash_no(std::uint8_t number) { return {Bytes32{9, number}}; }
Sealed words(std::string text) { return {.text = std::move(text), .erased = false}; }

Item option(ItemId id, std::string label) {
    Item item;
    item.id = id;
    item.label.ar = {std::move(label)};
    return item;
}
ActivityPlan activity(ActivityId id, std::string title, ActivityConfig config) {
    ActivityPlan plan;
    plan.id = id;
    plan.title.fr = {std::move(title)};
    plan.config = std::move(config);
    return plan;
}
RoomPlan room_plan() {
    RoomPlan plan;
    plan.title.ar = {"ورشة الماء"};
    plan.title.en = {"Water \"for all\""};
    plan.purpose = RoomPurpose::rehearsal;
    Group group{{"youth_body"}, {}};
    group.label.fr = {"Instance jeunesse"};
    plan.groups.value = {group};
    Category category{{"equality"}, {}};
    category.label.ar = {"المساواة"};
    plan.categories.value = {category};
    ChoiceConfig choice;
    choice.options.value = {option(first_option, "نعم"), option(second_option, "لا")};
    choice.abstain = true;
    DotsConfig dots;
    dots.source = ItemSource::proposals;
    plan.activities.value = {activity(collecting, "Propositions", ProposalsConfig{}), activity(choosing, "Un choix", choice), activity(dotting, "Des points", dots)};
    return plan;
}
ProposalSubmitted submitted(std::uint64_t number, std::string title) {
    return {.proposal = proposal_no(number), .activity = collecting, .author = salma, .title = {words(std::move(title)), {}, {}},
            .text = SealedWording{{}, words("Texte\nsur deux lignes"), {}}, .category = Key{"equality"}, .pending = true};
}

struct Fact {
    Author by;
    Event event;
};

std::vector<Fact> setting_up() {
    return {
        {BySystem{}, RoomCreated{room, "493817", room_plan()}},
        {BySystem{}, LinkIssued{desk, LinkRole::facilitator, hash_no(1), words("Nadia")}},
        {ByLink{desk}, LinkIssued{wall, LinkRole::wall, hash_no(2), {}}},
        {ByLink{desk}, RoomStarted{}},
        {BySeat{salma}, ParticipantJoined{salma, Key{"youth_body"}, words("سلمى"), Language::ar}},
        {BySeat{yacine}, ParticipantJoined{yacine, {}, {}, Language::fr}},
        {ByLink{desk}, ActivityAdded{activity(spare, "À enlever", ProposalsConfig{}), collecting}},
        {ByLink{desk}, AgendaOrdered{{collecting, spare, dotting, choosing}}},
        {ByLink{desk}, ActivityDropped{spare}},
        {ByLink{desk}, ActivitySkipped{dotting, true}},
        {ByLink{desk}, ActivitySkipped{dotting, false}},
        {ByLink{desk}, StageSet{collecting}},
        {ByLink{desk}, Announced{SealedWording{words("نعود على الثانية"), {}, {}}}},
        {ByLink{desk}, WallBlanked{true}},
        {ByLink{desk}, ActionUndone{cid_no(14)}},
    };
}

std::vector<Fact> collecting_proposals() {
    return {
        {ByLink{desk}, ActivityOpened{collecting, 1, {}, noon + 600'000}},
        {ByLink{desk}, DeadlineSet{collecting, DeadlineView{{}, 90'000}}},
        {ByLink{desk}, ModerationSet{collecting, true}},
        {BySeat{salma}, submitted(1, "ماء صالح للشرب")},
        {BySeat{salma}, submitted(2, "Une idée à retirer")},
        {BySeat{salma}, submitted(3, "نص يجب محوه")},
        {ByLink{desk}, ProposalModerated{proposal_no(1), Verdict::publish, {}}},
        {ByLink{desk}, ProposalModerated{proposal_no(2), Verdict::return_for_rewording, words("Plus court ?")}},
        {BySeat{salma}, ProposalEdited{proposal_no(1), {words("ماء صالح للشرب للجميع"), {}, {}}, {}, Key{"equality"}, false}},
        {ByPseudonym{pseudonym_no(2)}, ProposalEndorsed{proposal_no(1), pseudonym_no(2), true}},
        {BySeat{salma}, ProposalWithdrawn{proposal_no(2)}},
        {ByLink{desk}, ProposalErased{proposal_no(3)}},
        {ByLink{desk}, ActivityClosed{collecting, 1}},
    };
}

std::vector<Fact> voting_and_closing() {
    Mark const yes{first_option, {1}}, no{second_option, {1}};
    Mark const dots{ItemId{proposal_no(1).value}, {4}};
    return {
        {ByLink{desk}, ActivityOpened{choosing, 1, {}, {}}},
        {ByPseudonym{pseudonym_no(3)}, BallotCast{choosing, 1, pseudonym_no(3), Key{"youth_body"}, 1, {yes}, false}},
        {ByPseudonym{pseudonym_no(3)}, BallotCast{choosing, 1, pseudonym_no(3), Key{"youth_body"}, 2, {no}, false}},
        {ByPseudonym{pseudonym_no(4)}, BallotCast{choosing, 1, pseudonym_no(4), {}, 1, {}, true}},
        {BySystem{}, ActivityClosed{choosing, 1}},
        {ByLink{desk}, ResultsRevealed{choosing, true}},
        {ByLink{desk}, ActivityOpened{dotting, 1, {proposal_no(1)}, {}}},
        {ByPseudonym{pseudonym_no(5)}, BallotCast{dotting, 1, pseudonym_no(5), {}, 1, {dots}, false}},
        {BySeat{salma}, SeatMoveOffered{salma, hash_no(3), noon + 900'000}},
        {BySeat{salma}, SeatMoved{salma, 1}},
        {ByLink{desk}, ParticipantRemoved{yacine}},
        {ByLink{desk}, LinkRevoked{wall}},
        {ByLink{desk}, RoomClosed{}},
        {BySystem{}, RoomArchived{hash_no(4)}},
    };
}

/// The close overtook the ballot: the store lost the ballot's tail, the epoch rose, and the ballot was recorded again under its old epoch.
std::vector<Fact> mended() {
    return {
        {BySystem{}, RoomCreated{room, "493817", room_plan()}},
        {BySystem{}, RoomStarted{}},
        {BySystem{}, ActivityOpened{choosing, 1, {}, {}}},
        {BySystem{}, ActivityClosed{choosing, 1}},
        {BySystem{}, EpochRaised{1, 2}},
        {ByPseudonym{pseudonym_no(5)}, BallotCast{choosing, 1, pseudonym_no(5), {}, 1, {{first_option, {1}}}, false}},
    };
}

RoomPlan sitting_plan() {
    auto plan = room_plan();
    MotionConfig motion;
    motion.majority.tie = TieRule::chair;
    motion.roll_call = true;
    plan.activities.value = {activity(collecting, "Questions", QuestionsConfig{}), activity(choosing, "Un mot", WordsConfig{}), activity(dotting, "Avis", motion)};
    return plan;
}

/// Answers, questions, the floor, and a motion that was refused, opened and tied.
std::vector<Fact> sitting() {
    RollId const first{numbered(1, 9)}, second{numbered(2, 9)}, third{numbered(3, 9)};
    Key const youth{"youth_body"};
    BallotCast said{choosing, 1, pseudonym_no(3), youth, 1, {}, false};
    said.words = {words("الشفافية"), words("qualité du service")};
    BallotCast in_favour{dotting, 1, pseudonym_no(4), youth, 1, {{ItemId{}, {1}, {}}}, false};
    in_favour.roll = first;
    auto against = in_favour;
    against.voter = pseudonym_no(5);
    against.marks = {{ItemId{}, {2}, {}}};
    against.roll = second;
    against.weight = 1;
    against.by_scribe = true;
    ProposalSubmitted question = submitted(1, "متى؟");
    question.pending = false;
    return {
        {BySystem{}, RoomCreated{room, "493817", sitting_plan()}},
        {BySystem{}, LinkIssued{desk, LinkRole::facilitator, hash_no(1), {}}},
        {ByLink{desk}, LinkIssued{wall, LinkRole::scribe, hash_no(2), {}}},
        {ByLink{desk}, RoomStarted{}},
        {BySeat{salma}, ParticipantJoined{salma, youth, words("سلمى"), Language::ar}},
        {BySeat{yacine}, ParticipantJoined{yacine, youth, {}, Language::fr}},
        {ByLink{desk}, ActivityOpened{choosing, 1, {}, {}, {}}},
        {ByPseudonym{pseudonym_no(3)}, said},
        {ByLink{desk}, WordHidden{choosing, words("qualité du service"), true, words("Hors sujet")}},
        {ByLink{desk}, ActivityOpened{collecting, 1, {}, {}, {}}},
        {BySeat{salma}, question},
        {ByLink{desk}, QuestionAnswered{proposal_no(1), true, SealedWording{words("في أبريل."), {}, {}}}},
        {BySeat{salma}, FloorAsked{salma, true, true}},
        {ByLink{desk}, FloorGiven{salma}},
        {ByLink{desk}, FloorGiven{{}}},
        {ByLink{desk}, RollExtended{{{first, youth, words("Salma B."), 1, hash_no(5)}, {second, youth, words("Yacine"), 1, hash_no(6)}, {third, youth, words("Driss"), 3, hash_no(7)}}}},
        {ByLink{desk}, RollShortened{{third}}},
        {BySeat{salma}, SlipUsed{salma, first}},
        {ByLink{desk}, OpeningRefused{dotting, {{youth, 2, 2, 1, 2, 1}}}},
        {ByLink{desk}, PresenceMarked{second, true}},
        {ByLink{desk}, ActivityOpened{dotting, 1, {}, {}, std::vector{first, second}}},
        {ByPseudonym{pseudonym_no(4)}, in_favour},
        {ByLink{wall}, against},
        {ByLink{desk}, ActivityClosed{dotting, 1}},
        {ByLink{desk}, CastingVoteGiven{dotting, 1, youth, true}},
        {ByLink{desk}, ClustersSet{{{first_option, {words("الماء"), {}, {}}, {}}}}},
    };
}

RoomPlan training_plan() {
    auto plan = room_plan();
    plan.settings.named = true;
    plan.settings.certificate = CertificateRule{.percent = {50}, .hours = Int<1, 200>{3}};
    auto question = option(first_option, "نعم أم لا؟");
    question.answers.emplace().value = {{.ar = Text<1, 80>{"نعم"}, .fr = {}, .en = {}}, {.ar = Text<1, 80>{"لا"}, .fr = {}, .en = {}}};
    FormConfig test{.items = {{question, option(second_option, "من 1 إلى 5")}}, .use = FormUse::pre_test, .paced = true};
    test.key.emplace().value = {{2}, {0}};
    auto after = test;
    after.use = FormUse::post_test;
    after.before = choosing;
    Block block{.heading = {}, .text = Wording<2000>{.ar = Text<1, 2000>{"نص"}, .fr = {}, .en = {}}, .image = Text<1, 40000>{"data:image/png;base64,iVBORw0KGgo="}, .image_says = {}, .link = {}};
    block.image_says.emplace().fr = Text<1, 120>{"Un schéma"};
    plan.activities.value = {activity(collecting, "À lire", MaterialsConfig{{{block}}}), activity(choosing, "Avant", test), activity(dotting, "Après", after)};
    return plan;
}

/// A named room: a paced test, a certificate, and one who catches up.
std::vector<Fact> training() {
    Key const youth{"youth_body"};
    BallotCast answered{choosing, 1, pseudonym_no(3), youth, 1, {{first_option, {2}, {}}}, false};
    answered.participant = salma;
    BallotCast late{dotting, 1, pseudonym_no(5), youth, 1, {{first_option, {1}, {}}, {second_option, {5}, {}}}, false};
    late.participant = yacine;
    return {
        {BySystem{}, RoomCreated{room, "493817", training_plan()}},
        {BySystem{}, LinkIssued{desk, LinkRole::facilitator, hash_no(1), {}}},
        {ByLink{desk}, RoomStarted{}},
        {BySeat{salma}, ParticipantJoined{salma, youth, words("سلمى"), Language::ar}},
        {BySeat{yacine}, ParticipantJoined{yacine, youth, words("Yacine"), Language::fr}},
        {ByLink{desk}, ActivityOpened{choosing, 1, {}, {}}},
        {ByLink{desk}, QuestionShown{choosing, first_option}},
        {ByPseudonym{pseudonym_no(3)}, answered},
        {ByLink{desk}, QuestionShown{choosing, {}}},
        {ByLink{desk}, ActivityClosed{choosing, 1}},
        {ByLink{desk}, CertificateIssued{salma, "7KQ2M9XD", 1, 1}},
        {ByLink{desk}, CatchUpStarted{noon + 72 * 3'600'000}},
        {ByLink{desk}, ActivityOpened{dotting, 1, {}, noon + 72 * 3'600'000, {}, {}, true}},
        {ByPseudonym{pseudonym_no(5)}, late},
    };
}

std::vector<Fact> forgotten() {
    Key const youth{"youth_body"};
    ParticipantJoined salma_joins{salma, youth, words("سلمى"), Language::ar, 4711}, yacine_joins{yacine, youth, words("سلمي"), Language::fr, 4711};
    return {
        {BySystem{}, RoomCreated{room, "493817", sitting_plan()}},
        {BySystem{}, LinkIssued{desk, LinkRole::facilitator, hash_no(1), {}}},
        {ByLink{desk}, RoomStarted{}},
        {BySeat{yacine}, yacine_joins},
        {BySeat{salma}, salma_joins},
        {ByLink{desk}, NameErased{salma, {}}},
        {ByLink{desk}, RoomClosed{}},
        {BySystem{}, RoomArchived{hash_no(9)}},
        {BySystem{}, WordsErased{}},
        {BySystem{}, RoomArchived{hash_no(10)}},
    };
}

std::vector<Entry> numbered_entries(std::vector<std::vector<Fact>> const& parts) {
    std::vector<Entry> all;
    for (auto const& part : parts)
        for (auto const& [by, event] : part) {
            Offset const offset = all.size() + 1;
            all.push_back({.offset = offset, .time = noon + static_cast<UnixMillis>(offset) * 1'000, .actor = by, .cid = cid_no(offset), .check = offset * 1'000, .events = {event}});
        }
    return all;
}

}  // namespace

std::vector<Entry> first_entries() { return numbered_entries({setting_up(), collecting_proposals(), voting_and_closing()}); }

std::vector<Entry> sitting_entries() { return numbered_entries({sitting()}); }

std::vector<Entry> training_entries() { return numbered_entries({training()}); }
std::vector<Entry> forgotten_entries() { return numbered_entries({forgotten()}); }

std::vector<Entry> repaired_entries() {
    auto all = numbered_entries({mended()});
    all.at(4).epoch = 2;                 // the fact itself is of the new epoch, what follows it of the old one
    return all;
}

}  // namespace warsha::golden
