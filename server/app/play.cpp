#include "app/play.hpp"

#include <cstdio>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

#include <nlohmann/json.hpp>

#include "app/client/driver.hpp"
#include "app/client/http.hpp"
#include "app/play_checks.hpp"
#include "app/played_room.hpp"
#include "app/workshop.hpp"
#include "protocol/codec_impl.hpp"
#include "protocol/text.hpp"
#include "room/host.hpp"

namespace warsha {
namespace {

using client::Driver;
using client::DriverError;
using client::Phone;
using Json = nlohmann::json;

class Play : PlayedRoom {
public:
    Play(PlayOptions const& options, Json scenario) : PlayedRoom(options, std::move(scenario)) {}

    int run() {
        create_room();
        seat_people();
        read_the_roll();
        say_one_word();
        take_sides();
        collect_proposals();
        sort_into_clusters();
        vote_with_dots();
        compare_results();
        rate_impact_and_feasibility();
        compare_ratings();
        give_an_opinion();
        rate_the_day();
        close_and_verify();
        return tell("The day");
    }

private:
    void create_room() {
        auto plan = workshop_plan(RoomPurpose::rehearsal);
        std::get<ProposalsConfig>(std::ranges::find(plan.activities.value, proposals_id(), &ActivityPlan::id)->config).moderated = true;
        auto& dots = std::get<DotsConfig>(std::ranges::find(plan.activities.value, dots_id(), &ActivityPlan::id)->config);
        dots.source = ItemSource::clusters;  // made during the day, below
        dots.items = {};
        start(plan);
    }

    void seat_people() {
        std::size_t here = 0;
        for (auto const& person : shuffled(scenario_.at("people"))) {
            auto const group = person.at("group").get<std::string>();
            if (group == "facilitators") continue;  // they hold links, not seats
            bool const observer = group == "observers";
            auto phone = PlayedRoom::person(observer ? Role::observer : Role::participant);
            if (!observer) {
                phone->send(Join{.group = Key{group}, .language = person.at("language") == "fr" ? Language::fr : Language::ar});
                phones_.push_back(phone);
            } else {
                observers_.push_back(phone);
            }
            people_[person.at("id").get<std::string>()] = phone;
            ++here;
        }
        for (auto const& node : targets()) watchers_.push_back(driver_.phone({.target = node, .code = room_.code, .role = Role::observer}));
        driver_.settle(phones_, "all joins recorded");
        std::printf("%zu people are in the room\n", here);
    }

    void disturb() {
        if (options_.reconnect)
            for (std::size_t i = 0; i < phones_.size(); i += 2) phones_[i]->cut();
        if (options_.kill && own_) {
            own_->kill();
            driver_.pause(std::chrono::milliseconds(300));
            own_->start();
        }
        if (!options_.disturb) return;
        driver_.pause(std::chrono::milliseconds(50));  // what was just sent is on its way
        options_.disturb(driver_);
        wait_for_recovery();
    }

    /// From the end of the fault until nobody waits for an answer and every node stands at the same entry.
    void wait_for_recovery() {
        auto const began = std::chrono::steady_clock::now();
        auto everybody = phones_;
        everybody.push_back(facilitator_);
        driver_.settle(everybody, "everything recorded after the disturbance");
        for (bool const blank : {true, false}) driver_.act(*facilitator_, BlankWall{blank}, "an action that every screen is told of");
        auto const is_level = [this] { return std::ranges::all_of(watchers_, [&](auto const& one) { return one->is_online() && one->known().position == watchers_.front()->known().position; }); };
        try {
            driver_.until("all nodes stand at the same entry", is_level, 20);
        } catch (DriverError const&) {
            for (auto const& one : watchers_) std::printf("a node stands at epoch %u, entry %llu, %s\n", one->known().position.epoch, static_cast<unsigned long long>(one->known().position.offset), one->is_online() ? "online" : "offline");
            throw;
        }
        auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
        std::printf("recovered %lld ms after the end of the disturbance\n", static_cast<long long>(took));
        if (options_.recovery_ms_max > 0) score_.same("recovered within " + std::to_string(options_.recovery_ms_max) + " ms", took <= options_.recovery_ms_max, true);
    }

