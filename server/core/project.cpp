#include "core/project.hpp"

#include <algorithm>

#include "core/activities/dots/robustness.hpp"
#include "core/activities/kind.hpp"
#include "core/activities/motion/count.hpp"
#include "core/activities/statements/agreement.hpp"
#include "core/activities/words/cloud.hpp"
#include "core/attendance.hpp"
#include "core/floor.hpp"
#include "core/tally.hpp"
#include "protocol/overloaded.hpp"

namespace warsha {
namespace {

template <class W>
W open_words(SealedWording const& words) {
    W made;
    auto const take = [](std::optional<Sealed> const& from, auto& to) {
        if (from && !from->erased) to = {from->text};
    };
    take(words.ar, made.ar);
    take(words.fr, made.fr);
    take(words.en, made.en);
    return made;
}

std::optional<std::string> open_text(std::optional<Sealed> const& words) {
    return words && !words->erased ? std::optional(words->text) : std::nullopt;
}

bool is_visible(Proposal const& proposal, Audience audience) {
    return audience == Audience::facilitators ? proposal.phase != ProposalPhase::erased : proposal.phase == ProposalPhase::published;
}

RoomCard card_of(RoomState const& room, std::string const& join_url) {
    return {.id = room.id, .code = room.code, .title = room.plan.title, .purpose = room.plan.purpose, .phase = room.phase,
            .settings = room.plan.settings, .groups = room.plan.groups.value, .categories = room.plan.categories.value, .join_url = join_url};
}

AgendaView agenda_of(RoomState const& room) {
    return {.order = room.agenda, .stage = room.stage, .blank = room.blank,
            .announcement = room.announcement ? std::optional(open_words<Wording<200>>(*room.announcement)) : std::nullopt, .catch_up_until = room.catch_up_until};
}

/// `full`: for the author and for facilitators.
ProposalView proposal_view(RoomState const& room, Proposal const& proposal, bool full, bool with_author) {
    ProposalView view{.id = proposal.id, .activity = proposal.activity, .title = open_words<Title>(proposal.title)};
    if (proposal.text) view.text = open_words<Body>(*proposal.text);
    view.category = proposal.category;
    if (auto const* const author = room.find(proposal.author)) {
        view.group = author->group;
        view.author_name = open_text(author->name);
    }
    if (with_author) view.author = proposal.author;
    view.phase = proposal.phase;
    if (full) view.reason = open_text(proposal.reason);
    view.endorsements = proposal.endorsed_by.size();
    view.submitted_at = proposal.submitted_at;
    view.edited = proposal.edited;
    view.answered = proposal.answered_at.has_value();
    if (proposal.answer) view.answer = open_words<Body>(*proposal.answer);
    return view;
}

/// The items of the current round. A frozen proposal that was hidden or withdrawn since keeps its place and loses its words.
std::vector<Item> items_for(RoomState const& room, Activity const& activity, Audience audience) {
    if (activity.rounds.empty()) return std::visit([](auto const& config) -> std::vector<Item> const& { return given_items(config); }, activity.plan.config);
    auto const& round = activity.rounds.back();
    auto items = items_of(room, activity, round);
    auto const frozen = items.end() - static_cast<std::ptrdiff_t>(round.frozen.size() + round.clusters.size());
    std::for_each(frozen, frozen + static_cast<std::ptrdiff_t>(round.frozen.size()), [&](Item& item) {
        auto const* const proposal = room.find(ProposalId{item.id.value});
        if (!proposal || !is_visible(*proposal, audience)) item.label = {};
    });
    return items;
}

QuorumView quorum_of(RoomState const& room, Activity const& activity) {
    QuorumView view{.bodies = bodies_of(room, activity.plan, present_now(room, activity.plan)), .refused = {}};
    for (auto const& attempt : activity.refused) view.refused.push_back({attempt.at, attempt.bodies});
    return view;
}

/// Which answers are right: for facilitators, and for everybody once the result is.
bool may_see_key(Activity const& activity, Audience audience) {
    return audience == Audience::facilitators || (activity.control.revealed && activity.control.phase != ActivityPhase::open);
}

ActivityView activity_view(RoomState const& room, Activity const& activity, Audience audience) {
    ActivityView view{.plan = activity.plan, .phase = activity.control.phase, .round = activity.control.round, .revealed = activity.control.revealed,
                      .deadline = activity.control.deadline};
    if (auto* const proposals = std::get_if<ProposalsConfig>(&view.plan.config)) proposals->moderated = activity.control.moderated;
    if (auto* const questions = std::get_if<QuestionsConfig>(&view.plan.config)) questions->moderated = activity.control.moderated;
    if (auto* const form = std::get_if<FormConfig>(&view.plan.config); form && !may_see_key(activity, audience)) form->key.reset();
    view.question = activity.control.question;
    if (takes_ballots(activity.plan)) view.items = items_for(room, activity, audience);
    for (auto const& round : activity.rounds) view.rounds.push_back(project_round(room, activity, round, audience));
    if (std::holds_alternative<MotionConfig>(activity.plan.config)) view.quorum = quorum_of(room, activity);
    return view;
}

std::vector<ClusterView> clusters_of(RoomState const& room, Audience audience) {
    std::vector<ClusterView> views;
    for (auto const& cluster : room.clusters) {
        ClusterView view{cluster.id, open_words<Title>(cluster.label), {}};
        for (auto const& id : cluster.proposals)
            if (auto const* const proposal = room.find(id); proposal && is_visible(*proposal, audience)) view.proposals.push_back(id);
        views.push_back(std::move(view));
    }
    return views;
}

SpeakerView speaker_view(RoomState const& room, FloorRequest const& one) {
    SpeakerView view{.participant = one.participant, .asked_at = one.asked_at, .remote = one.remote};
    if (auto const* const seat = room.find(one.participant)) {
        view.name = open_text(seat->name);
        view.group = seat->group;
    }
    view.first_time = !room.floor.spoken_ms.contains(one.participant);
    return view;
}

FloorView floor_of(RoomState const& room) {
    FloorView view;
    for (auto const& one : speaking_order(room.floor)) view.queue.push_back(speaker_view(room, one));
    if (auto const& speaking = room.floor.speaking) {
        view.speaking = speaker_view(room, {speaking->participant, speaking->since, false});
        view.since = speaking->since;
    }
    return view;
}

std::vector<RollView> roll_of(RoomState const& room) {
    std::vector<RollView> lines;
    for (auto const& [id, line] : room.roll)
        lines.push_back({.roll = id, .body = line.body, .name = open_text(line.name).value_or(""), .weight = line.weight, .seated = line.seat.has_value(),
                         .marked = line.marked, .present = line.is_present()});
    std::ranges::sort(lines, [](RollView const& a, RollView const& b) { return std::tie(a.body, a.name, a.roll) < std::tie(b.body, b.name, b.roll); });
    return lines;
}

std::string check_code(RoomState const& room, CertificateView const& certificate) { return room.code + "-" + certificate.code; }

/// Open votes, and who has answered each: in this round, or before the one in which one may catch up.
std::map<ActivityId, std::set<ParticipantId>> answered_now(RoomState const& room) {
    std::map<ActivityId, std::set<ParticipantId>> answered;
    for (auto const& [id, activity] : room.activities) {
        if (activity.control.phase != ActivityPhase::open || !takes_ballots(activity.plan) || std::holds_alternative<MotionConfig>(activity.plan.config)) continue;
        auto& people = answered[id];
        for (auto const& round : activity.rounds) {
            if (&round != &activity.rounds.back() && !activity.rounds.back().catch_up) continue;
            for (auto const& [voter, ballot] : round.ballots)
                if (ballot.participant) people.insert(*ballot.participant);
        }
    }
    return answered;
}

std::vector<PersonView> people_of(RoomState const& room) {
    auto const answered = answered_now(room);
    std::vector<std::pair<UnixMillis, PersonView>> joined;
    for (auto const& [id, seat] : room.participants) {
        if (seat.removed) continue;
        auto const attendance = attendance_of(room, seat);
        PersonView person{.participant = id, .name = open_text(seat.name), .group = seat.group, .took_part = attendance.took_part, .opened = attendance.opened};
        for (auto const& [activity, people] : answered)
            if (is_meant(room.activities.at(activity).plan, seat) && !people.contains(id)) person.waiting.push_back(activity);
        if (seat.certificate) person.certificate = check_code(room, *seat.certificate);
        joined.emplace_back(seat.joined_at, std::move(person));
    }
    std::ranges::sort(joined, [](auto const& a, auto const& b) { return std::tie(a.first, a.second.participant) < std::tie(b.first, b.second.participant); });
    std::vector<PersonView> people;
    for (auto& [at, person] : joined) people.push_back(std::move(person));
    return people;
}

DeskView desk_of(RoomState const& room) {
    DeskView desk;
    for (auto const& [id, link] : room.links) desk.links.push_back({id, link.role, open_text(link.name), link.revoked});
    std::map<std::optional<Key>, std::uint64_t> seats;
    for (auto const& group : room.plan.groups) seats[group.key] = 0;
    for (auto const& [id, seat] : room.participants)
        if (!seat.removed) ++seats[seat.group];
    for (auto const& [group, count] : seats) desk.seats.push_back({group, count});
    if (!room.undo.empty()) {
        desk.undo = room.undo.back().cid;
        desk.undo_action = room.undo.back().action;
    }
    if (room.plan.settings.named.value_or(false)) desk.people = people_of(room);
    for (auto const& repair : room.repairs) desk.repairs.push_back({repair.at, repair.recorded_again, repair.too_late});
    return desk;
}

bool is_live(Activity const& activity) {
    return std::visit([](auto const& config) { return has_live_results(config); }, activity.plan.config);
}

ResultView told_words(Activity const& activity, Round const& round, Audience audience, bool is_closed) {
    auto words = count_words(round, activity.hidden_words);
    if (audience != Audience::facilitators) std::erase_if(words, &WordResult::hidden);
    if (is_closed) most_given_first(words);
    if (audience == Audience::participants && words.size() > words_told_max) words.resize(words_told_max);
    ResultView view;
    view.words = std::move(words);
    return view;
}

/// May this audience see the counts of that round? Old rounds are closed whatever the activity does now.
bool may_see_round(Activity const& activity, Round const& round, Audience audience) {
    bool const is_current = round.round == activity.control.round;
    if (is_current) return may_see_counts(activity, audience);
    return audience == Audience::facilitators || activity.control.revealed || is_live(activity);
}

}  // namespace

Audience audience_of(Role role) {
    switch (role) {
        case Role::facilitator: return Audience::facilitators;
        case Role::wall: return Audience::walls;
        case Role::participant:
        case Role::observer: break;
    }
    return Audience::participants;
}

bool may_see_counts(Activity const& activity, Audience audience) {
    if (activity.control.revealed || is_live(activity)) return true;
    return audience == Audience::facilitators && activity.control.phase != ActivityPhase::open;
}

namespace {

/// Of each group that has ballots, and of each body of a motion.
std::vector<Turnout> turnout_of(Round const& round) {
    std::map<std::optional<Key>, Turnout> by_group;
    for (auto const& body : round.bodies) by_group[body.body].of = body.present;
    for (auto const& [voter, ballot] : round.ballots) ++by_group[ballot.group].voted;
    std::vector<Turnout> turnout;
    for (auto& [group, one] : by_group) {
        one.group = group;
        turnout.push_back(one);
    }
    return turnout;
}

}  // namespace

RoundView project_round(RoomState const& room, Activity const& activity, Round const& round, Audience audience) {
    RoundView view{.round = round.round, .voters = round.ballots.size(), .result = {}};
    if (round.catch_up) view.catch_up = true;
    if (audience == Audience::facilitators && round.round == activity.control.round && takes_ballots(activity.plan)) view.turnout = turnout_of(round);
    if (!takes_ballots(activity.plan) || !may_see_round(activity, round, audience)) return view;
    bool const is_closed = round.round != activity.control.round || activity.control.phase != ActivityPhase::open;
    if (std::holds_alternative<MotionConfig>(activity.plan.config)) {
        view.result.emplace().motion = count_motion(room, activity, round);
        return view;
    }
    if (std::holds_alternative<WordsConfig>(activity.plan.config)) {
        // While a cloud grows it is on the wall; phones get it once, when it is closed.
        if (is_closed || audience != Audience::participants) view.result = told_words(activity, round, audience, is_closed);
        return view;
    }
    auto const items = items_of(room, activity, round);
    view.result = tally(items, round, scale_of(activity));
    if (is_closed && !room.plan.groups.empty()) view.result->groups = merge_small_groups(split_by_group(items, round, scale_of(activity)));
    if (auto const* const form = std::get_if<FormConfig>(&activity.plan.config)) {
        view.result->score = score_of(*form, view.result->items, view.voters);
        view.result->before = score_before(room, *form);
    }
    auto const* const dots = std::get_if<DotsConfig>(&activity.plan.config);
    if (is_closed && std::holds_alternative<StatementsConfig>(activity.plan.config)) judge_agreement(*view.result);
    if (is_closed && dots) view.result->movers = movers_to_change_order(*dots, items, round);
    return view;
}

RoomView project_room(RoomState const& room, Audience audience, std::string const& join_url) {
    RoomView view{.room = card_of(room, join_url), .agenda = agenda_of(room)};
    for (auto const& id : room.agenda) view.activities.push_back(activity_view(room, *room.find(id), audience));
    for (auto const& id : room.proposal_order) {
        auto const& proposal = *room.find(id);
        bool const is_staff = audience == Audience::facilitators;
        if (is_visible(proposal, audience)) view.proposals.push_back(proposal_view(room, proposal, is_staff, is_staff));
    }
    if (audience == Audience::facilitators) {
        view.desk = desk_of(room);
        view.roll = roll_of(room);
    }
    view.floor = floor_of(room);
    view.clusters = clusters_of(room, audience);
    return view;
}

std::vector<Change> project_changes(RoomState const& room, Touched const& touched, Audience audience, std::string const& join_url) {
    std::vector<Change> changes;
    bool const is_staff = audience == Audience::facilitators;
    if (touched.room) changes.push_back(RoomChanged{card_of(room, join_url)});
    for (auto const& id : touched.activities) {
        if (auto const* const activity = room.find(id)) changes.push_back(ActivityChanged{activity_view(room, *activity, audience)});
        else changes.push_back(ActivityRemoved{id});
    }
    for (auto const& id : touched.proposals) {
        auto const* const proposal = room.find(id);
        if (proposal && is_visible(*proposal, audience)) changes.push_back(ProposalChanged{proposal_view(room, *proposal, is_staff, is_staff)});
        else if (!touched.fresh.contains(id)) changes.push_back(ProposalRemoved{id});
    }
    for (auto const& id : touched.endorsed) {
        auto const* const proposal = touched.proposals.contains(id) ? nullptr : room.find(id);
        if (proposal && is_visible(*proposal, audience)) changes.push_back(EndorsementsChanged{id, proposal->endorsed_by.size()});
    }
    for (auto const& id : touched.quorums) {
        auto const* const activity = touched.activities.contains(id) ? nullptr : room.find(id);
        if (activity) changes.push_back(QuorumChanged{id, quorum_of(room, *activity)});
    }
    if (touched.agenda) changes.push_back(AgendaChanged{agenda_of(room)});  // after the activities it may name
    if (touched.clusters) changes.push_back(ClustersChanged{clusters_of(room, audience)});
    if (touched.floor) changes.push_back(FloorChanged{floor_of(room)});
    if (touched.roll && is_staff) changes.push_back(RollChanged{roll_of(room)});
    if (touched.desk && is_staff) changes.push_back(DeskChanged{desk_of(room)});
    return changes;
}

namespace {

OwnBallot own_ballot(ActivityId activity, std::uint32_t round, Ballot const& ballot) {
    OwnBallot own{.activity = activity, .round = round, .revision = ballot.revision, .marks = ballot.marks, .abstain = ballot.abstain};
    for (auto const& word : ballot.words)
        if (!word.text.erased) own.words.push_back(word.text.text);
    return own;
}

}  // namespace

OwnView project_own(RoomState const& room, ParticipantId seat, std::map<ActivityId, Pseudonym> const& pseudonym_in) {
    auto const& participant = room.participants.at(seat);
    OwnView view{.participant = seat, .group = participant.group, .name = open_text(participant.name)};
    view.roll = participant.roll;
    if (auto const& given = participant.certificate) view.certificate = CertificateView{check_code(room, *given), given->issued_at, given->took_part, given->opened};
    for (auto const& id : room.agenda) {
        auto const& activity = *room.find(id);
        if (view.roll && !activity.rounds.empty() && std::ranges::binary_search(activity.rounds.back().present, *view.roll)) view.may_vote.push_back(id);
        auto const pseudonym = pseudonym_in.find(id);
        if (pseudonym == pseudonym_in.end()) continue;
        if (!activity.rounds.empty()) {
            auto const& round = activity.rounds.back();
            auto const is_earlier = [&](Round const& one) { return one.round < round.round && one.ballots.contains(pseudonym->second); };
            if (round.catch_up && std::ranges::any_of(activity.rounds, is_earlier)) view.done.push_back(id);
            if (auto const found = round.ballots.find(pseudonym->second); found != round.ballots.end())
                view.ballots.push_back(own_ballot(id, round.round, found->second));
        }
    }
    for (auto const& id : room.proposal_order) {
        auto const& proposal = *room.find(id);
        if (proposal.author == seat) view.proposals.push_back(proposal_view(room, proposal, true, false));
        auto const pseudonym = pseudonym_in.find(proposal.activity);
        if (pseudonym != pseudonym_in.end() && proposal.endorsed_by.contains(pseudonym->second)) view.endorsed.push_back(id);
    }
    return view;
}

}  // namespace warsha
