// inbox → decide → append, and the answers

#include <algorithm>

#include "core/guards.hpp"
#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"
#include "protocol/text.hpp"
#include "room/room_impl.hpp"

namespace warsha {
namespace {

constexpr std::int64_t store_patience_ms = 5'000;
constexpr std::int64_t unknown_wait_ms = 200;
constexpr std::int64_t conflict_jitter_ms = 50;
constexpr unsigned conflicts_without_jitter = 3;
constexpr std::int64_t retry_after_ms = 1'000;

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

/// The same as an id, zeros for the server itself; nullopt: nobody yet.
std::optional<Bytes16> id_of(Request const& request) {
    auto const by = who(request);
    if (by.empty()) return std::nullopt;
    Bytes16 id{};
    if (by.size() == id.size()) std::ranges::copy(by, reinterpret_cast<char*>(id.data()));
    return id;
}

bool replaces(CastBallot const* ballot, CastBallot const* earlier) {
    return ballot && earlier && ballot->activity == earlier->activity && ballot->round == earlier->round && ballot->revision > earlier->revision;
}

bool goes_alone(Request const& request) {
    return depends_on(request.command.body) == DependsOn::exact_position || std::holds_alternative<TakeSeat>(request.command.body);
}

/// Votes and endorsements are recorded under a pseudonym, whether they changed anything or not.
Author author_of(Request const& request, Events const& events) {
    auto const& asked = request.asked;
    return std::visit(Overloaded{
        [&](CastBallot const&) -> Author { return ByPseudonym{asked.pseudonym}; },
        [&](EndorseProposal const&) -> Author { return ByPseudonym{asked.pseudonym}; },
        [&](Join const&) -> Author { return BySeat{asked.joining}; },
        [&](TakeSeat const&) -> Author { return BySeat{std::get<SeatMoved>(events.at(0)).participant}; },
        [&](auto const&) -> Author {
            if (auto const* const seat = std::get_if<SeatActor>(&request.actor)) return BySeat{seat->participant};
            if (auto const* const link = std::get_if<LinkActor>(&request.actor)) return ByLink{link->link};
            return BySystem{};
        },
    }, request.command.body);
}

/// Nothing in it is sealed: what decoding its bytes gives is what was encoded.
bool is_plain_ballot(Entry const& entry) {
    auto const* const ballot = entry.events.size() == 1 ? std::get_if<BallotCast>(&entry.events.front()) : nullptr;
    return ballot && !ballot->words;
}

/// The room's own timer: nobody waits for the answer, and nobody would ask again.
bool is_own_timer(Request const& request) { return !request.session && !request.answer; }

}  // namespace

void Room::Impl::receive(Request request) {
    if (inbox.size() >= config.inbox_max && !is_own_timer(request)) return refuse(request, Reject::slow_down);
    request.check = check_of(config.room_key, who(request), encode(request.command.body));
    request.since = clockwork.now();
    inbox.push_back(std::move(request));
    pump();
}

/// Time saved up, at most a burst of it; a command spends its share. The edge limits each session as well, before anything is decoded.
bool Room::Impl::within_rate(ParticipantId seat) {
    if (config.seat_command_ms == 0) return true;
    auto const most = config.seat_burst * config.seat_command_ms;
    auto const [place, is_new] = allowances.try_emplace(seat, Allowance{most, clockwork.now()});
    auto& [saved_ms, at] = place->second;
    saved_ms = std::min(most, saved_ms + std::max<std::int64_t>(0, clockwork.now() - at));
    at = clockwork.now();
    if (saved_ms < config.seat_command_ms) return false;
    saved_ms -= config.seat_command_ms;
    return true;
}

/// One append at a time: what arrives meanwhile becomes the next batch, so batches grow with the load and nobody waits for a timer.
void Room::Impl::pump() {
    while (!appending && !inbox.empty() && !retry_timer) {
        std::vector<Request> waiting;
        std::vector<Draft> drafts;
        bool const exact = goes_alone(inbox.front());
        for (auto& request : next_batch()) {
            auto made = draft(request);
            if (!made) continue;
            drafts.push_back(std::move(*made));
            waiting.push_back(std::move(request));
        }
        flush_replies();
        if (!drafts.empty()) append(std::move(waiting), std::move(drafts), exact ? After{ExactPosition{state.offset}} : After{SameAgenda{state.agenda_version}});
    }
}

/// Commands that commute go together, at most one per seat and one per cid, because all of a batch are decided against the
/// state before it; but ballots of a seat that each replace the one before are decided alike whether it is recorded or not.
/// A command of the agenda goes alone and nothing overtakes it.
std::vector<Request> Room::Impl::next_batch() {
    std::vector<Request> batch;
    batch.reserve(std::min(inbox.size(), config.batch_max));  // what was taken is pointed to
    std::set<Bytes16> cids;
    std::map<Bytes16, CastBallot const*> taken;  // by whom; the ballot, if it is one
    std::deque<Request> left;
    while (!inbox.empty() && batch.size() < config.batch_max) {
        auto& next = inbox.front();
        bool const alone = goes_alone(next);
        if (alone && !(batch.empty() && left.empty())) break;
        auto const by = id_of(next);
        auto const* const ballot = std::get_if<CastBallot>(&next.command.body);
        auto const earlier = by ? taken.find(*by) : taken.end();
        bool const is_free = !cids.contains(next.command.cid.value) && (earlier == taken.end() || replaces(ballot, earlier->second));
        if (is_free) cids.insert(next.command.cid.value);
        (is_free ? static_cast<void>(batch.push_back(std::move(next))) : left.push_back(std::move(next)));
        inbox.pop_front();
        if (by) taken[*by] = is_free ? std::get_if<CastBallot>(&batch.back().command.body) : nullptr;  // nothing overtakes what is left
        if (alone) break;
    }
    inbox.insert(inbox.begin(), std::make_move_iterator(left.begin()), std::make_move_iterator(left.end()));
    return batch;
}

/// What to append for this request; nullopt: it is answered, or will be by flush_replies.
std::optional<Draft> Room::Impl::draft(Request& request) {
    if (answer_known(request) || !is_still_due(request)) return std::nullopt;
    request.asked = asked_for(request);
    auto const decided = decide(state, request.command.body, request.asked);
    if (!decided) {
        if (!look_again(request, decided.error())) refuse(request, decided.error());
        return std::nullopt;
    }
    // Already so: the cid alone is recorded, so that a late copy of this command finds its answer and not a room that has
    // moved on. A closed room stays as it is, and a deadline's close has its own cid.
    if (decided->empty() && (state.phase == RoomPhase::closed || is_own_timer(request))) {
        replies.push_back({std::move(request), state.offset});
        return std::nullopt;
    }
    if (std::holds_alternative<TakeSeat>(request.command.body)) taking = request.session;
    Entry entry{.epoch = state.epoch, .actor = author_of(request, *decided), .cid = request.command.cid, .check = request.check, .events = *decided};
    auto draft = seal(entry, config.room_key);
    if (is_plain_ballot(entry)) under_way.insert_or_assign(entry.cid, UnderWay{draft.head, std::move(entry)});
    return draft;
}

/// Where several nodes record, "no" is said only by a room that has just looked: what the command speaks of may be a moment old and from
/// another node. True: it waits for that.
bool Room::Impl::look_again(Request& request, Reject code) { return !is_retryable(code) && look_first(request); }

bool Room::Impl::look_first(Request& request) {
    if (!events.tell_peers || request.is_fresh) return false;
    request.is_fresh = true;
    doubtful.push_back(std::move(request));
    if (std::exchange(is_looking, true)) return true;
    journal.refresh(id, [this, weak = std::weak_ptr(alive)] {
        if (weak.expired()) return;
        guarded([&] {
            is_looking = false;
            catch_up();
            for (auto& one : std::exchange(doubtful, {})) inbox.push_back(std::move(one));
            pump();
        });
    });
    return true;
}

/// A cid that is recorded already: the same answer again, whatever the room's state is now. Where several nodes record it may have come by
/// a message a moment ago, and this node's disk not have it yet: the receipt waits for that.
bool Room::Impl::answer_known(Request& request) {
    auto const known = state.commands.find(request.command.cid);
    if (known == state.commands.end() || !guards::is_on(guards::Guard::cid_memory)) return false;
    if (!look_first(request)) replies.push_back({request, known->second.offset});
    return true;
}

bool Room::Impl::is_still_due(Request const& request) const {
    if (!request.due) return true;
    if (std::holds_alternative<CloseRoom>(request.command.body)) return state.catch_up_until == request.due;
    auto const* const activity = state.find(std::get<CloseActivity>(request.command.body).activity);
    return activity && activity->control.deadline && activity->control.deadline->at == request.due;
}

std::map<ParticipantId, std::string> Room::Impl::certificate_codes() const {
    std::map<ParticipantId, std::string> codes;
    if (!state.plan.settings.certificate) return codes;
    for (auto const& [who, seat] : state.participants) codes.emplace(who, certificate_code_of(config.room_key, who));
    return codes;
}

Asked Room::Impl::asked_for(Request const& request) {
    Asked asked{.actor = request.actor, .cid = request.command.cid, .now = std::max(clockwork.now(), state.last_time), .joining = {}, .pseudonym = {}, .seat_code_hash = {}, .slip_hash = {}, .certificate_codes = {}, .name_check = {}};
    auto const* const seat = std::get_if<SeatActor>(&request.actor);
    std::visit(Overloaded{
        [&](Join const& c) {
            asked.joining = participant_of(id, request.command.cid);
            if (c.name) asked.name_check = check_of(config.room_key, "name", name_skeleton(c.name->value));
        },
        [&](TakeSeat const& c) { asked.seat_code_hash = seat_code_hash(id, c.code.value); },
        [&](OfferSeat const&) { asked.seat_code_hash = seat_code_hash(id, seat_code_of(config.room_key, request.command.cid)); },
        [&](IssueCertificates const&) { asked.certificate_codes = certificate_codes(); },
        [&](CloseRoom const&) { asked.certificate_codes = certificate_codes(); },
        [&](UseSlip const& c) { asked.slip_hash = sha256({reinterpret_cast<char const*>(c.slip.data()), c.slip.size()}); },
        [&](CastForRoll const& c) { asked.pseudonym = pseudonym(c.activity, c.roll.value); },
        [&](CastBallot const& c) { if (seat) asked.pseudonym = pseudonym(c.activity, voter_of(c.activity, seat->participant)); },
        [&](EndorseProposal const& c) {
            auto const* const proposal = state.find(c.proposal);
            if (seat && proposal) asked.pseudonym = pseudonym(proposal->activity, seat->participant.value);
        },
        [](auto const&) {},
    }, request.command.body);
    return asked;
}

void Room::Impl::append(std::vector<Request> batch, std::vector<Draft> drafts, After after) {
    appending = true;
    auto const shared = std::make_shared<std::vector<Request>>(std::move(batch));
    journal.append(id, state.epoch, after, std::move(drafts), [this, weak = std::weak_ptr(alive), shared](AppendOutcome const& outcome) {
        if (weak.expired()) return;  // the room was reloaded meanwhile; phones ask again by cid
        guarded([&] {
            appending = false;
            std::visit(Overloaded{
                [&](Appended const& a) { appended(a, std::move(*shared)); },
                [&](Conflict const&) { try_again(std::move(*shared), false); },
                [&](Unknown const&) { try_again(std::move(*shared), true); },
                [&](EpochLost const&) { throw std::runtime_error("the journal is not the one this room was loaded from"); },
            }, outcome);
            taking.reset();
            under_way.clear();
            pump();
        });
    });
}

void Room::Impl::appended(Appended const& done, std::vector<Request> batch) {
    conflicts = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) replies.push_back({std::move(batch[i]), done.entries.at(i).offset});
    if (state.offset < done.entries.back().offset) catch_up();  // follow() was slower, or others' entries lie between
    flush_replies();
    flush();
}

