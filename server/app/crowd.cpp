#include "app/crowd.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include <boost/asio/signal_set.hpp>
#include <unistd.h>

#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

namespace asio = boost::asio;
using client::Phone;
using Random = std::mt19937_64;

constexpr auto joins_per_step = 5;
constexpr auto step = std::chrono::milliseconds(100);

/// What the crowd proposes, by category of the demo; other rooms get them without a category.
struct Idea { char const* ar; char const* fr; };
constexpr std::array ideas{
    Idea{"شاشة في مدخل كل جماعة تعرض مواعيد اللجان", "Un écran à l'entrée de chaque commune avec les dates des commissions"},
    Idea{"جواب كتابي على كل عريضة في أجل ثلاثين يوما", "Une réponse écrite à chaque pétition sous trente jours"},
    Idea{"حافلة رقمية تزور الدواوير البعيدة", "Un bus numérique pour les douars éloignés"},
    Idea{"نشر لوائح الحضور في الدورات", "Publier les feuilles de présence des sessions"},
    Idea{"ملخص مسموع للمقررات بالدارجة والأمازيغية", "Un résumé audio des délibérations en darija et en amazighe"},
    Idea{"يوم مفتوح كل ثلاثة أشهر مع المنتخبين", "Une journée portes ouvertes trimestrielle avec les élus"},
    Idea{"خريطة للمرافق الرياضية ومواعيد فتحها", "Une carte des équipements sportifs et de leurs horaires"},
    Idea{"تتبع طلبات الجمعيات برقم واحد", "Suivre les demandes des associations avec un seul numéro"},
};

constexpr std::array questions{
    Idea{"متى تنشر المسودة الأولى للبرنامج؟", "Quand sera publiée la première version du programme ?"},
    Idea{"من يتتبع تنفيذ الالتزامات؟", "Qui suivra la mise en œuvre des engagements ?"},
    Idea{"كيف نقترح تعديلا بعد اليوم؟", "Comment proposer un amendement après aujourd’hui ?"},
    Idea{"هل تعمم الترجمة إلى الأمازيغية؟", "La traduction en amazighe sera-t-elle généralisée ?"},
};
constexpr std::array answers{"الشفافية", "الثقة", "شفافية", "المشاركة", "confiance", "القرب", "transparence", "خدمات", "إنصات", "Participation", "proximité"};

int pick(Random& random, int below) { return static_cast<int>(random() % static_cast<std::uint64_t>(std::max(1, below))); }

/// People do not choose evenly: the earlier items of a fixed shuffle get more.
std::size_t skewed(Random& random, std::size_t size) { return std::min(static_cast<std::size_t>(pick(random, static_cast<int>(size))), static_cast<std::size_t>(pick(random, static_cast<int>(size)))); }

std::vector<Mark> choose(Random& random, ChoiceConfig const& config, std::vector<Item> const& items) {
    auto const wanted = std::max<std::int64_t>(1, config.choices_min.value + pick(random, static_cast<int>(config.choices_max.value - config.choices_min.value + 1)));
    std::vector<Mark> marks;
    for (int tries = 0; tries < 100 && static_cast<std::int64_t>(marks.size()) < std::min<std::int64_t>(wanted, static_cast<std::int64_t>(items.size())); ++tries) {
        Mark const mark{items[skewed(random, items.size())].id, {1}, {}};
        if (std::ranges::find(marks, mark) == marks.end()) marks.push_back(mark);
    }
    return marks;
}

std::vector<Mark> place_dots(Random& random, DotsConfig const& config, std::vector<Item> const& items) {
    std::map<ItemId, std::int64_t> dots;
    auto left = config.budget.value;
    for (int tries = 0; left > 0 && tries < 200; ++tries) {
        auto& on_item = dots[items[skewed(random, items.size())].id];
        auto const cost = config.quadratic.value_or(false) ? 2 * on_item + 1 : 1;
        if (on_item >= config.per_item_max.value || cost > left) continue;
        ++on_item;
        left -= cost;
    }
    std::erase_if(dots, [](auto const& one) { return one.second == 0; });
    std::vector<Mark> marks;
    for (auto const& [item, points] : dots) marks.push_back({item, {points}, {}});
    return marks;
}

