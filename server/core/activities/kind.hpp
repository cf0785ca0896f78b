#pragma once
// What every kind of activity must be able to say. A new kind is one folder beside this file: its Config in
// protocol/agenda.hpp, these overloads in its folder, an include below.

#include "core/activities/choice/choice.hpp"
#include "core/activities/dots/dots.hpp"
#include "core/activities/impact/impact.hpp"
#include "core/activities/proposals/proposals.hpp"
#include "core/activities/rating/rating.hpp"
