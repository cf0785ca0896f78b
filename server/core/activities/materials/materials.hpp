#pragma once
// A page to read. Nobody votes in it.

#include "core/activities/common.hpp"

namespace warsha {

/// An image is one of the three kinds browsers show, in base64; a link is https.
Refusal check_config(MaterialsConfig const& config);
inline Refusal check_ballot(MaterialsConfig const&, Markable const&, CastBallot const&) { return Reject::wrong_kind; }
inline std::vector<Item> const& given_items(MaterialsConfig const&) { return no_items(); }
inline bool has_live_results(MaterialsConfig const&) { return false; }
inline bool takes_ballots(MaterialsConfig const&) { return false; }
inline Scale scale_of(MaterialsConfig const&) { return {}; }

/// All images of one page together, in characters: a phone pays for them.
inline constexpr std::size_t images_chars_max = 45'000;

}  // namespace warsha
