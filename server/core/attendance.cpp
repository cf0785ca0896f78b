#include "core/attendance.hpp"

#include <algorithm>

#include "core/activities/kind.hpp"

namespace warsha {
namespace {

bool counts(Activity const& activity, Participant const& person) {
    auto const& plan = activity.plan;
    if (activity.rounds.empty() || std::holds_alternative<MotionConfig>(plan.config)) return false;
    if (!takes_ballots(plan) && !collecting(plan)) return false;
    return is_meant(plan, person);
}

}  // namespace

bool is_meant(ActivityPlan const& plan, Participant const& person) {
    auto const& groups = plan.groups.value;
    return groups.empty() || (person.group && std::ranges::find(groups, *person.group) != groups.end());
}

Attendance attendance_of(RoomState const& room, Participant const& person) {
    Attendance made;
    for (auto const& [id, activity] : room.activities) {
        if (!counts(activity, person)) continue;
        ++made.opened;
        made.took_part += person.took_part.contains(id) ? 1 : 0;
    }
    return made;
}

bool has_earned(CertificateRule const& rule, Attendance const& attendance) {
    return attendance.opened > 0 && attendance.took_part * 100 >= attendance.opened * static_cast<std::uint64_t>(rule.percent.value);
}

}  // namespace warsha
