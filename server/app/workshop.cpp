#include "app/workshop.hpp"

#include <cstring>

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

namespace warsha {

extern char const* const workshop_json;  // made by CMake from deploy/demo/workshop.json

namespace {

using Json = nlohmann::json;

template <class W>
W wording(Json const& in) {
    W made;
    auto const take = [&](char const* language, auto& text) {
        if (in.contains(language)) text = {in.at(language).get<std::string>()};
    };
    take("ar", made.ar);
    take("fr", made.fr);
    take("en", made.en);
    return made;
}

template <class Named>
std::vector<Named> named(Json const& in) {
    std::vector<Named> all;
    for (auto const& one : in) all.push_back({{one.at("key").get<std::string>()}, wording<Label>(one.at("label"))});
    return all;
}

Workshop read() {
    auto const in = Json::parse(workshop_json);
    Workshop made{wording<Title>(in.at("title")), named<Group>(in.at("groups")), named<Category>(in.at("categories")), {}, {}};
    for (auto const& one : in.at("proposals"))
        made.proposals.push_back({one.at("id").get<std::string>(), {one.at("category").get<std::string>()}, {one.at("group").get<std::string>()},
                                  wording<Title>(one.at("title")), wording<Body>(one.at("text"))});
    for (auto const& one : in.at("clusters")) {
        Item item{name_id<ItemId>(one.at("id").get<std::string>()), wording<Title>(one.at("title")), {}};
        for (auto const& member : one.at("proposals")) item.proposals.value.push_back(name_id<ProposalId>(member.get<std::string>()));
        made.clusters.push_back(std::move(item));
    }
    return made;
}

ActivityPlan first_principle() {
    ChoiceConfig config{.choices_min = {1}, .choices_max = {2}, .live_results = true};
    for (auto const& category : workshop().categories) {
        Item option{.id = name_id<ItemId>("principle-" + category.key.value)};
        option.label.ar = Text<1, 120>{category.label.ar->value};
        option.label.fr = Text<1, 120>{category.label.fr->value};
        option.label.en = Text<1, 120>{category.label.en->value};
        config.options.value.push_back(option);
    }
    ActivityPlan plan{.id = first_principle_id(), .config = config};
    plan.title.ar = Text<1, 120>{"بأي مبدأ نبدأ برنامج الانفتاح؟"};
    plan.title.fr = Text<1, 120>{"Par quel principe commencer le programme d'ouverture ?"};
    plan.title.en = Text<1, 120>{"Which principle should the openness programme start with?"};
    return plan;
}

ActivityPlan proposals() {
    ActivityPlan plan{.id = proposals_id(), .config = ProposalsConfig{}};
    plan.title.ar = Text<1, 120>{"ما مقترحاتكم لبرنامج الانفتاح؟"};
    plan.title.fr = Text<1, 120>{"Quelles sont vos propositions pour le programme d'ouverture ?"};
    plan.title.en = Text<1, 120>{"What do you propose for the openness programme?"};
    return plan;
}

std::vector<Key> voting_groups() { return {{"youth"}, {"gender_equality"}, {"economic_development"}, {"elected"}, {"civil_society"}}; }

ActivityPlan dots() {
    DotsConfig config{.budget = {10}, .per_item_max = {4}};
    config.items.value = workshop().clusters;
    ActivityPlan plan{.id = dots_id(), .config = config};
    plan.title.ar = Text<1, 120>{"وزعوا عشر نقط على أولوياتكم"};
    plan.title.fr = Text<1, 120>{"Répartissez dix points entre vos priorités"};
    plan.title.en = Text<1, 120>{"Share out ten dots among your priorities"};
    plan.groups.value = voting_groups();
    return plan;
}

Title title(char const* ar, char const* fr, char const* en) { return {.ar = Text<1, 120>{ar}, .fr = Text<1, 120>{fr}, .en = Text<1, 120>{en}}; }
Label label(char const* ar, char const* fr, char const* en) { return {.ar = Text<1, 80>{ar}, .fr = Text<1, 80>{fr}, .en = Text<1, 80>{en}}; }

ActivityPlan one_word() {
    return {.id = one_word_id(), .title = title("كلمة واحدة عن الانفتاح", "Un mot sur l'ouverture", "One word about openness"), .groups = {}, .config = WordsConfig{}};
}

ActivityPlan statements() {
    StatementsConfig config;
    config.items.value = {
        {name_id<ItemId>("statement-publish"), title("تنشر الجهة كل وثيقة لا يمنع القانون نشرها", "La région publie tout document que la loi n'interdit pas", "The region publishes every document that no law forbids"), {}},
        {name_id<ItemId>("statement-online"), title("تكفي الخدمات الرقمية دون شباك حضوري", "Les services en ligne suffisent, sans guichet", "Online services are enough, without a counter"), {}},
        {name_id<ItemId>("statement-answer"), title("كل مقترح يستحق جوابا مكتوبا", "Toute proposition mérite une réponse écrite", "Every proposal deserves a written answer"), {}},
        {name_id<ItemId>("statement-budget"), title("يحدد المواطنون جزءا من ميزانية الجهة", "Les citoyens décident d'une part du budget", "Citizens decide a part of the budget"), {}},
        {name_id<ItemId>("statement-languages"), title("تترجم كل الوثائق إلى الأمازيغية", "Tout document est traduit en amazighe", "Every document is translated into Amazigh"), {}}};
    return {.id = statements_id(), .title = title("ما رأيكم في هذه العبارات؟", "Que pensez-vous de ces énoncés ?", "What do you think of these statements?"), .groups = {}, .config = config};
}

ActivityPlan sorting() {
    return {.id = name_id<ActivityId>("sorting"), .title = title("نرتب المقترحات في محاور", "Trions les propositions par thèmes", "Sorting the proposals into clusters"), .groups = {}, .config = ClustersConfig{}};
}

ActivityPlan questions() {
    return {.id = questions_id(), .title = title("أسئلتكم إلى المنصة", "Vos questions à la tribune", "Your questions to the panel"), .groups = {}, .config = QuestionsConfig{}};
}

ActivityPlan opinion() {
    ActivityPlan plan{.id = opinion_id(), .title = title("هل توافقون على إحالة مسودة برنامج الانفتاح على الاستشارة العمومية؟", "Êtes-vous favorables à la transmission du projet à la consultation publique ?",
                                                         "Do you agree to put the draft programme to public consultation?")};
    plan.groups.value = {{"youth"}, {"gender_equality"}, {"economic_development"}};
    plan.config = MotionConfig{};
    return plan;
}

ActivityPlan principles() {
    auto const say = [](char const* ar, char const* fr, char const* en) { return Wording<2000>{.ar = Text<1, 2000>{ar}, .fr = Text<1, 2000>{fr}, .en = Text<1, 2000>{en}}; };
    MaterialsConfig config;
    config.blocks.value = {
        {.heading = title("ما هو برنامج الانفتاح؟", "Qu'est-ce que le programme d'ouverture ?", "What is the openness programme?"),
         .text = say("التزامات تتعهد بها الجهة أمام مواطنيها، في أجل معلوم، ويمكن تتبع إنجازها. يعد البرنامج معكم قبل أن يعرض على المجلس.",
                     "Des engagements que la région prend devant ses citoyens, dans un délai connu, et dont chacun peut suivre la réalisation. Il se prépare avec vous avant d'être soumis au conseil.",
                     "Commitments that the region makes to its citizens, with a date, and whose progress everybody can follow. It is prepared with you before the council decides.")},
        {.heading = title("المبادئ الخمسة", "Les cinq principes", "The five principles"),
         .text = say("الشفافية، المساءلة، مشاركة المواطنين، الحق في الحصول على المعلومات، الرقمنة.", "Transparence, redevabilité, participation citoyenne, accès à l'information, digitalisation.",
                     "Transparency, accountability, citizen participation, access to information, digitalisation.")},
        {.heading = title("القانون 31.13 المتعلق بالحق في الحصول على المعلومات", "Loi 31.13 relative au droit d'accès à l'information", "Law 31.13 on the right of access to information"),
         .link = Text<1, 500>{"https://www.chafafiya.ma/"}}};
    return {.id = principles_id(), .title = title("قبل أن نبدأ: للقراءة", "Avant de commencer : à lire", "Before we begin: to read"), .groups = {}, .config = config};
}

ActivityPlan evaluation() {
    FormConfig config{.lowest = label("غير راض إطلاقا", "pas du tout satisfait", "not at all satisfied"), .highest = label("راض جدا", "très satisfait", "very satisfied")};
    auto const scale = [](char const* id, Title label) { return Item{.id = name_id<ItemId>(id), .label = std::move(label)}; };
    config.items.value = {scale("evaluation-clarity", title("وضوح المعلومات", "Clarté des informations", "Clarity of the information")),
                          scale("evaluation-voice", title("فرصة التعبير عن الرأي", "Possibilité de s'exprimer", "Chance to speak up")),
                          scale("evaluation-organisation", title("التنظيم", "Organisation", "Organisation")),
                          scale("evaluation-again", title("هل ستشاركون مرة أخرى؟", "Participeriez-vous à nouveau ?", "Would you take part again?"))};
    config.items.value.back().answers.emplace().value = {label("نعم", "Oui", "Yes"), label("ربما", "Peut-être", "Perhaps"), label("لا", "Non", "No")};
    return {.id = evaluation_id(), .title = title("كيف تقيمون هذه الورشة؟", "Comment évaluez-vous cet atelier ?", "How do you rate this workshop?"), .groups = {}, .config = config};
}

}  // namespace

ActivityPlan impact_plan(std::vector<Item> clusters) {
    ActivityPlan plan{.id = impact_id(), .title = title("ما أثر كل محور وما قابلية إنجازه؟", "Quel impact et quelle faisabilité pour chaque engagement ?", "What impact and feasibility does each have?")};
    plan.groups.value = voting_groups();
    plan.config = ImpactConfig{.items = {std::move(clusters)}};
    return plan;
}

Bytes16 name_bytes(std::string const& name) {
    auto const text = "warsha-example" + name;
    Bytes32 hash{};
    SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), hash.data());
    Bytes16 id{};
    std::memcpy(id.data(), hash.data(), id.size());
    return id;
}