    void collect_proposals() {
        driver_.act(*facilitator_, OpenActivity{proposals_id()}, "opening the proposals");
        std::map<std::string, WorkshopProposal const*> by_id;
        for (auto const& proposal : workshop().proposals) by_id[proposal.id] = &proposal;
        std::size_t sent = 0;
        for (auto const& [id, author] : scenario_.at("proposal_authors").items()) {
            auto const& proposal = *by_id.at(id);
            people_.at(author.get<std::string>())->send(submission(proposal), "", name_id<Cid>(id));
            if (++sent == scenario_.at("proposal_authors").size() / 2) disturb();
        }
        driver_.settle(phones_, "all proposals recorded");
        moderate();
        auto const published = [this] { return count_published() == scenario_.at("proposal_authors").size(); };
        driver_.until("every proposal is published", published);
        score_.same("proposals published", count_published(), scenario_.at("proposal_authors").size());
        driver_.act(*facilitator_, CloseActivity{proposals_id()}, "closing the proposals");
    }

    static SubmitProposal submission(WorkshopProposal const& proposal) {
        return {.activity = proposals_id(), .title = proposal.title, .text = proposal.text, .category = proposal.category};
    }

    /// Three come back to their authors with a reason and are edited; all forty are published in the end.
    void moderate() {
        auto const& proposals = workshop().proposals;
        driver_.until("the facilitator has all proposals", [&] { return facilitator_->known().proposals.size() == scenario_.at("proposal_authors").size(); });
        for (std::size_t i = 0; i < 3; ++i) {
            auto const& proposal = proposals[i * 13];
            driver_.act(*facilitator_, ModerateProposal{name_id<ProposalId>(proposal.id), Verdict::return_for_rewording, Text<1, 200>{"التدقيق في الأجل"}}, "returning " + proposal.id);
            auto const author = people_.at(scenario_.at("proposal_authors").at(proposal.id).get<std::string>());
            author->send(EditProposal{name_id<ProposalId>(proposal.id), proposal.title, proposal.text, proposal.category});
        }
        driver_.settle(phones_, "the edits recorded");
        for (auto const& proposal : proposals) facilitator_->send(ModerateProposal{name_id<ProposalId>(proposal.id), Verdict::publish, {}});
        driver_.settle({facilitator_}, "all proposals published");
    }

    [[nodiscard]] std::size_t count_published() const {
        std::size_t n = 0;
        for (auto const& [id, proposal] : observers_.front()->known().proposals) n += proposal.phase == ProposalPhase::published ? 1 : 0;
        return n;
    }

    /// As the facilitators sorted them; one detour on the way, which is undone.
    void sort_into_clusters() {
        for (auto const& cluster : workshop().clusters)
            driver_.act(*facilitator_, MakeCluster{cluster.id, cluster.label, {cluster.proposals}}, "making a cluster");
        auto const first = workshop().clusters.at(0).id, second = workshop().clusters.at(1).id;
        auto const merge = name_id<Cid>("merge");
        driver_.act(*facilitator_, MergeClusters{first, second}, "merging two clusters", merge);
        driver_.act(*facilitator_, Undo{merge}, "undoing the merge");
        auto const& seen = observers_.front()->known();
        driver_.until("the observer sees all clusters", [&] { return seen.clusters.size() == workshop().clusters.size(); });
        std::map<std::string, std::set<std::string>> told, expected;
        for (auto const& cluster : seen.clusters)
            for (auto const& id : cluster.proposals) told[cluster_name(cluster.id)].insert(text_of(id));
        for (auto const& cluster : workshop().clusters)
            for (auto const& id : cluster.proposals) expected[cluster_name(cluster.id)].insert(text_of(id));
        score_.same("clusters", told, expected);
    }

