#include "simulation/server.hpp"

#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"
#include "room/secrets.hpp"

namespace warsha::simulation {

Server::Server(World& world, SimJournal& journal, RoomId room, RoomConfig config)
    : world_(world), journal_(journal), id_(room), config_(std::move(config)) {}

void Server::start() {
    if (room_) return;
    RoomEvents events{.on_closed = [this] { archive(); }, .on_failed = [this](std::string const& why) { world_.violated("the room failed: " + why); }};
    try {
        room_ = std::make_unique<Room>(id_, journal_, *this, *this, config_, std::move(events));
    } catch (std::exception const& error) {
        return world_.violated(std::string("the room does not load: ") + error.what());
    }
    world_.trace("server up at ", room_->position().offset);
    if (room_->state().phase == RoomPhase::closed && !room_->state().bundle) archive();
}

void Server::kill() {
    if (!room_) return;
    ++kills_;
    world_.trace("server killed at ", room_->position().offset);
    room_.reset();
    archiving_.reset();
    journal_.crash();
    for (auto const& [session, wire] : wires_) wire->server_died();
    wires_.clear();
    world_.later(world_.random.between(100, 3'000), [this] { start(); });
}

std::shared_ptr<Wire> Server::connect(Client client) {
    SessionId const session{++sessions_};
    auto const wire = std::make_shared<Wire>(world_, session, Wire::Ends{
        .at_server = [this, session](std::string const& text) { receive(session, text); },
        .server_closed = [this, session] {
            if (room_) room_->gone(session);
            wires_.erase(session);
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
    archiving_ = world_.after(world_.random.between(10, 500), [this] { if (room_) room_->archived(sha256("the bundle")); });
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
    auto& wire = *wires_.at(session);
    wire.admitted = true;
    wire.audience = audience;
}

void Server::close(SessionId session, CloseCode code) {
    world_.trace("session ", session.value, " is closed with ", static_cast<std::int64_t>(code));
    if (auto const wire = wires_.find(session); wire != wires_.end()) wire->second->close_from_server(code);
}

void Server::close_all(RoomId, CloseCode code) {
    for (auto const& [session, wire] : wires_) wire->close_from_server(code);
}

}  // namespace warsha::simulation
