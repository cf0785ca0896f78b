#include "room/room.hpp"

#include <algorithm>
#include <ranges>
#include <stdexcept>

#include "protocol/codec_impl.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

constexpr std::int64_t archive_retry_ms = 1'000;

[[noreturn]] void throw_damage(Damage const& damage) {
    throw std::runtime_error("the journal is damaged at entry " + std::to_string(damage.first_bad) + ": " + damage.what);
}

bool is_erasure(Event const& event) {
    return std::holds_alternative<ProposalErased>(event) || std::holds_alternative<NameErased>(event) || std::holds_alternative<WordsErased>(event);
}

/// The state knows only what its last undo changed; of one before that, inside a saved state, nobody does any more.
Touched whatever_an_undo_touched(RoomState const& room) {
    Touched all{.agenda = true, .desk = true, .clusters = true};
    for (auto const& [id, activity] : room.activities) all.activities.insert(id);
    for (auto const& [id, proposal] : room.proposals) {
        all.proposals.insert(id);
        all.owners.insert(proposal.author);
    }
    return all;
}

}  // namespace

Room::Impl::Impl(RoomId room, Journal& j, Delivery& d, Clockwork& c, RoomConfig made_config, RoomEvents made_events)
    : id(room), journal(j), delivery(d), clockwork(c), config(std::move(made_config)), events(std::move(made_events)) {}

/// The chain is read and verified from its first byte; only what the saved state does not hold is decoded and applied,
/// and the last entries once more for clients that resume.
void Room::Impl::load() {
    auto const read = journal.read(id, 0, entries_max + 1000);
    if (read.damage) throw_damage(*read.damage);
    auto const& chain = read.entries;
    for (auto const& entry : chain) digests.push_back(entry.digest);

    auto const from = restore_saved(chain);
    Offset const remembering = chain.size() > config.resume_entries_max ? chain.size() - config.resume_entries_max : 0;
    std::vector<Event> erasures;
    for (auto const& stored : chain) {
        if (stored.offset <= std::min(from, remembering)) continue;
        auto const entry = open(stored);
        if (stored.offset > from) state.apply(entry);
        if (stored.offset > remembering) remember(entry);
        if (stored.offset > remembering && stored.offset <= from && undoes(entry)) recent.back().touched.merge(whatever_an_undo_touched(state));
        for (auto const& event : entry.events)
            if (is_erasure(event)) erasures.push_back(event);
    }
    recent.push_back({state.offset, true, std::exchange(ticking, {})});  // what the last process may not have told any more
    dirty = {};
    for (auto const& [activity, at] : state.activities)
        if (at.control.phase == ActivityPhase::open) recent.back().touched.tallies.insert(activity);
    loading = false;
    for (auto const& erasure : erasures) after_event(erasure);  // the fact was recorded; the store may have missed the rest
    arm_deadlines();
    if (events.tell_peers) {
        unsigned char spread = 0;
        clockwork.random(&spread, 1);
        save_later_percent = spread % 100;
        beat();
    }
    following = journal.follow(id, state.offset, [this](Stored const& stored) { guarded([&] { advance(stored); }); });
}

/// The offset the state stands at. A saved state is a cache: it is used only where the verified chain has its digest at its offset.
Offset Room::Impl::restore_saved(std::vector<Stored> const& chain) {
    auto const saved = journal.latest_state(id);
    if (!saved || saved->format != state_format || saved->position.offset == 0 || saved->position.offset > chain.size()) return 0;
    if (chain[saved->position.offset - 1].digest != saved->position.digest) return 0;
    auto decoded = decode_value<RoomState>(saved->state);
    if (!decoded || decoded->offset != saved->position.offset) return 0;
    state = std::move(*decoded);
    for (auto const& stored : chain | std::views::take(state.offset)) state.commands.try_emplace(stored.cid, Recorded{stored.offset, check_of(stored)});
    return saved_at = saved->position.offset;
}

