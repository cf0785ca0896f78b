#pragma once
// Several servers, one room. Redis holds each room's order (a stream, appended to by one atomic function) and carries new entries to
// the other nodes (pub/sub); every node keeps its own copy of all it has seen, durable before it acknowledges anything.

#include <chrono>
#include <filesystem>

#include "journal/cluster.hpp"
#include "journal/copy.hpp"
#include "journal/redis/url.hpp"

namespace warsha {

namespace redis { class Surroundings; }

struct RedisOptions {
    redis::RedisUrl url;
    std::string ca_file;                                     ///< for rediss://; empty: the system's authorities
    bool is_relaxed = false;                                 ///< weaker settings of Redis are told instead of refused
    std::optional<Bytes32> cluster_key;                      ///< from a file that every node has; absent: made into Redis once
    std::chrono::milliseconds reply_timeout{2'000};
    std::function<void(std::string const& sentence)> on_event;  ///< for the operator's log; any thread; no secrets, no texts
    /// Opens this node's copy (sqlite; memory where nothing is promised). Its callbacks come through the given post.
    std::function<std::unique_ptr<CopyJournal>(Journal::Post)> open_copy;
    std::function<std::unique_ptr<redis::Surroundings>()> surroundings;  ///< empty: a thread of its own, the machine's clock, real sockets
};

/// The journal of a node, and what it shares with the others.
///
/// J2: reported appends are on Redis's disk (`appendfsync always`) and on this node's. J4: a history that lost entries is mended, not
/// reported: while that goes on appends are Unknown, then Handlers::on_mended asks the room to load anew. J9 holds for this node's disk.
/// `read`, `rooms` and saved states are the copy's; before a Conflict or an Appended is reported the copy has what it speaks of.
class RedisJournal : public Journal, public Cluster {
public:
    static std::unique_ptr<RedisJournal> open(Post post, RedisOptions options);

    /// Blocks until Redis answers, its settings are checked, the library is loaded, shared secrets are agreed and every room is known.
    /// Throws std::runtime_error with a sentence that says what to do: no answer within `patience`, refused credentials, weak settings
    /// (with the lines for redis.conf).
    virtual void start(std::chrono::milliseconds patience) = 0;
    /// start() in two, for whoever must not block: begins, and tells whether it is done.
    virtual void begin() = 0;
    [[nodiscard]] virtual bool has_begun() = 0;

    // After start().
    [[nodiscard]] virtual Bytes32 cluster_key() const = 0;   ///< what tickets are made with
    /// The organiser token's hash that all nodes use: the first that was proposed.
    virtual Hash agree_on_organiser(Hash proposed) = 0;

    struct Counters {
        std::uint64_t appends = 0, conflicts = 0, unknown = 0, gaps = 0, repairs = 0, deaf = 0;
    };
    [[nodiscard]] virtual Counters counters() const = 0;
};

}  // namespace warsha
