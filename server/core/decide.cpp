// Who may ask for what; then the rule of the command itself (decide_*.cpp).

#include "core/decide.hpp"

#include <algorithm>

#include "core/attendance.hpp"
#include "core/deciding.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

template <class C, class... Any>
inline constexpr bool is_any = (std::is_same_v<C, Any> || ...);

template <class C>
inline constexpr bool is_for_visitors = is_any<C, Join, TakeSeat>;
template <class C>
inline constexpr bool is_for_seats = is_any<C, Join, OfferSeat, SubmitProposal, EditProposal, WithdrawProposal, EndorseProposal, CastBallot, AskFloor, UseSlip>;
/// A projector's keyboard.
template <class C>
inline constexpr bool is_for_walls = is_any<C, ShowActivity, RevealResults, BlankWall>;
/// Retention and the organiser's console.
template <class C>
inline constexpr bool is_for_nobody_in_the_room = is_any<C, EraseWords>;
template <class C>
inline constexpr bool is_for_facilitators = !is_for_visitors<C> && !is_for_seats<C> && !is_for_nobody_in_the_room<C>;
template <class C>
inline constexpr bool is_for_chairs = is_any<C, ShowActivity, BlankWall, OpenActivity, OpenRound, CloseActivity, RevealResults, SetDeadline, ExtendDeadline, PauseDeadline,
                                             GiveCastingVote, GiveFloor, Announce, ShowQuestion>;
template <class C>
inline constexpr bool is_for_scribes = is_any<C, MarkPresence, CastForRoll>;
template <class C>
inline constexpr bool is_for_moderators = is_any<C, SetModeration, ModerateProposal, HideWord, AnswerQuestion, GiveFloor, MakeCluster, RenameCluster, MergeClusters,
                                                DissolveCluster, MoveProposals>;

template <class C>
constexpr bool is_for(LinkRole role) {
    switch (role) {
        case LinkRole::facilitator: return is_for_facilitators<C>;
        case LinkRole::wall: return is_for_walls<C>;
        case LinkRole::chair: return is_for_chairs<C>;
        case LinkRole::scribe: return is_for_scribes<C>;
        case LinkRole::moderator: return is_for_moderators<C>;
        case LinkRole::supervisor: break;
    }
    return false;
}

template <class C>
inline constexpr bool is_for_system = is_any<C, CloseActivity, CloseRoom> || is_for_nobody_in_the_room<C>;

template <class C>
std::optional<Reject> not_allowed(RoomState const& room, Actor const& actor) {
    return std::visit(Overloaded{
        [](Visitor const&) -> std::optional<Reject> {
            if constexpr (is_for_visitors<C>) return std::nullopt;
            return is_for_seats<C> ? Reject::no_seat : Reject::forbidden;
        },
        [&](SeatActor const& by) -> std::optional<Reject> {
            auto const* const seat = room.find(by.participant);
            if (!seat) return Reject::no_seat;
            if (seat->removed) return Reject::seat_removed;
            return is_for_seats<C> || is_for_visitors<C> ? std::nullopt : std::optional(Reject::forbidden);
        },
        [&](LinkActor const& by) -> std::optional<Reject> {
            auto const link = room.links.find(by.link);
            if (link == room.links.end() || link->second.revoked) return Reject::forbidden;
            return is_for<C>(link->second.role) ? std::nullopt : std::optional(Reject::forbidden);
        },
        [](SystemActor const&) -> std::optional<Reject> { return is_for_system<C> ? std::nullopt : std::optional(Reject::forbidden); },
    }, actor);
}

}  // namespace

Result<Events> decide(RoomState const& room, Command const& command, Asked const& asked) {
    return std::visit([&]<class C>(C const& body) -> Result<Events> {
        if (auto const no = not_allowed<C>(room, asked.actor)) return *no;
        if (room.phase == RoomPhase::closed && !is_any<C, CloseRoom, EraseName, EraseWords>) return Reject::room_closed;
        if (room.commands.size() >= entries_max && !is_any<C, CloseRoom, CloseActivity, EraseName, EraseWords>) return Reject::journal_full;
        return deciding::decide({room, asked}, body);
    }, command);
}

DependsOn depends_on(Command const& command) {
    return std::visit([]<class C>(C const&) {
        bool const commutes = is_any<C, Join, TakeSeat, OfferSeat, SubmitProposal, EditProposal, WithdrawProposal, EndorseProposal, CastBallot, AskFloor, UseSlip, CastForRoll>;
        return commutes ? DependsOn::agenda_version : DependsOn::exact_position;
    }, command);
}

namespace deciding {

Participant const* seat(Case const& at) {
    auto const* const by = std::get_if<SeatActor>(&at.asked.actor);
    return by ? at.room.find(by->participant) : nullptr;
}

bool is_for(Activity const& activity, Participant const& seat) {
    return is_meant(activity.plan, seat);
}

std::optional<Reject> not_live(RoomState const& room) {
    return room.phase == RoomPhase::prepared ? std::optional(Reject::room_not_live) : std::nullopt;
}

}  // namespace deciding
}  // namespace warsha
