#pragma once
// The inside of RedisJournal, in files by subject: redis_journal.cpp (the public face, the thread), redis_append.cpp (in),
// redis_follow.cpp (what comes from Redis), redis_mend.cpp (lost and forked histories), redis_watch.cpp (settings, heads, conditions),
// redis_share.cpp (keys, bundles, news). Everything but the public face runs on one thread; no locks there.

#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "journal/followers.hpp"
#include "journal/redis/connection.hpp"
#include "journal/redis/node_room.hpp"
#include "journal/redis/redis_journal.hpp"
#include "journal/redis/surroundings.hpp"

namespace warsha::redis {

namespace asio = boost::asio;
using RoomPtr = std::shared_ptr<NodeRoom>;

class Node final : public RedisJournal {
public:
    Node(Post post, RedisOptions options);
    ~Node() override;

    // Journal
    [[nodiscard]] Durability durability() const override { return options_.is_relaxed ? Durability::none : Durability::machine; }
    void create_room(RoomId room, std::string code, std::function<void(bool)> done) override;
    void release_code(RoomId room) override;
    std::vector<RoomRecord> rooms() override { return copy_->rooms(); }
    void append(RoomId room, Epoch epoch, After after, std::vector<Draft> batch, std::function<void(AppendOutcome)> done) override;
    ReadResult read(RoomId room, Offset since, std::size_t entries_max) override;
    void refresh(RoomId room, std::function<void()> done) override;
    std::unique_ptr<Subscription> follow(RoomId room, Offset since, OnEntry on_entry) override;
    void save_state(RoomId room, SavedState state) override { copy_->save_state(room, std::move(state)); }
    std::optional<SavedState> latest_state(RoomId room) override { return copy_->latest_state(room); }
    void erase(RoomId room, std::vector<Hash> blobs, std::function<void(bool)> done) override;
    void forget(RoomId room, std::function<void(bool)> done) override;

    // Cluster
    void attach(Handlers handlers) override;
    [[nodiscard]] Condition condition() const override;
    [[nodiscard]] bool is_shared() const override { return true; }
    void share_key(RoomId room, RoomKey const& key) override;
    std::optional<RoomKey> key_of(RoomId room) override;
    void forget_key(RoomId room) override;
    void tell(RoomId room, News const& news) override;
    void put_bundle(RoomId room, std::string bytes) override;
    void forget_bundle(RoomId room) override;
    void seek(std::string code, std::function<void()> done) override;
    void get_bundle(RoomId room, std::function<void(std::optional<std::string>)> done) override;

    // RedisJournal
    void start(std::chrono::milliseconds patience) override;
    void begin() override;
    [[nodiscard]] bool has_begun() override;
    [[nodiscard]] Bytes32 cluster_key() const override { return cluster_key_; }
    Hash agree_on_organiser(Hash proposed) override;
    [[nodiscard]] Counters counters() const override;

private:
    using AnswerAppend = std::function<void(AppendOutcome)>;

    // redis_journal.cpp
    template <class T> T ask(std::function<T()> question);      ///< from another thread; blocks
    void post(std::function<void()> what);
    RoomPtr find(RoomId room);                                  ///< nullptr: neither here nor told of
    RoomPtr load(RoomRecord record);
    void cut_damage(RoomPtr const& room);
    static void note_erased(NodeRoom& room, std::vector<Stored> const& chain);
    void log(std::string const& sentence) const;
    [[nodiscard]] std::string name_of(RoomId room) const;

    // redis_append.cpp
    void append_now(RoomId room, Epoch epoch, After const& after, std::vector<Draft> batch, AnswerAppend answer);
    void appended(RoomPtr room, After const& after, std::vector<Draft> const& batch, std::optional<Reply> const& reply, AnswerAppend const& answer);
    void written(RoomPtr room, std::vector<Draft> const& batch, Written const& written, AnswerAppend const& answer);
    void conflicted(RoomPtr room, After const& after, AnswerAppend const& answer);
    [[nodiscard]] bool is_beyond(NodeRoom const& room, After const& after) const;

