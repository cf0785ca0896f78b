#pragma once
// Who may vote in a motion, whether there are enough of them, and what they decided.

#include "core/activities/motion/majority.hpp"
#include "core/state.hpp"

namespace warsha {

/// The key under which all ballots pooled are counted, and the chair's casting vote on them.
inline Key const pooled{"all"};

/// The bodies that vote: the activity's groups, or all of the room's.
std::vector<Key> bodies_voting(RoomState const& room, ActivityPlan const& plan);

/// Lines of the roll that are present now in the bodies that vote, in the order of their ids.
std::vector<RollId> present_now(RoomState const& room, ActivityPlan const& plan);

/// Each body's roll and quorum, and how many of `present` are its own.
std::vector<BodyPresence> bodies_of(RoomState const& room, ActivityPlan const& plan, std::vector<RollId> const& present);

/// Which bodies of an attempt have lost their quorum by now.
std::vector<Key> without_quorum(RoomState const& room, ActivityPlan const& plan, Round const& round);

/// Counts an attempt and judges it. An attempt that was closed without quorum is lapsed, as are the bodies that lacked it.
MotionResult count_motion(RoomState const& room, Activity const& activity, Round const& round);

}  // namespace warsha
