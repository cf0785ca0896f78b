// What goes out: encoded once per audience, counts in ticks, one shared view.

#include <algorithm>

#include "core/tally.hpp"
#include "protocol/codec.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

constexpr std::int64_t presence_interval_ms = 500;
constexpr int replaces_presence = 1'000'000;  // tallies are numbered by their place in the agenda

Frame frame_of(ServerMessage const& message) { return std::make_shared<std::string const>(encode(message)); }

bool is_empty(Touched const& t) { return !t.room && !t.agenda && !t.desk && t.activities.empty() && t.tallies.empty() && t.proposals.empty() && t.owners.empty(); }

}  // namespace

void Room::Impl::send(SessionId session, ServerMessage const& message) { delivery.send(session, frame_of(message)); }

/// Everything that changed since the last flush, one message per audience.
void Room::Impl::flush() {
    flush_timer.reset();
    if (!is_empty(ticking)) schedule_tick();
    if (is_empty(dirty)) return;
    auto const touched = std::exchange(dirty, {});
    for (auto const audience : audiences) {
        auto changes = project_changes(state, touched, audience, config.join_url);
        if (!changes.empty()) delivery.broadcast(id, audience, frame_of(Changes{position(), std::move(changes)}));
    }
    for (auto const& owner : touched.owners) send_own(owner);
}

/// First change at once, then at most one tick per interval; a slow fan-out stretches it to twice its own time.
void Room::Impl::schedule_tick() {
    if (tick_timer) return;
    auto const due = last_tick + tick_ms - clockwork.now();
    if (due <= 0) return tick();
    tick_timer = clockwork.after(due, [this] { guarded([&] { tick(); }); });
}

void Room::Impl::tick() {
    tick_timer.reset();
    auto const started = clockwork.now();
    auto touched = std::exchange(ticking, {});
    for (auto const& which : touched.tallies) {
        auto const* const activity = state.find(which);
        if (!activity || activity->rounds.empty()) continue;
        auto const place = static_cast<int>(std::ranges::find(state.agenda, which) - state.agenda.begin());
        for (auto const audience : audiences)
            delivery.broadcast(id, audience, frame_of(Tally{which, state.offset, project_round(state, *activity, activity->rounds.back(), audience)}), place);
    }
    auto const owners = std::exchange(touched.owners, {});
    touched.tallies.clear();
    if (!is_empty(touched))
        for (auto const audience : audiences) {
            auto changes = project_changes(state, touched, audience, config.join_url);
            if (!changes.empty()) delivery.broadcast(id, audience, frame_of(Changes{position(), std::move(changes)}));
        }
    for (auto const& owner : owners) send_own(owner);
    last_tick = clockwork.now();
    tick_ms = std::max(config.tally_interval_ms, 2 * (last_tick - started));
}

Frame Room::Impl::view_frame(Audience audience) {
    auto& [at, frame] = views[audience];
    if (!frame || at != state.offset) {
        frame = frame_of(View{position(), project_room(state, audience, config.join_url)});
        at = state.offset;
    }
    return frame;
}

void Room::Impl::send_view(SessionId session, Audience audience) { delivery.send(session, view_frame(audience)); }

/// The union of what the missed entries touched, as it is now.
void Room::Impl::send_changes(SessionId session, Audience audience, Offset since) {
    Touched missed;
    for (auto const& [offset, touched] : recent)
        if (offset > since) missed.merge(touched);
    missed.activities.insert(missed.tallies.begin(), missed.tallies.end());
    send(session, Changes{position(), project_changes(state, missed, audience, config.join_url)});
}

Pseudonym Room::Impl::pseudonym(ActivityId activity, ParticipantId seat) {
    auto const [place, is_new] = pseudonyms.try_emplace({activity, seat});
    if (is_new) place->second = pseudonym_of(config.room_key, activity, seat);
    return place->second;
}

OwnView Room::Impl::own_view(ParticipantId seat) {
    std::map<ActivityId, Pseudonym> mine;
    for (auto const& [activity, ignored] : state.activities) mine.emplace(activity, pseudonym(activity, seat));
    return project_own(state, seat, mine);
}

void Room::Impl::send_own(ParticipantId seat) {
    auto const found = sessions_of_seat.find(seat);
    if (found == sessions_of_seat.end()) return;
    auto const frame = frame_of(OwnChanged{own_view(seat)});
    for (auto const session : found->second) delivery.send(session, frame);
}

Presence Room::Impl::presence() const {
    Presence now{.present = sessions_of_seat.size()};
    for (auto const& [id_of, session] : sessions) {
        if (session.audience == Audience::facilitators) ++now.facilitators;
        else if (session.audience == Audience::walls) ++now.walls;
        else if (!session.seat) ++now.visitors;
    }
    return now;
}

void Room::Impl::send_presence_to(SessionId session, Audience audience) {
    if (audience == Audience::facilitators || state.plan.settings.show_presence) send(session, presence());
}

void Room::Impl::presence_changed() {
    if (presence_timer) return;
    presence_timer = clockwork.after(presence_interval_ms, [this] {
        guarded([&] {
            presence_timer.reset();
            auto const frame = frame_of(presence());
            for (auto const audience : audiences)
                if (audience == Audience::facilitators || state.plan.settings.show_presence) delivery.broadcast(id, audience, frame, replaces_presence);
        });
    });
}

}  // namespace warsha