    void vote_with_dots() {
        driver_.act(*facilitator_, OpenActivity{dots_id()}, "opening the dot vote");
        auto const& ballots = scenario_.at("dot_vote").at("ballots");
        std::size_t sent = 0;
        for (auto const& [person, dots] : shuffled_items(ballots)) {
            CastBallot ballot{.activity = dots_id(), .round = {1}, .revision = {1}};
            for (auto const& [cluster, points] : dots.items()) ballot.marks.value.push_back({name_id<ItemId>(cluster), {points.get<std::int64_t>()}});
            people_.at(person)->send(ballot, "ballot:dots");
            if (++sent == ballots.size() / 2) disturb();
        }
        driver_.settle(phones_, "all ballots recorded");
        score_.same("hidden until revealed: the observer has no counts while the vote is open", observers_.front()->known().activities.at(dots_id()).rounds.back().result.has_value(), false);
        driver_.act(*facilitator_, CloseActivity{dots_id()}, "closing the dot vote");
        driver_.act(*facilitator_, RevealResults{dots_id(), true}, "revealing the results");
        driver_.until("the observer sees the results", [&] { return observers_.front()->known().activities.at(dots_id()).rounds.back().result.has_value(); });
    }

    void compare_results() {
        auto const& expected = scenario_.at("dot_vote").at("expected");
        auto const& round = observers_.front()->known().activities.at(dots_id()).rounds.back();
        std::map<std::string, std::uint64_t> totals;
        std::vector<std::pair<std::string, std::uint64_t>> ranked;
        std::uint64_t placed = 0;
        for (auto const& item : round.result->items) {
            totals[cluster_name(item.item)] = item.points;
            ranked.emplace_back(cluster_name(item.item), item.points);
            placed += item.points;
        }
        std::ranges::stable_sort(ranked, std::greater{}, &std::pair<std::string, std::uint64_t>::second);
        std::vector<std::string> order;
        for (auto const& [name, points] : ranked) order.push_back(name);
        score_.same("voters", Json(round.voters), expected.at("voters"));
        score_.same("dots placed", Json(placed), expected.at("dots_placed"));
        score_.same("totals on the screen of an observer", Json(totals), expected.at("totals"));
        score_.same("order", Json(order), expected.at("order"));
        compare_split(expected.at("by_group"));
    }

    /// The unmerged split, from the check export that only rehearsal and demo rooms have.
    void compare_split(Json const& expected) {
        auto const answer = client::http(target(), "GET", "/api/rooms/" + text_of(room_.room) + "/check", facilitator_authorization_);
        if (answer.status != 200) throw DriverError("the check export was refused: " + answer.body);
        auto const check = Json::parse(answer.body);
        Json by_cluster = Json::object();
        for (auto const& activity : check.at("activities")) {
            if (activity.at("activity") != text_of(dots_id())) continue;
            for (auto const& part : activity.at("rounds").back().at("groups"))
                for (auto const& item : part.at("items"))
                    if (item.at("points") != 0) by_cluster[cluster_name(item.at("item").get<std::string>())][part.at("groups").at(0).get<std::string>()] = item.at("points");
        }
        score_.same("split by group", by_cluster, expected);
    }

