// The invariants, each judged anew from the clients' own records and the bytes on the disk.

#include <algorithm>
#include <map>
#include <set>

#include "core/project.hpp"
#include "core/tally.hpp"
#include "journal/entry.hpp"
#include "protocol/codec.hpp"
#include "protocol/overloaded.hpp"
#include "protocol/text.hpp"
#include "room/secrets.hpp"
#include "simulation/run.hpp"
#include "simulation/state_text.hpp"

namespace warsha::simulation {
namespace {

struct Vote {
    std::uint32_t revision = 0;
    std::vector<Mark> marks;
    bool abstain = false;
    bool by_scribe = false;
    std::optional<Key> group;
    std::uint32_t weight = 1;
    std::set<std::string> words;         ///< folded
};
using Votes = std::map<std::pair<ActivityId, std::uint32_t>, std::map<Pseudonym, Vote>>;

class Checks {
public:
    explicit Checks(Ended const& ended) : at_(ended), room_(ended.room), state_(room_.state()) {
        for (auto const& stored : at_.records.front()) {
            entries_.push_back(open(stored));
            offsets_[stored.cid].push_back(stored.offset);
            owners_.emplace(stored.digest, stored.cid);
        }
    }

    void all() {
        the_room_stands_at_the_top();
        every_command_is_recorded_once();
        for (auto const& client : at_.clients)
            for (auto const& [cid, made] : client->made()) answers_hold(*client, cid, made);
        // What a repair brings back after the room's close, or into a round that is not there any more, stands in the record and does not
        // count (SPEC R7): a recount that knows nothing of rooms cannot tell. The other checks hold there as well.
        if (state_.repairs.empty()) {
            ballots_are_the_highest_revisions();
            receipted_ballots_are_effective();
            tallies_equal_a_recount();
        }
        training_keeps_its_rules();
        a_replay_gives_the_same_state();
        for (auto const& client : at_.clients) {
            if (at_.are_screens_right) screens_show_the_room(*client);
            what_it_was_shown_is_true(*client);
        }
        erased_words_are_gone();
        deadlines_were_kept();
        if (state_.phase == RoomPhase::closed && !state_.bundle) violated("the closed room is not archived");
    }

private:
    void violated(std::string const& what) { at_.world.violated(what); }

    void the_room_stands_at_the_top() {
        if (room_.position().offset != at_.records.front().size() || room_.position().digest != at_.records.front().back().digest) violated("the room does not stand at the journal's top");
    }

    void every_command_is_recorded_once() {
        for (auto const& [cid, offsets] : offsets_)
            if (offsets.size() != 1) violated("command " + text_of(cid) + " is recorded " + std::to_string(offsets.size()) + " times");
    }

    void answers_hold(Client const& client, Cid cid, Made const& made) {
        auto const name = client.config().name + "'s command " + text_of(cid);
        auto const recorded = offsets_.find(cid);
        bool const is_recorded = recorded != offsets_.end();
        // A repair records in another order: the cid is what proves it. Only a second close of the room leaves no trace.
        if (!made.receipts.empty() && !is_recorded && !std::holds_alternative<CloseRoom>(made.command)) violated(name + " has a receipt and is not recorded");
        for (auto const& receipt : made.receipts) {
            // A digest names one entry, in whatever history.
            auto const owner = owners_.try_emplace(receipt.digest, cid).first->second;
            if (owner != cid && !std::holds_alternative<CloseRoom>(made.command)) violated(name + " has a receipt with another command's digest");
            if (receipt.epoch != state_.epoch) continue;
            if (is_recorded && receipt.offset != recorded->second.front()) violated(name + " has a receipt for another entry");
            if (receipt.offset == 0 || receipt.offset > at_.records.front().size() || at_.records.front()[receipt.offset - 1].digest != receipt.digest)
                violated(name + " has a receipt that is not on the chain");
        }
        bool const is_refused = std::ranges::any_of(made.refusals, [](Reject code) { return !is_retryable(code); });
        if (is_refused && made.sent == 1 && (is_recorded || !made.receipts.empty())) violated(name + " was refused, once and for all, and is recorded");
    }

