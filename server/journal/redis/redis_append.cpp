// Into the room's order: ask Redis, keep a copy, answer.

#include "core/guards.hpp"
#include "journal/redis/redis_impl.hpp"
#include "protocol/overloaded.hpp"

namespace warsha::redis {

void Node::append(RoomId room, Epoch epoch, After after, std::vector<Draft> batch, std::function<void(AppendOutcome)> done) {
    auto answer = [this, room, done = std::move(done)](AppendOutcome outcome) { post_(room, [done, outcome = std::move(outcome)] { done(outcome); }); };
    post([this, room, epoch, after, batch = std::move(batch), answer = std::move(answer)]() mutable { append_now(room, epoch, after, std::move(batch), std::move(answer)); });
}

void Node::append_now(RoomId id, Epoch epoch, After const& after, std::vector<Draft> batch, AnswerAppend answer) {
    auto const room = find(id);
    if (!room) return answer(EpochLost{0});
    if (!failure_.empty()) return answer(Unknown{failure_});
    if (!is_ready_) return answer(Unknown{away_});
    if (room->is_mending) return answer(Unknown{"the room's record is being mended"});
    if (epoch < room->record.epoch) return when_durable(room, [answer, room](bool) { answer(Conflict{room->top()}); });
    if (epoch > room->record.epoch)      // its entry was told before the page or message it came with was read to the end
        return read_on(room, [answer, room, epoch](bool) {
            if (epoch > room->record.epoch) answer(EpochLost{room->record.epoch});
            else answer(Conflict{room->top()});
        });

    std::vector<Recording> recordings;
    for (auto const& draft : batch) recordings.push_back({draft, 0});
    auto const dependence = std::visit([](auto const& one) -> Dependence { return one; }, after);
    auto const known = guards::is_on(guards::Guard::fence) ? room->known() : Known{room->record.epoch, 0, {}};
    ++counters_.appends;
    commands_->send(append_call(names_, id, known, dependence, recordings),
                    [this, room, after, batch = std::move(batch), answer = std::move(answer)](std::optional<Reply> const& reply) {
                        appended(room, after, batch, reply, answer);
                    });
}

void Node::appended(RoomPtr room, After const& after, std::vector<Draft> const& batch, std::optional<Reply> const& reply, AnswerAppend const& answer) {
    auto const unknown = [&](std::string const& why) {
        ++counters_.unknown;
        answer(Unknown{why});
    };
    if (!reply) return unknown("Redis did not answer");
    if (reply->error()) {
        complain(*reply);
        return unknown("Redis refused: " + *reply->error());
    }
    auto const broken = [&](char const* why) {
        mend(room, why);
        unknown(why);
    };
    // Whatever was written while the room is mended is found by its cid afterwards.
    if (room->is_mending) return unknown("the room's record is being mended");
    std::visit(Overloaded{
        [&](Written const& w) { written(room, batch, w, answer); },
        [&](Conflicted const&) { conflicted(room, after, answer); },
        [&](OtherEpoch const&) { read_on(room, [answer, room](bool) { answer(Conflict{room->top()}); }); },
        [&](Forked const&) { broken("Redis does not have what this node has seen"); },
        [&](NoRoom const&) { broken("Redis does not know the room any more"); },
        [&](Rebuilding const&) { broken("the room is being put back into Redis"); },
        [&](Full const&) { unknown("the room's record is full"); },
    }, append_answer(*reply));
}

/// The bytes follow from draft, offset and time, so what continues the head need not be read back.
void Node::written(RoomPtr room, std::vector<Draft> const& batch, Written const& written, AnswerAppend const& answer) {
    Appended appended;
    std::vector<Told> fresh;
    auto link = room->link_at(room->top());
    bool has_gap = false;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        auto const [offset, is_new] = written.places.at(i);
        appended.entries.push_back({batch[i].cid, offset, is_new});
        if (!is_new || has_gap || offset <= room->top()) continue;  // a message may have been faster than the answer
        has_gap = offset != room->top() + fresh.size() + 1;
        if (has_gap) continue;
        auto bytes = complete(batch[i], offset, written.time);
        link = next_link(link, bytes);
        fresh.push_back({{{offset, written.time, batch[i].cid, std::move(bytes), {}, batch[i].blobs}, batch[i].raises_agenda_version}, link});
    }
    auto const conclude = [answer, appended](bool is_durable) {
        if (is_durable) answer(appended);
        else answer(Unknown{"this node could not keep its copy"});
    };
    bool const is_here = std::ranges::all_of(appended.entries, [&](Accepted const& one) { return one.is_new || one.offset <= room->top(); });
    if (has_gap || !is_here) return read_on(room, conclude);
    if (fresh.empty()) return when_durable(room, conclude);
    for (auto& told : fresh) room->advance(told);
    keep_and_tell(room, std::move(fresh), true, conclude);
}

void Node::conflicted(RoomPtr room, After const& after, AnswerAppend const& answer) {
    ++counters_.conflicts;
    read_on(room, [this, room, after, answer](bool is_current) {
        if (is_current && is_beyond(*room, after)) answer(EpochLost{room->record.epoch});
        else answer(Conflict{room->top()});
    });
}

bool Node::is_beyond(NodeRoom const& room, After const& after) const {
    if (auto const* const exact = std::get_if<ExactPosition>(&after)) return exact->offset > room.top();
    return std::get<SameAgenda>(after).version > room.agenda;
}

}  // namespace warsha::redis
