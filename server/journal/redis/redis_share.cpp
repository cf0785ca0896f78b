// What nodes share beside entries: the cluster's key, sealed room keys, bundles, news.

#include <future>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "journal/redis/redis_impl.hpp"
#include "journal/redis/sealing.hpp"
#include "protocol/codec.hpp"
#include "protocol/codec_impl.hpp"

namespace warsha::redis {
namespace {

struct NewsMessage {
    NodeId node;
    RoomId room;
    News news;
};
BOOST_DESCRIBE_STRUCT(NewsMessage, (), (node, room, news))

constexpr auto seek_look_interval = std::chrono::milliseconds(20);
constexpr unsigned seek_looks_max = 100;  // two seconds
constexpr std::size_t erased_at_once_max = 1'000;
constexpr Bounds news_bounds{4096, 8, 100, 100};

}  // namespace

/// The first node's proposal stays; after an emptied Redis the nodes that still run put theirs back.
void Node::agree_on_key() {
    auto const proposed = has_cluster_key_ ? cluster_key_ : options_.cluster_key.value_or(random_key());
    if (options_.cluster_key) {
        cluster_key_ = *options_.cluster_key;
        has_cluster_key_ = true;
        return;
    }
    commands_->send({"HSETNX", redis::cluster_key, "key", to_base64url(proposed.data(), proposed.size())}, [](auto const&) {});
    commands_->send({"HGET", redis::cluster_key, "key"}, [this](std::optional<Reply> const& reply) {
        if (!reply || reply->error() || reply->is_nil()) return;
        Bytes32 agreed{};
        if (!from_base64url(reply->text(), agreed.data(), agreed.size())) return log("Redis holds a cluster key that is none; remove the field key of warsha:{cluster}");
        if (has_cluster_key_ && agreed != cluster_key_) return log("Redis holds another cluster key than this node has: restart the nodes one after the other");
        cluster_key_ = agreed;
        has_cluster_key_ = true;
    });
}

Hash Node::agree_on_organiser(Hash proposed) {
    auto const agreed = std::make_shared<std::promise<Hash>>();
    post([this, proposed, agreed] {
        commands_->send({"HSETNX", redis::cluster_key, "organiser", text_of(proposed)}, [](auto const&) {});
        commands_->send({"HGET", redis::cluster_key, "organiser"}, [proposed, agreed](std::optional<Reply> const& reply) {
            Hash hash = proposed;
            if (reply && !reply->error() && !reply->is_nil() && !from_base64url(reply->text(), hash.value.data(), hash.value.size())) hash = proposed;
            agreed->set_value(hash);
        });
    });
    return agreed->get_future().get();
}

void Node::share_key(RoomId id, RoomKey const& key) {
    post([this, id, key] {
        auto const room = find(id);
        if (!room) return;
        room->sealed_key = seal_key(cluster_key_, id, key);
        commands_->send(key_call(id, room->sealed_key), [](auto const&) {});
    });
}

void Node::forget_key(RoomId id) {
    post([this, id] {
        if (auto const room = find(id)) room->sealed_key.clear();
        commands_->send(key_call(id, ""), [](auto const&) {});
    });
}

std::optional<RoomKey> Node::key_of(RoomId id) {
    return ask<std::optional<RoomKey>>([this, id]() -> std::optional<RoomKey> {
        auto const room = find(id);
        return room ? unseal_key(cluster_key_, id, room->sealed_key) : std::nullopt;
    });
}

void Node::tell(RoomId room, News const& news) {
    post([this, room, payload = encode_value(NewsMessage{node_, room, news})] { commands_->send({"PUBLISH", names_.news_channel(), payload}, [](auto const&) {}); });
}

/// "message", channel, payload. What is not ours is passed over: the channel is shared with whoever has Redis's password.
void Node::pushed(Reply const& message) {
    auto const& parts = message.list();
    if (parts.size() != 3 || parts[0].text() != "message") return;
    try {
        if (parts[1].text() == names_.entries_channel()) return entries_told(entries_message(parts[2].text()));
        auto const news = decode_value<NewsMessage>(parts[2].text(), news_bounds);
        if (!news || news->node == node_ || !handlers_.on_news) return;
        post_(news->room, [handler = handlers_.on_news, told = *news] { handler(told.room, told.node, told.news); });
    } catch (BadReply const& error) {
        log(std::string("a message could not be read: ") + error.what());
    }
}

void Node::seek(std::string code, std::function<void()> done) {
    post([this, code = std::move(code), done = std::move(done)] {
        commands_->send({"HGET", codes_key, code}, [this, done](std::optional<Reply> const& reply) {
            RoomId room;
            bool const is_known = reply && !reply->error() && !reply->is_nil() && from_base64url(reply->text(), room.value.data(), room.value.size());
            if (!is_known) return done();
            if (!find(room)) learn(room);
            wait_until_followed(room, seek_looks_max, done);
        });
    });
}

void Node::wait_until_followed(RoomId id, unsigned patience, std::function<void()> done) {
    auto const room = find(id);
    if (patience == 0 || (room && room->is_followed)) return done();
    auto const timer = std::make_shared<std::shared_ptr<void>>();
    *timer = surroundings_->after(seek_look_interval, [this, timer, id, patience, done = std::move(done)] { wait_until_followed(id, patience - 1, done); });
}

void Node::put_bundle(RoomId room, std::string bytes) {
    post([this, room, bytes = std::move(bytes)]() mutable {
        Argv argv{"SET", Names::of_room(room, "bundle"), std::move(bytes)};
        if (replaced_bundles_.erase(room) == 0) argv.emplace_back("NX");
        commands_->send(std::move(argv), [](auto const&) {});
    });
}

/// Nothing is deleted: the next one takes its place.
void Node::forget_bundle(RoomId room) {
    post([this, room] { replaced_bundles_.insert(room); });
}

void Node::get_bundle(RoomId room, std::function<void(std::optional<std::string>)> done) {
    post([this, room, done = std::move(done)] {
        commands_->send({"GET", Names::of_room(room, "bundle")}, [this, room, done](std::optional<Reply> const& reply) {
            bool const is_there = reply && !reply->error() && !reply->is_nil();
            post_(room, [done, bytes = is_there ? std::optional(reply->text()) : std::nullopt] { done(bytes); });
        });
    });
}

void Node::erase(RoomId id, std::vector<Hash> blobs, std::function<void(bool)> done) {
    post([this, id, blobs = std::move(blobs), done = std::move(done)]() mutable {
        if (auto const room = find(id)) room->erased.insert(blobs.begin(), blobs.end());
        send_erasures(id, blobs);
        copy_->erase(id, std::move(blobs), [this, id, done = std::move(done)](bool is_erased) { post_(id, [done, is_erased] { done(is_erased); }); });
    });
}

/// All of every room, and not only what was not confirmed: a Redis that comes up may be one that has lost them.
void Node::send_erasures() {
    unsent_erasures_.clear();
    for (auto const& [id, room] : rooms_) send_erasures(id, {room->erased.begin(), room->erased.end()});
}

/// After an answer "OK, so many": Redis's append-only file forgets a text when it is rewritten.
void Node::rewrite_if_gone(Reply const& reply) {
    bool const is_any_gone = reply.list().size() > 1 && reply.list()[1].text() != "0";
    if (is_any_gone) commands_->send({"BGREWRITEAOF"}, [](auto const&) {});
}

void Node::send_erasures(RoomId id, std::vector<Hash> const& texts) {
    for (std::size_t from = 0; from < texts.size(); from += erased_at_once_max) {
        std::vector<Hash> const some(texts.begin() + static_cast<long>(from), texts.begin() + static_cast<long>(std::min(texts.size(), from + erased_at_once_max)));
        commands_->send(erase_call(id, some), [this, id](std::optional<Reply> const& reply) {
            if (!reply || reply->error()) return void(unsent_erasures_.insert(id));
            rewrite_if_gone(*reply);
        });
    }
}

void Node::forget(RoomId id, std::function<void(bool)> done) {
    post([this, id, done = std::move(done)] {
        bury(id, [this, id, done](bool is_buried) {
            if (!is_buried) return post_(id, [done] { done(false); });
            wipe(id, [this, id, done](bool is_wiped) { post_(id, [done, is_wiped] { done(is_wiped); }); });
        });
    });
}

/// False: Redis did not answer; the room may be gone or not.
void Node::bury(RoomId id, std::function<void(bool)> done) {
    auto const known = gone_.find(id);
    auto const room = known == gone_.end() ? find(id) : nullptr;
    auto const code = known != gone_.end() ? known->second : room && !room->is_released ? room->record.code : std::string();
    commands_->send(bury_call(names_, id, code), [this, id, code, done = std::move(done)](std::optional<Reply> const& reply) {
        bool const is_buried = reply && !reply->error();
        if (reply && reply->error()) complain(*reply);
        if (is_buried) {
            gone_[id] = code;
            rewrite_if_gone(*reply);
        }
        done(is_buried);
    });
}

/// Another node has deleted the room.
void Node::gone(RoomId id) {
    auto const room = find(id);
    if (!room) return;
    gone_[id] = room->is_released ? std::string() : room->record.code;
    log("room " + name_of(id) + " was deleted on another server");
    if (handlers_.on_gone) post_(id, [handler = handlers_.on_gone, id] { handler(id); });
    wipe(id, [](bool) {});
}

/// Everything that this node has of it.
void Node::wipe(RoomId id, std::function<void(bool)> done) {
    if (auto const room = find(id)) {
        room->is_gone = true;
        end_reading(*room, false);
    }
    rooms_.erase(id);
    copied_.erase(id);
    unsent_erasures_.erase(id);
    replaced_bundles_.erase(id);
    copy_->forget(id, std::move(done));
}

}  // namespace warsha::redis
