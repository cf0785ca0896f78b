#pragma once
// A room as one node of a cluster knows it: the head of its copy, and what is on its way there.

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "core/guards.hpp"
#include "journal/entry.hpp"
#include "journal/redis/calls.hpp"

namespace warsha::redis {

/// How an entry that was told stands to what the node has.
enum class Fit { known, continues, gap, forks };

/// Entries in their order, told to the room's followers once everything before them was. Own ones only when they are durable here.
struct Batch {
    std::shared_ptr<std::vector<Stored> const> entries;
    bool is_ready = false;
};

struct NodeRoom {
    RoomRecord record;                   ///< code and epoch; `top` is not kept
    std::string sealed_key;
    bool is_released = false;            ///< the code may be another room's
    AgendaVersion agenda = 0;            ///< as it was when the stream was last read to its end
    Hash digest;
    bool is_served = false;              ///< somebody here follows it, or has been told of it
    bool is_followed = false;            ///< a room of this process has loaded it
    bool is_reading = false, is_mending = false, is_gone = false;
    unsigned gaps_in_a_row = 0;          ///< head checks that found what no message had brought
    std::set<Hash> erased;               ///< texts: not kept here again, and asked to be gone from every Redis that comes up
    std::vector<std::function<void(bool)>> readers;  ///< wait for the reading under way; false: it failed
    std::deque<std::shared_ptr<Batch>> untold;

    [[nodiscard]] Offset top() const { return links_.size(); }
    [[nodiscard]] Link link_at(Offset offset) const { return offset == 0 ? Link() : Link(links_[offset - 1].begin(), links_[offset - 1].end()); }
    [[nodiscard]] Known known() const { return {record.epoch, top(), link_at(top())}; }

    [[nodiscard]] Fit fit(Told const& told) const {
        auto const& entry = told.copied.entry;
        if (entry.offset == 0) return Fit::forks;
        if (!guards::is_on(guards::Guard::chain_check)) return entry.offset <= top() ? Fit::known : entry.offset > top() + 1 ? Fit::gap : Fit::continues;
        if (entry.offset <= top()) return link_at(entry.offset) == told.link ? Fit::known : Fit::forks;
        if (entry.offset > top() + 1) return Fit::gap;
        return next_link(link_at(top()), entry.bytes) == told.link ? Fit::continues : Fit::forks;
    }

    /// Moves the head; sets the entry's digest. The entry continues.
    void advance(Told& told) {
        auto& entry = told.copied.entry;
        if (!erased.empty()) std::erase_if(entry.blobs, [this](Blob const& blob) { return erased.contains(blob.hash); });
        entry.digest = digest = next_digest(digest, entry.bytes);
        std::ranges::copy(told.link, links_.emplace_back().begin());
    }

    /// Back to an earlier head, whose digest the caller knows.
    void cut(Offset keep, Hash digest_there) {
        links_.resize(keep);
        digest = digest_there;
    }

private:
    std::vector<std::array<char, 40>> links_;  ///< 40 bytes an entry
};

}  // namespace warsha::redis
