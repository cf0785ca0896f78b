#pragma once
// The rooms the tests look at.

#include "played_room.hpp"

namespace warsha {

inline ActivityId const poll = named<ActivityId>("poll");
inline ActivityId const ideas = named<ActivityId>("ideas");
inline ActivityId const dots = named<ActivityId>("dots");

/// Two groups (youth, elected), a choice of three options with abstention, proposals in one category, dots over proposals.
RoomPlan small_plan();
/// Seven of youth and two elected vote, three proposals (one hidden), one round reopened; closed. `order` is that in which the nine
/// voters cast their ballots.
PlayedRoom small_room(std::vector<int> const& order = {0, 1, 2, 3, 4, 5, 6, 7, 8});
CastBallot choose(std::vector<std::string> const& options, int revision = 1);

/// Everybody of tests/workshop/scenario.json, the forty proposals, the dot vote; closed.
PlayedRoom workshop_room();

/// A sitting: one word, statements, questions, a secret opinion of two bodies that was refused once, and a public one that lapsed and was tied.
PlayedRoom sitting_room();
inline ActivityId const one_word = named<ActivityId>("one word");
inline ActivityId const opinion = named<ActivityId>("opinion");
inline ActivityId const decision = named<ActivityId>("decision");

}  // namespace warsha
