// The run of the room: its life, its agenda, what is on stage, undo.

#include <algorithm>

#include "core/check_plan.hpp"
#include "core/deciding.hpp"

namespace warsha::deciding {

Result<Events> decide(Case const& at, StartRoom const&) {
    if (at.room.phase == RoomPhase::live) return nothing();
    return record(RoomStarted{});
}

Result<Events> decide(Case const& at, CloseRoom const&) {
    if (at.room.phase == RoomPhase::closed) return nothing();
    auto closed = certificates_earned(at);  // nobody who has earned one goes without
    closed.push_back(RoomClosed{});
    return closed;
}

Result<Events> decide(Case const& at, AddActivity const& add) {
    if (at.room.find(add.plan.id)) return Reject::duplicate_id;
    if (at.room.agenda.size() >= 100) return Reject::bad_config;
    if (add.after && !at.room.find(*add.after)) return Reject::unknown_activity;
    if (auto const wrong = check_activity(add.plan, at.room.plan.groups.value)) return *wrong;
    return record(ActivityAdded{add.plan, add.after});
}

Result<Events> decide(Case const& at, RemoveActivity const& remove) {
    auto const* const activity = at.room.find(remove.activity);
    if (!activity) return Reject::unknown_activity;
    if (!activity->rounds.empty()) return Reject::activity_used;
    return record(ActivityDropped{remove.activity});
}

Result<Events> decide(Case const& at, OrderAgenda const& order) {
    if (!std::ranges::is_permutation(order.order.value, at.room.agenda)) return Reject::bad_order;
    if (order.order.value == at.room.agenda) return nothing();
    return record(AgendaOrdered{order.order.value});
}

Result<Events> decide(Case const& at, ShowActivity const& show) {
    if (show.activity && !at.room.find(*show.activity)) return Reject::unknown_activity;
    if (at.room.stage == show.activity) return nothing();
    return record(StageSet{show.activity});
}

Result<Events> decide(Case const& at, SkipActivity const& skip) {
    auto const* const activity = at.room.find(skip.activity);
    if (!activity) return Reject::unknown_activity;
    if (activity->control.phase == ActivityPhase::open) return Reject::activity_open;
    if ((activity->control.phase == ActivityPhase::skipped) == skip.skipped) return nothing();
    return record(ActivitySkipped{skip.activity, skip.skipped});
}

Result<Events> decide(Case const& at, BlankWall const& blank) {
    if (at.room.blank == blank.blank) return nothing();
    return record(WallBlanked{blank.blank});
}

Result<Events> decide(Case const& at, Announce const& announce) {
    if (!announce.text && !at.room.announcement) return nothing();
    return record(Announced{announce.text ? std::optional(seal_words(*announce.text)) : std::nullopt});
}

Result<Events> decide(Case const& at, Undo const& undo) {
    auto const& records = at.room.undo;
    if (records.empty()) return Reject::nothing_to_undo;
    if (records.back().cid != undo.target) return Reject::undo_moved_on;
    // What people have put in since an opening cannot be taken back with it.
    auto const was_used_since = [&](UndoRecord const& one) { return one.cid == undo.target && one.input && *one.input != at.room.input_of(*one.activity); };
    if (std::ranges::any_of(records, was_used_since)) return Reject::activity_used;
    return record(ActionUndone{undo.target});
}

}  // namespace warsha::deciding
