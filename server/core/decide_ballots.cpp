// Voting.

#include <algorithm>

#include "core/activities/kind.hpp"
#include "core/deciding.hpp"

namespace warsha::deciding {

Result<Events> decide(Case const& at, CastBallot const& ballot) {
    auto const* const activity = at.room.find(ballot.activity);
    if (!activity) return Reject::unknown_activity;
    if (!takes_ballots(activity->plan) || std::holds_alternative<WordsConfig>(activity->plan.config) != ballot.words.has_value()) return Reject::wrong_kind;
    if (auto const no = not_live(at.room)) return *no;
    if (activity->control.phase != ActivityPhase::open) return Reject::activity_not_open;
    if (ballot.round.value != activity->control.round) return Reject::wrong_round;
    if (std::holds_alternative<MotionConfig>(activity->plan.config)) return vote_in_motion(at, *activity, ballot);
    auto const& voter = *seat(at);
    if (!is_for(*activity, voter)) return Reject::not_your_group;

    auto const& round = activity->rounds.back();
    if (round.catch_up && std::ranges::any_of(activity->rounds, [&](Round const& one) { return one.round < round.round && one.ballots.contains(at.asked.pseudonym); }))
        return Reject::already_answered;
    auto const earlier = round.ballots.find(at.asked.pseudonym);
    if (earlier != round.ballots.end() && earlier->second.revision >= ballot.revision.value) return Reject::stale;

    auto const wrong = std::visit([&](auto const& config) {
        return check_ballot(config, Markable(given_items(config), round), ballot);
    }, activity->plan.config);
    if (wrong) return *wrong;
    auto const* const form = std::get_if<FormConfig>(&activity->plan.config);
    auto const said = earlier == round.ballots.end() ? std::vector<Mark>{} : earlier->second.marks;
    if (form && form->paced && !round.catch_up && !changes_only(activity->control.question, said, ballot.marks.value)) return Reject::not_shown;
    BallotCast cast{ballot.activity, activity->control.round, at.asked.pseudonym, voter.group,
                    static_cast<std::uint32_t>(ballot.revision.value), ballot.marks.value, ballot.abstain, seal_all(ballot.words), {}, {}, {}, {}};
    if (at.room.plan.settings.named.value_or(false)) cast.participant = voter.id;
    return record(std::move(cast));
}

}  // namespace warsha::deciding