Workshop const& workshop() {
    static Workshop const made = read();
    return made;
}

ActivityId first_principle_id() { return name_id<ActivityId>("first principle"); }
ActivityId proposals_id() { return name_id<ActivityId>("proposals"); }
ActivityId dots_id() { return name_id<ActivityId>("dots"); }
ActivityId impact_id() { return name_id<ActivityId>("impact"); }
ActivityId principles_id() { return name_id<ActivityId>("principles"); }
ActivityId evaluation_id() { return name_id<ActivityId>("evaluation"); }
ActivityId one_word_id() { return name_id<ActivityId>("one word"); }
ActivityId statements_id() { return name_id<ActivityId>("statements"); }
ActivityId questions_id() { return name_id<ActivityId>("questions"); }
ActivityId opinion_id() { return name_id<ActivityId>("opinion"); }

std::vector<RollLine> workshop_roll() {
    std::vector<RollLine> lines;
    for (auto const& [body, count] : {std::pair{"youth", 24}, std::pair{"gender_equality", 22}, std::pair{"economic_development", 26}})
        for (int n = 1; n <= count; ++n) {
            auto const person = std::string(body) + (n < 10 ? "-0" : "-") + std::to_string(n);
            Hash hash;
            auto const slip = slip_of(person);
            SHA256(slip.data(), slip.size(), hash.value.data());
            lines.push_back({roll_id(person), Key{body}, {person}, {1}, hash});
        }
    return lines;
}

RoomPlan workshop_plan(RoomPurpose purpose) {
    RoomPlan plan{.title = workshop().title, .purpose = purpose};
    plan.groups.value = workshop().groups;
    plan.categories.value = workshop().categories;
    auto const& clusters = workshop().clusters;
    constexpr std::ptrdiff_t rated = 6;  // twelve answers are enough for a phone
    plan.activities.value = {principles(), one_word(), statements(), first_principle(), proposals(), sorting(), dots(), impact_plan({clusters.begin(), clusters.begin() + rated}), questions(), opinion(), evaluation()};
    plan.time_zone = Text<1, 40>{"Africa/Casablanca"};
    return plan;
}

}  // namespace warsha
