// A history that Redis has lost a part of: a failover to a replica that missed the last writes, an older file, an emptied Redis.
//
// What this node has and the stream lacks is recorded again, by cid, so that nothing is doubled whoever else does the same; then the
// stream is read from where both agree, and the copy's tail is replaced by it in one step. The epoch rises first, so that nobody appends
// in the belief that nothing happened. The copy keeps the old tail until the stream has all of it: a crash in between loses nothing.

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/guards.hpp"
#include "core/state.hpp"
#include "journal/redis/redis_impl.hpp"
#include "journal/redis/sealing.hpp"

namespace warsha::redis {
namespace {

constexpr std::size_t page_entries_max = 256;
constexpr int rounds_max = 10'000;       // a room put back batch by batch; each round makes progress or ends

bool is_epoch_fact(Entry const& entry) {
    return std::ranges::any_of(entry.events, [](Event const& event) { return std::holds_alternative<EpochRaised>(event); });
}

/// The draft an entry was made of: its bytes up to what the store added.
Draft draft_of(Stored const& stored, Entry const& entry) {
    return {.cid = stored.cid, .head = stored.bytes.substr(0, stored.bytes.rfind(R"("offset":)")), .blobs = stored.blobs,
            .raises_agenda_version = std::ranges::any_of(entry.events, raises_agenda_version)};
}

}  // namespace

void Node::mend(RoomPtr const& room, std::string const& why) {
    if (room->is_mending || room->is_gone) return;
    room->is_mending = true;
    log("room " + name_of(room->record.room) + ": " + why + "; its record is compared and mended");
    asio::co_spawn(io_, mended(room), [this, room](std::exception_ptr error, bool is_replaced) {
        room->is_mending = false;
        if (error) {
            try {
                std::rethrow_exception(error);
            } catch (std::exception const& what) {
                log("room " + name_of(room->record.room) + " could not be mended yet: " + what.what());
            }
        }
        if (is_replaced) {
            ++counters_.repairs;
            room->untold.clear();        // of the history that is no more; the room loads the new one
            send_erasures(room->record.room, {room->erased.begin(), room->erased.end()});  // the Redis that lost entries may have lost these as well
            if (handlers_.on_mended) post_(room->record.room, [handler = handlers_.on_mended, id = room->record.room] { handler(id); });
        }
        end_reading(*room, false);       // after the news, so that nobody reads on from a history that is no more
        read_on(room, {});
    });
}

/// True: the copy's tail was replaced. False: nothing was lost, or Redis did not answer and the next head check starts over.
asio::awaitable<bool> Node::mended(RoomPtr room) {
    for (int round = 0; round < rounds_max; ++round) {
        bool is_answered = false;
        auto const there = co_await head(room, room->top(), is_answered);
        if (!is_answered) co_return false;
        if (!there) {
            bool const is_back = co_await put_back(room);
            if (!is_back) co_return false;
            continue;
        }
        HeadAnswer const head_there = *there;
        auto const common = co_await common_with(room, head_there);
        if (!common) co_return false;
        bool const is_prefix = *common == there->top;            // the stream has nothing that this node lacks
        bool const has_lost = *common < room->top();
        bool is_done = false;
        if (there->is_rebuilding && is_prefix && has_lost) {
            is_done = co_await rebuild_some(room, *common, there->epoch);
        } else if (there->is_rebuilding || (has_lost && there->epoch <= room->record.epoch)) {
            if (there->is_rebuilding && has_lost) {
                bool const is_recorded = co_await record_again(room, *common, there->epoch);
                if (!is_recorded) co_return false;
            }
            is_done = co_await raise_epoch(room, head_there);
        } else if (!has_lost) {
            co_return false;                                      // only behind: reading on is enough
        } else {
            bool const is_recorded = co_await record_again(room, *common, there->epoch);
            if (!is_recorded) continue;                           // the epoch rose again meanwhile, or no answer: look again
            co_return co_await adopt(room, *common);
        }
        if (!is_done) co_return false;
    }
    co_return false;
}

/// Answers come later, never from inside send(): the wait is there before it is ended.
asio::awaitable<std::optional<Reply>> Node::call(Argv argv) {
    auto const answer = std::make_shared<std::optional<Reply>>();
    auto const waiting = std::make_shared<asio::steady_timer>(io_, asio::steady_timer::time_point::max());
    commands_->send(std::move(argv), [answer, waiting](std::optional<Reply> reply) {
        *answer = std::move(reply);
        waiting->cancel();
    });
    co_await waiting->async_wait(asio::as_tuple(asio::use_awaitable));
    co_return std::move(*answer);
}

asio::awaitable<std::optional<HeadAnswer>> Node::head(RoomPtr room, Offset at, bool& is_answered) {
    std::vector<std::pair<RoomId, Offset>> const question{{room->record.room, at}};
    auto argv = heads_call(question);    // named first, here and below: g++ 12 destroys temporaries of a co_await's arguments twice
    auto const reply = co_await call(std::move(argv));
    is_answered = reply && !reply->error();
    if (!is_answered) co_return std::nullopt;
    co_return heads_answer(*reply).at(0);
}

/// The last offset at which the stream and this node have the same link; nullopt: no answer. Links are chains: what agrees at an
/// offset agrees before it.
asio::awaitable<std::optional<Offset>> Node::common_with(RoomPtr room, HeadAnswer there) {
    Offset agreed = 0, differing = std::min(room->top(), there.top) + 1;
    for (Offset at = differing - 1; at > agreed; at = (agreed + differing) / 2) {
        bool is_answered = false;
        auto const answer = co_await head(room, at, is_answered);
        if (!answer) co_return std::nullopt;
        (answer->link == room->link_at(at) ? agreed : differing) = at;
        if (differing - agreed <= 1) break;
    }
    co_return agreed;
}

/// Redis has forgotten the room: its record is there again, empty, and closed to appends until its history is. Unless the room was deleted.
asio::awaitable<bool> Node::put_back(RoomPtr room) {
    auto argv = restore_call(room->record.room, room->is_released ? "" : room->record.code, room->record.epoch, room->sealed_key);
    auto const reply = co_await call(std::move(argv));
    if (reply && !reply->error() && word_of(*reply) == "GONE") {
        gone(room->record.room);
        co_return false;
    }
    co_return reply && !reply->error();
}

/// The next part of the old history, as it was: the same bytes, so the same links and digests.
asio::awaitable<bool> Node::rebuild_some(RoomPtr room, Offset from, Epoch epoch) {
    Known const known{epoch, from, room->link_at(from)};
    auto argv = append_call(names_, room->record.room, known, Rebuild{from}, recordings(room->record.room, from, page_entries_max, true));
    auto const reply = co_await call(std::move(argv));
    co_return reply && !reply->error();  // refused because another node was faster: the next round sees what it did
}

asio::awaitable<bool> Node::record_again(RoomPtr room, Offset from, Epoch epoch) {
    Known const anywhere{epoch, 0, {}};
    for (Offset at = from; at < room->top(); at += page_entries_max) {
        auto const lacking = recordings(room->record.room, at, page_entries_max, false);
        if (lacking.empty()) continue;
        auto argv = append_call(names_, room->record.room, anywhere, Again{}, lacking);
        auto const reply = co_await call(std::move(argv));
        bool const is_written = reply && !reply->error() && std::holds_alternative<Written>(append_answer(*reply));
        if (!is_written) co_return false;
    }
    co_return true;
}

/// True: it has risen, by us or by another node.
asio::awaitable<bool> Node::raise_epoch(RoomPtr room, HeadAnswer there) {
    Epoch const to = std::max(there.epoch, room->record.epoch) + 1;
    Entry fact{.epoch = to, .actor = BySystem{}, .cid = {}, .events = {EpochRaised{there.epoch, to}}};
    surroundings_->random(fact.cid.value.data(), fact.cid.value.size());
    auto argv = raise_call(names_, room->record.room, there.epoch, to, seal(fact, RoomKey{}));
    auto const reply = co_await call(std::move(argv));
    co_return reply && !reply->error();
}

/// The stream's history after `keep` becomes this node's.
asio::awaitable<bool> Node::adopt(RoomPtr room, Offset keep) {
    auto const id = room->record.room;
    NodeRoom next = *room;               // takes the place of what is known only once the copy has it
    next.cut(keep, keep == 0 ? Hash{} : copy_->read(id, keep - 1, 1).entries.at(0).digest);
    std::vector<Copied> entries;
    for (bool is_current = false; !is_current;) {
        auto argv = read_call(id, next.top(), page_entries_max);
        auto const reply = co_await call(std::move(argv));
        auto page = reply && !reply->error() ? read_answer(*reply) : std::nullopt;
        if (!page) co_return false;
        for (auto& told : page->entries) {
            if (next.fit(told) != Fit::continues) co_return false;
            next.advance(told);
            entries.push_back(std::move(told.copied));
        }
        next.record.epoch = page->epoch;
        is_current = next.top() >= page->top;
    }
    auto const is_durable = std::make_shared<bool>(false);
    auto const waiting = std::make_shared<asio::steady_timer>(io_, asio::steady_timer::time_point::max());
    copy_->replace_tail(id, keep, next.record.epoch, std::move(entries), [is_durable, waiting](bool is_so) {
        *is_durable = is_so;
        waiting->cancel();
    });
    co_await waiting->async_wait(asio::as_tuple(asio::use_awaitable));
    if (!*is_durable) co_return false;
    next.readers = std::move(room->readers);
    next.erased.merge(room->erased);
    *room = std::move(next);
    co_return true;
}

/// This node's entries after `since`, as drafts. An epoch's fact belongs to the history it was raised in and is not carried into another.
std::vector<Recording> Node::recordings(RoomId room, Offset since, std::size_t entries_max, bool with_epochs) {
    std::vector<Recording> made;
    if (!guards::is_on(guards::Guard::own_journal)) return made;
    for (auto const& stored : copy_->read(room, since, entries_max).entries) {
        auto const entry = warsha::open(stored);
        if (with_epochs || !is_epoch_fact(entry)) made.push_back({draft_of(stored, entry), stored.time});
    }
    return made;
}

}  // namespace warsha::redis
