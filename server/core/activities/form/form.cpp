#include "core/activities/form/form.hpp"

namespace warsha {

Refusal check_config(FormConfig const&) { return Reject::bad_config; }

Refusal check_ballot(FormConfig const&, Markable const&, CastBallot const&) { return Reject::wrong_kind; }

}  // namespace warsha