/// Each has an opinion of each item; one in eight has none.
std::vector<Mark> rate(Random& random, std::int64_t steps, std::vector<Item> const& items, std::vector<std::optional<Axis>> const& axes) {
    std::vector<Mark> marks;
    for (auto const& item : items)
        for (auto const& axis : axes)
            if (pick(random, 8) > 0) marks.push_back({item.id, {steps - static_cast<std::int64_t>(skewed(random, static_cast<std::size_t>(steps)))}, axis});
    return marks;
}

/// Whoever answers a question mostly knows the answer; one in eight leaves it out.
std::vector<Mark> fill_in(Random& random, FormConfig const& config, ActivityView const& activity) {
    std::vector<Mark> marks;
    for (auto const& item : activity.items) {
        if (config.paced && activity.question != item.id) continue;
        auto const answers = item.answers ? item.answers->size() : static_cast<std::size_t>(config.steps.value);
        if (config.paced || pick(random, 8) > 0) marks.push_back({item.id, {1 + static_cast<std::int64_t>(skewed(random, answers))}, {}});
    }
    return marks;
}

constexpr std::array names{"Salma", "يوسف", "Amine", "فاطمة", "Nadia", "إدريس", "Karim", "خديجة", "Hicham", "مريم"};

struct Attendee {
    std::shared_ptr<Phone> phone;
    std::optional<SimulatedSlip> slip;
    bool joining = false, showed_slip = false;
    int proposals = 0;
    bool asked = false;
    std::map<std::pair<ActivityId, std::uint32_t>, std::int64_t> revisions;
};

}  // namespace

struct Crowd::Impl : std::enable_shared_from_this<Impl> {
    Impl(asio::io_context& io, CrowdOptions options) : io(io), options(std::move(options)), random(this->options.seed), timer(io) {}

    asio::io_context& io;
    CrowdOptions options;
    Random random;
    asio::steady_timer timer;
    std::vector<std::unique_ptr<Attendee>> attendees;
    CrowdReport report;
    bool stopped = false;
    double owed = 0;                     // acts that are due, with fractions

    void add() {
        auto attendee = std::make_unique<Attendee>();
        if (attendees.size() < options.slips.size()) attendee->slip = options.slips[attendees.size()];
        attendee->phone = std::make_shared<Phone>(io, client::PhoneConfig{.target = options.target, .code = options.code});
        attendee->phone->handle({
            .on_changed = [weak = weak_from_this(), raw = attendee.get()] { if (auto const self = weak.lock()) self->join(*raw); },
            .on_told = [weak = weak_from_this()](Cid, outbox::Tell const& tell, std::int64_t latency_us) { if (auto const self = weak.lock()) self->told(tell, latency_us); },
            .on_stopped = [weak = weak_from_this()](std::uint16_t) { if (auto const self = weak.lock()) ++self->report.stopped; }});
        attendee->phone->connect();
        attendees.push_back(std::move(attendee));
    }

    void told(outbox::Tell const& tell, std::int64_t latency_us) {
        if (tell.progress == outbox::Progress::counted) {
            ++report.recorded;
            report.latencies_us.push_back(latency_us);
        }
        if (tell.progress == outbox::Progress::refused) ++report.refused;
    }

    void join(Attendee& attendee) {
        auto const& known = attendee.phone->known();
        if (known.own && attendee.slip && !std::exchange(attendee.showed_slip, true)) attendee.phone->send(UseSlip{attendee.slip->secret});
        if (attendee.joining || known.room.code.empty()) return;
        attendee.joining = true;
        Join join{.language = pick(random, 3) == 0 ? Language::fr : Language::ar};
        if (!known.room.groups.empty()) join.group = known.room.groups[skewed(random, known.room.groups.size())].key;
        if (attendee.slip) join.group = attendee.slip->body;
        if (known.room.settings.named.value_or(false)) join.name = Text<1, 40>{names[attendees.size() % names.size()] + (" " + std::to_string(attendees.size()))};
        attendee.phone->send(join);
    }

