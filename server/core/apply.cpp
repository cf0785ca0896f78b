// The only code that changes a room.

#include <algorithm>

#include "core/state.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

template <class V, class T>
void erase_value(V& all, T const& one) {
    std::erase(all, one);
}

/// Applies the events of one entry; knows the entry they came in.
class Applying {
public:
    Applying(RoomState& room, Entry const& entry) : room_(room), entry_(entry) {}

    void operator()(RoomCreated const& e) {
        room_.id = e.room;
        room_.code = e.code;
        room_.plan = e.plan;
        room_.created_at = entry_.time;
        for (auto const& plan : e.plan.activities) add_activity(plan, std::nullopt);
        room_.plan.activities.value.clear();
    }
    void operator()(LinkIssued const& e) { room_.links.try_emplace(e.link, Link{e.link, e.role, e.secret_hash, e.name, false}); }
    void operator()(LinkRevoked const& e) { room_.links.at(e.link).revoked = true; }
    void operator()(RoomStarted const&) {
        if (room_.phase == RoomPhase::prepared) room_.phase = RoomPhase::live;
    }
    void operator()(RoomClosed const&) {
        if (room_.phase == RoomPhase::closed) return;
        for (auto& [id, activity] : room_.activities) {
            close(activity);
            // The bundle is public and holds every result: what was never revealed is revealed by the close.
            if (activity.control.round > 0) activity.control.revealed = true;
        }
        room_.phase = RoomPhase::closed;
        room_.closed_at = entry_.time;
        room_.undo.clear();
    }
    void operator()(RoomArchived const& e) { room_.bundle = e.bundle; }

    void operator()(ParticipantJoined const& e) {
        auto const present = std::ranges::count_if(room_.participants, [](auto const& one) { return !one.second.removed; });
        if (static_cast<std::size_t>(present) >= participants_max) return;  // two nodes may both have admitted the last one
        Participant made{.id = e.participant, .group = e.group, .name = e.name, .language = e.language};
        made.joined_at = entry_.time;
        room_.participants.try_emplace(e.participant, std::move(made));
    }
    void operator()(ParticipantRemoved const& e) { room_.participants.at(e.participant).removed = true; }
    void operator()(SeatMoveOffered const& e) {
        auto& seat = room_.participants.at(e.participant);
        seat.move_code = e.code_hash;
        seat.move_expires_at = e.expires_at;
    }
    void operator()(SeatMoved const& e) {
        auto& seat = room_.participants.at(e.participant);
        seat.generation = std::max(seat.generation, e.generation);
        seat.move_code.reset();
    }

    void operator()(ActivityAdded const& e) {
        UndoRecord record = remember("add_activity");
        record.added = e.plan.id;
        push(std::move(record));
        add_activity(e.plan, e.after);
    }
    void operator()(ActivityDropped const& e) {
        UndoRecord record = remember("remove_activity");
        record.dropped = room_.activities.at(e.activity).plan;
        push(std::move(record));
        drop_activity(e.activity);
    }
    void operator()(AgendaOrdered const& e) {
        push(remember("order_agenda"));
        room_.agenda = e.order;
    }
    void operator()(StageSet const& e) {
        push(remember("show_activity"));
        room_.stage = e.activity;
    }
    void operator()(WallBlanked const& e) {
        push(remember("blank_wall"));
        room_.blank = e.blank;
    }
    void operator()(Announced const& e) {
        push(remember("announce"));
        room_.announcement = e.text;
    }
    void operator()(ActivitySkipped const& e) {
        auto& activity = steer(e.activity, "skip_activity");
        activity.control.phase = e.skipped ? ActivityPhase::skipped : activity.rounds.empty() ? ActivityPhase::prepared : ActivityPhase::closed;
    }
    void operator()(ActivityOpened const& e) {
        auto& activity = steer(e.activity, e.round > 1 && e.round > room_.activities.at(e.activity).control.round ? "open_round" : "open_activity");
        activity.control.phase = ActivityPhase::open;
        activity.control.round = e.round;
        activity.control.revealed = false;
        activity.control.deadline = e.deadline ? std::optional(DeadlineView{.at = e.deadline, .left_ms = {}}) : std::nullopt;
        auto const known = std::ranges::find(activity.rounds, e.round, &Round::round);
        if (known == activity.rounds.end()) activity.rounds.push_back({.round = e.round, .opened_at = entry_.time, .closed_at = {}, .frozen = e.items, .ballots = {}});
        else known->closed_at.reset();
        room_.stage = e.activity;
        room_.blank = false;
    }
    void operator()(ActivityClosed const& e) {
        auto& activity = room_.activities.at(e.activity);
        if (activity.control.phase != ActivityPhase::open || activity.control.round != e.round) return;
        close(steer(e.activity, "close_activity"));
    }
    void operator()(ResultsRevealed const& e) { steer(e.activity, "reveal_results").control.revealed = e.revealed; }
    void operator()(DeadlineSet const& e) { steer(e.activity, "set_deadline").control.deadline = e.deadline; }
    void operator()(ModerationSet const& e) { steer(e.activity, "set_moderation").control.moderated = e.moderated; }

