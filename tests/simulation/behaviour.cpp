#include "simulation/behaviour.hpp"

#include <algorithm>

#include "room/secrets.hpp"

namespace warsha::simulation {
namespace {

std::vector<Key> const groups{{"youth"}, {"elected"}, {"civil"}};

constexpr std::size_t pending_patience = 4;   // nobody goes on tapping while nothing is counted

Title words(std::string text) { return {.ar = {}, .fr = {}, .en = Text<1, 120>{std::move(text)}}; }

template <class All>
auto pointers(All const& all) {
    std::vector<typename All::mapped_type const*> pointers;
    for (auto const& [id, one] : all) pointers.push_back(&one);
    return pointers;
}

Item option(Random& random, std::string name) { return {.id = random.id<ItemId>(), .label = words(std::move(name)), .proposals = {}}; }

std::vector<ActivityView const*> open_ones(Screen const& screen) {
    auto all = pointers(screen.activities);
    std::erase_if(all, [](ActivityView const* one) { return one->phase != ActivityPhase::open; });
    return all;
}

// ── participants ───────────────────────────────────────────────────────────────────────────────

std::vector<Mark> choose(World& world, ActivityView const& activity, std::int64_t budget, std::int64_t per_item_max) {
    std::vector<Mark> marks;
    for (auto const& item : activity.items) {
        auto const points = std::min(world.random.between(0, per_item_max), budget);
        if (points == 0) continue;
        marks.push_back({item.id, {points}});
        budget -= points;
    }
    return marks;
}

/// In a paced form mostly to the question on show, with what was said before.
std::vector<Mark> answer(World& world, Client& me, ActivityView const& activity, FormConfig const& form) {
    std::vector<Mark> marks;
    auto const& own = me.screen().own;
    bool const is_paced = form.paced && world.random.chance(90);
    if (is_paced && own)
        for (auto const& ballot : own->ballots)
            if (ballot.activity == activity.plan.id && ballot.round == activity.round) marks = ballot.marks;
    for (auto const& item : form.items) {
        if (is_paced ? item.id != activity.question : world.random.chance(20)) continue;
        std::erase_if(marks, [&](Mark const& mark) { return mark.item == item.id; });
        marks.push_back({item.id, {world.random.between(1, item.answers ? static_cast<std::int64_t>(item.answers->size()) : form.steps.value)}});
    }
    return marks;
}

void vote(World& world, Client& me, ActivityView const& activity) {
    CastBallot ballot{.activity = activity.plan.id, .round = {activity.round}};
    ballot.revision = {me.next_revision(activity.plan.id, activity.round)};
    if (auto const* const choice = std::get_if<ChoiceConfig>(&activity.plan.config)) {
        ballot.abstain = choice->abstain && world.random.chance(10);
        auto const too_many = world.random.chance(5) ? 1 : 0;
        if (!ballot.abstain) ballot.marks.value = choose(world, activity, choice->choices_max.value + too_many, 1);
    } else if (auto const* const dots = std::get_if<DotsConfig>(&activity.plan.config)) {
        ballot.marks.value = choose(world, activity, dots->budget.value, dots->per_item_max.value);
    } else if (auto const* const impact = std::get_if<ImpactConfig>(&activity.plan.config)) {
        for (auto const& item : activity.items)
            for (auto const axis : {Axis::impact, Axis::feasibility})
                if (world.random.chance(70)) ballot.marks.value.push_back({item.id, {world.random.between(1, impact->steps.value)}, axis});
    } else if (auto const* const statements = std::get_if<StatementsConfig>(&activity.plan.config)) {
        for (auto const& item : statements->items)
            if (world.random.chance(80)) ballot.marks.value.push_back({item.id, {world.random.between(1, 3)}});
    } else if (std::holds_alternative<WordsConfig>(activity.plan.config)) {
        ballot.words.emplace();
        for (auto n = world.random.between(0, 3); n > 0; --n) ballot.words->value.push_back({"word " + std::to_string(world.random.between(0, 9))});
    } else if (auto const* const form = std::get_if<FormConfig>(&activity.plan.config)) {
        ballot.marks.value = answer(world, me, activity, *form);
    } else if (std::holds_alternative<MotionConfig>(activity.plan.config)) {
        ballot.marks.value = {{ItemId{}, {world.random.between(1, 3)}}};
    }
    me.ask(ballot, "ballot:" + std::to_string(activity.round) + std::string(activity.plan.id.value.begin(), activity.plan.id.value.end()));
}

void change_own_proposal(World& world, Client& me) {
    auto const& own = me.screen().own;
    if (!own || own->proposals.empty()) return;
    auto const& mine = world.random.pick(own->proposals);
    if (world.random.chance(30)) return me.ask(WithdrawProposal{mine.id});
    me.ask(EditProposal{.proposal = mine.id, .title = words("edited " + std::to_string(world.random.between(0, 999))), .text = {}, .category = {}});
}

void propose(World& world, Client& me, ActivityView const& activity) {
    auto const dice = world.random.between(0, 99);
    if (dice < 45) return me.ask(SubmitProposal{.activity = activity.plan.id, .title = words("idea " + std::to_string(world.random.between(0, 999))), .text = {}, .category = {}});
    if (dice < 60) return change_own_proposal(world, me);
    auto const known = pointers(me.screen().proposals);
    if (!known.empty()) me.ask(EndorseProposal{world.random.pick(known)->id, world.random.chance(80)});
}

// ── facilitators ───────────────────────────────────────────────────────────────────────────────

std::optional<Int<5, 86400>> some_seconds(World& world) {
    return world.random.chance(40) ? std::optional(Int<5, 86400>{world.random.between(5, 20)}) : std::nullopt;
}

RollId line_of(std::int64_t n) {
    RollId id;
    id.value[0] = 'o';
    id.value[15] = static_cast<std::uint8_t>(n);
    return id;
}

Bytes16 slip_of(std::int64_t n) {
    Bytes16 slip{};
    slip[0] = static_cast<std::uint8_t>(n);
    return slip;
}

/// The roll is read once and corrected, people are called present, a scribe votes for those without a phone.
void keep_the_roll(World& world, Client& me) {
    auto const& roll = me.screen().roll;
    if (roll.empty()) {
        ExtendRoll extend;
        for (std::int64_t n = 1; n <= 6; ++n) {
            auto const slip = slip_of(n);
            auto const hash = sha256({reinterpret_cast<char const*>(slip.data()), slip.size()});
            extend.lines.value.push_back({line_of(n), groups[n % 2 == 0 ? 0 : 1], {"Member " + std::to_string(n)}, {1 + n % 3}, hash});
        }
        return me.ask(extend);
    }
    auto const& line = world.random.pick(roll);
    auto const motions = open_ones(me.screen());
    for (auto const* const one : motions)
        if (std::holds_alternative<MotionConfig>(one->plan.config) && world.random.chance(60))
            return me.ask(CastForRoll{one->plan.id, {one->round}, line.roll, static_cast<Stance>(world.random.between(0, 2))});
    for (auto const& [id, one] : me.screen().activities)
        if (std::holds_alternative<MotionConfig>(one.plan.config) && one.phase == ActivityPhase::closed && world.random.chance(20))
            return me.ask(GiveCastingVote{id, groups[static_cast<std::size_t>(world.random.between(0, 1))], world.random.chance(50)});
    me.ask(MarkPresence{line.roll, world.random.chance(75)});
}

void sort_proposals(World& world, Client& me) {
    auto const known = pointers(me.screen().proposals);
    auto const& clusters = me.screen().clusters;
    if (known.empty()) return;
    List<ProposalId, 200> some;
    for (auto const* const one : known)
        if (world.random.chance(40)) some.value.push_back(one->id);
    auto const any = [&] { return world.random.pick(clusters).id; };
    switch (clusters.empty() ? 0 : world.random.between(0, 5)) {
        case 0: case 1: return me.ask(MakeCluster{world.random.id<ItemId>(), words("cluster"), some});
        case 2: return me.ask(RenameCluster{any(), words("renamed " + std::to_string(world.random.between(0, 9)))});
        case 3: return me.ask(MergeClusters{any(), any()});
        case 4: return me.ask(DissolveCluster{any()});
        default: return me.ask(MoveProposals{some, world.random.chance(70) ? std::optional(any()) : std::nullopt});
    }
}

void keep_the_floor(World& world, Client& me) {
    auto const& queue = me.screen().floor.queue;
    if (queue.empty() || world.random.chance(30)) return me.ask(GiveFloor{});
    me.ask(GiveFloor{queue.front().participant});
}

void moderate(World& world, Client& me) {
    auto const known = pointers(me.screen().proposals);
    if (known.empty()) return;
    auto const which = world.random.pick(known)->id;
    if (world.random.chance(10)) return me.ask(EraseProposal{which});
    auto const verdict = world.random.pick(std::vector{Verdict::publish, Verdict::return_for_rewording, Verdict::hide, Verdict::restore});
    me.ask(ModerateProposal{which, verdict, Text<1, 200>{"because"}});
}

void steer(World& world, Client& me, ActivityView const& activity) {
    auto const id = activity.plan.id;
    bool const is_open = activity.phase == ActivityPhase::open;
    switch (world.random.between(0, 9)) {
        case 0: case 1: return me.ask(OpenActivity{id, some_seconds(world)});
        case 2: return me.ask(OpenRound{id, some_seconds(world)});
        case 3: return is_open ? me.ask(CloseActivity{id}) : me.ask(OpenActivity{id, some_seconds(world)});
        case 4: return me.ask(RevealResults{id, world.random.chance(70)});
        case 5: return me.ask(ExtendDeadline{id, {world.random.between(-5, 10)}});
        case 6: return me.ask(PauseDeadline{id, world.random.chance(50)});
        case 7: return me.ask(SetDeadline{id, some_seconds(world)});
        case 8: return me.ask(ShowActivity{world.random.chance(80) ? std::optional(id) : std::nullopt});
        default: return me.ask(SetModeration{id, world.random.chance(50)});
    }
}

/// Questions are shown, certificates given, and at last the session is over for some hours.
void train(World& world, Client& me) {
    auto const all = pointers(me.screen().activities);
    for (auto const* const one : all)
        if (auto const* const form = std::get_if<FormConfig>(&one->plan.config); form && form->paced && world.random.chance(80))
            return me.ask(ShowQuestion{one->plan.id, world.random.chance(80) ? std::optional(world.random.pick(form->items.value).id) : std::nullopt});
    if (world.random.chance(60)) return me.ask(IssueCertificates{});
    StartCatchUp start{.hours = {world.random.between(1, 3)}, .activities = {}};
    for (auto const* const one : all)
        if (world.random.chance(40)) start.activities.value.push_back(one->plan.id);
    me.ask(start);
}

void run_the_room(World& world, Client& me) {
    switch (world.random.between(0, 5)) {
        case 0: return me.ask(Announce{world.random.chance(70) ? std::optional(Wording<200>{.ar = {}, .fr = {}, .en = Text<1, 200>{"back soon"}}) : std::nullopt});
        case 1: return me.ask(BlankWall{world.random.chance(50)});
        case 2: {
            auto order = me.screen().agenda.order;
            if (!order.empty()) std::ranges::rotate(order, order.begin() + world.random.between(0, static_cast<std::int64_t>(order.size()) - 1));
            return me.ask(OrderAgenda{{order}});
        }
        case 3: return me.ask(AddActivity{{.id = world.random.id<ActivityId>(), .title = words("one more"), .groups = {}, .config = ProposalsConfig{}}, {}});
        default:
            if (me.screen().desk && me.screen().desk->undo) me.ask(Undo{*me.screen().desk->undo});
    }
}

}  // namespace

RoomPlan workshop(Random& random) {
    RoomPlan plan{.title = words("A workshop")};
    for (auto const& key : groups) plan.groups.value.push_back({key, {.ar = {}, .fr = {}, .en = Text<1, 80>{key.value}}});
    List<Item, 50> const options{{option(random, "a"), option(random, "b"), option(random, "c")}};
    auto const add = [&](std::string name, ActivityConfig config, std::vector<Key> who = {}) {
        plan.activities.value.push_back({.id = random.id<ActivityId>(), .title = words(std::move(name)), .groups = {std::move(who)}, .config = std::move(config)});
    };
    add("ideas", ProposalsConfig{.moderated = random.chance(30), .per_participant_max = {3}});
    add("live", ChoiceConfig{.options = options, .choices_max = {2}, .abstain = true, .live_results = true});
    add("blind", ChoiceConfig{.options = options, .choices_min = {1}, .choices_max = {1}}, {groups[0], groups[1]});
    add("dots", DotsConfig{.source = ItemSource::given, .items = {options.value}, .budget = {6}, .per_item_max = {3}});
    add("impact", ImpactConfig{.items = {options.value}, .steps = {3}});
    add("dots on ideas", DotsConfig{.source = ItemSource::proposals, .items = {}, .budget = {4}, .per_item_max = {2}, .live_results = true});
    add("clusters", ClustersConfig{});
    add("dots on clusters", DotsConfig{.source = ItemSource::clusters, .items = {}, .budget = {9}, .per_item_max = {3}, .quadratic = true});
    add("words", WordsConfig{});
    add("statements", StatementsConfig{.items = {options.value}});
    add("questions", QuestionsConfig{.moderated = random.chance(30)});
    auto questions = options;
    questions.value[0].answers.emplace().value.resize(3, Label{.ar = {}, .fr = {}, .en = Text<1, 80>{"this"}});
    FormConfig form{.items = {questions.value}, .use = FormUse::pre_test, .paced = random.chance(50), .steps = {3}};
    form.key.emplace().value = {{2}, {0}, {0}};
    add("pre-test", form);
    form.use = FormUse::post_test;
    form.before = plan.activities.value.back().id;
    add("post-test", form);
    add("materials", MaterialsConfig{{{Block{.heading = words("to read"), .text = {}, .image = {}, .image_says = {}, .link = {}}}}});
    if (random.chance(50)) {
        plan.settings.named = true;
        plan.settings.certificate = CertificateRule{.percent = {20}, .hours = {}};
    }
    add("motion", MotionConfig{.quorum = {.num = {1}, .den = {3}, .strictly = false}, .majority = {.tie = TieRule::chair}, .roll_call = random.chance(50)}, {groups[0], groups[1]});
    return plan;
}

void participant(World& world, Client& me) {
    if (!me.seat()) {
        if (me.pending() == 0) me.ask(Join{.group = world.random.pick(groups), .name = Text<1, 40>{"Salma"}});
        return;
    }
    auto const open = open_ones(me.screen());
    if (open.empty() || me.pending() > pending_patience) return;
    if (world.random.chance(5) && me.screen().own && !me.screen().own->roll) return me.ask(UseSlip{slip_of(world.random.between(1, 7))});
    if (world.random.chance(5)) return me.ask(AskFloor{world.random.chance(70), world.random.chance(30)});
    auto const& activity = *world.random.pick(open);
    if (std::holds_alternative<ProposalsConfig>(activity.plan.config) || std::holds_alternative<QuestionsConfig>(activity.plan.config)) propose(world, me, activity);
    else vote(world, me, activity);
}

void facilitator(World& world, Client& me) {
    auto const& screen = me.screen();
    if (screen.activities.empty() || me.pending() > pending_patience) return;
    if (screen.room.phase == RoomPhase::prepared) return me.ask(StartRoom{});
    auto const dice = world.random.between(0, 99);
    if (dice < 10) return moderate(world, me);
    if (dice < 15) return sort_proposals(world, me);
    if (dice < 28) return run_the_room(world, me);
    if (dice < 40) return keep_the_roll(world, me);
    if (dice < 44) return keep_the_floor(world, me);
    if (dice < 48) return train(world, me);
    // Mostly something is open, or there is nothing to vote on.
    auto const all = pointers(screen.activities);
    if (open_ones(screen).size() < 2) return me.ask(OpenActivity{world.random.pick(all)->plan.id, some_seconds(world)});
    steer(world, me, *world.random.pick(all));
}

}  // namespace warsha::simulation
