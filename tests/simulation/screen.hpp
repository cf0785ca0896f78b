#pragma once
// What one screen shows, evolved from server messages as the web client does it: views replace views, nothing is patched.

#include <map>

#include "protocol/messages.hpp"

namespace warsha::simulation {

struct Screen {
    Position position;
    RoomCard room;
    AgendaView agenda;
    std::map<ActivityId, ActivityView> activities;
    std::map<ProposalId, ProposalView> proposals;
    std::optional<DeskView> desk;
    std::optional<OwnView> own;
    FloorView floor;
    std::vector<RollView> roll;
    std::vector<ClusterView> clusters;
};
BOOST_DESCRIBE_STRUCT(Screen, (), (position, room, agenda, activities, proposals, desk, own, floor, roll, clusters))

void evolve(Screen& screen, ServerMessage const& message);
Screen screen_of(View const& view);
/// Canonical bytes, for comparing.
std::string text_of(Screen const& screen);

}  // namespace warsha::simulation
