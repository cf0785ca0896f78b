#pragma once
// Command → facts, or a rejection. Pure: the state is read only, time and all randomness are arguments.

#include <boost/system/result.hpp>

#include "core/events.hpp"
#include "core/state.hpp"
#include "protocol/codes.hpp"
#include "protocol/messages.hpp"

namespace warsha {

/// Who asks. The edge has proved it (ticket, link secret); rights are judged here, each time.
struct Visitor {};                       ///< a phone without a seat: may only join or take a seat
struct SeatActor { ParticipantId participant; };
struct LinkActor { LinkId link; };
struct SystemActor {};                   ///< a deadline closes its activity, the organiser's console a room, retention erases its words; nothing else
using Actor = std::variant<Visitor, SeatActor, LinkActor, SystemActor>;

/// What a decision needs and may not make itself. The room fills in what the command at hand uses.
struct Asked {
    Actor actor;
    Cid cid;
    UnixMillis now = 0;
    ParticipantId joining;               ///< join: hash(room, cid)
    Pseudonym pseudonym;                 ///< cast_ballot, endorse_proposal, cast_for_roll: of whoever votes in that activity
    Hash seat_code_hash;                 ///< offer_seat: of the fresh code; take_seat: of the code that was typed
    Hash slip_hash;                      ///< use_slip: of the slip that was shown
    std::map<ParticipantId, std::string> certificate_codes;  ///< issue_certificates, close_room, in rooms that give certificates: everybody's
    std::optional<std::uint64_t> name_check;  ///< join with a name: keyed, of the name's skeleton
};

/// What the append of these events depends on: the exact position, or only the agenda's version.
enum class DependsOn { exact_position, agenda_version };
DependsOn depends_on(Command const& command);

template <class T>
using Result = boost::system::result<T, Reject>;
using Events = std::vector<Event>;

/// Facts to record; an empty list means "already so": acknowledged, nothing changes (the room records the bare cid).
Result<Events> decide(RoomState const& room, Command const& command, Asked const& asked);

/// The name of a command as on the wire ("close_activity"); also the label of an undo.
std::string_view name_of(Command const& command);

}  // namespace warsha

// boost::system::result wants to know how to throw; decide's callers never do.
namespace boost { inline void throw_exception_from_error(warsha::Reject const&, boost::source_location const&) { std::abort(); } }