    Votes recount() const {
        Votes votes;
        for (auto const& entry : entries_)
            for (auto const& event : entry.events)
                if (auto const* const cast = std::get_if<BallotCast>(&event)) {
                    auto& vote = votes[{cast->activity, cast->round}][cast->voter];
                    bool const is_scribes = cast->by_scribe.value_or(false);
                    bool const is_own_instead = vote.by_scribe && !is_scribes, is_too_late = vote.revision > 0 && !vote.by_scribe && is_scribes;
                    if (is_too_late || (!is_own_instead && cast->revision <= vote.revision)) continue;
                    vote = {cast->revision, cast->marks, cast->abstain, is_scribes, cast->group, cast->weight.value_or(1), {}};
                    for (auto const& word : cast->words.value_or(std::vector<Sealed>{})) vote.words.insert(answer_key(word.text));
                }
        return votes;
    }

    Round const* round_of(ActivityId activity, std::uint32_t number) const {
        auto const* const at = state_.find(activity);
        if (!at) return nullptr;
        auto const round = std::ranges::find(at->rounds, number, &Round::round);
        return round == at->rounds.end() ? nullptr : &*round;
    }

    /// A seat votes as itself; in a motion as its line of the roll.
    Bytes16 voter_of(ActivityId activity, ParticipantId seat) const {
        auto const* const at = state_.find(activity);
        auto const* const participant = state_.find(seat);
        return at && std::holds_alternative<MotionConfig>(at->plan.config) && participant && participant->roll ? participant->roll->value : seat.value;
    }

    void ballots_are_the_highest_revisions() {
        for (auto const& [where, voters] : recount()) {
            auto const* const round = round_of(where.first, where.second);
            if (!round || round->ballots.size() != voters.size()) {
                violated("a round has not the ballots that were recorded in it");
                continue;
            }
            for (auto const& [voter, vote] : voters) {
                auto const ballot = round->ballots.find(voter);
                if (ballot == round->ballots.end() || ballot->second.revision != vote.revision || ballot->second.marks != vote.marks || ballot->second.abstain != vote.abstain)
                    violated("a ballot in force is not the highest revision recorded");
            }
        }
    }

    void receipted_ballots_are_effective() {
        for (auto const& client : at_.clients)
            for (auto const& [cid, made] : client->made()) {
                auto const* const cast = std::get_if<CastBallot>(&made.command);
                if (!cast || made.receipts.empty()) continue;
                auto const* const round = round_of(cast->activity, static_cast<std::uint32_t>(cast->round.value));
                auto const voter = pseudonym_of(at_.config.room_key, cast->activity, voter_of(cast->activity, made.seat.value()));
                if (!round || !round->ballots.contains(voter)) {
                    violated("a ballot with a receipt does not count");
                    continue;
                }
                auto const& ballot = round->ballots.at(voter);
                bool const is_this_one = ballot.revision == cast->revision.value;
                if (ballot.revision < cast->revision.value || (is_this_one && (ballot.marks != cast->marks.value || ballot.abstain != cast->abstain)))
                    violated("the ballot in force is older than one with a receipt, or says something else");
            }
    }

    /// A form's question with answers counts those that are right, or all where none is.
    static std::int64_t worth(Activity const& activity, Mark const& mark, bool counts_first) {
        auto const* const form = std::get_if<FormConfig>(&activity.plan.config);
        for (std::size_t i = 0; form && i < form->items.size(); ++i)
            if (form->items.value[i].id == mark.item && form->items.value[i].answers) {
                auto const right = form->key ? form->key->value[i].value : 0;
                return right == 0 || right == mark.points.value ? 1 : 0;
            }
        return counts_first ? (mark.points.value == 1 ? 1 : 0) : mark.points.value;
    }

