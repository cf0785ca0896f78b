#pragma once
// Checks that several kinds share.

#include "core/state.hpp"
#include "protocol/codes.hpp"

namespace warsha {

using Refusal = std::optional<Reject>;   // nullopt: allowed

/// Ids of options or clusters, each once.
Refusal check_items(std::vector<Item> const& items);

/// What can be marked in a round: given items and frozen proposals. A view: nothing is copied for a ballot.
class Markable {
public:
    Markable(std::vector<Item> const& given, std::vector<ProposalId> const& frozen) : given_(given), frozen_(frozen) {}
    [[nodiscard]] bool contains(ItemId which) const;

private:
    std::vector<Item> const& given_;
    std::vector<ProposalId> const& frozen_;
};

/// Every mark names an item of the round, none twice.
Refusal check_marks(std::vector<Mark> const& marks, Markable const& items);

}  // namespace warsha
