// The remote training of a scenario file, played: what each person answered, what each must see, who earns a certificate.

#include <algorithm>
#include <cstdio>

#include "app/client/http.hpp"
#include "app/played_room.hpp"
#include "app/workshop.hpp"
#include "protocol/codec_impl.hpp"

namespace warsha {
namespace {

using client::DriverError;
using client::Phone;

ActivityId activity(std::string const& name) { return name_id<ActivityId>("training " + name); }

/// "4.6": tenths, rounded half up.
std::string tenths(std::uint64_t part, std::uint64_t whole) {
    auto const all = (part * 20 + whole) / (whole * 2);
    return std::to_string(all / 10) + "." + std::to_string(all % 10);
}

class PlayTraining : PlayedRoom {
public:
    PlayTraining(PlayOptions const& options, Json scenario) : PlayedRoom(options, std::move(scenario)) {}

    int run() {
        start(plan());
        seat_trainees();
        say_one_word();
        take_test("pre", false);
        read_materials();
        take_quiz();
        take_test("post", true);
        evaluate();
        certify("after the session", scenario_.at("expected").at("certificates_after_the_session"));
        catch_up();
        certify("in the end", scenario_.at("expected").at("certificates"));
        check_certificates();
        close_and_verify();
        return tell("The training");
    }

private:
    // ── the plan ───────────────────────────────────────────────────────────────────────────────
    template <class W>
    static W say(Json const& words, std::string const& key = "") {
        W made;
        made.ar = {words.at(key.empty() ? "ar" : key + "_ar").template get<std::string>()};
        made.fr = {words.at(key.empty() ? "fr" : key + "_fr").template get<std::string>()};
        return made;
    }

    static Item question(std::string const& name, Json const& asked) {
        Item item{.id = name_id<ItemId>(name), .label = say<Title>(asked)};
        if (!asked.contains("answers_ar")) return item;
        auto& answers = item.answers.emplace().value;
        for (std::size_t i = 0; i < asked.at("answers_ar").size(); ++i)
            answers.push_back({.ar = Text<1, 80>{asked.at("answers_ar").at(i)}, .fr = Text<1, 80>{asked.at("answers_fr").at(i)}, .en = {}});
        return item;
    }

    static FormConfig form(std::string const& name, Json const& questions, FormUse use) {
        FormConfig config{.use = use};
        if (use != FormUse::survey) config.key.emplace();
        for (auto const& asked : questions) {
            config.items.value.push_back(question(name + std::to_string(config.items.size()), asked));
            if (config.key) config.key->value.push_back({asked.at("right").get<std::int64_t>()});
        }
        return config;
    }

    [[nodiscard]] RoomPlan plan() const {
        auto const& told = scenario_.at("training");
        RoomPlan plan{.title = say<Title>(told, "title"), .purpose = RoomPurpose::rehearsal};
        plan.settings.named = true;
        plan.settings.certificate = CertificateRule{.percent = {told.at("attendance_percent").get<std::int64_t>()}, .hours = Int<1, 200>{told.at("hours").get<std::int64_t>()}};
        auto const add = [&](std::string const& name, char const* ar, char const* fr, ActivityConfig config) {
            plan.activities.value.push_back({.id = activity(name), .title = {.ar = Text<1, 120>{ar}, .fr = Text<1, 120>{fr}, .en = {}}, .groups = {}, .config = std::move(config)});
        };
        auto quiz = form("quiz", scenario_.at("quiz"), FormUse::quiz);
        quiz.paced = true;
        auto post = form("test", scenario_.at("test"), FormUse::post_test);
        post.before = activity("pre");
        MaterialsConfig materials;
        materials.blocks.value.push_back({.heading = say<Title>(told, "title"), .text = {}, .image = {}, .image_says = {}, .link = Text<1, 500>{"https://www.chafafiya.ma/"}});
        add("words", "كلمة عما تنتظرونه", "Un mot sur vos attentes", WordsConfig{});
        add("pre", "اختبار قبلي", "Test de départ", form("test", scenario_.at("test"), FormUse::pre_test));
        add("materials", "وثائق", "Documents", std::move(materials));
        add("quiz", "صحيح أم خطأ؟", "Vrai ou faux ?", std::move(quiz));
        add("post", "اختبار بعدي", "Test final", std::move(post));
        add("evaluation", "رأيكم في التكوين", "Votre avis sur la formation", form("evaluation", scenario_.at("evaluation"), FormUse::survey));
        return plan;
    }

    // ── the session ────────────────────────────────────────────────────────────────────────────
    void seat_trainees() {
        for (auto const& trainee : shuffled(scenario_.at("people"))) {
            auto const phone = person(Role::participant);
            phone->send(Join{.group = {}, .name = Text<1, 40>{trainee.at("name").get<std::string>()}, .language = trainee.at("language") == "fr" ? Language::fr : Language::ar});
            phones_.push_back(phone);
            people_[trainee.at("id").get<std::string>()] = phone;
        }
        driver_.settle(phones_, "all joins recorded");
        observer_ = driver_.phone({.target = target(), .code = room_.code, .role = Role::observer});
        score_.same("trainees", Json(phones_.size()), scenario_.at("expected").at("trainees"));
    }

