// inbox → decide → append → apply

#include <algorithm>

#include "protocol/codec_impl.hpp"
#include "protocol/overloaded.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

constexpr std::int64_t store_patience_ms = 5'000;
constexpr std::int64_t unknown_wait_ms = 200;

std::string bytes_of(auto const& id) { return {reinterpret_cast<char const*>(id.value.data()), id.value.size()}; }

/// Who asked, for the check of a reused cid. A join and a taken seat come from nobody yet.
std::string who(Request const& request) {
    if (std::holds_alternative<Join>(request.command.body) || std::holds_alternative<TakeSeat>(request.command.body)) return "";
    return std::visit(Overloaded{
        [](Visitor const&) -> std::string { return ""; },
        [](SeatActor const& by) { return bytes_of(by.participant); },
        [](LinkActor const& by) { return bytes_of(by.link); },
        [](SystemActor const&) -> std::string { return "system"; },
    }, request.actor);
}

/// Two commands of one seat are decided one after the other, never in one batch.
std::string lane_of(Request const& request) {
    auto const by = who(request);
    return by.empty() ? bytes_of(request.command.cid) : by;
}

bool goes_alone(Request const& request) {
    return depends_on(request.command.body) == DependsOn::exact_position || std::holds_alternative<TakeSeat>(request.command.body);
}

Author author_of(Request const& request, Events const& events) {
    if (!events.empty()) {
        if (auto const* const ballot = std::get_if<BallotCast>(&events.front())) return ByPseudonym{ballot->voter};
        if (auto const* const endorsed = std::get_if<ProposalEndorsed>(&events.front())) return ByPseudonym{endorsed->by};
        if (auto const* const joined = std::get_if<ParticipantJoined>(&events.front())) return BySeat{joined->participant};
        if (auto const* const moved = std::get_if<SeatMoved>(&events.front())) return BySeat{moved->participant};
    }
    return std::visit(Overloaded{
        [](SeatActor const& by) -> Author { return BySeat{by.participant}; },
        [](LinkActor const& by) -> Author { return ByLink{by.link}; },
        [](auto const&) -> Author { return BySystem{}; },
    }, request.actor);
}

}  // namespace

void Room::Impl::receive(Request request) {
    if (inbox.size() >= config.inbox_max) return refuse(request, Reject::slow_down);
    request.check = check_of(config.room_key, who(request), encode(request.command.body));
    request.since = clockwork.now();
    inbox.push_back(std::move(request));
    pump();
}

/// One append at a time: what arrives meanwhile becomes the next batch, so batches grow with the load and nobody waits for a timer.
void Room::Impl::pump() {
    while (!appending && !inbox.empty() && !retry_timer) {
        auto batch = next_batch();
        std::vector<Request> waiting;
        std::vector<Draft> drafts;
        bool const exact = !batch.empty() && goes_alone(batch.front());
        for (auto& request : batch) {
            if (answer_known(request)) continue;
            request.asked = asked_for(request);
            auto const decided = decide(state, request.command.body, request.asked);
            if (!decided) {
                refuse(request, decided.error());
                continue;
            }
            if (decided->empty()) {  // already so
                replies.push_back({std::move(request), state.offset});
                continue;
            }
            Entry const entry{.epoch = epoch, .actor = author_of(request, *decided), .cid = request.command.cid, .check = request.check, .events = *decided};
            drafts.push_back(seal(entry, config.room_key));
            waiting.push_back(std::move(request));
        }
        flush_replies();
        if (drafts.empty()) continue;
        append(std::move(waiting), std::move(drafts), exact ? After{ExactPosition{state.offset}} : After{SameAgenda{state.agenda_version}});
    }
}

