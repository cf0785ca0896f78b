#pragma once
// What the nodes of a cluster share beside the entries: which rooms there are, their keys, bundles, and news that may be lost.
// A server that is alone has an Alone.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "journal/entry.hpp"
#include "journal/journal.hpp"
#include "protocol/messages.hpp"

namespace warsha {

using NodeId = Strong<struct NodeTag, Bytes16>;   ///< of one running process; drawn at its start

/// What one node's room tells the same room elsewhere. At most once, never journaled.
struct StateDigest {
    Epoch epoch = 1;
    Offset offset = 0;
    Hash digest;                         ///< SHA-256 of the state's canonical JSON at that offset
};
BOOST_DESCRIBE_STRUCT(StateDigest, (), (epoch, offset, digest))
struct News {
    std::optional<Presence> presence;    ///< of that node's own sessions; forgotten after presence_kept_ms
    std::optional<StateDigest> state;
    std::optional<Moods> moods;          ///< of the seats on that node; forgotten with its presence
};
BOOST_DESCRIBE_STRUCT(News, (), (presence, state, moods))
inline constexpr std::int64_t presence_told_ms = 1'000, presence_kept_ms = 3'500;

/// How the record is kept right now.
struct Condition {
    Storage told;                        ///< what facilitators are told
    std::string why;                     ///< for /readyz and the log; empty: all is as it should be
    friend bool operator==(Condition const&, Condition const&) = default;
};

/// Thread: any. Handlers are called on the cluster's own thread, or where said; they must not block.
class Cluster {
public:
    struct Handlers {
        std::function<void(RoomRecord)> on_room;             ///< another node made it: its first entry is here, and nobody here serves it yet
        std::function<void(RoomId)> on_gone;                 ///< another node has deleted it, and nothing of it is left here but what the host has. On the room's home thread
        std::function<void(RoomId)> on_mended;               ///< its history was replaced: load it anew. On the room's home thread
        std::function<void(RoomId, NodeId, News)> on_news;   ///< on the room's home thread
        std::function<void()> on_condition;                  ///< it changed
    };
    virtual ~Cluster() = default;

    /// Once, before the first room is loaded.
    virtual void attach(Handlers handlers) = 0;
    [[nodiscard]] virtual Condition condition() const = 0;
    [[nodiscard]] virtual bool is_shared() const = 0;        ///< are there others to tell

    /// Before the room's first entry: other nodes get the key with it. Sealed on the way.
    virtual void share_key(RoomId room, RoomKey const& key) = 0;
    /// As another node shared it; blocks. nullopt: not there, or destroyed.
    virtual std::optional<RoomKey> key_of(RoomId room) = 0;
    virtual void forget_key(RoomId room) = 0;
    virtual void tell(RoomId room, News const& news) = 0;

    /// The first to put a room's bundle wins. `done` on the room's home thread; nullopt: not there, or the store does not answer.
    virtual void put_bundle(RoomId room, std::string bytes) = 0;
    /// Words of it were erased: another one may be put.
    virtual void forget_bundle(RoomId room) = 0;
    /// `done` when the room that has this code is served here, or when nobody knows one: another node may have made it a moment ago.
    virtual void seek(std::string code, std::function<void()> done) = 0;
    virtual void get_bundle(RoomId room, std::function<void(std::optional<std::string>)> done) = 0;
};

/// One server and no others.
class Alone final : public Cluster {
public:
    explicit Alone(Journal::Post post) : post_(std::move(post)) {}
    void attach(Handlers) override {}
    [[nodiscard]] Condition condition() const override { return {}; }
    [[nodiscard]] bool is_shared() const override { return false; }
    void share_key(RoomId, RoomKey const&) override {}
    std::optional<RoomKey> key_of(RoomId) override { return std::nullopt; }
    void forget_key(RoomId) override {}
    void tell(RoomId, News const&) override {}
    void put_bundle(RoomId, std::string) override {}
    void forget_bundle(RoomId) override {}
    void seek(std::string, std::function<void()> done) override { done(); }
    void get_bundle(RoomId room, std::function<void(std::optional<std::string>)> done) override {
        post_(room, [done = std::move(done)] { done(std::nullopt); });
    }

private:
    Journal::Post post_;
};

}  // namespace warsha
