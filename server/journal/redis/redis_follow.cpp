// Out of Redis: messages, and the stream where messages are missing.

#include "journal/redis/redis_impl.hpp"

namespace warsha::redis {
namespace {

constexpr std::size_t page_entries_max = 500;

}  // namespace

/// A subscription's message: "message", channel, payload.
void Node::entries_told(EntriesMessage message) {
    if (message.is_gone) return gone(message.room);
    auto const room = find(message.room);
    if (!room) return learn(message.room);
    if (room->is_mending) return;        // reads on when it is done
    auto const fit = take(room, std::move(message.entries), false);
    if (fit == Fit::forks) return mend(room, "a message does not continue what this node has");
    if (fit == Fit::gap) return read_on(room, {});
    set_epoch(*room, message.epoch);
}

Fit Node::take(RoomPtr const& room, std::vector<Told> entries, bool is_own) {
    std::vector<Told> fresh;
    auto fit = Fit::known;
    for (auto& told : entries) {
        auto const one = room->fit(told);
        if (one == Fit::known) continue;
        if (one != Fit::continues) {
            fit = one;
            break;
        }
        room->advance(told);
        fresh.push_back(std::move(told));
    }
    if (!fresh.empty()) keep_and_tell(room, std::move(fresh), is_own, {});
    return fit;
}

/// What others acknowledged is durable in Redis and with them: it goes to the screens at once, and into the copy soon.
void Node::keep_and_tell(RoomPtr const& room, std::vector<Told> entries, bool is_own, std::function<void(bool)> done) {
    auto stored = std::make_shared<std::vector<Stored>>();
    std::vector<Copied> copied;
    for (auto& told : entries) {
        stored->push_back(told.copied.entry);
        copied.push_back(std::move(told.copied));
    }
    bool const is_early = !guards::is_on(guards::Guard::ack_after_fsync);
    auto const batch = std::make_shared<Batch>(Batch{std::move(stored), !is_own || is_early});
    if (is_early && done) std::exchange(done, {})(true);
    room->untold.push_back(batch);
    copy_->put(room->record.room, std::move(copied), !is_own, [this, room, batch, done = std::move(done)](bool is_durable) {
        if (!is_durable && failure_.empty()) failure_ = "this node's disk failed";
        if (is_durable) batch->is_ready = true;
        tell_followers(*room);
        if (done) done(is_durable);
    });
    tell_followers(*room);
    serve(room);
}

void Node::tell_followers(NodeRoom& room) {
    while (!room.untold.empty() && room.untold.front()->is_ready) {
        followers_.tell(room.record.room, room.untold.front()->entries);
        room.untold.pop_front();
    }
}

/// Everything of this room that the copy was given so far.
void Node::when_durable(RoomPtr const& room, std::function<void(bool)> then) { copy_->put(room->record.room, {}, false, std::move(then)); }

/// Up to where the stream stands now. `then(true)`: the copy has it durably.
void Node::read_on(RoomPtr const& room, std::function<void(bool)> then) {
    if (then) room->readers.push_back(std::move(then));
    if (room->is_gone) return end_reading(*room, false);
    if (room->is_reading || room->is_mending) return;
    room->is_reading = true;
    read_page(room);
}

void Node::read_page(RoomPtr const& room) {
    auto const since = room->top();
    commands_->send(read_call(room->record.room, since, page_entries_max), [this, room, since](std::optional<Reply> const& reply) { page_came(room, since, reply); });
}

void Node::page_came(RoomPtr const& room, Offset since, std::optional<Reply> const& reply) {
    if (room->is_gone) return;
    if (!reply || reply->error() || room->is_mending) {
        if (reply && reply->error()) complain(*reply);
        return end_reading(*room, false);
    }
    auto page = read_answer(*reply);
    auto const fit = page ? take(room, std::move(page->entries), !room->readers.empty()) : Fit::forks;
    if (fit == Fit::forks || fit == Fit::gap || page->top < since) {
        end_reading(*room, false);
        return mend(room, page ? "the stream does not continue what this node has" : "Redis does not know the room any more");
    }
    if (room->top() < page->top) return read_page(room);
    set_epoch(*room, page->epoch);
    room->agenda = page->agenda;
    if (!page->sealed_key.empty()) room->sealed_key = page->sealed_key;
    when_durable(room, [this, room](bool is_durable) { end_reading(*room, is_durable); });
}

void Node::end_reading(NodeRoom& room, bool is_current) {
    room.is_reading = false;
    for (auto const& reader : std::exchange(room.readers, {})) reader(is_current);
}

/// Another node has made a room, or Redis has one that this node has never seen.
void Node::learn(RoomId id) {
    if (gone_.contains(id) || !learning_.insert(id).second) return;
    commands_->send(read_call(id, 0, 1), [this, id](std::optional<Reply> const& reply) {
        learning_.erase(id);
        if (!reply || reply->error() || rooms_.contains(id)) return;
        auto const page = read_answer(*reply);
        if (!page || page->top == 0) return;  // its first entry will be told
        RoomRecord const record{.room = id, .code = page->code, .epoch = page->epoch};
        copy_->keep(record);
        auto const room = load(record);
        room->sealed_key = page->sealed_key;
        read_on(room, {});
    });
}

/// Tells the host of a room that nobody here serves yet.
void Node::serve(RoomPtr const& room) {
    if (room->is_served || !handlers_.on_room || !are_rooms_known_) return;
    room->is_served = true;
    when_durable(room, [this, room](bool is_durable) {
        if (is_durable) handlers_.on_room(room->record);
    });
}

void Node::set_epoch(NodeRoom& room, Epoch epoch) {
    if (epoch <= room.record.epoch) return;
    room.record.epoch = epoch;
    if (!room.is_released) copy_->keep(room.record);
}

}  // namespace warsha::redis
