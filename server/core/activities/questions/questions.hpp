#pragma once
// Questions of the hall: proposals under another name (decide_proposals.cpp), with an answer (decide_floor.cpp).

#include "core/activities/common.hpp"

namespace warsha {

inline Refusal check_config(QuestionsConfig const&) { return std::nullopt; }
inline Refusal check_ballot(QuestionsConfig const&, Markable const&, CastBallot const&) { return Reject::wrong_kind; }
inline std::vector<Item> const& given_items(QuestionsConfig const&) { return no_items(); }
inline bool has_live_results(QuestionsConfig const&) { return false; }
inline bool takes_ballots(QuestionsConfig const&) { return false; }
inline Scale scale_of(QuestionsConfig const&) { return {}; }

}  // namespace warsha
