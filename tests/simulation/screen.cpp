#include "simulation/screen.hpp"

#include "protocol/codec_impl.hpp"
#include "protocol/overloaded.hpp"

namespace warsha::simulation {
namespace {

void change(Screen& screen, Change const& changed) {
    std::visit(Overloaded{
        [&](RoomChanged const& c) { screen.room = c.room; },
        [&](AgendaChanged const& c) { screen.agenda = c.agenda; },
        [&](ActivityChanged const& c) { screen.activities[c.activity.plan.id] = c.activity; },
        [&](ActivityRemoved const& c) { screen.activities.erase(c.activity); },
        [&](ProposalChanged const& c) { screen.proposals[c.proposal.id] = c.proposal; },
        [&](ProposalRemoved const& c) { screen.proposals.erase(c.proposal); },
        [&](EndorsementsChanged const& c) {
            if (auto const found = screen.proposals.find(c.proposal); found != screen.proposals.end()) found->second.endorsements = c.endorsements;
            if (!screen.own) return;
            for (auto& own : screen.own->proposals)
                if (own.id == c.proposal) own.endorsements = c.endorsements;
        },
        [&](QuorumChanged const& c) {
            if (auto const found = screen.activities.find(c.activity); found != screen.activities.end()) found->second.quorum = c.quorum;
        },
        [&](DeskChanged const& c) { screen.desk = c.desk; },
        [&](FloorChanged const& c) { screen.floor = c.floor; },
        [&](ClustersChanged const& c) { screen.clusters = c.clusters; },
        [&](RollChanged const& c) { screen.roll = c.roll; },
    }, changed);
}

void count(Screen& screen, Tally const& tally) {
    auto const activity = screen.activities.find(tally.activity);
    if (activity == screen.activities.end()) return;
    for (auto& round : activity->second.rounds)
        if (round.round == tally.round.round) round = tally.round;
}

}  // namespace

Screen screen_of(View const& view) {
    Screen screen{.position = view.position, .room = view.view.room, .agenda = view.view.agenda, .desk = view.view.desk};
    screen.floor = view.view.floor;
    screen.roll = view.view.roll;
    screen.clusters = view.view.clusters;
    for (auto const& activity : view.view.activities) screen.activities[activity.plan.id] = activity;
    for (auto const& proposal : view.view.proposals) screen.proposals[proposal.id] = proposal;
    return screen;
}

void evolve(Screen& screen, ServerMessage const& message) {
    std::visit(Overloaded{
        [&](Welcome const& m) { screen.own = m.own; },
        [&](View const& m) {
            auto own = std::move(screen.own);
            screen = screen_of(m);
            screen.own = std::move(own);
        },
        [&](Changes const& m) {
            for (auto const& one : m.changes) change(screen, one);
            screen.position = m.position;
        },
        [&](Tally const& m) { count(screen, m); },
        [&](Seated const& m) { screen.own = m.own; },
        [&](OwnChanged const& m) { screen.own = m.own; },
        [](Presence const&) {}, [](Receipt const&) {}, [](Rejection const&) {}, [](SeatOffered const&) {}, [](Pong const&) {}, [](Storage const&) {}, [](Moods const&) {}, [](Unusual const&) {},
    }, message);
}

std::string text_of(Screen const& screen) { return encode_value(screen); }

}  // namespace warsha::simulation
