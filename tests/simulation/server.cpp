#include "simulation/server.hpp"

#include <algorithm>

#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"
#include "room/secrets.hpp"

namespace warsha::simulation {

Server::Server(World& world, Store& store, RoomId room, RoomConfig config)
    : world_(world), store_(store), id_(room), config_(std::move(config)) {}

void Server::start() {
    if (is_running_) return;
    is_running_ = true;
    troubles_.push_back(world_.now());
    process_.begin();
    store_.open(process_, {
        .ready = [this] { if (!room_) load(0); },
        .mended = [this] { mended(); },
        .news = [this](NodeId from, News const& news) { if (room_) room_->heard(from, news); },
        .condition = [this](Condition const& now) {
            troubles_.push_back(world_.now());
            if (room_) room_->storage_changed(now.told);
        }});
}

void Server::load(Offset no_resume_until) {
    RoomEvents events{.on_closed = [this] { archive(); }, .on_failed = [this](std::string const& why) { process_.later(0, [this, why] { reload(why); }); }};
    if (auto* const cluster = store_.cluster()) events.tell_peers = [this, cluster](News const& news) { cluster->tell(id_, news); };
    auto config = config_;
    config.no_resume_until = no_resume_until;
    room_.reset();
    try {
        room_ = std::make_unique<Room>(id_, store_.journal(), *this, *this, config, std::move(events));
    } catch (std::exception const& error) {
        return world_.violated(std::string("the room does not load: ") + error.what());
    }
    world_.trace("server up at ", room_->position().offset);
    if (room_->state().phase == RoomPhase::closed && !room_->state().bundle) archive();
}

/// As the host: once. A room that fails again at the same entry would only repeat it. Where a mended history comes before the news of it,
/// a room that reads on finds that it does not continue its own.
void Server::reload(std::string const& why) {
    if (!room_) return;
    auto const head = room_->position().offset;
    bool const is_of_a_mend = why.find("does not continue the chain") != std::string::npos || why.find("not the one this room was loaded from") != std::string::npos;
    bool const is_due = may_fail_ || (store_.cluster() && is_of_a_mend);
    if (!is_due || failed_at_ == head) return world_.violated("the room failed: " + why);
    world_.trace("server loads its room anew: ", why);
    failed_at_ = head;
    load(head);
    close_all(id_, CloseCode::reset);
}

void Server::pause(std::int64_t for_ms) {
    process_.pause(for_ms);
    troubles_.insert(troubles_.end(), {world_.now(), world_.now() + for_ms});
}

bool Server::was_calm(UnixMillis at) const {
    constexpr std::int64_t before_ms = 8'000, after_ms = 3'000;
    return std::ranges::none_of(troubles_, [at](UnixMillis one) { return one > at - before_ms && one < at + after_ms; });
}

void Server::mended() {
    troubles_.push_back(world_.now());
    if (!room_) return;
    load(0);
    close_all(id_, CloseCode::reset);
}

void Server::kill(std::optional<std::int64_t> away_ms) {
    if (!is_running_) return;
    ++kills_;
    world_.trace("server killed at ", room_ ? room_->position().offset : 0);
    is_running_ = false;
    process_.end();
    process_.resume();
    room_.reset();
    archiving_.reset();
    store_.crash();
    for (auto const& [session, wire] : wires_) wire->server_died();
    wires_.clear();
    world_.later(away_ms.value_or(world_.random.between(100, 3'000)), [this, life = ++lives_] { if (life == lives_) start(); });
}

void Server::heal() {
    ++lives_;
    process_.resume();
    start();
}

std::shared_ptr<Wire> Server::connect(Client client) {
    SessionId const session{++sessions_};
    auto const wire = std::make_shared<Wire>(world_, session, Wire::Ends{
        .at_server = [this, session](std::string const& text) { process_.run([this, session, text] { receive(session, text); }); },
        .server_closed = [this, session] {
            process_.run([this, session] {
                if (room_) room_->gone(session);
                wires_.erase(session);
            });
        },
        .at_client = client.received,
        .client_closed = client.closed});
    if (is_up()) wires_[session] = wire;
    auto const opened = [wire, client] { if (wire->is_open_for_client()) client.opened(); };
    if (is_up()) world_.later(world_.random.between(2, 120), opened);
    else wire->server_died();
    return wire;
}

void Server::overflow_one() {
    if (wires_.empty()) return;
    auto const place = std::next(wires_.begin(), world_.random.between(0, static_cast<std::int64_t>(wires_.size()) - 1));
    place->second->overflow();
    world_.trace("session ", place->first.value, " overflows");
    world_.later(world_.random.between(0, 20), [this, session = place->first] { if (room_ && wires_.contains(session)) room_->refresh(session); });
}

void Server::receive(SessionId session, std::string const& text) {
    if (!room_ || !wires_.contains(session)) return;
    world_.trace("session ", session.value, " asks ", text);
    auto const message = decode_client_message(text, facilitator_bounds);
    if (!message) return world_.violated("a client's message is not understood at " + message.error().where + ": " + message.error().what);
    std::visit(Overloaded{
        [&](Hello const& m) { room_->hello(session, m); },
        [&](CommandMessage const& m) { room_->receive(session, m); },
        [&](Ping const& m) { room_->ping(session, m); },
        [&](Signal const& m) { room_->signal(session, m); },
    }, *message);
}

/// The host writes the bundle on another thread; here only its hash matters.
void Server::archive() {
    archiving_ = process_.after(world_.random.between(10, 500), [this] { if (room_) room_->archived(sha256("the bundle")); });
}

void Server::broadcast(RoomId, Audience audience, Frame frame, int replaces) {
    world_.trace("to all ", static_cast<std::int64_t>(audience), " ", *frame);
    for (auto const& [session, wire] : wires_)
        if (wire->admitted && wire->audience == audience) wire->down(frame, replaces);
}

void Server::send(SessionId session, Frame frame) {
    world_.trace("to session ", session.value, " ", *frame);
    if (auto const wire = wires_.find(session); wire != wires_.end()) wire->second->down(std::move(frame));
}

void Server::admit(SessionId session, RoomId, Audience audience, Role) {
    auto const found = wires_.find(session);
    if (found == wires_.end()) return;   // gone while the room looked whether it may come in
    found->second->admitted = true;
    found->second->audience = audience;
}

void Server::close(SessionId session, CloseCode code) {
    world_.trace("session ", session.value, " is closed with ", static_cast<std::int64_t>(code));
    if (auto const wire = wires_.find(session); wire != wires_.end()) wire->second->close_from_server(code);
}

void Server::close_all(RoomId, CloseCode code) {
    for (auto const& [session, wire] : wires_) wire->close_from_server(code);
}

}  // namespace warsha::simulation
