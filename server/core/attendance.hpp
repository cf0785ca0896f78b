#pragma once
// Who was there, told by what they did: named rooms only.

#include "core/state.hpp"

namespace warsha {

struct Attendance {
    std::uint32_t took_part = 0, opened = 0;  ///< activities
};

/// Is it for this person's group?
bool is_meant(ActivityPlan const& plan, Participant const& person);

/// Of the activities that were opened and are for this person's group, those in which they voted or proposed. Materials and motions do not
/// count: nobody can tell who has read a page, and a formal vote is secret.
Attendance attendance_of(RoomState const& room, Participant const& person);

/// At least the rule's share; where nothing was opened nobody has earned anything.
bool has_earned(CertificateRule const& rule, Attendance const& attendance);

}  // namespace warsha
