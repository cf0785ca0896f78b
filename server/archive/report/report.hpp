#pragma once
// The report: one self-contained page per language, for reading, printing and keeping.

#include "archive/public_room.hpp"

namespace warsha {

std::string report(PublicRoom const& told, Language language);

/// The counts of one round of a vote: bars with their table, the split by group, notes. Part of report().
std::string round_section(PublicRoom const& told, PublicActivity const& activity, PublicRound const& round, Language language);

/// What a count cell of the report is marked with; also what a reader of the bundle looks for.
std::string count_mark(ActivityId activity, std::uint32_t round, std::string const& groups, ItemResult const& item);

}  // namespace warsha
