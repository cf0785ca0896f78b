#pragma once
// What people do: sensible things at random moments, and now and then something that must be refused.

#include "simulation/client.hpp"

namespace warsha::simulation {

RoomPlan workshop(Random& random);

void participant(World& world, Client& me);
void facilitator(World& world, Client& me);
inline void onlooker(Client&) {}

}  // namespace warsha::simulation