    /// The clusters to rate follow from the dot vote, so the facilitator plans the activity now, in the place of the prepared one.
    void rate_impact_and_feasibility() {
        auto const& rating = scenario_.at("impact_feasibility");
        std::vector<Item> rated;
        for (auto const& name : rating.at("items"))
            rated.push_back(*std::ranges::find(workshop().clusters, name_id<ItemId>(name.get<std::string>()), &Item::id));
        driver_.act(*facilitator_, RemoveActivity{impact_id()}, "removing the prepared rating");
        driver_.act(*facilitator_, AddActivity{impact_plan(std::move(rated)), dots_id()}, "planning the rating");
        driver_.act(*facilitator_, OpenActivity{impact_id()}, "opening the rating");
        for (auto const& [person, values] : shuffled_items(rating.at("ballots"))) {
            CastBallot ballot{.activity = impact_id(), .round = {1}, .revision = {1}};
            for (auto const& [cluster, value] : values.items())
                for (auto const axis : {Axis::impact, Axis::feasibility}) {
                    auto const given = value.value(boost::describe::enum_to_string(axis, ""), Json());
                    if (!given.is_null()) ballot.marks.value.push_back({name_id<ItemId>(cluster), {given.get<std::int64_t>()}, axis});
                }
            people_.at(person)->send(ballot, "ballot:impact");
        }
        driver_.settle(phones_, "all ratings recorded");
        driver_.act(*facilitator_, CloseActivity{impact_id()}, "closing the rating");
        driver_.act(*facilitator_, RevealResults{impact_id(), true}, "revealing the ratings");
        driver_.until("the observer sees the ratings", [&] { return observers_.front()->known().activities.at(impact_id()).rounds.back().result.has_value(); });
    }

    void compare_ratings() {
        auto const& round = observers_.front()->known().activities.at(impact_id()).rounds.back();
        Json told = Json::object(), expected = Json::object();
        for (auto const& item : round.result->items)
            told[cluster_name(item.item)][boost::describe::enum_to_string(item.axis.value(), "")] = {{"sum", item.points}, {"count", item.voters}};
        for (auto const& [cluster, axes] : scenario_.at("impact_feasibility").at("expected").items())
            for (auto const& [axis, values] : axes.items()) expected[cluster][axis] = {{"sum", values.at("sum")}, {"count", values.at("count")}};
        score_.same("people who rated", Json(round.voters), Json(scenario_.at("impact_feasibility").at("ballots").size()));
        score_.same("impact and feasibility: sums and counts on the screen of an observer", told, expected);
    }

    // ── one word, statements ───────────────────────────────────────────────────────────────────
    void say_one_word() {
        driver_.act(*facilitator_, OpenActivity{one_word_id()}, "opening the word cloud");
        for (auto const& answer : shuffled(scenario_.at("word_cloud").at("answers"))) {
            CastBallot ballot{.activity = one_word_id(), .round = {1}, .revision = {1}};
            ballot.words.emplace().value.push_back({answer.at("text").get<std::string>()});
            people_.at(answer.at("by"))->send(ballot, "ballot:word");
        }
        driver_.settle(phones_, "all words recorded");
        driver_.act(*facilitator_, CloseActivity{one_word_id()}, "closing the word cloud");
        auto const& seen = observers_.front()->known();
        driver_.until("the observer sees the cloud", [&] { return seen.activities.at(one_word_id()).rounds.back().result.has_value(); });
        std::map<std::string, std::uint64_t> told, expected;  // by folding: of two spellings given equally often the first that came is the label
        for (auto const& word : *seen.activities.at(one_word_id()).rounds.back().result->words) told[answer_key(word.label)] = word.voters;
        for (auto const& [label, count] : scenario_.at("word_cloud").at("expected").items()) expected[answer_key(label)] = count;
        score_.same("word cloud", told, expected);
    }

    /// Without data in the scenario: seeded, and every voter must stand in every count.
    void take_sides() {
        driver_.act(*facilitator_, OpenActivity{statements_id()}, "opening the statements");
        auto const items = facilitator_->known().activities.at(statements_id()).items;
        send_values(statements_id(), items, 3);
        auto const& round = revealed(statements_id());
        check_values(round, items.size(), "statements");
        auto const is_sum = [](ItemResult const& item) { return item.points == item.spread->at(0); };
        score_.same("statements: points are those who agree", std::ranges::all_of(round.result->items, is_sum), true);
    }

