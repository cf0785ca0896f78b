// The life of a room: prepared → live → closed.

#include "core/applying.hpp"

namespace warsha {

void Applying::operator()(RoomCreated const& e) {
    room_.id = e.room;
    room_.code = e.code;
    room_.plan = e.plan;
    room_.created_at = entry_.time;
    for (auto const& plan : e.plan.activities) add_activity(plan, std::nullopt);
    room_.plan.activities.value.clear();
}

void Applying::operator()(RoomStarted const&) { room_.phase = RoomPhase::live; }

void Applying::operator()(RoomClosed const&) {
    for (auto& [id, activity] : room_.activities) {
        close(activity);
        // The bundle is public and holds every result: what was never revealed is revealed by the close.
        if (activity.control.round > 0) activity.control.revealed = true;
    }
    room_.phase = RoomPhase::closed;
    room_.closed_at = entry_.time;
    room_.undo.clear();
}

/// Nodes of different versions may have made different bundles: the one recorded first is the room's.
void Applying::operator()(RoomArchived const& e) {
    if (!room_.bundle) room_.bundle = e.bundle;
}

void Applying::operator()(EpochRaised const& e) {
    if (e.to <= room_.epoch) return;
    room_.epoch = e.to;
    room_.repairs.push_back({.at = entry_.time, .epoch = e.to});
}

}  // namespace warsha
