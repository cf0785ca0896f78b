// Steering one activity, and the ballots that reach it while it is open.

#include <algorithm>

#include "core/activities/motion/count.hpp"
#include "core/applying.hpp"
#include "protocol/text.hpp"

namespace warsha {

void Applying::operator()(ActivitySkipped const& e) {
    auto& activity = steer(e.activity, "skip_activity");
    activity.control.phase = e.skipped ? ActivityPhase::skipped : activity.rounds.empty() ? ActivityPhase::prepared : ActivityPhase::closed;
}

void Applying::operator()(ActivityOpened const& e) {
    auto const before = room_.activities.at(e.activity).control.round;
    if (e.round < before) return;  // recorded again after a newer round: that one goes on
    auto const input = room_.input_of(e.activity);
    auto& activity = steer(e.activity, before > 0 && e.round > before ? "open_round" : "open_activity");
    room_.undo.back().input = input;

    activity.control.phase = ActivityPhase::open;
    activity.control.round = e.round;
    activity.control.revealed = false;
    activity.control.deadline = e.deadline ? std::optional(DeadlineView{.at = e.deadline, .left_ms = {}}) : std::nullopt;
    auto const known = std::ranges::find(activity.rounds, e.round, &Round::round);
    activity.control.question.reset();
    if (known != activity.rounds.end()) {
        known->closed_at.reset();
    } else {
        auto& round = activity.rounds.emplace_back();
        round.round = e.round;
        round.opened_at = entry_.time;
        round.frozen = e.items;
        round.clusters = e.clusters.value_or(std::vector<ProposalCluster>{});
        round.catch_up = e.catch_up.value_or(false);
        round.present = e.present.value_or(std::vector<RollId>{});
        if (e.present) round.bodies = bodies_of(room_, activity.plan, *e.present);
    }
    room_.stage = e.activity;
    room_.blank = false;
}

void Applying::operator()(ActivityClosed const& e) {
    auto const& control = room_.activities.at(e.activity).control;
    if (control.phase == ActivityPhase::open && control.round == e.round) close(steer(e.activity, "close_activity"));
}

void Applying::operator()(ResultsRevealed const& e) { steer(e.activity, "reveal_results").control.revealed = e.revealed; }

void Applying::operator()(DeadlineSet const& e) { steer(e.activity, "set_deadline").control.deadline = e.deadline; }

void Applying::operator()(ModerationSet const& e) { steer(e.activity, "set_moderation").control.moderated = e.moderated; }

/// A ballot counts when the journal has it before the close, or had it then: one that is recorded again after a repair had its
/// receipt already. The highest revision wins, whatever the order.
void Applying::operator()(BallotCast const& e) {
    auto& activity = room_.activities.at(e.activity);
    bool const is_open = activity.control.phase == ActivityPhase::open && activity.control.round == e.round;
    if (!is_open && !is_recorded_again()) return;
    auto const round = std::ranges::find(activity.rounds, e.round, &Round::round);
    if (round == activity.rounds.end()) return;
    auto const [place, is_first] = round->ballots.try_emplace(e.voter);
    bool const is_scribes = e.by_scribe.value_or(false);
    if (!is_first && is_scribes != place->second.by_scribe) {
        if (is_scribes) return;  // a scribe never replaces what somebody chose themselves
    } else if (!is_first && place->second.revision >= e.revision) {
        return;
    }
    std::vector<Answer> words;
    for (auto const& word : e.words.value_or(std::vector<Sealed>{})) words.push_back({word, answer_key(word.text), answer_label(word.text)});
    for (auto const& word : words)
        if (std::ranges::find(round->labels, word.label) == round->labels.end()) round->labels.push_back(word.label);
    place->second = {.group = e.group, .revision = e.revision, .marks = e.marks, .abstain = e.abstain,
                     .words = std::move(words), .weight = e.weight.value_or(1), .roll = e.roll,
                     .by_scribe = is_scribes, .participant = e.participant};
    if (e.participant) room_.participants.at(*e.participant).took_part.insert(e.activity);
}

void Applying::close(Activity& activity) {
    if (activity.control.phase != ActivityPhase::open) return;
    activity.control.phase = ActivityPhase::closed;
    activity.control.deadline.reset();
    auto& round = activity.rounds.back();
    round.closed_at = entry_.time;
    if (std::holds_alternative<MotionConfig>(activity.plan.config)) round.lacking = without_quorum(room_, activity.plan, round);
}

}  // namespace warsha
