#include "archive/verify/recount.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include <openssl/sha.h>

#include "protocol/json_scan.hpp"
#include "protocol/text.hpp"

namespace warsha {
namespace {

using Json = nlohmann::json;

/// Of one line: a round of 5,000 ballots with 100 marks each is 40 MB. Deep nesting never reaches the parser.
constexpr Bounds line_bounds{std::size_t{64} << 20, 16, 10'000'000, 10'000'000};
constexpr std::uint64_t voters_told_min = 5;
constexpr std::size_t seats_max = 5'000;

/// Reads one line after the other; knows where it is when something is wrong.
class Counting {
public:
    Recount run(std::string const& journal) {
        std::size_t at = 0;
        while (at < journal.size()) {
            auto const end = journal.find('\n', at);
            ++line_;
            if (end == std::string::npos) wrong("does not end with a line feed");
            guarded(journal.substr(at, end - at));
            at = end + 1;
        }
        if (!closed_) wrong("the journal does not end with the close of the room");
        made_.lines = line_;
        made_.root = before_;
        return std::move(made_);
    }

private:
    [[noreturn]] void wrong(std::string const& what) const { throw Wrong{"journal.jsonl line " + std::to_string(line_) + ": " + what}; }

    void guarded(std::string const& text) {
        try {
            line(text);
        } catch (Json::exception const&) {
            wrong("is not shaped as a line of this kind must be");
        }
    }

    void line(std::string const& text) {
        if (closed_) wrong("stands after the close of the room");
        if (auto const refused = scan_json(text, line_bounds)) wrong(refused->what);
        auto const parsed = Json::parse(text);
        if (parsed.dump() != text) wrong("is not canonical JSON");
        auto const& entry = parsed.at("entry");
        chain(entry.dump(), parsed.at("digest").get<std::string>());
        if (parsed.size() != 2 || entry.at("v") != 1) wrong("is not of format 1");
        if (entry.at("line") != line_) wrong("says that it is line " + entry.at("line").dump());
        order(entry);
        for (auto const& event : entry.at("events")) take(event, entry);
    }

    void chain(std::string const& entry, std::string const& digest) {
        std::string const input = std::string(before_.value.begin(), before_.value.end()) + entry;
        SHA256(reinterpret_cast<unsigned char const*>(input.data()), input.size(), before_.value.data());
        if (text_of(before_) != digest) wrong("the digest is not that of this line after the one before");
    }

    /// Times never go back, no command stands twice.
    void order(Json const& entry) {
        if (!entry.contains("time")) return;
        auto const time = entry.at("time").get<std::int64_t>();
        if (time < time_) wrong("the time goes back");
        time_ = time;
        if (!receipts_.insert(entry.at("receipt").get<std::string>()).second) wrong("this command was recorded before");
    }

    void take(Json const& event, Json const& entry) {
        auto const type = event.at("type").get<std::string>();
        if (made_.created.is_null() != (type == "room_created")) wrong("a journal begins with the creation of its room, and has one");
        if (type == "room_created") created(event);
        made_.motions.take(event, entry.value("receipt", std::string()), made_.plans, groups_);
        if (!made_.motions.wrong().empty()) wrong(made_.motions.wrong());
        if (type == "room_created") return;
        if (type == "activity_added") made_.plans[event.at("plan").at("id")] = event.at("plan");
        else if (type == "activity_opened") opened(event);
        else if (type == "participant_joined") joined(event);
        else if (type == "participant_removed") made_.seats.erase(event.at("participant").get<std::string>());
        else if (type == "proposal_submitted") submitted(event);
        else if (type == "proposal_edited") proposal(event.at("proposal")).words = event;
        else if (type == "question_answered") proposal(event.at("question")).answer = event.at("answered").get<bool>() ? event : Json();
        else if (type == "certificate_issued") certificate(event);
        else if (type == "ballots_counted") ballots(event);
        else if (type == "endorsements_counted") endorsements(event);
        else if (type == "room_closed") {
            closed_ = true;
            made_.closed_at = entry.at("time");
        }
    }

