// The roll, presence, ballots entered by a scribe, the casting vote.

#include "core/deciding.hpp"

namespace warsha::deciding {

Result<Events> decide(Case const&, ExtendRoll const&) { return Reject::wrong_kind; }
Result<Events> decide(Case const&, ShortenRoll const&) { return Reject::wrong_kind; }
Result<Events> decide(Case const&, MarkPresence const&) { return Reject::wrong_kind; }
Result<Events> decide(Case const&, CastForRoll const&) { return Reject::wrong_kind; }
Result<Events> decide(Case const&, GiveCastingVote const&) { return Reject::wrong_kind; }

}  // namespace warsha::deciding
