// Opening, closing, revealing, timing one activity.

#include <algorithm>

#include "core/activities/kind.hpp"
#include "core/deciding.hpp"

namespace warsha::deciding {
namespace {

/// Dots over proposals vote on what is published at the moment of opening.
std::vector<ProposalId> frozen_items(RoomState const& room, Activity const& activity) {
    auto const* const dots = std::get_if<DotsConfig>(&activity.plan.config);
    if (!dots || dots->source != ItemSource::proposals) return {};
    std::vector<ProposalId> published;
    for (auto const& id : room.proposal_order)
        if (auto const& one = *room.find(id); one.phase == ProposalPhase::published && std::holds_alternative<ProposalsConfig>(room.find(one.activity)->plan.config)) published.push_back(id);
    return published;
}

template <class Seconds>
std::optional<UnixMillis> deadline_in(Case const& at, Seconds const& seconds) {
    return seconds ? std::optional(at.asked.now + seconds->value * 1000) : std::nullopt;
}

}  // namespace

Result<Events> open_new(Case const& at, Activity const& activity, std::uint32_t round, std::optional<UnixMillis> deadline) {
    if (round > rounds_max) return Reject::bad_config;
    auto items = frozen_items(at.room, activity);
    auto const* const dots = std::get_if<DotsConfig>(&activity.plan.config);
    if (dots && dots->source == ItemSource::proposals && items.empty()) return Reject::bad_config;
    if (!dots || dots->source != ItemSource::clusters) return record(ActivityOpened{activity.plan.id, round, std::move(items), deadline, {}, {}, {}});
    auto clusters = at.room.clusters;
    std::erase_if(clusters, [](ProposalCluster const& one) { return one.proposals.empty(); });
    if (clusters.empty()) return Reject::bad_config;
    return record(ActivityOpened{activity.plan.id, round, {}, deadline, {}, std::move(clusters), {}});
}

Result<Events> decide(Case const& at, OpenActivity const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (auto const no = not_live(at.room)) return *no;
    if (activity->control.phase == ActivityPhase::open) return nothing();
    auto const until = deadline_in(at, command.seconds);
    if (std::holds_alternative<MotionConfig>(activity->plan.config)) return open_motion(at, *activity, until);  // what was voted on formally is not reopened
    if (activity->rounds.empty()) return open_new(at, *activity, 1, until);
    auto const& round = activity->rounds.back();  // reopened: the items stay what they were
    return record(ActivityOpened{command.activity, round.round, round.frozen, until, {}, {}, {}});
}

Result<Events> decide(Case const& at, OpenRound const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (auto const no = not_live(at.room)) return *no;
    if (std::holds_alternative<MotionConfig>(activity->plan.config)) {
        if (activity->control.phase == ActivityPhase::open) return Reject::activity_open;
        return open_motion(at, *activity, deadline_in(at, command.seconds));
    }
    auto opened = open_new(at, *activity, activity->control.round + 1, deadline_in(at, command.seconds));
    if (opened && activity->control.phase == ActivityPhase::open)
        opened->insert(opened->begin(), Event{ActivityClosed{command.activity, activity->control.round}});
    return opened;
}

Result<Events> decide(Case const& at, CloseActivity const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (activity->control.phase != ActivityPhase::open) return nothing();
    return record(ActivityClosed{command.activity, activity->control.round});
}

Result<Events> decide(Case const& at, RevealResults const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (!takes_ballots(activity->plan)) return Reject::wrong_kind;
    if (activity->control.round == 0) return Reject::activity_not_open;
    if (activity->control.revealed == command.revealed) return nothing();
    return record(ResultsRevealed{command.activity, command.revealed});
}

Result<Events> decide(Case const& at, SetDeadline const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (activity->control.phase != ActivityPhase::open) return Reject::activity_not_open;
    if (!command.seconds && !activity->control.deadline) return nothing();
    auto const until = deadline_in(at, command.seconds);
    return record(DeadlineSet{command.activity, until ? std::optional(DeadlineView{.at = until, .left_ms = {}}) : std::nullopt});
}

Result<Events> decide(Case const& at, ExtendDeadline const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (activity->control.phase != ActivityPhase::open) return Reject::activity_not_open;
    if (!activity->control.deadline) return Reject::no_deadline;
    auto deadline = *activity->control.deadline;
    auto const more = command.seconds.value * 1000;
    if (deadline.at) deadline.at = std::max(at.asked.now, *deadline.at + more);
    else deadline.left_ms = std::max<std::int64_t>(0, *deadline.left_ms + more);
    return record(DeadlineSet{command.activity, deadline});
}

Result<Events> decide(Case const& at, PauseDeadline const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (activity->control.phase != ActivityPhase::open) return Reject::activity_not_open;
    auto const& deadline = activity->control.deadline;
    if (!deadline) return Reject::no_deadline;
    if (deadline->left_ms.has_value() == command.paused) return nothing();
    if (command.paused) return record(DeadlineSet{command.activity, DeadlineView{.at = {}, .left_ms = std::max<std::int64_t>(0, *deadline->at - at.asked.now)}});
    return record(DeadlineSet{command.activity, DeadlineView{.at = at.asked.now + *deadline->left_ms, .left_ms = {}}});
}

Result<Events> decide(Case const& at, SetModeration const& command) {
    auto const* const activity = at.room.find(command.activity);
    if (!activity) return Reject::unknown_activity;
    if (!collecting(activity->plan)) return Reject::wrong_kind;
    if (activity->control.moderated == command.moderated) return nothing();
    return record(ModerationSet{command.activity, command.moderated});
}

}  // namespace warsha::deciding
