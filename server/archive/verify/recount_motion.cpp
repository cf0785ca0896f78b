#include "archive/verify/recount_motion.hpp"

#include <algorithm>

namespace warsha {
namespace {

using Json = nlohmann::json;

/// The fewest people that make a quorum: tried one by one, which is plain and right.
std::uint32_t fewest(Json const& quorum, std::uint32_t roll) {
    auto const num = quorum.at("num").get<std::uint64_t>(), den = quorum.at("den").get<std::uint64_t>();
    bool const strictly = quorum.at("strictly").get<bool>();
    for (std::uint32_t n = 0;; ++n)
        if (strictly ? n * den > roll * num : n * den >= roll * num) return n;
}

bool carries(Json const& majority, std::uint64_t in_favour, std::uint64_t against, std::uint64_t base) {
    auto const threshold = majority.at("threshold").get<std::string>();
    if (in_favour == 0) return false;
    if (threshold == "simple") return in_favour > against;
    if (threshold == "absolute") return in_favour > base - in_favour;
    auto const num = threshold == "two_thirds" ? std::uint64_t{2} : majority.at("num").get<std::uint64_t>();
    auto const den = threshold == "two_thirds" ? std::uint64_t{3} : majority.at("den").get<std::uint64_t>();
    return in_favour * den >= num * base;
}

Outcome judge(Json const& majority, BodyResult const& body) {
    auto const base_name = majority.at("base").get<std::string>();
    auto const cast = body.in_favour + body.against + body.abstain;
    auto const base = base_name == "for_and_against" ? body.in_favour + body.against : base_name == "cast" ? cast : base_name == "present" ? body.present_weight : body.roll_weight;
    if (carries(majority, body.in_favour, body.against, base)) return Outcome::favourable;
    // The chair decides where the votes are equal and one half-vote more would have carried it.
    bool const is_even = body.in_favour > 0 && body.in_favour == body.against;
    auto const threshold = majority.at("threshold").get<std::string>();
    bool const would_do = threshold == "simple" || (threshold == "absolute" && base == body.in_favour + body.against);
    if (majority.at("tie") == "fails" || !is_even || !would_do) return Outcome::unfavourable;
    return !body.casting_vote ? Outcome::tied : *body.casting_vote ? Outcome::favourable : Outcome::unfavourable;
}

Outcome overall(std::string const& rule, std::vector<BodyResult> const& bodies, Outcome pooled) {
    if (rule == "pooled") return pooled;
    std::map<Outcome, std::size_t> counts;
    for (auto const& body : bodies) ++counts[body.outcome];
    auto const is_enough = [&](std::size_t n) { return rule == "all_bodies" ? n == bodies.size() : 2 * n > bodies.size(); };
    if (is_enough(counts[Outcome::favourable])) return Outcome::favourable;
    return is_enough(counts[Outcome::favourable] + counts[Outcome::tied]) ? Outcome::tied : Outcome::unfavourable;
}

}  // namespace

std::vector<BodyResult> RecountMotions::now(Json const& plan, std::vector<std::string> const& groups) const {
    auto names = plan.at("groups").get<std::vector<std::string>>();
    if (names.empty()) names = groups;
    std::vector<BodyResult> bodies;
    for (auto const& name : names) {
        BodyResult body{.body = Key{name}};
        for (auto const& [id, line] : roll_) {
            if (line.body != name) continue;
            ++body.roll;
            body.roll_weight += line.weight;
            if (!line.is_present()) continue;
            ++body.present;
            body.present_weight += line.weight;
        }
        body.needed = fewest(plan.at("config").at("quorum"), body.roll);
        bodies.push_back(body);
    }
    return bodies;
}

void RecountMotions::opened(Json const& event, Json const& plan, std::vector<std::string> const& groups) {
    auto const bodies = now(plan, groups);
    if (std::ranges::any_of(bodies, [](BodyResult const& one) { return one.roll == 0 || one.present < one.needed; })) wrong_ = "opens a motion without quorum";
    auto const [place, is_new] = attempts_.try_emplace({event.at("activity"), event.at("round")});
    if (!is_new) return;
    place->second.bodies = bodies;
    for (auto const& id : event.at("present")) {
        auto const line = roll_.find(id.get<std::string>());
        if (line == roll_.end() || !line->second.is_present()) wrong_ = "counts somebody as present who was not";
        else place->second.base.insert(*line);
    }
}

void RecountMotions::close(Which const& which, Json const& plan, std::vector<std::string> const& groups) {
    auto const found = attempts_.find(which);
    if (found == attempts_.end() || !found->second.is_open) return;
    auto& attempt = found->second;
    attempt.is_open = false;
    auto const bodies = now(plan, groups);
    for (std::size_t i = 0; i < bodies.size(); ++i)
        if (bodies[i].present < attempt.bodies[i].needed) attempt.lacking.insert(bodies[i].body.value);
}

void RecountMotions::undone(std::string const& target) {
    auto const close = closes_.find(target);
    if (close == closes_.end()) return;
    auto& attempt = attempts_.at(close->second);
    attempt.is_open = true;
    attempt.lacking.clear();
    attempt.casting.clear();
}

void RecountMotions::take(Json const& event, std::string const& receipt, std::map<std::string, Json> const& plans, std::vector<std::string> const& groups) {
    auto const type = event.at("type").get<std::string>();
    auto const line = [&] { return roll_.find(event.at("roll").get<std::string>()); };
    if (type == "roll_extended") {
        for (auto const& one : event.at("lines")) roll_.try_emplace(one.at("roll"), Line{one.at("body"), one.at("weight"), false, {}});
    } else if (type == "roll_shortened") {
        for (auto const& one : event.at("lines")) roll_.erase(one.get<std::string>());
    } else if (type == "presence_marked") {
        if (line() != roll_.end()) line()->second.marked = event.contains("present") ? std::optional(event.at("present").get<bool>()) : std::nullopt;
    } else if (type == "slip_used") {
        if (line() != roll_.end()) line()->second.has_seat = true;
    } else if (type == "participant_removed") {
        if (event.contains("roll") && line() != roll_.end()) line()->second.has_seat = false;
    } else if (type == "activity_opened" && event.contains("present")) {
        opened(event, plans.at(event.at("activity")), groups);
    } else if (type == "opening_refused") {
        refused_[event.at("activity")].push_back(event.at("bodies"));
        auto const bodies = now(plans.at(event.at("activity")), groups);
        for (std::size_t i = 0; i < bodies.size(); ++i)
            if (event.at("bodies").at(i).at("present") != bodies[i].present || event.at("bodies").at(i).at("needed") != bodies[i].needed) wrong_ = "refuses an opening with other numbers than the roll gives";
        if (std::ranges::none_of(bodies, [](BodyResult const& one) { return one.present < one.needed; })) wrong_ = "refuses to open a motion that has its quorum";
    } else if (type == "activity_closed") {
        Which const which{event.at("activity"), event.at("round")};
        if (attempts_.contains(which)) closes_[receipt] = which;
        close(which, plans.at(which.first), groups);
    } else if (type == "casting_vote_given") {
        auto const attempt = attempts_.find({event.at("activity"), event.at("round")});
        if (attempt != attempts_.end()) attempt->second.casting.try_emplace(event.at("body"), event.at("in_favour"));
    } else if (type == "action_undone") {
        undone(event.at("target"));
    } else if (type == "room_closed") {
        for (auto const& [which, attempt] : attempts_) close(which, plans.at(which.first), groups);
    }
}

std::string RecountMotions::count(Which const& which, Json const& ballots) {
    auto const found = attempts_.find(which);
    if (found == attempts_.end()) return "counts a motion that was never opened";
    auto& attempt = found->second;
    for (auto& body : attempt.bodies) body.voted = body.by_scribe = 0, body.in_favour = body.against = body.abstain = 0;
    for (auto const& [id, line] : attempt.base) ++attempt.stances[{line.body, ""}];
    for (auto const& ballot : ballots) {
        auto const name = ballot.at("body").get<std::string>();
        auto const body = std::ranges::find(attempt.bodies, Key{name}, &BodyResult::body);
        if (body == attempt.bodies.end()) return "has a ballot of a body that does not vote";
        auto const& marks = ballot.at("marks");
        if (marks.size() != 1 || ballot.at("abstain").get<bool>()) return "has a ballot that is neither for nor against nor an abstention";
        auto const points = marks.at(0).at("points").get<int>();
        if (points < 1 || points > 3) return "has a ballot that is neither for nor against nor an abstention";
        auto const weight = ballot.value("weight", std::uint64_t{1});
        ++body->voted;
        body->by_scribe += ballot.value("by_scribe", false) ? 1 : 0;
        (points == 1 ? body->in_favour : points == 2 ? body->against : body->abstain) += weight;
        if (body->voted > body->present) return "has more ballots of a body than were present of it";
        if (!ballot.contains("roll")) continue;
        auto const line = attempt.base.find(ballot.at("roll").get<std::string>());
        if (line == attempt.base.end() || line->second.body != name || line->second.weight != weight) return "has a ballot of somebody who was not in the base";
        --attempt.stances[{name, ""}];
        ++attempt.stances[{name, points == 1 ? "in_favour" : points == 2 ? "against" : "abstain"}];
    }
    return "";
}

MotionResult RecountMotions::judged(Which const& which, Json const& rules) const {
    auto const& attempt = attempts_.at(which);
    MotionResult result{.bodies = attempt.bodies, .all = {.body = Key{"all"}}};
    auto& all = result.all;
    auto const judge_one = [&](BodyResult& body) {
        if (auto const given = attempt.casting.find(body.body.value); given != attempt.casting.end()) body.casting_vote = given->second;
        body.outcome = judge(rules.at("majority"), body);
    };
    for (auto& body : result.bodies) {
        all.roll += body.roll, all.needed += body.needed, all.present += body.present, all.voted += body.voted, all.by_scribe += body.by_scribe;
        all.roll_weight += body.roll_weight, all.present_weight += body.present_weight;
        all.in_favour += body.in_favour, all.against += body.against, all.abstain += body.abstain;
        judge_one(body);
        if (attempt.lacking.contains(body.body.value)) body.outcome = Outcome::lapsed;
    }
    judge_one(all);
    result.outcome = attempt.lacking.empty() ? overall(rules.at("overall"), result.bodies, all.outcome) : Outcome::lapsed;
    return result;
}

std::vector<Json> RecountMotions::refused(std::string const& activity) const {
    auto const found = refused_.find(activity);
    return found == refused_.end() ? std::vector<Json>{} : found->second;
}

}  // namespace warsha
