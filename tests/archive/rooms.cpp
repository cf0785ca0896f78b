#include "rooms.hpp"

#include <fstream>

#include <nlohmann/json.hpp>

namespace warsha {
namespace {

using Json = nlohmann::json;

Json read_json(std::string const& path) {
    std::ifstream in(path);
    return Json::parse(in);
}

Label label(std::string const& ar, std::string const& fr) { return {Text<1, 80>{ar}, Text<1, 80>{fr}, {}}; }

SubmitProposal submission(std::string const& words, std::string const& text) {
    SubmitProposal made{.activity = ideas, .title = title(words), .text = Body{}, .category = Key{"transparency"}};
    made.text->fr = Text<1, 500>{text};
    return made;
}

struct Word { char const *key, *ar, *fr; };

RoomPlan workshop_plan(Json const& scenario) {
    RoomPlan plan{.title = title(scenario["room"]["title_ar"], scenario["room"]["title_fr"]), .purpose = RoomPurpose::demo};
    for (auto const& [key, ar, fr] : {Word{"youth", "الهيئة الاستشارية للشباب", "Instance de la jeunesse"},
                                      Word{"gender_equality", "هيئة المساواة وتكافؤ الفرص ومقاربة النوع", "Instance de l’équité et de l’approche genre"},
                                      Word{"economic_development", "الهيئة الاستشارية للتنمية الاقتصادية", "Instance du développement économique"},
                                      Word{"elected", "المنتخبون", "Élus"}, Word{"civil_society", "المجتمع المدني", "Société civile"}, Word{"administration", "الإدارة", "Administration"}})
        plan.groups.value.push_back({{key}, label(ar, fr)});
    for (auto const& [key, ar, fr] : {Word{"transparency", "الشفافية", "Transparence"}, Word{"accountability", "المساءلة", "Redevabilité"},
                                      Word{"citizen_participation", "المشاركة المواطنة", "Participation citoyenne"},
                                      Word{"access_to_information", "الولوج إلى المعلومة", "Accès à l’information"}, Word{"digitalisation", "الرقمنة", "Digitalisation"}})
        plan.categories.value.push_back({{key}, label(ar, fr)});
    plan.activities.value.push_back({ideas, title("ما مقترحاتكم لبرنامج الانفتاح؟", "Quelles sont vos propositions pour le programme d’ouverture ?"), {}, ProposalsConfig{}});
    DotsConfig config;
    for (auto const& cluster : scenario["clusters"]) config.items.value.push_back({named<ItemId>(cluster["id"]), title(cluster["title_ar"], cluster["title_fr"]), {}});
    plan.activities.value.push_back({dots, title("وزعوا عشر نقط على أولوياتكم", "Répartissez dix points entre vos priorités"), {}, config});
    return plan;
}

std::string category_of(std::string const& principle) { return principle == "participation" ? "citizen_participation" : principle == "access" ? "access_to_information" : principle; }

}  // namespace

CastBallot choose(std::vector<std::string> const& options, int revision) {
    CastBallot ballot{.activity = poll, .round = {1}, .revision = {revision}};
    for (auto const& option : options) ballot.marks.value.push_back({named<ItemId>(option), {1}});
    ballot.abstain = options.empty();
    return ballot;
}

RoomPlan small_plan() {
    RoomPlan plan{.title = title("ورشة صغيرة", "« Petit atelier »")};
    plan.groups.value = {{{"elected"}, label("المنتخبون", "Élus")}, {{"youth"}, label("الشباب", "Jeunes")}};
    plan.categories.value = {{{"transparency"}, label("الشفافية", "Transparence")}};
    ChoiceConfig choice{.choices_max = {2}, .abstain = true};
    for (auto const* option : {"bus", "tram", "bike"}) choice.options.value.push_back({named<ItemId>(option), title(option), {}});
    RatingConfig rating{.steps = {4}, .lowest = label("ضعيف", "faible")};
    rating.items.value = {{named<ItemId>("clarity"), title("الوضوح", "Clarté"), {}}, {named<ItemId>("welcome"), title("الاستقبال", "Accueil"), {}}};
    ImpactConfig impact;
    impact.items.value = rating.items.value;
    plan.activities.value = {{ideas, title("مقترحاتكم", "Vos propositions"), {}, ProposalsConfig{}},
                             {poll, title("كيف نتنقل؟", "Comment se déplacer ?"), {}, choice},
                             {dots, title("أولوياتكم", "Vos priorités"), {}, DotsConfig{.source = ItemSource::proposals}},
                             {named<ActivityId>("scores"), title("تقييمكم", "Votre avis"), {}, rating},
                             {named<ActivityId>("effects"), title("الأثر وقابلية الإنجاز", "Impact et faisabilité"), {}, impact}};
    return plan;
}

namespace {

/// Seven young people and two elected ones; one skips an item, one the second question.
void rate(PlayedRoom& room) {
    auto const scores = named<ActivityId>("scores"), effects = named<ActivityId>("effects");
    auto const clarity = named<ItemId>("clarity"), welcome = named<ItemId>("welcome");
    room.facilitate(OpenActivity{scores});
    for (int i = 0; i < 9; ++i) {
        CastBallot ballot{.activity = scores, .marks = {{{clarity, {1 + i % 4}}}}};
        if (i > 0) ballot.marks.value.push_back({welcome, {4}});
        room.as("p" + std::to_string(i), ballot);
    }
    room.facilitate(OpenActivity{effects});
    for (int i = 0; i < 6; ++i) {
        CastBallot ballot{.activity = effects, .marks = {{{clarity, {5}, Axis::impact}}}};
        if (i != 2) ballot.marks.value.push_back({clarity, {1 + i % 5}, Axis::feasibility});
        room.as("p" + std::to_string(i), ballot);
    }
}

}  // namespace

PlayedRoom small_room(std::vector<int> const& order) {
    PlayedRoom room(small_plan());
    room.facilitate(StartRoom{});
    for (int i = 0; i < 9; ++i) room.join("p" + std::to_string(i), i < 7 ? "youth" : "elected", i == 0 ? "Leïla" : "");
    room.facilitate(OpenActivity{ideas});
    room.as("p0", submission("=SUM(A1:A9)", "سطر أول\nسطر ثان"), "first");
    room.as("p1", submission("« 500 000 DH » pour l'élu", "<b>not bold</b> & \"quoted\" 'single'"), "second");
    room.as("p2", submission("كلام جارح", "hidden words"), "third");
    room.facilitate(ModerateProposal{named<ProposalId>("third"), Verdict::hide, Text<1, 200>{"off topic"}});
    for (auto const i : order)
        if (i != 0) room.as("p" + std::to_string(i), EndorseProposal{named<ProposalId>("first"), true}, "endorse " + std::to_string(i));
    room.facilitate(CloseActivity{ideas});
    room.facilitate(OpenActivity{poll});
    std::vector<std::vector<std::string>> const choices{{"bus"}, {"bus", "tram"}, {"tram"}, {}, {"bike", "bus"}, {"bus"}, {"tram"}, {"bike"}, {"bus"}};
    for (auto const i : order) room.as("p" + std::to_string(i), choose(choices[static_cast<std::size_t>(i)]), "vote " + std::to_string(i));
    room.facilitate(CloseActivity{poll});
    room.facilitate(OpenActivity{poll});  // reopened: the same round goes on
    room.as("p6", choose({"bike"}, 2), "vote 6 again");
    room.facilitate(CloseActivity{poll});
    room.facilitate(OpenActivity{dots});
    for (int i = 0; i < 4; ++i)
        room.as("p" + std::to_string(i), CastBallot{.activity = dots, .marks = {{{named<ItemId>("second"), {4}}, {named<ItemId>("first"), {2}}}}});
    rate(room);
    room.facilitate(CloseRoom{});  // closes the dots with it
    return room;
}

PlayedRoom workshop_room() {
    auto const scenario = read_json("tests/workshop/scenario.json");
    PlayedRoom room(workshop_plan(scenario));
    room.facilitate(StartRoom{});
    for (auto const& person : scenario["people"])
        if (person["group"] != "facilitators" && person["group"] != "observers") room.join(person["id"], person["group"]);
    room.facilitate(OpenActivity{ideas});
    for (auto const& proposal : read_json("tests/workshop/proposals.json")) {
        SubmitProposal submit{.activity = ideas, .title = title(proposal["title_ar"], proposal["title_fr"]), .text = Body{}, .category = Key{category_of(proposal["principle"])}};
        submit.text->ar = {proposal["text_ar"].get<std::string>()};
        submit.text->fr = {proposal["text_fr"].get<std::string>()};
        room.as(scenario["proposal_authors"][proposal["id"].get<std::string>()], submit, proposal["id"]);
    }
    for (auto const* person : {"civil_society-01", "civil_society-02", "elected-03"}) room.as(person, EndorseProposal{named<ProposalId>("TR-01")});
    room.facilitate(CloseActivity{ideas});
    room.facilitate(OpenActivity{dots});
    for (auto const& [person, given] : scenario["dot_vote"]["ballots"].items()) {
        CastBallot ballot{.activity = dots};
        for (auto const& [cluster, points] : given.items()) ballot.marks.value.push_back({named<ItemId>(cluster), {points.get<std::int64_t>()}});
        room.as(person, ballot);
    }
    room.facilitate(CloseActivity{dots});
    room.facilitate(CloseRoom{});
    return room;
}

}  // namespace warsha
