// The only way forward: apply, and what follows from a fact outside the state.

#include <algorithm>
#include <bit>

#include "protocol/codec_impl.hpp"
#include "protocol/overloaded.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

/// The same offsets on every node, further apart as the room grows, for a digest costs as much as the state is large; between them a quiet
/// room is compared (room_peers.cpp).
bool is_digest_due(Offset offset) {
    constexpr Offset least = 4'096;
    return offset % std::max(least, std::bit_floor(offset / 4)) == 0;
}

/// Counts move in ticks: ballots, endorsements, joins.
bool is_count(Event const& event) {
    return std::holds_alternative<BallotCast>(event) || std::holds_alternative<ProposalEndorsed>(event) || std::holds_alternative<ParticipantJoined>(event) || std::holds_alternative<SlipUsed>(event);
}

using Rounds = std::map<ActivityId, std::uint32_t>;
Rounds current_rounds(RoomState const& room) {
    Rounds rounds;
    for (auto const& [id, activity] : room.activities) rounds[id] = activity.control.round;
    return rounds;
}

}  // namespace

bool undoes(Entry const& entry) {
    return std::ranges::any_of(entry.events, [](Event const& event) { return std::holds_alternative<ActionUndone>(event); });
}

void Room::Impl::catch_up() {
    auto const read = journal.read(id, state.offset, entries_max);
    if (read.damage) throw std::runtime_error("the journal is damaged at entry " + std::to_string(read.damage->first_bad) + ": " + read.damage->what);
    for (auto const& stored : read.entries) advance(stored);
}

/// For entries appended here, read back, or followed from elsewhere.
void Room::Impl::advance(Stored const& stored) {
    if (stored.offset <= state.offset) return;  // follow() brings our own entries back as well
    if (stored.offset != state.offset + 1 || next_digest(position().digest, stored.bytes) != stored.digest)
        throw std::runtime_error("entry " + std::to_string(stored.offset) + " does not continue the chain");
    auto const entry = opened(stored);
    digests.push_back(stored.digest);
    auto const rounds = undoes(entry) ? current_rounds(state) : Rounds{};
    state.apply(entry);
    remember(entry);
    if (undoes(entry) && current_rounds(state) != rounds) everyone_votes_elsewhere();
    for (auto const& event : entry.events) after_event(event);
    if (is_digest_due(state.offset)) note_state();
    flush_replies();
    flush_soon();  // entries appended here are flushed by the append's answer, right after
    auto const usual = std::max<Offset>(config.saved_state_every, state.offset / 4);
    if (state.offset - saved_at >= usual + usual * save_later_percent / 100) save_state();
}

/// A ballot recorded here comes back with the bytes that were made of it; only offset and time are new. Most of a hall's entries are such.
Entry Room::Impl::opened(Stored const& stored) {
    auto const mine = under_way.find(stored.cid);
    bool const is_mine = mine != under_way.end() && stored.bytes.starts_with(mine->second.head) && agrees_with_bytes(stored);
    if (!is_mine) return open(stored);
    auto entry = std::move(mine->second.entry);
    under_way.erase(mine);
    entry.offset = stored.offset;
    entry.time = stored.time;
    return entry;
}

/// What is to be told now, what with the next tick, and what a client that resumes later has missed.
void Room::Impl::remember(Entry const& entry) {
    Remembered made{entry.offset, false, {}};
    if (entry.epoch < state.epoch) made.touched.desk = dirty.desk = true;  // a repair goes on: the facilitator sees the count rise
    for (auto const& event : entry.events) {
        auto const one = touched_by(state, event);
        made.touched.merge(one);
        (is_count(event) ? ticking : dirty).merge(one);
    }
    recent.push_back(std::move(made));
    // Not what stands just at the bound: a tick there was told after the last frame of who resumes from it.
    while (recent.front().offset + config.resume_entries_max < entry.offset) recent.pop_front();
}

/// An earlier round is the current one again, with the ballots that were cast in it.
void Room::Impl::everyone_votes_elsewhere() {
    for (auto const& [seat, ignored] : sessions_of_seat) dirty.owners.insert(seat);
}

