#pragma once
// Sorting proposals into clusters: no ballots here; the commands are in decide_clusters.cpp.

#include "core/activities/common.hpp"

namespace warsha {

inline Refusal check_config(ClustersConfig const&) { return std::nullopt; }
inline Refusal check_ballot(ClustersConfig const&, Markable const&, CastBallot const&) { return Reject::wrong_kind; }
inline std::vector<Item> const& given_items(ClustersConfig const&) { return no_items(); }
inline bool has_live_results(ClustersConfig const&) { return false; }
inline bool takes_ballots(ClustersConfig const&) { return false; }
inline Scale scale_of(ClustersConfig const&) { return {}; }

}  // namespace warsha