    void created(Json const& event) {
        made_.created = event;
        for (auto const& plan : event.at("plan").at("activities")) made_.plans[plan.at("id")] = plan;
        for (auto const& group : event.at("plan").at("groups")) groups_.push_back(group.at("key"));
    }
    void opened(Json const& event) {
        std::pair<std::string, std::uint32_t> const which{event.at("activity"), event.at("round")};
        if (event.value("catch_up", false)) late_.insert(which);
        auto& paper = made_.papers[which];
        if (!paper.empty()) return;  // a reopened round keeps its paper
        paper = event.at("items").get<std::vector<std::string>>();
        for (auto const& cluster : event.value("clusters", Json::array())) paper.push_back(cluster.at("id"));
    }
    void joined(Json const& event) {
        if (made_.seats.size() >= seats_max) return;
        auto const group = event.contains("group") ? event.at("group").get<std::string>() : "";
        auto const id = event.at("participant").get<std::string>();
        if (made_.groups_of.emplace(id, group).second) made_.seats.emplace(id, group);
    }
    /// One for a person, and only where the rule that was declared gives one.
    void certificate(Json const& event) {
        auto const& settings = made_.created.at("plan").at("settings");
        auto const took_part = event.at("took_part").get<std::uint64_t>(), opened = event.at("opened").get<std::uint64_t>();
        if (!settings.contains("certificate") || took_part > opened || took_part * 100 < opened * settings.at("certificate").at("percent").get<std::uint64_t>())
            wrong("gives a certificate that was not earned");
        if (!made_.groups_of.contains(event.at("participant")) || !certified_.insert(event.at("participant")).second) wrong("gives a certificate to nobody, or twice");
        made_.certificates = certified_.size();
    }
    void submitted(Json const& event) {
        made_.proposals.try_emplace(event.at("proposal"), CountedProposal{event.at("activity"), event.at("author"), event, 0, {}});
    }
    CountedProposal& proposal(Json const& id) {
        auto const found = made_.proposals.find(id.get<std::string>());
        if (found == made_.proposals.end()) wrong("names a proposal that was never submitted");
        return found->second;
    }

    /// Sorted and without repetition: nothing but its own value decides where an element stands.
    void sorted(Json const& list, char const* what) const {
        auto const values = list.get<std::vector<std::string>>();
        if (std::ranges::adjacent_find(values, std::greater_equal{}) != values.end()) wrong(std::string(what) + " are not sorted, or one stands twice");
    }

    // ── ballots ────────────────────────────────────────────────────────────────────────────────
    void ballots(Json const& event) {
        std::pair<std::string, std::uint32_t> const which{event.at("activity"), event.at("round")};
        auto const plan = made_.plans.find(which.first);
        auto const paper = made_.papers.find(which);
        if (plan == made_.plans.end() || paper == made_.papers.end()) wrong("counts a round that was never opened");
        auto const [place, is_first] = made_.rounds.try_emplace(which);
        if (!is_first) wrong("counts a round that was counted before");
        sorted(event.at("receipts"), "receipts");
        if (event.at("receipts").size() < event.at("ballots").size()) wrong("has more ballots than receipts");
        auto& round = place->second;
        round.line = line_;
        round.is_late = late_.contains(which);
        if (plan->second.at("config").at("type") == "motion") return motion(which, event.at("ballots"), round);
        round.all.items = items_of(plan->second.at("config"), paper->second);
        std::string voter_before;
        for (auto const& ballot : event.at("ballots")) {
            auto const voter = ballot.at("voter").get<std::string>();
            if (voter <= voter_before) wrong("ballots are not sorted by pseudonym, or one stands twice");
            voter_before = voter;
            if (!voted_[which.first].insert(voter).second && round.is_late) wrong("somebody who had answered in the session answers again after it");
            check(ballot, plan->second.at("config"));
            count(ballot, round, plan->second.at("config").at("type") == "statements");
        }
        if (plan->second.at("config").at("type") == "dots") round.movers = movers(round, plan->second.at("config"));
        made_.ballots_counted += round.all.voters;
        if (plan->second.at("config").at("type") != "words") small_groups(round);
    }

    void motion(RecountMotions::Which const& which, Json const& ballots, CountedRound& round) {
        std::string before;
        for (auto const& ballot : ballots)
            if (auto const voter = ballot.at("voter").get<std::string>(); voter <= std::exchange(before, voter)) wrong("ballots are not sorted by pseudonym, or one stands twice");
        if (auto const why = made_.motions.count(which, ballots); !why.empty()) wrong(why);
        round.all.voters = ballots.size();
        made_.ballots_counted += ballots.size();
    }

