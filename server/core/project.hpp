#pragma once
// Who may be told what: the one place. Pure; tested as a table. What is hidden is not in the result at all.

#include "core/state.hpp"
#include "protocol/messages.hpp"

namespace warsha {

/// A class of sessions that is told the same things. Observers and visitors are told what participants are.
enum class Audience { participants, walls, facilitators };
inline constexpr std::array audiences{Audience::participants, Audience::walls, Audience::facilitators};
Audience audience_of(Role role);

/// What an event touched; enough to say later what a resuming client missed.
struct Touched {
    bool room = false, agenda = false, desk = false, floor = false, roll = false, clusters = false;
    std::set<ActivityId> activities;     ///< anything but ballots
    std::set<ActivityId> tallies;        ///< ballots: coalesced, sent as Tally
    std::set<ProposalId> proposals;
    std::set<ProposalId> fresh;          ///< of these, those that nobody can have seen before: an audience that may not is told nothing
    std::set<ProposalId> endorsed;       ///< nothing but how often
    std::set<ActivityId> quorums;        ///< nothing but who is present
    std::set<ParticipantId> owners;      ///< seats whose OwnView changed, as far as the event names them
    void merge(Touched const& other);
};
Touched touched_by(RoomState const& after, Event const& event);

/// May this audience see the counts of the current round now? Open and hidden: nobody. Closed and not revealed:
/// facilitators only. Live results or revealed: everybody.
bool may_see_counts(Activity const& activity, Audience audience);

RoomView project_room(RoomState const& room, Audience audience, std::string const& join_url);
std::vector<Change> project_changes(RoomState const& room, Touched const& touched, Audience audience, std::string const& join_url);
RoundView project_round(RoomState const& room, Activity const& activity, Round const& round, Audience audience);
/// `pseudonym_in` gives the seat's pseudonym per activity (the room knows the key).
OwnView project_own(RoomState const& room, ParticipantId seat, std::map<ActivityId, Pseudonym> const& pseudonym_in);

}  // namespace warsha
