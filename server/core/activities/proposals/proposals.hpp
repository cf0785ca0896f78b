#pragma once
// Collecting proposals: no ballots here; the commands are in decide_proposals.cpp.

#include "core/activities/common.hpp"

namespace warsha {

inline Refusal check_config(ProposalsConfig const&) { return std::nullopt; }
inline Refusal check_ballot(ProposalsConfig const&, Markable const&, CastBallot const&) { return Reject::wrong_kind; }
inline std::vector<Item> const& given_items(ProposalsConfig const&) { return no_items(); }
inline bool has_live_results(ProposalsConfig const&) { return false; }
inline bool takes_ballots(ProposalsConfig const&) { return false; }
inline Scale scale_of(ProposalsConfig const&) { return {}; }

}  // namespace warsha
