// Who is connected: links and tickets proved, seats taken, released and moved.

#include <algorithm>

#include "room/room_impl.hpp"

namespace warsha {
namespace {

constexpr std::size_t sessions_per_seat_max = 4;
constexpr std::int64_t come_back_each_ms = 2, come_back_usual_ms = 500, come_back_max_ms = 20'000;  // SPEC X2
constexpr std::int64_t lost_seat_patience_ms = 60'000;

bool is_same(Hash const& a, Hash const& b) { return same_secret(a.value.data(), b.value.data(), a.value.size()); }

}  // namespace

std::optional<std::int64_t> Room::Impl::come_back_ms() const {
    auto const wide = come_back_each_ms * static_cast<std::int64_t>(sessions.size());
    return wide > come_back_usual_ms ? std::optional(std::min(wide, come_back_max_ms)) : std::nullopt;
}

std::optional<Session> Room::Impl::identify(Hello const& hello, std::optional<LinkId> proven, CloseCode& wrong) {
    wrong = CloseCode::bad_ticket;
    if (hello.role == Role::facilitator || hello.role == Role::wall) return identify_link(hello, proven, wrong);
    if (hello.seat && hello.role == Role::participant) return identify_seat(hello, wrong);
    return Session{.role = hello.role, .audience = audience_of(hello.role), .seat = {}, .link = {}};
}

std::optional<Session> Room::Impl::identify_link(Hello const& hello, std::optional<LinkId> proven, CloseCode& wrong) const {
    if (!hello.link && !proven) return std::nullopt;
    auto const link = state.links.find(hello.link ? hello.link->link : *proven);
    if (link == state.links.end()) return std::nullopt;
    if (hello.link && !is_same(sha256({reinterpret_cast<char const*>(hello.link->secret.data()), hello.link->secret.size()}), link->second.secret_hash)) return std::nullopt;
    wrong = CloseCode::removed;
    bool const is_wall = link->second.role == LinkRole::wall;
    if (link->second.revoked || is_wall != (hello.role == Role::wall)) return std::nullopt;
    return Session{.role = hello.role, .audience = audience_of(hello.role), .seat = {}, .link = link->first};
}

std::optional<Session> Room::Impl::identify_seat(Hello const& hello, CloseCode& wrong) {
    auto const* const seat = state.find(hello.seat->participant);
    if (!seat || is_of_a_later_move(*hello.seat, seat->generation)) {
        if (may_come_again(*hello.seat)) wrong = CloseCode::reset;
        return std::nullopt;
    }
    auto const& given = hello.seat->ticket;
    if (!is_same(given, ticket_of(config.server_key, id, seat->id, seat->generation))) {
        for (std::uint32_t older = 0; older < seat->generation; ++older)
            if (is_same(given, ticket_of(config.server_key, id, seat->id, older))) wrong = CloseCode::replaced;  // the seat moved on: say so
        return std::nullopt;
    }
    wrong = CloseCode::removed;
    if (seat->removed) return std::nullopt;
    return Session{.role = hello.role, .audience = audience_of(hello.role), .seat = seat->id, .link = {}};
}

bool Room::Impl::is_ticket(SeatTicket const& given, std::uint32_t generation) const {
    return is_same(given.ticket, ticket_of(config.server_key, id, given.participant, generation));
}

bool Room::Impl::is_of_a_later_move(SeatTicket const& given, std::uint32_t generation) const {
    return events.tell_peers && (is_ticket(given, generation + 1) || is_ticket(given, generation + 2));
}

/// The ticket is ours, and what it was given for is not here: the store lost it, and the node that still has it will record it again.
/// That takes as long as that node is away; after that nobody has it.
bool Room::Impl::may_come_again(SeatTicket const& given) {
    auto const* const seat = state.find(given.participant);
    bool const is_ours = seat || is_ticket(given, 0) || is_ticket(given, 1) || is_ticket(given, 2);
    if (!events.tell_peers || !is_ours) return false;
    auto const since = lost_seats.try_emplace(given.participant, clockwork.now()).first->second;
    return clockwork.now() - since < lost_seat_patience_ms;
}

/// It was on another node, and what it saw there has not come here yet.
bool Room::Impl::has_seen_more(Hello const& hello) const {
    return hello.resume && std::pair(hello.resume->epoch, hello.resume->offset) > std::pair(state.epoch, state.offset);
}

/// A seat or a link may have been made on another node a moment ago: nobody is turned away, or shown the past, before the room has looked.
void Room::Impl::hello(SessionId session, Hello const& hello, std::optional<LinkId> proven, bool is_fresh) {
    CloseCode wrong{};
    auto identified = identify(hello, proven, wrong);
    if ((!identified || has_seen_more(hello)) && events.tell_peers && !is_fresh)
        return journal.refresh(id, [this, weak = std::weak_ptr(alive), session, hello, proven] {
            if (weak.expired()) return;
            guarded([&] {
                catch_up();
                this->hello(session, hello, proven, true);
            });
        });
    if (!identified) return delivery.close(session, wrong);
    identified->order = ++arrivals;
    auto const seat = identified->seat;
    sessions[session] = *identified;
    delivery.admit(session, id, identified->audience, identified->role);
    if (seat) take_seat(session, *seat);
    welcome(session, hello.resume);
    presence_changed();
}

void Room::Impl::take_seat(SessionId session, ParticipantId seat) {
    auto& mine = sessions.at(session);
    if (mine.seat && *mine.seat != seat) {
        auto const before = sessions_of_seat.find(*mine.seat);
        before->second.erase(session);
        if (before->second.empty()) sessions_of_seat.erase(before);
    }
    mine.seat = seat;
    for (auto& [activity, voters] : voters_here) voters.emplace(pseudonym(activity, voter_of(activity, seat)), seat);
    auto& all = sessions_of_seat[seat];
    all.insert(session);
    if (all.size() > sessions_per_seat_max)
        close(*std::ranges::min_element(all, {}, [&](SessionId one) { return sessions.at(one).order; }), CloseCode::replaced);
}

bool Room::Impl::can_resume(std::optional<Position> const& from) const {
    if (!from || from->epoch != state.epoch || from->offset == 0 || from->offset > state.offset) return false;
    if (digests[from->offset - 1] != from->digest || from->offset <= config.no_resume_until) return false;
    return state.offset - from->offset <= config.resume_entries_max;
}

/// Also when a session has lost what was under way to it: the second welcome makes its outbox ask again for lost answers.
void Room::Impl::welcome(SessionId session, std::optional<Position> const& resume) {
    flush();  // what is recorded goes out to the others first; this one gets it with its view
    auto const& mine = sessions.at(session);
    bool const resumed = can_resume(resume);
    send(session, Welcome{.role = mine.role, .resumed = resumed, .server_time = clockwork.now(),
                          .own = mine.seat ? std::optional(own_view(*mine.seat)) : std::nullopt,
                          .link_role = mine.link ? std::optional(state.links.at(*mine.link).role) : std::nullopt});
    if (resumed) send_changes(session, resume->offset);
    else send_view(session);
    send_presence_to(session, mine.audience);
    if (mine.audience == Audience::facilitators && storage != Storage{}) send(session, storage);
    if (mine.audience == Audience::facilitators && unusual != Unusual{}) send(session, unusual);
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

void Room::Impl::close(SessionId session, CloseCode code) {
    gone(session);
    delivery.close(session, code);
}

void Room::Impl::close_seat(ParticipantId seat, CloseCode code, std::optional<SessionId> except) {
    auto const found = sessions_of_seat.find(seat);
    if (found == sessions_of_seat.end()) return;
    for (auto const session : std::set(found->second))
        if (session != except) close(session, code);
}

void Room::Impl::close_link(LinkId link) {
    std::vector<SessionId> held;
    for (auto const& [session, who] : sessions)
        if (who.link == link) held.push_back(session);
    for (auto const session : held) close(session, CloseCode::removed);
}

}  // namespace warsha
