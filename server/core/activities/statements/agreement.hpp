#pragma once
// Which statements unite a room and which divide it.

#include "protocol/views.hpp"

namespace warsha {

/// Of each statement, from those who agreed or disagreed (who passed says nothing). Parts are the groups that are told, or everybody.
/// unites: in every part at least two thirds are on the same side. divides: most of one part agree and most of another disagree, or of
/// everybody neither side has three fifths. Else nothing is said. Parts without an opinion are left out.
void judge_agreement(ResultView& result);

}  // namespace warsha