    void operator()(ProposalSubmitted const& e) {
        if (room_.proposals.size() >= proposals_max || room_.proposals.contains(e.proposal)) return;
        Proposal made{.id = e.proposal, .activity = e.activity, .author = e.author, .title = e.title, .text = e.text, .category = e.category,
                      .phase = e.pending ? ProposalPhase::pending : ProposalPhase::published, .reason = {}, .endorsed_by = {}};
        made.submitted_at = entry_.time;
        room_.proposals.emplace(e.proposal, std::move(made));
        room_.proposal_order.push_back(e.proposal);
    }
    void operator()(ProposalEdited const& e) {
        auto& proposal = room_.proposals.at(e.proposal);
        if (proposal.phase == ProposalPhase::withdrawn || proposal.phase == ProposalPhase::erased) return;
        proposal.title = e.title;
        proposal.text = e.text;
        proposal.category = e.category;
        proposal.phase = e.pending ? ProposalPhase::pending : ProposalPhase::published;
        proposal.reason.reset();
        proposal.edited = true;
    }
    void operator()(ProposalWithdrawn const& e) {
        auto& proposal = room_.proposals.at(e.proposal);
        if (proposal.phase != ProposalPhase::erased) proposal.phase = ProposalPhase::withdrawn;
    }
    void operator()(ProposalEndorsed const& e) {
        auto& proposal = room_.proposals.at(e.proposal);
        if (e.endorsed) proposal.endorsed_by.insert(e.by);
        else proposal.endorsed_by.erase(e.by);
    }
    void operator()(ProposalModerated const& e) {
        auto& proposal = room_.proposals.at(e.proposal);
        UndoRecord record = remember("moderate_proposal");
        record.proposal = e.proposal;
        record.proposal_phase = proposal.phase;
        record.proposal_reason = proposal.reason;
        push(std::move(record));
        if (proposal.phase == ProposalPhase::withdrawn || proposal.phase == ProposalPhase::erased) return;
        proposal.phase = after(e.verdict);
        proposal.reason = e.reason;
    }
    void operator()(ProposalErased const& e) {
        auto& proposal = room_.proposals.at(e.proposal);
        auto const wipe = [](std::optional<Sealed>& one) { if (one) *one = {.text = {}, .erased = true}; };
        auto const wipe_all = [&](SealedWording& words) { wipe(words.ar); wipe(words.fr); wipe(words.en); };
        wipe_all(proposal.title);
        if (proposal.text) wipe_all(*proposal.text);
        wipe(proposal.reason);
        proposal.phase = ProposalPhase::erased;
        std::erase_if(room_.undo, [&](UndoRecord const& record) { return record.proposal == e.proposal; });
    }

    /// A ballot counts when the journal has it before the close. The highest revision wins, whatever the order.
    void operator()(BallotCast const& e) {
        auto& activity = room_.activities.at(e.activity);
        auto const round = std::ranges::find(activity.rounds, e.round, &Round::round);
        if (round == activity.rounds.end() || activity.control.phase != ActivityPhase::open || activity.control.round != e.round) return;
        auto const [place, is_first] = round->ballots.try_emplace(e.voter);
        if (!is_first && place->second.revision >= e.revision) return;
        place->second = {.group = e.group, .revision = e.revision, .marks = e.marks, .abstain = e.abstain};
    }

    void operator()(ActionUndone const& e) {
        if (room_.undo.empty() || room_.undo.back().cid != e.target) return;
        auto const record = std::move(room_.undo.back());
        room_.undo.pop_back();
        // One command may have recorded several steps: all of them go back.
        restore(record);
        while (!room_.undo.empty() && room_.undo.back().cid == e.target) {
            restore(room_.undo.back());
            room_.undo.pop_back();
        }
    }

private:
    static ProposalPhase after(Verdict verdict) {
        switch (verdict) {
            case Verdict::return_for_rewording: return ProposalPhase::returned;
            case Verdict::hide: return ProposalPhase::hidden;
            case Verdict::publish:
            case Verdict::restore: break;
        }
        return ProposalPhase::published;
    }

