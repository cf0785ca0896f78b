#pragma once
// A node's own copy of rooms whose order is decided elsewhere (journal/redis): the second durable place of every entry, what a
// restarted node loads from, and what a store that lost its tail is mended from.

#include "journal/journal.hpp"

namespace warsha {

/// An entry as another store recorded it. The agenda's version is that store's to count; the copy keeps which entries raise it.
struct Copied {
    Stored entry;
    bool raises_agenda_version = false;
};

/// A journal of one machine (memory, sqlite) that can also hold copies. A room is either appended to or copied into, not both:
/// `append` goes on where the copy ends, which is how a room moves from several servers back to one.
class CopyJournal : public Journal {
public:
    /// Registers the room, or brings code and epoch of its record up to date. Another room's claim to the code is over.
    virtual void keep(RoomRecord record) = 0;
    /// Continues the chain: the first offset is the copy's top + 1 and every digest follows from the one before; entries it has
    /// already are passed over. `done` once they are durable; with `may_wait` that may take up to `copy_delay_max`, for entries that
    /// nobody here acknowledges; false: the disk failed (J9). Followers of this journal are not told. What does not continue the chain is the room's damage.
    virtual void put(RoomId room, std::vector<Copied> entries, bool may_wait, std::function<void(bool)> done) = 0;
    /// In one step: everything after `keep` goes, `entries` come, and the epoch is `epoch`. Saved states from after `keep` go too.
    virtual void replace_tail(RoomId room, Offset keep, Epoch epoch, std::vector<Copied> entries, std::function<void(bool)> done) = 0;
};

inline constexpr std::int64_t copy_delay_max_ms = 200;

}  // namespace warsha
