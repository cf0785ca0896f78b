// The same room on other nodes: who is there, and whether they have come to the same state.

#include "core/guards.hpp"
#include "protocol/codec.hpp"
#include "protocol/codec_impl.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

constexpr std::size_t digests_kept = 16;
constexpr unsigned beats_between_digests = 5;

void keep(std::map<Offset, StateDigest>& digests, StateDigest const& one) {
    digests[one.offset] = one;
    if (digests.size() > digests_kept) digests.erase(digests.begin());
}

Hash digest_of(RoomState const& state) { return sha256(encode_value(state)); }

}  // namespace

void Room::Impl::tell_peers(News const& news) const {
    if (events.tell_peers) events.tell_peers(news);
}

/// Every second: the others forget a node that is silent, and a room that stood still since the last beat is compared.
void Room::Impl::beat() {
    beat_timer = clockwork.after(presence_told_ms, [this] { guarded([&] { beat(); }); });
    if (!sessions.empty()) tell_peers({.presence = own_presence(), .state = {}, .moods = {}});
    forget_silent_peers();
    bool const is_quiet = beaten_at == state.offset;
    beaten_at = state.offset;
    if (!is_quiet || state.offset == 0) return void(quiet_beats = 0);
    auto const known = own_digests.find(state.offset);
    if (known == own_digests.end()) return note_state();
    // What is told may be lost, and a node that came to this state wrongly would never hear of it.
    if (++quiet_beats % beats_between_digests == 0) tell_peers({.presence = {}, .state = known->second, .moods = {}});
}

void Room::Impl::forget_silent_peers() {
    auto const oldest = clockwork.now() - presence_kept_ms;
    if (std::erase_if(peers, [&](auto const& one) { return one.second.heard_at < oldest; }) > 0) presence_changed();
}

void Room::Impl::heard(NodeId from, News const& news) {
    if (news.presence) {
        auto const [place, is_new] = peers.try_emplace(from);
        bool const has_changed = is_new || place->second.presence != *news.presence;
        place->second.presence = *news.presence;
        place->second.heard_at = clockwork.now();
        if (has_changed) presence_changed();
    }
    if (auto const peer = peers.find(from); news.moods && peer != peers.end()) {
        peer->second.moods = *news.moods;
        moods_changed();
    }
    if (!news.state) return;
    keep(peer_digests, *news.state);
    compare(*news.state);
}

void Room::Impl::note_state() {
    if (!events.tell_peers || loading) return;
    StateDigest const mine{state.epoch, state.offset, digest_of(state)};
    keep(own_digests, mine);
    tell_peers({.presence = {}, .state = mine, .moods = {}});
    if (auto const theirs = peer_digests.find(mine.offset); theirs != peer_digests.end()) compare(theirs->second);
}

void Room::Impl::compare(StateDigest const& theirs) {
    if (!guards::is_on(guards::Guard::digest)) return;
    auto const mine = own_digests.find(theirs.offset);
    if (mine == own_digests.end() || mine->second.epoch != theirs.epoch || mine->second.digest == theirs.digest) return;
    check_against_journal(mine->second);
}

/// Two nodes differ: the journal says which. The one that is right goes on; the other loads the room anew, from a state made here from
/// the first entry on, because its own saved state may be what is wrong.
void Room::Impl::check_against_journal(StateDigest const& mine) {
    RoomState fresh;
    for (auto const& stored : journal.read(id, 0, mine.offset).entries) fresh.apply(open(stored));
    if (fresh.offset != mine.offset) return;
    if (digest_of(fresh) == mine.digest) return tell_peers({.presence = {}, .state = mine, .moods = {}});  // the other may have come after it was told
    journal.save_state(id, {{fresh.epoch, fresh.offset, digests[fresh.offset - 1]}, state_format, encode_value(fresh)});
    throw std::runtime_error("this node's state at entry " + std::to_string(mine.offset) + " differs from its journal and from another node's");
}

}  // namespace warsha
