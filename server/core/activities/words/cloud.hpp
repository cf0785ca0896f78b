#pragma once
// A word cloud: every spelling of an answer counted together.

#include "core/state.hpp"

namespace warsha {

/// What a phone is sent of a closed cloud; walls, facilitators and the archive have all of it.
inline constexpr std::size_t words_told_max = 60;

/// One entry per key, in the order of first coming, so that a cloud grows without moving. A ballot counts once for each key, however often
/// it says it. The label is the spelling given most, ties by the one that came first. Hidden entries are there, marked, with the reason.
std::vector<WordResult> count_words(Round const& round, std::map<std::string, Sealed> const& hidden);

/// Ties stay in the order of first coming.
void most_given_first(std::vector<WordResult>& words);

}  // namespace warsha
