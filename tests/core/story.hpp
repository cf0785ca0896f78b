#pragma once
// A room told step by step: every step is asked of decide(), recorded, and applied. The clock is `noon` until somebody moves it.

#include <gtest/gtest.h>

#include <ostream>

#include "core/decide.hpp"
#include "core/project.hpp"

namespace warsha {

inline void PrintTo(Reject code, std::ostream* out) { *out << boost::describe::enum_to_string(code, "?"); }

namespace story {

inline constexpr UnixMillis noon = 1'790'000'000'000;
inline constexpr std::int64_t second_ms = 1'000;

/// The n-th id of a kind. Kinds differ in their first byte, so that an id in the wrong place is never found.
template <class Id>
Id nth(std::uint8_t kind, std::uint32_t n) {
    Id id;
    id.value[0] = kind;
    for (std::size_t i = 0; i < 4; ++i) id.value[12 + i] = static_cast<std::uint8_t>(n >> (24 - 8 * i));
    return id;
}
inline ActivityId activity(std::uint32_t n) { return nth<ActivityId>('a', n); }
inline ItemId item(std::uint32_t n) { return nth<ItemId>('i', n); }
inline LinkId link(std::uint32_t n) { return nth<LinkId>('l', n); }
inline Cid cid(std::uint32_t n) { return nth<Cid>('c', n); }
inline Cid joining(std::uint32_t n) { return nth<Cid>('p', n); }
inline ParticipantId participant(std::uint32_t n) { return nth<ParticipantId>('p', n); }
inline Hash secret(std::uint32_t n) { return nth<Hash>('s', n); }
Pseudonym pseudonym(ActivityId in, ParticipantId of);

inline Actor seat(std::uint32_t n) { return SeatActor{participant(n)}; }
inline Actor const facilitator = LinkActor{link(1)};
inline Actor const wall = LinkActor{link(2)};
inline Actor const visitor = Visitor{};
inline Actor const timer = SystemActor{};

inline Title words(std::string text) { return {.ar = {}, .fr = {}, .en = Text<1, 120>{std::move(text)}}; }
std::vector<Item> items(std::uint32_t how_many);

ActivityPlan proposals(ActivityId id, ProposalsConfig config = {});
/// Three options, one to choose.
ActivityPlan choice(ActivityId id);
ActivityPlan choice(ActivityId id, ChoiceConfig config);
/// Four items, a budget of ten, at most four on one.
ActivityPlan dots(ActivityId id);
ActivityPlan dots(ActivityId id, DotsConfig config);
ActivityPlan rating(ActivityId id, RatingConfig config = {});   // three items where none are given
ActivityPlan impact(ActivityId id, ImpactConfig config = {});
ActivityPlan only_for(ActivityPlan plan, std::vector<Key> groups);

inline Key const youth{"youth"}, elected{"elected"}, citizens{"citizens"};

/// Groups youth, elected and citizens; category trust; no activity.
RoomPlan plan(std::vector<ActivityPlan> activities = {});

CastBallot ballot(ActivityId in, std::int64_t revision, std::vector<std::pair<ItemId, std::int64_t>> marks, std::int64_t round = 1);
CastBallot abstention(ActivityId in, std::int64_t revision);
SubmitProposal proposal(ActivityId in, std::string title = "More buses");
EditProposal rewording(ProposalId which, std::string title);
ModerateProposal verdict(ProposalId which, Verdict verdict, std::optional<std::string> reason = {});

class Story {
public:
    RoomState room;
    UnixMillis now = noon;
    std::vector<Entry> journal;

    /// What decide() says; nothing is recorded.
    [[nodiscard]] Result<Events> decided(Actor const& by, Command const& command) const;
    [[nodiscard]] std::optional<Reject> refusal(Actor const& by, Command const& command) const;
    /// Acknowledged without a fact: it was so already.
    [[nodiscard]] bool is_already_so(Actor const& by, Command const& command) const;

    /// Decided, recorded, applied. A refusal is a mistake of the test: it throws. Returns the cid.
    Cid say(Actor const& by, Command const& command);
    Cid say(Actor const& by, Command const& command, Cid under);
    /// Facts as another node may have recorded them.
    Cid happen(Events events);
    void happen(Entry entry);

    Story& started();
    /// Seats 1…n, of the group.
    Story& with_seats(std::uint32_t how_many, std::optional<Key> group = youth);
    Story& opened(ActivityId which);
    Story& closed(ActivityId which);
    Story& later(std::int64_t ms);

    /// Seat n votes.
    Story& votes(std::uint32_t n, CastBallot const& ballot);
    ProposalId proposes(std::uint32_t n, ActivityId in, std::string title = "More buses");

    [[nodiscard]] Activity const& at(ActivityId which) const { return room.activities.at(which); }
    [[nodiscard]] Proposal const& at(ProposalId which) const { return room.proposals.at(which); }
    [[nodiscard]] Round const& round(ActivityId which) const { return at(which).rounds.back(); }

private:
    [[nodiscard]] Asked asked(Actor const& by, Command const& command, Cid under) const;
    std::uint32_t cids_ = 0;
    std::uint32_t seats_ = 0;
};

/// A prepared room of that plan with a facilitator's link and a wall's.
Story a_room(std::vector<ActivityPlan> activities = {});
Story a_room(RoomPlan const& plan);
/// Live, three seats of the youth, the first activity open.
Story a_running_room(ActivityPlan const& plan);

/// Canonical bytes of a state, to compare and to print. `without_offsets`: what depends on the order of commuting entries is left out.
std::string print(RoomState const& room);
std::string print_without_offsets(RoomState room);

RoomState replay(std::vector<Entry> const& journal);

}  // namespace story
}  // namespace warsha
