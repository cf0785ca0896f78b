// Hands and moods: at most once, never journaled, gone after ten seconds.

#include "protocol/codec.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

constexpr std::int64_t moods_last_ms = 10'000, moods_told_ms = 1'000;

std::uint64_t& count_in(Moods& moods, Mood mood) {
    switch (mood) {
        case Mood::hand: return moods.hand;
        case Mood::applause: return moods.applause;
        case Mood::agree: return moods.agree;
        case Mood::slower: return moods.slower;
        case Mood::louder: return moods.louder;
        case Mood::lost: break;
    }
    return moods.lost;
}

void add(Moods& all, Moods const& more) {
    all.hand += more.hand;
    all.applause += more.applause;
    all.agree += more.agree;
    all.slower += more.slower;
    all.louder += more.louder;
    all.lost += more.lost;
}

}  // namespace

/// A seat's newest signal is the one that counts.
void Room::Impl::signal(SessionId session, Mood mood) {
    auto const found = sessions.find(session);
    if (found == sessions.end() || !found->second.seat || state.phase != RoomPhase::live) return;
    if (!within_rate(*found->second.seat)) return;
    moods[*found->second.seat] = {mood, clockwork.now()};
    moods_changed();
}

Moods Room::Impl::own_moods() {
    auto const oldest = clockwork.now() - moods_last_ms;
    std::erase_if(moods, [&](auto const& one) { return one.second.at <= oldest; });
    Moods counted;
    for (auto const& [seat, signalled] : moods) ++count_in(counted, signalled.mood);
    return counted;
}

Moods Room::Impl::all_moods() {
    auto all = own_moods();
    for (auto const& [node, peer] : peers) add(all, peer.moods);
    return all;
}

void Room::Impl::moods_changed() {
    if (!moods_timer) moods_timer = clockwork.after(moods_told_ms, [this] { guarded([&] { broadcast_moods(); }); });
}

/// Once a second while there is anything to forget.
void Room::Impl::broadcast_moods() {
    moods_timer.reset();
    if (auto const mine = own_moods(); !moods.empty() || told_moods != Moods{}) tell_peers({.presence = {}, .state = {}, .moods = mine});
    auto const now = all_moods();
    if (now != told_moods) {
        told_moods = now;
        auto const frame = std::make_shared<std::string const>(encode(ServerMessage(now)));
        for (auto const audience : {Audience::facilitators, Audience::walls}) delivery.broadcast(id, audience, frame, replaces_moods);
    }
    if (now != Moods{}) moods_changed();
}

}  // namespace warsha
