#include "room/room.hpp"

#include <algorithm>
#include <stdexcept>

#include "protocol/codec_impl.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {
constexpr std::size_t sessions_per_seat_max = 4;
constexpr std::uint32_t state_format = 1;
}  // namespace

Room::Impl::Impl(RoomId room, Journal& j, Delivery& d, Clockwork& c, RoomConfig made_config, RoomEvents made_events)
    : id(room), journal(j), delivery(d), clockwork(c), config(std::move(made_config)), events(std::move(made_events)) {
    tick_ms = config.tally_interval_ms;
}

/// The saved state is a cache: it is used only where the verified chain has its digest at its offset.
void Room::Impl::load() {
    auto const read = journal.read(id, 0, entries_max + 1000);
    if (read.damage)
        throw std::runtime_error("the journal is damaged at entry " + std::to_string(read.damage->first_bad) + ": " + read.damage->what);
    for (auto const& entry : read.entries) digests.push_back(entry.digest);

    Offset from = 0;
    if (auto const saved = journal.latest_state(id); saved && saved->format == state_format && saved->position.offset > 0 &&
                                                     saved->position.offset <= digests.size() && digests[saved->position.offset - 1] == saved->position.digest) {
        if (auto decoded = decode_value<RoomState>(saved->state)) {
            state = std::move(*decoded);
            from = saved_at = saved->position.offset;
        }
    }
    for (auto const& entry : read.entries)
        if (entry.offset > from) state.apply(open(entry));
    arm_deadlines();
    loading = false;
    following = journal.follow(id, state.offset, [this](Stored const& stored) { guarded([&] { advance(stored); }); });
}

std::optional<Session> Room::Impl::identify(Hello const& hello, CloseCode& wrong) const {
    Session session{.role = hello.role, .audience = audience_of(hello.role), .seat = {}, .link = {}};
    wrong = CloseCode::bad_ticket;
    if (hello.role == Role::facilitator || hello.role == Role::wall) {
        if (!hello.link) return std::nullopt;
        auto const link = state.links.find(hello.link->link);
        auto const given = sha256({reinterpret_cast<char const*>(hello.link->secret.data()), hello.link->secret.size()});
        if (link == state.links.end() || !same_secret(given.value.data(), link->second.secret_hash.value.data(), 32)) return std::nullopt;
        wrong = CloseCode::removed;
        if (link->second.revoked || link->second.role != (hello.role == Role::wall ? LinkRole::wall : LinkRole::facilitator)) return std::nullopt;
        session.link = link->first;
        return session;
    }
    if (!hello.seat || hello.role == Role::observer) return session;
    auto const* const seat = state.find(hello.seat->participant);
    if (!seat) return std::nullopt;
    auto const ticket = ticket_of(config.server_key, id, seat->id, seat->generation);
    if (!same_secret(ticket.value.data(), hello.seat->ticket.value.data(), 32)) {
        auto const older = [&](std::uint32_t generation) { return ticket_of(config.server_key, id, seat->id, generation) == hello.seat->ticket; };
        for (std::uint32_t generation = 0; generation < seat->generation; ++generation)
            if (older(generation)) wrong = CloseCode::replaced;  // the seat moved on: say so
        return std::nullopt;
    }
    wrong = CloseCode::removed;
    if (seat->removed) return std::nullopt;
    session.seat = seat->id;
    return session;
}

void Room::Impl::hello(SessionId session, Hello const& hello) {
    CloseCode wrong{};
    auto identified = identify(hello, wrong);
    if (!identified) return delivery.close(session, wrong);
    identified->order = ++arrivals;
    sessions[session] = *identified;
    delivery.admit(session, id, identified->audience, identified->role);
    if (identified->seat) take_seat(session, *identified->seat);
    welcome(session, hello);
    presence_changed();
}

void Room::Impl::take_seat(SessionId session, ParticipantId seat) {
    auto& mine = sessions.at(session);
    if (mine.seat && *mine.seat != seat) sessions_of_seat[*mine.seat].erase(session);
    mine.seat = seat;
    auto& all = sessions_of_seat[seat];
    all.insert(session);
    if (all.size() <= sessions_per_seat_max) return;
    auto const oldest = *std::ranges::min_element(all, {}, [&](SessionId one) { return sessions.at(one).order; });
    gone(oldest);
    delivery.close(oldest, CloseCode::replaced);
}

