#pragma once
// Inside of core: one function per command, grouped by subject. Each reads aloud as the rule it is.

#include "core/decide.hpp"

namespace warsha::deciding {

struct Case {
    RoomState const& room;
    Asked const& asked;
};

// decide_seats.cpp
Result<Events> decide(Case const&, Join const&);
Result<Events> decide(Case const&, TakeSeat const&);
Result<Events> decide(Case const&, OfferSeat const&);
Result<Events> decide(Case const&, RemoveParticipant const&);
Result<Events> decide(Case const&, IssueLink const&);
Result<Events> decide(Case const&, RevokeLink const&);
// decide_agenda.cpp
Result<Events> decide(Case const&, StartRoom const&);
Result<Events> decide(Case const&, CloseRoom const&);
Result<Events> decide(Case const&, AddActivity const&);
Result<Events> decide(Case const&, RemoveActivity const&);
Result<Events> decide(Case const&, OrderAgenda const&);
Result<Events> decide(Case const&, ShowActivity const&);
Result<Events> decide(Case const&, SkipActivity const&);
Result<Events> decide(Case const&, BlankWall const&);
Result<Events> decide(Case const&, Announce const&);
Result<Events> decide(Case const&, Undo const&);
// decide_activities.cpp
Result<Events> decide(Case const&, OpenActivity const&);
Result<Events> decide(Case const&, OpenRound const&);
Result<Events> decide(Case const&, CloseActivity const&);
Result<Events> decide(Case const&, RevealResults const&);
Result<Events> decide(Case const&, SetDeadline const&);
Result<Events> decide(Case const&, ExtendDeadline const&);
Result<Events> decide(Case const&, PauseDeadline const&);
Result<Events> decide(Case const&, SetModeration const&);
// decide_proposals.cpp
Result<Events> decide(Case const&, SubmitProposal const&);
Result<Events> decide(Case const&, EditProposal const&);
Result<Events> decide(Case const&, WithdrawProposal const&);
Result<Events> decide(Case const&, EndorseProposal const&);
Result<Events> decide(Case const&, ModerateProposal const&);
Result<Events> decide(Case const&, EraseProposal const&);
// decide_ballots.cpp
Result<Events> decide(Case const&, CastBallot const&);
// decide_floor.cpp
Result<Events> decide(Case const&, AskFloor const&);
Result<Events> decide(Case const&, GiveFloor const&);
Result<Events> decide(Case const&, HideWord const&);
Result<Events> decide(Case const&, AnswerQuestion const&);
// decide_motion.cpp
Result<Events> decide(Case const&, UseSlip const&);
/// Opens an attempt with its base frozen, or records that there was no quorum.
Result<Events> open_motion(Case const&, Activity const&, std::optional<UnixMillis> deadline);
/// A ballot of the seat that asks; the round is open.
Result<Events> vote_in_motion(Case const&, Activity const&, CastBallot const&);
Result<Events> decide(Case const&, ExtendRoll const&);
Result<Events> decide(Case const&, ShortenRoll const&);
Result<Events> decide(Case const&, MarkPresence const&);
Result<Events> decide(Case const&, CastForRoll const&);
Result<Events> decide(Case const&, GiveCastingVote const&);

// decide_clusters.cpp
Result<Events> decide(Case const&, MakeCluster const&);
Result<Events> decide(Case const&, RenameCluster const&);
Result<Events> decide(Case const&, MergeClusters const&);
Result<Events> decide(Case const&, DissolveCluster const&);
Result<Events> decide(Case const&, MoveProposals const&);
// decide_training.cpp
Result<Events> decide(Case const&, ShowQuestion const&);
Result<Events> decide(Case const&, IssueCertificates const&);
Result<Events> decide(Case const&, StartCatchUp const&);
/// For everybody who has earned one and has none yet.
Events certificates_earned(Case const&);

// decide_erasing.cpp
Result<Events> decide(Case const&, EraseName const&);
Result<Events> decide(Case const&, EraseWords const&);

/// A fresh round, with what is to be voted on frozen: one ActivityOpened (decide_activities.cpp).
Result<Events> open_new(Case const&, Activity const&, std::uint32_t round, std::optional<UnixMillis> deadline);
/// The seat that asks; nullptr when the actor is none (rights were checked before).
Participant const* seat(Case const& at);
/// May this seat's group act in that activity?
bool is_for(Activity const& activity, Participant const& seat);
std::optional<Reject> not_live(RoomState const& room);
inline constexpr auto rounds_max = static_cast<std::uint32_t>(decltype(CastBallot::round)::max);

inline Events nothing() { return {}; }   ///< already so
template <class... E>
Events record(E... events) { return {Event{std::move(events)}...}; }

template <class W>
SealedWording seal_words(W const& words) {
    auto const seal = [](auto const& one) { return one ? std::optional(Sealed{.text = one->value, .erased = false}) : std::nullopt; };
    return {seal(words.ar), seal(words.fr), seal(words.en)};
}
template <class T>
std::optional<Sealed> seal_text(std::optional<T> const& text) {
    return text ? std::optional(Sealed{.text = text->value, .erased = false}) : std::nullopt;
}

template <class T, std::size_t Max>
std::optional<std::vector<Sealed>> seal_all(std::optional<List<T, Max>> const& texts) {
    if (!texts) return std::nullopt;
    std::vector<Sealed> sealed;
    for (auto const& one : *texts) sealed.push_back({.text = one.value, .erased = false});
    return sealed;
}

}  // namespace warsha::deciding