/// Commands that commute go together, at most one per seat; a command of the agenda goes alone and nothing overtakes it.
std::vector<Request> Room::Impl::next_batch() {
    std::vector<Request> batch;
    std::set<std::string> lanes;
    std::deque<Request> left;
    while (!inbox.empty() && batch.size() < config.batch_max) {
        auto& next = inbox.front();
        if (goes_alone(next)) {
            if (!batch.empty() || !left.empty()) break;
            batch.push_back(std::move(next));
            inbox.pop_front();
            break;
        }
        if (lanes.insert(lane_of(next)).second) batch.push_back(std::move(next));
        else left.push_back(std::move(next));
        inbox.pop_front();
    }
    while (!left.empty()) {
        inbox.push_front(std::move(left.back()));
        left.pop_back();
    }
    return batch;
}

/// A cid that is recorded already: the same answer again, whatever the room's state is now.
bool Room::Impl::answer_known(Request const& request) {
    auto const known = state.commands.find(request.command.cid);
    if (known == state.commands.end()) return false;
    if (known->second.check != request.check) refuse(request, Reject::cid_reused);
    else replies.push_back({request, known->second.offset});
    return true;
}

Asked Room::Impl::asked_for(Request& request) {
    Asked asked{.actor = request.actor, .cid = request.command.cid, .now = std::max(clockwork.now(), state.last_time), .joining = {}, .pseudonym = {}, .seat_code_hash = {}};
    auto const* const seat = std::get_if<SeatActor>(&request.actor);
    std::visit(Overloaded{
        [&](Join const&) { asked.joining = participant_of(id, request.command.cid); },
        [&](TakeSeat const& c) { asked.seat_code_hash = seat_code_hash(id, c.code.value); },
        [&](OfferSeat const&) {
            auto& code = request.seat_code;  // made once: a second decision of the same request keeps it
            while (code.size() < 8) {
                unsigned char byte = 0;
                clockwork.random(&byte, 1);
                if (byte < 250) code += static_cast<char>('0' + byte % 10);
            }
            asked.seat_code_hash = seat_code_hash(id, code);
        },
        [&](CastBallot const& c) { if (seat) asked.pseudonym = pseudonym(c.activity, seat->participant); },
        [&](EndorseProposal const& c) {
            auto const* const proposal = state.find(c.proposal);
            if (seat && proposal) asked.pseudonym = pseudonym(proposal->activity, seat->participant);
        },
        [](auto const&) {},
    }, request.command.body);
    return asked;
}

void Room::Impl::append(std::vector<Request> batch, std::vector<Draft> drafts, After after) {
    appending = true;
    auto const shared = std::make_shared<std::vector<Request>>(std::move(batch));
    journal.append(id, epoch, after, std::move(drafts), [this, weak = std::weak_ptr(alive), shared](AppendOutcome const& outcome) {
        if (weak.expired()) return;  // the room was reloaded meanwhile; phones ask again by cid
        guarded([&] {
            appending = false;
            std::visit(Overloaded{
                [&](Appended const& a) { appended(a, std::move(*shared)); },
                [&](Conflict const&) { try_again(std::move(*shared), false); },
                [&](Unknown const&) { try_again(std::move(*shared), true); },
                [&](EpochLost const&) { throw std::runtime_error("the journal is not the one this room was loaded from"); },
            }, outcome);
            pump();
        });
    });
}

void Room::Impl::appended(Appended const& done, std::vector<Request> batch) {
    conflicts = 0;
    for (std::size_t i = 0; i < batch.size() && i < done.entries.size(); ++i) replies.push_back({std::move(batch[i]), done.entries[i].offset});
    if (!done.entries.empty() && state.offset < done.entries.back().offset) catch_up();
    flush_replies();
    flush();
}

