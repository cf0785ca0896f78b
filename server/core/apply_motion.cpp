// The roll, and what happens to a motion beside its ballots.

#include "core/applying.hpp"

namespace warsha {

void Applying::operator()(RollExtended const&) {}
void Applying::operator()(RollShortened const&) {}
void Applying::operator()(PresenceMarked const&) {}
void Applying::operator()(OpeningRefused const&) {}
void Applying::operator()(CastingVoteGiven const&) {}

}  // namespace warsha