    // redis_follow.cpp
    void pushed(Reply const& message);
    void entries_told(EntriesMessage message);
    /// Takes what continues. Fit::known: all of it is here now.
    Fit take(RoomPtr const& room, std::vector<Told> entries, bool is_own);
    void keep_and_tell(RoomPtr const& room, std::vector<Told> entries, bool is_own, std::function<void(bool)> done);
    void tell_followers(NodeRoom& room);
    void when_durable(RoomPtr const& room, std::function<void(bool)> then);
    void read_on(RoomPtr const& room, std::function<void(bool)> then);
    void read_page(RoomPtr const& room);
    void page_came(RoomPtr const& room, Offset since, std::optional<Reply> const& reply);
    void end_reading(NodeRoom& room, bool is_current);
    void learn(RoomId room);
    void serve(RoomPtr const& room);
    void set_epoch(NodeRoom& room, Epoch epoch);

    // redis_mend.cpp
    void mend(RoomPtr const& room, std::string const& why);
    asio::awaitable<bool> mended(RoomPtr room);
    asio::awaitable<std::optional<Reply>> call(Argv argv);
    asio::awaitable<std::optional<HeadAnswer>> head(RoomPtr room, Offset at, bool& is_answered);
    asio::awaitable<std::optional<Offset>> common_with(RoomPtr room, HeadAnswer head);
    asio::awaitable<bool> put_back(RoomPtr room);
    asio::awaitable<bool> rebuild_some(RoomPtr room, Offset from, Epoch epoch);
    asio::awaitable<bool> record_again(RoomPtr room, Offset from, Epoch epoch);
    asio::awaitable<bool> raise_epoch(RoomPtr room, HeadAnswer head);
    asio::awaitable<bool> adopt(RoomPtr room, Offset keep);
    std::vector<Recording> recordings(RoomId room, Offset since, std::size_t entries_max, bool with_epochs);

    // redis_watch.cpp
    void came_up();
    void went_down(std::string const& why);
    void watch();
    void check_heads();
    void heads_came(std::vector<std::pair<RoomId, Offset>> const& asked, std::optional<Reply> const& reply);
    void check_settings();
    void settings_came(std::optional<Reply> const& config, std::optional<Reply> const& persistence);
    void learn_rooms(std::function<void()> then);
    void set_condition(std::string const& away, std::string const& weakness);
    void complain(Reply const& reply);

    // redis_share.cpp
    void agree_on_key();
    void wait_until_followed(RoomId room, unsigned patience, std::function<void()> done);
    void send_erasures();
    void send_erasures(RoomId room, std::vector<Hash> const& texts);
    void rewrite_if_gone(Reply const& reply);
    void bury(RoomId room, std::function<void(bool)> done);
    void gone(RoomId room);
    void wipe(RoomId room, std::function<void(bool)> done);

    Post post_;
    RedisOptions options_;
    Names names_;
    std::unique_ptr<Surroundings> surroundings_;
    asio::io_context& io_;
    NodeId const node_;
    std::unique_ptr<CopyJournal> copy_;
    std::unique_ptr<AnyConnection> commands_, subscriber_;
    Followers followers_;
    Handlers handlers_;
    std::map<RoomId, RoomPtr> rooms_;
    std::map<RoomId, RoomRecord> copied_;                    ///< rooms of the copy that are not loaded
    std::set<RoomId> learning_;
    std::map<RoomId, std::string> gone_;                     ///< deleted in this process's time, with their codes: again in every Redis that comes up
    std::set<RoomId> unsent_erasures_;                       ///< rooms of which Redis has not confirmed one
    std::set<RoomId> replaced_bundles_;   // erased in part: the first to be put now is not refused
    std::shared_ptr<void> clock_;
    unsigned ticks_ = 0;
    std::string weakness_, away_ = "Redis has not answered yet", failure_;   ///< sentences; empty: all is well
    bool is_ready_ = false, is_subscribed_ = false, are_rooms_known_ = false;
    Bytes32 cluster_key_{};
    bool has_cluster_key_ = false;
    std::function<void()> when_ready_;
    Counters counters_;

    mutable std::mutex lock_;                                ///< of the two below, which any thread reads
    Condition condition_;
    Counters told_counters_;
};

template <class T>
T Node::ask(std::function<T()> question) {
    std::optional<T> answer;
    surroundings_->ask([&] { answer.emplace(question()); });
    return std::move(*answer);
}

}  // namespace warsha::redis
