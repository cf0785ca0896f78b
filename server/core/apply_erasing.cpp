// Forgetting people. What leaves the state here leaves the stores by way of the blobs (room/room_erasing.cpp), so a replay of the entries
// without them must come to the same state: what is worked out from words goes too.

#include "core/applying.hpp"

namespace warsha {
namespace {

void wipe(Sealed& words) { words = {.text = {}, .erased = true}; }
void wipe(std::optional<Sealed>& words) {
    if (words) wipe(*words);
}
void wipe(SealedWording& words) {
    for (auto const language : {&SealedWording::ar, &SealedWording::fr, &SealedWording::en}) wipe(words.*language);
}
void wipe(std::optional<SealedWording>& words) {
    if (words) wipe(*words);
}
void wipe(std::vector<ProposalCluster>& clusters) {
    for (auto& cluster : clusters) wipe(cluster.label);
}

void wipe(Activity& activity) {
    activity.hidden_words.clear();
    for (auto& round : activity.rounds) {
        round.labels.clear();
        wipe(round.clusters);
        for (auto& [voter, ballot] : round.ballots) ballot.words.clear();
    }
}

void wipe(Proposal& proposal) {
    wipe(proposal.title);
    wipe(proposal.text);
    wipe(proposal.reason);
    wipe(proposal.answer);
}

}  // namespace

void Applying::operator()(NameErased const& e) {
    if (e.participant) wipe(room_.participants.at(*e.participant).name);
    if (auto const line = e.roll ? room_.roll.find(*e.roll) : room_.roll.end(); line != room_.roll.end()) wipe(line->second.name);
    if (room_.phase == RoomPhase::closed) room_.bundle.reset();  // it may hold the name (a roll call): another one is made
}

void Applying::operator()(WordsErased const&) {
    if (room_.phase != RoomPhase::closed || room_.words_erased_at) return;
    room_.words_erased_at = entry_.time;
    room_.bundle.reset();
    wipe(room_.announcement);
    wipe(room_.clusters);
    for (auto& [id, link] : room_.links) wipe(link.name);
    for (auto& [id, seat] : room_.participants) wipe(seat.name);
    for (auto& [id, line] : room_.roll) wipe(line.name);
    for (auto& [id, activity] : room_.activities) wipe(activity);
    for (auto& [id, proposal] : room_.proposals) wipe(proposal);
}

}  // namespace warsha
