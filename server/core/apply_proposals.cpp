// A proposal's life.

#include "core/applying.hpp"

namespace warsha {
namespace {

ProposalPhase after(Verdict verdict) {
    switch (verdict) {
        case Verdict::return_for_rewording: return ProposalPhase::returned;
        case Verdict::hide: return ProposalPhase::hidden;
        case Verdict::publish:
        case Verdict::restore: break;
    }
    return ProposalPhase::published;
}

bool is_gone(Proposal const& proposal) { return proposal.phase == ProposalPhase::withdrawn || proposal.phase == ProposalPhase::erased; }

void wipe(std::optional<Sealed>& words) {
    if (words) *words = {.text = {}, .erased = true};
}

void wipe(SealedWording& words) {
    for (auto* const one : {&words.ar, &words.fr, &words.en}) wipe(*one);
}

}  // namespace

void Applying::operator()(ProposalSubmitted const& e) {
    static_cast<void>(room_.activities.at(e.activity));
    if (room_.proposals.size() >= proposals_max) return;  // two nodes may both have admitted the last one
    Proposal made{.id = e.proposal, .activity = e.activity, .author = e.author, .title = e.title, .text = e.text, .category = e.category,
                  .phase = e.pending ? ProposalPhase::pending : ProposalPhase::published, .reason = {}, .endorsed_by = {}};
    made.submitted_at = entry_.time;
    if (room_.proposals.try_emplace(e.proposal, std::move(made)).second) room_.proposal_order.push_back(e.proposal);
    if (room_.plan.settings.named.value_or(false)) room_.participants.at(e.author).took_part.insert(e.activity);
}

void Applying::operator()(ProposalEdited const& e) {
    auto& proposal = room_.proposals.at(e.proposal);
    if (is_gone(proposal)) return;
    proposal.title = e.title;
    proposal.text = e.text;
    proposal.category = e.category;
    proposal.phase = e.pending ? ProposalPhase::pending : ProposalPhase::published;
    proposal.reason.reset();
    proposal.edited = true;
}

void Applying::operator()(ProposalWithdrawn const& e) {
    auto& proposal = room_.proposals.at(e.proposal);
    if (proposal.phase != ProposalPhase::erased) proposal.phase = ProposalPhase::withdrawn;
}

void Applying::operator()(ProposalEndorsed const& e) {
    auto& proposal = room_.proposals.at(e.proposal);
    if (e.endorsed) proposal.endorsed_by.insert(e.by);
    else proposal.endorsed_by.erase(e.by);
}

void Applying::operator()(ProposalModerated const& e) {
    auto& proposal = room_.proposals.at(e.proposal);
    if (is_gone(proposal)) return;
    UndoRecord record = remember("moderate_proposal");
    record.proposal = e.proposal;
    record.proposal_phase = proposal.phase;
    record.proposal_reason = proposal.reason;
    proposal.phase = after(e.verdict);
    proposal.reason = e.reason;
    record.proposal_made = proposal.phase;
    push(std::move(record));
}

/// The words leave the state here, and the store by way of the blobs; nothing that undo keeps may hold them either.
void Applying::operator()(ProposalErased const& e) {
    auto& proposal = room_.proposals.at(e.proposal);
    wipe(proposal.title);
    if (proposal.text) wipe(*proposal.text);
    wipe(proposal.reason);
    proposal.phase = ProposalPhase::erased;
    std::erase_if(room_.undo, [&](UndoRecord const& record) { return record.proposal == e.proposal; });
}

/// One action to undo, whichever command it was. A proposal that was withdrawn or erased since stays in its cluster and is not shown there.
void Applying::operator()(ClustersSet const& e) {
    auto record = remember("sort_proposals");
    record.clusters = room_.clusters;
    push(std::move(record));
    room_.clusters = e.clusters;
}

}  // namespace warsha