    /// Whoever has a certificate took part in enough, and who answered in the session did not answer again after it.
    void training_keeps_its_rules() {
        auto const& rule = state_.plan.settings.certificate;
        for (auto const& [id, person] : state_.participants)
            if (person.certificate && (!rule || person.certificate->took_part * 100 < person.certificate->opened * static_cast<std::uint64_t>(rule->percent.value)))
                violated("a certificate was given that was not earned");
        for (auto const& [id, activity] : state_.activities)
            for (auto const& late : activity.rounds)
                for (auto const& early : activity.rounds)
                    for (auto const& [voter, ballot] : late.ballots)
                        if (late.catch_up && early.round < late.round && early.ballots.contains(voter)) violated("somebody answered in the session and again after it");
    }

    void tallies_equal_a_recount() {
        auto const votes = recount();
        for (auto const& [id, activity] : state_.activities)
            for (auto const& round : activity.rounds) {
                auto const view = project_round(state_, activity, round, Audience::facilitators);
                auto const found = votes.find({id, round.round});
                auto const voters = found == votes.end() ? std::map<Pseudonym, Vote>{} : found->second;
                if (view.voters != voters.size()) violated("a count of voters is wrong");
                if (!view.result) continue;
                if (view.result->words) answers_equal_a_recount(*view.result->words, voters);
                if (view.result->motion) motion_equals_a_recount(*view.result->motion, voters);
                bool const counts_first = std::holds_alternative<StatementsConfig>(activity.plan.config);
                std::map<std::pair<ItemId, std::optional<Axis>>, std::int64_t> points;
                for (auto const& [voter, vote] : voters)
                    for (auto const& mark : vote.marks) points[{mark.item, mark.axis}] += worth(activity, mark, counts_first);
                for (auto const& item : view.result->items)
                    if (static_cast<std::int64_t>(item.points) != points[{item.item, item.axis}]) violated("a tally differs from the recount");
            }
    }

    void answers_equal_a_recount(std::vector<WordResult> const& told, std::map<Pseudonym, Vote> const& voters) {
        std::map<std::string, std::uint64_t> counted;
        for (auto const& [voter, vote] : voters)
            for (auto const& word : vote.words) ++counted[word];
        if (told.size() != counted.size()) violated("a cloud has not the answers that were given");
        for (auto const& word : told)
            if (counted[answer_key(word.label)] != word.voters) violated("an answer's count is wrong");
    }

    void motion_equals_a_recount(MotionResult const& told, std::map<Pseudonym, Vote> const& voters) {
        std::map<std::pair<Key, std::int64_t>, std::uint64_t> counted;
        for (auto const& [voter, vote] : voters) counted[{vote.group.value(), vote.marks.at(0).points.value}] += vote.weight;
        for (auto const& body : told.bodies) {
            if (body.in_favour != counted[{body.body, 1}] || body.against != counted[{body.body, 2}] || body.abstain != counted[{body.body, 3}]) violated("a motion's count is wrong");
            if (body.voted > body.present || body.present < body.needed) violated("a motion was opened without quorum, or has more voters than its base");
        }
    }

    void a_replay_gives_the_same_state() {
        RoomState replayed;
        for (auto const& entry : entries_) replayed.apply(entry);
        if (text_of_state(replayed) != text_of_state(state_)) violated("a replay of the journal gives another state");
    }

    Screen expected(Client const& client) const {
        auto const audience = audience_of(client.config().role);
        auto screen = screen_of({room_.position(), project_room(state_, audience, at_.config.join_url)});
        if (auto const seat = client.seat()) {
            std::map<ActivityId, Pseudonym> mine;
            for (auto const& [activity, ignored] : state_.activities) mine[activity] = pseudonym_of(at_.config.room_key, activity, voter_of(activity, *seat));
            screen.own = project_own(state_, *seat, mine);
        }
        return screen;
    }