/// What it depended on has changed, or the store did not answer: read on, then decide again. The cid makes it harmless.
void Room::Impl::try_again(std::vector<Request> batch, bool is_unknown) {
    catch_up();
    for (auto request = batch.rbegin(); request != batch.rend(); ++request) {
        bool const out_of_patience = is_unknown && !is_own_timer(*request) && clockwork.now() - request->since > store_patience_ms;
        if (out_of_patience && !state.commands.contains(request->command.cid)) refuse(*request, Reject::storage_unavailable);
        else {
            request->is_fresh = false;
            inbox.push_front(std::move(*request));
        }
    }
    if (!is_unknown && ++conflicts <= conflicts_without_jitter) return;
    unsigned char jitter = 0;
    clockwork.random(&jitter, 1);
    retry_timer = clockwork.after((is_unknown ? unknown_wait_ms : 0) + jitter % conflict_jitter_ms, [this] {
        guarded([&] {
            retry_timer.reset();
            pump();
        });
    });
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
    auto const cid = request.command.cid;
    auto const recorded = state.commands.find(cid);
    if (recorded != state.commands.end() && recorded->second.check != request.check) return refuse(request, Reject::cid_reused);
    // Caps are settled in apply: what another node or another of the batch took first is not there.
    bool const is_join = std::holds_alternative<Join>(request.command.body);
    if (is_join && !state.find(participant_of(id, cid))) return refuse(request, Reject::room_full);
    if (std::holds_alternative<SubmitProposal>(request.command.body) && !state.find(ProposalId{cid.value})) return refuse(request, Reject::too_many_proposals);

    auto const* const by = std::get_if<SeatActor>(&request.actor);
    auto const* const seat = by ? state.find(by->participant) : nullptr;
    if (seat) own_changed(seat->id);  // all its sessions, whether the one that asked is still here or not
    if (request.answer) request.answer(std::nullopt);
    if (!request.session || !sessions.contains(*request.session)) return;
    auto const session = *request.session;
    if ((is_join || std::holds_alternative<TakeSeat>(request.command.body)) && !give_seat(session, one)) return;
    send(session, Receipt{cid, {state.epoch, one.offset, one.offset == 0 ? Hash{} : digests[one.offset - 1]}});
    if (!seat || !std::holds_alternative<OfferSeat>(request.command.body)) return;
    auto const code = seat_code_of(config.room_key, cid);
    if (seat->move_code == seat_code_hash(id, code)) send(session, SeatOffered{code, seat->move_expires_at});
}

