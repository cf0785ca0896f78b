#include "journal/redis/redis_journal.hpp"

#include <limits>
#include <thread>

#include "journal/redis/redis_impl.hpp"
#include "journal/redis/sealing.hpp"
#include "protocol/codec.hpp"

namespace warsha {

std::unique_ptr<RedisJournal> RedisJournal::open(Post post, RedisOptions options) { return std::make_unique<redis::Node>(std::move(post), std::move(options)); }

namespace redis {
namespace {

constexpr auto read_again_patience = std::chrono::seconds(30);

NodeId random_node(Surroundings& surroundings) {
    NodeId node;
    surroundings.random(node.value.data(), node.value.size());
    return node;
}

}  // namespace

Node::Node(Post post, RedisOptions options)
    : post_(post), options_(std::move(options)), names_{options_.url.db}, surroundings_(options_.surroundings ? options_.surroundings() : make_surroundings()), io_(surroundings_->io()),
      node_(random_node(*surroundings_)), followers_(std::move(post)) {
    copy_ = options_.open_copy([this](RoomId, std::function<void()> what) { this->post(std::move(what)); });
    for (auto& record : copy_->rooms()) copied_[record.room] = std::move(record);
    ConnectionOptions connection{.url = options_.url, .ca_file = options_.ca_file, .reply_timeout = options_.reply_timeout};
    commands_ = surroundings_->connect(connection, ConnectionEvents{[this] { came_up(); }, [this](auto const& why) { went_down(why); }, {}});
    connection.name = "warsha-follows";
    subscriber_ = surroundings_->connect(connection, ConnectionEvents{[this] { is_subscribed_ = true; if (are_rooms_known_) check_heads(); }, {}, [this](Reply const& message) { pushed(message); }});
    subscriber_->subscribe({names_.entries_channel(), names_.news_channel()});
}

/// What is under way may still use us: the connections stop on their thread, and only then does the thread.
Node::~Node() {
    surroundings_->ask([this] {
        commands_->stop();
        subscriber_->stop();
        clock_.reset();
    });
    surroundings_->end();
}

void Node::post(std::function<void()> what) { surroundings_->post(std::move(what)); }

void Node::begin() {
    post([this] {
        subscriber_->start();
        commands_->start();
        watch();
    });
}

bool Node::has_begun() {
    return ask<bool>([this] {
        bool const is_reading = std::ranges::any_of(rooms_, [](auto const& one) { return one.second->is_reading; });
        return is_ready_ && is_subscribed_ && are_rooms_known_ && learning_.empty() && !is_reading;
    });
}

void Node::start(std::chrono::milliseconds patience) {
    begin();
    auto const end = std::chrono::steady_clock::now() + patience;
    while (!has_begun()) {
        struct Trouble { std::string why, weakness; };
        auto const now = ask<Trouble>([this] { return Trouble{away_, weakness_}; });
        if (!now.weakness.empty() && !options_.is_relaxed)
            throw std::runtime_error(now.weakness + "\nOr start with --durability relaxed: then up to two seconds of confirmed entries may be lost, and every facilitator is told.");
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error(now.why.empty() ? "Redis did not tell its rooms in time" : now.why + ". Start it, or correct --redis.");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void Node::attach(Handlers handlers) {
    ask<bool>([this, &handlers] {
        handlers_ = std::move(handlers);
        return true;
    });
}

Condition Node::condition() const {
    std::lock_guard const guard(lock_);
    return condition_;
}

RedisJournal::Counters Node::counters() const {
    std::lock_guard const guard(lock_);
    return told_counters_;
}

RoomPtr Node::find(RoomId room) {
    if (auto const known = rooms_.find(room); known != rooms_.end()) return known->second;
    auto const copied = copied_.find(room);
    return copied == copied_.end() ? nullptr : load(copied->second);
}

/// From the copy. What of it is damaged is cut off and read from Redis again.
RoomPtr Node::load(RoomRecord record) {
    auto const id = record.room;
    auto const chain = copy_->read(id, 0, std::numeric_limits<std::size_t>::max());
    if (chain.damage) {
        log("room " + name_of(id) + ": this node's copy is damaged at entry " + std::to_string(chain.damage->first_bad) + " (" + chain.damage->what + "); it is read from Redis again");
        copy_->replace_tail(id, chain.entries.size(), record.epoch, {}, [](bool) {});
    }
    auto const room = std::make_shared<NodeRoom>();
    room->record = std::move(record);
    for (auto const& stored : chain.entries) {
        Told told{{stored, false}, next_link(room->link_at(room->top()), stored.bytes)};
        room->advance(told);
    }
    note_erased(*room, chain.entries);
    rooms_[id] = room;
    copied_.erase(id);
    if (is_ready_) read_on(room, {});
    return room;
}

/// An entry is decoded only in a room in which something was erased.
void Node::note_erased(NodeRoom& room, std::vector<Stored> const& chain) {
    if (std::ranges::none_of(chain, [](Stored const& one) { return one.bytes.find("_erased\"") != std::string::npos; })) return;
    for (auto const& stored : chain)
        for (auto const& hash : erased_texts(stored)) room.erased.insert(hash);
}

/// Also a room that was loaded before its copy was damaged.
void Node::cut_damage(RoomPtr const& room) {
    auto const id = room->record.room;
    auto const chain = copy_->read(id, 0, std::numeric_limits<std::size_t>::max());
    if (!chain.damage || room->is_mending) return;
    copy_->replace_tail(id, chain.entries.size(), room->record.epoch, {}, [](bool) {});
    room->cut(chain.entries.size(), chain.entries.empty() ? Hash{} : chain.entries.back().digest);
}

/// A room would not load from a damaged copy: what is damaged is cut off and read from Redis first, where Redis answers.
ReadResult Node::read(RoomId id, Offset since, std::size_t entries_max) {
    auto found = copy_->read(id, since, entries_max);
    if (!found.damage) return found;
    auto const is_cut = std::make_shared<std::promise<void>>();
    surroundings_->ask([this, id, is_cut] {
        auto const room = find(id);
        if (!room) return is_cut->set_value();
        cut_damage(room);
        auto const conclude = [this, room, is_cut](bool) { when_durable(room, [is_cut](bool) { is_cut->set_value(); }); };
        if (is_ready_) read_on(room, conclude);
        else conclude(false);
    });
    surroundings_->wait(is_cut->get_future(), read_again_patience);
    return copy_->read(id, since, entries_max);
}

void Node::create_room(RoomId id, std::string code, std::function<void(bool)> done) {
    auto const answer = [this, id, done = std::move(done)](bool is_made) { post_(id, [done, is_made] { done(is_made); }); };
    post([this, id, code = std::move(code), answer] {
        if (!is_ready_ || !failure_.empty() || find(id)) return answer(false);
        commands_->send(create_call(id, code), [this, id, code, answer](std::optional<Reply> const& reply) {
            if (reply && reply->error()) complain(*reply);
            if (!reply || reply->error() || word_of(*reply) != "OK") return answer(false);
            RoomRecord const record{.room = id, .code = code};
            copy_->keep(record);
            load(record)->is_served = true;  // by who made it
            answer(true);
        });
    });
}

void Node::release_code(RoomId id) {
    post([this, id] {
        auto const room = find(id);
        if (!room) return;
        room->is_released = true;
        copy_->release_code(id);
        commands_->send(release_call(id, room->record.code), [](auto const&) {});
    });
}

void Node::refresh(RoomId id, std::function<void()> done) {
    post([this, id, done = std::move(done)] {
        auto const room = find(id);
        if (!room) return post_(id, done);
        // Never where the disk has failed: whoever waits would be told of what is not kept here.
        auto const answer = [this, id, done, room](bool) { when_durable(room, [this, id, done](bool is_durable) { if (is_durable) post_(id, done); }); };
        if (!is_ready_) return answer(false);
        read_on(room, answer);           // while its record is mended: when that is done
    });
}

/// The copy has everything that was told so far, also what waits to be durable there.
std::unique_ptr<Journal::Subscription> Node::follow(RoomId id, Offset since, OnEntry on_entry) {
    return ask<std::unique_ptr<Subscription>>([this, id, since, on_entry = std::move(on_entry)] {
        auto subscription = followers_.add(id, on_entry);
        if (auto const room = find(id)) room->is_served = room->is_followed = true;
        followers_.tell_last(id, std::make_shared<std::vector<Stored> const>(copy_->read(id, since, std::numeric_limits<std::size_t>::max()).entries));
        return subscription;
    });
}

void Node::log(std::string const& sentence) const {
    if (options_.on_event) options_.on_event(sentence);
}

std::string Node::name_of(RoomId room) const { return text_of(room); }

}  // namespace redis
}  // namespace warsha
