#pragma once
// The standing example: the openness programme workshop with its 40 proposals and 13 clusters. Demo, play and tests use it.

#include <string>
#include <vector>

#include "protocol/agenda.hpp"
#include "protocol/commands.hpp"

namespace warsha {

struct WorkshopProposal {
    std::string id;                      ///< "TR-01"
    Key category, group;
    Title title;
    Body text;
};

struct Workshop {
    Title title;
    std::vector<Group> groups;
    std::vector<Category> categories;
    std::vector<WorkshopProposal> proposals;
    std::vector<Item> clusters;          ///< ids from name_id("K01"); members are proposal ids
};

/// A 16-byte id from a name, the same every time: SHA-256("warsha-example" ‖ name).
template <class Id>
Id name_id(std::string const& name);
Bytes16 name_bytes(std::string const& name);
template <class Id>
Id name_id(std::string const& name) { return Id{name_bytes(name)}; }

/// From the JSON built into this program (deploy/demo/workshop.json).
Workshop const& workshop();

/// A room plan over it: something to read, one word, statements, a choice of the first principle, the proposals and their sorting, the dot vote over the clusters, impact and feasibility of
/// some of them, questions, the three bodies' formal opinion, and an evaluation of the day.
RoomPlan workshop_plan(RoomPurpose purpose);
ActivityId first_principle_id();
ActivityId proposals_id();
ActivityId dots_id();
ActivityId impact_id();
ActivityId principles_id();
ActivityId evaluation_id();
ActivityId one_word_id();
ActivityId statements_id();
ActivityId questions_id();
ActivityId opinion_id();
/// The bodies' rolls as in the scenario (24, 22 and 26 lines): "youth-01" and so on, with the ids and slips below.
std::vector<RollLine> workshop_roll();
inline RollId roll_id(std::string const& person) { return name_id<RollId>("roll " + person); }
/// The secret on a printed slip of demo and play.
inline Bytes16 slip_of(std::string const& person) { return name_bytes("slip " + person); }
/// Impact and feasibility of these clusters, by the groups that vote.
ActivityPlan impact_plan(std::vector<Item> clusters);

}  // namespace warsha
