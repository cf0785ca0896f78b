#include "core/activities/motion/motion.hpp"

namespace warsha {

Refusal check_config(MotionConfig const&) { return Reject::bad_config; }

Refusal check_ballot(MotionConfig const&, Markable const&, CastBallot const&) { return Reject::wrong_kind; }

}  // namespace warsha