    static std::vector<CountedItem> items_of(Json const& config, std::vector<std::string> const& frozen) {
        std::vector<CountedItem> items;
        for (auto const* key : {"options", "items"})
            if (config.contains(key)) for (auto const& item : config.at(key)) items.push_back({item.at("id")});
        for (auto const& proposal : frozen) items.push_back({proposal});
        if (config.at("type") == "statements") for (auto& item : items) item.spread.resize(3);
        if (config.contains("steps")) for (auto& item : items) item.spread.resize(config.at("steps").get<std::size_t>());
        if (config.at("type") == "form") questions(config, items);
        if (config.at("type") != "impact") return items;
        std::vector<CountedItem> twice;
        for (auto& item : items)
            for (auto const* axis : {"impact", "feasibility"}) {
                item.axis = axis;
                twice.push_back(item);
            }
        return twice;
    }

    /// A question has its own answers, one of which may be right.
    static void questions(Json const& config, std::vector<CountedItem>& items) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            auto const& asked = config.at("items").at(i);
            if (!asked.contains("answers")) continue;
            items[i].spread.assign(asked.at("answers").size(), 0);
            items[i].right = config.contains("key") ? config.at("key").at(i).get<std::uint64_t>() : 0;
            items[i].is_choice = true;
        }
    }

    void check(Json const& ballot, Json const& config) const {
        std::int64_t points = 0, most = 0;
        bool const is_quadratic = config.value("quadratic", false);
        std::set<std::string> marked;
        for (auto const& mark : ballot.at("marks")) {
            auto const given = mark.at("points").get<std::int64_t>();
            if (given < 1) wrong("a ballot gives less than one");
            points += is_quadratic ? given * given : given;
            most = std::max(most, given);
            if (!marked.insert(mark.at("item").get<std::string>() + mark.value("axis", "")).second) wrong("a ballot marks an item twice");
        }
        bool const abstains = ballot.at("abstain").get<bool>();
        if (abstains && !marked.empty()) wrong("a ballot abstains and marks");
        if (config.at("type") == "dots") {
            if (abstains || points > config.at("budget") || most > config.at("per_item_max")) wrong("a ballot has more dots than the rules allow");
        } else if (config.at("type") == "choice") {
            auto const chosen = static_cast<std::int64_t>(marked.size());
            if (most > 1 || chosen > config.at("choices_max")) wrong("a ballot has more choices than the rules allow");
            if (abstains ? !config.at("abstain").get<bool>() : chosen < config.at("choices_min")) wrong("a ballot has fewer choices than the rules ask");
        } else if (config.at("type") == "rating" || config.at("type") == "impact") {
            if (abstains || most > config.at("steps")) wrong("a ballot has a value that is not on the scale");
        } else if (config.at("type") == "form") {
            if (abstains) wrong("a ballot abstains where nobody can");  // a value that is not on its scale is found when it is counted
        } else if (config.at("type") == "statements") {
            if (abstains || most > 3) wrong("a ballot says something else than agree, disagree or pass");
        } else if (config.at("type") == "words") {
            if (abstains || !marked.empty() || ballot.at("words").size() > config.at("per_participant_max").get<std::size_t>()) wrong("a ballot has more answers than the rules allow");
        } else {
            wrong("counts ballots of an activity without votes");
        }
    }

    void add(Json const& ballot, CountedPart& to, bool counts_first) const {
        ++to.voters;
        if (ballot.at("abstain").get<bool>()) ++to.abstentions;
        for (auto const& mark : ballot.at("marks")) {
            auto const id = mark.at("item").get<std::string>(), axis = mark.value("axis", "");
            auto const item = std::ranges::find_if(to.items, [&](CountedItem const& one) { return one.item == id && one.axis == axis; });
            if (item == to.items.end()) wrong("a ballot marks an item that was not on the paper");
            auto const points = mark.at("points").get<std::uint64_t>();
            if (!item->spread.empty() && points > item->spread.size()) wrong("a ballot has a value that is not on the scale");
            if (item->is_choice) item->points += item->right == 0 || item->right == points ? 1 : 0;
            else item->points += counts_first ? (points == 1 ? 1 : 0) : points;
            ++item->voters;
            if (!item->spread.empty()) ++item->spread[points - 1];
        }
    }

