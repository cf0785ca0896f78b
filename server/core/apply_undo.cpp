// Undo: what each action had changed is remembered before it, and put back.

#include "core/applying.hpp"

namespace warsha {

/// One command may have recorded several steps (a new round closes the old one): all of them go back, newest first.
void Applying::operator()(ActionUndone const& e) {
    room_.undone = {};
    while (!room_.undo.empty() && room_.undo.back().cid == e.target) {
        restore(room_.undo.back());
        room_.undo.pop_back();
    }
}

UndoRecord Applying::remember(char const* action) const {
    UndoRecord record{.cid = entry_.cid, .action = action};
    record.order = room_.agenda;
    record.stage = room_.stage;
    record.blank = room_.blank;
    record.announcement = room_.announcement;
    record.catch_up_until = room_.catch_up_until;
    return record;
}

void Applying::push(UndoRecord record) {
    room_.undo.push_back(std::move(record));
    if (room_.undo.size() <= undo_depth_max) return;
    // Whole commands only: half of one cannot be taken back.
    std::erase_if(room_.undo, [oldest = room_.undo.front().cid](UndoRecord const& one) { return one.cid == oldest; });
}

Activity& Applying::steer(ActivityId which, char const* action) {
    auto& activity = room_.activities.at(which);
    UndoRecord record = remember(action);
    record.activity = which;
    record.control = activity.control;
    push(std::move(record));
    return activity;
}

void Applying::restore(UndoRecord const& record) {
    if (record.added) drop_activity(*record.added);
    if (record.dropped) room_.activities.try_emplace(record.dropped->id, Activity{.plan = *record.dropped, .control = record.control, .rounds = {}, .refused = {}, .hidden_words = {}});
    if (record.activity) restore_control(room_.activities.at(*record.activity), record.control);
    if (record.proposal) restore_verdict(record);
    if (record.clusters) room_.clusters = *record.clusters;
    room_.agenda = record.order;
    room_.stage = record.stage;
    room_.blank = record.blank;
    room_.announcement = record.announcement;
    room_.catch_up_until = record.catch_up_until;

    auto const note = [&](std::optional<ActivityId> which) { if (which) room_.undone.activities.insert(*which); };
    note(record.added);
    note(record.activity);
    if (record.dropped) note(record.dropped->id);
    if (record.proposal) room_.undone.proposals.insert(*record.proposal);
    room_.undone.clusters = room_.undone.clusters || record.clusters.has_value();
}

void Applying::restore_control(Activity& activity, ActivityControl control) const {
    bool const opens = control.phase == ActivityPhase::open && activity.control.phase != ActivityPhase::open;
    bool const closes = control.phase != ActivityPhase::open && activity.control.phase == ActivityPhase::open;
    // A deadline that has passed meanwhile would close at once what undo has just reopened.
    if (control.deadline && control.deadline->at && *control.deadline->at <= entry_.time) control.deadline.reset();
    std::erase_if(activity.rounds, [&](Round const& one) { return one.round > control.round; });  // decide lets this happen to empty rounds only
    if (opens) {
        auto& round = activity.rounds.back();
        round.closed_at.reset();
        round.lacking.clear();
        round.casting_votes.clear();
    }
    if (closes && !activity.rounds.empty()) activity.rounds.back().closed_at = entry_.time;
    activity.control = control;
}

/// Only while the proposal stands as the verdict left it: what its author did since (withdrew it, wrote other words that
/// nobody has read yet) is not the facilitators' to take back.
void Applying::restore_verdict(UndoRecord const& record) {
    auto& proposal = room_.proposals.at(*record.proposal);
    if (proposal.phase != record.proposal_made) return;
    proposal.phase = record.proposal_phase;
    proposal.reason = record.proposal_reason;
}

}  // namespace warsha
