#pragma once
// Checks that several kinds share.

#include "core/state.hpp"
#include "protocol/codes.hpp"

namespace warsha {

using Refusal = std::optional<Reject>;   // nullopt: allowed

/// Ids of options or questions, each once.
Refusal check_ids(std::vector<Item> const& items);
/// The same for kinds whose items have no answers of their own.
Refusal check_items(std::vector<Item> const& items);

/// What can be marked in a round: given items, and the proposals or clusters that were frozen. A view: nothing is copied for a ballot.
class Markable {
public:
    Markable(std::vector<Item> const& given, Round const& round) : given_(given), round_(round) {}
    [[nodiscard]] bool contains(ItemId which) const;

private:
    std::vector<Item> const& given_;
    Round const& round_;
};

/// What the points of a mark mean: a value from 1 to `steps`, on one question or on two. `steps` 0: they are counted (votes, dots).
struct Scale {
    /// Of a form: how many answers it has (0: a value from 1 to `steps`), and which is right (0: none is).
    struct Question { std::uint32_t answers = 0, right = 0; };
    std::uint32_t steps = 0;
    bool has_axes = false;
    bool counts_first = false;           ///< an item's points are the ballots that gave it 1 (agree, for), not a sum
    std::vector<Question> questions{};   ///< a form's, in the order of its items; else empty
};

/// For kinds whose items come from elsewhere, or that have none.
inline std::vector<Item> const& no_items() {
    static std::vector<Item> const none;
    return none;
}

/// Every mark names an item of the round, none twice; with two questions, none twice for the same one.
Refusal check_marks(std::vector<Mark> const& marks, Markable const& items, bool has_axes = false);

/// A ballot of values: nothing above the scale; what is not marked is skipped, so nobody abstains.
Refusal check_values(Scale const& scale, Markable const& items, CastBallot const& ballot);

}  // namespace warsha
