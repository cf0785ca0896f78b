#pragma once
// Counting. Integers only; order of the result is the order of the items.

#include "core/activities/common.hpp"

namespace warsha {

/// What can be voted on in a round: given options or clusters, or the round's frozen proposals.
std::vector<Item> items_of(RoomState const& room, Activity const& activity, Round const& round);

/// What the points mean in this activity.
Scale scale_of(Activity const& activity);

/// Totals over all ballots of the round; `groups` stays empty. With two questions every item has two results, impact first.
ResultView tally(std::vector<Item> const& items, Round const& round, Scale const& scale = {});

/// Unmerged split, one part per group with at least one ballot, groups in the order of their keys ("none" for no group).
/// Only the check export of rehearsal and demo rooms may show it.
std::vector<GroupResult> split_by_group(std::vector<Item> const& items, Round const& round, Scale const& scale = {});

/// The split that may be shown: a part with fewer than five voters is merged with the next smallest until the merged
/// one has five; what cannot reach five is merged into the smallest shown part; nothing at all below five in total.
std::vector<GroupResult> merge_small_groups(std::vector<GroupResult> parts);
inline constexpr std::uint64_t group_voters_min = 5;

}  // namespace warsha
