#pragma once
// What every kind of activity must be able to say. A new kind is one folder beside this file: its Config in
// protocol/, these overloads in its folder, an include below.

#include "core/activities/choice/choice.hpp"
#include "core/activities/clusters/clusters.hpp"
#include "core/activities/dots/dots.hpp"
#include "core/activities/form/form.hpp"
#include "core/activities/impact/impact.hpp"
#include "core/activities/materials/materials.hpp"
#include "core/activities/motion/motion.hpp"
#include "core/activities/proposals/proposals.hpp"
#include "core/activities/questions/questions.hpp"
#include "core/activities/rating/rating.hpp"
#include "core/activities/statements/statements.hpp"
#include "core/activities/words/words.hpp"

namespace warsha {

/// Does anybody vote in it? If not, it has no counts and nothing to reveal.
inline bool takes_ballots(ActivityPlan const& plan) {
    return std::visit([](auto const& config) { return takes_ballots(config); }, plan.config);
}

/// How texts are collected: proposals, and the questions of the hall.
struct Collecting {
    std::int64_t per_participant_max = 0;  ///< 0: no limit but the room's
    bool moderated = false, endorsing = true;
};
inline std::optional<Collecting> collecting(ActivityPlan const& plan) {
    if (auto const* const proposals = std::get_if<ProposalsConfig>(&plan.config))
        return Collecting{proposals->per_participant_max.value, proposals->moderated, proposals->endorsing};
    if (auto const* const questions = std::get_if<QuestionsConfig>(&plan.config))
        return Collecting{questions->per_participant_max.value, questions->moderated, true};
    return std::nullopt;
}

}  // namespace warsha
