#include "simulation/client.hpp"

#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"

namespace warsha::simulation {
namespace {

/// Broadcast frames are shared by many clients: understood once.
std::shared_ptr<ServerMessage const> understand(World& world, Frame const& frame) {
    static thread_local std::map<Frame, std::shared_ptr<ServerMessage const>> known;
    if (known.size() > 256) known.clear();
    auto& message = known[frame];
    if (message) return message;
    auto decoded = decode_server_message(*frame);
    if (!decoded) {
        world.violated("a server message is not understood at " + decoded.error().where + ": " + decoded.error().what);
        return message = std::make_shared<ServerMessage const>(Pong{});
    }
    return message = std::make_shared<ServerMessage const>(std::move(*decoded));
}

}  // namespace

Client::Client(World& world, Entrance entrance, Config config) : world_(world), entrance_(std::move(entrance)), config_(std::move(config)) {}

void Client::begin() {
    for (int tab = 0; tab < config_.tabs; ++tab) connect(tab);
    tick();
    think();
}

void Client::connect(int tab) {
    auto& at = tabs_[static_cast<std::size_t>(tab)];
    if (asleep_ || at.stopped || (at.wire && at.wire->is_open_for_client())) return;
    at.welcomed = false;
    at.server = &entrance_(*this, tab);
    at.is_first_position = true;
    at.here = {};
    at.wire = at.server->connect({
        .opened = [this, tab] { opened(tab); },
        .received = [this, tab](Frame const& frame) { received(tab, frame); },
        .closed = [this, tab](CloseCode code) { closed(tab, code, tabs_[static_cast<std::size_t>(tab)].welcomed); }});
}

void Client::opened(int tab) {
    auto const& at = tabs_[static_cast<std::size_t>(tab)];
    Hello const hello{.role = config_.role, .seat = seat_, .link = config_.link,
                      .resume = at.screen.position.offset > 0 ? std::optional(at.screen.position) : std::nullopt};
    at.wire->up(encode(ClientMessage{hello}));
}

void Client::received(int tab, Frame const& frame) {
    auto const message = understand(world_, frame);
    look(tab, *message);
    evolve(tabs_[static_cast<std::size_t>(tab)].screen, *message);
    std::visit(Overloaded{
        [&](Welcome const& m) {
            resumed_ += m.resumed;
            tabs_[static_cast<std::size_t>(tab)].welcomed = true;
            if (tab == 0) feed(outbox::Online{});
        },
        [&](Seated const& m) { seated(tab, m.seat); },
        [&](SeatOffered const& m) { offered_code = m.code; },
        [&](Receipt const& m) { feed(outbox::Recorded{m.cid}); },
        [&](Rejection const& m) { feed(outbox::Refused{m.cid, m.code, m.retry_after_ms.value_or(0)}); },
        [](auto const&) {},
    }, *message);
}

/// Storage is shared: the other tab comes back with the seat.
void Client::seated(int tab, SeatTicket const& seat) {
    bool const is_new = !seat_ || seat_->ticket != seat.ticket;
    seat_ = seat;
    for (int other = 0; is_new && other < config_.tabs; ++other)
        if (other != tab) cut(other);
}

/// The checker's eyes: before the phone does anything with it.
void Client::look(int tab, ServerMessage const& message) {
    std::visit(Overloaded{
        [&](View const& m) { note_position(tab, m.position); },
        [&](Changes const& m) { note_position(tab, m.position); },
        [&](Receipt const& m) { made_.at(m.cid).receipts.push_back(m.position); },
        [&](Rejection const& m) { made_.at(m.cid).refusals.push_back(m.code); },
        [](auto const&) {},
    }, message);
}

void Client::note_position(int tab, Position const& position) {
    auto& at = tabs_[static_cast<std::size_t>(tab)];
    std::pair const now{position.epoch, position.offset};
    bool const is_first = std::exchange(at.is_first_position, false);
    auto const before = [&](std::pair<Epoch, Offset> const& seen) {
        return config_.name + " saw position " + std::to_string(now.second) + " of epoch " + std::to_string(now.first) + " after " + std::to_string(seen.second) + " of " + std::to_string(seen.first);
    };
    // On one connection nothing ever goes back. A server that is cut off shows what it has to whoever comes; others look first.
    if (now < at.here) world_.violated(before(at.here));
    if (is_first && now < at.highest) shown_the_past_.push_back({at.highest.first, at.server, world_.now(), before(at.highest)});
    at.here = std::max(at.here, now);
    at.highest = std::max(at.highest, now);
    told_[now] = position.digest;
}

void Client::closed(int tab, CloseCode code, bool was_welcomed) {
    auto& at = tabs_[static_cast<std::size_t>(tab)];
    world_.trace(config_.name, " tab ", static_cast<std::int64_t>(tab), " loses its socket: ", static_cast<std::int64_t>(code));
    at.welcomed = false;
    if (code == CloseCode::reset) at.screen.position = {};
    if (tab == 0) feed(outbox::Offline{});
    // A fifth session took this one's place: the person taps "come back". Closed before the welcome: the seat is elsewhere now.
    bool const taps = code == CloseCode::replaced && was_welcomed;
    if (reaction(code) == Reaction::stop && !taps) {
        at.stopped = code;
        return;
    }
    world_.later(world_.random.between(0, 2'000), [this, tab] { connect(tab); });
}

void Client::cut(int tab) {
    auto const& wire = tabs_[static_cast<std::size_t>(tab)].wire;
    if (wire) wire->cut();
}

void Client::sleep(std::int64_t for_ms) {
    if (asleep_) return;
    world_.trace(config_.name, " sleeps for ", for_ms);
    asleep_ = true;
    for (int tab = 0; tab < config_.tabs; ++tab) cut(tab);
    world_.later(for_ms, [this] {
        asleep_ = false;
        for (int tab = 0; tab < config_.tabs; ++tab) connect(tab);
    });
}

void Client::reload() {
    world_.trace(config_.name, " reloads");
    for (int tab = 0; tab < config_.tabs; ++tab) {
        cut(tab);
        tabs_[static_cast<std::size_t>(tab)].screen = {};
    }
    outbox_ = {.online = false, .pending = saved_};
}

void Client::ask(Command command, std::string lane) {
    auto const cid = world_.random.id<Cid>();
    auto body = encode(command);
    world_.trace(config_.name, " makes ", body);
    made_[cid] = {.command = std::move(command), .seat = seat()};
    feed(outbox::Enqueue{cid, std::move(body), std::move(lane)});
}

std::uint32_t Client::next_revision(ActivityId activity, std::uint32_t round) {
    auto& last = revisions_[{activity, round}];
    for (int tab = 0; tab < config_.tabs; ++tab)
        if (auto const& own = screen(tab).own)
            for (auto const& ballot : own->ballots)
                if (ballot.activity == activity && ballot.round == round) last = std::max(last, ballot.revision);
    return ++last;
}

void Client::feed(outbox::Input const& input) {
    auto [state, effects] = outbox::step(std::move(outbox_), input, world_.now() + clock_off_ms_);
    outbox_ = std::move(state);
    for (auto const& effect : effects) {
        if (std::holds_alternative<outbox::Save>(effect)) saved_ = outbox_.pending;
        else if (auto const* const send = std::get_if<outbox::Send>(&effect)) transmit(*send);
    }
}

/// Now and then twice, on the same socket or through the other tab.
void Client::transmit(outbox::Send const& send) {
    auto const text = R"({"body":)" + send.body + R"(,"cid":")" + text_of(send.cid) + R"(","type":"command"})";
    auto const copies = world_.has_faults && world_.random.chance(15) ? 2 : 1;
    for (int copy = 0; copy < copies; ++copy) {
        bool const other_can = tabs_[1].welcomed && tabs_[1].screen.own.has_value() == seat_.has_value();
        auto const& tab = tabs_[copy > 0 && other_can && world_.random.chance(50) ? 1 : 0];
        ++made_.at(send.cid).sent;
        tab.wire->up(text);
    }
}

void Client::tick() {
    if (!asleep_) feed(outbox::Tick{});
    world_.later(1'000, [this] { tick(); });
}

void Client::think() {
    if (!world_.has_faults) return;      // the workshop is over; what is pending is still to be answered
    if (!asleep_ && !has_stopped()) config_.think(*this);
    world_.later(world_.random.between(config_.pace_ms / 25, config_.pace_ms), [this] { think(); });
}

}  // namespace warsha::simulation
