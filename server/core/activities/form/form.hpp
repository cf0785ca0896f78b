#pragma once
// Several questions in one: a quiz, a test before or after, an evaluation. An empty ballot skips them all.

#include "core/activities/common.hpp"

namespace warsha {

Refusal check_config(FormConfig const& config);
Refusal check_ballot(FormConfig const& config, Markable const& items, CastBallot const& ballot);
inline std::vector<Item> const& given_items(FormConfig const& config) { return config.items.value; }
inline bool has_live_results(FormConfig const& config) { return config.live_results; }
inline bool takes_ballots(FormConfig const&) { return true; }
Scale scale_of(FormConfig const& config);

/// While one question is shown, what was said to the others stays as it was.
bool changes_only(std::optional<ItemId> shown, std::vector<Mark> const& before, std::vector<Mark> const& after);

/// nullopt: nothing in it is right or wrong. `items` as tallied.
std::optional<Score> score_of(FormConfig const& config, std::vector<ItemResult> const& items, std::uint64_t people);

/// What was learnt of what was missing before, as a fraction: Hake's normalised gain of the two shares of right answers, (after − before) ÷
/// (all − before); the tests may differ in length and in people. R. Hake, American Journal of Physics 66 (1998) 64.
struct Gain {
    std::uint64_t learnt = 0, missing = 0;  ///< learnt is 0 where the share has not risen
};
/// nullopt where one test has no answers, or nothing was missing before.
std::optional<Gain> gain_of(Score const& before, Score const& after);

/// The activity's last closed round of the session itself, scored: what a post-test is compared with.
std::optional<Score> score_before(RoomState const& room, FormConfig const& config);

}  // namespace warsha
