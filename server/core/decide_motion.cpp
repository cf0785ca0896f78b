// A formal opinion: the roll, presence, opening with quorum, ballots of the seat or of a scribe, the chair's casting vote.

#include <algorithm>

#include "core/activities/kind.hpp"
#include "core/activities/motion/count.hpp"
#include "core/deciding.hpp"

namespace warsha::deciding {
namespace {

constexpr std::size_t roll_max = 1'000;

bool is_motion(Activity const& activity) { return std::holds_alternative<MotionConfig>(activity.plan.config); }

bool is_any_motion_open(RoomState const& room) {
    return std::ranges::any_of(room.activities, [](auto const& one) { return is_motion(one.second) && one.second.control.phase == ActivityPhase::open; });
}

bool is_in_base(Round const& round, RollId line) { return std::ranges::binary_search(round.present, line); }

bool was_in_a_base(RoomState const& room, RollId line) {
    return std::ranges::any_of(room.activities, [&](auto const& one) {
        return std::ranges::any_of(one.second.rounds, [&](Round const& round) { return is_in_base(round, line); });
    });
}

std::optional<Reject> cannot_add(RoomState const& room, RollLine const& line) {
    if (room.roll.contains(line.roll)) return Reject::duplicate_id;
    if (std::ranges::find(room.plan.groups.value, line.body, &Group::key) == room.plan.groups.value.end()) return Reject::unknown_group;
    bool const is_taken = std::ranges::any_of(room.roll, [&](auto const& one) { return one.second.slip_hash == line.slip_hash; });
    return is_taken ? std::optional(Reject::duplicate_id) : std::nullopt;
}

/// Weight and name of the line go with the ballot only as far as the count needs them.
BallotCast ballot_of(Activity const& activity, Pseudonym voter, RollId id, RollSeat const& line, std::uint32_t revision, std::vector<Mark> marks) {
    BallotCast cast{.activity = activity.plan.id, .round = activity.control.round, .voter = voter, .group = line.body, .revision = revision,
                    .marks = std::move(marks), .abstain = false, .words = {}, .weight = {}, .roll = {}, .by_scribe = {}};
    if (line.weight != 1) cast.weight = line.weight;
    if (std::get<MotionConfig>(activity.plan.config).roll_call) cast.roll = id;
    return cast;
}

}  // namespace

Result<Events> decide(Case const& at, ExtendRoll const& command) {
    if (is_any_motion_open(at.room)) return Reject::motion_open;
    if (at.room.roll.size() + command.lines.value.size() > roll_max) return Reject::room_full;
    RollExtended extended;
    std::set<RollId> ids;
    std::set<Hash> slips;
    for (auto const& line : command.lines) {
        if (auto const wrong = cannot_add(at.room, line)) return *wrong;
        if (!ids.insert(line.roll).second || !slips.insert(line.slip_hash).second) return Reject::duplicate_id;
        extended.lines.push_back({line.roll, line.body, Sealed{.text = line.name.value, .erased = false}, static_cast<std::uint32_t>(line.weight.value), line.slip_hash});
    }
    return extended.lines.empty() ? nothing() : record(std::move(extended));
}

Result<Events> decide(Case const& at, ShortenRoll const& command) {
    if (is_any_motion_open(at.room)) return Reject::motion_open;
    RollShortened shortened;
    for (auto const& id : command.lines) {
        if (!at.room.roll.contains(id)) continue;
        if (was_in_a_base(at.room, id)) return Reject::has_voted;
        shortened.lines.push_back(id);
    }
    return shortened.lines.empty() ? nothing() : record(std::move(shortened));
}

Result<Events> decide(Case const& at, MarkPresence const& command) {
    auto const line = at.room.roll.find(command.roll);
    if (line == at.room.roll.end()) return Reject::not_on_roll;
    if (line->second.marked == command.present) return nothing();
    return record(PresenceMarked{command.roll, command.present});
}

Result<Events> decide(Case const& at, UseSlip const&) {
    auto const& me = *seat(at);
    auto const line = std::ranges::find_if(at.room.roll, [&](auto const& one) { return one.second.slip_hash == at.asked.slip_hash; });
    if (line == at.room.roll.end()) return Reject::bad_slip;
    if (line->second.seat == me.id) return nothing();
    if (line->second.seat || me.roll) return Reject::bad_slip;  // one slip, one seat
    return record(SlipUsed{me.id, line->first});
}

Result<Events> open_motion(Case const& at, Activity const& activity, std::optional<UnixMillis> deadline) {
    auto const round = activity.control.round + 1;
    if (round > rounds_max) return Reject::bad_config;
    auto present = present_now(at.room, activity.plan);
    auto bodies = bodies_of(at.room, activity.plan, present);
    if (std::ranges::any_of(bodies, [](BodyPresence const& body) { return body.roll == 0; })) return Reject::no_roll;
    if (std::ranges::any_of(bodies, [](BodyPresence const& body) { return body.present < body.needed; }))
        return record(OpeningRefused{activity.plan.id, std::move(bodies)});
    return record(ActivityOpened{activity.plan.id, round, {}, deadline, std::move(present), {}});
}

Result<Events> vote_in_motion(Case const& at, Activity const& activity, CastBallot const& ballot) {
    auto const& voter = *seat(at);
    auto const line = voter.roll ? at.room.roll.find(*voter.roll) : at.room.roll.end();
    if (line == at.room.roll.end()) return Reject::not_on_roll;
    auto const& round = activity.rounds.back();
    if (!is_in_base(round, line->first)) return Reject::not_present;
    auto const earlier = round.ballots.find(at.asked.pseudonym);
    if (earlier != round.ballots.end() && !earlier->second.by_scribe && earlier->second.revision >= ballot.revision.value) return Reject::stale;
    auto const& rules = std::get<MotionConfig>(activity.plan.config);
    if (auto const wrong = check_ballot(rules, Markable(given_items(rules), round), ballot)) return *wrong;
    return record(ballot_of(activity, at.asked.pseudonym, line->first, line->second, static_cast<std::uint32_t>(ballot.revision.value), ballot.marks.value));
}

Result<Events> decide(Case const& at, CastForRoll const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (!is_motion(*activity)) return Reject::wrong_kind;
    if (activity->control.phase != ActivityPhase::open) return Reject::activity_not_open;
    if (command.round.value != activity->control.round) return Reject::wrong_round;
    auto const line = at.room.roll.find(command.roll);
    if (line == at.room.roll.end()) return Reject::not_on_roll;
    auto const& round = activity->rounds.back();
    if (!is_in_base(round, command.roll)) return Reject::not_present;
    auto const earlier = round.ballots.find(at.asked.pseudonym);
    if (earlier != round.ballots.end() && !earlier->second.by_scribe) return Reject::has_voted;
    auto const revision = earlier == round.ballots.end() ? 1 : earlier->second.revision + 1;
    auto cast = ballot_of(*activity, at.asked.pseudonym, command.roll, line->second, revision, {{ItemId{}, {static_cast<std::int64_t>(command.stance) + 1}, {}}});
    cast.by_scribe = true;
    return record(std::move(cast));
}

Result<Events> decide(Case const& at, GiveCastingVote const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (!is_motion(*activity)) return Reject::wrong_kind;
    if (activity->control.round == 0) return Reject::activity_not_open;
    if (activity->control.phase == ActivityPhase::open) return Reject::activity_open;
    auto const& round = activity->rounds.back();
    auto const result = count_motion(at.room, *activity, round);
    auto const body = std::ranges::find(result.bodies, command.body, &BodyResult::body);
    bool const is_pooled = std::get<MotionConfig>(activity->plan.config).overall == OverallRule::pooled;
    auto const outcome = command.body == pooled && is_pooled ? result.all.outcome
                         : body != result.bodies.end() && !is_pooled ? body->outcome : Outcome::unfavourable;
    if (result.outcome == Outcome::lapsed || outcome != Outcome::tied) return Reject::no_tie;
    return record(CastingVoteGiven{command.activity, activity->control.round, command.body, command.in_favour});
}

}  // namespace warsha::deciding