    void act(Attendee& attendee) {
        auto const& known = attendee.phone->known();
        if (!known.own) return;
        for (auto const& [id, activity] : known.activities) {
            if (activity.phase != ActivityPhase::open) continue;
            auto const& groups = activity.plan.groups.value;
            if (!groups.empty() && (!known.own->group || std::ranges::find(groups, *known.own->group) == groups.end())) continue;
            std::visit(Overloaded{
                [&](ProposalsConfig const& config) { propose(attendee, activity, config); },
                [&](ChoiceConfig const& config) { vote(attendee, activity, choose(random, config, activity.items)); },
                [&](DotsConfig const& config) { if (!activity.items.empty()) vote(attendee, activity, place_dots(random, config, activity.items)); },
                [&](RatingConfig const& config) { vote(attendee, activity, rate(random, config.steps.value, activity.items, {std::nullopt})); },
                [&](ImpactConfig const& config) { vote(attendee, activity, rate(random, config.steps.value, activity.items, {Axis::impact, Axis::feasibility})); },
                [&](WordsConfig const&) { answer(attendee, activity); },
                [&](StatementsConfig const&) { vote(attendee, activity, rate(random, 3, activity.items, {std::nullopt})); },
                [](ClustersConfig const&) {},
                [](MaterialsConfig const&) {},
                [&](FormConfig const& config) { if (!config.paced || activity.question) complete(attendee, activity, fill_in(random, config, activity)); },
                [&](QuestionsConfig const&) { ask(attendee, activity); },
                [&](MotionConfig const&) {
                    auto const& may = known.own->may_vote;
                    if (std::ranges::find(may, id) != may.end()) vote(attendee, activity, {{ItemId{}, {1 + static_cast<std::int64_t>(skewed(random, 3))}, {}}});
                },
            }, activity.plan.config);
        }
    }

    void vote(Attendee& attendee, ActivityView const& activity, std::vector<Mark> marks) {
        auto& revision = attendee.revisions[{activity.plan.id, activity.round}];
        if (revision >= 3) return;  // a second and a third thought, then it stands
        attendee.phone->send(CastBallot{.activity = activity.plan.id, .round = {activity.round}, .revision = {++revision}, .marks = {std::move(marks)}});
    }

    /// What was said to other questions of a paced form stays.
    void complete(Attendee& attendee, ActivityView const& activity, std::vector<Mark> marks) {
        auto const& known = *attendee.phone->known().own;
        if (std::ranges::find(known.done, activity.plan.id) != known.done.end()) return;
        auto const said = std::ranges::find_if(known.ballots, [&](OwnBallot const& one) { return one.activity == activity.plan.id && one.round == activity.round; });
        if (said != known.ballots.end())
            for (auto const& mark : said->marks)
                if (std::ranges::find(marks, mark.item, &Mark::item) == marks.end()) marks.push_back(mark);
        vote(attendee, activity, std::move(marks));
    }

    void answer(Attendee& attendee, ActivityView const& activity) {
        auto& revision = attendee.revisions[{activity.plan.id, activity.round}];
        if (revision >= 1) return;
        CastBallot ballot{.activity = activity.plan.id, .round = {activity.round}, .revision = {++revision}};
        ballot.words.emplace().value.push_back({answers[skewed(random, answers.size())]});
        attendee.phone->send(ballot);
    }

    void ask(Attendee& attendee, ActivityView const& activity) {
        auto const& known = attendee.phone->known();
        if (known.proposals.size() > 200 || attendee.asked || pick(random, 4) != 0) return endorse(attendee, {});
        attendee.asked = true;
        auto const& question = questions[static_cast<std::size_t>(pick(random, questions.size()))];
        SubmitProposal submit{.activity = activity.plan.id};
        submit.title.ar = Text<1, 120>{question.ar};
        submit.title.fr = Text<1, 120>{question.fr};
        attendee.phone->send(submit);
    }

    void propose(Attendee& attendee, ActivityView const& activity, ProposalsConfig const& config) {
        auto const& known = attendee.phone->known();
        if (pick(random, 4) != 0 || attendee.proposals > 0) return endorse(attendee, config);
        if (known.proposals.size() > 200) return;
        auto const& idea = ideas[static_cast<std::size_t>(pick(random, ideas.size()))];
        SubmitProposal submit{.activity = activity.plan.id};
        submit.title.ar = Text<1, 120>{idea.ar};
        submit.title.fr = Text<1, 120>{idea.fr};
        if (!known.room.categories.empty()) submit.category = known.room.categories[skewed(random, known.room.categories.size())].key;
        ++attendee.proposals;
        attendee.phone->send(submit);
    }

