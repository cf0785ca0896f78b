// Seats and links: who is in the room, and with which rights.

#include <algorithm>

#include "core/deciding.hpp"
#include "protocol/text.hpp"

namespace warsha::deciding {
namespace {

constexpr UnixMillis seat_offer_lasts_ms = 10 * 60 * 1000;

bool knows_group(RoomState const& room, Key const& group) {
    return std::ranges::find(room.plan.groups.value, group, &Group::key) != room.plan.groups.value.end();
}

}  // namespace

Result<Events> decide(Case const& at, Join const& join) {
    auto const& room = at.room;
    if (room.find(at.asked.joining)) return nothing();
    if (std::holds_alternative<SeatActor>(at.asked.actor)) return Reject::forbidden;  // one seat per phone
    if (join.group && !knows_group(room, *join.group)) return Reject::unknown_group;
    if (!join.group && !room.plan.groups.empty()) return Reject::group_required;
    if (join.name && is_misleading_name(join.name->value)) return Reject::name_not_allowed;
    if (room.is_full()) return Reject::room_full;
    if (!join.name && room.plan.settings.named.value_or(false)) return Reject::name_required;
    return record(ParticipantJoined{at.asked.joining, join.group, seal_text(join.name), join.language, at.asked.name_check});
}

Result<Events> decide(Case const& at, OfferSeat const&) {
    return record(SeatMoveOffered{seat(at)->id, at.asked.seat_code_hash, at.asked.now + seat_offer_lasts_ms});
}

Result<Events> decide(Case const& at, TakeSeat const&) {
    for (auto const& [id, seat] : at.room.participants) {
        if (seat.move_code != at.asked.seat_code_hash || seat.move_expires_at < at.asked.now) continue;
        if (seat.removed) return Reject::seat_removed;
        return record(SeatMoved{id, seat.generation + 1});
    }
    return Reject::bad_seat_code;
}

Result<Events> decide(Case const& at, RemoveParticipant const& remove) {
    auto const* const seat = at.room.find(remove.participant);
    if (!seat) return Reject::unknown_participant;
    if (seat->removed) return nothing();
    return record(ParticipantRemoved{remove.participant});
}

Result<Events> decide(Case const& at, IssueLink const& issue) {
    if (at.room.links.contains(issue.link)) return Reject::duplicate_id;
    return record(LinkIssued{issue.link, issue.role, issue.secret_hash, seal_text(issue.name)});
}

Result<Events> decide(Case const& at, RevokeLink const& revoke) {
    auto const link = at.room.links.find(revoke.link);
    if (link == at.room.links.end()) return Reject::unknown_link;
    if (link->second.revoked) return nothing();
    auto const is_facilitating = [](auto const& one) { return one.second.role == LinkRole::facilitator && !one.second.revoked; };
    if (link->second.role == LinkRole::facilitator && std::ranges::count_if(at.room.links, is_facilitating) == 1) return Reject::last_link;
    return record(LinkRevoked{revoke.link});
}

}  // namespace warsha::deciding