/// What it depended on has changed, or the store did not answer: read on, then decide again. The cid makes it harmless.
void Room::Impl::try_again(std::vector<Request> batch, bool is_unknown) {
    catch_up();
    for (auto request = batch.rbegin(); request != batch.rend(); ++request) {
        if (is_unknown && clockwork.now() - request->since > store_patience_ms && !state.commands.contains(request->command.cid))
            refuse(*request, Reject::storage_unavailable);
        else
            inbox.push_front(std::move(*request));
    }
    ++conflicts;
    if (!is_unknown && conflicts <= 3) return;
    unsigned char jitter = 0;
    clockwork.random(&jitter, 1);
    retry_timer = clockwork.after((is_unknown ? unknown_wait_ms : 0) + jitter % 50, [this] {
        guarded([&] {
            retry_timer.reset();
            pump();
        });
    });
}

void Room::Impl::catch_up() {
    auto const read = journal.read(id, state.offset, entries_max);
    if (read.damage) throw std::runtime_error("the journal is damaged at entry " + std::to_string(read.damage->first_bad) + ": " + read.damage->what);
    for (auto const& stored : read.entries) advance(stored);
}

/// The only way forward, for entries appended here, read back, or followed from elsewhere.
void Room::Impl::advance(Stored const& stored) {
    if (stored.offset <= state.offset) return;  // follow() brings our own entries back as well
    if (stored.offset != state.offset + 1 || next_digest(position().digest, stored.bytes) != stored.digest)
        throw std::runtime_error("entry " + std::to_string(stored.offset) + " does not continue the chain");
    auto const entry = open(stored);
    digests.push_back(stored.digest);
    state.apply(entry);
    Touched touched;
    for (auto const& event : entry.events) {
        auto const one = touched_by(state, event);
        touched.merge(one);
        // Counts move in ticks: ballots, endorsements, joins.
        bool const is_count = std::holds_alternative<BallotCast>(event) || std::holds_alternative<ProposalEndorsed>(event) || std::holds_alternative<ParticipantJoined>(event);
        (is_count ? ticking : dirty).merge(one);
        after_event(event);
    }
    recent.emplace_back(stored.offset, std::move(touched));
    if (recent.size() > config.resume_entries_max) recent.pop_front();
    flush_replies();
    // Own entries are followed by the append's answer, which flushes; entries of others by this.
    if (!flush_timer) flush_timer = clockwork.after(0, [this] { guarded([&] { flush(); }); });
    if (state.offset - saved_at >= std::max<Offset>(config.saved_state_every, state.offset / 4)) save_state();
}

/// Consequences outside the state.
void Room::Impl::after_event(Event const& event) {
    std::visit(Overloaded{
        [&](ParticipantRemoved const& e) { close_seat(e.participant, CloseCode::removed, std::nullopt); },
        [&](LinkRevoked const& e) { close_link(e.link); },
        [&](ProposalErased const& e) { erase_words_of(e.proposal); },
        [&](RoomClosed const&) {
            save_state();
            events.on_closed();
        },
        [](auto const&) {},
    }, event);
    arm_deadlines();
}

void Room::Impl::flush_replies() {
    std::vector<Reply> later;
    for (auto& one : std::exchange(replies, {})) {
        if (one.offset <= state.offset) reply(one);
        else later.push_back(std::move(one));
    }
    replies.insert(replies.end(), std::make_move_iterator(later.begin()), std::make_move_iterator(later.end()));
}

