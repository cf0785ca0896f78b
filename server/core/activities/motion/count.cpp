#include "core/activities/motion/count.hpp"

#include <algorithm>

namespace warsha {
namespace {

MotionConfig const& rules_of(ActivityPlan const& plan) { return std::get<MotionConfig>(plan.config); }

/// 1 for, 2 against, 3 abstain: what motion.cpp lets in.
Stance stance_of(Ballot const& ballot) {
    switch (ballot.marks.empty() ? 3 : ballot.marks.front().points.value) {
        case 1: return Stance::in_favour;
        case 2: return Stance::against;
        default: return Stance::abstain;
    }
}

void add(BodyResult& body, Ballot const& ballot) {
    ++body.voted;
    body.by_scribe += ballot.by_scribe ? 1 : 0;
    switch (stance_of(ballot)) {
        case Stance::in_favour: body.in_favour += ballot.weight; break;
        case Stance::against: body.against += ballot.weight; break;
        case Stance::abstain: body.abstain += ballot.weight; break;
    }
}

void add(BodyResult& all, BodyResult const& body) {
    all.roll += body.roll;
    all.needed += body.needed;
    all.present += body.present;
    all.voted += body.voted;
    all.by_scribe += body.by_scribe;
    all.roll_weight += body.roll_weight;
    all.present_weight += body.present_weight;
    all.in_favour += body.in_favour;
    all.against += body.against;
    all.abstain += body.abstain;
}

void judge_body(BodyResult& body, MotionConfig const& rules, Round const& round) {
    if (auto const given = round.casting_votes.find(body.body); given != round.casting_votes.end()) body.casting_vote = given->second;
    body.outcome = judge(rules.majority, {body.in_favour, body.against, body.abstain, body.present_weight, body.roll_weight}, body.casting_vote);
}

/// By body, then by name as written.
std::vector<RollCallLine> roll_call_of(RoomState const& room, Round const& round) {
    std::map<RollId, Ballot const*> ballots;
    for (auto const& [voter, ballot] : round.ballots)
        if (ballot.roll) ballots.emplace(*ballot.roll, &ballot);
    std::vector<RollCallLine> lines;
    for (auto const& id : round.present) {
        auto const seat = room.roll.find(id);
        if (seat == room.roll.end()) continue;
        RollCallLine line{.name = seat->second.name.erased ? "" : seat->second.name.text, .body = seat->second.body, .stance = {}};
        if (auto const cast = ballots.find(id); cast != ballots.end()) {
            line.stance = stance_of(*cast->second);
            line.by_scribe = cast->second->by_scribe;
        }
        lines.push_back(std::move(line));
    }
    std::ranges::sort(lines, [](RollCallLine const& a, RollCallLine const& b) { return std::tie(a.body, a.name) < std::tie(b.body, b.name); });
    return lines;
}

}  // namespace

std::vector<Key> bodies_voting(RoomState const& room, ActivityPlan const& plan) {
    if (!plan.groups.empty()) return plan.groups.value;
    std::vector<Key> bodies;
    for (auto const& group : room.plan.groups) bodies.push_back(group.key);
    return bodies;
}

std::vector<RollId> present_now(RoomState const& room, ActivityPlan const& plan) {
    auto const bodies = bodies_voting(room, plan);
    std::vector<RollId> present;
    for (auto const& [id, line] : room.roll)
        if (line.is_present() && std::ranges::find(bodies, line.body) != bodies.end()) present.push_back(id);
    return present;
}

std::vector<BodyPresence> bodies_of(RoomState const& room, ActivityPlan const& plan, std::vector<RollId> const& present) {
    std::vector<BodyPresence> bodies;
    for (auto const& key : bodies_voting(room, plan)) bodies.push_back({.body = key});
    auto const body_of = [&](Key const& key) { return std::ranges::find(bodies, key, &BodyPresence::body); };
    for (auto const& [id, line] : room.roll) {
        auto const body = body_of(line.body);
        if (body == bodies.end()) continue;
        ++body->roll;
        body->roll_weight += line.weight;
        if (!std::ranges::binary_search(present, id)) continue;
        ++body->present;
        body->present_weight += line.weight;
    }
    for (auto& body : bodies) body.needed = needed_for(rules_of(plan).quorum, body.roll);
    return bodies;
}

std::vector<Key> without_quorum(RoomState const& room, ActivityPlan const& plan, Round const& round) {
    auto const now = bodies_of(room, plan, present_now(room, plan));
    std::vector<Key> lacking;
    for (auto const& body : round.bodies) {
        auto const found = std::ranges::find(now, body.body, &BodyPresence::body);
        if (found == now.end() || found->present < body.needed) lacking.push_back(body.body);
    }
    return lacking;
}

MotionResult count_motion(RoomState const& room, Activity const& activity, Round const& round) {
    auto const& rules = rules_of(activity.plan);
    MotionResult result{.bodies = {}, .all = {.body = pooled}};
    for (auto const& body : round.bodies)
        result.bodies.push_back({.body = body.body, .roll = body.roll, .needed = body.needed, .present = body.present,
                                 .roll_weight = body.roll_weight, .present_weight = body.present_weight});
    for (auto const& [voter, ballot] : round.ballots) {
        auto const body = ballot.group ? std::ranges::find(result.bodies, *ballot.group, &BodyResult::body) : result.bodies.end();
        if (body != result.bodies.end()) add(*body, ballot);
    }
    std::vector<Outcome> outcomes;
    for (auto& body : result.bodies) {
        add(result.all, body);
        judge_body(body, rules, round);
        if (std::ranges::find(round.lacking, body.body) != round.lacking.end()) body.outcome = Outcome::lapsed;
        outcomes.push_back(body.outcome);
    }
    judge_body(result.all, rules, round);
    result.outcome = round.lacking.empty() ? judge_overall(rules.overall, outcomes, result.all.outcome) : Outcome::lapsed;
    if (rules.roll_call) result.roll_call = roll_call_of(room, round);
    return result;
}

}  // namespace warsha