    void endorse(Attendee& attendee, ProposalsConfig const& config) {
        auto const& known = attendee.phone->known();
        if (!config.endorsing || known.proposals.empty()) return;
        auto const which = std::next(known.proposals.begin(), static_cast<long>(skewed(random, known.proposals.size())));
        auto const& own = known.own->proposals;
        bool const is_own = std::ranges::find(own, which->first, &ProposalView::id) != own.end();
        bool const endorsed = std::ranges::find(known.own->endorsed, which->first) != known.own->endorsed.end();
        if (!is_own && !endorsed) attendee.phone->send(EndorseProposal{which->first, true});
    }

    void run() {
        for (int i = 0; i < joins_per_step && static_cast<int>(attendees.size()) < options.people; ++i) add();
        owed += (options.acts_per_second > 0 ? options.acts_per_second : options.people / 20.0) / 10;
        for (; owed >= 1; owed -= 1) act(*attendees[static_cast<std::size_t>(pick(random, static_cast<int>(attendees.size())))]);
        timer.expires_after(step);
        timer.async_wait([self = shared_from_this()](boost::system::error_code error) { if (!error && !self->stopped) self->run(); });
    }
};

Crowd::Crowd(asio::io_context& io, CrowdOptions options) : impl_(std::make_shared<Impl>(io, std::move(options))) {}
Crowd::~Crowd() { stop(); }
void Crowd::start() { impl_->run(); }

void Crowd::stop() {
    if (std::exchange(impl_->stopped, true)) return;
    impl_->timer.cancel();
    for (auto const& attendee : impl_->attendees) attendee->phone->leave();
}

CrowdReport const& Crowd::report() const { return impl_->report; }

std::string Crowd::progress() const {
    auto const online = std::ranges::count_if(impl_->attendees, [](auto const& one) { return one->phone->is_online(); });
    std::size_t pending = 0;
    for (auto const& one : impl_->attendees) pending += one->phone->pending();
    return std::to_string(online) + "/" + std::to_string(impl_->options.people) + " online, " + std::to_string(impl_->report.recorded) + " recorded, " +
           std::to_string(pending) + " pending, " + std::to_string(impl_->report.refused) + " refused";
}

std::string percentiles(std::vector<std::int64_t> latencies_us) {
    if (latencies_us.empty()) return "no commands";
    std::ranges::sort(latencies_us);
    auto const at = [&](double share) { return static_cast<double>(latencies_us[static_cast<std::size_t>(share * static_cast<double>(latencies_us.size() - 1))]) / 1000; };
    char line[128];
    std::snprintf(line, sizeof line, "p50 %.1f ms, p99 %.1f ms, max %.1f ms", at(0.5), at(0.99), at(1));
    return line;
}

int run_crowd(CrowdOptions const& options) {
    asio::io_context io;
    Crowd crowd(io, options);
    asio::signal_set signals(io, SIGINT, SIGTERM);
    asio::steady_timer progress(io), end(io);
    auto const finish = [&] {
        signals.cancel();
        progress.cancel();
        end.cancel();
        crowd.stop();
        progress.expires_after(std::chrono::seconds(1));  // time for the close frames
        progress.async_wait([&](boost::system::error_code) { io.stop(); });
    };
    signals.async_wait([&](boost::system::error_code error, int) { if (!error) finish(); });
    if (options.seconds > 0) {
        end.expires_after(std::chrono::seconds(options.seconds));
        end.async_wait([&](boost::system::error_code error) { if (!error) finish(); });
    }
    std::function<void()> const show = [&] {
        progress.expires_after(std::chrono::seconds(1));
        progress.async_wait([&](boost::system::error_code error) {
            if (error) return;
            std::printf(isatty(1) ? "\r%s   " : "%s\n", crowd.progress().c_str());
            std::fflush(stdout);
            show();
        });
    };
    crowd.start();
    show();
    io.run();
    std::printf("\n%s\nacknowledged: %s\n", crowd.progress().c_str(), percentiles(crowd.report().latencies_us).c_str());
    return crowd.report().recorded > 0 ? 0 : 1;
}

}  // namespace warsha
