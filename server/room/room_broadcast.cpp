// What goes out: encoded once per audience, counts in ticks, one shared view.

#include <algorithm>

#include "protocol/codec.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

constexpr std::int64_t presence_interval_ms = 500;
constexpr std::int64_t tick_ms_max = 2'000;  // however slow the network is, a wall shows that something happens

Frame frame_of(ServerMessage const& message) { return std::make_shared<std::string const>(encode(message)); }

bool is_empty(Touched const& t) { return !t.room && !t.agenda && !t.desk && !t.floor && !t.roll && !t.clusters && t.activities.empty() && t.tallies.empty() && t.proposals.empty() && t.endorsed.empty() && t.quorums.empty() && t.owners.empty(); }

}  // namespace

void Room::Impl::send(SessionId session, ServerMessage const& message) { delivery.send(session, frame_of(message)); }

void Room::Impl::flush_soon() {
    if (!flush_timer) flush_timer = clockwork.after(0, [this] { guarded([&] { flush(); }); });
}

/// Everything that changed since the last flush, one message per audience.
void Room::Impl::flush() {
    flush_timer.reset();
    if (!is_empty(ticking)) schedule_tick();
    if (!is_empty(dirty)) broadcast_changes(std::exchange(dirty, {}));
}

void Room::Impl::broadcast_changes(Touched const& touched) {
    for (auto const audience : audiences) {
        auto changes = project_changes(state, touched, audience, config.join_url);
        if (!changes.empty()) delivery.broadcast(id, audience, frame_of(Changes{position(), std::move(changes)}));
    }
    for (auto const& owner : touched.owners) send_own(owner);
}

/// First change at once, then at most one tick per interval; a slow fan-out stretches it to twice its own time.
void Room::Impl::schedule_tick() {
    if (tick_timer) return;
    auto const tick_ms = std::max(config.tally_interval_ms, std::min(tick_ms_max, 2 * delivery.fan_out_ms()));
    auto const due = last_tick + tick_ms - clockwork.now();
    if (due <= 0) return tick();
    tick_timer = clockwork.after(due, [this] { guarded([&] { tick(); }); });
}

void Room::Impl::tick() {
    tick_timer.reset();
    auto touched = std::exchange(ticking, {});
    recent.push_back({state.offset, true, touched});
    for (auto const& which : std::exchange(touched.tallies, {}))
        if (auto const* const activity = state.find(which); activity && !activity->rounds.empty()) broadcast_tally(*activity);
    // A proposal's new count must not overtake the words it belongs to.
    touched.merge(std::exchange(dirty, {}));
    broadcast_changes(touched);
    last_tick = clockwork.now();
}

/// Walls and phones are told the same of every kind but words.
void Room::Impl::broadcast_tally(Activity const& activity) {
    auto const which = activity.plan.id;
    auto const number = tally_numbers.try_emplace(which, first_tally + static_cast<int>(tally_numbers.size())).first->second;
    auto const& round = activity.rounds.back();
    auto const tell = [&](Audience audience, Frame const& frame) { delivery.broadcast(id, audience, frame, number); };
    auto const counted_for = [&](Audience audience) { return project_round(state, activity, round, audience); };
    auto const framed = [&](RoundView view) { return frame_of(Tally{which, state.offset, std::move(view)}); };

    auto view = counted_for(Audience::facilitators);
    tell(Audience::facilitators, framed(view));
    if (std::holds_alternative<WordsConfig>(activity.plan.config)) {  // a growing cloud is for walls, hidden answers for facilitators
        tell(Audience::walls, framed(counted_for(Audience::walls)));
        return tell_phones(activity, number, counted_for(Audience::participants));
    }
    // Counting is what costs: the others get the same count where they may see it, without the turnout.
    if (may_see_counts(activity, Audience::participants) == may_see_counts(activity, Audience::facilitators)) view.turnout.reset();
    else view = counted_for(Audience::participants);
    tell(Audience::walls, framed(view));
    tell_phones(activity, number, std::move(view));
}

/// Who sees no result is told from time to time how many have voted: a message for each vote of a hall would be most of what a phone gets.
void Room::Impl::tell_phones(Activity const& activity, int number, RoundView view) {
    auto const which = activity.plan.id;
    auto& told_at = quiet_told[which];
    auto const due = told_at + config.quiet_tally_interval_ms - clockwork.now();
    if (!view.result && due > 0) {
        quiet_due.insert(which);
        if (!quiet_timer) quiet_timer = clockwork.after(due, [this] { guarded([&] { tell_quiet(); }); });
        return;
    }
    told_at = clockwork.now();
    quiet_due.erase(which);
    delivery.broadcast(id, Audience::participants, frame_of(Tally{which, state.offset, std::move(view)}), number);
}

