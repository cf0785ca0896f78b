// A sitting in which everything about answers, questions and formal opinions happens.

#include "rooms.hpp"

namespace warsha {
namespace {

Label label(std::string const& ar, std::string const& fr) { return {.ar = Text<1, 80>{ar}, .fr = Text<1, 80>{fr}, .en = {}}; }

RoomPlan sitting_plan() {
    RoomPlan plan{.title = title("جلسة", "Séance")};
    plan.groups.value = {{{"elected"}, label("المنتخبون", "Élus")}, {{"youth"}, label("الشباب", "Jeunes")}};
    StatementsConfig statements;
    statements.items.value = {{named<ItemId>("open data"), title("تنشر كل المعطيات", "Toutes les données sont publiées"), {}},
                              {named<ItemId>("fees"), title("تؤدى الخدمات", "Les services sont payants"), {}}};
    MotionConfig secret, open;
    open.majority.tie = TieRule::chair;
    open.wording = MotionWording::decision;
    open.roll_call = true;
    open.overall = OverallRule::pooled;
    plan.activities.value = {{one_word, title("كلمة واحدة", "Un mot"), {}, WordsConfig{}},
                             {named<ActivityId>("statements"), title("عبارات", "Énoncés"), {}, statements},
                             {named<ActivityId>("questions"), title("أسئلتكم", "Vos questions"), {}, QuestionsConfig{}},
                             {opinion, title("هل توافقون؟", "Êtes-vous favorables ?"), {}, secret},
                             {decision, title("المصادقة على المحضر", "Adoption du procès-verbal"), {}, open}};
    return plan;
}

std::string name_of_person(int n) { return "p" + std::to_string(n); }
RollId roll(int n) { return named<RollId>("line " + std::to_string(n)); }
Bytes16 slip(int n) { return bytes_of("slip " + std::to_string(n)); }

void answer(PlayedRoom& room) {
    room.facilitate(OpenActivity{one_word});
    int n = 0;
    for (auto const* said : {"الشفافية", "شفافية", "transparence", "ثقة", "كلام جارح", "الثقة"}) {
        CastBallot ballot{.activity = one_word};
        ballot.words.emplace().value = {{said}};
        room.as(name_of_person(n++), ballot);
    }
    room.facilitate(HideWord{one_word, {"كلام جارح"}, true, Text<1, 200>{"off topic"}});
    room.facilitate(CloseActivity{one_word});
    auto const statements = named<ActivityId>("statements");
    room.facilitate(OpenActivity{statements});
    for (int i = 0; i < 11; ++i)
        room.as(name_of_person(i), CastBallot{.activity = statements, .marks = {{{named<ItemId>("open data"), {1}}, {named<ItemId>("fees"), {i < 6 ? 1 : 2}}}}});
    room.facilitate(CloseActivity{statements});
}

void ask(PlayedRoom& room) {
    auto const questions = named<ActivityId>("questions");
    room.facilitate(OpenActivity{questions});
    room.as("p0", SubmitProposal{.activity = questions, .title = title("متى تنشر المسودة؟", "")}, "when");
    room.as("p1", SubmitProposal{.activity = questions, .title = title("", "Qui suit la mise en œuvre ?")}, "who");
    room.as("p2", EndorseProposal{named<ProposalId>("when")});
    room.facilitate(AnswerQuestion{named<ProposalId>("when"), true, Body{.ar = Text<1, 500>{"في شهر أبريل."}, .fr = {}, .en = {}}});
    room.facilitate(AnswerQuestion{named<ProposalId>("who"), true, {}});
    room.as("p3", AskFloor{true, true});
    room.facilitate(GiveFloor{room.seat("p3")});
    room.facilitate(CloseActivity{questions});
}

/// Elected: lines 0-5, the youth: lines 6-11; slips of 0-3 and 6-8.
void call_the_roll(PlayedRoom& room) {
    ExtendRoll extend;
    for (int i = 0; i < 12; ++i) extend.lines.value.push_back({roll(i), Key{i < 6 ? "elected" : "youth"}, {"Membre " + std::to_string(i)}, {i == 0 ? 2 : 1}, slip_hash_of(slip(i))});
    room.facilitate(extend);
    for (int const i : {0, 1, 2, 3, 6, 7, 8}) room.as(name_of_person(i), UseSlip{slip(i)});
}

CastBallot voting(ActivityId in, int stance, int round = 1) { return {.activity = in, .round = {round}, .marks = {{{ItemId{}, {stance}}}}}; }

void give_an_opinion(PlayedRoom& room) {
    room.facilitate(OpenActivity{opinion});              // the youth: three of six, four needed
    room.facilitate(MarkPresence{roll(9), true});
    room.facilitate(OpenActivity{opinion});
    room.as("p0", voting(opinion, 1));
    for (int const i : {1, 2, 6, 7}) room.as(name_of_person(i), voting(opinion, 1));
    room.as("p3", voting(opinion, 2));
    room.as("p8", voting(opinion, 3));
    room.facilitate(CastForRoll{opinion, {1}, roll(9), Stance::in_favour});
    room.facilitate(CloseActivity{opinion}, "close of the opinion");
    room.facilitate(RevealResults{opinion, true});
}

void decide_in_public(PlayedRoom& room) {
    room.facilitate(OpenActivity{decision});
    room.as("p6", voting(decision, 1));
    room.facilitate(MarkPresence{roll(9), false});
    room.facilitate(CloseActivity{decision}, "too early");  // without quorum
    room.facilitate(MarkPresence{roll(9), true});
    room.facilitate(OpenActivity{decision});
    for (int const i : {1, 2, 6}) room.as(name_of_person(i), voting(decision, 1, 2));
    for (int const i : {3, 7}) room.as(name_of_person(i), voting(decision, 2, 2));
    room.facilitate(CastForRoll{decision, {2}, roll(9), Stance::against});
    room.facilitate(CloseActivity{decision}, "undone");
    room.facilitate(Undo{named<Cid>("undone")});
    room.facilitate(CloseActivity{decision});
    room.facilitate(GiveCastingVote{decision, Key{"all"}, true});
    room.facilitate(RevealResults{decision, true});
    room.facilitate(RemoveParticipant{room.seat("p8")});
}

}  // namespace

PlayedRoom sitting_room() {
    PlayedRoom room(sitting_plan());
    room.facilitate(StartRoom{});
    for (int i = 0; i < 12; ++i) room.join(name_of_person(i), i < 6 ? "elected" : "youth");
    answer(room);
    ask(room);
    call_the_roll(room);
    give_an_opinion(room);
    decide_in_public(room);
    room.facilitate(CloseRoom{});
    return room;
}

}  // namespace warsha