void Room::Impl::after_event(Event const& event) {
    std::visit(Overloaded{
        [&](ParticipantRemoved const& e) {
            voters_here.clear();  // its line of the roll is free again
            close_seat(e.participant, CloseCode::removed, std::nullopt);
        },
        [&](SeatMoved const& e) { close_seat(e.participant, CloseCode::replaced, taking); },
        [&](LinkRevoked const& e) { close_link(e.link); },
        [&](ProposalErased const& e) { erase_words_of(e.proposal); },
        [&](NameErased const& e) { erase_name(e); },
        [&](WordsErased const&) { erase_all_words(); },
        [&](BallotCast const& e) {
            if (e.by_scribe.value_or(false)) entered_by_scribe(e);
            tell_voter(e.activity, e.voter);
        },
        [&](ProposalEndorsed const& e) { if (auto const* const proposal = state.find(e.proposal)) tell_voter(proposal->activity, e.by); },
        [&](SlipUsed const&) { voters_here.clear(); },
        [&](RollShortened const&) { voters_here.clear(); },
        [&](RoomArchived const&) { if (events.on_archived) events.on_archived(*state.bundle); },
        [&](RoomClosed const&) {
            save_state();
            events.on_closed();
        },
        [](auto const&) {},
    }, event);
    if (raises_agenda_version(event)) arm_deadlines();
}

/// The phone of the person in whose name it was entered is told what stands. Nothing but the pseudonym leads to its line of the roll.
void Room::Impl::entered_by_scribe(BallotCast const& ballot) {
    for (auto const& [line, person] : state.roll)
        if (person.seat && pseudonym(ballot.activity, line.value) == ballot.voter) return own_changed(*person.seat);
}

/// A seat's other tab may be on another node, and its ballot come from there.
void Room::Impl::tell_voter(ActivityId activity, Pseudonym by) {
    if (!events.tell_peers) return;
    auto const [voters, is_new] = voters_here.try_emplace(activity);
    if (is_new)
        for (auto const& [seat, ignored] : sessions_of_seat) voters->second.emplace(pseudonym(activity, voter_of(activity, seat)), seat);
    auto const found = voters->second.find(by);
    if (found != voters->second.end() && sessions_of_seat.contains(found->second)) own_changed(found->second);
}

/// Every node may propose the close; the cid is the same everywhere, so that it is recorded once.
void Room::Impl::arm_deadlines() {
    std::map<ActivityId, std::pair<UnixMillis, std::shared_ptr<void>>> armed;
    for (auto const& [activity, at] : state.activities) {
        if (at.control.phase != ActivityPhase::open || !at.control.deadline || !at.control.deadline->at) continue;
        auto const due = *at.control.deadline->at;
        if (auto const known = deadlines.find(activity); known != deadlines.end() && known->second.first == due) {
            armed.insert(*known);
            continue;
        }
        auto const cid = deadline_cid(id, activity, at.control.round, due);
        auto const close = [this, which = activity, cid, due] { guarded([&] { close_at_deadline(which, cid, due); }); };
        armed[activity] = {due, clockwork.after(std::max<std::int64_t>(0, due - clockwork.now()), close)};
    }
    deadlines = std::move(armed);
    arm_end();
}

/// The time to catch up is over: the room closes by itself, the same way on every node.
void Room::Impl::arm_end() {
    auto const due = state.phase == RoomPhase::live ? state.catch_up_until : std::nullopt;
    if (end.first == due) return;
    end = {due, nullptr};
    if (!due) return;
    auto const close = [this, cid = end_cid(id, *due), due] {
        guarded([&] { receive({.session = {}, .answer = {}, .actor = SystemActor{}, .command = {cid, CloseRoom{}}, .due = due}); });
    };
    end.second = clockwork.after(std::max<std::int64_t>(0, *due - clockwork.now()), close);
}

void Room::Impl::close_at_deadline(ActivityId activity, Cid cid, UnixMillis due) {
    receive({.session = {}, .answer = {}, .actor = SystemActor{}, .command = {cid, CloseActivity{activity}}, .due = due});
}

void Room::Impl::save_state() {
    saved_at = state.offset;
    journal.save_state(id, {position(), state_format, encode_value(state)});
}

}  // namespace warsha
