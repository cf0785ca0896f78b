#include "archive/public_room.hpp"

#include <algorithm>

#include "core/activities/words/cloud.hpp"
#include "core/tally.hpp"
#include "protocol/overloaded.hpp"
#include "protocol/time_zone.hpp"

namespace warsha {
namespace {

PublicWording open_words(SealedWording const& words) {
    auto const take = [](std::optional<Sealed> const& one) {
        return one && !one->erased ? std::optional(PublicText{one->text, {}}) : std::nullopt;
    };
    return {take(words.ar), take(words.fr), take(words.en)};
}

bool may_read(Proposal const& proposal, Audience audience) {
    return audience == Audience::facilitators ? proposal.phase != ProposalPhase::erased : proposal.phase == ProposalPhase::published;
}

PublicProposal tell_proposal(RoomState const& room, Proposal const& proposal, Audience audience) {
    PublicProposal told{.id = proposal.id, .activity = proposal.activity, .phase = proposal.phase, .title = open_words(proposal.title)};
    if (proposal.text) told.text = open_words(*proposal.text);
    told.category = proposal.category;
    if (auto const* const author = room.find(proposal.author)) told.group = author->group;
    if (audience == Audience::facilitators && proposal.reason && !proposal.reason->erased) told.reason = proposal.reason->text;
    told.endorsements = proposal.endorsed_by.size();
    told.submitted_at = proposal.submitted_at;
    told.edited = proposal.edited;
    if (proposal.answered_at) told.answered = true;
    if (proposal.answer) told.answer = open_words(*proposal.answer);
    return told;
}

PublicItem tell_item(RoomState const& room, Item const& item, bool is_proposal, Audience audience) {
    if (!is_proposal) return {item.id, item.label};
    auto const* const proposal = room.find(ProposalId{item.id.value});
    return proposal && may_read(*proposal, audience) ? PublicItem{item.id, item.label} : PublicItem{item.id, {}};
}

PublicRound tell_round(RoomState const& room, Activity const& activity, Round const& round, Audience audience) {
    auto const view = project_round(room, activity, round, audience);
    PublicRound told{.round = round.round, .opened_at = round.opened_at, .closed_at = round.closed_at, .voters = view.voters, .items = {}, .result = view.result,
                     .catch_up = view.catch_up};
    if (told.result && told.result->words) {  // all of them: a phone gets fewer
        told.result->words = count_words(round, activity.hidden_words);
        if (audience != Audience::facilitators) std::erase_if(*told.result->words, &WordResult::hidden);
        most_given_first(*told.result->words);
    }
    if (std::holds_alternative<MotionConfig>(activity.plan.config)) return told;  // its title is all there is to vote on
    auto const given = items_of(room, activity, round);
    auto const frozen_from = given.size() - round.frozen.size() - round.clusters.size();
    for (std::size_t i = 0; i < given.size(); ++i) told.items.push_back(tell_item(room, given[i], i >= frozen_from && i < frozen_from + round.frozen.size(), audience));
    return told;
}

PublicActivity tell_activity(RoomState const& room, Activity const& activity, Audience audience) {
    PublicActivity told{.plan = activity.plan, .phase = activity.control.phase, .rounds = {}};
    for (auto const& round : activity.rounds) told.rounds.push_back(tell_round(room, activity, round, audience));
    for (auto const& attempt : activity.refused) {
        if (!told.refused) told.refused.emplace();
        told.refused->push_back({attempt.at, attempt.bodies});
    }
    return told;
}

std::vector<GroupCount> participation_of(RoomState const& room) {
    std::map<std::optional<Key>, std::uint64_t> seats;
    for (auto const& [id, seat] : room.participants)
        if (!seat.removed) ++seats[seat.group];
    std::vector<GroupCount> counts;
    for (auto const& group : room.plan.groups) counts.push_back({group.key, seats[group.key]});
    if (auto const without = seats.find(std::nullopt); without != seats.end() || counts.empty()) counts.push_back({std::nullopt, seats[std::nullopt]});
    return counts;
}

}  // namespace

PublicRoom tell(RoomState const& room, Audience audience) {
    PublicRoom told{.id = room.id, .code = room.code, .title = room.plan.title, .purpose = room.plan.purpose, .phase = room.phase,
                    .groups = room.plan.groups.value, .categories = room.plan.categories.value, .created_at = room.created_at, .closed_at = room.closed_at};
    if (room.plan.time_zone) told.time_zone = room.plan.time_zone->value;
    if (room.words_erased_at) told.words_erased = true;
    told.participation = participation_of(room);
    if (auto const& rule = room.plan.settings.certificate)
        told.certificates = {static_cast<std::uint32_t>(rule->percent.value),
                             static_cast<std::uint64_t>(std::ranges::count_if(room.participants, [](auto const& one) { return one.second.certificate.has_value(); }))};
    for (auto const& id : room.agenda) told.activities.push_back(tell_activity(room, room.activities.at(id), audience));
    std::map<ProposalPhase, std::uint64_t> withheld;
    for (auto const& id : room.proposal_order) {
        auto const& proposal = room.proposals.at(id);
        if (may_read(proposal, audience)) told.proposals.push_back(tell_proposal(room, proposal, audience));
        else ++withheld[proposal.phase];
    }
    for (auto const& [phase, count] : withheld) told.withheld.push_back({phase, count});
    return told;
}

std::string zone_of(PublicRoom const& told) { return told.time_zone && is_time_zone(*told.time_zone) ? *told.time_zone : "UTC"; }

std::string_view kind_of(ActivityPlan const& plan) {
    return std::visit(Overloaded{
        [](ProposalsConfig const&) { return "proposals"; },
        [](WordsConfig const&) { return "words"; },
        [](StatementsConfig const&) { return "statements"; },
        [](QuestionsConfig const&) { return "questions"; },
        [](MotionConfig const&) { return "motion"; },
        [](ClustersConfig const&) { return "clusters"; },
        [](FormConfig const&) { return "form"; },
        [](MaterialsConfig const&) { return "materials"; },
        [](ChoiceConfig const&) { return "choice"; },
        [](DotsConfig const&) { return "dots"; },
        [](RatingConfig const&) { return "rating"; },
        [](ImpactConfig const&) { return "impact"; },
    }, plan.config);
}

}  // namespace warsha