void Room::Impl::tell_quiet() {
    quiet_timer.reset();
    auto due = std::exchange(quiet_due, {});
    for (auto const& which : due)
        if (auto const* const activity = state.find(which); activity && activity->control.phase == ActivityPhase::open)  // what was closed was told whole
            tell_phones(*activity, tally_numbers.at(which), project_round(state, *activity, activity->rounds.back(), Audience::participants));
    recent.push_back({state.offset, true, Touched{.tallies = std::move(due)}});
}

void Room::Impl::send_view(SessionId session) {
    auto const audience = sessions.at(session).audience;
    auto& [at, frame] = views[audience];
    if (!frame || at != state.offset) {
        frame = frame_of(View{position(), project_room(state, audience, config.join_url)});
        at = state.offset;
    }
    delivery.send(session, frame);
}

/// The union of what the missed entries touched, as it is now. A tick that was told where the client stands may have come
/// after its last frame, or have been replaced by one that did not arrive: told once more.
void Room::Impl::send_changes(SessionId session, Offset since) {
    Touched missed;
    for (auto const& one : recent)
        if (one.offset > since || (one.is_tick && one.offset == since)) missed.merge(one.touched);
    missed.activities.merge(missed.tallies);
    send(session, Changes{position(), project_changes(state, missed, sessions.at(session).audience, config.join_url)});
}

Pseudonym Room::Impl::pseudonym(ActivityId activity, Bytes16 const& voter) {
    auto const [place, is_new] = pseudonyms.try_emplace({activity, voter});
    if (is_new) place->second = pseudonym_of(config.room_key, activity, voter);
    return place->second;
}

/// A seat votes as itself; in a motion as its line of the roll, for which a scribe may have voted as well.
Bytes16 Room::Impl::voter_of(ActivityId activity, ParticipantId seat) const {
    auto const* const asked = state.find(activity);
    auto const* const participant = state.find(seat);
    bool const is_motion = asked && std::holds_alternative<MotionConfig>(asked->plan.config);
    return is_motion && participant && participant->roll ? participant->roll->value : seat.value;
}

OwnView Room::Impl::own_view(ParticipantId seat) {
    std::map<ActivityId, Pseudonym> mine;
    for (auto const& [activity, ignored] : state.activities) mine.emplace(activity, pseudonym(activity, voter_of(activity, seat)));
    return project_own(state, seat, mine);
}

/// With the next flush, once, however many of its things changed.
void Room::Impl::own_changed(ParticipantId seat) {
    dirty.owners.insert(seat);
    flush_soon();
}

void Room::Impl::send_own(ParticipantId seat) {
    auto const found = sessions_of_seat.find(seat);
    if (found == sessions_of_seat.end()) return;
    auto const frame = frame_of(OwnChanged{own_view(seat)});
    for (auto const session : found->second) delivery.send(session, frame);
}

Presence Room::Impl::own_presence() const {
    Presence now{.present = sessions_of_seat.size()};
    for (auto const& [session, who] : sessions) {
        if (who.audience == Audience::facilitators) ++now.facilitators;
        else if (who.audience == Audience::walls) ++now.walls;
        else if (!who.seat) ++now.visitors;
    }
    return now;
}

/// A seat that is open on two nodes counts twice for the moment: presence is lossy.
Presence Room::Impl::presence() const {
    auto all = own_presence();
    for (auto const& [node, peer] : peers) {
        all.present += peer.presence.present;
        all.visitors += peer.presence.visitors;
        all.facilitators += peer.presence.facilitators;
        all.walls += peer.presence.walls;
    }
    return all;
}

void Room::Impl::send_presence_to(SessionId session, Audience audience) {
    if (audience == Audience::facilitators || state.plan.settings.show_presence) send(session, presence());
}

void Room::Impl::presence_changed() {
    if (!presence_timer) presence_timer = clockwork.after(presence_interval_ms, [this] { guarded([&] { broadcast_presence(); }); });
}

void Room::Impl::broadcast_presence() {
    presence_timer.reset();
    tell_peers({.presence = own_presence(), .state = {}, .moods = {}});
    auto const frame = frame_of(presence());
    for (auto const audience : audiences)
        if (audience == Audience::facilitators || state.plan.settings.show_presence) delivery.broadcast(id, audience, frame, replaces_presence);
}

}  // namespace warsha