void Room::Impl::welcome(SessionId session, Hello const& hello) {
    flush();  // what is recorded goes out to the others first; this one gets it with its view
    auto const& mine = sessions.at(session);
    bool const can_resume = hello.resume && hello.resume->epoch == epoch && hello.resume->offset > 0 && hello.resume->offset <= state.offset &&
                            digests[hello.resume->offset - 1] == hello.resume->digest && state.offset - hello.resume->offset <= config.resume_entries_max &&
                            (hello.resume->offset == state.offset || (!recent.empty() && recent.front().first <= hello.resume->offset + 1));
    send(session, Welcome{.role = mine.role, .resumed = can_resume, .server_time = clockwork.now(), .own = mine.seat ? std::optional(own_view(*mine.seat)) : std::nullopt});
    if (can_resume) send_changes(session, mine.audience, hello.resume->offset);
    else send_view(session, mine.audience);
    send_presence_to(session, mine.audience);
}

void Room::Impl::gone(SessionId session) {
    auto const found = sessions.find(session);
    if (found == sessions.end()) return;
    if (found->second.seat) {
        auto& all = sessions_of_seat[*found->second.seat];
        all.erase(session);
        if (all.empty()) sessions_of_seat.erase(*found->second.seat);
    }
    sessions.erase(found);
    presence_changed();
}

void Room::Impl::close_seat(ParticipantId seat, CloseCode code, std::optional<SessionId> except) {
    auto const found = sessions_of_seat.find(seat);
    if (found == sessions_of_seat.end()) return;
    auto const all = found->second;
    for (auto const session : all) {
        if (session == except) continue;
        gone(session);
        delivery.close(session, code);
    }
}

void Room::Impl::close_link(LinkId link) {
    std::vector<SessionId> all;
    for (auto const& [session, who] : sessions)
        if (who.link == link) all.push_back(session);
    for (auto const session : all) {
        gone(session);
        delivery.close(session, CloseCode::removed);
    }
}

Room::Room(RoomId id, Journal& journal, Delivery& delivery, Clockwork& clockwork, RoomConfig config, RoomEvents events)
    : impl_(std::make_unique<Impl>(id, journal, delivery, clockwork, std::move(config), std::move(events))) {
    impl_->load();
}
Room::~Room() = default;

void Room::hello(SessionId session, Hello const& hello) {
    impl_->guarded([&] { impl_->hello(session, hello); });
}

void Room::receive(SessionId session, CommandMessage command) {
    impl_->guarded([&] {
        auto const found = impl_->sessions.find(session);
        if (found == impl_->sessions.end()) return;
        auto const& who = found->second;
        Request request{.session = session, .answer = {}, .actor = Visitor{}, .command = std::move(command)};
        if (who.link) request.actor = LinkActor{*who.link};
        else if (who.seat) request.actor = SeatActor{*who.seat};
        if (who.role == Role::observer) return impl_->refuse(request, Reject::forbidden);
        impl_->receive(std::move(request));
    });
}

void Room::ping(SessionId session, Ping ping) {
    impl_->guarded([&] { impl_->send(session, Pong{ping.t, impl_->clockwork.now()}); });
}

void Room::gone(SessionId session) {
    impl_->guarded([&] { impl_->gone(session); });
}

void Room::refresh(SessionId session) {
    impl_->guarded([&] {
        auto const found = impl_->sessions.find(session);
        if (found != impl_->sessions.end()) impl_->send_view(session, found->second.audience);
    });
}

void Room::submit(Actor actor, CommandMessage command, std::function<void(std::optional<Reject>)> answer) {
    impl_->guarded([&] { impl_->receive({.session = {}, .answer = std::move(answer), .actor = std::move(actor), .command = std::move(command)}); });
}

void Room::archived(Hash bundle) {
    impl_->guarded([&] {
        if (impl_->state.bundle) return;
        Entry entry{.epoch = impl_->epoch, .actor = BySystem{}, .cid = Cid{}, .events = {RoomArchived{bundle}}};
        std::copy(bundle.value.begin(), bundle.value.begin() + 16, entry.cid.value.begin());
        impl_->journal.append(impl_->id, impl_->epoch, SameAgenda{impl_->state.agenda_version}, {seal(entry, impl_->config.room_key)}, [](AppendOutcome const&) {});
    });
}

RoomState const& Room::state() const { return impl_->state; }
Position Room::position() const { return impl_->position(); }

std::optional<LinkRole> Room::check(LinkSecret const& secret) const {
    for (auto const role : {Role::facilitator, Role::wall}) {
        CloseCode wrong{};
        if (impl_->identify({.role = role, .seat = {}, .link = secret, .resume = {}}, wrong)) return role == Role::wall ? LinkRole::wall : LinkRole::facilitator;
    }
    return std::nullopt;
}

}  // namespace warsha
