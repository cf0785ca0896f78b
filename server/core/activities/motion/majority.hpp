#pragma once
// When is a motion carried? Integers only; knows nothing of rooms.

#include "protocol/views.hpp"

namespace warsha {

/// How many of `roll` people must be present.
std::uint32_t needed_for(Quorum const& quorum, std::uint32_t roll);

/// Votes and those who could have voted, by weight.
struct Votes {
    std::uint64_t in_favour = 0, against = 0, abstain = 0, present = 0, roll = 0;
    [[nodiscard]] std::uint64_t cast() const { return in_favour + against + abstain; }
};

/// What a share is a part of.
std::uint64_t base_of(Base base, Votes const& votes);

/// By the rule alone; `casting`: the chair's vote, where one was given. Equal votes are a tie only where one voice more would carry
/// the motion, so never for two thirds and other fractions.
Outcome judge(Majority const& majority, Votes const& votes, std::optional<bool> casting);

/// The whole from its parts. Pooled: `all` is the judgement of all ballots together.
Outcome judge_overall(OverallRule rule, std::vector<Outcome> const& bodies, Outcome all);

}  // namespace warsha
