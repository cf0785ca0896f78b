#include "room/hall.hpp"

#include <stdexcept>

#include "protocol/codec.hpp"
#include "room/secrets.hpp"

namespace warsha {
namespace {

std::unique_ptr<Journal> memory_journal(simulation::World& world, RoomId) {
    return make_memory_journal([&world](RoomId, std::function<void()> what) { world.later(0, std::move(what)); }, [&world] { return world.now(); });
}

}  // namespace

Hall::Hall(Options made) : config(std::move(made.config)) {
    has_peers = made.has_peers;
    config.join_url = "http://hall/j/123456";
    random(config.server_key.data(), config.server_key.size());
    random(config.room_key.bytes.data(), config.room_key.bytes.size());
    for (int i = 0; i < 3; ++i) options.push_back(world.random.id<ItemId>());
    world.has_faults = false;
    journal = made.journal ? made.journal(world, id) : memory_journal(world, id);
    journal->create_room(id, "123456", [](bool) {});
    std::vector<Event> events{RoomCreated{id, "123456", plan(made.settings)}};
    events.push_back(issue(facilitator_link, LinkRole::facilitator));
    events.push_back(issue(wall_link, LinkRole::wall));
    append(BySystem{}, std::move(events));
    if (made.started) append(BySystem{}, {RoomStarted{}, ActivityOpened{ideas, 1, {}, {}}, ActivityOpened{blind, 1, {}, {}}, ActivityOpened{live, 1, {}, {}}});
    restart();
}

RoomPlan Hall::plan(RoomSettings settings) const {
    RoomPlan plan{.title = words("A workshop"), .settings = settings};
    ChoiceConfig choice{.choices_max = {1}};
    for (auto const& option : options) choice.options.value.push_back({option, words("option"), {}});
    plan.activities.value.push_back({ideas, words("ideas"), {}, ProposalsConfig{}});
    plan.activities.value.push_back({blind, words("blind"), {}, choice});
    choice.live_results = true;
    plan.activities.value.push_back({live, words("live"), {}, choice});
    return plan;
}

LinkIssued Hall::issue(LinkSecret& secret, LinkRole role) {
    secret.link = world.random.id<LinkId>();
    random(secret.secret.data(), secret.secret.size());
    return {secret.link, role, sha256({reinterpret_cast<char const*>(secret.secret.data()), secret.secret.size()}), {}};
}

void Hall::append(Author by, std::vector<Event> events) {
    auto const top = journal->rooms().front().top;
    bool done = false;
    journal->append(id, 1, ExactPosition{top}, {seal({.actor = std::move(by), .cid = world.random.id<Cid>(), .events = std::move(events)}, config.room_key)},
                    [&](AppendOutcome const& outcome) { done = std::holds_alternative<Appended>(outcome); });
    pass(5'000);
    if (!done) throw std::logic_error("the journal did not take the entry");
}

void Hall::restart() {
    room.reset();
    audiences_.clear();
    RoomEvents events{.on_closed = [this] { ++closings; }, .on_failed = [this](std::string const& why) { failures.push_back(why); }};
    if (has_peers) events.tell_peers = [this](News const& one) { news.push_back(one); };
    room = std::make_unique<Room>(id, *journal, *this, *this, config, std::move(events));
}

SessionId Hall::connect(Hello const& hello) {
    SessionId const session{++sessions_};
    room->hello(session, hello);
    return session;
}

SessionId Hall::seated(std::optional<Cid> cid) {
    auto const session = phone();
    ask(session, Join{}, cid);
    if (!last<Seated>(session)) throw std::logic_error("no seat was given");
    return session;
}

Cid Hall::say(SessionId session, Command command, std::optional<Cid> cid) {
    auto const made = cid.value_or(world.random.id<Cid>());
    room->receive(session, {made, std::move(command)});
    return made;
}

Cid Hall::ask(SessionId session, Command command, std::optional<Cid> cid) {
    auto const made = say(session, std::move(command), cid);
    for (int i = 0; i < 400 && !receipt(session, made) && !refusal(session, made) && !closed(session); ++i) pass(25);
    pass(0);
    return made;
}

Command Hall::ballot(ActivityId activity, int option, std::uint32_t revision) const {
    return CastBallot{.activity = activity, .round = {1}, .revision = {revision}, .marks = {{{options.at(static_cast<std::size_t>(option)), {1}}}}};
}

std::optional<Position> Hall::receipt(SessionId session, Cid cid) const {
    std::optional<Position> found;
    for (auto const& one : all<Receipt>(session))
        if (one.cid == cid) found = one.position;
    return found;
}

std::optional<Reject> Hall::refusal(SessionId session, Cid cid) const {
    std::optional<Reject> found;
    for (auto const& one : all<Rejection>(session))
        if (one.cid == cid) found = one.code;
    return found;
}

std::optional<CloseCode> Hall::closed(SessionId session) const {
    auto const found = closed_.find(session);
    return found == closed_.end() ? std::nullopt : std::optional(found->second);
}

void Hall::broadcast(RoomId, Audience audience, Frame frame, int) {
    for (auto const& [session, mine] : audiences_)
        if (mine == audience) send(session, frame);
}

void Hall::send(SessionId session, Frame frame) {
    auto decoded = decode_server_message(*frame);
    if (!decoded) throw std::logic_error("the room said what no client understands: " + *frame);
    told_[session].push_back(std::move(*decoded));
    frames_[session].push_back(std::move(frame));
}

void Hall::admit(SessionId session, RoomId, Audience audience, Role) { audiences_[session] = audience; }

void Hall::close(SessionId session, CloseCode code) {
    closed_[session] = code;
    audiences_.erase(session);
}

}  // namespace warsha