    void add_activity(ActivityPlan const& plan, std::optional<ActivityId> after_which) {
        Activity made{.plan = plan, .control = {}, .rounds = {}};
        if (auto const* config = std::get_if<ProposalsConfig>(&plan.config)) made.control.moderated = config->moderated;
        if (!room_.activities.try_emplace(plan.id, std::move(made)).second) return;
        auto const place = after_which ? std::ranges::find(room_.agenda, *after_which) : room_.agenda.end();
        room_.agenda.insert(place == room_.agenda.end() ? place : std::next(place), plan.id);
    }

    void drop_activity(ActivityId which) {
        room_.activities.erase(which);
        erase_value(room_.agenda, which);
        if (room_.stage == which) room_.stage.reset();
    }

    Activity& steer(ActivityId which, char const* action) {
        auto& activity = room_.activities.at(which);
        UndoRecord record = remember(action);
        record.activity = which;
        record.control = activity.control;
        push(std::move(record));
        return activity;
    }

    void close(Activity& activity) {
        if (activity.control.phase != ActivityPhase::open) return;
        activity.control.phase = ActivityPhase::closed;
        activity.control.deadline.reset();
        activity.rounds.back().closed_at = entry_.time;
    }

    [[nodiscard]] UndoRecord remember(char const* action) const {
        UndoRecord record{.cid = entry_.cid, .action = action};
        record.order = room_.agenda;
        record.stage = room_.stage;
        record.blank = room_.blank;
        record.announcement = room_.announcement;
        return record;
    }

    /// Only what facilitators and walls did can be undone; a deadline that closed an activity as well.
    void push(UndoRecord record) {
        room_.undo.push_back(std::move(record));
        if (room_.undo.size() > undo_depth_max) room_.undo.erase(room_.undo.begin());
    }

    void restore(UndoRecord const& record) {
        if (record.added) drop_activity(*record.added);
        if (record.dropped) room_.activities.try_emplace(record.dropped->id, Activity{.plan = *record.dropped, .control = {}, .rounds = {}});
        if (record.activity) restore_control(room_.activities.at(*record.activity), record.control);
        if (record.proposal) {
            auto& proposal = room_.proposals.at(*record.proposal);
            proposal.phase = record.proposal_phase;
            proposal.reason = record.proposal_reason;
        }
        room_.agenda = record.order;
        room_.stage = record.stage;
        room_.blank = record.blank;
        room_.announcement = record.announcement;
    }

    void restore_control(Activity& activity, ActivityControl const& control) const {
        bool const reopened = control.phase == ActivityPhase::open && activity.control.phase != ActivityPhase::open;
        bool const closed = control.phase != ActivityPhase::open && activity.control.phase == ActivityPhase::open;
        activity.control = control;
        if (control.round < activity.rounds.size()) activity.rounds.resize(control.round);  // decide lets this happen to empty rounds only
        if (reopened && !activity.rounds.empty()) activity.rounds.back().closed_at.reset();
        if (closed && !activity.rounds.empty()) activity.rounds.back().closed_at = entry_.time;
    }

    RoomState& room_;
    Entry const& entry_;
};

}  // namespace

void RoomState::apply(Entry const& entry) {
    offset = std::max(offset, entry.offset);
    last_time = std::max(last_time, entry.time);
    if (!commands.try_emplace(entry.cid, Recorded{entry.offset, entry.check}).second) return;
    Applying applying(*this, entry);
    for (auto const& event : entry.events) std::visit(applying, event);
    if (std::ranges::any_of(entry.events, raises_agenda_version)) ++agenda_version;  // per entry, as the store counts
}

Activity const* RoomState::find(ActivityId which) const {
    auto const found = activities.find(which);
    return found == activities.end() ? nullptr : &found->second;
}
Proposal const* RoomState::find(ProposalId which) const {
    auto const found = proposals.find(which);
    return found == proposals.end() ? nullptr : &found->second;
}
Participant const* RoomState::find(ParticipantId which) const {
    auto const found = participants.find(which);
    return found == participants.end() ? nullptr : &found->second;
}

bool raises_agenda_version(Event const& event) {
    return !std::visit(Overloaded{
        [](ParticipantJoined const&) { return true; }, [](SeatMoveOffered const&) { return true; }, [](SeatMoved const&) { return true; },
        [](ProposalSubmitted const&) { return true; }, [](ProposalEdited const&) { return true; }, [](ProposalWithdrawn const&) { return true; },
        [](ProposalEndorsed const&) { return true; }, [](BallotCast const&) { return true; },
        [](auto const&) { return false; },  // everything facilitators do; a new commuting fact must be added by hand, the safe way round
    }, event);
}

}  // namespace warsha