    void say_one_word() {
        driver_.act(*facilitator_, OpenActivity{activity("words")}, "opening the words");
        for (auto const& trainee : shuffled(scenario_.at("people"))) {
            CastBallot ballot{.activity = activity("words")};
            ballot.words.emplace().value.push_back({trainee.at("word").get<std::string>()});
            people_.at(trainee.at("id"))->send(ballot, "ballot:words");
        }
        finish("words");
    }

    /// Everybody who has answers of that name; a place that is null was left out.
    void answer(std::string const& name, std::string const& items, Json const& from, std::uint32_t round, std::size_t questions) {
        for (auto const& trainee : shuffled(scenario_.at("people"))) {
            auto const& given = from.is_null() ? trainee : trainee.value("later", Json::object());
            if (given.contains(name)) people_.at(trainee.at("id"))->send(ballot_of(name, items, given.at(name), round, questions), "ballot:" + name);
        }
    }

    static CastBallot ballot_of(std::string const& name, std::string const& items, Json const& answers, std::uint32_t round, std::size_t questions) {
        CastBallot ballot{.activity = activity(name), .round = {round}, .revision = {static_cast<std::int64_t>(questions)}};
        for (std::size_t i = 0; i < std::min(questions, answers.size()); ++i)
            if (!answers.at(i).is_null()) ballot.marks.value.push_back({name_id<ItemId>(items + std::to_string(i)), {answers.at(i).get<std::int64_t>()}, {}});
        return ballot;
    }

    void take_test(std::string const& name, bool reveal) {
        driver_.act(*facilitator_, OpenActivity{activity(name)}, "opening the " + name + "-test");
        answer(name, "test", {}, 1, scenario_.at("test").size());
        driver_.settle(phones_, "all answers recorded");
        auto const& open = std::get<FormConfig>(observer_->known().activities.at(activity(name)).plan.config);
        score_.same(name + "-test: no phone has the right answers while it is open", open.key.has_value(), false);
        finish(name);
        compare(name, facilitator_->known(), name + "-test at the desk");
        if (!reveal) return;
        for (auto const* one : {"pre", "post"}) driver_.act(*facilitator_, RevealResults{activity(one), true}, "revealing");
        driver_.until("the observer sees the tests", [&] { return has_result("pre") && has_result("post"); });
        compare("post", observer_->known(), "post-test on the screen of an observer");
        compare_gain();
        compare_own_scores();
    }

    [[nodiscard]] bool has_result(std::string const& name) const { return observer_->known().activities.at(activity(name)).rounds.back().result.has_value(); }

    void compare(std::string const& name, client::Known const& seen, std::string const& what) {
        auto const& expected = scenario_.at("expected").at(name);
        auto const& round = seen.activities.at(activity(name)).rounds.back();
        Json told{{"people", round.voters}, {"answers", Json::array()}};
        for (auto const& item : round.result->items) told["answers"].push_back(*item.spread);
        if (expected.contains("right")) {
            auto const& score = round.result->score.value();
            told.update({{"right", score.right}, {"out_of", score.out_of}, {"mean", tenths(score.right, score.people)}});
            score_.same(what + ": everybody is counted in the score", score.people, round.voters);
        }
        score_.same(what, told, expected);
    }

    /// What was missing before, and how much of it was learnt.
    void compare_gain() {
        auto const& result = *observer_->known().activities.at(activity("post")).rounds.back().result;
        auto const &before = result.before.value(), &after = result.score.value();
        auto const was = before.right * after.people, is = after.right * before.people, whole = before.out_of * before.people * after.people;
        score_.same("share of what was missing that was learnt", Json(tenths((is - was) * 100, whole - was)), scenario_.at("expected").at("share_learnt"));
    }

    /// Each phone works out its own from its ballot and the right answers; nobody else can.
    void compare_own_scores() {
        Json told = Json::object(), expected = Json::object();
        for (auto const& trainee : scenario_.at("people"))
            for (std::string const name : {"pre", "post"}) {
                if (!trainee.contains(name)) continue;
                auto const id = trainee.at("id").get<std::string>();
                expected[id][name] = trainee.at(name + "_score");
                told[id][name] = own_score(*people_.at(id), name);
            }
        score_.same("each phone's own scores", told, expected);
    }

    std::int64_t own_score(Phone& phone, std::string const& name) {
        auto const& known = phone.known();
        auto const config = [&]() -> FormConfig const& { return std::get<FormConfig>(known.activities.at(activity(name)).plan.config); };
        driver_.until("a phone gets the right answers", [&] { return config().key.has_value(); });
        auto const ballot = std::ranges::find(known.own.value().ballots, activity(name), &OwnBallot::activity);
        if (ballot == known.own->ballots.end()) return -1;
        std::int64_t right = 0;
        for (std::size_t i = 0; i < config().items.size(); ++i)
            right += std::ranges::count_if(ballot->marks, [&](Mark const& mark) { return mark.item == config().items.value[i].id && mark.points.value == config().key->value[i].value; });
        return right;
    }

