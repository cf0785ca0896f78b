// Sorting proposals into clusters.

#include "core/deciding.hpp"

namespace warsha::deciding {

Result<Events> decide(Case const&, MakeCluster const&) { return Reject::wrong_kind; }
Result<Events> decide(Case const&, RenameCluster const&) { return Reject::wrong_kind; }
Result<Events> decide(Case const&, MergeClusters const&) { return Reject::wrong_kind; }
Result<Events> decide(Case const&, DissolveCluster const&) { return Reject::wrong_kind; }
Result<Events> decide(Case const&, MoveProposals const&) { return Reject::wrong_kind; }

}  // namespace warsha::deciding