    void rate_the_day() {
        driver_.act(*facilitator_, OpenActivity{evaluation_id()}, "opening the evaluation");
        auto const items = facilitator_->known().activities.at(evaluation_id()).items;
        send_values(evaluation_id(), items, 3);  // one question has three answers, the others five steps
        check_values(revealed(evaluation_id()), items.size(), "evaluation");
    }

    /// Everybody gives every item a value from 1 to `steps`.
    void send_values(ActivityId activity, std::vector<Item> const& items, std::int64_t steps) {
        for (auto const& phone : phones_) {
            CastBallot ballot{.activity = activity, .round = {1}, .revision = {1}};
            for (auto const& item : items) ballot.marks.value.push_back({item.id, {1 + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(steps))}, {}});
            phone->send(ballot, "ballot:values");
        }
        driver_.settle(phones_, "all values recorded");
        driver_.act(*facilitator_, CloseActivity{activity}, "closing");
        driver_.act(*facilitator_, RevealResults{activity, true}, "revealing");
    }

    RoundView const& revealed(ActivityId activity) {
        auto const& seen = observers_.front()->known();
        driver_.until("the observer sees the result", [&] { return seen.activities.at(activity).rounds.back().result.has_value(); });
        return seen.activities.at(activity).rounds.back();
    }

    void check_values(RoundView const& round, std::size_t items, std::string const& what) {
        score_.same(what + ": voters", Json(round.voters), Json(phones_.size()));
        score_.same(what + ": items", round.result->items.size(), items);
        auto const is_whole = [&](ItemResult const& item) { return std::accumulate(item.spread->begin(), item.spread->end(), std::uint64_t{0}) == round.voters; };
        score_.same(what + ": everybody stands in every count", std::ranges::all_of(round.result->items, is_whole), true);
    }

