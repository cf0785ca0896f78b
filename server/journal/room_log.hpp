#pragma once
// What a store must know of a room to answer an append, apart from where the bytes lie. Pure.

#include <algorithm>
#include <map>

#include "journal/entry.hpp"

namespace warsha {

struct RoomLog {
    Epoch epoch = 1;
    Offset top = 0;
    UnixMillis time = 0;
    Hash digest;
    AgendaVersion agenda = 0;
    std::map<Cid, Offset> cids;

    /// J1, J4, J5: the answer, and the entries to write (empty: nothing new). The log is advanced only by `advance`.
    struct Planned {
        AppendOutcome outcome;
        std::vector<Stored> fresh;
        std::vector<bool> raises;
    };
    [[nodiscard]] Planned plan(Epoch asked, After const& after, std::vector<Draft> const& batch, UnixMillis now) const {
        if (asked != epoch || is_beyond(after)) return {EpochLost{epoch}, {}, {}};
        bool const any_new = std::ranges::any_of(batch, [&](Draft const& draft) { return !cids.contains(draft.cid); });
        if (any_new && !holds(after)) return {Conflict{top}, {}, {}};
        return record(batch, std::max(time, now));
    }

    void advance(Stored const& stored, bool raises) {
        top = stored.offset;
        time = stored.time;
        digest = stored.digest;
        agenda += raises ? 1 : 0;
        cids.emplace(stored.cid, stored.offset);
    }

private:
    [[nodiscard]] Planned record(std::vector<Draft> const& batch, UnixMillis at_time) const {
        Planned planned;
        Appended appended;
        auto last = digest;
        std::map<Cid, Offset> in_batch;
        for (auto const& draft : batch) {
            if (auto const known = cids.find(draft.cid); known != cids.end()) {
                appended.entries.push_back({draft.cid, known->second, false});
                continue;
            }
            Offset const next = top + in_batch.size() + 1;
            auto const [place, is_first] = in_batch.emplace(draft.cid, next);
            if (is_first) {
                auto bytes = complete(draft, next, at_time);
                last = next_digest(last, bytes);
                planned.fresh.push_back({next, at_time, draft.cid, std::move(bytes), last, draft.blobs});
                planned.raises.push_back(draft.raises_agenda_version);
            }
            appended.entries.push_back({draft.cid, place->second, is_first});
        }
        planned.outcome = std::move(appended);
        return planned;
    }

    [[nodiscard]] bool holds(After const& after) const {
        if (auto const* exact = std::get_if<ExactPosition>(&after)) return exact->offset == top;
        return std::get<SameAgenda>(after).version == agenda;
    }
    /// The asker has seen more than there is: a tail is gone, and reading on would never bring it back.
    [[nodiscard]] bool is_beyond(After const& after) const {
        if (auto const* exact = std::get_if<ExactPosition>(&after)) return exact->offset > top;
        return std::get<SameAgenda>(after).version > agenda;
    }
};

}  // namespace warsha