/// Recorded by the room itself, so asked again until the journal has it.
void Room::Impl::archived(Hash bundle) {
    archive_timer.reset();
    if (state.bundle) return;
    Entry entry{.epoch = state.epoch, .actor = BySystem{}, .cid = Cid{}, .events = {RoomArchived{bundle}}};
    // The same on every node. A bundle made anew may hold no byte that was erased, and so be the one recorded before: it is recorded again.
    auto name = bundle;
    do {
        std::copy_n(name.value.begin(), entry.cid.value.size(), entry.cid.value.begin());
        name = sha256({reinterpret_cast<char const*>(name.value.data()), name.value.size()});
    } while (state.commands.contains(entry.cid));
    auto const ask_again = [this, weak = std::weak_ptr(alive), bundle](AppendOutcome const& outcome) {
        if (weak.expired() || std::holds_alternative<Appended>(outcome)) return;
        archive_timer = clockwork.after(archive_retry_ms, [this, bundle] { guarded([&] { archived(bundle); }); });
    };
    journal.append(id, state.epoch, SameAgenda{state.agenda_version}, {seal(entry, config.room_key)}, ask_again);
}

Room::Room(RoomId id, Journal& journal, Delivery& delivery, Clockwork& clockwork, RoomConfig config, RoomEvents events)
    : impl_(std::make_unique<Impl>(id, journal, delivery, clockwork, std::move(config), std::move(events))) {
    impl_->load();
}
Room::~Room() = default;

void Room::hello(SessionId session, Hello const& hello, std::optional<LinkId> proven) {
    impl_->guarded([&] { impl_->hello(session, hello, proven); });
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
        if (who.seat && !impl_->within_rate(*who.seat)) return impl_->refuse(request, Reject::slow_down);
        impl_->receive(std::move(request));
    });
}

void Room::ping(SessionId session, Ping ping) {
    impl_->guarded([&] { impl_->send(session, Pong{ping.t, impl_->clockwork.now(), impl_->come_back_ms()}); });
}

void Room::signal(SessionId session, Signal signal) {
    impl_->guarded([&] { impl_->signal(session, signal.mood); });
}

void Room::gone(SessionId session) {
    impl_->guarded([&] { impl_->gone(session); });
}

void Room::refresh(SessionId session) {
    impl_->guarded([&] {
        if (impl_->sessions.contains(session)) impl_->welcome(session, std::nullopt);
    });
}

void Room::submit(Actor actor, CommandMessage command, std::function<void(std::optional<Reject>)> answer) {
    impl_->guarded([&] { impl_->receive({.session = {}, .answer = std::move(answer), .actor = std::move(actor), .command = std::move(command)}); });
}

void Room::archived(Hash bundle) {
    impl_->guarded([&] { impl_->archived(bundle); });
}

void Room::heard(NodeId from, News const& news) {
    impl_->guarded([&] { impl_->heard(from, news); });
}

template <class Told>
void Room::Impl::tell_facilitators(Told& known, Told const& now) {
    if (now == known) return;
    known = now;
    delivery.broadcast(id, Audience::facilitators, std::make_shared<std::string const>(encode(ServerMessage(now))));
}

void Room::storage_changed(Storage now) {
    impl_->guarded([&] { impl_->tell_facilitators(impl_->storage, now); });
}

void Room::unusual_changed(Unusual now) {
    impl_->guarded([&] { impl_->tell_facilitators(impl_->unusual, now); });
}

RoomState const& Room::state() const { return impl_->state; }
Position Room::position() const { return impl_->position(); }

std::optional<LinkRole> Room::role_of(LinkId link) const {
    auto const found = impl_->state.links.find(link);
    return found == impl_->state.links.end() || found->second.revoked ? std::nullopt : std::optional(found->second.role);
}

std::optional<LinkRole> Room::check(LinkSecret const& secret) const {
    for (auto const role : {Role::facilitator, Role::wall}) {
        CloseCode wrong{};
        if (impl_->identify({.role = role, .seat = {}, .link = secret, .resume = {}}, std::nullopt, wrong)) return impl_->state.links.at(secret.link).role;
    }
    return std::nullopt;
}

}  // namespace warsha