    void read_materials() {
        driver_.act(*facilitator_, OpenActivity{activity("materials")}, "opening the materials");
        driver_.act(*facilitator_, CloseActivity{activity("materials")}, "closing the materials");
    }

    /// One question after the other, as the facilitator shows them.
    void take_quiz() {
        driver_.act(*facilitator_, OpenActivity{activity("quiz")}, "opening the quiz");
        for (std::size_t i = 0; i < scenario_.at("quiz").size(); ++i) {
            driver_.act(*facilitator_, ShowQuestion{activity("quiz"), name_id<ItemId>("quiz" + std::to_string(i))}, "showing a question");
            answer("quiz", "quiz", {}, 1, i + 1);
            driver_.settle(phones_, "all answers recorded");
        }
        finish("quiz");
        compare("quiz", facilitator_->known(), "quiz at the desk");
    }

    void evaluate() {
        driver_.act(*facilitator_, OpenActivity{activity("evaluation")}, "opening the evaluation");
        answer("evaluation", "evaluation", {}, 1, scenario_.at("evaluation").size());
        finish("evaluation");
    }

    void finish(std::string const& name) {
        driver_.settle(phones_, "all answers recorded");
        driver_.act(*facilitator_, CloseActivity{activity(name)}, "closing " + name);
        driver_.until("the desk has the counts", [&] { return facilitator_->known().activities.at(activity(name)).rounds.back().result.has_value(); });
    }

    // ── certificates, and the days after ───────────────────────────────────────────────────────
    [[nodiscard]] std::map<std::string, std::string> certificates() const {
        std::map<std::string, std::string> codes;
        for (auto const& [id, phone] : people_)
            if (phone->known().own && phone->known().own->certificate) codes[id] = phone->known().own->certificate->code;
        return codes;
    }

    void certify(std::string const& when, Json const& expected) {
        driver_.act(*facilitator_, IssueCertificates{}, "issuing certificates");
        auto const at_desk = [&] { return std::ranges::count_if(facilitator_->known().desk.value().people.value(), [](PersonView const& one) { return one.certificate.has_value(); }); };
        driver_.until("desk and phones have the certificates", [&] { return at_desk() >= expected.get<std::int64_t>() && certificates().size() == static_cast<std::size_t>(at_desk()); });
        score_.same("certificates " + when, Json(certificates().size()), expected);
    }

    void catch_up() {
        StartCatchUp start{.hours = {scenario_.at("training").at("catch_up_hours").get<std::int64_t>()}, .activities = {}};
        for (auto const* name : {"post", "evaluation"}) start.activities.value.push_back(activity(name));
        driver_.act(*facilitator_, start, "starting the catch-up");
        answer("post", "test", "later", 2, scenario_.at("test").size());
        answer("evaluation", "evaluation", "later", 2, scenario_.at("evaluation").size());
        driver_.settle(phones_, "late answers recorded");
        finish("post");
        finish("evaluation");
        auto const& known = facilitator_->known();
        auto const& late = known.activities.at(activity("post")).rounds.back();
        score_.same("late post-test, counted apart", Json{{"people", late.voters}, {"right", late.result->score.value().right}}, scenario_.at("expected").at("late_post"));
        score_.same("late evaluation, counted apart", Json{{"people", known.activities.at(activity("evaluation")).rounds.back().voters}}, scenario_.at("expected").at("late_evaluation"));
        score_.same("the session's own count stays", Json(known.activities.at(activity("post")).rounds.front().voters), scenario_.at("expected").at("post").at("people"));
    }

    /// The public page says yes to every code that was given, under the right name, and no to another.
    void check_certificates() {
        std::map<std::string, std::string> told, expected;
        Json without = Json::array();
        auto const codes = certificates();
        for (auto const& trainee : scenario_.at("people")) {
            auto const id = trainee.at("id").get<std::string>();
            auto const code = codes.find(id);
            if (code == codes.end()) {
                without.push_back(id);
                continue;
            }
            auto const answer = client::http(target(), "GET", "/api/certificates/" + code->second);
            told[id] = answer.status == 200 ? Json::parse(answer.body).at("name").get<std::string>() : answer.body;
            expected[id] = trainee.at("name");
        }
        score_.same("every certificate is found by its code", told, expected);
        score_.same("who has none", without, scenario_.at("expected").at("without_certificate"));
        score_.same("a code that nobody has", client::http(target(), "GET", "/api/certificates/" + room_.code + "-00000000").status, 404U);
    }

    std::shared_ptr<Phone> observer_;
};

}  // namespace

int play_training(PlayOptions const& options, nlohmann::json scenario) { return PlayTraining(options, std::move(scenario)).run(); }

}  // namespace warsha