/// The ticket that a join or a move earned, now or at an earlier time of asking; false: the session was closed or refused instead.
bool Room::Impl::give_seat(SessionId session, Reply const& one) {
    // The cids of a closed room may be known from its archive: they prove nothing any more.
    if (state.phase == RoomPhase::closed) return refuse(one.request, Reject::room_closed), false;
    SeatMoved earned{participant_of(id, one.request.command.cid), 0};
    if (std::holds_alternative<TakeSeat>(one.request.command.body)) {
        auto const moved = seat_moved_at(one.offset);
        if (!moved) return refuse(one.request, Reject::bad_seat_code), false;
        earned = *moved;
    }
    auto const& seat = state.participants.at(earned.participant);
    if (seat.removed) return close(session, CloseCode::removed), false;
    if (seat.generation != earned.generation) return close(session, CloseCode::replaced), false;  // it moved on since
    take_seat(session, seat.id);
    presence_changed();
    send(session, Seated{{seat.id, ticket_of(config.server_key, id, seat.id, seat.generation)}, own_view(seat.id)});
    return true;
}

std::optional<SeatMoved> Room::Impl::seat_moved_at(Offset offset) {
    if (offset == 0) return std::nullopt;
    auto const read = journal.read(id, offset - 1, 1);
    if (read.entries.empty()) return std::nullopt;
    for (auto const& event : open(read.entries.front()).events)
        if (auto const* const moved = std::get_if<SeatMoved>(&event)) return *moved;
    return std::nullopt;
}

void Room::Impl::refuse(Request const& request, Reject code) {
    if (request.answer) request.answer(code);
    if (!request.session || !sessions.contains(*request.session)) return;
    send(*request.session, Rejection{request.command.cid, code, is_retryable(code) ? std::optional(retry_after_ms) : std::nullopt});
    auto const* const by = std::get_if<SeatActor>(&request.actor);
    if (code == Reject::stale && by) own_changed(by->participant);
}

}  // namespace warsha