    // ── the formal opinion ─────────────────────────────────────────────────────────────────────
    void read_the_roll() {
        auto const lines = workshop_roll();
        for (std::size_t from = 0; from < lines.size(); from += 40) {
            ExtendRoll part;
            part.lines.value.assign(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), from + 40)));
            driver_.act(*facilitator_, part, "reading the roll");
        }
        for (auto const& line : lines)
            if (auto const person = people_.find(line.name.value); person != people_.end()) person->second->send(UseSlip{slip_of(line.name.value)}, "slip");
        driver_.settle(phones_, "all slips used");
    }

    /// By hand, where the seat says otherwise.
    void call(std::set<std::string> const& present) {
        driver_.until("the facilitator has the roll", [&] { return facilitator_->known().roll.size() == workshop_roll().size(); });
        for (auto const& line : facilitator_->known().roll)
            if (line.present != present.contains(line.name)) facilitator_->send(MarkPresence{line.roll, present.contains(line.name)}, "");
        driver_.settle({facilitator_}, "presence called");
    }

    void give_an_opinion() {
        auto const& attempts = scenario_.at("formal_opinion").at("attempts");
        std::set<std::string> first, second;
        for (auto const& [body, count] : attempts.at(0).at("present").items())
            for (int n = 1; n <= count.get<int>(); ++n) first.insert(body + (n < 10 ? "-0" : "-") + std::to_string(n));
        for (auto const& [body, names] : attempts.at(1).at("present").items()) second.insert(names.begin(), names.end());
        auto const& seen = observers_.front()->known();
        call(first);
        driver_.act(*facilitator_, OpenActivity{opinion_id()}, "the first attempt");
        driver_.until("the observer sees the refusal", [&] { return !seen.activities.at(opinion_id()).quorum->refused.empty(); });
        compare_refusal(seen.activities.at(opinion_id()), attempts.at(0).at("expected"));
        call(second);
        driver_.act(*facilitator_, OpenActivity{opinion_id()}, "the second attempt");
        vote_formally(attempts.at(1).at("ballots"));
        driver_.act(*facilitator_, CloseActivity{opinion_id()}, "closing the opinion");
        driver_.act(*facilitator_, RevealResults{opinion_id(), true}, "revealing the opinion");
        compare_opinion(*revealed(opinion_id()).result->motion, attempts.at(1).at("expected"));
    }

    void compare_refusal(ActivityView const& opinion, Json const& expected) {
        Json told{{"opened", opinion.phase == ActivityPhase::open}, {"reason", "quorum_not_reached"}};
        for (auto const& body : opinion.quorum->refused.front().bodies)
            if (body.present < body.needed) told.update({{"body", body.body.value}, {"present", body.present}, {"needed", body.needed}});
        score_.same("formal opinion: the refused first attempt", told, expected);
    }

    /// Every seventh person has left the phone at home and votes through the scribe.
    void vote_formally(Json const& ballots) {
        int n = 0;
        for (auto const& [person, given] : shuffled_items(ballots)) {
            auto const stance = given == "for" ? Stance::in_favour : given == "against" ? Stance::against : Stance::abstain;
            auto const phone = people_.find(person);
            bool const by_scribe = phone == people_.end() || ++n % 7 == 0;
            by_scribe_ += by_scribe ? 1 : 0;
            if (by_scribe) facilitator_->send(CastForRoll{opinion_id(), {1}, roll_id(person), stance}, "");
            else phone->second->send(CastBallot{.activity = opinion_id(), .round = {1}, .revision = {1}, .marks = {{{ItemId{}, {static_cast<std::int64_t>(stance) + 1}, {}}}}}, "ballot:opinion");
        }
        auto everybody = phones_;
        everybody.push_back(facilitator_);
        driver_.settle(everybody, "all formal votes recorded");
    }

    void compare_opinion(MotionResult const& motion, Json const& expected) {
        auto const& all = motion.all;
        auto const cast = all.in_favour + all.against + all.abstain;
        auto const share = [&](std::uint64_t whole) { return std::to_string(all.in_favour) + "/" + std::to_string(whole); };
        Json told{{"opened", true}, {"present", all.present}, {"cast", cast}, {"for", all.in_favour}, {"against", all.against}, {"abstain", all.abstain}, {"did_not_vote", all.present - all.voted}};
        for (auto const& body : motion.bodies)
            told["by_body"][body.body.value] = {{"roll", body.roll}, {"quorum", body.needed}, {"present", body.present}, {"for", body.in_favour}, {"against", body.against}, {"abstain", body.abstain},
                                                {"did_not_vote", body.present - body.voted}, {"opinion", boost::describe::enum_to_string(body.outcome, "")}};
        told["share_in_favour_by_base"] = {{"for_and_against", share(all.in_favour + all.against)}, {"cast", share(cast)}, {"present", share(all.present_weight)}, {"roll", share(all.roll_weight)}};
        score_.same("formal opinion: the second attempt, by body and under the four bases", told, expected);
        score_.same("formal opinion: favourable overall", motion.outcome == Outcome::favourable, true);
        score_.same("formal opinion: ballots entered by the scribe", Json(all.by_scribe), Json(by_scribe_));
    }

    std::vector<std::shared_ptr<Phone>> observers_, watchers_;  // watchers: one per node
    int by_scribe_ = 0;
};

}  // namespace

int run_play(PlayOptions const& options) {
    try {
        std::ifstream in(options.scenario);
        if (!in) throw DriverError("the scenario " + options.scenario.string() + " cannot be read");
        auto const scenario = Json::parse(in);
        int worst = 0;
        for (int i = 0; i < options.times && worst == 0; ++i) {
            auto one = options;
            one.seed += static_cast<std::uint64_t>(i);
            worst = scenario.contains("training") ? play_training(one, scenario) : Play(one, scenario).run();
        }
        if (options.times > 1 && worst == 0) std::printf("%d days with seeds from %llu on gave the same results.\n", options.times, static_cast<unsigned long long>(options.seed));
        return worst;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "The scenario could not be played: %s.\n", error.what());
        return 2;
    }
}

}  // namespace warsha
