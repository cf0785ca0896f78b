// A proposal's life: submitted, perhaps moderated, edited, endorsed, withdrawn, erased.

#include <algorithm>

#include "core/activities/kind.hpp"
#include "core/deciding.hpp"

namespace warsha::deciding {
namespace {

/// The open activity that collects texts, in which this seat may act.
Result<Activity const*> open_for_texts(Case const& at, ActivityId which) {
    auto const* const activity = at.room.find(which);
    if (!activity) return Reject::unknown_activity;
    if (!collecting(activity->plan)) return Reject::wrong_kind;
    if (auto const no = not_live(at.room)) return *no;
    if (activity->control.phase != ActivityPhase::open) return Reject::activity_not_open;
    if (!is_for(*activity, *seat(at))) return Reject::not_your_group;
    return activity;
}

bool is_gone(Proposal const& proposal) { return proposal.phase == ProposalPhase::withdrawn || proposal.phase == ProposalPhase::erased; }

std::optional<Reject> wrong_category(RoomState const& room, std::optional<Key> const& category) {
    if (!category) return std::nullopt;
    auto const& all = room.plan.categories.value;
    return std::ranges::find(all, *category, &Category::key) == all.end() ? std::optional(Reject::unknown_category) : std::nullopt;
}

std::int64_t count_of(RoomState const& room, ParticipantId author, ActivityId activity) {
    return std::ranges::count_if(room.proposals, [&](auto const& one) {
        return one.second.author == author && one.second.activity == activity && !is_gone(one.second);
    });
}

Result<Proposal const*> own(Case const& at, ProposalId which) {
    auto const* const proposal = at.room.find(which);
    if (!proposal) return Reject::unknown_proposal;
    if (proposal->author != seat(at)->id) return Reject::not_author;
    if (is_gone(*proposal)) return Reject::proposal_withdrawn;
    return proposal;
}

template <class W>
std::optional<SealedWording> seal_optional(std::optional<W> const& words) {
    return words ? std::optional(seal_words(*words)) : std::nullopt;
}

}  // namespace

Result<Events> decide(Case const& at, SubmitProposal const& command) {
    auto const activity = open_for_texts(at, command.activity);
    if (!activity) return activity.error();
    if (auto const wrong = wrong_category(at.room, command.category)) return *wrong;
    auto const most = collecting((*activity)->plan)->per_participant_max;
    if (at.room.proposals.size() >= proposals_max) return Reject::too_many_proposals;
    if (most > 0 && count_of(at.room, seat(at)->id, command.activity) >= most) return Reject::too_many_proposals;
    return record(ProposalSubmitted{ProposalId{at.asked.cid.value}, command.activity, seat(at)->id, seal_words(command.title),
                                    seal_optional(command.text), command.category, (*activity)->control.moderated});
}

Result<Events> decide(Case const& at, EditProposal const& command) {
    auto const proposal = own(at, command.proposal);
    if (!proposal) return proposal.error();
    if ((*proposal)->phase == ProposalPhase::hidden) return Reject::proposal_hidden;
    auto const activity = open_for_texts(at, (*proposal)->activity);
    if (!activity) return activity.error();
    if (auto const wrong = wrong_category(at.room, command.category)) return *wrong;
    return record(ProposalEdited{command.proposal, seal_words(command.title), seal_optional(command.text), command.category, (*activity)->control.moderated});
}

Result<Events> decide(Case const& at, WithdrawProposal const& command) {
    auto const proposal = own(at, command.proposal);
    if (!proposal) return proposal.error() == Reject::proposal_withdrawn ? Result<Events>(nothing()) : proposal.error();
    return record(ProposalWithdrawn{command.proposal});
}

Result<Events> decide(Case const& at, EndorseProposal const& command) {
    auto const* const proposal = at.room.find(command.proposal);
    if (!proposal || proposal->phase != ProposalPhase::published) return Reject::unknown_proposal;
    if (proposal->author == seat(at)->id) return Reject::own_proposal;
    auto const activity = open_for_texts(at, proposal->activity);
    if (!activity) return activity.error();
    if (!collecting((*activity)->plan)->endorsing) return Reject::forbidden;
    if (proposal->endorsed_by.contains(at.asked.pseudonym) == command.endorsed) return nothing();
    return record(ProposalEndorsed{command.proposal, at.asked.pseudonym, command.endorsed});
}

Result<Events> decide(Case const& at, ModerateProposal const& command) {
    auto const* const proposal = at.room.find(command.proposal);
    if (!proposal) return Reject::unknown_proposal;
    if (is_gone(*proposal)) return Reject::proposal_withdrawn;
    bool const needs_reason = command.verdict == Verdict::return_for_rewording || command.verdict == Verdict::hide;
    if (needs_reason && !command.reason) return Reject::reason_required;
    if (!needs_reason && proposal->phase == ProposalPhase::published) return nothing();
    return record(ProposalModerated{command.proposal, command.verdict, seal_text(command.reason)});
}

Result<Events> decide(Case const& at, EraseProposal const& command) {
    auto const* const proposal = at.room.find(command.proposal);
    if (!proposal) return Reject::unknown_proposal;
    if (proposal->phase == ProposalPhase::erased) return nothing();
    return record(ProposalErased{command.proposal});
}

}  // namespace warsha::deciding
