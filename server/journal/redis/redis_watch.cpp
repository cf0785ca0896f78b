// Is Redis there, is it set up to keep what it says, does it have what this node has seen?

#include <map>

#include "core/guards.hpp"
#include "journal/redis/redis_impl.hpp"
#include "protocol/codec.hpp"

namespace warsha::redis {
namespace {

constexpr auto watch_interval = std::chrono::seconds(1);
constexpr unsigned settings_every = 10;  // ticks of the watch
constexpr unsigned deaf_after = 2;       // head checks in a row that found entries no message had brought

std::map<std::string, std::string> pairs_of(Reply const& reply) {
    std::map<std::string, std::string> pairs;
    auto const& list = reply.list();
    for (std::size_t i = 0; i + 1 < list.size(); i += 2) pairs[list[i].text()] = list[i + 1].text();
    return pairs;
}

bool info_says(std::string const& info, std::string const& line) { return info.find(line + "\r") != std::string::npos || info.find(line + "\n") != std::string::npos; }

/// What is weaker than a record that survives a crash, as a sentence with the lines to write; empty: nothing is.
std::string weakness_of(std::map<std::string, std::string> const& settings, std::string const& persistence) {
    std::string lines, found;
    for (auto const& [key, wanted] : {std::pair{"appendonly", "yes"}, std::pair{"appendfsync", "always"}, std::pair{"maxmemory-policy", "noeviction"}}) {
        auto const at = settings.find(key);
        if (at != settings.end() && at->second == wanted) continue;
        found += (found.empty() ? "" : ", ") + std::string(key) + " is " + (at == settings.end() ? "unknown" : "\"" + at->second + "\"");
        lines += "\n    " + std::string(key) + " " + wanted;
    }
    if (!found.empty()) return "Redis may lose what it has confirmed (" + found + "). Write into redis.conf and restart Redis:" + lines;
    if (info_says(persistence, "aof_enabled:0")) return "Redis's append-only file is not in use, although it is configured: restart Redis with it";
    if (info_says(persistence, "aof_last_write_status:err")) return "Redis could not write its append-only file: look at its disk and its log";
    return "";
}

}  // namespace

void Node::came_up() {
    commands_->send({"FUNCTION", "LOAD", "REPLACE", std::string(library())}, [this](std::optional<Reply> const& reply) {
        // An administrator may have loaded it and keep us from doing so: then the first call shows whether it is there.
        if (reply && reply->error() && !reply->error()->starts_with("NOPERM")) complain(*reply);
    });
    agree_on_key();
    send_erasures();
    for (auto const& [room, code] : gone_) bury(room, [](bool) {});  // it may be one that has lost that
    check_settings();
    learn_rooms([this] { check_heads(); });
}

void Node::went_down(std::string const& why) {
    set_condition("Redis at " + without_secrets(options_.url) + " does not answer: " + why, weakness_);
}

void Node::watch() {
    clock_ = surroundings_->after(watch_interval, [this] {
        ++ticks_;
        if (commands_->is_up()) {
            check_heads();
            if (ticks_ % settings_every == 0) {
                if (!unsent_erasures_.empty()) send_erasures();
                check_settings();
                learn_rooms({});
            }
        }
        {
            std::lock_guard const guard(lock_);
            told_counters_ = counters_;
        }
        watch();
    });
}

void Node::check_heads() {
    std::vector<std::pair<RoomId, Offset>> asked;
    for (auto const& [id, room] : rooms_)
        if (!room->is_mending) asked.emplace_back(id, room->top());
    if (asked.empty()) return;
    commands_->send(heads_call(asked), [this, asked](std::optional<Reply> const& reply) { heads_came(asked, reply); });
}

/// Compared with what this node had when it asked: the stream only grows, so anything less is a loss.
void Node::heads_came(std::vector<std::pair<RoomId, Offset>> const& asked, std::optional<Reply> const& reply) {
    if (!reply) return;
    if (reply->error()) return complain(*reply);
    auto const heads = heads_answer(*reply);
    for (std::size_t i = 0; i < asked.size(); ++i) {
        auto const room = find(asked[i].first);
        auto const& there = heads.at(i);
        if (!room || room->is_mending) continue;
        bool const has_moved_back = room->top() < asked[i].second;  // mended meanwhile
        if (has_moved_back) continue;
        if (!there) {
            mend(room, "Redis does not know the room any more");
        } else if (there->is_rebuilding || (there->link != room->link_at(asked[i].second) && guards::is_on(guards::Guard::chain_check))) {
            mend(room, there->is_rebuilding ? "the room is being put back into Redis" : "Redis does not have what this node has seen");
        } else if (there->top > room->top() || there->epoch > room->record.epoch) {
            ++counters_.gaps;
            if (++room->gaps_in_a_row >= deaf_after) {
                room->gaps_in_a_row = 0;
                ++counters_.deaf;
                subscriber_->drop("messages were missing");
            }
            read_on(room, {});
        } else {
            room->gaps_in_a_row = 0;
        }
    }
}

void Node::check_settings() {
    auto const config = std::make_shared<std::optional<Reply>>();
    commands_->send({"CONFIG", "GET", "appendonly", "appendfsync", "maxmemory-policy"}, [config](std::optional<Reply> const& reply) { *config = reply; });
    commands_->send({"INFO", "persistence"}, [this, config](std::optional<Reply> const& reply) { settings_came(*config, reply); });
}

void Node::settings_came(std::optional<Reply> const& config, std::optional<Reply> const& persistence) {
    if (!config || !persistence) return;
    std::map<std::string, std::string> settings;
    if (!config->error()) settings = pairs_of(*config);
    set_condition("", weakness_of(settings, persistence->error() ? "" : persistence->text()));
}

void Node::learn_rooms(std::function<void()> then) {
    commands_->send({"HGETALL", rooms_key}, [this, then = std::move(then)](std::optional<Reply> const& reply) {
        if (!reply || reply->error()) return;
        for (auto const& [text, code] : pairs_of(*reply)) {
            RoomId room;
            if (from_base64url(text, room.value.data(), room.value.size()) && !rooms_.contains(room) && !copied_.contains(room)) learn(room);
        }
        are_rooms_known_ = true;
        if (then) then();
    });
}

/// Away, or weaker than promised: nothing is acknowledged, and everybody who looks is told why.
void Node::set_condition(std::string const& away, std::string const& weakness) {
    weakness_ = weakness;
    away_ = !away.empty() ? away : options_.is_relaxed ? "" : weakness;
    bool const was_ready = std::exchange(is_ready_, away_.empty() && has_cluster_key_);
    {
        std::lock_guard const guard(lock_);
        auto const before = condition_;
        condition_.told.relaxed = options_.is_relaxed && !weakness.empty();
        condition_.why = away_;
        if (is_ready_) condition_.told.away_since.reset();
        else if (!condition_.told.away_since) condition_.told.away_since = surroundings_->now();
        if (condition_ == before) return;
    }
    if (was_ready != is_ready_) log(is_ready_ ? "Redis at " + without_secrets(options_.url) + " takes our entries" : away_);
    if (handlers_.on_condition) handlers_.on_condition();
}

/// An error where an answer was expected. A library that is gone (FUNCTION FLUSH, a new server) is loaded again.
void Node::complain(Reply const& reply) {
    auto const& error = *reply.error();
    log("Redis answered: " + error);
    if (error.find("Function not found") != std::string::npos) commands_->send({"FUNCTION", "LOAD", "REPLACE", std::string(library())}, [](auto const&) {});
}

}  // namespace warsha::redis