void Room::Impl::reply(Reply const& one) {
    auto const& request = one.request;
    if (request.answer) request.answer(std::nullopt);
    if (!request.session || !sessions.contains(*request.session)) return;
    auto const session = *request.session;
    auto const digest = one.offset == 0 ? Hash{} : digests[one.offset - 1];
    auto const seat_it = [&](ParticipantId seat) {
        auto const& held = state.participants.at(seat);
        if (held.removed) return delivery.close(session, CloseCode::removed);
        take_seat(session, seat);
        presence_changed();
        send(session, Seated{{seat, ticket_of(config.server_key, id, seat, held.generation)}, own_view(seat)});
    };
    if (std::holds_alternative<Join>(request.command.body)) {
        auto const seat = participant_of(id, request.command.cid);
        if (!state.find(seat)) return refuse(request, Reject::room_full);  // settled in apply: another node admitted the last one
        seat_it(seat);
    }
    if (std::holds_alternative<TakeSeat>(request.command.body)) {
        if (auto const moved = moved_seat(one.offset)) {
            close_seat(*moved, CloseCode::replaced, session);
            seat_it(*moved);
        }
    }
    send(session, Receipt{request.command.cid, {epoch, one.offset, digest}});
    if (!request.seat_code.empty()) {
        auto const* const by = std::get_if<SeatActor>(&request.actor);
        if (auto const* const seat = by ? state.find(by->participant) : nullptr; seat && seat->move_code) send(session, SeatOffered{request.seat_code, seat->move_expires_at});
    }
    auto const* const by = std::get_if<SeatActor>(&request.actor);
    if (by && state.find(by->participant)) send_own(by->participant);
}

/// Which seat the entry at `offset` moved; asked right after it was applied or when its command is repeated.
std::optional<ParticipantId> Room::Impl::moved_seat(Offset offset) {
    if (offset == 0) return std::nullopt;
    auto const read = journal.read(id, offset - 1, 1);
    if (read.entries.empty()) return std::nullopt;
    auto const entry = open(read.entries.front());
    for (auto const& event : entry.events)
        if (auto const* const moved = std::get_if<SeatMoved>(&event)) return moved->participant;
    return std::nullopt;
}

void Room::Impl::refuse(Request const& request, Reject code) {
    if (request.answer) request.answer(code);
    if (!request.session) return;
    send(*request.session, Rejection{request.command.cid, code, is_retryable(code) ? std::optional<std::int64_t>(1000) : std::nullopt});
    auto const* const by = std::get_if<SeatActor>(&request.actor);
    if (code == Reject::stale && by) send_own(by->participant);
}

/// Every node may propose the close; the cid is the same everywhere, so that it is recorded once.
void Room::Impl::arm_deadlines() {
    if (loading && state.phase == RoomPhase::closed) return;
    std::map<ActivityId, std::pair<UnixMillis, std::shared_ptr<void>>> armed;
    for (auto const& [activity, at] : state.activities) {
        if (at.control.phase != ActivityPhase::open || !at.control.deadline || !at.control.deadline->at) continue;
        auto const when = *at.control.deadline->at;
        if (auto const known = deadlines.find(activity); known != deadlines.end() && known->second.first == when) {
            armed.insert(*known);
            continue;
        }
        auto const cid = deadline_cid(id, activity, at.control.round, when);
        auto const close = [this, which = activity, cid] {
            guarded([&] { receive({.session = {}, .answer = {}, .actor = SystemActor{}, .command = {cid, CloseActivity{which}}}); });
        };
        armed[activity] = {when, clockwork.after(std::max<std::int64_t>(0, when - clockwork.now()), close)};
    }
    deadlines = std::move(armed);
}

void Room::Impl::erase_words_of(ProposalId proposal) {
    if (loading) return;
    std::vector<Hash> hashes;
    for (auto const& stored : journal.read(id, 0, entries_max).entries) {
        if (stored.blobs.empty()) continue;
        auto const entry = open(stored);
        bool const is_about = std::ranges::any_of(entry.events, [&](Event const& event) {
            return std::visit(Overloaded{
                [&](ProposalSubmitted const& e) { return e.proposal == proposal; }, [&](ProposalEdited const& e) { return e.proposal == proposal; },
                [&](ProposalModerated const& e) { return e.proposal == proposal; }, [](auto const&) { return false; }}, event);
        });
        if (is_about) for (auto const& blob : stored.blobs) hashes.push_back(blob.hash);
    }
    journal.erase(id, std::move(hashes), [](bool) {});
}

void Room::Impl::save_state() {
    saved_at = state.offset;
    journal.save_state(id, {position(), 1, encode_value(state)});
}

}  // namespace warsha