    /// A screen looks up its own ballot by activity, and shows it only in the round it was cast in.
    static void show_current_ballots(Screen& screen) {
        if (!screen.own) return;
        auto& ballots = screen.own->ballots;
        std::erase_if(ballots, [&](OwnBallot const& one) { return !screen.activities.contains(one.activity) || screen.activities.at(one.activity).round != one.round; });
        std::ranges::sort(ballots, {}, &OwnBallot::activity);
    }

    void screens_show_the_room(Client const& client) {
        for (int tab = 0; tab < client.tabs(); ++tab) {
            if (client.stopped(tab)) {
                check_stop(client, *client.stopped(tab));
                continue;
            }
            auto shown = client.screen(tab), right = expected(client);
            shown.position = right.position = {};  // ballots do not move a screen's position: counts come beside it
            show_current_ballots(shown);
            show_current_ballots(right);
            if (text_of(shown) == text_of(right)) continue;
            violated(client.config().name + " shows something else than the room is");
            at_.world.trace("shown ", text_of(shown), "\nright ", text_of(right));
        }
    }

    void check_stop(Client const& client, CloseCode code) {
        auto const* const seat = client.seat() ? state_.find(*client.seat()) : nullptr;
        bool const is_due = (code == CloseCode::removed && seat && seat->removed) || (code == CloseCode::replaced && seat && seat->generation > 0);
        if (!is_due) violated(client.config().name + " was stopped with " + std::to_string(static_cast<int>(code)));
    }

    /// In the history that is the valid one, nothing was told that is not in it, and nobody who could know better showed the past.
    void what_it_was_shown_is_true(Client const& client) {
        for (auto const& [at, digest] : client.told())
            if (at.first == state_.epoch && at.second > 0 && (at.second > at_.records.front().size() || at_.records.front()[at.second - 1].digest != digest))
                violated(client.config().name + " was told what is not recorded");
        for (auto const& past : client.shown_the_past())
            if (past.epoch == state_.epoch && past.by->was_calm(past.at)) violated(past.what + ", at " + std::to_string(past.at - World::start) + " ms");
    }

    void erased_words_are_gone() {
        for (auto const& [id, proposal] : state_.proposals) {
            if (proposal.phase != ProposalPhase::erased) continue;
            for (std::size_t i = 0; i < entries_.size(); ++i) {
                bool const is_about = std::ranges::any_of(entries_[i].events, [&, which = id](Event const& event) {
                    return std::visit(Overloaded{[&](ProposalSubmitted const& e) { return e.proposal == which; }, [&](ProposalEdited const& e) { return e.proposal == which; },
                                                 [&](ProposalModerated const& e) { return e.proposal == which; }, [](auto const&) { return false; }}, event);
                });
                for (auto const& record : at_.records)
                    if (is_about && i < record.size() && !record[i].blobs.empty()) violated("erased words are still on a disk");
            }
        }
    }

    void deadlines_were_kept() {
        constexpr std::int64_t patience_ms = 8'000;  // clocks may differ
        for (auto const& [id, activity] : state_.activities) {
            if (activity.control.phase != ActivityPhase::open || !activity.control.deadline || !activity.control.deadline->at) continue;
            auto const due = *activity.control.deadline->at;
            // One that was closed in time and reopened by an undo stays open.
            if (due + patience_ms < at_.world.now() && !state_.commands.contains(deadline_cid(state_.id, id, activity.control.round, due)))
                violated("a deadline has passed and the activity is open");
        }
    }

    Ended const& at_;
    Room const& room_;
    RoomState const& state_;
    std::vector<Entry> entries_;
    std::map<Cid, std::vector<Offset>> offsets_;
    std::map<Hash, Cid> owners_;         // of digests
};

}  // namespace

void check_all(Ended const& ended) { Checks(ended).all(); }

}  // namespace warsha::simulation