    /// Any two items may change places, not neighbours only: plainer than the server's way, and the same answer.
    static std::optional<std::uint64_t> movers(CountedRound const& round, Json const& config) {
        auto const& items = round.all.items;
        auto const budget = config.at("budget").get<std::int64_t>(), cap = config.at("per_item_max").get<std::int64_t>();
        std::int64_t most = 0;
        while (most < cap && (config.value("quadratic", false) ? (most + 1) * (most + 1) : most + 1) <= budget) ++most;
        std::optional<std::uint64_t> fewest;
        for (std::size_t a = 0; a < items.size(); ++a)
            for (std::size_t b = 0; b < items.size(); ++b) {
                if (a == b || items[a].points < items[b].points || (items[a].points == items[b].points && a > b)) continue;  // a stands above b
                std::vector<std::int64_t> moves;
                for (auto const& ballot : round.dots) {
                    auto const given = [&](std::string const& item) { return ballot.contains(item) ? ballot.at(item) : 0; };
                    moves.push_back(given(items[a].item) + most - given(items[b].item));
                }
                std::ranges::sort(moves, std::greater{});
                auto left = static_cast<std::int64_t>(items[a].points - items[b].points) + (a < b ? 1 : 0);
                for (std::size_t n = 0; n < moves.size() && n + 1 < fewest.value_or(moves.size() + 1); ++n)
                    if ((left -= moves[n]) <= 0) fewest = n + 1;
            }
        return fewest;
    }

    static void words(Json const& ballot, CountedRound& round) {
        std::set<std::string> said;
        for (auto const& word : ballot.at("words")) {
            auto const text = word.get<std::string>();
            auto& entry = round.words[answer_key(text)];
            ++entry.spellings[answer_label(text)];
            if (said.insert(answer_key(text)).second) ++entry.voters;
        }
    }

    void count(Json const& ballot, CountedRound& round, bool counts_first) const {
        if (ballot.contains("words")) words(ballot, round);
        add(ballot, round.all, counts_first);
        round.dots.emplace_back();
        for (auto const& mark : ballot.at("marks")) round.dots.back()[mark.at("item").get<std::string>()] = mark.at("points").get<std::int64_t>();
        if (!ballot.contains("groups")) return;
        auto& part = round.groups[ballot.at("groups").get<std::vector<std::string>>()];
        if (part.items.empty())
            for (auto const& item : round.all.items) part.items.push_back({item.item, 0, 0, item.axis, std::vector<std::uint64_t>(item.spread.size()), item.right, item.is_choice});
        add(ballot, part, counts_first);
    }

    /// No label may stand for fewer than five voters, and no group in two labels.
    void small_groups(CountedRound const& round) const {
        std::set<std::string> seen, known{"none"};
        for (auto const& group : made_.created.at("plan").at("groups")) known.insert(group.at("key").get<std::string>());
        std::uint64_t grouped = 0;
        for (auto const& [label, part] : round.groups) {
            grouped += part.voters;
            if (part.voters < voters_told_min) wrong("a group of fewer than five voters is told");
            if (label.empty() || !std::ranges::is_sorted(label)) wrong("the label of a group is not in order");
            for (auto const& key : label) {
                if (!known.contains(key)) wrong("names a group that the room does not have");
                if (!seen.insert(key).second) wrong("tells a group under two labels");
            }
        }
        bool const has_groups = !made_.created.at("plan").at("groups").empty();
        auto const expected = has_groups && round.all.voters >= voters_told_min ? round.all.voters : 0;
        if (grouped != expected) wrong("the split by group does not cover the ballots");
    }

    void endorsements(Json const& event) {
        sorted(event.at("receipts"), "receipts");
        std::size_t endorsed = 0;
        for (auto const& one : event.at("proposals")) {
            auto& told = proposal(one.at("proposal"));
            if (event.at("activity") != told.activity || told.endorsements) wrong("counts endorsements in the wrong place, or twice");
            sorted(one.at("by"), "endorsers");
            told.endorsements = one.at("by").size();
            endorsed += one.at("by").size();
        }
        if (endorsed > event.at("receipts").size()) wrong("has more endorsements than receipts");
    }

    Recount made_;
    Hash before_{};
    std::size_t line_ = 0;
    std::int64_t time_ = 0;
    bool closed_ = false;
    std::vector<std::string> groups_;
    std::set<std::string> receipts_, certified_;
    std::set<std::pair<std::string, std::uint32_t>> late_;  ///< rounds for those who missed the session
    std::map<std::string, std::set<std::string>> voted_;    ///< pseudonyms, by activity
};

}  // namespace

Recount recount(std::string const& journal) { return Counting().run(journal); }

}  // namespace warsha
