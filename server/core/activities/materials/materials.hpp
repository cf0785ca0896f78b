#pragma once
// A page to read: no ballots here.

#include "core/activities/common.hpp"

namespace warsha {

inline Refusal check_config(MaterialsConfig const&) { return std::nullopt; }
inline Refusal check_ballot(MaterialsConfig const&, Markable const&, CastBallot const&) { return Reject::wrong_kind; }
inline std::vector<Item> const& given_items(MaterialsConfig const&) { return no_items(); }
inline bool has_live_results(MaterialsConfig const&) { return false; }
inline bool takes_ballots(MaterialsConfig const&) { return false; }
inline Scale scale_of(MaterialsConfig const&) { return {}; }

}  // namespace warsha
